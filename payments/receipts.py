"""Issues fee receipts: in the transaction of the success, with numbers that leave no gap.

Each collecting unit has its own series; phí and lệ phí are receipted apart (Decree 254/2026,
Art. 23–24; the symbols follow the older pattern until the tax authority registers the city's own).
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from payments.models import FeeReceipt, ReceiptCounter
from payments.states import LineKind
from portal.core import clock

if TYPE_CHECKING:
    from payments.models import IntentLine, PaymentIntent

FORM_SYMBOL = "02BLP0-001"
# Series letter, year, E for electronic: `PA-26E`.
_SERIES = {LineKind.LE_PHI: "LA", LineKind.PHI: "PA"}


def issue(intent: PaymentIntent) -> list[FeeReceipt]:
    """Allocate a receipt for each kind of fee that was paid; their PDFs are made by a job."""
    lines: defaultdict[LineKind, list[IntentLine]] = defaultdict(list)
    for line in intent.lines.all():
        lines[LineKind(line.kind)].append(line)
    # In one order everywhere: two payments never wait for each other's counters.
    return [_issue(intent, kind, lines[kind]) for kind in sorted(lines)]


def _issue(intent: PaymentIntent, kind: LineKind, lines: list[IntentLine]) -> FeeReceipt:
    moment = clock.now()
    year = moment.astimezone(clock.VIETNAM).year
    symbol = f"{_SERIES[kind]}-{year % 100:02d}E"
    return FeeReceipt.objects.create(
        intent=intent,
        agency_code=intent.agency_code,
        kind=kind.value,
        form_symbol=FORM_SYMBOL,
        receipt_symbol=symbol,
        year=year,
        number=_next_number(intent.agency_code, symbol=symbol, year=year),
        amount=sum(line.amount for line in lines),
        lines=[{"code": line.code, "name": line.name, "amount": line.amount} for line in lines],
        issued_at=moment,
    )


def _next_number(agency_code: str, *, symbol: str, year: int) -> int:
    """Count on under the counter's row lock, so that a rollback gives the number back."""
    key = {
        "agency_code": agency_code,
        "form_symbol": FORM_SYMBOL,
        "receipt_symbol": symbol,
        "year": year,
    }
    rows = ReceiptCounter.objects.select_for_update(no_key=True).filter(**key)
    counter = rows.first()
    if counter is None:
        ReceiptCounter.objects.bulk_create([ReceiptCounter(**key)], ignore_conflicts=True)
        counter = rows.get()
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last
