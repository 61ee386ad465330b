"""What an operator asks on the command line: due moments, proofs, the machine's health."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from portal.core import journal
from portal.core.journal import sequencer
from portal.core.journal.models import EventPosition
from portal.management.commands import doctor


def said(*command: str) -> str:
    out = StringIO()
    call_command(*command, stdout=out, no_color=True)
    return out.getvalue()


def test_due_moment_is_explained_to_machines() -> None:
    answer = json.loads(said("explain_due", "2026-11-20T10:00+07:00", "3wd", "--json"))
    assert answer["due"] == "2026-11-26T17:30:00+07:00"
    (step,) = answer["derivation"]
    assert step["rule"] == "working_days"
    assert step["from"] == "2026-11-20T10:00:00+07:00"
    assert step["to"] == answer["due"]
    assert "Ngày Văn hóa Việt Nam" in step["text"]


def test_due_moment_is_explained_to_people() -> None:
    assert said("explain_due", "2026-11-20T18:00", "0d").splitlines()[0] == (
        "2026-11-23T17:30:00+07:00"
    )


@pytest.mark.parametrize(
    ("moment", "duration"),
    [
        ("yesterday", "3wd"),
        ("2026-11-20T10:00", "three days"),
        ("2026-11-20T10:00", "-3wd"),
        ("9999-12-31T10:00", "3wd"),
        ("9999-12-31T23:00-05:00", "0d"),
        ("0001-01-01T00:00+14:00", "0d"),
        ("2026-13-40T10:00", "3wd"),
        ("2050-01-03T10:00", "3wd"),
        ("2030-12-30T10:00", "2wd"),
        ("2026-11-20T10:00", "9999d"),
    ],
)
def test_due_moment_of_nonsense_is_refused(moment: str, duration: str) -> None:
    with pytest.raises(CommandError, match="Không tính được hạn"):
        said("explain_due", "--json", "--", moment, duration)


@pytest.mark.django_db
def test_sound_journal_is_proven() -> None:
    with transaction.atomic():
        journal.record("dossier:1", "dossier.accepted", actor="staff:1")
    sequencer.sequence()
    assert said("prove", "journal") == "journal: khớp\n"
    assert json.loads(said("prove", "journal", "--json")) == {"journal": []}


@pytest.mark.django_db
def test_harmed_journal_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with transaction.atomic():
        journal.record("dossier:1", "dossier.accepted", actor="staff:1")
    sequencer.sequence()
    EventPosition.objects.update(position=4)
    with pytest.raises(SystemExit) as ended:
        call_command("prove", "journal", no_color=True)
    assert ended.value.code == 1
    assert "position 4 follows 0: there is a gap" in capsys.readouterr().out


@pytest.mark.django_db
@pytest.mark.parametrize("what", ["ledger", "kpi"])
def test_empty_house_is_proven(what: str) -> None:
    assert said("prove", what) == f"{what}: khớp\n"


def test_unknown_proof_is_refused() -> None:
    with pytest.raises(CommandError, match="invalid choice"):
        said("prove", "weather")


@pytest.mark.django_db
def test_doctor_finds_a_sound_machine() -> None:
    findings = json.loads(said("doctor", "--json"))
    assert {finding["name"] for finding in findings} == set(doctor.CHECKS)
    assert [finding for finding in findings if not finding["well"]] == []


@pytest.mark.django_db
def test_doctor_names_each_illness(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken() -> str:
        raise OSError("cannot load library libpango")

    monkeypatch.setitem(doctor.CHECKS, "PDF", broken)
    with pytest.raises(SystemExit) as ended:
        call_command("doctor", no_color=True)
    assert ended.value.code == 1
    lines = capsys.readouterr().out.splitlines()
    assert "FAIL PDF: OSError: cannot load library libpango" in lines
    assert sum(line.startswith("ok") for line in lines) == len(doctor.CHECKS) - 1
