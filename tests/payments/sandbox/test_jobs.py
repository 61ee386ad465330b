"""The gateway's call to the merchant, against a merchant on the loopback."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

import pytest

from payments.sandbox.models import GatewayPayment
from payments.vnpay import Outcome, VnpayClient
from portal.core import clock
from portal.core.jobs.models import JobRow
from portal.core.jobs.running import drain
from tests.payments.sandbox.conftest import NOW

pytestmark = pytest.mark.django_db

CONFIRMED = (200, '{"RspCode":"00","Message":"Confirm Success"}')


class Merchant(ThreadingHTTPServer):
    """Answers the calls in turn from a list, the last answer for ever."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: list[tuple[int, str]] = [CONFIRMED]
        self.queries: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/payments/vnpay/ipn"


class Handler(BaseHTTPRequestHandler):
    server: Merchant

    def do_GET(self) -> None:
        self.server.queries.append(urlsplit(self.path).query)
        position = min(len(self.server.queries), len(self.server.answers)) - 1
        status, body = self.server.answers[position]
        self.send_response(status)
        if status == 302:
            self.send_header("Location", self.server.url)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *args: Any) -> None:
        """Keep the test's output clean."""


@pytest.fixture
def shop(settings: Any) -> Iterator[Merchant]:
    with Merchant() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        settings.VNPAY_IPN_URL = server.url
        yield server
        server.shutdown()
        thread.join()


def log_of(payment: GatewayPayment) -> list[dict[str, Any]]:
    payment.refresh_from_db()
    log: list[dict[str, Any]] = payment.ipn_log
    return log


def test_worker_calls_the_merchant_once(
    shop: Merchant, ended: GatewayPayment, merchant: VnpayClient
) -> None:
    assert not shop.queries
    drain()
    event = merchant.callbacks.construct_event(shop.queries[0])
    assert event.outcome is Outcome.SUCCEEDED
    assert event.txn_ref == ended.txn_ref
    (entry,) = log_of(ended)
    assert entry["url"].startswith(f"{shop.url}?vnp_Amount=10000000&")
    assert (entry["status"], entry["rsp_code"]) == (200, "00")
    assert entry["ms"] >= 0
    assert ended.acknowledged_at == NOW
    with clock.at(NOW + timedelta(hours=1)):
        drain()
    assert len(shop.queries) == 1


def test_repeat_is_asked_for_until_confirmed(shop: Merchant, ended: GatewayPayment) -> None:
    shop.answers = [(200, '{"RspCode":"99"}'), (200, '{"RspCode":"04"}'), (200, '{"RspCode":"02"}')]
    drain()
    with clock.at(NOW + timedelta(minutes=4, seconds=59)):
        drain()
        assert len(shop.queries) == 1
    for minutes in (5, 10, 15):
        with clock.at(NOW + timedelta(minutes=minutes)):
            drain()
    assert [entry["rsp_code"] for entry in log_of(ended)] == ["99", "04", "02"]
    assert ended.acknowledged_at == NOW + timedelta(minutes=10)
    assert len(set(shop.queries)) == 1


def test_gateway_gives_up_after_ten_calls(shop: Merchant, ended: GatewayPayment) -> None:
    shop.answers = [(200, '{"RspCode":"97"}')]
    for call in range(20):
        with clock.at(NOW + timedelta(minutes=5 * call)):
            drain()
    assert len(shop.queries) == 10
    assert ended.acknowledged_at is None
    assert not JobRow.objects.exclude(state="done").exists()


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, CONFIRMED[1]),
        (404, CONFIRMED[1]),
        (302, CONFIRMED[1]),
        (200, "<html>bảo trì</html>"),
        (200, '["00"]'),
        (200, '{"RspCode":'),
        (200, "{}"),
        (200, ""),
    ],
)
def test_anything_but_a_confirmation_is_repeated(
    status: int, body: str, shop: Merchant, ended: GatewayPayment
) -> None:
    shop.answers = [(status, body)]
    drain()
    (entry,) = log_of(ended)
    assert (entry["status"], ended.acknowledged_at) == (status, None)
    assert len(shop.queries) == 1
    assert JobRow.objects.filter(state="ready", run_at=NOW + timedelta(minutes=5)).count() == 1


def test_merchant_that_is_down_is_called_again(ended: GatewayPayment, settings: Any) -> None:
    settings.VNPAY_IPN_URL = "http://127.0.0.1:9/payments/vnpay/ipn"
    drain()
    (entry,) = log_of(ended)
    assert (entry["status"], entry["answer"]) == (None, "ConnectionError")
    assert JobRow.objects.filter(state="ready").count() == 1


def test_call_repeated_by_a_crashed_worker_is_made_once(
    shop: Merchant, ended: GatewayPayment
) -> None:
    shop.answers = [(200, '{"RspCode":"99"}')]
    drain()
    JobRow.objects.filter(state="done").update(state="ready")
    drain()
    assert len(shop.queries) == 1
