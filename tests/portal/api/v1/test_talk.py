"""Messages, notes, guide, confirmation and what stands beside the step, by program."""

from typing import Any

import pytest

from procedures.dossiers import talk
from tests.factories import dossiers
from tests.factories.dossiers import BERTH

BAD = "Số đăng ký chưa đúng với bản gốc."


def supplement_asked(dossier: Any, *fields: str) -> Any:
    return dossiers.take(
        dossier,
        "request_supplement",
        "clerk",
        content=[BAD],
        reason="Đối chiếu sổ hộ tịch.",
        guidance="Ghi theo bản gốc.",
        fields=list(fields),
    )


def test_both_sides_talk_and_mark_as_read(signed_in):
    dossier = dossiers.a_submitted()
    an, clerk = signed_in("citizen-an"), signed_in("clerk-hongbang")
    said = an.tell(f"dossiers/{dossier.code}/messages", {"text": "Khi nào xong?"})
    assert said.status_code == 201
    assert "written_by" not in said.json()
    assert clerk.ask(f"dossiers/{dossier.code}").json()["unread_messages"] == 1
    assert clerk.tell(f"dossiers/{dossier.code}/messages/read").status_code == 204
    assert clerk.ask(f"dossiers/{dossier.code}").json()["unread_messages"] == 0
    (line,) = an.ask(f"dossiers/{dossier.code}/messages").json()["data"]
    assert (line["side"], line["text"]) == ("applicant", "Khi nào xong?")
    assert line["read_at"]


def test_message_limit_is_too_many(signed_in, monkeypatch):
    monkeypatch.setattr(talk, "PER_HOUR", 1)
    dossier, an = dossiers.a_submitted(), signed_in("citizen-an")
    path = f"dossiers/{dossier.code}/messages"
    assert an.tell(path, {"text": "Một"}).status_code == 201
    answer = an.tell(path, {"text": "Hai"})
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many")


def test_empty_message_names_its_field(signed_in):
    dossier = dossiers.a_submitted()
    answer = signed_in("citizen-an").tell(f"dossiers/{dossier.code}/messages", {"text": " "})
    assert answer.status_code == 400
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/text"]


def test_notes_are_the_agencys_own(signed_in):
    dossier = dossiers.a_submitted()
    clerk = signed_in("clerk-hongbang")
    path = f"dossiers/{dossier.code}/notes"
    assert clerk.tell(path, {"text": "Đã gọi điện."}).status_code == 201
    assert [note["text"] for note in clerk.ask(path).json()["data"]] == ["Đã gọi điện."]
    assert signed_in("citizen-an").ask(path).status_code == 403


def test_supplement_by_field_is_asked_and_answered(signed_in):
    dossier = supplement_asked(dossiers.a_submitted(), "/registration/number")
    an = signed_in("citizen-an")
    seen = an.ask(f"dossiers/{dossier.code}").json()
    assert seen["supplements"][0]["fields"] == ["/registration/number"]
    body = {"seen_version": seen["version"], "answers": {"/copies/quantity": 3}}
    refused = an.tell(f"dossiers/{dossier.code}/supplement", body)
    assert [(e["pointer"], e["code"]) for e in refused.json()["errors"]] == [
        ("/answers/~1copies~1quantity", "frozen")
    ]
    body = {"seen_version": seen["version"], "answers": {"/registration/number": "9/1985"}}
    assert an.tell(f"dossiers/{dossier.code}/supplement", body).status_code == 200
    seen = signed_in("clerk-hongbang").ask(f"dossiers/{dossier.code}").json()
    assert seen["supplements"][0]["changes"] == [
        {"pointer": "/registration/number", "before": "125/1985", "after": "9/1985"}
    ]


def test_guide_is_for_who_may_ask(signed_in):
    dossier = dossiers.a_submitted(BERTH)
    path = f"dossiers/{dossier.code}/supplement/guide"
    dossier.papers.filter(code=dossier.papers.first().code).update(removed_at=dossier.created_at)
    found = signed_in("clerk-hongbang").ask(path).json()["data"]
    assert [finding["place"].startswith("/papers/") for finding in found] == [True]
    assert signed_in("citizen-an").ask(path).status_code == 403


def test_act_that_needs_a_release_is_drafted_then_released_then_sent(signed_in):
    dossier = dossiers.at_appraisal()
    officer, leader = signed_in("officer-hongbang"), signed_in("leader-hongbang")
    path = f"dossiers/{dossier.code}"
    seen = officer.ask(path).json()
    (stop,) = [action for action in seen["actions"] if action["id"] == "stop"]
    assert stop["approver"] == "leader"
    body = {"seen_version": seen["version"], "data": {"reason": "Có tranh chấp."}}
    assert officer.tell(f"{path}/actions/stop", body).json()["stage"] == "accepted"
    seen = leader.ask(path).json()
    (request,) = seen["requests"]
    assert (request["kind"], request["state"]) == ("stop", "drafted")
    released = leader.tell(
        f"{path}/actions/release_request.{request['id']}", {"seen_version": seen["version"]}
    ).json()
    sent = signed_in("clerk-hongbang").tell(
        f"{path}/actions/send_request.{request['id']}", {"seen_version": released["version"]}
    )
    assert sent.json()["stage"] == "stopped"


def test_colleagues_are_offered_by_code(signed_in):
    dossier = dossiers.at_appraisal()
    seen = signed_in("head-hongbang").ask(f"dossiers/{dossier.code}").json()
    (assign,) = [action for action in seen["actions"] if action["id"] == "assign"]
    codes = [option["value"] for option in assign["inputs"][0]["options"]]
    assert dossiers.who("officer-hongbang").staff.code in codes


def test_nothing_to_confirm_is_a_conflict(signed_in):
    dossier, an = dossiers.an_accepted(), signed_in("citizen-an")
    answer = an.ask(f"dossiers/{dossier.code}/confirm")
    assert (answer.status_code, answer.json()["code"]) == (409, "nothing_to_confirm")


STRANGERS = [("citizen-binh", 404), ("clerk-thuynguyen", 404)]
READS = ["", "/messages", "/notes", "/supplement/guide", "/timeline", "/confirm"]
WRITES = [
    ("/actions/accept", {}),
    ("/actions/claim", {}),
    ("/actions/stop", {"data": {"reason": "Không rõ."}}),
    ("/actions/release_request.1", {}),
    ("/supplement", {"note": "Gửi thay."}),
    ("/withdraw", {"reason": "Rút thay."}),
    ("/confirm", {"answer": "agreed"}),
]


@pytest.mark.parametrize(("account", "status"), STRANGERS)
def test_strangers_see_and_do_nothing(signed_in, account, status):
    dossier = dossiers.a_submitted()
    caller, path = signed_in(account), f"dossiers/{dossier.code}"
    answers = {read: caller.ask(f"{path}{read}").status_code for read in READS}
    for write, body in WRITES:
        sent = {"seen_version": dossier.version, **body}
        answers[f"POST {write}"] = caller.tell(f"{path}{write}", sent).status_code
    for write in ("/messages", "/notes"):
        answers[f"POST {write}"] = caller.tell(f"{path}{write}", {"text": "?"}).status_code
    answers["POST read"] = caller.tell(f"{path}/messages/read").status_code
    assert answers == dict.fromkeys(answers, status)
    before = dossier.version
    dossier.refresh_from_db()
    assert (dossier.stage, dossier.version) == ("submitted", before)
    assert not dossier.messages.exists()
    assert not dossier.notes.exists()


@pytest.mark.parametrize(
    ("account", "action", "data"),
    [
        ("registry-hongbang", "accept", {}),
        ("officer-hongbang", "accept", {}),
        ("cashier-hongbang", "request_supplement", {"content": ["?"], "reason": "?"}),
        ("clerk-hongbang", "assign", {"staff": "?"}),
        ("leader-hongbang", "accept", {}),
    ],
)
def test_colleague_without_the_role_is_not_allowed(signed_in, account, action, data):
    dossier = dossiers.a_submitted()
    body = {"seen_version": dossier.version, "data": data}
    answer = signed_in(account).tell(f"dossiers/{dossier.code}/actions/{action}", body)
    assert answer.status_code == 403
    before = dossier.version
    dossier.refresh_from_db()
    assert (dossier.stage, dossier.version) == ("submitted", before)
