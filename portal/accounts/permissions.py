"""THE permission table: who, in what relation to a dossier, may do which kinds of action.

What no row allows is not allowed. Kinds of action are named in the definition's life cycle; the
rest are kinds of reading, the one act of money at a counter and the keeping of the calendar.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection


class Role(StrEnum):
    """What somebody is to the portal; staff hold theirs by a post."""

    APPLICANT = "applicant"
    SYSTEM = "system"
    CLERK = "clerk"
    OFFICER = "officer"
    HEAD = "head"
    LEADER = "leader"
    REGISTRY = "registry"
    CASHIER = "cashier"
    DIRECTOR = "director"
    INSPECTOR = "inspector"
    CITY_LEADER = "city_leader"
    ADMIN = "admin"

    @property
    def label(self) -> str:
        """Its name on the pages."""
        return _LABELS[self]

    @classmethod
    def held_by_staff(cls) -> tuple[Role, ...]:
        """List the roles that a post can give."""
        return tuple(role for role in cls if role not in {cls.APPLICANT, cls.SYSTEM})


_LABELS = {
    Role.APPLICANT: "Người nộp hồ sơ",
    Role.SYSTEM: "Hệ thống",
    Role.CLERK: "Cán bộ tiếp nhận và trả kết quả",
    Role.OFFICER: "Chuyên viên thụ lý",
    Role.HEAD: "Trưởng phòng chuyên môn",
    Role.LEADER: "Lãnh đạo cơ quan",
    Role.REGISTRY: "Văn thư",
    Role.CASHIER: "Cán bộ thu phí, lệ phí",
    Role.DIRECTOR: "Giám đốc Trung tâm",
    Role.INSPECTOR: "Cán bộ kiểm soát thủ tục hành chính",
    Role.CITY_LEADER: "Lãnh đạo thành phố",
    Role.ADMIN: "Quản trị hệ thống",
}


class Relation(StrEnum):
    """How an actor stands to the dossier (or to the figures) in question."""

    OWNER = "owner"  # the dossier is theirs, or of someone they act for
    DESK = "desk"  # holds a post at the step's desk of the competent agency
    AGENCY = "agency"  # works at the competent agency
    RECEIVER = "receiver"  # works at the point that took the file in
    COUNTER = "counter"  # works at a counter to which a file that is not online is brought
    ASKED = "asked"  # works at an agency whose opinion is being asked
    CITY = "city"  # works at the city itself, above every agency
    ANY = "any"  # everybody stands so to everything


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: this role, in this relation, may do these kinds."""

    role: Role
    relation: Relation
    kinds: frozenset[str]


def _may(role: Role, relation: Relation, *kinds: str) -> Rule:
    return Rule(role, relation, frozenset(kinds))


_WORK_UP = (
    "advance",
    "request_supplement",
    "ask_confirmation",
    "consult",
    "inspect",
    "ask_expert",
    "ask_register",
    "sign_outside",
    "cancel_task",
    "send_back",
    "claim",
    "let_go",
    "stop",
    "extend",
    "transfer",
)
_READ = ("view", "view_papers")
_SPEAK = ("message", "note")
_LEAD = (
    "assign",
    "release_request",
    "return_request",
    "drop_request",
    "instruct",
    "keep_absences",
    "keep_routing",
)
_FIGURES = ("view_dashboard", "view_figures")
_ANSWER = (*_READ, "report_task")

# fmt: off
TABLE: tuple[Rule, ...] = (
    _may(Role.APPLICANT, Relation.OWNER, *_READ, "submit", "withdraw", "supplement", "confirm",
         "drop_request", "deliver", "pay", "message"),
    _may(Role.SYSTEM, Relation.ANY, "submit", "accept", "settle", "settle_bundle", "deliver",
         "withdraw", "open_fee", "close_fee", "lapse_confirmation", "report_task", "lapse_task",
         "extend", "assign", "let_go", "recall"),
    _may(Role.CLERK, Relation.DESK, "accept", "refuse_intake", "request_supplement", "hand_over",
         "deliver", "record_cash", "claim", "let_go", "transfer", "archive", "settle_bundle"),
    _may(Role.CLERK, Relation.AGENCY, *_READ, *_SPEAK, "send_request", "take_in"),
    _may(Role.CLERK, Relation.RECEIVER, *_READ, *_SPEAK, "send_request", "take_in", "submit",
         "record_cash"),
    # Whoever came in person or by post answers in the same way: a clerk puts it down for them.
    _may(Role.CLERK, Relation.COUNTER, "supplement", "confirm", "withdraw"),
    _may(Role.OFFICER, Relation.DESK, *_WORK_UP),
    _may(Role.OFFICER, Relation.AGENCY, *_READ, *_SPEAK, "report_task", "drop_request", "correct"),
    _may(Role.HEAD, Relation.DESK, *_WORK_UP),
    _may(Role.HEAD, Relation.AGENCY, *_READ, *_SPEAK, *_LEAD, "report_task", *_FIGURES),
    _may(Role.LEADER, Relation.DESK, "sign", "send_back"),
    _may(Role.LEADER, Relation.AGENCY, *_READ, *_SPEAK, *_LEAD, *_FIGURES, "stop", "resume",
         "recall", "extend", "correct"),
    _may(Role.REGISTRY, Relation.DESK, "settle"),
    _may(Role.REGISTRY, Relation.AGENCY, *_READ, "send_request"),
    _may(Role.CASHIER, Relation.AGENCY, "view", "record_cash"),
    _may(Role.CASHIER, Relation.RECEIVER, "view", "record_cash"),
    _may(Role.DIRECTOR, Relation.AGENCY, *_READ, *_SPEAK, *_FIGURES, "assign",
         "instruct", "keep_absences", "keep_routing"),
    _may(Role.CLERK, Relation.ASKED, *_ANSWER),
    _may(Role.OFFICER, Relation.ASKED, *_ANSWER),
    _may(Role.HEAD, Relation.ASKED, *_ANSWER),
    _may(Role.LEADER, Relation.ASKED, *_ANSWER),
    _may(Role.INSPECTOR, Relation.ANY, *_FIGURES, "edit_calendar"),
    _may(Role.CITY_LEADER, Relation.ANY, *_FIGURES),
    # An administrator keeps calendars, catalogues and accounts and reads no dossier.
    _may(Role.ADMIN, Relation.ANY, "edit_calendar"),
)
# fmt: on


Standing = tuple[Role, Relation]
"""One role together with one relation that this very role gives its holder."""


def allows(*, roles: Collection[str], relations: Collection[str], kind: str) -> bool:
    """Tell whether a row gives `kind` to one of these roles in one of these relations."""
    return any(
        kind in rule.kinds
        and rule.role in roles
        and (rule.relation is Relation.ANY or rule.relation in relations)
        for rule in TABLE
    )


def kinds_for(standings: Collection[Standing]) -> frozenset[str]:
    """List all kinds that somebody with these standings may do.

    Unlike `allows`, it never joins the role of one post to the desk of another.
    """
    return frozenset().union(
        *(rule.kinds for rule in TABLE if (rule.role, rule.relation) in standings)
    )
