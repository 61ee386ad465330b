"""The case page: the whole dossier for its agency, nothing for others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from procedures.dossiers import actions
from tests.factories import dossiers as make

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from procedures.dossiers.models import Dossier

pytestmark = pytest.mark.django_db


def page(client: Client, dossier: Dossier) -> str:
    return client.get(f"/can-bo/ho-so/{dossier.code}").content.decode()


def test_clerk_reads_answers_papers_and_story(signed_in: Callable[[str], Client]) -> None:
    dossier = make.a_submitted(make.BERTH, by="citizen-cuong")
    paper = dossier.papers.all()[0]
    text = page(signed_in("clerk-hongbang"), dossier)
    assert "Bến Kiền" in text
    assert f"/ho-so/{dossier.code}/giay-to/{paper.public_id}" in text
    assert "Đã nộp hồ sơ" in text


@pytest.mark.parametrize(
    ("account", "status"),
    [
        ("clerk-hongbang", 200),
        ("leader-hongbang", 200),
        ("clerk-thuynguyen", 404),
        ("city-leader", 404),
        ("citizen-an", 403),
        ("citizen-binh", 403),
    ],
)
def test_case_is_for_its_agency(
    signed_in: Callable[[str], Client], account: str, status: int
) -> None:
    dossier = make.a_submitted()
    client = signed_in(account)
    assert client.get(f"/can-bo/ho-so/{dossier.code}").status_code == status


def test_unknown_dossier_is_not_found(signed_in: Callable[[str], Client]) -> None:
    client = signed_in("clerk-hongbang")
    assert client.get("/can-bo/ho-so/H24.21.22-261123-9999").status_code == 404


def test_cashier_sees_the_fee_and_not_the_contents(signed_in: Callable[[str], Client]) -> None:
    dossier = make.a_submitted(by="citizen-binh")
    text = page(signed_in("cashier-hongbang"), dossier)
    assert "16.000" in text
    assert "Thu phí, lệ phí" in text
    assert "Nội dung kê khai" not in text
    assert "125/1985" not in text


def test_action_of_one_click_posts_the_version(signed_in: Callable[[str], Client]) -> None:
    dossier = make.a_submitted()
    text = page(signed_in("clerk-hongbang"), dossier)
    assert f'action="/can-bo/ho-so/{dossier.code}/accept"' in text
    assert f'name="version" value="{dossier.version}"' in text
    assert f'href="/can-bo/ho-so/{dossier.code}/request_supplement"' in text


def test_blocked_action_is_a_sentence_not_a_button(signed_in: Callable[[str], Client]) -> None:
    dossier = make.a_submitted(by="citizen-binh")
    text = page(signed_in("clerk-hongbang"), dossier)
    assert "Chưa thể “Tiếp nhận hồ sơ”: Chưa nộp phí, lệ phí: 16.000\xa0₫." in text
    assert f'action="/can-bo/ho-so/{dossier.code}/accept"' not in text
    assert "disabled" not in text


def test_whoever_has_nothing_to_do_is_told(signed_in: Callable[[str], Client]) -> None:
    assert "Bạn không có việc phải làm" in page(signed_in("officer-hongbang"), make.a_submitted())


def test_supplement_shows_what_was_asked(signed_in: Callable[[str], Client]) -> None:
    dossier = make.request_supplement(make.a_submitted(), "Bản chụp giấy khai sinh rõ nét")
    text = page(signed_in("clerk-hongbang"), dossier)
    assert "Bản chụp giấy khai sinh rõ nét" in text
    assert "Bản chụp bị mờ" in text


def test_documents_are_offered_once_they_are_made(signed_in: Callable[[str], Client]) -> None:
    dossier = make.a_settled()
    client = signed_in("clerk-hongbang")
    assert "Giấy tiếp nhận hồ sơ và hẹn trả kết quả (đang lập)" in page(client, dossier)
    slip = dossier.slips.first()
    slip.ready_at = dossier.accepted_at
    slip.save()
    assert f"/ho-so/{dossier.code}/phieu/{slip.public_id}" in page(client, dossier)


def test_due_date_is_explained(signed_in: Callable[[str], Client]) -> None:
    dossier = make.an_accepted()
    text = page(signed_in("clerk-hongbang"), dossier)
    assert "Cách tính ngày hẹn trả" in text
    assert dossier.due_derivation[0]["text"] in text


def test_case_takes_a_fixed_number_of_queries(
    signed_in: Callable[[str], Client], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    dossier = make.at_appraisal(make.BERTH)
    client = signed_in("officer-hongbang")
    page(client, dossier)
    with django_assert_num_queries(25):
        page(client, dossier)


def test_desk_reads_what_people_wrote(signed_in: Callable[[str], Client]) -> None:
    dossier = make.request_supplement(make.a_submitted())
    actions.answer_supplement(
        dossier,
        actor=make.who("citizen-an"),
        seen_version=dossier.version,
        note="Bản gốc đang ở cơ quan khác",
    )
    text = page(signed_in("clerk-hongbang"), dossier)
    assert "Bản gốc đang ở cơ quan khác" in text
    assert "Người nộp, " in text
    assert "Bản gốc" not in page(signed_in("cashier-hongbang"), dossier)


def test_answers_that_differ_from_the_identity_are_named(
    signed_in: Callable[[str], Client],
) -> None:
    moved = {"applicant": {"address": "Số 9 đường Mới, phường Hồng Bàng"}}
    clerk = signed_in("clerk-hongbang")
    text = page(clerk, make.a_submitted(make.BERTH, answers=moved))
    assert "Khác thông tin định danh" in text
    assert "Số 9 đường Mới, phường Hồng Bàng (định danh: " in text
    assert "Khác thông tin định danh" not in page(clerk, make.a_submitted())


def test_answered_supplement_still_says_what_was_asked(
    signed_in: Callable[[str], Client], clock_at: Callable[[str], datetime]
) -> None:
    clock_at("2026-11-23T09:00")
    dossier = make.a_submitted(make.BERTH)
    clock_at("2026-11-23T10:00")
    dossier = make.request_supplement(dossier, "Bản đồ vị trí bến")
    assert "Hướng dẫn: Chụp lại đủ bốn góc" in page(signed_in("clerk-hongbang"), dossier)
    applicant = make.who("citizen-an")
    clock_at("2026-11-23T11:00")
    actions.add_paper(dossier, "requested", make.a_pdf("bản đồ.pdf"), actor=applicant)
    actions.answer_supplement(dossier, actor=applicant, seen_version=dossier.version)
    text = page(signed_in("clerk-hongbang"), dossier)
    assert "<li>Bản đồ vị trí bến</li>" in text
    assert text.count("Bổ sung\n</strong>") == 1 or text.count(">Bổ sung</strong>") == 1


def test_return_by_the_leader_is_said_first(signed_in: Callable[[str], Client]) -> None:
    dossier = make.take(make.an_appraised(), "send_back", "leader", reason="Cần nêu rõ số sổ.")
    client = signed_in("officer-hongbang")
    text = page(client, dossier)
    assert text.index("Lãnh đạo trả lại") < text.index("Việc cần làm")
    assert text.index("Cần nêu rõ số sổ.") < text.index("Việc cần làm")
    assert "Lãnh đạo trả lại" in client.get("/can-bo/hang-doi").content.decode()
    proposed = make.take(dossier, "propose_grant", "officer")
    assert "Lãnh đạo trả lại" not in page(signed_in("leader-hongbang"), proposed)


@pytest.mark.parametrize(
    ("make_it", "account", "is_open"),
    [(make.at_appraisal, "officer-hongbang", False), (make.an_appraised, "leader-hongbang", True)],
)
def test_who_proposes_or_signs_reads_the_result_first(
    signed_in: Callable[[str], Client],
    make_it: Callable[[str], Dossier],
    account: str,
    is_open: bool,
) -> None:
    dossier = make_it(make.BERTH)
    text = page(signed_in(account), dossier)
    assert "Xem trước: Quyết định công bố hoạt động bến thủy nội địa" in text
    assert "Công bố hoạt động bến thủy nội địa Bến Kiền" in text
    assert ('<details class="govuk-details" open>' in text) == is_open
    assert "Xem trước" not in page(signed_in("clerk-hongbang"), dossier)


def test_what_was_written_for_a_register_by_hand_stands_before_the_leader(
    signed_in: Callable[[str], Client], clock_at: Callable[[str], datetime]
) -> None:
    clock_at("2026-11-23T09:00")
    birth = make.at_appraisal(make.BIRTH)
    birth = make.take(birth, "ask_number", "officer")
    said = {"outcome": "done", "report": "Công văn số 15.", "value": "031226123456"}
    birth = make.take(birth, f"report_task.{birth.tasks.get().pk}", "officer", **said)
    birth = make.take(birth, "propose_grant", "officer")
    text = page(signed_in("leader-hongbang"), birth)
    assert "Số định danh cá nhân 031226123456 được ghi bằng tay" in text
    assert "Ghi bằng tay, cơ sở dữ liệu chưa trả lời:" in text
    assert "Công văn số 15." in text
