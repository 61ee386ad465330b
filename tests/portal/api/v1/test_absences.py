"""Absences by API: listed, recorded and ended as on their page."""

import pytest

from portal.accounts.models import Absence

SAID = {
    "staff": "hp-hongbang-01",
    "substitute": "hp-hongbang-04",
    "starts": "2026-11-23",
    "ends": "2026-11-24",
    "reason": "leave",
}


def test_absence_is_recorded_listed_and_ended(signed_in):
    clerk, registry = signed_in("clerk-hongbang"), signed_in("registry-hongbang")
    made = clerk.tell("absences/", SAID)
    assert made.status_code == 201, made.content
    assert registry.ask("absences/").json() == {"data": [made.json()]}
    assert (made.json()["staff"]["code"], made.json()["is_running"]) == (SAID["staff"], True)
    assert made.json()["substitute"]["code"] == SAID["substitute"]
    # The posts are in the substitute's hands at once.
    assert registry.ask("me").json()["roles"] == ["clerk", "registry"]
    end = f"absences/{made.json()['id']}/end"
    assert registry.tell(end).status_code == 403
    assert clerk.tell(end).status_code == 204
    assert clerk.ask("absences/").json() == {"data": []}
    assert clerk.tell(end).status_code in {404, 409}


def test_absence_to_come_does_not_run(signed_in):
    said = {**SAID, "starts": "2026-11-30", "ends": "2026-11-30", "reason": "duty"}
    assert signed_in("clerk-hongbang").tell("absences/", said).json()["is_running"] is False


@pytest.mark.parametrize(
    ("account", "changes", "status", "pointer"),
    [
        ("head-hongbang", {}, 201, ""),
        ("officer-hongbang", {}, 403, ""),
        ("citizen-an", {}, 403, ""),
        ("leader-thuynguyen", {}, 400, "/staff"),
        ("clerk-hongbang", {"substitute": "hp-thuynguyen-01"}, 400, "/substitute"),
        ("clerk-hongbang", {"substitute": "x"}, 400, "/substitute"),
        ("clerk-hongbang", {"substitute": ""}, 400, "/substitute"),
        ("clerk-hongbang", {"staff": "x"}, 400, "/staff"),
        ("clerk-hongbang", {"staff": ""}, 400, "/staff"),
        ("clerk-hongbang", {"reason": "holiday"}, 400, "/reason"),
        ("clerk-hongbang", {"ends": "2026-11-22"}, 400, "/ends"),
        ("clerk-hongbang", {"starts": "mai"}, 400, "/starts"),
    ],
)
def test_what_is_wrong_is_named_as_on_the_page(signed_in, account, changes, status, pointer):
    answer = signed_in(account).tell("absences/", {**SAID, **changes})
    assert answer.status_code == status, answer.content
    assert [one["pointer"] for one in answer.json().get("errors", [])] == [pointer] * bool(pointer)
    assert Absence.objects.count() == (status == 201)


def test_absences_of_another_agency_are_nobodys_business(signed_in):
    made = signed_in("clerk-hongbang").tell("absences/", SAID).json()
    elsewhere = signed_in("leader-thuynguyen")
    assert elsewhere.ask("absences/").json() == {"data": []}
    assert elsewhere.tell(f"absences/{made['id']}/end").status_code == 404
    assert signed_in("citizen-an").ask("absences/").status_code == 403
