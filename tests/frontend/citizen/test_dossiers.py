"""The applicant's list and the page of one dossier."""

from uuid import uuid4

import pytest

from payments.actions import record_cash
from portal.core import clock
from tests.factories.dossiers import (
    BERTH,
    a_delivered,
    a_draft,
    a_settled,
    a_submitted,
    an_accepted,
    at_appraisal,
    represented_by,
    request_supplement,
    staff,
    take,
)
from tests.frontend.browsing import browser, words
from tests.procedures.dossiers import situations

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_monday(clock_at):
    clock_at("2026-11-23T09:00")


@pytest.mark.parametrize(
    ("made", "status", "asked"),
    [
        (a_submitted, "Mới đăng ký", "Không có"),
        (
            lambda: a_submitted(by="citizen-binh"),
            "Yêu cầu thực hiện nghĩa vụ tài chính",
            "Nộp phí, lệ phí 16.000 ₫",
        ),
        (
            lambda: request_supplement(a_submitted()),
            "Yêu cầu bổ sung giấy tờ",
            "Bổ sung hồ sơ",
        ),
        (a_settled, "Đã xử lý xong", "Nhận kết quả"),
        (
            lambda: a_settled(answers={"delivery": {"method": "counter"}}),
            "Đã xử lý xong",
            "Đến quầy nhận kết quả",
        ),
        (a_delivered, "Đã trả kết quả", "Không có"),
    ],
)
def test_list_says_status_and_what_is_asked_now(made, status, asked):
    dossier = made()
    page = words(browser(dossier.submitter.user.username).get("/ho-so"))
    assert f"{dossier.code} Cho {dossier.owner_name} {status} {asked}" in page


def test_list_shows_drafts_apart():
    draft = a_draft()
    page = browser("citizen-an").get("/ho-so").content.decode()
    assert f'href="/ho-so/nhap/{draft.public_id}"' in page
    assert "Bạn chưa nộp hồ sơ nào." in page


def test_list_takes_a_fixed_number_of_queries(django_assert_num_queries):
    for _ in range(3):
        a_submitted()
    client = browser("citizen-an")
    with django_assert_num_queries(8):
        client.get("/ho-so")


def test_dossier_page_tells_its_story():
    dossier = an_accepted()
    page = words(browser("citizen-an").get(f"/ho-so/{dossier.code}"))
    assert "Đã tiếp nhận hồ sơ 09:00, 23/11/2026" in page
    assert "Hẹn trả kết quả 17:30, 23/11/2026" in page
    assert "Giấy tiếp nhận hồ sơ và hẹn trả kết quả (PDF), 23/11/2026 – đang lập" in page
    assert dossier.secret in page


def test_dossier_page_takes_a_fixed_number_of_queries(django_assert_num_queries):
    dossier = an_accepted()
    client = browser("citizen-an")
    client.get(f"/ho-so/{dossier.code}")
    with django_assert_num_queries(16):
        client.get(f"/ho-so/{dossier.code}")


def test_open_supplement_shows_what_is_asked():
    dossier = request_supplement(a_submitted(), "Bản chụp giấy khai sinh rõ hơn")
    answer = browser("citizen-an").get(f"/ho-so/{dossier.code}")
    assert "Bản chụp giấy khai sinh rõ hơn" in words(answer)
    assert f'href="/ho-so/{dossier.code}/bo-sung"' in answer.content.decode()


def test_open_fee_leads_to_payment():
    dossier = a_submitted(by="citizen-binh")
    answer = browser("citizen-binh").get(f"/ho-so/{dossier.code}")
    assert "Nộp phí, lệ phí: 16.000 ₫" in words(answer)
    assert f'href="/ho-so/{dossier.code}/thanh-toan"' in answer.content.decode()


@pytest.mark.parametrize("page", ["", "/da-nop", "/bo-sung", "/rut", "/thanh-toan"])
@pytest.mark.parametrize("other", ["citizen-binh", "clerk-thuynguyen", "inspector"])
def test_dossier_of_somebody_else_is_not_found(page, other):
    dossier = a_submitted(by="citizen-an")
    assert browser(other).get(f"/ho-so/{dossier.code}{page}").status_code == 404


def test_unknown_dossier_is_not_found():
    assert browser("citizen-an").get("/ho-so/H24.21.22-261123-9999").status_code == 404


def test_representative_sees_the_dossier_of_the_organisation():
    dossier = a_submitted(
        BERTH,
        by="citizen-cuong",
        on_behalf_of=represented_by_after_load("citizen-cuong"),
        answers={
            "applicant": {"kind": "enterprise"},
            "organisation": {
                "name": "Công ty TNHH Vận tải thủy Bạch Đằng Giang",
                "tax_code": "0299500013",
                "address": "Số 102 đường Bạch Đằng, phường Thuỷ Nguyên",
                "representative": "Phạm Quốc Cường",
                "position": "Giám đốc",
            },
        },
    )
    client = browser("citizen-cuong")
    assert dossier.code in words(client.get("/ho-so"))
    assert client.get(f"/ho-so/{dossier.code}").status_code == 200


def test_staff_are_shown_their_own_page_of_the_case():
    dossier = a_submitted()
    answer = browser("clerk-hongbang").get(f"/ho-so/{dossier.code}")
    assert answer.headers["Location"] == f"/can-bo/ho-so/{dossier.code}"
    assert browser("clerk-hongbang").get("/ho-so").headers["Location"] == "/can-bo/hang-doi"


def test_messages_are_shown_then_marked_as_read():
    dossier = a_submitted()
    dossier.submitter.notices.create(
        event_id=uuid4(),
        dossier_code=dossier.code,
        title="Đã tiếp nhận hồ sơ",
        text="Hẹn trả 17:30.",
        created_at=clock.now(),
    )
    client = browser("citizen-an")
    assert "Mới Đã tiếp nhận hồ sơ Hẹn trả 17:30." in words(client.get("/ho-so"))
    assert client.post("/thong-bao/da-doc").headers["Location"] == "/ho-so"
    page = client.get("/ho-so")
    assert "Đã tiếp nhận hồ sơ Hẹn trả 17:30." in words(page)
    assert "Đánh dấu đã đọc" not in words(page)


def represented_by_after_load(account):
    browser()
    return represented_by(account)


def test_refused_dossier_says_why_and_what_to_do():
    dossier = take(a_submitted(), "refuse_intake", "clerk", reason="Nộp sai nơi giải quyết.")
    client = browser("citizen-an")
    page = client.get(f"/ho-so/{dossier.code}")
    assert "Lý do: Nộp sai nơi giải quyết." in words(page)
    assert f'href="/thu-tuc/{dossier.procedure.code}/nop"' in page.content.decode()
    assert "Trả lời tiếp nhận trước" not in words(page)
    assert "Đã kết thúc" in words(client.get("/ho-so"))


def test_paid_fee_is_not_asked_for_again():
    dossier = a_submitted(by="citizen-binh")
    record_cash(dossier.pk, actor=staff("cashier", dossier), seen_amount=16_000)
    page = words(browser("citizen-binh").get(f"/ho-so/{dossier.code}"))
    assert "Nộp phí, lệ phí: 16.000" not in page
    assert "Chưa nộp phí" not in page


def test_a_refusal_on_the_merits_does_not_look_like_success():
    refused = take(at_appraisal(), "propose_refusal", "officer", reason="Không có trong sổ.")
    settled = take(take(refused, "sign", "leader"), "settle", "registry")
    page = words(browser("citizen-an").get(f"/ho-so/{settled.code}"))
    assert "Cơ quan từ chối giải quyết hồ sơ này" in page
    assert "Không có trong sổ." in page
    assert "quyền khiếu nại" in page
    assert "từ chối" in words(browser("citizen-an").get("/ho-so"))


def test_a_stopped_dossier_says_why_and_promises_no_day():
    stopped = situations.sent(at_appraisal(), "stop", "leader", reason="Có tranh chấp.")
    answer = browser("citizen-an").get(f"/ho-so/{stopped.code}")
    assert "Có tranh chấp." in words(answer)
    assert 'key">Hẹn trả kết quả' not in answer.content.decode()
