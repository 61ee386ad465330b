"""A leader's first page, instructions, and who has how much."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from portal.accounts import actions as accounts
from portal.accounts import actors
from portal.accounts.models import StaffMember
from portal.core import clock
from portal.core.journal.models import Event
from procedures.dossiers.models import Instruction
from tests.factories import dossiers as make
from tests.frontend.browsing import browser

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db
TODAY, WORKLOAD = "/lanh-dao/hom-nay", "/can-bo/khoi-luong"


@pytest.fixture
def signed_in() -> Callable[[str], Client]:
    """Give each account a browser of its own: these stories have several people."""
    return browser


@pytest.fixture(autouse=True)
def _monday(clock_at: Callable[[str], datetime]) -> None:
    clock_at("2026-11-23T09:00")
    make.the_portal()


@pytest.mark.parametrize("page", [TODAY, WORKLOAD])
@pytest.mark.parametrize(
    ("account", "status"),
    [
        ("leader-hongbang", 200),
        ("head-hongbang", 200),
        ("clerk-hongbang", 403),
        ("citizen-an", 403),
        ("inspector", 403),
    ],
)
def test_these_pages_are_for_who_leads(
    signed_in: Callable[[str], Client], page: str, account: str, status: int
) -> None:
    assert signed_in(account).get(page).status_code == status


def test_a_leaders_work_begins_with_today(signed_in: Callable[[str], Client]) -> None:
    page = signed_in("leader-hongbang").get("/").content.decode()
    assert page.index(TODAY) < page.index("/can-bo/hang-doi")
    assert TODAY not in signed_in("clerk-hongbang").get("/").content.decode()


def test_what_will_be_late_is_shown_with_where_it_lies_and_why(
    signed_in: Callable[[str], Client], clock_at: Callable[[str], datetime]
) -> None:
    at_work = make.at_appraisal()
    other = make.a_submitted(agency=make.THUY_NGUYEN)
    clock_at("2026-11-26T09:00")
    answer = signed_in("leader-hongbang").get(TODAY)
    page = answer.content.decode()
    for words in (str(at_work.code), "Bùi Đức Thắng", "Tra cứu, lập bản sao", "Quá thời gian"):
        assert words in page
    assert answer.context["late"] == 1
    assert str(other.code) not in page
    officer = StaffMember.objects.get(code="hp-hongbang-07")
    alone = signed_in("leader-hongbang").get(TODAY, {"who": str(officer.pk)})
    assert alone.context["risks"] == []
    assert signed_in("leader-hongbang").get(TODAY, {"who": "9" * 40}).status_code == 200


def test_what_is_asked_of_the_leader_stands_first(signed_in: Callable[[str], Client]) -> None:
    to_sign = make.an_appraised()
    late = make.at_appraisal()
    make.take(
        late,
        "extend",
        "officer",
        new_due="2026-12-01",
        late_reason="workload",
        reason="Hồ sơ tăng đột biến.",
    )
    context = signed_in("leader-hongbang").get(TODAY).context
    assert [one.code for one in context["to_sign"]] == [to_sign.code]
    assert [one.dossier.code for one in context["requests"]] == [late.code]


@pytest.mark.parametrize("many", [1, 4])
def test_the_page_costs_the_same_however_much_is_late(
    signed_in: Callable[[str], Client],
    clock_at: Callable[[str], datetime],
    django_assert_num_queries: DjangoAssertNumQueries,
    many: int,
) -> None:
    for _ in range(many):
        make.at_appraisal()
    clock_at("2026-11-26T09:00")
    client = signed_in("leader-hongbang")
    client.get(TODAY)
    with django_assert_num_queries(11):
        client.get(TODAY)


def instruct(client: Client, code: str, **said: str) -> int:
    asked = {"to": "staff:hp-hongbang-02", "text": "Trả lời trước.", "due_on": "2026-11-25", **said}
    return client.post(f"/lanh-dao/chi-dao/{code}", asked).status_code


def test_an_instruction_is_given_read_and_answered(signed_in: Callable[[str], Client]) -> None:
    dossier = make.at_appraisal()
    leader = signed_in("leader-hongbang")
    form = leader.get(f"/lanh-dao/chi-dao/{dossier.code}").content.decode()
    assert 'value="staff:hp-hongbang-02" selected' in form
    assert instruct(leader, str(dossier.code), text="Làm rõ số đăng ký.") == 302
    given = Instruction.objects.get()
    assert given.due_at == clock.parse("2026-11-25T17:30")
    assert "Làm rõ số đăng ký." in leader.get(TODAY).content.decode()
    officer = signed_in("officer-hongbang")
    page = f"/can-bo/chi-dao/{given.pk}"
    assert "Làm rõ số đăng ký." in officer.get(page).content.decode()
    assert officer.post(page, {"answer": ""}).status_code == 400
    assert officer.post(page, {"answer": "Đã xác minh, đúng."}).status_code == 302
    assert officer.post(page, {"answer": "Lần nữa"}).status_code == 409
    given.refresh_from_db()
    assert (given.answer, str(given.done_by)) == ("Đã xác minh, đúng.", "Bùi Đức Thắng")
    facts = Event.objects.filter(name__startswith="dossier.instruct").order_by("recorded_at", "id")
    assert [fact.name for fact in facts] == ["dossier.instructed", "dossier.instruction_done"]
    assert all("Làm rõ" not in str(fact.data) for fact in facts)


@pytest.mark.parametrize(
    "said",
    [
        {"text": " "},
        {"to": "staff:hp-thuynguyen-02"},
        {"to": "desk:nowhere"},
        {"to": ""},
        {"due_on": "2026-11-22"},
        {"due_on": "2026-11-24"},
        {"due_on": "2026-11-20"},
        {"due_on": "mai"},
    ],
)
def test_an_instruction_that_makes_no_sense_is_refused(
    signed_in: Callable[[str], Client], said: dict[str, str]
) -> None:
    dossier = make.at_appraisal()
    assert instruct(signed_in("leader-hongbang"), str(dossier.code), **said) == 400
    assert not Instruction.objects.exists()


def test_only_who_leads_the_agency_instructs_and_only_the_addressee_answers(
    signed_in: Callable[[str], Client],
) -> None:
    dossier = make.at_appraisal()
    assert instruct(signed_in("officer-hongbang"), str(dossier.code)) == 403
    assert instruct(signed_in("leader-thuynguyen"), str(dossier.code)) == 404
    instruct(signed_in("leader-hongbang"), str(dossier.code), to="desk:one_stop")
    page = f"/can-bo/chi-dao/{Instruction.objects.get().pk}"
    for account, status in (
        ("registry-hongbang", 403),
        ("clerk-thuynguyen", 404),
        ("citizen-an", 404),
        ("clerk-hongbang", 302),
    ):
        assert signed_in(account).post(page, {"answer": "Xong"}).status_code == status


def test_a_stand_in_answers_for_the_absent(signed_in: Callable[[str], Client]) -> None:
    dossier = make.at_appraisal()
    instruct(signed_in("leader-hongbang"), str(dossier.code))
    member = StaffMember.objects.select_related("agency").get(code="hp-hongbang-02")
    accounts.record_absence(
        member,
        substitute=StaffMember.objects.get(code="hp-hongbang-06"),
        starts=clock.today(),
        ends=clock.today(),
        reason="duty",
        actor=actors.staff(member),
    )
    page = f"/can-bo/chi-dao/{Instruction.objects.get().pk}"
    assert signed_in("head-hongbang").post(page, {"answer": "Xong"}).status_code == 302


def test_workload_counts_by_person_and_step(
    signed_in: Callable[[str], Client], clock_at: Callable[[str], datetime]
) -> None:
    for _ in range(3):
        make.at_appraisal()
    make.a_submitted()
    clock_at("2026-11-26T09:00")
    answer = signed_in("head-hongbang").get(WORKLOAD)
    groups = {group["name"]: group for group in answer.context["groups"]}
    assert groups["Bùi Đức Thắng"]["open"] == 2
    assert groups["Bùi Đức Thắng"]["late"] == 2
    assert groups["Phạm Ngọc Diệp"]["open"] == 1
    assert any(name.startswith("Chưa phân công") for name in groups)
    assert answer.context["totals"]["open"] == 4
    assert "who=" in answer.content.decode()


def test_nobody_is_asked_to_sign_what_they_cannot(signed_in: Callable[[str], Client]) -> None:
    make.an_appraised()
    assert signed_in("head-hongbang").get(TODAY).context["to_sign"] == []
