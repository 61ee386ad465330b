"""Handing in papers: judged by content, kept one by one."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories.dossiers import BERTH, a_draft, a_pdf, a_picture
from tests.frontend.browsing import browser, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_monday(clock_at):
    clock_at("2026-11-23T09:00")


@pytest.fixture
def draft():
    return a_draft(BERTH, papers=False)


@pytest.fixture
def url(draft):
    return f"/ho-so/nhap/{draft.public_id}/giay-to"


@pytest.fixture
def client():
    return browser("citizen-an")


def kept(draft):
    return list(draft.papers.filter(removed_at__isnull=True).values_list("code", flat=True))


def test_page_asks_for_the_components_that_the_answers_call_for(client, url):
    page = client.get(url).content.decode()
    assert 'name="paper.land_papers"' in page
    assert 'name="paper.exploitation_plan"' in page
    assert "application_form" not in page  # the e-form stands for it
    assert "acceptance_minutes" not in page  # only where there is a project


def test_uploaded_files_are_kept_by_component(client, url, draft):
    answer = client.post(
        url, {"paper.land_papers": [a_pdf(), a_picture()], "paper.exploitation_plan": a_pdf()}
    )
    assert answer.status_code == 302
    assert sorted(kept(draft)) == ["exploitation_plan", "land_papers", "land_papers"]


@pytest.mark.parametrize(
    ("content", "status", "sentence"),
    [
        (b"MZ program", 400, "Tệp phải là PDF, JPEG hoặc PNG."),
        (b"%PDF-1.7 broken", 400, "Tệp PDF bị hỏng"),
        (b"%PDF-" + b"x" * 4000, 413, "Tệp lớn hơn"),
    ],
)
def test_wrong_file_is_refused_by_content_beside_its_box(
    client, url, draft, settings, content, status, sentence
):
    settings.UPLOAD_MAX_BYTES = 3000
    fake = SimpleUploadedFile("giay to.pdf", content, "application/pdf")
    answer = client.post(url, {"paper.land_papers": fake, "paper.exploitation_plan": a_pdf()})
    assert answer.status_code == status
    page = answer.content.decode()
    assert '<a href="#paper-land_papers">' in page
    assert 'id="paper-land_papers-error"' in page
    assert f"– Tệp “giay to.pdf”: {sentence}" in words(answer)
    assert kept(draft) == ["exploitation_plan"]  # the right one is not lost


def test_paper_can_be_taken_back(client, url, draft):
    client.post(url, {"paper.land_papers": a_pdf()})
    paper = draft.papers.get()
    answer = client.post(url, {"remove": str(paper.public_id)})
    assert answer.status_code == 302
    assert kept(draft) == []


@pytest.mark.parametrize("name", ["khong-phai-ma", "01a20431-c31f-7f08-8d9e-87e6a79a1d45"])
def test_taking_back_what_is_not_there_is_not_found(client, url, name):
    assert client.post(url, {"remove": name}).status_code == 404


def test_going_on_without_a_required_paper_says_which(client, url):
    answer = client.post(url, {"then": "check", "paper.land_papers": a_pdf()})
    assert answer.status_code == 400
    assert "Hãy tải lên: Phương án khai thác bến thủy nội địa." in words(answer)
    assert "Hãy tải lên: Giấy tờ về sử dụng đất" not in words(answer)


def test_going_on_with_all_papers_leads_to_the_check(client, url):
    answer = client.post(
        url,
        {"then": "check", "paper.land_papers": a_pdf(), "paper.exploitation_plan": a_pdf()},
    )
    assert answer.headers["Location"] == url.replace("giay-to", "kiem-tra")


def test_paper_of_another_component_is_refused(client, url, draft):
    answer = client.post(url, {"paper.request_form": a_pdf()})
    assert answer.status_code == 400
    assert kept(draft) == []
