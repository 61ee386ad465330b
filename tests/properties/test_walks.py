"""Random walks over all actions: the journal explains the state, and somebody answers for it.

`PORTAL_WALKS=10000` walks further than every run does; `PORTAL_WALKS_SEED` walks elsewhere.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from django.db import transaction

from portal.core import clock
from portal.core.jobs import registry
from procedures.catalogue.models import ProcedureVersion
from procedures.dossiers import engine
from procedures.dossiers.models import Dossier
from tests.factories import dossiers as factory
from tests.properties.walker import START, Walk, everybody
from tracking import proofs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytest_django.fixtures import SettingsWrapper

    from portal.core.jobs.models import JobRow

WALKS = int(os.environ.get("PORTAL_WALKS", "40"))
SEED = os.environ.get("PORTAL_WALKS_SEED", "2026")
BATCHES = min(20, max(2, WALKS // 10))
PAPERWORK = ("dossiers.slip_pdf", "dossiers.result_pdf", "dossiers.control_slip")


def _without_paperwork(wanted: list[registry.Wanted]) -> list[JobRow]:
    return registry.rows_of([one for one in wanted if one.name not in PAPERWORK])


@pytest.fixture
def drafts(
    db: None, monkeypatch: pytest.MonkeyPatch, settings: SettingsWrapper
) -> list[tuple[Dossier, str]]:
    """Complete drafts of each shipped procedure, by whom; no PDF is made of what follows."""
    settings.OUTSIDE_STANDINS = 6 * 3600
    monkeypatch.setattr(engine, "rows_of", _without_paperwork)
    with clock.at(START):
        factory.the_portal()
        shipped = set(ProcedureVersion.objects.values_list("procedure__code", flat=True))
        return [
            (factory.a_draft(procedure, by=account, agency=agency), account)
            for procedure in sorted(shipped & factory.ANSWERS.keys())
            for account, agency in (
                ("citizen-an", factory.HONG_BANG),
                ("citizen-binh", factory.THUY_NGUYEN),
            )
        ]


@pytest.mark.timeout(300 + WALKS)
@pytest.mark.parametrize("batch", range(BATCHES))
def test_whatever_happens_is_explained_and_answered_for(
    batch: int,
    drafts: list[tuple[Dossier, str]],
    record_testsuite_property: Callable[[str, object], None],
) -> None:
    people = everybody()
    taken: Counter[str] = Counter()
    for number in range(batch, WALKS, BATCHES):
        chance = random.Random(f"{SEED}/{number}")
        draft, account = chance.choice(drafts)
        with _taken_back():
            fresh = Dossier.objects.get(pk=draft.pk)
            walk = Walk(fresh, factory.who(account), people, chance)
            try:
                walk.go()
                with clock.at(walk.now):
                    assert proofs.prove() == []
            except Exception as error:
                error.add_note("\n".join([f"walk {number} of {SEED}", *walk.trail]))
                raise
            taken += walk.taken
    record_testsuite_property(f"taken in batch {batch}", dict(taken.most_common()))


@contextmanager
def _taken_back() -> Iterator[None]:
    """Undo what happens inside; like a test's own transaction, it counts as none."""
    block = transaction.atomic()
    block._from_testcase = True
    with block:
        yield
        transaction.set_rollback(True)
