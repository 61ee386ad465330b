"""Downloads: right kind and name for those who may read, 404 for everybody else."""

import pytest
from django.core.files.base import ContentFile

from tests.factories.dossiers import (
    BERTH,
    a_delivered,
    a_draft,
    a_settled,
    a_submitted,
    an_accepted,
)
from tests.factories.payments import PaymentIntentFactory
from tests.frontend.browsing import browser, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_monday(clock_at):
    clock_at("2026-11-23T09:00")


def body(answer):
    return b"".join(answer.streaming_content)


def test_own_paper_comes_with_kind_and_name():
    dossier = a_submitted(BERTH)
    paper = dossier.papers.first()
    answer = browser("citizen-an").get(f"/ho-so/{dossier.code}/giay-to/{paper.public_id}")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert body(answer).startswith(b"%PDF-")


def test_own_paper_of_a_draft_comes_too():
    draft = a_draft(BERTH)
    url = f"/ho-so/nhap/{draft.public_id}/giay-to/{draft.papers.first().public_id}"
    assert body(browser("citizen-an").get(url)).startswith(b"%PDF-")
    assert browser("citizen-binh").get(url).status_code == 404


@pytest.mark.parametrize(
    ("account", "status"),
    [
        ("citizen-binh", 404),
        ("clerk-thuynguyen", 404),
        ("inspector", 404),
        ("cashier-hongbang", 403),
        ("clerk-hongbang", 200),
    ],
)
def test_papers_are_for_those_who_may_read_them(account, status):
    dossier = a_submitted(BERTH)
    paper = dossier.papers.first()
    answer = browser(account).get(f"/ho-so/{dossier.code}/giay-to/{paper.public_id}")
    answer.close()
    assert answer.status_code == status


def test_slip_that_is_not_ready_says_so():
    dossier = an_accepted()
    answer = browser("citizen-an").get(f"/ho-so/{dossier.code}/phieu/{slip_of(dossier).public_id}")
    assert answer.status_code == 202
    assert "đang lập" in words(answer)


def test_slip_that_is_ready_comes_as_pdf():
    dossier = an_accepted()
    slip = slip_of(dossier)
    slip.file.save("slip.pdf", ContentFile(b"%PDF-1.7 slip"))
    answer = browser("citizen-an").get(f"/ho-so/{dossier.code}/phieu/{slip.public_id}")
    assert f'filename="mau-01_{dossier.code}.pdf"' in answer.headers["Content-Disposition"]
    assert body(answer) == b"%PDF-1.7 slip"


def test_result_comes_as_pdf():
    dossier = a_delivered()
    result = dossier.results.get()
    result.file.save("result.pdf", ContentFile(b"%PDF-1.7 result"))
    url = f"/ho-so/{dossier.code}/ket-qua/{result.public_id}"
    assert body(browser("citizen-an").get(url)) == b"%PDF-1.7 result"
    assert browser("citizen-binh").get(url).status_code == 404


def test_result_is_kept_back_until_it_is_handed_out():
    dossier = a_settled()
    result = dossier.results.get()
    result.file.save("result.pdf", ContentFile(b"%PDF-1.7 result"))
    url = f"/ho-so/{dossier.code}/ket-qua/{result.public_id}"
    assert browser("citizen-an").get(url).status_code == 404
    assert body(browser("clerk-hongbang").get(url)) == b"%PDF-1.7 result"


def test_receipt_comes_with_its_dossier_only():
    dossier, other = a_submitted(), a_submitted()
    intent = PaymentIntentFactory(dossier_id=dossier.pk, dossier_code=dossier.code)
    receipt = intent.receipts.create(
        agency_code="H24.21.22",
        kind="phi",
        form_symbol="01BLP0-001",
        receipt_symbol="HP-26E",
        year=2026,
        number=7,
        amount=70_000,
        issued_at=dossier.submitted_at,
    )
    receipt.file.save("receipt.pdf", ContentFile(b"%PDF-1.7 receipt"))
    client = browser("citizen-an")
    answer = client.get(f"/ho-so/{dossier.code}/bien-lai/{receipt.public_id}")
    assert body(answer) == b"%PDF-1.7 receipt"
    assert "00000007" in answer.headers["Content-Disposition"]
    assert client.get(f"/ho-so/{other.code}/bien-lai/{receipt.public_id}").status_code == 404


def slip_of(dossier):
    return dossier.slips.get(form="mau_01")
