"""Opening a draft and answering its pages."""

import pytest

from portal.accounts.models import Mandate
from procedures.dossiers.models import Dossier
from tests.factories.dossiers import BERTH, EXTRACT, HONG_BANG, a_draft, a_submitted
from tests.frontend.browsing import browser, version_on, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_monday(clock_at):
    clock_at("2026-11-23T09:00")


def test_start_offers_the_commune_of_the_account():
    page = browser("citizen-an").get(f"/thu-tuc/{EXTRACT}/nop").content.decode()
    assert f'<option value="{HONG_BANG}" selected>Phường Hồng Bàng</option>' in page


def test_start_opens_a_draft_at_the_chosen_agency():
    client = browser("citizen-an")
    answer = client.post(f"/thu-tuc/{EXTRACT}/nop", {"agency": HONG_BANG})
    draft = Dossier.objects.get()
    assert answer.headers["Location"] == f"/ho-so/nhap/{draft.public_id}"
    assert draft.competent_agency.code == HONG_BANG


@pytest.mark.parametrize("agency", ["", " ", "\0"])
def test_start_without_agency_asks_again(agency):
    answer = browser("citizen-an").post(f"/thu-tuc/{EXTRACT}/nop", {"agency": agency})
    assert answer.status_code == 400
    assert '<a href="#agency">Hãy chọn cơ quan giải quyết hồ sơ.</a>' in answer.content.decode()
    assert not Dossier.objects.exists()


def test_staff_cannot_start_a_dossier():
    answer = browser("clerk-hongbang").get(f"/thu-tuc/{EXTRACT}/nop")
    assert answer.status_code == 403


def test_starting_needs_a_sign_in():
    answer = browser().get(f"/thu-tuc/{EXTRACT}/nop")
    assert answer.headers["Location"] == f"/dang-nhap?next=/thu-tuc/{EXTRACT}/nop"


def test_tasks_say_what_is_done():
    client = browser("citizen-an")
    client.post(f"/thu-tuc/{EXTRACT}/nop", {"agency": HONG_BANG})
    page = words(client.get(f"/ho-so/nhap/{Dossier.objects.get().public_id}"))
    assert "Nơi đã đăng ký Đã xong" in page
    assert "Bản sao và cách nhận Chưa làm" in page
    assert "Người yêu cầu Chưa đủ" in page
    assert "Kiểm tra và nộp hồ sơ Chưa thể làm" in page


def test_kept_page_leads_to_the_next():
    client = browser("citizen-an")
    draft = a_draft()
    url = f"/ho-so/nhap/{draft.public_id}"
    answer = client.post(
        f"{url}/document",
        {"version": draft.version, "record.kind": "marriage", "record.whose": "self"},
    )
    assert answer.headers["Location"] == f"{url}/registration"
    draft.refresh_from_db()
    assert draft.answers["record"]["kind"] == "marriage"


def test_wrong_answer_is_shown_again_as_typed():
    client = browser("citizen-an")
    draft = a_draft()
    answer = client.post(
        f"/ho-so/nhap/{draft.public_id}/copies",
        {"version": draft.version, "copies.quantity": "hai <b>", "delivery.method": "online"},
    )
    assert answer.status_code == 400
    page = answer.content.decode()
    assert 'value="hai &lt;b&gt;"' in page
    assert '<a href="#copies-quantity">' in page
    assert page.count("govuk-error-message") == 1
    assert "<title>Lỗi:" in page
    draft.refresh_from_db()
    assert version_on(answer) == str(draft.version)


def test_impossible_date_is_shown_again_part_by_part():
    client = browser("citizen-an")
    draft = a_draft()
    parts = {"day": "31", "month": "2", "year": "1990"}
    answer = client.post(
        f"/ho-so/nhap/{draft.public_id}/registration",
        {
            "version": draft.version,
            "registration.place": "11311",
            **{f"registration.date.{part}": typed for part, typed in parts.items()},
        },
    )
    assert answer.status_code == 400
    page = answer.content.decode()
    assert '<a href="#registration-date-day">' in page
    for part, typed in parts.items():
        assert f'name="registration.date.{part}" type="text" value="{typed}"' in page


def test_older_window_keeps_what_was_typed_and_overwrites_nothing():
    client = browser("citizen-an")
    draft = a_draft()
    url = f"/ho-so/nhap/{draft.public_id}/copies"
    seen = draft.version
    client.post(url, {"version": seen, "copies.quantity": "5", "delivery.method": "online"})
    answer = client.post(
        url, {"version": seen, "copies.quantity": "9", "delivery.method": "online"}
    )
    assert answer.status_code == 409
    assert "đã được lưu ở nơi khác" in words(answer)
    assert 'value="9"' in answer.content.decode()
    assert version_on(answer) == str(seen + 1)
    draft.refresh_from_db()
    assert draft.answers["copies"]["quantity"] == 5


def test_form_without_version_is_refused():
    draft = a_draft()
    url = f"/ho-so/nhap/{draft.public_id}/copies"
    assert browser("citizen-an").post(url, {"copies.quantity": "5"}).status_code == 400


def test_change_from_the_check_goes_back_to_it():
    client = browser("citizen-an")
    draft = a_draft()
    url = f"/ho-so/nhap/{draft.public_id}"
    page = client.get(f"{url}/copies?next=check").content.decode()
    assert '<input type="hidden" name="next" value="check">' in page
    answer = client.post(
        f"{url}/copies",
        {
            "version": draft.version,
            "next": "check",
            "copies.quantity": "3",
            "delivery.method": "online",
        },
    )
    assert answer.headers["Location"] == f"{url}/kiem-tra"


def test_change_that_opens_a_question_goes_to_that_question_first():
    client = browser("citizen-an")
    draft = a_draft()
    url = f"/ho-so/nhap/{draft.public_id}"
    answer = client.post(
        f"{url}/document",
        {
            "version": draft.version,
            "next": "check",
            "record.kind": "birth",
            "record.whose": "other",
        },
    )
    assert answer.headers["Location"] == f"{url}/subject"


def test_save_and_leave_goes_to_the_tasks():
    client = browser("citizen-an")
    draft = a_draft()
    url = f"/ho-so/nhap/{draft.public_id}"
    answer = client.post(
        f"{url}/copies",
        {
            "version": draft.version,
            "then": "list",
            "copies.quantity": "3",
            "delivery.method": "online",
        },
    )
    assert answer.headers["Location"] == url


def test_organisation_page_suggests_what_the_account_knows():
    client = browser("citizen-cuong")
    mandate = Mandate.objects.get(person__user__username="citizen-cuong")
    client.post("/vai-tro", {"for": mandate.pk})
    client.post(f"/thu-tuc/{BERTH}/nop", {"agency": HONG_BANG})
    url = f"/ho-so/nhap/{Dossier.objects.get().public_id}"
    # For an individual the organisation's page is hidden, and what is hidden holds no answers.
    client.post(f"{url}/applicant-kind", {"version": 0, "applicant.kind": "individual"})
    client.post(f"{url}/applicant-kind", {"version": 1, "applicant.kind": "enterprise"})
    page = client.get(f"{url}/organisation").content.decode()
    assert f'value="{mandate.organisation.tax_code}"' in page


@pytest.mark.parametrize("page", ["", "/document", "/giay-to", "/kiem-tra"])
def test_draft_of_somebody_else_is_not_found(page):
    draft = a_draft(by="citizen-an")
    answer = browser("citizen-binh").get(f"/ho-so/nhap/{draft.public_id}{page}")
    assert answer.status_code == 404


@pytest.mark.parametrize("page", ["subject", "khong-co"])
def test_page_that_the_answers_do_not_call_for_is_not_found(page):
    draft = a_draft()
    assert browser("citizen-an").get(f"/ho-so/nhap/{draft.public_id}/{page}").status_code == 404


@pytest.mark.parametrize("page", ["", "/document", "/giay-to", "/kiem-tra"])
def test_draft_that_was_submitted_leads_to_the_dossier(page):
    dossier = a_submitted()
    answer = browser("citizen-an").get(f"/ho-so/nhap/{dossier.public_id}{page}")
    assert answer.headers["Location"] == f"/ho-so/{dossier.code}"


def test_discarded_draft_is_gone():
    client = browser("citizen-an")
    draft = a_draft()
    client.post(f"/ho-so/nhap/{draft.public_id}/xoa")
    assert not Dossier.objects.exists()
    assert "Đã xóa bản nháp" in words(client.get("/ho-so"))


def test_draft_pages_are_not_kept_by_the_browser():
    draft = a_draft()
    answer = browser("citizen-an").get(f"/ho-so/nhap/{draft.public_id}/document")
    assert "no-store" in answer.headers["Cache-Control"]


def test_page_names_where_prefilled_answers_come_from_until_they_are_changed():
    client = browser("citizen-an")
    draft = a_draft()
    url = f"/ho-so/nhap/{draft.public_id}/requester"
    page = words(client.get(url))
    assert page.count("Điền sẵn từ VNeID.") == 4
    assert "Để báo khi có kết quả. Điền sẵn từ VNeID." in page
    birth_date = draft.answers["requester"]["birth_date"].split("-")
    born = dict(zip(("year", "month", "day"), birth_date, strict=True))
    answer = client.post(
        url,
        {
            "version": draft.version,
            "requester.full_name": "Trần Văn Giả",
            "requester.personal_number": draft.answers["requester"]["personal_number"],
            "requester.phone": draft.answers["requester"]["phone"],
            "pledge": "true",
            **{f"requester.birth_date.{part}": value for part, value in born.items()},
        },
    )
    assert answer.status_code == 400
    assert "lấy từ VNeID và phải giữ nguyên: Nguyễn Văn An." in words(answer)
    assert 'value="Trần Văn Giả"' in answer.content.decode()
    assert words(answer).count("Điền sẵn từ VNeID.") == 3
