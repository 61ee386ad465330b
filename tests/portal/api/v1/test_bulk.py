"""One act on many dossiers, by a program."""

import pytest

from portal.core.jobs import running
from tests.factories import dossiers as make

pytestmark = pytest.mark.django_db
BULK = "/api/v1/bulk/"


def asked(*dossiers, **changed):
    picked = [{"code": one.code, "seen_version": one.version} for one in dossiers]
    return {"action": "accept", "key": "lo-1", "dossiers": picked} | changed


def test_a_run_is_begun_and_followed(signed_in, clock_at):
    clock_at("2026-11-23T09:00")
    good, unpaid = make.a_submitted(), make.a_submitted(by="citizen-binh")
    clerk = signed_in("clerk-hongbang")
    begun = clerk.post(BULK, asked(good, unpaid), format="json")
    assert begun.status_code == 202
    assert begun.data["pending"] == 2
    again = clerk.post(BULK, asked(good, unpaid), format="json")
    assert again.data["id"] == begun.data["id"]
    running.drain()
    found = clerk.get(f"{BULK}{begun.data['id']}").data
    assert (found["done"], found["refused"], found["pending"]) == (1, 1, 0)
    assert [(item["code"], item["state"]) for item in found["items"]] == [
        (unpaid.code, "refused"),
        (good.code, "done"),
    ]
    assert "Chưa nộp phí" in found["items"][0]["message"]
    assert signed_in("officer-hongbang").get(f"{BULK}{begun.data['id']}").status_code == 404


@pytest.mark.parametrize(
    ("account", "changed", "status"),
    [
        ("clerk-hongbang", {"action": "refuse_intake"}, 400),
        ("clerk-hongbang", {"dossiers": []}, 400),
        ("clerk-hongbang", {"key": ""}, 400),
        ("clerk-hongbang", {"dossiers": [{"code": "x", "seen_version": 1}] * 501}, 400),
        ("clerk-thuynguyen", {}, 400),
        ("citizen-an", {}, 403),
    ],
)
def test_what_makes_no_sense_is_refused(signed_in, account, changed, status):
    dossier = make.a_submitted()
    answer = signed_in(account).post(BULK, asked(dossier, **changed), format="json")
    assert answer.status_code == status
