"""Papers that a register knows are not asked for; a register that fails keeps nobody waiting."""

import pytest

from procedures.dossiers import actions
from procedures.registers.models import LookUp
from tests.factories.dossiers import BIRTH, a_draft, a_pdf, who
from tests.frontend.browsing import browser, words

pytestmark = pytest.mark.django_db
LAST_PAGE = "requester"
UNKNOWN = {"notice": {"number": "9999/GCS-2026"}}
UPLOAD = 'name="paper.birth_notice"'


@pytest.fixture(autouse=True)
def _on_a_monday(clock_at):
    clock_at("2026-11-23T09:00")


@pytest.fixture
def client():
    return browser("citizen-an")


@pytest.fixture
def draft():
    return a_draft(BIRTH, papers=False)


def address(draft, page="giay-to"):
    return f"/ho-so/nhap/{draft.public_id}/{page}"


def save_last_page(client, draft, **more):
    typed = {f"requester.{name}": value for name, value in draft.answers["requester"].items()}
    typed |= {"version": draft.version, "pledge": "true"}
    return client.post(address(draft, LAST_PAGE), {**typed, **more})


def kept(draft):
    return list(draft.papers.filter(removed_at__isnull=True).values_list("source", flat=True))


@pytest.mark.parametrize("more", [{}, {"next": "check"}, {"then": "list"}])
def test_paper_that_a_register_knows_is_not_asked_for(client, draft, more):
    assert save_last_page(client, draft, **more).status_code == 302
    assert kept(draft) == ["register:birth_notice"]
    page = client.get(address(draft))
    assert "chúng tôi đã có" in words(page)
    assert "Đã tra cứu được tại Cơ sở dữ liệu giấy chứng sinh điện tử" in words(page)
    assert UPLOAD not in page.content.decode()
    assert f"/{draft.papers.get().public_id}" not in page.content.decode()
    assert client.post(address(draft), {"then": "check"}).headers["Location"].endswith("/kiem-tra")


@pytest.mark.parametrize(
    ("answers", "faults", "said"),
    [
        (UNKNOWN, {}, "Không tìm thấy tại"),
        ({"child": {"birth_date": "2026-11-14"}}, {}, "không khớp"),
        ({}, {"birth_notice": "slow"}, "chưa trả lời kịp"),
        ({}, {"birth_notice": "down"}, "chưa kết nối được"),
    ],
)
def test_anything_but_a_hit_asks_for_the_upload_and_says_why(
    client, settings, answers, faults, said
):
    settings.REGISTER_FAULTS, settings.REGISTER_TIME_LIMIT = faults, 0.2
    draft = a_draft(BIRTH, papers=False, answers=answers)
    assert save_last_page(client, draft).headers["Location"] == address(draft)
    page = client.get(address(draft))
    assert said in words(page)
    assert UPLOAD in page.content.decode()
    done = client.post(address(draft), {"paper.birth_notice": a_pdf(), "then": "check"})
    assert done.headers["Location"].endswith("/kiem-tra")
    assert said not in words(client.get(address(draft)))


def test_a_page_that_is_only_read_asks_no_register(client, draft):
    client.get(address(draft))
    client.get(address(draft, LAST_PAGE))
    assert not LookUp.objects.exists()


def test_a_register_is_asked_again_by_hand(client, draft, settings):
    settings.REGISTER_FAULTS = {"birth_notice": "down"}
    save_last_page(client, draft)
    assert 'name="look_up"' in client.get(address(draft)).content.decode()
    settings.REGISTER_FAULTS = {}
    client.post(address(draft), {"look_up": "yes"})
    assert kept(draft) == ["register:birth_notice"]
    assert 'name="look_up"' not in client.get(address(draft)).content.decode()


def test_what_was_found_can_be_given_back_for_an_upload(client, draft):
    save_last_page(client, draft)
    client.post(address(draft), {"remove": str(draft.papers.get().public_id)})
    assert kept(draft) == []
    assert UPLOAD in client.get(address(draft)).content.decode()
    client.post(address(draft), {"paper.birth_notice": a_pdf()})
    assert kept(draft) == ["upload"]


def test_a_dossier_names_what_was_looked_up_without_a_link(client, draft):
    an = who("citizen-an")
    actions.look_up_papers(draft, actor=an)
    sent = actions.submit(draft, actor=an, seen_version=draft.version)
    paper = sent.papers.get()
    own = client.get(f"/ho-so/{sent.code}")
    case = browser("clerk-hongbang").get(f"/can-bo/ho-so/{sent.code}")
    for page in (own, case):
        assert page.status_code == 200
        assert str(paper.public_id) not in page.content.decode()
    assert "tra cứu điện tử" in words(own)
    assert "Từ Cơ sở dữ liệu giấy chứng sinh điện tử" in words(case)
