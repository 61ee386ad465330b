"""The accounts of the ledger and the entries that each kind of fact makes; pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from payments.states import Gateway, LineKind

if TYPE_CHECKING:
    from collections.abc import Sequence

SUSPENSE = "suspense"

PAYMENT = "payment"
UNNEEDED = "unneeded"


@dataclass(frozen=True, slots=True)
class Line:
    """One fee of a debt."""

    kind: LineKind
    code: str
    amount: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One transfer to book."""

    debit: str
    credit: str
    amount: int
    cause: str


def received_at(gateway: Gateway, agency_code: str) -> str:
    """Name the account where money of this gateway arrives."""
    if gateway is Gateway.CASH:
        return f"cash:{agency_code}"
    if gateway is Gateway.POS:
        # What the bank of the terminal owes: each unit has its own contract with it.
        return f"gateway_receivable:pos:{agency_code}"
    return f"gateway_receivable:{gateway}"


def fee_income(agency_code: str, line: Line) -> str:
    """Name the income account of one fee; phí and lệ phí never share one."""
    return f"fee_income:{agency_code}:{line.kind}:{line.code}"


def income(gateway: Gateway, agency_code: str, lines: Sequence[Line]) -> tuple[Entry, ...]:
    """Book a fee as paid."""
    debit = received_at(gateway, agency_code)
    return tuple(
        Entry(debit, fee_income(agency_code, line), line.amount, PAYMENT) for line in lines
    )


def income_returned(agency_code: str, lines: Sequence[Line]) -> tuple[Entry, ...]:
    """Book a paid fee that turned out not to be owed: out of income, until it is refunded."""
    return tuple(
        Entry(fee_income(agency_code, line), SUSPENSE, line.amount, UNNEEDED) for line in lines
    )


def unneeded(gateway: Gateway, agency_code: str, amount: int) -> tuple[Entry, ...]:
    """Book money for which nothing is owed: paid twice, or for a fee that was cancelled."""
    return (Entry(received_at(gateway, agency_code), SUSPENSE, amount, UNNEEDED),)
