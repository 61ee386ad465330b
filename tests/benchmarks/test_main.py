from __future__ import annotations

import json

import pytest

from benchmarks import __main__ as command
from benchmarks import harness, validate


def test_list_names_every_benchmark(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--list"]) == 0
    listed = capsys.readouterr().out.splitlines()
    assert [line.partition(":")[0] for line in listed] == sorted(command.BENCHMARKS)


def test_contestants_give_one_verdict(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["validate", "--json", "--rounds", "1", "--seconds", "0"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["disagreements"] == []
    names = {row["name"].split()[0] for row in report["results"]} | set(report["skipped"])
    assert {"portal", "jsonschema", "fastjsonschema"} <= names


def test_a_peer_that_is_not_there_is_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(validate, "version", lambda name: None)

    contest = validate.contest()

    assert set(contest.skipped) == {"jsonschema", "fastjsonschema"}
    assert contest.base == validate.OURS


def test_other_verdicts_end_in_failure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = harness.Contest("documents", "us", [harness.Contestant("us", lambda: 1)])
    wrong.disagreements.append("us")
    monkeypatch.setitem(command.BENCHMARKS, "validate", (lambda: wrong, "Made up."))

    assert command.main(["validate", "--rounds", "1", "--seconds", "0"]) == 1
    assert "no ratio counts" in capsys.readouterr().out


def test_ratios_are_taken_within_a_round() -> None:
    report = harness._result("us", [200.0, 50.0], [100.0, 10.0])

    assert (report["ratio_from"], report["ratio"], report["ratio_to"]) == (2.0, 3.5, 5.0)
