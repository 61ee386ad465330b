"""Supplements, withdrawals, and receiving a result online."""

import pytest

from portal.core.errors import InvalidInput
from portal.core.journal.models import Event
from procedures.dossiers import actions
from tests.factories.dossiers import (
    BERTH,
    BIRTH,
    a_draft,
    a_pdf,
    a_picture,
    a_settled,
    a_submitted,
    an_accepted,
    at_appraisal,
    request_supplement,
    take,
    who,
)
from tests.frontend.browsing import browser, version_on, words
from tests.procedures.dossiers.situations import wishing

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_monday(clock_at):
    clock_at("2026-11-23T09:00")


@pytest.fixture
def asked(clock_at):
    dossier = a_submitted(BERTH)
    clock_at("2026-11-23T10:00")
    dossier = request_supplement(dossier, "Bản đồ vị trí bến")
    clock_at("2026-11-23T11:00")
    return dossier


def test_supplement_page_shows_what_is_asked(asked):
    page = words(browser("citizen-an").get(f"/ho-so/{asked.code}/bo-sung"))
    assert "Bản đồ vị trí bến" in page
    assert "Phương án khai thác bến thủy nội địa" in page


def test_the_term_of_a_supplement_stands_on_both_pages(asked):
    client = browser("citizen-an")
    for url in (f"/ho-so/{asked.code}", f"/ho-so/{asked.code}/bo-sung"):
        page = words(client.get(url))
        assert "Hãy bổ sung trước 17:30, 08/12/2026." in page
        assert "cơ quan có thể không tiếp nhận hồ sơ" in page


def test_supplement_takes_papers_and_a_note(asked):
    client = browser("citizen-an")
    url = f"/ho-so/{asked.code}/bo-sung"
    client.post(url, {"upload": "yes", "paper.exploitation_plan": a_pdf("bản đồ.pdf", pages=2)})
    page = client.get(url)
    assert "bản đồ.pdf" in words(page)
    answer = client.post(url, {"then": "send", "version": version_on(page), "note": "Đã bổ sung"})
    assert answer.headers["Location"] == f"/ho-so/{asked.code}"
    assert "Đã gửi phần bổ sung" in words(client.get(f"/ho-so/{asked.code}"))
    hold = asked.holds.get(kind="supplement")
    assert hold.closed_at is not None
    assert "Đã bổ sung" in words(client.get(f"/ho-so/{asked.code}"))


def test_paper_that_no_component_names_has_a_place(clock_at):
    dossier = a_submitted()
    clock_at("2026-11-23T10:00")
    dossier = request_supplement(dossier, "Ảnh chụp rõ số")
    client = browser("citizen-an")
    url = f"/ho-so/{dossier.code}/bo-sung"
    page = client.get(url)
    assert 'name="paper.requested"' in page.content.decode()
    sent = {"then": "send", "version": version_on(page), "paper.requested": a_picture("số.png")}
    assert client.post(url, sent).headers["Location"] == f"/ho-so/{dossier.code}"
    page = words(client.get(f"/ho-so/{dossier.code}"))
    assert "Giấy tờ theo yêu cầu bổ sung số.png" in page


def test_draft_takes_no_paper_that_no_component_names():
    with pytest.raises(InvalidInput, match="không cần giấy tờ đó"):
        actions.add_paper(a_draft(BERTH), "requested", a_pdf(), actor=who("citizen-an"))


def test_empty_supplement_is_asked_again(asked):
    client = browser("citizen-an")
    answer = client.post(
        f"/ho-so/{asked.code}/bo-sung", {"then": "send", "version": asked.version, "note": " "}
    )
    assert answer.status_code == 400
    assert '<a href="#note">' in answer.content.decode()
    assert asked.holds.get(kind="supplement").closed_at is None


def test_wrong_file_keeps_the_note_and_sends_nothing(asked):
    client = browser("citizen-an")
    wrong = a_pdf()
    wrong.seek(0)
    wrong.write(b"XXXXX")
    wrong.seek(0)
    answer = client.post(
        f"/ho-so/{asked.code}/bo-sung",
        {
            "then": "send",
            "version": asked.version,
            "note": "Gửi kèm bản đồ",
            "paper.exploitation_plan": wrong,
        },
    )
    assert answer.status_code == 400
    assert "Gửi kèm bản đồ" in words(answer)
    assert asked.holds.get(kind="supplement").closed_at is None


def test_what_the_desk_has_seen_cannot_be_taken_back(asked):
    client = browser("citizen-an")
    url = f"/ho-so/{asked.code}/bo-sung"
    assert 'name="remove"' not in client.get(url).content.decode()
    seen = asked.papers.first()
    assert client.post(url, {"remove": str(seen.public_id)}).status_code == 404
    client.post(url, {"paper.land_papers": a_pdf("mới.pdf", pages=3)})
    assert client.get(url).content.decode().count('name="remove"') == 1


def test_supplement_that_nobody_asked_for_is_refused():
    dossier = a_submitted()
    answer = browser("citizen-an").get(f"/ho-so/{dossier.code}/bo-sung")
    assert answer.status_code == 409
    assert "không có yêu cầu bổ sung" in words(answer)


def test_withdrawing_needs_a_reason():
    dossier = a_submitted()
    client = browser("citizen-an")
    url = f"/ho-so/{dossier.code}/rut"
    answer = client.post(url, {"version": dossier.version, "reason": " "})
    assert answer.status_code == 400
    assert "Hãy cho biết vì sao bạn rút hồ sơ." in words(answer)
    answer = client.post(url, {"version": dossier.version, "reason": "Nộp nhầm nơi"})
    assert answer.headers["Location"] == f"/ho-so/{dossier.code}"
    dossier.refresh_from_db()
    assert dossier.stage == "withdrawn"
    assert "Nộp nhầm nơi" in words(client.get(f"/ho-so/{dossier.code}"))


def test_accepted_dossier_is_withdrawn_by_a_wish_that_the_agency_answers():
    dossier = an_accepted()
    client = browser("citizen-an")
    url = f"/ho-so/{dossier.code}/rut"
    page = client.get(url)
    assert "lãnh đạo cơ quan phải chấp thuận" in words(page)
    client.post(url, {"version": version_on(page), "reason": "Không cần nữa"})
    dossier.refresh_from_db()
    assert (dossier.stage, dossier.open_requests) == ("accepted", 1)
    page = client.get(f"/ho-so/{dossier.code}")
    assert "Bạn đã đề nghị rút hồ sơ" in words(page)
    assert url not in page.content.decode()
    assert client.get(url).status_code == 409


def test_a_wish_to_withdraw_can_be_taken_back():
    dossier = wishing()
    client = browser("citizen-an")
    url = f"/ho-so/{dossier.code}"
    page = client.get(url)
    assert "Không rút hồ sơ nữa" in words(page)
    answer = client.post(f"{url}/thoi-rut", {"version": version_on(page)})
    assert answer.headers["Location"] == url
    page = words(client.get(url))
    assert "Hồ sơ được giải quyết tiếp" in page
    assert "Bạn đã đề nghị rút hồ sơ" not in page
    assert client.get(f"{url}/rut").status_code == 200
    dropped = Event.objects.get(name="dossier.request_dropped")
    assert (dropped.actor, dropped.data["kind"]) == (who("citizen-an").code, "withdraw")
    dossier.refresh_from_db()
    again = client.post(f"{url}/thoi-rut", {"version": dossier.version})
    assert again.status_code == 409


def asked_by_field(dossier, *fields):
    return take(
        dossier,
        "request_supplement",
        "clerk",
        content=["Sửa số đăng ký"],
        reason="Chưa khớp bản gốc.",
        guidance="Ghi theo bản gốc.",
        fields=list(fields),
    )


def test_supplement_page_opens_only_what_was_asked():
    dossier = asked_by_field(a_submitted(), "/registration/number")
    page = browser("citizen-an").get(f"/ho-so/{dossier.code}/bo-sung").content.decode()
    assert 'name="registration.number"' in page
    assert "(không bắt buộc)" not in page.partition('name="registration.number"')[0]
    assert 'value="125/1985"' in page
    assert 'name="copies.quantity"' not in page
    assert "Phí, lệ phí đã thông báo không thay đổi" in page


def test_asked_answer_is_sent_and_shown_before_and_after():
    dossier = asked_by_field(a_submitted(), "/registration/number")
    client, url = browser("citizen-an"), f"/ho-so/{dossier.code}/bo-sung"
    version = version_on(client.get(url))
    sent = {"version": version, "then": "send", "registration.number": "126/1985"}
    assert client.post(url, sent).status_code == 302
    dossier.refresh_from_db()
    assert dossier.answers["registration"]["number"] == "126/1985"
    case = browser("clerk-hongbang").get(f"/can-bo/ho-so/{dossier.code}").content.decode()
    assert "<del>125/1985</del>" in case
    assert "<ins>126/1985</ins>" in case


def test_wrong_answer_stands_beside_its_question():
    dossier = asked_by_field(a_submitted(), "/copies/quantity")
    client, url = browser("citizen-an"), f"/ho-so/{dossier.code}/bo-sung"
    version = version_on(client.get(url))
    answer = client.post(url, {"version": version, "then": "send", "copies.quantity": "0"})
    assert answer.status_code == 400
    text = answer.content.decode()
    assert 'href="#copies-quantity"' in text
    assert 'value="0"' in text
    assert dossier.holds.get().closed_at is None


def test_supplement_that_changes_nothing_is_asked_again():
    dossier = asked_by_field(a_submitted(), "/registration/number")
    client, url = browser("citizen-an"), f"/ho-so/{dossier.code}/bo-sung"
    sent = {"version": version_on(client.get(url)), "then": "send"}
    answer = client.post(url, {**sent, "registration.number": "125/1985"})
    assert answer.status_code == 400
    assert "Hãy sửa mục được yêu cầu" in words(answer)
    assert client.post(url, {**sent, "note": "Số này đúng."}).status_code == 302


def test_what_was_asked_comes_back_or_with_a_word_why_not(clock_at):
    berth = a_submitted(BERTH)
    clock_at("2026-11-23T10:00")
    dossier = asked_by_field(berth, "/port/name", "/papers/exploitation_plan")
    client, url = browser("citizen-an"), f"/ho-so/{dossier.code}/bo-sung"
    page = client.get(url)
    sent = {"version": version_on(page), "then": "send", "port.name": "Bến khác"}
    refused = client.post(url, sent)
    assert refused.status_code == 400
    assert 'href="#paper-exploitation_plan"' in refused.content.decode()
    assert "giấy tờ này, hoặc ghi lý do không nộp" in words(refused)
    assert 'href="#port-name"' not in refused.content.decode()
    assert client.post(url, {**sent, "note": "Phương án đang được lập lại."}).status_code == 302


def shown_a_draft():
    """Let the officer show the applicant the draft of a birth certificate."""
    return take(at_appraisal(BIRTH), "ask_confirmation", "officer")


def test_draft_is_shown_and_agreed_to():
    dossier = shown_a_draft()
    client, url = browser("citizen-an"), f"/ho-so/{dossier.code}/xac-nhan"
    assert url in client.get(f"/ho-so/{dossier.code}").content.decode()
    page = client.get(url)
    assert "Nguyễn Văn An" in words(page)
    assert client.post(url, {"version": version_on(page), "answer": "agreed"}).status_code == 302
    case = words(browser("officer-hongbang").get(f"/can-bo/ho-so/{dossier.code}"))
    assert "Đúng, tôi đồng ý" in case
    assert client.get(url).status_code == 409


def test_objection_says_what_is_not_right():
    dossier = shown_a_draft()
    client, url = browser("citizen-an"), f"/ho-so/{dossier.code}/xac-nhan"
    version = version_on(client.get(url))
    answer = client.post(url, {"version": version, "answer": "objected", "note": " "})
    assert answer.status_code == 400
    assert 'href="#note"' in answer.content.decode()
    sent = {"version": version, "answer": "objected", "note": "Sai ngày sinh"}
    assert client.post(url, sent).status_code == 302
    case = words(browser("officer-hongbang").get(f"/can-bo/ho-so/{dossier.code}"))
    assert "Chưa đúng" in case
    assert "Sai ngày sinh" in case


def test_acting_on_what_moved_meanwhile_says_what_changed():
    dossier = a_submitted()
    seen = dossier.version
    request_supplement(dossier)
    client = browser("citizen-an")
    answer = client.post(f"/ho-so/{dossier.code}/rut", {"version": seen, "reason": "Thôi"})
    assert answer.status_code == 409
    assert "Những gì đã thay đổi" in words(answer)
    assert "09:00, 23/11/2026" in words(answer)


def test_result_is_received_online_once():
    dossier = a_settled()
    client = browser("citizen-an")
    page = client.get(f"/ho-so/{dossier.code}")
    assert "/ket-qua/" not in page.content.decode()
    url = f"/ho-so/{dossier.code}/nhan-ket-qua"
    assert client.post(url, {"version": version_on(page)}).status_code == 302
    dossier.refresh_from_db()
    assert dossier.stage == "delivered"
    assert "/ket-qua/" in client.get(f"/ho-so/{dossier.code}").content.decode()
    again = client.post(url, {"version": dossier.version})
    assert again.headers["Location"] == f"/ho-so/{dossier.code}"
    assert Event.objects.filter(name="dossier.delivered").count() == 1


def test_result_for_the_counter_is_not_received_online():
    dossier = a_settled(answers={"delivery": {"method": "counter"}})
    client = browser("citizen-an")
    assert "Nhận kết quả</button>" not in client.get(f"/ho-so/{dossier.code}").content.decode()
    url = f"/ho-so/{dossier.code}/nhan-ket-qua"
    assert client.post(url, {"version": dossier.version}).status_code == 409


@pytest.mark.parametrize(
    ("page", "name", "asked_first"), [("bo-sung", "note", True), ("rut", "reason", False)]
)
def test_what_was_typed_outlives_a_change_meanwhile(page, name, asked_first):
    dossier = request_supplement(a_submitted()) if asked_first else a_submitted()
    answer = browser("citizen-an").post(
        f"/ho-so/{dossier.code}/{page}",
        {"then": "send", "version": dossier.version - 1, name: "Bản sao đã công chứng lại"},
    )
    assert answer.status_code == 409
    assert "Bản sao đã công chứng lại</textarea>" in answer.content.decode()
    assert "Những gì đã thay đổi" in words(answer)
    assert version_on(answer) == str(dossier.version)


def test_note_outlives_the_request_that_it_answers():
    dossier = a_submitted()
    answer = browser("citizen-an").post(
        f"/ho-so/{dossier.code}/bo-sung", {"then": "send", "version": 1, "note": "Đã nộp ở quầy"}
    )
    assert answer.status_code == 409
    assert "Đã nộp ở quầy" in words(answer)


def test_taking_a_paper_back_keeps_the_note(asked):
    client = browser("citizen-an")
    url = f"/ho-so/{asked.code}/bo-sung"
    client.post(url, {"paper.land_papers": a_pdf("mới.pdf", pages=3)})
    paper = asked.papers.get(name="mới.pdf")
    page = client.post(url, {"remove": str(paper.public_id), "note": "Sẽ gửi bản khác"})
    assert "mới.pdf" not in words(page)
    assert "Sẽ gửi bản khác</textarea>" in page.content.decode()


def test_file_past_the_limit_keeps_the_note(asked, settings):
    settings.UPLOAD_MAX_PER_DOSSIER = asked.papers.count()
    answer = browser("citizen-an").post(
        f"/ho-so/{asked.code}/bo-sung",
        {"note": "Gửi kèm bản đồ", "paper.exploitation_plan": a_pdf("thừa.pdf", pages=4)},
    )
    assert answer.status_code == 409
    assert "Gửi kèm bản đồ</textarea>" in answer.content.decode()
    assert "nhận tối đa" in words(answer)
