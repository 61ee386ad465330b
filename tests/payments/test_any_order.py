"""Signed words in any order, any number of times, between acts of people and the clock."""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)

from payments import actions, callbacks, jobs, ledger, readers
from payments.models import (
    FeeReceipt,
    LedgerTransfer,
    Observation,
    PaymentAttempt,
    PaymentIntent,
)
from payments.states import AttemptState, IntentState
from payments.vnpay import Ack
from payments.waiting import GRACE
from portal.accounts import actors
from portal.accounts.actors import Actor
from portal.core import clock
from portal.core.errors import Refused
from portal.core.jobs.models import JobRow
from portal.core.journal.models import Event
from tests.factories.accounts import AgencyFactory, PersonFactory, StaffMemberFactory
from tests.factories.payments import PaymentAttemptFactory, PaymentIntentFactory, signed
from tests.payments.conftest import MOMENT, DossierRoom

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.payments.urls")]

CODES = ["00/00", "24/02", "51/02", "11/02", "00/01", "00/02", "24/00", "88/00", "07/00", "00/04"]
DOSSIERS = count(10_000)

hear = callbacks._hear


def picture(intent: PaymentIntent) -> dict[str, Any]:
    """Everything that a word may change, of one intent."""
    attempts = PaymentAttempt.objects.filter(intent=intent).order_by("pk")
    return {
        "intent": PaymentIntent.objects.values_list("state", flat=True).get(pk=intent.pk),
        "attempts": list(attempts.values_list("state", flat=True)),
        "ledger": balances(intent),
        "receipts": FeeReceipt.objects.filter(intent=intent).count(),
        "holds": JobRow.objects.filter(
            name="payments.close_fee_hold", kwargs__intent=intent.pk
        ).count(),
    }


def balances(intent: PaymentIntent) -> dict[str, int]:
    sums: Counter[str] = Counter()
    for row in LedgerTransfer.objects.filter(intent=intent):
        sums[row.debit_account] += row.amount
        sums[row.credit_account] -= row.amount
    return {account: amount for account, amount in sums.items() if amount}


RECEIVING = ("gateway_receivable:vnpay", "gateway_receivable:pos:H24.17", "cash:H24.17")


class Payments(RuleBasedStateMachine):
    """One fee: a citizen, a cashier, a gateway and a network that can do anything."""

    room: DossierRoom
    citizen: Actor
    cashier: Actor

    attempts = Bundle("attempts")
    words = Bundle("words")

    @initialize()
    def begin(self) -> None:
        self.dossier = next(DOSSIERS)
        self.now: datetime = MOMENT
        self.room.is_due, self.room.answer = True, "closed"
        self.heard: Counter[int] = Counter()
        self.settled_for_good: set[int] = set()
        self.rows_before: set[tuple[Any, ...]] = set()

    @property
    def intent(self) -> PaymentIntent | None:
        return PaymentIntent.objects.filter(dossier_id=self.dossier).order_by("-pk").first()

    def tried(self) -> list[PaymentAttempt]:
        return list(PaymentAttempt.objects.filter(intent__dossier_id=self.dossier))

    @rule(target=attempts)
    def start(self) -> Any:
        before = {attempt.pk for attempt in self.tried()}
        with clock.at(self.now), suppress(Refused):
            attempt = actions.start(self.dossier, actor=self.citizen, ip_address="203.0.113.7")
            if attempt.pk not in before:
                return attempt
        return multiple()

    @rule(target=words, attempt=attempts, codes=st.sampled_from(CODES))
    def gateway_writes(self, attempt: PaymentAttempt, codes: str) -> tuple[int, str, str]:
        with clock.at(self.now):
            return attempt.pk, codes, signed(attempt, codes=codes)

    @rule(word=words)
    def deliver(self, word: tuple[int, str, str]) -> None:
        pk, codes, query = word
        with clock.at(self.now):
            assert hear(query) in {Ack.OK, Ack.ALREADY}
            assert Observation.objects.filter(attempt_id=pk, source="ipn").exists()
            before = self.snapshot()
            assert hear(query) is Ack.ALREADY
        assert self.snapshot() == before
        if codes == "00/00":
            self.heard[pk] += 1

    @rule(word=consumes(words))
    def lose(self, word: tuple[int, str, str]) -> None:
        """The network drops it."""

    @rule(word=words)
    def bring_back(self, word: tuple[int, str, str]) -> None:
        before = self.snapshot()
        with clock.at(self.now):
            observed = callbacks._read(word[2], source=callbacks.Source.RETURN)
            callbacks.door.note(observed)
        assert self.snapshot() == before

    @rule(word=words, place=st.integers(min_value=0, max_value=10_000))
    def tamper(self, word: tuple[int, str, str], place: int) -> None:
        query = word[2]
        place %= len(query)
        before = self.snapshot()
        letter = "7" if query[place] != "7" else "3"
        assert hear(query[:place] + letter + query[place + 1 :]) in {Ack.BAD_SIGNATURE}
        assert self.snapshot() == before

    @rule(attempt=attempts, amount=st.integers(min_value=0, max_value=10**11))
    def tell_another_amount(self, attempt: PaymentAttempt, amount: int) -> None:
        if amount == attempt.amount * 100:
            return
        before = self.snapshot()
        with clock.at(self.now):
            assert hear(signed(attempt, vnp_Amount=str(amount))) is Ack.BAD_AMOUNT
        assert self.snapshot() == before

    @rule(minutes=st.sampled_from([1, 4, 15, 25]))
    def wait(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule()
    def worker_gives_up(self) -> None:
        with clock.at(self.now):
            for attempt in self.tried():
                jobs.give_up(attempt=attempt.pk)

    @rule()
    def take_cash(self) -> None:
        with clock.at(self.now), suppress(Refused):
            actions.record_cash(self.dossier, actor=self.cashier, seen_amount=100_000)

    @rule()
    def take_card(self) -> None:
        slip = {"reference": f"{self.dossier:06d}{len(self.tried()):06d}", "approval": "123456"}
        with clock.at(self.now), suppress(Refused):
            actions.record_pos(self.dossier, actor=self.cashier, seen_amount=100_000, **slip)

    @rule()
    def people_close_the_review(self) -> None:
        intent = self.intent
        if intent is not None:
            with clock.at(self.now), suppress(Refused):
                actions.close_review(intent.public_code, actor=self.cashier, reason="Đã tra cứu")

    @rule()
    def close_hold(self) -> None:
        intent = self.intent
        if intent is None:
            return
        with clock.at(self.now):
            jobs.close_fee_hold(intent=intent.pk)
        if intent.state == IntentState.PAID:
            self.room.is_due = False

    @precondition(lambda self: self.room.is_due)
    @rule()
    def withdraw(self) -> None:
        self.room.is_due, self.room.answer = False, "not_owed"
        with clock.at(self.now):
            readers.cancel_dropped(Event(data={"hold": self.dossier + 1000}))

    def snapshot(self) -> Any:
        intent = self.intent
        return picture(intent) if intent else None

    @invariant()
    def every_success_is_booked_once(self) -> None:
        """Invariants 1 and 3: income or suspense, nothing lost, nothing counted twice."""
        collected = 0
        for attempt in self.tried():
            told = bool(self.heard[attempt.pk]) or attempt.gateway in {"cash", "pos"}
            assert (attempt.state == AttemptState.SUCCEEDED) == told
            collected += attempt.amount if told else 0
        sums: Counter[str] = Counter()
        for intent in PaymentIntent.objects.filter(dossier_id=self.dossier):
            sums.update(balances(intent))
        received = sum(sums[name] for name in RECEIVING)
        income = sum(amount for name, amount in sums.items() if name.startswith("fee_income"))
        assert received == collected == -(income + sums["suspense"])
        assert income in {0, -100_000}

    @invariant()
    def paid_means_settled_once(self) -> None:
        """Invariants 2 and 11."""
        for intent in PaymentIntent.objects.filter(dossier_id=self.dossier):
            settling = [each for each in self.tried() if each.settles]
            if intent.state == IntentState.PAID:
                [attempt] = settling
                assert attempt.amount == intent.amount
            receipts = FeeReceipt.objects.filter(intent=intent).count()
            assert receipts == 2 * len(settling)

    @invariant()
    def success_is_never_taken_back(self) -> None:
        """Invariant 9."""
        done = {each.pk for each in self.tried() if each.state == AttemptState.SUCCEEDED}
        assert self.settled_for_good <= done
        self.settled_for_good = done

    @invariant()
    def one_link_is_open(self) -> None:
        """Invariant 10; and nobody is asked to pay twice while the first may still succeed."""
        is_open = [each for each in self.tried() if each.state == AttemptState.OPEN]
        assert len(is_open) <= 1

    @invariant()
    def booked_entries_stay(self) -> None:
        """Invariant 1: no entry ever changes."""
        rows = LedgerTransfer.objects.filter(intent__dossier_id=self.dossier)
        now = set(rows.values_list("pk", "debit_account", "credit_account", "amount"))
        assert self.rows_before <= now
        self.rows_before = now

    def teardown(self) -> None:
        """Invariant 12: once the clock ran on, no link stays open."""
        assert ledger.prove() == []
        with clock.at(self.now + timedelta(minutes=15) + GRACE):
            self.worker_gives_up_at_last()

    def worker_gives_up_at_last(self) -> None:
        for attempt in self.tried():
            jobs.give_up(attempt=attempt.pk)
            attempt.refresh_from_db()
            assert attempt.state != AttemptState.OPEN


def test_no_history_loses_money(dossier_room: DossierRoom) -> None:
    agency = AgencyFactory.create(department=True, code="H24.17")
    Payments.room = dossier_room
    Payments.citizen = actors.citizen(PersonFactory.create())
    Payments.cashier = actors.staff(StaffMemberFactory.create(agency=agency, role="cashier"))
    run_state_machine_as_test(
        Payments,
        settings=settings(
            max_examples=40,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


FACTS = st.lists(
    st.tuples(st.integers(min_value=0, max_value=2), st.sampled_from(CODES)),
    min_size=1,
    max_size=6,
)


@pytest.fixture
def apart() -> Callable[[list[tuple[int, str]], list[str]], dict[str, Any]]:
    """Tell a history to a fresh intent, look at the end, and forget it."""

    def tell(history: list[tuple[int, str]], states: list[str]) -> dict[str, Any]:
        with transaction.atomic(), clock.at(MOMENT):
            intent = PaymentIntentFactory.create(processing=True)
            attempts = [
                PaymentAttemptFactory.create(intent=intent, state=state) for state in states
            ]
            for which, codes in history:
                assert hear(signed(attempts[which], codes=codes)) in {Ack.OK, Ack.ALREADY}
            assert ledger.prove() == []
            end = picture(intent)
            transaction.set_rollback(True)
        return end

    return tell


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data(), facts=FACTS)
def test_order_and_repetition_never_matter(
    apart: Callable[[list[tuple[int, str]], list[str]], dict[str, Any]],
    data: st.DataObject,
    facts: list[tuple[int, str]],
) -> None:
    """Invariants 5 and 6."""
    repeated = facts + data.draw(st.lists(st.sampled_from(facts), max_size=4))
    shuffled = data.draw(st.permutations(repeated))
    states = ["expired", "expired", "open"]
    assert apart(list(shuffled), states) == apart(sorted(set(facts)), states)
