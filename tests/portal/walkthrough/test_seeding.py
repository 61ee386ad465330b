from __future__ import annotations

from datetime import datetime, timedelta
from io import StringIO
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

import procedures
from payments.models import PaymentIntent
from portal.core import clock
from portal.core.jobs.models import JobRow, State
from portal.core.journal import proofs, sequencer
from portal.core.journal.models import Event
from portal.walkthrough import seeding, waiting
from portal.walkthrough.cases import waking
from portal.walkthrough.samples import BIRTH, BUNDLE
from procedures.definition.lifecycle import HoldKind, Stage
from procedures.dossiers.models import Dossier, Hold

NOW = clock.parse("2026-11-24T14:00")


def seed(cases: int, *, number: int = 20261122, now: datetime = NOW) -> str:
    said = StringIO()
    with clock.at(now):
        call_command("seed", cases=cases, seed=number, stdout=said)
    return said.getvalue()


@pytest.mark.django_db
class TestSeed:
    def test_shows_every_stage(self) -> None:
        seed(60)

        stages = set(Dossier.objects.values_list("stage", flat=True))
        assert stages == set(Stage)
        open_kinds = set(Hold.objects.filter(closed_at__isnull=True).values_list("kind", flat=True))
        assert {HoldKind.SUPPLEMENT, HoldKind.FEE} <= open_kinds
        assert set(PaymentIntent.objects.values_list("method", flat=True)) >= {"vnpay", "cash"}
        words = {
            event.data["punctuality"] for event in Event.objects.filter(name="dossier.settled")
        }
        assert "late" in words
        assert len(words) > 1

    @pytest.mark.parametrize("moment", ["2026-11-22T10:00", "2026-11-24T14:00", "2026-12-04T19:00"])
    def test_every_kind_of_work_waits_on_any_day(self, moment: str) -> None:
        seed(waiting.FROM_COUNT, now=clock.parse(moment))

        rows = Dossier.objects.filter(closed_at__isnull=True)
        for agency in ("H24.21.22", "H24.21.38"):
            here = rows.filter(step_agency__code=agency)
            assert {"approve", "issue", "appraise"} <= set(here.values_list("step", flat=True))
            assert here.filter(requests__kind="extend", requests__state="drafted").exists()
            assert here.filter(holds__kind=HoldKind.FEE, holds__closed_at__isnull=True).exists()
        assert rows.filter(tasks__kind="consult", tasks__closed_at__isnull=True).exists()
        assert rows.filter(results__voided_at__isnull=False).exists()
        assert rows.filter(channel="counter").exists()
        assert rows.filter(stage=Stage.STOPPED).exists()
        assert rows.filter(stage=Stage.SETTLED).exists()
        asked = rows.filter(holds__kind=HoldKind.CONFIRMATION, holds__closed_at__isnull=True)
        assert set(asked.values_list("leg", flat=True)) == {"", "birth"}

    def test_nobody_registers_a_child_that_is_not_born(self) -> None:
        seed(waiting.FROM_COUNT, now=clock.parse("2026-11-16T10:00"))

        codes = set(Dossier.objects.values_list("procedure__code", flat=True))
        assert BIRTH in codes
        assert BUNDLE not in codes

    def test_lives_in_the_past_in_order(self) -> None:
        seed(20)

        moments = list(
            Event.objects.order_by("place__position").values_list("recorded_at", flat=True)
        )
        assert moments == sorted(moments)
        assert max(moments) <= NOW
        assert sequencer.lag() == 0
        assert proofs.prove() == []

    def test_leaves_only_documents_to_the_worker_and_sends_nothing(self) -> None:
        seed(20)

        waiting = JobRow.objects.filter(state=State.READY).order_by("run_at")
        documents = [job for job in waiting if job.name.endswith("_pdf")]
        assert len(documents) > 10
        assert documents == list(waiting.filter(run_at__lte=NOW + timedelta(minutes=2)))
        assert documents[0].created_at >= documents[-1].created_at
        gaps = {after.run_at - job.run_at for job, after in pairwise(documents)}
        assert gaps == {seeding.SLOW_JOB_EVERY}
        assert not JobRow.objects.filter(state=State.PARKED).exists()
        assert mail.outbox == []

    def test_a_second_time_changes_nothing(self) -> None:
        seed(4)
        before = set(Event.objects.values_list("pk", flat=True))

        assert "giữ nguyên" in seed(9, number=7)
        assert set(Event.objects.values_list("pk", flat=True)) == before

    def test_no_cases_leave_an_empty_desk(self) -> None:
        seed(0)

        assert not Dossier.objects.exists()
        shipped = list(Path(procedures.__file__).with_name("packages").glob("*.yaml"))
        assert Event.objects.filter(name="procedure.published").count() == len(shipped)

    def test_is_refused_outside_demonstrations(self, settings: pytest.FixtureRequest) -> None:
        settings.DEMO = False  # type: ignore[attr-defined]
        with pytest.raises(CommandError, match="không nhận dữ liệu thử nghiệm"):
            call_command("seed")


@pytest.mark.django_db
def test_the_same_number_tells_the_same_story() -> None:
    cases = []
    for _ in range(2):
        with clock.at(NOW):
            seeding.load_base()
            cases.append(
                [
                    (case.procedure, case.fate, case.begins, case.applicant.code, case.delivery)
                    for case in seeding._cases(Random(5), count=30, now=NOW)
                ]
            )
    assert cases[0] == cases[1]


@pytest.mark.parametrize(
    ("moment", "awake"),
    [
        ("2026-11-23T03:10", "2026-11-23T07:05"),
        ("2026-11-23T07:00", "2026-11-23T07:00"),
        ("2026-11-23T21:59", "2026-11-23T21:59"),
        ("2026-11-23T22:40", "2026-11-24T07:20"),
    ],
)
def test_nobody_files_in_their_sleep(moment: str, awake: str) -> None:
    assert waking(clock.parse(moment)) == clock.parse(awake)
