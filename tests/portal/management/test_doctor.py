"""The doctor reads every published version, as the dossiers pinned to them do."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from portal.management.commands import doctor
from procedures.catalogue import selectors


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("unreadable", "said"),
    [
        ([], "ok   packages: 0 stored versions can be read\n"),
        (["1.1, phiên bản 2: x", "2.2: y"], "FAIL packages: 1.1, phiên bản 2: x; 2.2: y\n"),
    ],
    ids=["well", "unwell"],
)
def test_versions_that_cannot_be_read_are_named(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    unreadable: list[str],
    said: str,
) -> None:
    monkeypatch.setattr(doctor, "CHECKS", {"packages": doctor.CHECKS["packages"]})
    monkeypatch.setattr(selectors, "unreadable_versions", lambda: unreadable)
    try:
        call_command("doctor", no_color=True)
        code = 0
    except SystemExit as end:
        code = int(str(end.code))
    assert (code, capsys.readouterr().out) == (1 if unreadable else 0, said)
