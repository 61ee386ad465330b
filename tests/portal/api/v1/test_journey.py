"""Whole stories through the API alone, over the real actions."""

import pytest

from portal.core.jobs import running
from tests.factories.dossiers import (
    BERTH,
    BERTH_ANSWERS,
    EXTRACT,
    EXTRACT_ANSWERS,
    HONG_BANG,
    THUY_NGUYEN,
    a_pdf,
    merged,
)


@pytest.fixture
def desk(signed_in):
    """`desk("clerk", "accept", code)` takes an action at a desk and gives the dossier after."""

    def take(role, action, code, seat="hongbang", **data):
        caller = signed_in(f"{role}-{seat}")
        seen = caller.ask(f"dossiers/{code}").json()
        assert action in {offer["id"] for offer in seen["actions"]}, seen["actions"]
        body = {"seen_version": seen["version"], "data": data}
        answer = caller.tell(f"dossiers/{code}/actions/{action}", body)
        assert answer.status_code == 200, answer.content
        return answer.json()

    return take


def test_waived_extract_from_draft_to_delivered(signed_in, anybody, desk):
    an = signed_in("citizen-an")
    draft = an.tell("dossiers/", {"procedure": EXTRACT, "agency": HONG_BANG})
    assert draft.status_code == 201
    assert draft.headers["Location"] == f"/api/v1/dossiers/{draft.json()['id']}"
    assert draft.json()["stage"] == "draft"
    assert draft.json()["answers"]["requester"]["full_name"] == "Nguyễn Văn An"
    assert draft.json()["evaluation"]["valid"] is False

    saved = an.change(
        f"dossiers/{draft.json()['id']}/answers",
        {
            "answers": merged(draft.json()["answers"], EXTRACT_ANSWERS),
            "seen_version": draft.json()["version"],
        },
    ).json()
    assert saved["evaluation"]["errors"] == []
    assert saved["evaluation"]["fees"]["total"] == 0

    body = {"seen_version": saved["version"]}
    submitted = an.tell(f"dossiers/{draft.json()['id']}/submit", body).json()
    code = submitted["code"]
    assert code == f"{HONG_BANG}-261123-0001"
    assert submitted["national_code"] == 1

    queue = signed_in("clerk-hongbang").ask("queue/").json()["data"]
    assert [line["code"] for line in queue] == [code]

    accepted = desk("clerk", "accept", code)
    assert accepted["due_at"].startswith("2026-11-23T17:30:00")
    desk("clerk", "hand_over", code)
    desk("officer", "propose_grant", code)
    desk("leader", "sign", code)
    assert desk("registry", "settle", code)["stage"] == "settled"

    current = an.ask(f"dossiers/{code}").json()
    assert [action["id"] for action in current["actions"]] == ["collect"]
    collected = an.tell(f"dossiers/{code}/collect", {"seen_version": current["version"]})
    assert (collected.json()["stage"], collected.json()["national_code"]) == ("delivered", 10)

    story = an.ask(f"dossiers/{code}/timeline").json()["data"]
    assert {"Đã tiếp nhận hồ sơ", "Lãnh đạo đã ký"} <= {entry["title"] for entry in story}
    assert all(entry["at"] and entry["unit"] for entry in story if not entry["current"])

    secret = {"code": code, "secret": current["secret"]}
    assert anybody.tell("track", secret).json()["status"] == "Đã trả kết quả"


def test_enterprise_answers_supplement_and_owes_fee(signed_in, desk):
    cuong = signed_in("citizen-cuong")
    mandate = cuong.ask("me").json()["mandates"][0]
    order = {"procedure": BERTH, "agency": THUY_NGUYEN, "on_behalf_of": mandate["number"]}
    draft = cuong.tell("dossiers/", order).json()
    assert draft["owner"] == mandate["name"]
    name = f"dossiers/{draft['id']}"
    answers = merged(
        merged(draft["answers"], BERTH_ANSWERS),
        {"applicant": {"kind": "enterprise"}, "organisation": {"position": "Giám đốc"}},
    )
    body = {"answers": answers, "seen_version": draft["version"]}
    saved = cuong.change(f"{name}/answers", body).json()
    assert saved["evaluation"]["errors"] == []

    early = cuong.tell(f"{name}/submit", {"seen_version": saved["version"]})
    missing = {error["pointer"] for error in early.json()["errors"]}
    assert early.status_code == 400
    assert missing == {"/papers/land_papers", "/papers/exploitation_plan"}
    for pointer in missing:
        code = pointer.removeprefix("/papers/")
        paper = cuong.upload(f"{name}/papers", code=code, file=a_pdf())
        assert paper.status_code == 201, paper.content

    code = cuong.tell(f"{name}/submit", {"seen_version": saved["version"]}).json()["code"]
    asked = desk(
        "clerk",
        "request_supplement",
        code,
        "thuynguyen",
        content=["Bản đồ vị trí bến"],
        reason="Thiếu bản đồ.",
        guidance="Tải lên bản PDF.",
    )
    assert (asked["national_code"], asked["holds"][0]["kind"]) == (5, "supplement")
    assert asked["holds"][0]["data"]["content"] == ["Bản đồ vị trí bến"]

    cuong.upload(f"{name}/papers", code="exploitation_plan", file=a_pdf("bản đồ.pdf", pages=2))
    body = {"seen_version": asked["version"], "note": "Đã bổ sung bản đồ."}
    assert cuong.tell(f"dossiers/{code}/supplement", body).json()["holds"] == []

    accepted = desk("clerk", "accept", code, "thuynguyen")
    assert accepted["holds"][0]["data"]["amount"] == 100_000
    desk("clerk", "hand_over", code, "thuynguyen")

    officer = signed_in("officer-thuynguyen").ask(f"dossiers/{code}").json()
    blocked = {action["id"]: action["blocked_by"] for action in officer["actions"]}
    assert blocked["propose_grant"].startswith("Chưa nộp phí, lệ phí: 100.000")
    assert blocked["propose_refusal"] == ""

    link = cuong.tell(f"dossiers/{code}/payment").json()
    assert link["amount"] == 100_000
    assert "vnp_SecureHash=" in link["pay_url"]
    assert cuong.tell(f"dossiers/{code}/payment").json() == link
    assert cuong.ask(f"payments/{link['public_code']}").json()["dossier"] == code


def test_counter_takes_cash_and_hands_out(signed_in, desk):
    dung = signed_in("citizen-dung")
    number = dung.ask("me").json()["mandates"][0]["number"]
    order = {"procedure": BERTH, "agency": HONG_BANG, "on_behalf_of": number}
    draft = dung.tell("dossiers/", order).json()
    answers = merged(
        merged(draft["answers"], BERTH_ANSWERS),
        {
            "applicant": {"kind": "cooperative"},
            "organisation": {"position": "Giám đốc"},
            "delivery": {"method": "counter"},
        },
    )
    name = f"dossiers/{draft['id']}"
    saved = dung.change(f"{name}/answers", {"answers": answers, "seen_version": 0}).json()
    for code in ("land_papers", "exploitation_plan"):
        dung.upload(f"{name}/papers", code=code, file=a_pdf())
    code = dung.tell(f"{name}/submit", {"seen_version": saved["version"]}).json()["code"]
    desk("clerk", "accept", code)

    cashier = signed_in("cashier-hongbang")
    seen = cashier.ask(f"dossiers/{code}").json()
    assert (seen["answers"], seen["papers"], seen["secret"]) == (None, None, "")
    paid = cashier.tell(f"dossiers/{code}/cash", {"seen_amount": seen["fee_total"]}).json()
    assert (paid["state"], paid["method"]) == ("paid", "cash")
    running.drain()

    receipts = cashier.ask(f"dossiers/{code}/receipts").json()["data"]
    assert [(receipt["kind"], receipt["amount"]) for receipt in receipts] == [("phi", 100_000)]
    assert dung.ask(f"dossiers/{code}").json()["holds"] == []
    desk("clerk", "hand_over", code)
    desk("officer", "propose_grant", code)
    desk("leader", "sign", code)
    desk("registry", "settle", code)
    online = dung.tell(f"dossiers/{code}/collect", {"seen_version": 99})
    assert (online.status_code, online.json()["code"]) == (409, "refused")
    handed = desk("clerk", "deliver", code, receiver="Vũ Thị Dung")
    assert handed["stage"] == "delivered"
