"""Queues and the actions of the plan."""

from tests.factories import dossiers
from tests.factories.dossiers import BERTH, EXTRACT


def codes(answer):
    """The dossier codes of a queue's answer."""
    return [line["code"] for line in answer.json()["data"]]


def test_queue_shows_what_waits_at_my_desk(signed_in):
    waiting, elsewhere = dossiers.a_submitted(), dossiers.at_appraisal()
    assert codes(signed_in("clerk-hongbang").ask("queue/")) == [waiting.code]
    assert codes(signed_in("officer-hongbang").ask("queue/")) == [elsewhere.code]
    assert codes(signed_in("clerk-thuynguyen").ask("queue/")) == []


def test_queue_says_when_it_is_cut(signed_in):
    clerk = signed_in("clerk-hongbang")
    for has_more in (False, False, True):
        dossiers.a_submitted()
        assert clerk.ask("queue/", {"limit": 2}).json()["has_more"] is has_more


def test_queue_is_narrowed_by_procedure_and_search(signed_in):
    an, binh = dossiers.a_submitted(), dossiers.a_submitted(BERTH, by="citizen-binh")
    clerk = signed_in("clerk-hongbang")
    assert codes(clerk.ask("queue/", {"procedure": EXTRACT})) == [an.code]
    assert codes(clerk.ask("queue/", {"search": "tran thi binh"})) == [binh.code]
    assert codes(clerk.ask("queue/", {"desk": "one_stop", "search": an.code})) == [an.code]
    assert codes(clerk.ask("queue/", {"desk": "registry"})) == []


def test_line_tells_clock_and_step(signed_in):
    dossiers.a_submitted()
    line = signed_in("clerk-hongbang").ask("queue/").json()["data"][0]
    assert (line["step_name"], line["owner"]) == ("Kiểm tra hồ sơ", "Nguyễn Văn An")
    assert line["clock"]["state"] in {"ok", "soon"}
    assert line["clock"]["words"]


def test_queue_costs_the_same_however_long(signed_in, django_assert_num_queries):
    for _ in range(3):
        dossiers.a_submitted()
    clerk = signed_in("clerk-hongbang")
    # Token, posts, their desks (with agency), dossiers, open holds.
    with django_assert_num_queries(4):
        clerk.ask("queue/")


def test_clerk_sees_actions_with_their_inputs(signed_in):
    dossier = dossiers.a_submitted()
    seen = signed_in("clerk-hongbang").ask(f"dossiers/{dossier.code}").json()
    offered = {action["id"]: action for action in seen["actions"]}
    planned = ["accept", "request_supplement", "refuse_intake"]
    assert list(offered) == [*planned, "claim", "transfer"]
    assert [field["name"] for field in offered["request_supplement"]["inputs"]] == [
        "content",
        "reason",
        "guidance",
        "fields",
    ]
    assert (seen["step_name"], seen["secret"]) == ("Kiểm tra hồ sơ", dossier.secret)


def test_refusal_at_intake_ends_the_dossier(signed_in):
    dossier = dossiers.a_submitted()
    clerk = signed_in("clerk-hongbang")
    body = {"seen_version": dossier.version, "data": {"reason": "Sai thẩm quyền."}}
    ended = clerk.tell(f"dossiers/{dossier.code}/actions/refuse_intake", body).json()
    assert (ended["stage"], ended["national_code"]) == ("refused_intake", 3)


def test_unknown_action_is_a_conflict(signed_in):
    dossier = dossiers.a_submitted()
    clerk = signed_in("clerk-hongbang")
    body = {"seen_version": dossier.version}
    answer = clerk.tell(f"dossiers/{dossier.code}/actions/levitate", body)
    assert (answer.status_code, answer.json()["code"]) == (409, "wrong_moment")


def test_nobody_declares_a_fee_paid(signed_in):
    dossier = dossiers.an_accepted(BERTH, is_paid=False)
    for account in ("citizen-an", "clerk-hongbang", "cashier-hongbang"):
        body = {"seen_version": dossier.version}
        answer = signed_in(account).tell(f"dossiers/{dossier.code}/actions/close_fee", body)
        assert answer.status_code == 409


def test_action_costs_a_fixed_number_of_round_trips(signed_in, round_trips):
    dossier = dossiers.a_submitted()
    clerk = signed_in("clerk-hongbang")
    body = {"seen_version": dossier.version}
    # Token, dossier, posts, then the engine, last the owner and the open holds.
    with round_trips(12):
        clerk.tell(f"dossiers/{dossier.code}/actions/accept", body)
