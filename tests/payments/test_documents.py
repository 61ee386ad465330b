from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.template.loader import render_to_string

from payments import documents, jobs, receipts
from payments.models import FeeReceipt
from portal.core import pdf
from tests.factories.payments import PaymentIntentFactory
from tests.payments.conftest import DossierRoom

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("dossier_room", "nine_o_clock"),
]


@pytest.fixture
def receipt() -> FeeReceipt:
    intent = PaymentIntentFactory.create(
        method="vnpay", state="paid", paid_at="2026-11-23T09:00:00+07:00"
    )
    return receipts.issue(intent)[1]


@pytest.mark.parametrize(
    "text",
    [
        "Biên lai thu tiền phí, lệ phí",
        "không in sẵn mệnh giá",
        "Tên phí:",
        "02BLP0-001",
        "PA-26E",
        "00000001",
        "Sở Xây dựng thành phố Hải Phòng",
        "0200000001",
        "Phí thẩm định",
        "70.000\u00a0₫",
        "Bảy mươi nghìn đồng",
        "Công ty TNHH Vận tải thủy Bạch Đằng",
        "Số 102 đường Bạch Đằng, Hải Phòng",
        "Trực tuyến qua cổng thanh toán VNPAY",
        "ngày 23 tháng 11 năm 2026",
        "Bản thử nghiệm – chưa ký số",
        "<svg",
    ],
)
def test_receipt_says_what_the_law_asks(receipt: FeeReceipt, text: str) -> None:
    assert text in render_to_string(documents.TEMPLATE, documents.context(receipt))


def test_qr_names_nobody(receipt: FeeReceipt) -> None:
    text = documents._qr_text(receipt)
    assert text == (
        f"02BLP0-001|PA-26E|00000001|0200000001|{receipt.intent.dossier_code}|70000|23112026"
    )


def test_pdf_is_made_once(
    receipt: FeeReceipt, monkeypatch: pytest.MonkeyPatch, dossier_room: DossierRoom
) -> None:
    rendered: list[str] = []

    def render(html: str, *, title: str) -> bytes:
        rendered.append(title)
        return b"%PDF-1.7"

    monkeypatch.setattr(pdf, "render", render)
    jobs.receipt_pdf(receipt=receipt.pk)
    jobs.receipt_pdf(receipt=receipt.pk)
    receipt.refresh_from_db()
    assert rendered == ["Biên lai 02BLP0-001 PA-26E 00000001"]
    assert receipt.ready_at is not None
    assert receipt.file.name.startswith("receipts/")
    with receipt.file.open() as file:
        assert file.read() == b"%PDF-1.7"


def test_two_workers_leave_one_file(
    receipt: FeeReceipt,
    monkeypatch: pytest.MonkeyPatch,
    settings: SettingsWrapper,
    tmp_path: Path,
) -> None:
    settings.MEDIA_ROOT = tmp_path
    copies = [b"%PDF first", b"%PDF second"]

    def render(html: str, *, title: str) -> bytes:
        mine = copies.pop()
        if copies:
            jobs.receipt_pdf(receipt=receipt.pk)
        return mine

    monkeypatch.setattr(pdf, "render", render)
    jobs.receipt_pdf(receipt=receipt.pk)
    receipt.refresh_from_db()
    assert [path.read_bytes() for path in tmp_path.rglob("*.pdf")] == [b"%PDF first"]
    assert (tmp_path / receipt.file.name).exists()


def test_failure_after_storing_leaves_no_file(
    receipt: FeeReceipt,
    monkeypatch: pytest.MonkeyPatch,
    settings: SettingsWrapper,
    tmp_path: Path,
) -> None:
    settings.MEDIA_ROOT = tmp_path

    def refuse() -> None:
        raise RuntimeError("the journal is full")

    with pytest.raises(RuntimeError, match="journal"):
        pdf.store_once(receipt, lambda: b"%PDF", tell=refuse)
    assert not list(tmp_path.rglob("*.pdf"))
    receipt.refresh_from_db()
    assert receipt.ready_at is None
