"""The ledger: booking entries, and proving the book from the rows it was made from."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from django.db.models import Sum

from payments import entries
from payments.entries import Line
from payments.models import (
    FeeReceipt,
    IntentLine,
    LedgerTransfer,
    Observation,
    PaymentAttempt,
    PaymentIntent,
    ReceiptCounter,
)
from payments.states import AttemptState, Gateway, IntentState, LineKind
from payments.vnpay import Ack, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from payments.entries import Entry

Booked = Counter[tuple[int, str, str]]


def book(
    intent: PaymentIntent,
    booking: Sequence[Entry],
    *,
    observation: Observation | None,
    moment: datetime,
) -> None:
    """Write entries down, for ever."""
    LedgerTransfer.objects.bulk_create(
        LedgerTransfer(
            debit_account=entry.debit,
            credit_account=entry.credit,
            amount=entry.amount,
            cause=entry.cause,
            intent=intent,
            observation=observation,
            booked_at=moment,
        )
        for entry in booking
    )


def balances() -> dict[str, int]:
    """Compute the balance of every account, debit positive; they sum to zero."""
    sums: Counter[str] = Counter()
    rows = LedgerTransfer.objects.values_list("debit_account", "credit_account")
    for debit, credit, amount in rows.annotate(Sum("amount")):
        sums[debit] += amount
        sums[credit] -= amount
    return dict(sums)


def prove() -> list[str]:
    """Recompute the book from lines, attempts and evidence; name every difference."""
    intents = list(PaymentIntent.objects.all())
    lines = _lines()
    attempts: defaultdict[int, list[PaymentAttempt]] = defaultdict(list)
    for attempt in PaymentAttempt.objects.filter(state=AttemptState.SUCCEEDED):
        attempts[attempt.intent_id].append(attempt)
    return [
        *_wrong_transfers(intents, lines, attempts),
        *_wrong_intents(intents, lines, attempts),
        *_wrong_evidence(attempts),
        *_wrong_receipts(intents, lines, attempts),
        *_wrong_numbers(),
    ]


def _lines() -> dict[int, list[Line]]:
    lines: defaultdict[int, list[Line]] = defaultdict(list)
    for row in IntentLine.objects.all():
        lines[row.intent_id].append(Line(LineKind(row.kind), row.code, row.amount))
    return dict(lines)


def _wrong_transfers(
    intents: Iterable[PaymentIntent],
    lines: Mapping[int, list[Line]],
    attempts: Mapping[int, list[PaymentAttempt]],
) -> Iterator[str]:
    expected: Booked = Counter()
    for intent in intents:
        for attempt in attempts.get(intent.pk, ()):
            for entry in _entries_of(intent, attempt, lines.get(intent.pk, [])):
                expected[intent.pk, entry.debit, entry.credit] += entry.amount
    rows = LedgerTransfer.objects.values_list("intent_id", "debit_account", "credit_account")
    booked: Booked = Counter()
    for key in rows.annotate(Sum("amount")).order_by():
        booked[key[0], key[1], key[2]] = key[3]
    codes = {intent.pk: intent.public_code for intent in intents}
    for pk, debit, credit in sorted(expected.keys() | booked.keys()):
        owed, found = expected[pk, debit, credit], booked[pk, debit, credit]
        if owed != found:
            yield f"{codes[pk]}: {debit} → {credit}: phải là {owed}, sổ ghi {found}"


def _entries_of(
    intent: PaymentIntent, attempt: PaymentAttempt, lines: Sequence[Line]
) -> Iterator[Entry]:
    gateway = Gateway(attempt.gateway)
    if not attempt.settles:
        yield from entries.unneeded(gateway, intent.agency_code, attempt.amount)
        return
    yield from entries.income(gateway, intent.agency_code, lines)
    if intent.state == IntentState.PAID_UNNEEDED:
        yield from entries.income_returned(intent.agency_code, lines)


def _wrong_intents(
    intents: Iterable[PaymentIntent],
    lines: Mapping[int, list[Line]],
    attempts: Mapping[int, list[PaymentAttempt]],
) -> Iterator[str]:
    for intent in intents:
        total = sum(line.amount for line in lines.get(intent.pk, ()))
        if total != intent.amount:
            yield f"{intent.public_code}: các khoản cộng lại {total}, phải nộp {intent.amount}"
        settled = any(attempt.settles for attempt in attempts.get(intent.pk, ()))
        if (intent.state == IntentState.PAID) > settled:
            yield f"{intent.public_code}: ghi là đã nộp nhưng không có lần nộp nào được ghi nhận"
        if settled and intent.state not in {IntentState.PAID, IntentState.PAID_UNNEEDED}:
            yield f"{intent.public_code}: có lần nộp được ghi nhận nhưng trạng thái {intent.state}"


def _wrong_evidence(attempts: Mapping[int, list[PaymentAttempt]]) -> Iterator[str]:
    """Find successes without a word, and words of success that nobody acted on."""
    rows = Observation.objects.filter(outcome=Outcome.SUCCEEDED, ack=Ack.OK.code)
    told = set(rows.values_list("attempt_id", "amount"))
    for attempt in (attempt for some in attempts.values() for attempt in some):
        if (attempt.pk, attempt.amount) not in told:
            yield f"{attempt.txn_ref}: ghi là thành công nhưng không có chứng cứ"
    acted = {attempt.pk for some in attempts.values() for attempt in some}
    # A success without a number of its own went to people, and its attempt says so.
    reviewed = PaymentAttempt.objects.filter(state=AttemptState.IN_REVIEW)
    acted |= set(reviewed.values_list("pk", flat=True))
    for pk, amount in sorted(told, key=str):
        if pk not in acted:
            yield f"Lần nộp {pk}: cổng báo thành công {amount} đồng nhưng chưa ghi sổ"


def _wrong_receipts(
    intents: Iterable[PaymentIntent],
    lines: Mapping[int, list[Line]],
    attempts: Mapping[int, list[PaymentAttempt]],
) -> Iterator[str]:
    """Compare what was receipted with what was collected, phí and lệ phí apart."""
    rows = FeeReceipt.objects.filter(cancelled_at__isnull=True)
    issued = {
        (pk, kind): amount for pk, kind, amount in rows.values_list("intent_id", "kind", "amount")
    }
    owed: Counter[tuple[int, str]] = Counter()
    for intent in intents:
        if any(attempt.settles for attempt in attempts.get(intent.pk, ())):
            for line in lines.get(intent.pk, ()):
                owed[intent.pk, line.kind.value] += line.amount
    codes = {intent.pk: intent.public_code for intent in intents}
    for pk, kind in sorted(owed.keys() | issued.keys()):
        if owed[pk, kind] != issued.get((pk, kind), 0):
            found = issued.get((pk, kind), 0)
            yield f"{codes[pk]}: biên lai {kind} ghi {found}, đã thu {owed[pk, kind]}"


def _wrong_numbers() -> Iterator[str]:
    """Find gaps: every number up to the counter's last is on exactly one receipt."""
    series = ("agency_code", "form_symbol", "receipt_symbol", "year")
    used: defaultdict[tuple[object, ...], set[int]] = defaultdict(set)
    for *key, number in FeeReceipt.objects.values_list(*series, "number"):
        used[tuple(key)].add(number)
    for *key, last in ReceiptCounter.objects.values_list(*series, "last"):
        missing = set(range(1, last + 1)) ^ used.pop(tuple(key), set())
        if missing:
            yield f"Biên lai {' '.join(map(str, key))}: sai dãy số tại {sorted(missing)}"
    for left in used:
        yield f"Biên lai {' '.join(map(str, left))}: không có bộ đếm"
