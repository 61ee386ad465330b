"""What the gateway tells the merchant about a payment that has ended."""

from django.conf import settings

from payments.sandbox.cards import BANKS
from payments.sandbox.models import GatewayPayment
from payments.sandbox.signing import signed_query
from portal.core.clock import VIETNAM


def return_address(payment: GatewayPayment) -> str:
    """Build the address the customer's browser is sent back to."""
    return _append(str(payment.params["vnp_ReturnUrl"]), callback_query(payment))


def ipn_address(payment: GatewayPayment) -> str:
    """Build the address of the server-to-server call."""
    return _append(settings.VNPAY_IPN_URL, callback_query(payment))


def callback_query(payment: GatewayPayment) -> str:
    """Build the signed query that both callbacks carry."""
    if payment.ended_at is None:
        raise ValueError("a payment that goes on has nothing to report")
    bank = BANKS.get(payment.bank_code)
    params = {
        "vnp_Amount": str(payment.amount * 100),
        "vnp_BankCode": bank.code if bank else "VNPAY",
        "vnp_BankTranNo": f"VNP{payment.transaction_no}" if payment.transaction_no else "",
        "vnp_CardType": bank.card_type if bank else "QRCODE",
        "vnp_OrderInfo": str(payment.params["vnp_OrderInfo"]),
        "vnp_PayDate": f"{payment.ended_at.astimezone(VIETNAM):%Y%m%d%H%M%S}",
        "vnp_ResponseCode": payment.response_code,
        "vnp_TmnCode": payment.tmn_code,
        "vnp_TransactionNo": str(payment.transaction_no),
        "vnp_TransactionStatus": payment.transaction_status,
        "vnp_TxnRef": payment.txn_ref,
    }
    return signed_query(params, secret=settings.VNPAY_SECRET)


def _append(address: str, query: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}{query}"
