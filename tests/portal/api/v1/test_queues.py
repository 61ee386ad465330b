"""The desks' lists: queue by cursor, counts, saved views, tasks and releases."""

import pytest

from tests.factories import dossiers
from tests.factories.dossiers import BERTH, THUY_NGUYEN


def codes(answer):
    """The dossier codes of a queue's answer."""
    return [line["code"] for line in answer.json()["data"]]


def test_queue_goes_on_by_cursor_and_back(signed_in):
    waiting = [dossiers.a_submitted().code for _ in range(3)]
    clerk = signed_in("clerk-hongbang")
    first = clerk.ask("queue/", {"limit": 2})
    assert (codes(first), first.json()["previous"]) == (waiting[:2], None)
    second = clerk.ask("queue/", {"limit": 2, "cursor": first.json()["next"]})
    assert (codes(second), second.json()["next"]) == (waiting[2:], None)
    again = clerk.ask("queue/", {"limit": 2, "cursor": second.json()["previous"]})
    assert codes(again) == waiting[:2]


@pytest.mark.parametrize("asked", [{"cursor": "x"}, {"clock": "purple"}, {"limit": 0}, {"no": 1}])
def test_what_a_queue_does_not_know_is_refused(signed_in, asked):
    answer = signed_in("clerk-hongbang").ask("queue/", asked)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == f"/{next(iter(asked))}"


def test_counts_are_by_clock_and_by_view(signed_in):
    dossiers.request_supplement(dossiers.a_submitted())
    dossiers.a_submitted(BERTH)
    clerk = signed_in("clerk-hongbang")
    made = clerk.tell("queue/views/", {"name": "Chờ", "query": {"waiting": "supplement"}})
    assert made.status_code == 201
    found = clerk.ask("queue/counts/").json()
    counted = {one["clock"]: one["count"] for one in found["clocks"] if one["count"]}
    assert (counted[""], counted["paused"]) == (2, 1)
    assert found["views"] == [{"view": made.json()["id"], "count": 1}]


def test_view_is_changed_and_removed_by_its_owner_alone(signed_in):
    clerk, officer = signed_in("clerk-hongbang"), signed_in("officer-hongbang")
    view = clerk.tell("queue/views/", {"name": "A", "query": {"who": "me"}}).json()
    path = f"queue/views/{view['id']}"
    assert officer.change(path, {"name": "B"}).status_code == 404
    assert officer.remove(path).status_code == 404
    changed = clerk.change(path, {"name": "B", "is_default": True}).json()
    assert changed == {"id": view["id"], "name": "B", "query": {"who": "me"}, "is_default": True}
    assert clerk.remove(path).status_code == 204
    assert clerk.ask("queue/views/").json()["data"] == []


def test_view_keeps_only_what_a_queue_knows(signed_in):
    answer = signed_in("clerk-hongbang").tell("queue/views/", {"name": "A", "query": {"x": "1"}})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "/query/x"


@pytest.mark.parametrize("path", ["queue/", "queue/counts/", "queue/views/", "queue/tasks/"])
def test_citizens_have_no_lists(signed_in, path):
    assert signed_in("citizen-an").ask(path).status_code == 403


def test_tasks_and_requests_name_their_dossier(signed_in):
    dossiers.a_submitted(agency=THUY_NGUYEN)
    for path in ("queue/tasks/", "queue/requests/"):
        assert signed_in("leader-hongbang").ask(path).json() == {"data": []}


def test_messages_of_applicants_are_marked_counted_and_listed(signed_in):
    dossier = dossiers.a_submitted()
    signed_in("citizen-an").tell(f"dossiers/{dossier.code}/messages", {"text": "Bao giờ xong?"})
    clerk = signed_in("clerk-hongbang")
    (line,) = clerk.ask("queue/", {"waiting": "message"}).json()["data"]
    assert (line["code"], line["has_message"]) == (dossier.code, True)
    assert clerk.ask("queue/counts/").json()["messages"] == 1
    (heard,) = clerk.ask("queue/messages/").json()["data"]
    assert (heard["code"], heard["unread"]) == (dossier.code, 1)
    assert clerk.tell(f"dossiers/{dossier.code}/messages/read").status_code == 204
    assert clerk.ask("queue/messages/").json() == {"data": []}
    assert signed_in("citizen-an").ask("queue/messages/").status_code == 403
