"""The tables of money: what is owed, how it was tried, what was heard, booked and receipted."""

from payments.models.evidence import Observation
from payments.models.intents import IntentLine, PaymentAttempt, PaymentIntent
from payments.models.ledger import LedgerTransfer
from payments.models.receipts import FeeReceipt, ReceiptCounter

__all__ = [
    "FeeReceipt",
    "IntentLine",
    "LedgerTransfer",
    "Observation",
    "PaymentAttempt",
    "PaymentIntent",
    "ReceiptCounter",
]
