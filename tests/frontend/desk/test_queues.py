"""The queue page: who sees what, filtered and counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from procedures.dossiers import queues
from procedures.dossiers.queues import Filter, lines
from tests.factories import dossiers as make

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db
QUEUE = "/can-bo/hang-doi"


def codes(client: Client, **asked: str) -> list[str | None]:
    return [line.dossier.code for line in client.get(QUEUE, asked).context["lines"]]


def test_clerk_sees_what_waits_at_the_desk(signed_in: Callable[[str], Client]) -> None:
    dossier = make.a_submitted()
    make.at_appraisal()
    make.a_submitted(agency=make.THUY_NGUYEN)
    client = signed_in("clerk-hongbang")
    assert codes(client) == [dossier.code]
    page = client.get(QUEUE).content.decode()
    for words in (str(dossier.code), "Nguyễn Văn An", "Kiểm tra hồ sơ", "Hàng đợi"):
        assert words in page


@pytest.mark.parametrize(
    ("account", "status"),
    [("officer-hongbang", 200), ("city-leader", 200), ("citizen-an", 403)],
)
def test_queue_is_for_staff(signed_in: Callable[[str], Client], account: str, status: int) -> None:
    assert signed_in(account).get(QUEUE).status_code == status


def test_queue_needs_a_sign_in(client: Client) -> None:
    answer = client.get(QUEUE)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/dang-nhap")


def test_search_ignores_diacritics(signed_in: Callable[[str], Client]) -> None:
    an, binh = make.a_submitted(), make.pay(make.a_submitted(by="citizen-binh"))
    client = signed_in("clerk-hongbang")
    assert codes(client, search="tran thi BINH") == [binh.code]
    assert codes(client, search=str(an.code)) == [an.code]
    answer = client.get(QUEUE, {"search": "không ai cả"})
    assert "Không có hồ sơ nào khớp" in answer.content.decode()


def test_filter_keeps_one_procedure(signed_in: Callable[[str], Client]) -> None:
    make.a_submitted()
    berth = make.a_submitted(make.BERTH)
    client = signed_in("clerk-hongbang")
    assert codes(client, procedure=make.BERTH) == [berth.code]
    assert codes(client, desk="leadership") == []


def test_most_urgent_comes_first_with_its_clock(
    signed_in: Callable[[str], Client], clock_at: Callable[[str], datetime]
) -> None:
    clock_at("2026-11-23T09:00")
    slow = make.a_submitted(make.BERTH)
    quick = make.a_submitted()
    waiting = make.request_supplement(make.a_submitted())
    clock_at("2026-11-25T11:00")
    context = signed_in("clerk-hongbang").get(QUEUE).context
    seen = [(line.dossier.code, line.clock["state"]) for line in context["lines"]]
    assert seen == [(quick.code, "late"), (slow.code, "due_soon"), (waiting.code, "paused")]
    assert [(tab.words, tab.count) for tab in context["tabs"]] == [
        ("Tất cả", "3"),
        ("Quá hạn", "1"),
        ("Sắp đến hạn", "1"),
        ("Tạm dừng tính thời hạn", "1"),
    ]
    assert context["lines"][2].holds == ["Chờ bổ sung hồ sơ"]


SIGN_IN = 3  # the session, the user, their posts


@pytest.mark.parametrize("size", [1, 3])
def test_queue_costs_four_queries_beyond_sign_in(
    signed_in: Callable[[str], Client],
    django_assert_num_queries: DjangoAssertNumQueries,
    size: int,
) -> None:
    client = signed_in("clerk-hongbang")
    queues.save_view(make.who("clerk-hongbang"), "Của tôi", Filter(who="me"))
    for _ in range(size):
        make.request_supplement(make.a_submitted())
    client.get(QUEUE)
    # Dossiers, their holds, saved views, all counts.
    with django_assert_num_queries(SIGN_IN + 4):
        client.get(QUEUE)


def test_queue_goes_from_page_to_page_and_back(
    signed_in: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "PAGE_SIZE", 1)
    both = {make.a_submitted().code for _ in range(2)}
    client = signed_in("clerk-hongbang")
    first = client.get(QUEUE, {"channel": "online"})
    second = client.get(first.context["pages"]["next"]["href"])
    seen = [page.context["lines"][0].dossier.code for page in (first, second)]
    assert set(seen) == both
    assert "next" not in second.context["pages"]
    again = client.get(second.context["pages"]["previous"]["href"])
    assert again.context["lines"][0].dossier.code == seen[0]
    assert again.context["filter"].channel == "online"


def test_each_condition_can_be_taken_away(signed_in: Callable[[str], Client]) -> None:
    client = signed_in("clerk-hongbang")
    page = client.get(QUEUE, {"who": "nobody", "search": "an", "clock": "purple"})
    tags = page.context["tags"]
    assert [(tag["label"], tag["text"]) for tag in tags] == [
        ("Người xử lý", "Chưa phân công"),
        ("Tìm", "an"),
    ]
    assert tags[0]["href"] == f"{QUEUE}?search=an"


def test_only_staff_pages_load_the_staff_sheet(signed_in: Callable[[str], Client]) -> None:
    assert b"frontend/desk.css" in signed_in("clerk-hongbang").get(QUEUE).content
    assert b"frontend/desk.css" not in signed_in("citizen-an").get("/ho-so").content


def test_enter_opens_the_first_file(signed_in: Callable[[str], Client]) -> None:
    make.a_submitted()
    make.a_submitted()
    page = signed_in("clerk-hongbang").get(QUEUE).content.decode()
    assert page.count("autofocus") == 1
    assert page.index("autofocus") < page.index("/can-bo/ho-so/", page.index("autofocus"))
