"""The life cycle that every procedure shares, as plain tables.

`Dossier`'s transitions are declared from `TRANSITIONS`; every action kind has exactly one effect
(`ACTION_KINDS`); the ten national status codes are a projection (`national_code`) that no guard
reads.
Source: docs/decisions/0002 and 0004; the codes are those of the national portal's status list.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """Where a dossier stands in law; the same for every procedure."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    SETTLED = "settled"
    DELIVERED = "delivered"
    REFUSED_INTAKE = "refused_intake"
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"


class HoldKind(StrEnum):
    """A reason to wait that blocks named gates and never moves the stage."""

    SUPPLEMENT = "supplement"
    FEE = "fee"
    CONFIRMATION = "confirmation"


class TaskKind(StrEnum):
    """Parallel work that somebody else does for a dossier while it stays at its step."""

    CONSULT = "consult"
    INSPECT = "inspect"
    EXPERT = "expert"
    REGISTER = "register"
    SIGN_OUTSIDE = "sign_outside"


class Effect(StrEnum):
    """The one thing that an action kind does."""

    MOVE_STAGE = "move_stage"
    OPEN_HOLD = "open_hold"
    CLOSE_HOLD = "close_hold"
    OPEN_TASK = "open_task"
    CLOSE_TASK = "close_task"
    MOVE_STEP = "move_step"
    MOVE_REQUEST = "move_request"
    SET_RESPONSIBLE = "set_responsible"
    SET_DUE = "set_due"
    ISSUE_RESULT = "issue_result"


class Outcome(StrEnum):
    """What the officer proposes and the leader signs; a refusal on the merits is a result too."""

    GRANT = "grant"
    REFUSE = "refuse"


class Release(StrEnum):
    """When an act is only drafted, for a superior to release before it takes effect.

    Whatever the plan names an approver for is released too.
    """

    ALWAYS = "always"
    # What the portal withdraws is a leg, with its bundle, whose own withdrawal was released.
    ACCEPTED = "accepted"  # by people's hands, once the dossier is accepted
    AGAIN = "again"  # from the second of its kind in a stage on


@dataclass(frozen=True, slots=True)
class Transition:
    """One legal move of the stage, caused by one action kind."""

    kind: str
    sources: tuple[Stage, ...]
    target: Stage


@dataclass(frozen=True, slots=True)
class HoldRule:
    """Whether the legal clock stops while a hold of this kind is open."""

    kind: HoldKind
    stops_clock: bool


@dataclass(frozen=True, slots=True)
class ActionKind:
    """One kind of action: its effect, its fact, its release, and whether a plan may use it."""

    name: str
    effect: Effect
    event: str  # the fact in the journal, after "dossier."
    hold: HoldKind | None = None
    task: TaskKind | None = None
    release: Release | None = None  # None: takes effect at once, whoever does it
    in_plan: bool = True  # whether a plan may use it: the engine runs it


TRANSITIONS: tuple[Transition, ...] = (
    Transition("submit", (Stage.DRAFT,), Stage.SUBMITTED),
    Transition("accept", (Stage.SUBMITTED,), Stage.ACCEPTED),
    Transition("refuse_intake", (Stage.SUBMITTED,), Stage.REFUSED_INTAKE),
    # Only a leg, with its bundle, is withdrawn while it is stopped.
    Transition("withdraw", (Stage.SUBMITTED, Stage.ACCEPTED, Stage.STOPPED), Stage.WITHDRAWN),
    Transition("settle", (Stage.ACCEPTED,), Stage.SETTLED),
    Transition("settle_bundle", (Stage.ACCEPTED,), Stage.SETTLED),
    Transition("stop", (Stage.ACCEPTED,), Stage.STOPPED),
    Transition("resume", (Stage.STOPPED,), Stage.ACCEPTED),
    Transition("recall", (Stage.SETTLED,), Stage.ACCEPTED),
    Transition("deliver", (Stage.SETTLED,), Stage.DELIVERED),
)

HOLD_RULES: dict[HoldKind, HoldRule] = {
    rule.kind: rule
    for rule in (
        HoldRule(HoldKind.SUPPLEMENT, stops_clock=True),
        HoldRule(HoldKind.FEE, stops_clock=True),
        HoldRule(HoldKind.CONFIRMATION, stops_clock=True),
    )
}

ACTION_KINDS: dict[str, ActionKind] = {
    kind.name: kind
    for kind in (
        ActionKind("submit", Effect.MOVE_STAGE, "submitted", in_plan=False),
        ActionKind("accept", Effect.MOVE_STAGE, "accepted"),
        ActionKind("refuse_intake", Effect.MOVE_STAGE, "refused_intake"),
        ActionKind("withdraw", Effect.MOVE_STAGE, "withdrawn", release=Release.ACCEPTED),
        ActionKind("settle", Effect.MOVE_STAGE, "settled"),
        ActionKind("settle_bundle", Effect.MOVE_STAGE, "settled"),
        ActionKind("stop", Effect.MOVE_STAGE, "stopped", release=Release.ALWAYS, in_plan=False),
        ActionKind("resume", Effect.MOVE_STAGE, "resumed", in_plan=False),
        ActionKind("recall", Effect.MOVE_STAGE, "recalled", in_plan=False),
        ActionKind("deliver", Effect.MOVE_STAGE, "delivered"),
        ActionKind(
            "request_supplement",
            Effect.OPEN_HOLD,
            "supplement_requested",
            HoldKind.SUPPLEMENT,
            release=Release.AGAIN,
        ),
        ActionKind(
            "supplement", Effect.CLOSE_HOLD, "supplemented", HoldKind.SUPPLEMENT, in_plan=False
        ),
        ActionKind("open_fee", Effect.OPEN_HOLD, "fee_requested", HoldKind.FEE, in_plan=False),
        ActionKind("close_fee", Effect.CLOSE_HOLD, "fee_closed", HoldKind.FEE, in_plan=False),
        ActionKind(
            "ask_confirmation", Effect.OPEN_HOLD, "confirmation_requested", HoldKind.CONFIRMATION
        ),
        ActionKind("confirm", Effect.CLOSE_HOLD, "confirmed", HoldKind.CONFIRMATION, in_plan=False),
        ActionKind(
            "lapse_confirmation",
            Effect.CLOSE_HOLD,
            "confirmation_lapsed",
            HoldKind.CONFIRMATION,
            in_plan=False,
        ),
        ActionKind("consult", Effect.OPEN_TASK, "consulted", task=TaskKind.CONSULT),
        ActionKind("inspect", Effect.OPEN_TASK, "inspection_ordered", task=TaskKind.INSPECT),
        ActionKind("ask_expert", Effect.OPEN_TASK, "expert_asked", task=TaskKind.EXPERT),
        ActionKind("ask_register", Effect.OPEN_TASK, "register_asked", task=TaskKind.REGISTER),
        ActionKind("sign_outside", Effect.OPEN_TASK, "sent_to_sign", task=TaskKind.SIGN_OUTSIDE),
        ActionKind("report_task", Effect.CLOSE_TASK, "task_reported", in_plan=False),
        ActionKind("cancel_task", Effect.CLOSE_TASK, "task_cancelled", in_plan=False),
        ActionKind("lapse_task", Effect.CLOSE_TASK, "task_lapsed", in_plan=False),
        ActionKind("hand_over", Effect.MOVE_STEP, "handed_over"),
        ActionKind("advance", Effect.MOVE_STEP, "advanced"),
        ActionKind("sign", Effect.MOVE_STEP, "signed"),
        ActionKind("send_back", Effect.MOVE_STEP, "sent_back"),
        ActionKind(
            "transfer",
            Effect.MOVE_STEP,
            "transferred",
            release=Release.ACCEPTED,
            in_plan=False,
        ),
        ActionKind("archive", Effect.MOVE_STEP, "archived", in_plan=False),
        ActionKind("draft_request", Effect.MOVE_REQUEST, "request_drafted", in_plan=False),
        ActionKind("release_request", Effect.MOVE_REQUEST, "request_released", in_plan=False),
        ActionKind("return_request", Effect.MOVE_REQUEST, "request_returned", in_plan=False),
        ActionKind("drop_request", Effect.MOVE_REQUEST, "request_dropped", in_plan=False),
        ActionKind("send_request", Effect.MOVE_REQUEST, "request_sent", in_plan=False),
        ActionKind("claim", Effect.SET_RESPONSIBLE, "claimed", in_plan=False),
        ActionKind("assign", Effect.SET_RESPONSIBLE, "assigned", in_plan=False),
        ActionKind("let_go", Effect.SET_RESPONSIBLE, "let_go", in_plan=False),
        ActionKind("extend", Effect.SET_DUE, "extended", release=Release.ALWAYS, in_plan=False),
        ActionKind(
            "correct", Effect.ISSUE_RESULT, "corrected", release=Release.ALWAYS, in_plan=False
        ),
    )
}

# Roles that may release a request; who in fact may stands in the permission table.
RELEASING_ROLES = frozenset({"head", "leader"})

# Work that goes on beside the step; the exit of a step may have to wait for it.
EXIT_KINDS = frozenset({"accept", "advance", "sign", "settle", "settle_bundle"})

# A hold stops what brings a dossier nearer to its grant, never a refusal, a question or a farewell.
BLOCKABLE_KINDS = EXIT_KINDS | {"deliver"}

ENDED = frozenset({Stage.DELIVERED, Stage.REFUSED_INTAKE, Stage.WITHDRAWN})

NATIONAL_CODES: dict[int, str] = {
    1: "Mới đăng ký",
    2: "Được tiếp nhận",
    3: "Không được tiếp nhận",
    4: "Đang xử lý",
    5: "Yêu cầu bổ sung giấy tờ",
    6: "Yêu cầu thực hiện nghĩa vụ tài chính",
    7: "Công dân yêu cầu rút hồ sơ",
    8: "Dừng xử lý",
    9: "Đã xử lý xong",
    10: "Đã trả kết quả",
}

_FIXED_CODES = {
    Stage.REFUSED_INTAKE: 3,
    Stage.WITHDRAWN: 7,
    Stage.STOPPED: 8,
    Stage.SETTLED: 9,
    Stage.DELIVERED: 10,
}


def national_code(
    stage: Stage, *, handed_over: bool, open_holds: Collection[HoldKind]
) -> int | None:
    """Project a dossier onto the ten national status codes; a draft has none."""
    if stage is Stage.DRAFT:
        return None
    if stage in _FIXED_CODES:
        return _FIXED_CODES[stage]
    if HoldKind.SUPPLEMENT in open_holds:
        return 5
    if HoldKind.FEE in open_holds:
        return 6
    if stage is Stage.SUBMITTED:
        return 1
    return 4 if handed_over else 2
