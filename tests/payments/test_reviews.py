"""What the gateway leaves unclear goes to people, and people have one safe way out."""

from datetime import datetime, timedelta

import pytest

from payments import actions, callbacks, door, jobs, ledger, reviews, selectors
from payments.models import Observation, PaymentAttempt, PaymentIntent
from payments.states import Source
from payments.vnpay import Ack
from portal.accounts import actors
from portal.accounts.actors import Actor
from portal.core import clock
from portal.core.errors import InvalidInput, NotAllowed, NotFound, Refused
from portal.core.jobs.running import drain
from portal.core.journal.models import Event
from tests.factories.accounts import AgencyFactory, PersonFactory, StaffMemberFactory
from tests.factories.payments import signed
from tests.payments.conftest import DossierRoom

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.payments.urls")]

DOSSIER = 7
HOLD = DOSSIER + 1000
LATER = timedelta(hours=8)
REASON = "Tra cứu tại trang quản trị VNPAY: không có giao dịch."
IPN, RETURN = Source.IPN, Source.RETURN
OTHER = "100"  # one đồng, as the gateway writes it


def staff(role: str, agency: str = "H24.17") -> Actor:
    unit = AgencyFactory(department=True, code=agency)
    return actors.staff(StaffMemberFactory.create(agency=unit, role=role))


@pytest.fixture
def cashier() -> Actor:
    return staff("cashier")


@pytest.fixture
def attempt(dossier_room: DossierRoom, nine_o_clock: datetime) -> PaymentAttempt:
    return actions.start(
        DOSSIER, actor=actors.citizen(PersonFactory.create()), ip_address="203.0.113.7"
    )


def hear(attempt: PaymentAttempt, source: Source, codes: str, amount: str | None = None) -> None:
    """Let the gateway speak, by its own call or by the customer's browser."""
    changes = {"vnp_Amount": amount} if amount else {}
    word = callbacks._read(signed(attempt, codes=codes, **changes), source=source)
    if source is IPN:
        door.observe(word)
    else:
        door.note(word)


def states(attempt: PaymentAttempt) -> tuple[str, str]:
    attempt.refresh_from_db()
    return PaymentIntent.objects.get(pk=attempt.intent_id).state, attempt.state


def take_cash(cashier: Actor) -> PaymentIntent:
    return actions.record_cash(DOSSIER, actor=cashier, seen_amount=100_000)


UNCLEAR = [
    (IPN, "00/00", OTHER, "số tiền 1\xa0₫, khác số tiền phải nộp 100.000\xa0₫"),
    (RETURN, "00/00", OTHER, "số tiền 1\xa0₫"),
    (IPN, "07/00", None, "bị nghi ngờ"),
    (IPN, "00/01", None, "chưa cho biết rõ"),
    (IPN, "88/00", None, "chưa cho biết rõ"),
]


@pytest.mark.parametrize(("source", "codes", "amount", "words"), UNCLEAR)
def test_unclear_payment_is_shown_to_people_and_closed_by_them(
    attempt: PaymentAttempt,
    nine_o_clock: datetime,
    cashier: Actor,
    source: Source,
    codes: str,
    amount: str | None,
    words: str,
) -> None:
    hear(attempt, source, codes, amount)
    with clock.at(nine_o_clock + LATER):
        drain()
        assert states(attempt) == ("on_hold", "in_review")
        review = reviews.reviews_of([HOLD])[HOLD]
        assert words in review.words
        assert (review.txn_ref, review.may_close) == (attempt.txn_ref, True)
        with pytest.raises(Refused, match="chờ kiểm tra") as refused:
            take_cash(cashier)
        assert "01:" not in refused.value.message
        actions.close_review(attempt.intent.public_code, actor=cashier, reason=f" {REASON} ")
        assert states(attempt) == ("open", "expired")
        assert reviews.reviews_of([HOLD]) == {}
        assert take_cash(cashier).state == "paid"
    kept = Observation.objects.get(source=Source.STAFF)
    assert (kept.attempt_id, kept.actor) == (attempt.pk, cashier.code)
    assert REASON in kept.raw
    closed = Event.objects.get(name="payment.review_closed")
    assert closed.actor == cashier.code
    assert REASON not in str(closed.data)
    assert ledger.prove() == []


def test_only_what_lasts_past_the_grace_goes_to_people(
    attempt: PaymentAttempt, nine_o_clock: datetime, cashier: Actor
) -> None:
    hear(attempt, RETURN, "00/00")
    with clock.at(nine_o_clock + timedelta(minutes=19)):
        drain()
        assert states(attempt) == ("processing", "open")
        with pytest.raises(Refused, match="chưa đủ để kết luận") as refused:
            take_cash(cashier)
    assert "09:20" not in refused.value.message
    with clock.at(nine_o_clock + timedelta(minutes=20)):
        drain()
    assert states(attempt) == ("on_hold", "in_review")
    [incident] = Event.objects.filter(name="payment.incident")
    assert incident.data["incident"] == "unconfirmed"
    assert Event.objects.filter(name="payment.in_review").count() == 1


@pytest.mark.parametrize("source", [IPN, RETURN])
def test_nobody_denies_a_signed_success(
    attempt: PaymentAttempt, nine_o_clock: datetime, cashier: Actor, source: Source
) -> None:
    changes = {"vnp_TransactionNo": "0"} if source is IPN else {}
    word = callbacks._read(signed(attempt, **changes), source=source)
    door.observe(word) if source is IPN else door.note(word)
    with clock.at(nine_o_clock + LATER):
        drain()
        assert states(attempt) == ("on_hold", "in_review")
        assert not reviews.reviews_of([HOLD])[HOLD].may_close
        with pytest.raises(Refused, match="đã ký xác nhận"):
            actions.close_review(attempt.intent.public_code, actor=cashier, reason=REASON)
    assert states(attempt) == ("on_hold", "in_review")
    assert not Observation.objects.filter(source=Source.STAFF).exists()


@pytest.mark.parametrize("is_closed", [True, False])
@pytest.mark.parametrize("has_cash", [True, False])
def test_late_success_is_booked_whatever_people_said(
    attempt: PaymentAttempt,
    nine_o_clock: datetime,
    cashier: Actor,
    is_closed: bool,
    has_cash: bool,
) -> None:
    hear(attempt, IPN, "00/00", OTHER)
    with clock.at(nine_o_clock + LATER):
        jobs.give_up(attempt=attempt.pk)
        if is_closed:
            actions.close_review(attempt.intent.public_code, actor=cashier, reason=REASON)
            if has_cash:
                take_cash(cashier)
        assert door.observe(callbacks._read(signed(attempt), source=IPN)) is Ack.OK
    assert states(attempt) == ("paid", "succeeded")
    taken_twice = is_closed and has_cash
    assert ledger.balances().get("suspense", 0) == (-100_000 if taken_twice else 0)
    assert ledger.prove() == []


def test_closed_review_lets_the_payer_try_again(
    attempt: PaymentAttempt, nine_o_clock: datetime, cashier: Actor
) -> None:
    hear(attempt, IPN, "00/00", OTHER)
    with clock.at(nine_o_clock + LATER):
        drain()
        intent = actions.close_review(attempt.intent.public_code, actor=cashier, reason=REASON)
        # Nobody proved that nothing was taken.
        assert selectors.payment_words(intent) == "Chưa thanh toán"
        again = actions.start(
            DOSSIER, actor=actors.citizen(PersonFactory.create()), ip_address="203.0.113.7"
        )
    assert again.pk != attempt.pk
    assert again.intent_id == attempt.intent_id


@pytest.mark.parametrize("reason", ["", " \n", "\u202e", "x" * 1001])
def test_reason_is_owed(attempt: PaymentAttempt, cashier: Actor, reason: str) -> None:
    hear(attempt, IPN, "07/00")
    with pytest.raises(InvalidInput) as wrong:
        actions.close_review(attempt.intent.public_code, actor=cashier, reason=reason)
    assert [error.pointer for error in wrong.value.errors] == ["/reason"]
    assert states(attempt) == ("on_hold", "in_review")


def test_what_is_not_in_review_is_not_closed(attempt: PaymentAttempt, cashier: Actor) -> None:
    with pytest.raises(Refused, match="không chờ kiểm tra"):
        actions.close_review(attempt.intent.public_code, actor=cashier, reason=REASON)


@pytest.mark.parametrize(
    ("role", "agency", "refusal"),
    [
        ("clerk", "H24.17", None),
        ("officer", "H24.17", NotAllowed),
        ("leader", "H24.17", NotAllowed),
        ("cashier", "H24.18", NotFound),
    ],
)
def test_only_the_counter_closes_a_review(
    attempt: PaymentAttempt, role: str, agency: str, refusal: type[Exception] | None
) -> None:
    hear(attempt, IPN, "07/00")
    actor = staff(role, agency)
    code = attempt.intent.public_code
    if refusal is None:
        assert actions.close_review(code, actor=actor, reason=REASON).state == "open"
        return
    with pytest.raises(refusal):
        actions.close_review(code, actor=actor, reason=REASON)


def test_payer_closes_no_review(attempt: PaymentAttempt) -> None:
    hear(attempt, IPN, "07/00")
    payer = actors.citizen(PersonFactory.create())
    with pytest.raises(NotAllowed):
        actions.close_review(attempt.intent.public_code, actor=payer, reason=REASON)
