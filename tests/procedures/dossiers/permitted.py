"""The table of who may do what when: for each situation where it stands, and what is possible."""

from __future__ import annotations

from dataclasses import dataclass

from portal.accounts.permissions import Relation, Role

_UNIT = "officer, head"
_ASSIGN = "head, leader, director, system"
_ASKED = "clerk {0}, officer {0}, head {0}, leader {0}"

_AT_A_COUNTER = {"claim": "clerk", "assign": _ASSIGN, "transfer": "clerk"}
_UNTIL_THE_RESULT = {
    "withdraw": "owner",
    "assign": _ASSIGN,
    "extend": "leader, system",
    "stop": "leader",
}
_AT_THE_UNIT = {
    **_UNTIL_THE_RESULT,
    "let_go": f"{_UNIT}, system",
    "transfer": _UNIT,
    "extend": f"{_UNIT}, leader, system",
    "stop": f"{_UNIT}, leader",
}
_APPRAISED = {"propose_grant": _UNIT, "propose_refusal": _UNIT, **_AT_THE_UNIT}
# What the officer may ask while a berth is appraised; an answer holds up a grant, not a refusal.
_ASKING = {
    "request_supplement": _UNIT,
    "consult": _UNIT,
    "inspect": _UNIT,
    "ask_expert": _UNIT,
    "sign_outside": _UNIT,
    "return_to_counter": _UNIT,
    "request_through_head": _UNIT,
}
_WAITING = {
    **{name: who for name, who in _APPRAISED.items() if name != "propose_grant"},
    "cancel_task": _UNIT,
}
# Time alone ends nothing but a consultation whose silence is consent.
_SILENT = {"lapse_task": "system"}
_TO_BE_HANDED_OUT = {
    "deliver": "clerk, system",
    "collect": "owner",
    "claim": "clerk",
    "assign": _ASSIGN,
    "recall": "leader, system",
}
_SUBMITTED = {
    "accept": "clerk, system",
    "refuse_intake": "clerk",
    "request_supplement": "clerk",
    "withdraw": "owner",
    **_AT_A_COUNTER,
}
# The counter that took a file in and the competent one both put down what its owner brings.
# What the portal may do of a leg it may do of a bundle; the clocks that run are those of the legs.
_BUNDLE = {"withdraw": "owner", "claim": "clerk", "assign": _ASSIGN, "extend": "system"}
_PUT_DOWN = {"withdraw_at_counter": "clerk"}
_PUT_DOWN_AT_BOTH = {"withdraw_at_counter": "clerk, clerk elsewhere"}


def _without(table: dict[str, str], *names: str) -> dict[str, str]:
    return {name: who for name, who in table.items() if name not in names}


def _by(table: dict[str, str], who: str) -> dict[str, str]:
    """The same where the clerk is somebody else's."""
    return {
        name: ", ".join(who if one == "clerk" else one for one in allowed.split(", "))
        for name, allowed in table.items()
    }


@dataclass(frozen=True, slots=True)
class Row:
    """One situation: where the dossier stands, and who alone may do what; all else is refused."""

    stage: str
    code: int | None
    possible: dict[str, str]
    desk: str = "specialist"
    at: str = "here"
    receiver: str = "here"
    asked: tuple[str, ...] = ()
    channel: str = "online"

    @property
    def pairs(self) -> set[tuple[str, str]]:
        """Who may do what: (action, person)."""
        return {
            (action, person)
            for action, people in self.possible.items()
            for person in people.split(", ")
        }


def _counter(stage: str, code: int, possible: dict[str, str], **changes: object) -> Row:
    return Row(stage, code, possible, desk="one_stop", **changes)  # type: ignore[arg-type]


def _draft(possible: dict[str, str], **changes: object) -> Row:
    return Row("draft", None, possible, desk="", at="", **changes)  # type: ignore[arg-type]


def _ended(stage: str, code: int, possible: dict[str, str] | None = None) -> Row:
    return Row(stage, code, possible or {}, desk="", at="")


def _elsewhere(stage: str, code: int, possible: dict[str, str]) -> Row:
    theirs = _by(possible, "clerk elsewhere")
    if stage in {"submitted", "accepted"}:
        theirs |= _PUT_DOWN_AT_BOTH
    return _counter(stage, code, theirs, at="elsewhere", receiver="elsewhere", channel="counter")


ROWS: dict[str, Row] = {
    "draft": _draft({"submit": "owner"}),
    "submitted": _counter("submitted", 1, _SUBMITTED),
    "waiting for a supplement": _counter(
        "submitted",
        5,
        {**_without(_SUBMITTED, "accept", "request_supplement"), "supplement": "owner"},
    ),
    "waiting for the fee": _counter(
        "submitted", 6, {**_without(_SUBMITTED, "accept"), "close_fee": "system"}
    ),
    "accepted": _counter(
        "accepted", 2, {"hand_over": "clerk", **_AT_A_COUNTER, **_UNTIL_THE_RESULT}
    ),
    "handed over": Row("accepted", 4, _APPRAISED),
    "let go": Row("accepted", 4, {**_without(_APPRAISED, "let_go"), "claim": _UNIT}),
    "claimed at the counter": _counter(
        "submitted", 1, {**_without(_SUBMITTED, "claim"), "let_go": "clerk, system"}
    ),
    "berth handed over": Row("accepted", 4, {**_APPRAISED, **_ASKING}),
    "supplement drafted for the head": Row(
        "accepted",
        4,
        {
            **_APPRAISED,
            **_without(_ASKING, "request_supplement", "request_through_head"),
            "release_request": "head",
            "return_request": "head",
            "drop_request": f"{_UNIT}, leader",
        },
    ),
    "proposed": Row(
        "accepted",
        4,
        {"sign": "leader", "send_back": "leader", **_UNTIL_THE_RESULT},
        desk="leadership",
    ),
    "signed": Row(
        "accepted", 4, {"settle": "registry, system", **_UNTIL_THE_RESULT}, desk="registry"
    ),
    "settled": _counter("settled", 9, _TO_BE_HANDED_OUT),
    "delivered": _ended("delivered", 10, {"correct": "officer, leader"}),
    "refused at intake": _ended("refused_intake", 3),
    "withdrawn": _ended("withdrawn", 7),
    "stop drafted": Row(
        "accepted",
        4,
        {
            **_without(_APPRAISED, "stop"),
            "release_request": "leader",
            "return_request": "leader",
            "drop_request": "officer, head, leader",
        },
    ),
    "stop released": Row(
        "accepted",
        4,
        {
            **_without(_APPRAISED, "stop"),
            "send_request": "clerk, registry",
            "drop_request": "officer, head, leader",
        },
    ),
    "stopped": Row("stopped", 8, {"resume": "leader"}),
    "stop returned": Row("accepted", 4, _APPRAISED),
    "consulting": Row(
        "accepted",
        4,
        {**_WAITING, **_SILENT, **_ASKING, "report_task": f"{_ASKED.format('elsewhere')}, system"},
        asked=("elsewhere",),
    ),
    # What is asked beside it is not the asked agency's: the newest task is the inspection.
    "consulting and inspecting": Row(
        "accepted",
        4,
        {**_WAITING, **_ASKING, "report_task": f"{_UNIT}, system"},
        asked=("elsewhere",),
    ),
    # The newest task is the second agency's alone.
    "two agencies asked": Row(
        "accepted",
        4,
        {**_WAITING, **_SILENT, **_ASKING, "report_task": f"{_ASKED.format('beside')}, system"},
        asked=("elsewhere", "beside"),
    ),
    "answered": Row("accepted", 4, {**_APPRAISED, **_ASKING}),
    "asking a register": Row(
        "accepted",
        4,
        {
            **_WAITING,
            "report_task": f"{_UNIT}, system",
            "request_supplement": _UNIT,
            "ask_number": _UNIT,
            "ask_confirmation": _UNIT,
        },
    ),
    # The applicant's wish is released or returned with a reason; dropped by nobody but them.
    "withdrawal wished": Row(
        "accepted",
        4,
        {
            **_without(_APPRAISED, "withdraw"),
            "drop_request": "owner",
            "release_request": "leader",
            "return_request": "leader",
        },
    ),
    "confirming": (
        confirming := Row(
            "accepted",
            4,
            {
                **_without(_APPRAISED, "propose_grant", "extend"),
                "request_supplement": _UNIT,
                "ask_number": _UNIT,
                "confirm": "owner",
                "lapse_confirmation": "system",
            },
        )
    ),
    "extended": Row("accepted", 4, _without(_APPRAISED, "extend")),
    "transferred": _counter(
        "accepted", 2, {"hand_over": "clerk", **_AT_A_COUNTER, **_UNTIL_THE_RESULT}
    ),
    "recalled": Row("accepted", 4, _APPRAISED),
    "uncollected": _counter("settled", 9, {**_TO_BE_HANDED_OUT, "archive": "clerk"}),
    "archived": _counter("settled", 9, _TO_BE_HANDED_OUT),
    "corrected": _ended("delivered", 10, {"correct": "officer, leader"}),
    "supplement lapsed": _counter(
        "submitted",
        5,
        {
            **_without(_SUBMITTED, "accept", "request_supplement"),
            "supplement": "owner",
            "refuse_lapsed": "clerk",
        },
    ),
    "drafted at a counter": _draft({"submit": "clerk"}, channel="counter"),
    "drafted elsewhere": _draft(
        {"submit": "clerk elsewhere"}, channel="counter", receiver="elsewhere"
    ),
    "brought to the counter": _counter(
        "submitted", 1, {**_SUBMITTED, **_PUT_DOWN}, channel="counter"
    ),
    "sent by post for its owner": _counter(
        "submitted", 1, {**_SUBMITTED, **_PUT_DOWN}, channel="post"
    ),
    "brought, waiting for a supplement": _counter(
        "submitted",
        5,
        {
            **_without(_SUBMITTED, "accept", "request_supplement"),
            **_PUT_DOWN,
            "supplement": "owner",
            "supplement_at_counter": "clerk",
        },
        channel="counter",
    ),
    "brought, confirming": Row(
        "accepted",
        4,
        {**confirming.possible, **_PUT_DOWN, "confirm_at_counter": "clerk"},
        channel="counter",
    ),
    # The counter that took the file in checks, accepts and hands it over.
    "brought elsewhere": _elsewhere("submitted", 1, _SUBMITTED),
    "brought elsewhere, transferred": _elsewhere("submitted", 1, _SUBMITTED),
    "brought elsewhere, accepted": _elsewhere(
        "accepted", 2, {"hand_over": "clerk", **_AT_A_COUNTER, **_UNTIL_THE_RESULT}
    ),
    "brought elsewhere, handed over": Row(
        "accepted",
        4,
        {**_APPRAISED, **_PUT_DOWN_AT_BOTH},
        receiver="elsewhere",
        channel="counter",
    ),
    "brought elsewhere, settled": _elsewhere("settled", 9, _without(_TO_BE_HANDED_OUT, "collect")),
    # The clocks that run are those of the legs; they are settled before it is.
    "bundle accepted": _counter("accepted", 2, _BUNDLE),
    "bundle over": _counter(
        "accepted",
        2,
        {"settle_bundle": "clerk, system", **_BUNDLE},
    ),
    "leg drafted": _draft({"submit": "system"}),
    "leg accepted": _counter(
        "accepted",
        2,
        {
            "hand_over": "clerk",
            "withdraw_leg": "system",
            **_AT_A_COUNTER,
            **_UNTIL_THE_RESULT,
        },
    ),
    "leg settled": _counter(
        "settled", 9, {**_without(_TO_BE_HANDED_OUT, "collect"), "deliver": "system"}
    ),
}
_LEADS = (
    "view view_papers message note instruct keep_absences keep_routing view_dashboard view_figures"
)
# What is no act of the engine: by role and relation. Nothing of it depends on the step.
BESIDE_THE_ENGINE: dict[tuple[Role, Relation], str] = {
    (Role.APPLICANT, Relation.OWNER): "view view_papers pay message",
    (Role.CLERK, Relation.DESK): "record_cash",
    (Role.CLERK, Relation.AGENCY): "view view_papers message note take_in",
    (Role.CLERK, Relation.RECEIVER): "view view_papers message note take_in record_cash",
    (Role.CLERK, Relation.ASKED): "view view_papers",
    (Role.OFFICER, Relation.AGENCY): "view view_papers message note",
    (Role.OFFICER, Relation.ASKED): "view view_papers",
    (Role.HEAD, Relation.AGENCY): _LEADS,
    (Role.HEAD, Relation.ASKED): "view view_papers",
    (Role.LEADER, Relation.AGENCY): _LEADS,
    (Role.LEADER, Relation.ASKED): "view view_papers",
    (Role.REGISTRY, Relation.AGENCY): "view view_papers",
    (Role.CASHIER, Relation.AGENCY): "view record_cash",
    (Role.CASHIER, Relation.RECEIVER): "view record_cash",
    (Role.DIRECTOR, Relation.AGENCY): _LEADS,
    (Role.INSPECTOR, Relation.ANY): "view_dashboard view_figures edit_calendar",
    (Role.CITY_LEADER, Relation.ANY): "view_dashboard view_figures",
    (Role.ADMIN, Relation.ANY): "edit_calendar",
}
