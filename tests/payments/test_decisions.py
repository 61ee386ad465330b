from itertools import product

import pytest

from payments import decisions, entries
from payments.decisions import AttemptFacts, Evidence, IntentFacts, decide
from payments.entries import Entry, Line
from payments.states import (
    ATTEMPT_EDGES,
    ATTEMPT_STATES,
    GATEWAYS,
    INTENT_EDGES,
    INTENT_STATES,
    STRENGTH,
    UNPAID,
    AttemptState,
    Gateway,
    IntentState,
    LineKind,
)
from payments.vnpay import Ack, Outcome, read_outcome

LINES = (Line(LineKind.PHI, "tham_dinh", 70_000), Line(LineKind.LE_PHI, "cap_phep", 30_000))
TOTAL = 100_000
INCOME = (
    Entry("gateway_receivable:vnpay", "fee_income:H24.17:phi:tham_dinh", 70_000, "payment"),
    Entry("gateway_receivable:vnpay", "fee_income:H24.17:le_phi:cap_phep", 30_000, "payment"),
)
SUSPENSE = (Entry("gateway_receivable:vnpay", "suspense", TOTAL, "unneeded"),)
RECEIPT_AND_HOLD = (decisions.ISSUE_RECEIPTS, decisions.CLOSE_FEE_HOLD)


def intent(state: str = "processing") -> IntentFacts:
    return IntentFacts(IntentState(state), "H24.17", LINES)


def attempt(state: str = "open", *, key: int = 1, settles: bool = False) -> AttemptFacts:
    return AttemptFacts(key, Gateway.VNPAY, AttemptState(state), TOTAL, settles)


def word(codes: str, *, amount: int | None = TOTAL, numbered: bool = True) -> Evidence:
    return Evidence(1, read_outcome(*codes.split("/")), amount, numbered)


# state of the intent, of the attempt, the gateway's codes → both states, answer, incident
TABLE = [
    ("processing", "open", "00/00", "paid", "succeeded", Ack.OK, ""),
    ("processing", "open", "24/02", "open", "cancelled", Ack.OK, ""),
    ("processing", "open", "51/02", "open", "failed", Ack.OK, ""),
    ("processing", "open", "11/02", "open", "expired", Ack.OK, ""),
    # rows 25 to 28: codes that do not prove a payment
    ("processing", "open", "00/01", "processing", "open", Ack.OK, ""),
    ("processing", "open", "00/02", "processing", "open", Ack.OK, "unclear"),
    ("processing", "open", "24/00", "processing", "open", Ack.OK, "unclear"),
    ("processing", "open", "88/00", "processing", "open", Ack.OK, "unclear"),
    ("processing", "open", "00/42", "processing", "open", Ack.OK, "unclear"),
    ("processing", "open", "00/05", "processing", "open", Ack.OK, "unclear"),
    ("processing", "open", "07/00", "on_hold", "in_review", Ack.OK, "suspected"),
    ("processing", "open", "00/07", "on_hold", "in_review", Ack.OK, "suspected"),
    ("processing", "open", "00/04", "on_hold", "in_review", Ack.OK, "suspected"),
    # rows 12 and 34: after a success nothing moves
    ("paid", "succeeded", "00/00", "paid", "succeeded", Ack.ALREADY, ""),
    ("paid", "succeeded", "24/02", "paid", "succeeded", Ack.ALREADY, "contradiction"),
    ("paid", "succeeded", "07/00", "paid", "succeeded", Ack.ALREADY, "contradiction"),
    ("paid", "succeeded", "00/02", "paid", "succeeded", Ack.ALREADY, "unclear"),
    ("paid", "succeeded", "00/01", "paid", "succeeded", Ack.ALREADY, ""),
    ("paid_unneeded", "succeeded", "00/00", "paid_unneeded", "succeeded", Ack.ALREADY, ""),
    # rows 31 and 35: late success
    ("open", "expired", "00/00", "paid", "succeeded", Ack.OK, ""),
    ("open", "failed", "00/00", "paid", "succeeded", Ack.OK, ""),
    ("open", "cancelled", "00/00", "paid", "succeeded", Ack.OK, ""),
    ("on_hold", "in_review", "00/00", "paid", "succeeded", Ack.OK, ""),
    # row 32: the fee is not owed any more
    ("cancelled", "open", "00/00", "paid_unneeded", "succeeded", Ack.OK, "unneeded_money"),
    ("cancelled", "open", "24/02", "cancelled", "cancelled", Ack.OK, ""),
    ("cancelled", "open", "07/00", "cancelled", "in_review", Ack.OK, "suspected"),
    # weaker words after stronger ones
    ("open", "failed", "51/02", "open", "failed", Ack.ALREADY, ""),
    ("open", "failed", "24/02", "open", "failed", Ack.ALREADY, "contradiction"),
    ("open", "expired", "24/02", "open", "cancelled", Ack.OK, ""),
    ("open", "failed", "07/00", "on_hold", "in_review", Ack.OK, "suspected"),
    ("on_hold", "in_review", "51/02", "on_hold", "in_review", Ack.ALREADY, "contradiction"),
    ("open", "failed", "00/02", "open", "failed", Ack.ALREADY, "unclear"),
]


@pytest.mark.parametrize(
    ("owed", "tried", "codes", "owed_after", "tried_after", "ack", "incident"), TABLE
)
def test_word_leads_to_its_states(
    owed: str,
    tried: str,
    codes: str,
    owed_after: str,
    tried_after: str,
    ack: Ack,
    incident: str,
) -> None:
    decision = decide(intent(owed), [attempt(tried)], word(codes))
    assert (decision.ack, decision.incident) == (ack, incident)
    assert (decision.intent.target if decision.intent else owed) == owed_after
    assert (decision.attempt.target if decision.attempt else tried) == tried_after


@pytest.mark.parametrize(
    ("owed", "tried", "booked", "jobs", "events"),
    [
        ("processing", "open", INCOME, RECEIPT_AND_HOLD, ("succeeded",)),
        ("open", "expired", INCOME, RECEIPT_AND_HOLD, ("succeeded",)),
        ("on_hold", "open", INCOME, RECEIPT_AND_HOLD, ("succeeded",)),
        ("cancelled", "open", SUSPENSE, (), ("unneeded",)),
        ("paid", "open", SUSPENSE, (), ()),
        ("paid_unneeded", "expired", SUSPENSE, (), ()),
    ],
)
def test_money_is_booked_where_it_belongs(
    owed: str,
    tried: str,
    booked: tuple[Entry, ...],
    jobs: tuple[str, ...],
    events: tuple[str, ...],
) -> None:
    decision = decide(intent(owed), [attempt(tried)], word("00/00"))
    assert (decision.entries, decision.jobs, decision.events) == (booked, jobs, events)
    assert decision.settles is (booked == INCOME)


def test_second_payment_goes_to_suspense() -> None:
    first = attempt("succeeded", key=2, settles=True)
    decision = decide(intent("paid"), [attempt("open"), first], word("00/00"))
    assert decision.ack is Ack.OK
    assert decision.incident == decisions.DUPLICATE_MONEY
    assert decision.intent is None
    assert decision.entries == SUSPENSE


@pytest.mark.parametrize("codes", ["00/00", "24/02", "07/00", "00/01", "88/00"])
@pytest.mark.parametrize("amount", [TOTAL - 1, TOTAL + 1, 0, None])
def test_other_amount_changes_nothing(codes: str, amount: int | None) -> None:
    decision = decide(intent(), [attempt()], word(codes, amount=amount))
    assert decision == decisions.Decision(Ack.BAD_AMOUNT, incident=decisions.AMOUNT_DIFFERS)


def test_success_without_own_number_is_reviewed() -> None:
    decision = decide(intent(), [attempt()], word("00/00", numbered=False))
    assert decision.attempt is not None
    assert decision.attempt.target is AttemptState.IN_REVIEW
    assert decision.entries == ()


def test_failure_beside_open_attempt_keeps_processing() -> None:
    decision = decide(intent(), [attempt("expired"), attempt(key=2)], word("51/02"))
    assert decision.intent is None
    assert decision.events == ("failed",)


@pytest.mark.parametrize(
    ("gateway", "account", "event"),
    [
        (Gateway.CASH, "cash:H24.17", "cash_recorded"),
        (Gateway.POS, "gateway_receivable:pos:H24.17", "pos_recorded"),
    ],
)
def test_counter_money_is_booked_at_its_agency(gateway: Gateway, account: str, event: str) -> None:
    taken = AttemptFacts(1, gateway, AttemptState.OPEN, TOTAL)
    decision = decide(intent("open"), [taken], word("00/00"))
    assert {entry.debit for entry in decision.entries} == {account}
    assert decision.events == (event,)


@pytest.mark.parametrize(
    ("owed", "after"),
    [("paid", "paid_unneeded"), ("processing", "cancelled"), ("open", "cancelled")],
)
def test_fee_not_owed_ends_the_intent(owed: str, after: str) -> None:
    decision = decisions.decide_not_owed(intent(owed))
    assert decision.intent is not None
    assert decision.intent.target == after
    expected = entries.income_returned("H24.17", LINES) if owed == "paid" else ()
    assert decision.entries == expected


def test_dropped_fee_leaves_paid_money_to_its_hold() -> None:
    assert decisions.decide_dropped(intent("paid")) == decisions.Decision(Ack.ALREADY)


def test_lapse_only_ends_an_open_attempt() -> None:
    lapse = decisions.decide_lapse(intent(), [attempt()], 1)
    assert lapse.attempt is not None
    assert lapse.attempt.target is AttemptState.EXPIRED
    assert lapse.events == ("lapsed",)
    assert decisions.decide_lapse(intent("paid"), [attempt("succeeded")], 1).attempt is None


def test_doubt_only_sends_an_open_attempt_to_people() -> None:
    doubt = decisions.decide_doubt(intent(), [attempt()], 1)
    assert (doubt.attempt, doubt.intent) == (
        decisions.AttemptMove(1, AttemptState.OPEN, AttemptState.IN_REVIEW),
        decisions.IntentMove(IntentState.PROCESSING, IntentState.ON_HOLD),
    )
    assert (doubt.events, doubt.incident) == (("in_review",), decisions.UNCONFIRMED)
    assert decisions.decide_doubt(intent("open"), [attempt("expired")], 1).attempt is None


@pytest.mark.parametrize(
    ("owed", "tried", "beside", "owed_after"),
    [
        ("on_hold", "in_review", "expired", "open"),
        ("on_hold", "in_review", "open", "processing"),
        ("on_hold", "in_review", "in_review", "on_hold"),
        ("paid", "in_review", "succeeded", "paid"),
        ("cancelled", "in_review", "expired", "cancelled"),
        ("paid", "succeeded", "expired", "paid"),
        ("on_hold", "open", "in_review", "on_hold"),
    ],
)
def test_people_end_a_review_and_nothing_else(
    owed: str, tried: str, beside: str, owed_after: str
) -> None:
    tries = [attempt(tried), attempt(beside, key=2)]
    decision = decisions.decide_unpaid(intent(owed), tries, 1)
    assert (decision.intent.target if decision.intent else owed) == owed_after
    assert bool(decision.attempt) is (tried == "in_review")
    assert decision.attempt is None or decision.attempt.target is AttemptState.EXPIRED
    assert decision.entries == decision.jobs == ()


def test_every_word_in_every_state_is_decided() -> None:
    """No combination of states and words leaves the tables."""
    for owed, tried, outcome in product(IntentState, AttemptState, Outcome):
        if owed is IntentState.PAID and tried is AttemptState.SUCCEEDED:
            continue
        decision = decide(
            IntentFacts(owed, "H24.17", LINES),
            [AttemptFacts(1, Gateway.VNPAY, tried, TOTAL)],
            Evidence(1, outcome, TOTAL),
        )
        if decision.intent is not None:
            assert (owed, decision.intent.target) in INTENT_EDGES
        if decision.attempt is not None:
            assert (tried, decision.attempt.target) in ATTEMPT_EDGES
            assert STRENGTH[decision.attempt.target] > STRENGTH[tried]
        assert bool(decision.entries) is (
            outcome is Outcome.SUCCEEDED and tried is not AttemptState.SUCCEEDED
        )
        assert decision.settles is (bool(decision.entries) and owed in UNPAID)


def test_tables_cover_every_state() -> None:
    assert {state for edge in INTENT_EDGES for state in edge} == set(IntentState)
    assert {state for edge in ATTEMPT_EDGES for state in edge} == set(AttemptState)
    assert set(INTENT_STATES) == set(IntentState)
    assert set(ATTEMPT_STATES) == set(AttemptState)
    assert set(GATEWAYS) == set(Gateway)


def test_illegal_moves_are_refused() -> None:
    with pytest.raises(ValueError, match="never moves"):
        decisions._intent_move(intent("paid"), IntentState.OPEN)
    with pytest.raises(ValueError, match="never moves"):
        decisions._attempt_move(attempt("succeeded"), AttemptState.FAILED)
