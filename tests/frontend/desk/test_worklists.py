"""The lists beside the queue: tasks, releases, fees, finding, saved views."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from procedures.dossiers import talk
from procedures.dossiers.models import SavedView
from tests.factories import dossiers as make

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

pytestmark = pytest.mark.django_db
QUEUE = "/can-bo/hang-doi"
FEES = "/can-bo/thu-phi"
VIEWS = "/can-bo/hang-doi/khung-nhin"
FIND = "/can-bo/tim-ho-so"
INBOX = "/can-bo/tin-nhan"


@pytest.mark.parametrize("account", ["cashier-hongbang", "clerk-hongbang"])
def test_counter_sees_the_fees_it_may_take(
    signed_in: Callable[[str], Client], account: str
) -> None:
    owing = make.a_submitted(by="citizen-binh")
    make.a_submitted(by="citizen-binh", agency=make.THUY_NGUYEN)
    answer = signed_in(account).get(FEES)
    listed = [(due.dossier_code, amount) for due, amount, _ in answer.context["fees"]]
    assert listed == [(owing.code, "16.000\xa0₫")]
    text = answer.content.decode()
    assert f'href="/can-bo/ho-so/{owing.code}/thu-tien"' in text
    assert f'data-label="Chủ hồ sơ">{owing.owner_name}<' in text
    assert f">{owing.procedure.name}<" in text


def test_officer_sees_no_fees(signed_in: Callable[[str], Client]) -> None:
    make.a_submitted(by="citizen-binh")
    assert signed_in("officer-hongbang").get(FEES).context["fees"] == []


def test_cashier_begins_with_the_fees(signed_in: Callable[[str], Client]) -> None:
    make.the_portal()
    answer = signed_in("cashier-hongbang").get(QUEUE)
    assert (answer.status_code, answer["Location"]) == (302, FEES)


@pytest.mark.parametrize(
    "path", [FEES, VIEWS, FIND, "/can-bo/phoi-hop", "/can-bo/cho-duyet", INBOX]
)
@pytest.mark.parametrize(("account", "status"), [("clerk-hongbang", 200), ("citizen-an", 403)])
def test_lists_are_for_staff(
    signed_in: Callable[[str], Client], path: str, account: str, status: int
) -> None:
    make.the_portal()
    assert signed_in(account).get(path).status_code == status


def test_view_is_saved_renamed_opened_and_removed(signed_in: Callable[[str], Client]) -> None:
    make.a_submitted()
    client = signed_in("clerk-hongbang")
    saved = client.post(
        VIEWS, {"do": "save", "name": "Của  tôi", "query": "who=me&clock=late&page=2"}
    )
    assert saved["Location"] == f"{QUEUE}?clock=late&who=me"
    view = SavedView.objects.get()
    assert (view.name, view.query) == ("Của tôi", {"clock": "late", "who": "me"})
    client.post(VIEWS, {"do": "rename", "view": view.pk, "name": "Trễ"})
    client.post(VIEWS, {"do": "default", "view": view.pk})
    page = client.get(QUEUE)
    assert [(tab.words, tab.count, tab.is_here) for tab in page.context["views"]] == [
        ("Trễ", "0", True)
    ]
    assert "Trễ" in client.get(VIEWS).content.decode()
    every = client.get(QUEUE, {"sort": "deadline"})
    assert len(every.context["lines"]) == 1
    client.post(VIEWS, {"do": "delete", "view": view.pk})
    assert not SavedView.objects.exists()


def test_what_was_typed_wrongly_stays(signed_in: Callable[[str], Client]) -> None:
    make.the_portal()
    answer = signed_in("clerk-hongbang").post(VIEWS, {"do": "save", "name": " ", "query": "who=me"})
    assert answer.status_code == 400
    text = answer.content.decode()
    assert "Hãy đặt tên cho khung nhìn." in text
    assert 'value="who=me"' in text


def test_view_of_somebody_else_is_not_there(signed_in: Callable[[str], Client]) -> None:
    make.the_portal()
    signed_in("clerk-hongbang").post(VIEWS, {"do": "save", "name": "A", "query": "who=me"})
    view = SavedView.objects.get()
    client = signed_in("officer-hongbang")
    for act in ("rename", "default", "delete"):
        asked = {"do": act, "view": view.pk, "name": "B"}
        assert client.post(VIEWS, asked).status_code == 404
    view.refresh_from_db()
    assert (view.name, view.is_default) == ("A", False)


def test_ended_dossiers_are_found_within_the_agency(signed_in: Callable[[str], Client]) -> None:
    ended = make.a_delivered()
    make.a_submitted(agency=make.THUY_NGUYEN)
    page = signed_in("clerk-hongbang").get(FIND, {"search": "nguyen van"})
    assert [dossier.code for dossier in page.context["found"]] == [ended.code]


def test_a_request_is_on_the_list_of_whoever_moves_it_on(
    signed_in: Callable[[str], Client],
) -> None:
    dossier = make.at_appraisal()
    dossier = make.take(dossier, "stop", "officer", reason="Chờ bản án.")
    pk = dossier.requests.get().pk
    path = "/can-bo/cho-duyet"

    def states(account: str) -> list[str]:
        return [one.state for one, _ in signed_in(account).get(path).context["lines"]]

    assert (states("leader-hongbang"), states("clerk-hongbang")) == (["drafted"], [])
    dossier = make.take(dossier, f"release_request.{pk}", "leader")
    assert (states("leader-hongbang"), states("clerk-hongbang")) == ([], ["released"])
    make.take(dossier, f"send_request.{pk}", "clerk")
    assert (states("officer-hongbang"), states("clerk-hongbang")) == ([], [])


def test_a_returned_request_comes_back_to_its_writer(signed_in: Callable[[str], Client]) -> None:
    dossier = make.take(make.at_appraisal(), "stop", "officer", reason="Chờ bản án.")
    pk = dossier.requests.get().pk
    make.take(dossier, f"return_request.{pk}", "leader", reason="Chưa có văn bản.")
    answer = signed_in("officer-hongbang").get("/can-bo/cho-duyet").content.decode()
    assert "Bị trả lại: Chưa có văn bản." in answer


def test_message_of_the_applicant_is_on_the_first_page_until_it_is_read(
    signed_in: Callable[[str], Client],
) -> None:
    dossier = make.a_submitted()
    talk.write_message(dossier, "Bao giờ xong?", actor=make.who("citizen-an"))
    client = signed_in("clerk-hongbang")
    page = client.get(QUEUE).content.decode()
    assert "1 hồ sơ có tin nhắn của người nộp chưa đọc" in page
    assert f'href="{INBOX}"' in page
    assert "Tin nhắn mới" in page
    inbox = client.get(INBOX).content.decode()
    said = f"/can-bo/ho-so/{dossier.code}/trao-doi"
    assert f'href="{said}"' in inbox
    assert "1 tin" in inbox
    assert client.get(said).status_code == 200
    page = client.get(QUEUE).content.decode()
    assert "chưa đọc</a></p>" not in page
    assert "Tin nhắn mới" not in page
    assert "Không có tin nhắn nào" in client.get(INBOX).content.decode()


def test_leader_hears_of_messages_on_the_first_page(signed_in: Callable[[str], Client]) -> None:
    dossier = make.an_appraised()
    talk.write_message(dossier, "Bao giờ xong?", actor=make.who("citizen-an"))
    page = signed_in("leader-hongbang").get("/lanh-dao/hom-nay").content.decode()
    assert "1 hồ sơ có tin nhắn của người nộp chưa đọc" in page
