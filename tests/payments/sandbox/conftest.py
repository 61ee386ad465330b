"""A merchant that signs by the SDK: gateway and SDK never share a line of code."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from payments.sandbox.models import GatewayPayment
from payments.vnpay import VnpayClient
from portal.core import clock

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=clock.VIETNAM)
RETURN_URL = "http://127.0.0.1:8000/payments/vnpay/return?attempt=7"
MOUNT = "/sandbox/vnpay/paymentv2"


@pytest.fixture(autouse=True)
def frozen_clock() -> Iterator[None]:
    with clock.at(NOW):
        yield


@pytest.fixture
def merchant() -> VnpayClient:
    return VnpayClient(
        tmn_code=settings.VNPAY_TMN_CODE,
        secret=settings.VNPAY_SECRET,
        base_url="http://127.0.0.1:8000/sandbox/vnpay",
        clock=clock.now,
    )


@pytest.fixture
def link(merchant: VnpayClient) -> Callable[..., str]:
    def build(**changes: Any) -> str:
        return merchant.payments.create_url(
            **{
                "txn_ref": "DVC2611230001",
                "amount": 100_000,
                "order_info": "Nộp lệ phí hồ sơ H24.5",
                "return_url": RETURN_URL,
                "ip_address": "127.0.0.1",
                "expires_at": NOW + timedelta(minutes=15),
                **changes,
            }
        ).url

    return build


class Customer:
    """Walks through the pages as a browser without script does."""

    def __init__(self) -> None:
        self.client = Client(enforce_csrf_checks=True)
        self.status = 0
        self.page = ""
        self.url = ""
        self.left_for = ""

    def open(self, url: str) -> "Customer":
        return self._follow(self.client.get(url), url)

    def answer(self, **data: str) -> "Customer":
        return self._post(self.url, data)

    def cancel(self) -> "Customer":
        return self._post(self.url.rpartition("/")[0] + "/Cancel.html", {})

    def _post(self, url: str, data: dict[str, str]) -> "Customer":
        token = self.client.cookies["csrftoken"].value
        return self._follow(self.client.post(url, {**data, "csrfmiddlewaretoken": token}), url)

    def _follow(self, response: Any, url: str) -> "Customer":
        self.url = url
        while response.status_code == 302:
            self.url = response["Location"]
            if not self.url.startswith("/sandbox/"):
                self.left_for, self.page, self.status = self.url, "", 302
                return self
            response = self.client.get(self.url)
        self.status, self.page, self.left_for = response.status_code, response.content.decode(), ""
        return self

    def returned_query(self) -> str:
        """The part of the return address that the gateway added."""
        prefix = f"{RETURN_URL}&"
        assert self.left_for.startswith(prefix)
        return self.left_for.removeprefix(prefix)


@pytest.fixture
def customer() -> Customer:
    return Customer()


@pytest.fixture
def ended(customer: Customer, link: Callable[..., str], db: None) -> GatewayPayment:
    customer.open(link()).answer(bank="VISA")
    customer.answer(number="4456530000001005", date="12/26", cvv="123")
    return GatewayPayment.objects.get()


class Outline(HTMLParser):
    """What a page consists of: tags with their attributes, in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]


@pytest.fixture
def outline() -> type[Outline]:
    return Outline
