"""The one table of who may do what when: every situation × action × role, and nothing else."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

import pytest
from django.db import transaction

from portal.accounts.models import Post
from portal.accounts.permissions import TABLE, Relation, Role
from portal.core.errors import NotAllowed, NotFound, Refused
from portal.core.journal.models import Event
from procedures.catalogue import selectors as catalogue
from procedures.catalogue.actions import SHIPPED
from procedures.definition import loader
from procedures.definition.lifecycle import ACTION_KINDS, Stage
from procedures.definition.package import Action, Package, Step
from procedures.dossiers import access, engine, offers, selectors, talk
from procedures.dossiers.common import COMMON
from procedures.dossiers.effects import EFFECTS
from procedures.dossiers.models import Dossier
from procedures.dossiers.offers import Waits
from tests.factories import dossiers as factory
from tests.procedures.dossiers import cast
from tests.procedures.dossiers.permitted import BESIDE_THE_ENGINE, ROWS, Row
from tests.procedures.dossiers.situations import ABOUT_A_ROW, SITUATIONS, THROUGH_HEAD, named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portal.accounts.actors import Actor

INPUTS = {
    "reason": "Vì lẽ đó.",
    "content": ["Một giấy tờ"],
    "guidance": "Làm lại.",
    "note": "Xong",
    "question": "Có vướng không?",
    "outcome": "agreed",
    "report": "Không vướng.",
    "agency": factory.THUY_NGUYEN,
    "new_due": "2026-12-30",
    "late_reason": "complex",
    "correction": "Sửa ngày sinh.",
    "answer": "agreed",
    "brought_by": "Nguyễn Văn An",
    "basis": "Đơn có chữ ký.",
    "receiver": "Nguyễn Văn An",
}
PLANNED = {
    "accept": "accept",
    "refuse_intake": "refuse_intake",
    "request_supplement": "request_supplement",
    "hand_over": "hand_over",
    "propose_grant": "advance",
    "propose_refusal": "advance",
    "sign": "sign",
    "send_back": "send_back",
    "settle": "settle",
    "settle_bundle": "settle_bundle",
    "deliver": "deliver",
    "consult": "consult",
    "inspect": "inspect",
    "ask_confirmation": "ask_confirmation",
    "ask_number": "ask_register",
}
# The other branches' own systems settle what is theirs; their plans are walked with the bundles.
OUTSIDE = frozenset({"1.004222", "1.990001"})
# What no package of the city has yet: a berth is appraised with it here.
MORE = {
    "ask_expert": "ask_expert",
    "sign_outside": "sign_outside",
    "return_to_counter": "send_back",
    THROUGH_HEAD: "request_supplement",
}
KINDS = {
    **PLANNED,
    **MORE,
    **{name: common.action.kind for name, common in COMMON.items()},
    **{name: name for name in ABOUT_A_ROW},
}
# A fee is opened by submission and acceptance, a request drafted by the act that needs it.
ENTAILED = frozenset({"open_fee", "draft_request"})


@pytest.fixture(autouse=True)
def _more_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a berth's officer also order what no shipped package orders."""
    shipped = catalogue.package

    @lru_cache
    def package(version_id: int) -> Package:
        found = shipped(version_id)
        if found.code != factory.BERTH:
            return found
        steps = (more_of(step) if step.id == "appraise" else step for step in found.plan.steps)
        return replace(found, plan=replace(found.plan, steps=tuple(steps)))

    monkeypatch.setattr(catalogue, "package", package)


def more_of(step: Step) -> Step:
    """The appraisal with what no shipped package orders."""
    (asking,) = (action for action in step.actions if action.id == "request_supplement")
    more = (
        Action("ask_expert", "ask_expert", "Hỏi chuyên gia"),
        Action("sign_outside", "sign_outside", "Ký số ngoài hệ thống"),
        Action("return_to_counter", "send_back", "Trả về bộ phận một cửa", to="receive"),
        replace(asking, id=THROUGH_HEAD, approver="head"),
    )
    assert {action.id: action.kind for action in more} == MORE
    return replace(step, actions=(*step.actions, *more))


@contextmanager
def undone() -> Iterator[None]:
    """Take back what happens inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def who_works_on(dossier: Dossier) -> str:
    """Name a colleague who works at the desk of the active step."""
    posts = Post.objects.filter(
        staff__agency=dossier.step_agency_id, desk__kind=dossier.step_desk or "one_stop"
    )
    post = posts.select_related("staff").order_by("pk").first()
    return post.staff.code if post else ""


def try_to(dossier: Dossier, action: str, actor: Actor, staff: str) -> bool:
    """Tell whether the action goes through; whatever it did is taken back."""
    with undone():
        try:
            after = engine.fire(
                dossier.pk,
                named(dossier, action),
                actor=actor,
                data={**INPUTS, "staff": staff},
                seen_version=dossier.version,
            )
        except (Refused, NotAllowed, NotFound):
            return False
        assert after.version == dossier.version + 1
        assert Event.objects.filter(subject=after.subject, data__version=after.version).exists()
        return True


def cast_of(dossier: Dossier) -> dict[str, Actor]:
    """Everybody; whoever owes the fee has an account of their own."""
    owner = dossier.owner
    assert owner is not None
    assert owner.user is not None
    return cast.everybody(owner.user.username)


def hand_of(actor: Actor) -> str:
    return "staff" if actor.staff else "system" if actor.kind == "system" else "applicant"


def offered_to(dossier: Dossier, actor: Actor) -> set[str]:
    """The acts that the dossier offers to that kind of hand, whoever may take them."""
    waits, step = Waits.of(dossier), selectors.step_of(dossier)
    return {action.id for action in offers.offered(dossier, step, actor, waits=waits)}


def expected(situation: str) -> set[tuple[str, str]]:
    """The table's pairs, with those who have just what another has."""
    pairs = set(ROWS[situation].pairs)
    for person, like in cast.ALIKE.items():
        kinds = {action for action, one in pairs if one == like} - cast.IN_PERSON
        pairs |= {(action, person) for action in kinds}
    at_agency = {action for action, one in pairs if one == "officer"} & cast.WITHOUT_THE_DESK
    return pairs | {(action, cast.OTHER_DESK) for action in at_agency}


@pytest.mark.usefixtures("monday")
@pytest.mark.parametrize("situation", SITUATIONS)
def test_who_may_do_what_when(situation):
    made, row = SITUATIONS[situation](), ROWS[situation]
    dossier = Dossier.objects.select_related(*selectors.RELATED, "step_agency").get(pk=made.pk)
    people, events = cast_of(dossier), Event.objects.count()
    assert (dossier.stage, dossier.national_code) == (row.stage, row.code)
    assert (dossier.step_desk, dossier.channel) == (row.desk, row.channel)
    gone_through = all_that_goes_through(dossier, people)
    assert gone_through == expected(situation)
    assert Event.objects.count() == events
    if dossier.code is not None:
        assert all_on_offer(dossier, people) == {
            (action, name) for action, name in gone_through if name != "system"
        }
    for name, actor in people.items():
        wanted = beside_the_engine(name, row)
        assert set(access.kinds_for(dossier, actor)) - set(ACTION_KINDS) == wanted, name
        if name != "system":
            assert what_doors_open(dossier, actor) == wanted & DOORS, name


def all_that_goes_through(dossier: Dossier, people: dict[str, Actor]) -> set[tuple[str, str]]:
    """Try every act by everybody whose kind of hand has it on offer, and by some who have not."""
    by_hand: dict[str, list[str]] = {}
    for name, actor in people.items():
        by_hand.setdefault(hand_of(actor), []).append(name)
    staff, gone_through = who_works_on(dossier), set()
    for names in by_hand.values():
        offered = offered_to(dossier, people[names[0]])
        for action in KINDS:
            tries = names if named(dossier, action) in offered else names[::9]
            gone_through |= {
                (action, name) for name in tries if try_to(dossier, action, people[name], staff)
            }
    return gone_through


def all_on_offer(dossier: Dossier, people: dict[str, Actor]) -> set[tuple[str, str]]:
    """What pages and API show to people as to be done now."""
    return {
        (action, name)
        for name, actor in people.items()
        if hand_of(actor) != "system"
        for offer in selectors.available_actions(dossier, actor=actor)
        if not offer.blocked_by and offer.id == named(dossier, action := offer.id.partition(".")[0])
    }


# The kinds of reading and speaking whose own doors are tried too.
DOORS = frozenset({"view", "view_papers", "message", "note"})


def what_doors_open(dossier: Dossier, actor: Actor) -> set[str]:
    """What somebody is let in to, whatever the permission table says."""
    try:
        selectors.get_by_public_id(dossier.public_id, viewer=actor)
    except NotFound:
        return set()
    opened = {"view"} | {kind for kind in ("message", "note") if talk.may(dossier, kind, actor)}
    if dossier.code is None:
        # Whoever drafts reads what they draft, and has nobody to speak to yet.
        return opened | (set(access.kinds_for(dossier, actor)) & DOORS)
    try:
        selectors.get_readable(dossier.code, viewer=actor)
    except NotAllowed:
        return opened
    return opened | {"view_papers"}


def beside_the_engine(name: str, row: Row) -> set[str]:
    """What somebody may do that is no act of the engine."""
    like = cast.ALIKE.get(name, name)
    # A draft is nobody's but theirs who may hand it in.
    if row.stage == "draft" and (row.possible["submit"] != like or like == "system"):
        return set()
    held = standings(like, row)
    return {kind for one in held for kind in BESIDE_THE_ENGINE.get(one, "").split()}


def standings(name: str, row: Row) -> set[tuple[Role, Relation]]:
    """How somebody stands to a dossier as the row describes it."""
    if name in {"owner", "system"}:
        is_owner = name == "owner"
        return {(Role.APPLICANT, Relation.OWNER) if is_owner else (Role.SYSTEM, Relation.ANY)}
    if name == cast.OTHER_DESK:
        seats = [cast.Seat(role, "none", "here") for role in (Role.OFFICER, Role.CASHIER)]
    else:
        seats = [cast.SEATED[name]] if name in cast.SEATED else []
    return {(seat.role, one) for seat in seats for one in cast.relations_of(seat, row)}


class TestTheTableIsComplete:
    """A new stage, kind, role, relation or plan fails here until the table says who may."""

    def test_every_situation_has_its_row(self):
        assert list(ROWS.keys() ^ SITUATIONS.keys()) == []

    def test_every_stage_is_there(self):
        assert {row.stage for row in ROWS.values()} == set(Stage)

    def test_every_kind_is_tried(self):
        assert set(KINDS.values()) | ENTAILED == set(ACTION_KINDS)
        assert set(EFFECTS) | {"send_request"} | ENTAILED == set(ACTION_KINDS)

    def test_every_planned_action_is_tried(self):
        shipped = [loader.load(path.read_text("utf-8")) for path in SHIPPED.glob("*.yaml")]
        planned = {
            action.id: action.kind
            for package in shipped
            if package.code not in OUTSIDE
            for step in package.plan.steps
            for action in step.actions
        }
        assert planned == PLANNED

    def test_every_action_goes_through_somewhere(self):
        assert {action for row in ROWS.values() for action, _ in row.pairs} == set(KINDS)

    def test_every_role_and_relation_of_the_table_is_cast(self):
        assert {seat.role for seat in cast.SEATED.values()} == set(Role.held_by_staff())
        held = {(Role.APPLICANT, Relation.OWNER), (Role.SYSTEM, Relation.ANY)}
        for row in ROWS.values():
            for seat in cast.SEATED.values():
                held |= {(seat.role, relation) for relation in cast.relations_of(seat, row)}
        assert {(rule.role, rule.relation) for rule in TABLE} <= held

    @pytest.mark.parametrize("rule", TABLE, ids=lambda rule: f"{rule.role}-{rule.relation}")
    def test_every_kind_of_a_rule_is_shown(self, rule):
        """Somebody to whom this very rule gives it goes through with it, or reads."""
        shown = set(BESIDE_THE_ENGINE.get((rule.role, rule.relation), "").split())
        for row in ROWS.values():
            shown |= {
                KINDS[action]
                for action, name in row.pairs
                if (rule.role, rule.relation) in standings(name, row)
            }
        assert rule.kinds - ENTAILED <= shown

    def test_every_kind_is_given_to_somebody(self):
        given = {kind for rule in TABLE for kind in rule.kinds}
        told = {kind for kinds in BESIDE_THE_ENGINE.values() for kind in kinds.split()}
        assert given | ENTAILED == set(ACTION_KINDS) | told
