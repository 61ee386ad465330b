"""The queue page: who sees what, filtered and counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

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
    assert codes(client, q="tran thi BINH") == [binh.code]
    assert codes(client, q=str(an.code)) == [an.code]
    answer = client.get(QUEUE, {"q": "không ai cả"})
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
    assert dict(context["counts"])["Quá hạn"] == 1
    assert context["lines"][2].holds == ["Chờ bổ sung hồ sơ"]


@pytest.mark.parametrize("account", ["cashier-hongbang", "clerk-hongbang"])
def test_counter_sees_the_fees_it_may_take(
    signed_in: Callable[[str], Client], account: str
) -> None:
    owing = make.a_submitted(by="citizen-binh")
    make.a_submitted(by="citizen-binh", agency=make.THUY_NGUYEN)
    answer = signed_in(account).get(QUEUE)
    listed = [(due.dossier_code, amount) for due, amount, _ in answer.context["fees"]]
    assert listed == [(owing.code, "16.000\xa0₫")]
    text = answer.content.decode()
    assert f'href="/can-bo/ho-so/{owing.code}/thu-tien"' in text
    assert f'data-label="Chủ hồ sơ">{owing.owner_name}<' in text
    assert f">{owing.procedure.name}<" in text


def test_officer_sees_no_fees(signed_in: Callable[[str], Client]) -> None:
    make.a_submitted(by="citizen-binh")
    assert signed_in("officer-hongbang").get(QUEUE).context["fees"] == []


def test_queue_takes_a_fixed_number_of_queries(
    signed_in: Callable[[str], Client], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in("clerk-hongbang")
    make.a_submitted()
    client.get(QUEUE)
    for _ in range(2):
        with django_assert_num_queries(7):
            client.get(QUEUE)
        make.request_supplement(make.a_submitted())
