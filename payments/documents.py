"""The receipt as PDF; run by the worker only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.template.loader import render_to_string

from payments.models import FeeReceipt
from payments.states import LINE_KINDS, Gateway, LineKind
from portal.core import clock, pdf
from portal.core.money import format_vnd, in_words
from procedures.dossiers import selectors as dossiers

if TYPE_CHECKING:
    from typing import Any

    from payments.models import PaymentIntent

TEMPLATE = "payments/pdf/receipt.html"
# The name that Decree 254/2026 gives it; whether it is for phí or lệ phí, its line says.
TITLE = "Biên lai thu tiền phí, lệ phí"
METHODS = {
    Gateway.VNPAY: "Trực tuyến qua cổng thanh toán VNPAY",
    Gateway.CASH: "Tiền mặt tại quầy",
    Gateway.POS: "Thẻ qua máy POS tại quầy, số tham chiếu {number}",
}


def store_receipt(pk: int) -> None:
    """Make and store the PDF of a receipt, once."""
    receipt = FeeReceipt.objects.select_related("intent").get(pk=pk)
    pdf.store_once(receipt, lambda: _render(receipt))


def _render(receipt: FeeReceipt) -> bytes:
    html = render_to_string(TEMPLATE, context(receipt))
    return pdf.render(html, title=f"Biên lai {receipt}")


def context(receipt: FeeReceipt) -> dict[str, Any]:
    """Gather what the receipt prints; the payer's name is read here and kept nowhere."""
    intent = receipt.intent
    label = LINE_KINDS[LineKind(receipt.kind)]
    return {
        "receipt": receipt,
        "intent": intent,
        "title": TITLE,
        "kind_label": label,
        "lines": [{**line, "text": format_vnd(line["amount"])} for line in receipt.lines],
        "amount": format_vnd(receipt.amount),
        "words": in_words(receipt.amount),
        "payer": dossiers.fee_payer(intent.dossier_id),
        "issued_at": receipt.issued_at.astimezone(clock.VIETNAM),
        "method": _method(intent),
        "qr": pdf.qr_svg(_qr_text(receipt), label=f"Mã QR của biên lai số {receipt.number_text}"),
    }


def _method(intent: PaymentIntent) -> str:
    """Say how the fee was paid; a card payment by the number on the terminal's slip."""
    numbers = intent.attempts.filter(settles=True).values_list("gateway_txn_no", flat=True)
    return METHODS[Gateway(intent.method)].format(number=numbers.first())


def _qr_text(receipt: FeeReceipt) -> str:
    """Write what a reader compares with the paper; no name is in it."""
    issued_on = receipt.issued_at.astimezone(clock.VIETNAM).date()
    parts = (
        receipt.form_symbol,
        receipt.receipt_symbol,
        receipt.number_text,
        receipt.intent.agency_tax_code,
        receipt.intent.dossier_code,
        str(receipt.amount),
        f"{issued_on:%d%m%Y}",
    )
    return "|".join(parts)
