"""Reading the catalogue."""

from __future__ import annotations

import pytest

from portal.accounts.actors import system
from procedures.catalogue import selectors
from procedures.catalogue.actions import load_shipped
from procedures.catalogue.models import ProcedureVersion


@pytest.mark.django_db
def test_every_unreadable_version_is_named() -> None:
    versions = load_shipped(actor=system("seed"))
    assert selectors.unreadable_versions() == []

    spoilt = versions[0]
    substance = {**spoilt.substance, "colour": "đỏ"}
    ProcedureVersion.objects.filter(pk=spoilt.pk).update(substance=substance)

    (sentence,) = selectors.unreadable_versions()
    assert f"thủ tục {spoilt.procedure.code}, phiên bản {spoilt.number}" in sentence
    assert "substance.colour" in sentence
