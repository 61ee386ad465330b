from datetime import timedelta
from typing import Any

import pytest

from payments import actions, door, evidence, jobs, ledger, readers
from payments.models import PaymentAttempt, PaymentIntent
from payments.states import Source
from payments.vnpay import Outcome
from portal.accounts import actors
from portal.core import clock, journal
from portal.core.jobs.models import JobRow
from portal.core.jobs.running import drain
from portal.core.journal.models import Event
from portal.core.journal.readers import READERS
from tests.factories.accounts import PersonFactory
from tests.factories.payments import PaymentAttemptFactory, PaymentIntentFactory
from tests.payments.conftest import DossierRoom

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.payments.urls")]


def hear(attempt: PaymentAttempt, outcome: Outcome = Outcome.SUCCEEDED) -> None:
    """Let the gateway speak of an attempt."""
    door.observe(
        evidence.Observed(
            gateway=evidence.Gateway.VNPAY,
            account=attempt.account,
            source=Source.IPN,
            fingerprint=f"{attempt.pk}-{outcome}",
            raw="{}",
            actor=evidence.VNPAY_ACTOR,
            txn_ref=attempt.txn_ref,
            outcome=outcome,
            amount=attempt.amount,
            gateway_txn_no=str(14_000_000 + attempt.pk),
        )
    )


def states(attempt: PaymentAttempt) -> tuple[str, str]:
    fresh = PaymentAttempt.objects.select_related("intent").get(pk=attempt.pk)
    return fresh.intent.state, fresh.state


class TestCloseFeeHold:
    """What is paid is told to the dossier."""

    def test_dossier_hears_the_time_of_payment(
        self, dossier_room: DossierRoom, nine_o_clock: Any
    ) -> None:
        attempt = PaymentAttemptFactory.create()
        hear(attempt)
        with clock.at(nine_o_clock + timedelta(hours=3)):
            jobs.close_fee_hold(intent=attempt.intent_id)
        assert dossier_room.closed == [(attempt.intent.hold_id, nine_o_clock, "system:payments")]
        assert states(attempt) == ("paid", "succeeded")

    @pytest.mark.parametrize("answer", ["closed", "already"])
    def test_closed_hold_leaves_the_payment(self, dossier_room: DossierRoom, answer: str) -> None:
        dossier_room.answer = answer
        attempt = PaymentAttemptFactory.create()
        hear(attempt)
        jobs.close_fee_hold(intent=attempt.intent_id)
        assert states(attempt) == ("paid", "succeeded")

    def test_money_not_owed_leaves_income(self, dossier_room: DossierRoom) -> None:
        dossier_room.answer = "not_owed"
        attempt = PaymentAttemptFactory.create()
        hear(attempt)
        jobs.close_fee_hold(intent=attempt.intent_id)
        jobs.close_fee_hold(intent=attempt.intent_id)
        assert states(attempt) == ("paid_unneeded", "succeeded")
        balances = {name: amount for name, amount in ledger.balances().items() if amount}
        assert balances == {"gateway_receivable:vnpay": 100_000, "suspense": -100_000}
        assert Event.objects.filter(name="payment.unneeded").count() == 1
        assert len(dossier_room.closed) == 1
        assert ledger.prove() == []

    def test_dossier_hears_of_money_before_papers_are_made(self, dossier_room: DossierRoom) -> None:
        hear(PaymentAttemptFactory.create())
        names = JobRow.objects.order_by("priority", "run_at", "pk").values_list("name", flat=True)
        papers = ["payments.receipt_pdf", "payments.receipt_pdf"]
        assert list(names) == ["payments.close_fee_hold", *papers]


class TestGiveUp:
    """An attempt of which nothing is heard is let go."""

    @pytest.fixture
    def attempt(self, dossier_room: DossierRoom, nine_o_clock: Any) -> PaymentAttempt:
        citizen = actors.citizen(PersonFactory.create())
        return actions.start(7, actor=citizen, ip_address="203.0.113.7")

    @pytest.mark.parametrize(
        ("minutes", "after"), [(19, ("processing", "open")), (20, ("open", "expired"))]
    )
    def test_link_is_let_go_after_its_grace(
        self, attempt: PaymentAttempt, nine_o_clock: Any, minutes: int, after: tuple[str, str]
    ) -> None:
        with clock.at(nine_o_clock + timedelta(minutes=minutes)):
            drain()
        assert states(attempt) == after
        lapsed = Event.objects.filter(name="payment.lapsed")
        assert lapsed.count() == (after[1] == "expired")
        assert not Event.objects.filter(name="payment.failed").exists()

    def test_paid_link_is_kept(self, attempt: PaymentAttempt, nine_o_clock: Any) -> None:
        hear(attempt)
        with clock.at(nine_o_clock + timedelta(days=1)):
            jobs.give_up(attempt=attempt.pk)
        assert states(attempt) == ("paid", "succeeded")

    @pytest.mark.parametrize("outcome", [Outcome.PENDING, Outcome.UNKNOWN])
    def test_unclear_word_hands_the_link_to_people(
        self, attempt: PaymentAttempt, nine_o_clock: Any, outcome: Outcome
    ) -> None:
        hear(attempt, outcome)
        with clock.at(nine_o_clock + timedelta(days=1)):
            jobs.give_up(attempt=attempt.pk)
        assert states(attempt) == ("on_hold", "in_review")


class TestReaders:
    """Payments learn from the journal that a dossier ended."""

    def tell(self, intent: PaymentIntent) -> Event:
        return journal.record(
            f"dossier:{intent.dossier_code}",
            "dossier.fee_dropped",
            actor="person:1",
            data={"dossier": intent.dossier_id, "hold": intent.hold_id, "amount": intent.amount},
        )

    @pytest.mark.parametrize("state", ["open", "processing", "on_hold"])
    def test_ended_dossier_owes_nothing(self, state: str) -> None:
        intent = PaymentIntentFactory.create(state=state)
        other = PaymentIntentFactory.create()
        event = self.tell(intent)
        for reader in READERS.values():
            if reader.name.startswith("payments.") and reader.pattern == event.name:
                reader.handle(event)
                reader.handle(event)
        intent.refresh_from_db()
        other.refresh_from_db()
        assert (intent.state, other.state) == ("cancelled", "open")
        cancelled = Event.objects.get(name="payment.cancelled")
        assert "method" not in cancelled.data

    def test_paid_intent_waits_for_its_hold(self) -> None:
        attempt = PaymentAttemptFactory.create()
        hear(attempt)
        readers.cancel_dropped(self.tell(attempt.intent))
        assert states(attempt) == ("paid", "succeeded")
        assert JobRow.objects.filter(name="payments.close_fee_hold").exists()

    @pytest.mark.parametrize("withdrawn_first", [True, False])
    def test_withdrawal_and_payment_end_alike_in_either_order(
        self, dossier_room: DossierRoom, withdrawn_first: bool
    ) -> None:
        dossier_room.answer = "not_owed"
        attempt = PaymentAttemptFactory.create()
        event = self.tell(attempt.intent)
        if withdrawn_first:
            readers.cancel_dropped(event)
        hear(attempt)
        if not withdrawn_first:
            readers.cancel_dropped(event)
        jobs.close_fee_hold(intent=attempt.intent_id)
        assert states(attempt) == ("paid_unneeded", "succeeded")
        assert ledger.balances()["suspense"] == -100_000
        assert ledger.prove() == []
