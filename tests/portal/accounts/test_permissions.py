import pytest

from portal.accounts.permissions import TABLE, Relation, Role, allows, kinds_for
from procedures.definition.lifecycle import ACTION_KINDS

READS_AND_MONEY = {
    "view",
    "view_papers",
    "record_cash",
    "pay",
    "view_dashboard",
    "view_figures",
    "edit_calendar",
}
BESIDE_THE_ENGINE = {"message", "note", "take_in", "instruct", "keep_absences", "keep_routing"}
CONTENTS = set(ACTION_KINDS) | {"view", "view_papers", "record_cash"}

YES, NO = True, False
DECISIONS = [
    ("applicant", "owner", "submit", YES),
    ("applicant", "owner", "withdraw", YES),
    ("applicant", "owner", "supplement", YES),
    ("applicant", "owner", "confirm", YES),
    ("applicant", "owner", "deliver", YES),
    ("applicant", "owner", "view", YES),
    ("applicant", "owner", "view_papers", YES),
    ("applicant", "any", "view", NO),
    ("applicant", "any", "submit", NO),
    ("applicant", "owner", "accept", NO),
    ("applicant", "owner", "close_fee", NO),
    ("applicant", "owner", "record_cash", NO),
    ("system", "any", "open_fee", YES),
    ("system", "any", "close_fee", YES),
    ("system", "any", "confirm", NO),
    ("system", "any", "sign", NO),
    ("system", "any", "settle", YES),
    ("clerk", "desk", "accept", YES),
    ("clerk", "desk", "refuse_intake", YES),
    ("clerk", "desk", "request_supplement", YES),
    ("clerk", "desk", "hand_over", YES),
    ("clerk", "desk", "deliver", YES),
    ("clerk", "desk", "record_cash", YES),
    ("clerk", "desk", "sign", NO),
    ("clerk", "agency", "accept", NO),
    ("clerk", "agency", "view", YES),
    ("clerk", "any", "view", NO),
    ("officer", "desk", "advance", YES),
    ("officer", "desk", "request_supplement", YES),
    ("officer", "desk", "consult", YES),
    ("officer", "desk", "inspect", YES),
    ("officer", "desk", "send_back", YES),
    ("officer", "desk", "sign", NO),
    ("officer", "agency", "advance", NO),
    ("officer", "agency", "report_task", YES),
    ("head", "desk", "advance", YES),
    ("head", "agency", "view_figures", YES),
    ("leader", "desk", "sign", YES),
    ("leader", "desk", "send_back", YES),
    ("leader", "agency", "stop", YES),
    ("leader", "agency", "resume", YES),
    ("leader", "agency", "recall", YES),
    ("leader", "desk", "settle", NO),
    ("leader", "agency", "sign", NO),
    ("leader", "agency", "view_dashboard", YES),
    ("leader", "any", "view_dashboard", NO),
    ("registry", "desk", "settle", YES),
    ("registry", "desk", "sign", NO),
    ("cashier", "agency", "record_cash", YES),
    ("cashier", "agency", "view", YES),
    ("cashier", "agency", "view_papers", NO),
    ("cashier", "any", "record_cash", NO),
    ("cashier", "receiver", "record_cash", YES),
    ("cashier", "receiver", "view_papers", NO),
    ("clerk", "receiver", "record_cash", YES),
    ("clerk", "counter", "supplement", YES),
    ("clerk", "counter", "confirm", YES),
    ("clerk", "counter", "withdraw", YES),
    ("clerk", "agency", "supplement", NO),
    ("clerk", "receiver", "withdraw", NO),
    ("officer", "counter", "supplement", NO),
    ("director", "agency", "view_figures", YES),
    ("inspector", "any", "view_figures", YES),
    ("inspector", "any", "view", NO),
    ("inspector", "any", "edit_calendar", YES),
    ("admin", "any", "edit_calendar", YES),
    ("city_leader", "any", "edit_calendar", NO),
    ("leader", "agency", "edit_calendar", NO),
    ("clerk", "desk", "edit_calendar", NO),
    ("city_leader", "any", "view_dashboard", YES),
    ("city_leader", "any", "view_figures", YES),
    ("city_leader", "city", "view", NO),
]


@pytest.mark.parametrize(("role", "relation", "kind", "allowed"), DECISIONS)
def test_table_decides(role, relation, kind, allowed):
    assert allows(roles={role}, relations={relation}, kind=kind) is allowed


def test_table_names_only_kinds_of_the_life_cycle():
    assert {kind for rule in TABLE for kind in rule.kinds} == (
        set(ACTION_KINDS) | READS_AND_MONEY | BESIDE_THE_ENGINE
    ) - {"draft_request"}


@pytest.mark.parametrize("kind", sorted(CONTENTS))
def test_administrator_touches_no_dossier(kind):
    assert not allows(roles={"admin"}, relations=set(Relation), kind=kind)


def test_relation_to_everything_need_not_be_named():
    assert allows(roles={"city_leader"}, relations=(), kind="view_figures")


def test_standings_never_join_one_post_to_another_desk():
    officer_here_clerk_elsewhere = {
        (Role.OFFICER, Relation.DESK),
        (Role.OFFICER, Relation.AGENCY),
        (Role.CLERK, Relation.AGENCY),
    }
    kinds = kinds_for(officer_here_clerk_elsewhere)
    assert "advance" in kinds
    assert "accept" not in kinds


def test_nobody_may_do_anything_without_a_standing():
    assert kinds_for(()) == frozenset()
    assert not allows(roles=(), relations=set(Relation), kind="view")
