"""The server-to-server call, made by the worker and repeated as VNPAY repeats it."""

import time
from datetime import timedelta
from typing import Any

import requests
import structlog
from django.db import transaction

from payments.sandbox.callbacks import ipn_address
from payments.sandbox.models import GatewayPayment
from portal.core import clock
from portal.core.jobs import Priority, job

MAX_CALLS = 10
INTERVAL = timedelta(minutes=5)
TIMEOUT = (3, 15)
EXCERPT = 500
# To the gateway "already confirmed" is as good as "confirmed".
ACKNOWLEDGED = frozenset({"00", "02"})

log = structlog.get_logger(__name__)


def enqueue_ipn(payment: GatewayPayment, *, call: int = 1) -> None:
    """Ask for one call; the first at once, each later one five minutes after the one before."""
    run_at = clock.now() + INTERVAL if call > 1 else None
    send_ipn.enqueue(key=f"{payment.pk}/{call}", run_at=run_at, payment_id=payment.pk, call=call)


@job("sandbox.send_ipn", retries=10, priority=Priority.MONEY)
def send_ipn(*, payment_id: int, call: int) -> None:
    """Call the merchant once; what is not acknowledged is asked for again."""
    payment = GatewayPayment.objects.get(pk=payment_id)
    if payment.acknowledged_at or len(payment.ipn_log) >= call:
        return
    entry = _call(ipn_address(payment))
    with transaction.atomic():
        payment.ipn_log = [*payment.ipn_log, entry]
        if entry["rsp_code"] in ACKNOWLEDGED:
            payment.acknowledged_at = clock.now()
        elif call < MAX_CALLS:
            enqueue_ipn(payment, call=call + 1)
        payment.save(update_fields=["ipn_log", "acknowledged_at"])
    log.info("sandbox ipn", txn_ref=payment.txn_ref, call=call, rsp_code=entry["rsp_code"])


def _call(address: str) -> dict[str, Any]:
    """Make the call and describe it, answered or not."""
    entry: dict[str, Any] = {
        "at": clock.now().isoformat(),
        "url": address,
        "status": None,
        "answer": "",
        "rsp_code": "",
    }
    started = time.monotonic()
    try:
        response = requests.get(address, timeout=TIMEOUT, allow_redirects=False)
    except requests.RequestException as failure:
        entry["answer"] = type(failure).__name__
    else:
        entry["status"] = response.status_code
        entry["answer"] = response.text[:EXCERPT]
        entry["rsp_code"] = _rsp_code(response)
    entry["ms"] = round((time.monotonic() - started) * 1000)
    return entry


def _rsp_code(response: requests.Response) -> str:
    """Read the answer; only a 2xx with a JSON object is one."""
    if not response.ok or response.is_redirect:
        return ""
    try:
        answer = response.json()
    except ValueError:
        return ""
    return str(answer.get("RspCode", "")) if isinstance(answer, dict) else ""
