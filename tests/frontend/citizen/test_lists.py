"""A list in a draft: items are added, filled in and taken out without a script."""

import re
from pathlib import Path

import pytest

from portal.accounts.actors import system
from procedures.catalogue import actions as catalogue
from procedures.dossiers import actions
from procedures.dossiers.models import Dossier
from tests.factories.dossiers import HONG_BANG, the_portal, who
from tests.frontend.browsing import browser, version_on, words

pytestmark = pytest.mark.django_db
CAMP = Path(__file__).parents[2] / "packages" / "1.990002.yaml"
AN = {"full_name": "Lê An", "birth_date": "2018-01-05", "needs_bus": False}
BINH = {"full_name": "Lê Bình", "birth_date": "2019-02-06", "needs_bus": True, "stop": "Chợ Sắt"}


@pytest.fixture(autouse=True)
def _on_a_monday(clock_at):
    clock_at("2026-11-23T09:00")


@pytest.fixture
def client():
    return browser("citizen-an")


def a_camp(**answers):
    the_portal()
    catalogue.publish(CAMP.read_text(encoding="utf-8"), actor=system("seed"))
    actor = who("citizen-an")
    draft = actions.start_draft("1.990002", actor=actor, agency_code=HONG_BANG)
    return actions.save_answers(
        draft, {**draft.answers, **answers}, actor=actor, seen_version=draft.version
    )


def url(draft, page):
    return f"/ho-so/nhap/{draft.public_id}/{page}"


def source(response):
    return response.content.decode()


def test_first_item_is_there_and_cannot_be_taken_out(client):
    draft = a_camp()
    shown = client.get(url(draft, "children"))
    assert "Danh sách trẻ em Trẻ thứ 1" in words(shown)
    page = source(shown)
    assert 'name="children" value="1"' in page
    assert 'name="children.0.full_name"' in page
    assert 'name="remove"' not in page


def test_enter_never_presses_a_button_that_removes(client):
    draft = a_camp(children=[AN, BINH])
    page = source(client.get(url(draft, "children")))
    form = page[page.index('<form method="post" action="/ho-so/nhap/') :]
    first = re.search(r"<button[^>]*>", form)
    assert first is not None
    assert "name=" not in first[0]


def test_added_item_comes_back_with_what_was_typed(client):
    draft = a_camp()
    answer = client.post(
        url(draft, "children"),
        {"version": draft.version, "children": "1", "children.0.full_name": "Lê An",
         "add": "/children"},
    )  # fmt: skip
    assert answer.headers["Location"] == f"{url(draft, 'children')}#children-1"
    shown = client.get(url(draft, "children"))
    page = source(shown)
    assert 'value="Lê An"' in page
    assert '<fieldset class="govuk-fieldset app-card" id="children-1" tabindex="-1">' in page
    assert "Có lỗi" not in words(shown)
    assert 'name="remove" value="/children/1"' in page or 'value="/children/1"' in page


def test_removed_item_is_gone_and_the_others_move_up(client):
    draft = a_camp(children=[AN, BINH])
    answer = client.post(
        url(draft, "children"),
        {"version": draft.version, "children": "2", "remove": "/children/0",
         "children.0.full_name": "Lê An", "children.1.full_name": "Lê Bình"},
    )  # fmt: skip
    assert answer.headers["Location"] == f"{url(draft, 'children')}#children"
    draft.refresh_from_db()
    assert [child["full_name"] for child in draft.answers["children"]] == ["Lê Bình"]


def test_errors_lead_to_the_item(client):
    draft = a_camp(children=[AN, BINH])
    answer = client.post(
        url(draft, "children"),
        {"version": draft.version, "children": "2", "children.0.full_name": "Lê An",
         "children.0.needs_bus": "false", "children.1.needs_bus": "true"},
    )  # fmt: skip
    page = source(answer)
    assert answer.status_code == 400
    assert '<a href="#children-1-full_name">Hãy nhập “Trẻ thứ 2 – Họ, chữ đệm và tên”.</a>' in page
    assert '<a href="#children-0-birth_date-day">' in page


def test_a_list_that_lacks_items_says_so_at_itself(client):
    draft = a_camp(children=[BINH])
    answer = client.post(url(draft, "adults"), {"version": draft.version, "adults": "0"})
    assert answer.status_code == 400
    page = source(answer)
    sentence = "Hãy khai ít nhất một mục trong “Người được đón trẻ”."
    assert f'<a href="#adults">{sentence}</a>' in page
    assert 'aria-describedby="adults-error"' in page


def test_table_has_a_row_for_every_item(client):
    people = [{"full_name": "Lê Văn Cường", "phone": "0912345678"}] * 3
    draft = a_camp(children=[AN], adults=people)
    shown = client.get(url(draft, "adults"))
    page = source(shown)
    assert page.count('<tr class="govuk-table__row" id="adults-') == 3
    assert '<th scope="row" class="govuk-table__header">Người thứ 3</th>' in page
    assert "Danh sách đã đủ 3 mục" in words(shown)
    assert 'name="add"' not in page


def test_check_names_each_item_and_the_way_to_it(client):
    draft = a_camp(children=[AN, {"needs_bus": False}])
    shown = client.get(url(draft, "kiem-tra"))
    assert "Trẻ thứ 1 – Họ, chữ đệm và tên Lê An" in words(shown)
    assert "?next=check#children-1-full_name" in source(shown)


def test_list_is_handed_in_whole(client):
    people = [{"full_name": "Lê Văn Cường", "phone": "0912345678"}]
    draft = a_camp(children=[AN, BINH], adults=people)
    contact = {**draft.answers["contact"], "zone": "outer"}
    answers = {**draft.answers, "contact": contact, "pledge": True}
    draft = actions.save_answers(
        draft, answers, actor=who("citizen-an"), seen_version=draft.version
    )
    shown = client.get(url(draft, "kiem-tra"))
    client.post(url(draft, "kiem-tra"), {"version": version_on(shown)})
    sent = Dossier.objects.get(pk=draft.pk)
    assert sent.stage == "submitted"
    assert sent.fee_total == 130_000
    assert sent.answers["children"][1]["stop"] == "Chợ Sắt"


def test_few_codes_are_chosen_and_many_are_typed(client):
    draft = a_camp(children=[AN], contact={"commune": "11311"})
    page = source(client.get(url(draft, "contact")))
    assert '<option value="island">Hải đảo</option>' in page
    assert 'list="contact-commune-list"' in page
    assert 'value="Phường Hồng Bàng, Hải Phòng"' in page
    assert '<datalist id="contact-commune-list"><option value="Phường' in page
