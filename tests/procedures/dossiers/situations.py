"""The situations that a dossier can be in, each brought about through the real engine."""

from collections.abc import Callable

from portal.core import clock
from procedures.dossiers import actions, selectors
from procedures.dossiers.models import Dossier
from tests.factories import dossiers as factory
from tests.factories.dossiers import BERTH, BIRTH, take

ABOUT_A_ROW = (
    "release_request",
    "return_request",
    "drop_request",
    "send_request",
    "report_task",
    "cancel_task",
    "lapse_task",
)


def withdrawn() -> Dossier:
    """Let the owner withdraw."""
    dossier = factory.a_submitted()
    owner = factory.who("citizen-an")
    return actions.withdraw(dossier, actor=owner, seen_version=dossier.version, reason="Nhầm")


def refused() -> Dossier:
    """Let the clerk refuse it at intake."""
    return take(factory.a_submitted(), "refuse_intake", "clerk", reason="Sai nơi")


def stop_drafted() -> Dossier:
    """Let the officer draft a stop for the leader."""
    return take(factory.at_appraisal(), "stop", "officer", reason="Chủ hồ sơ đã mất.")


def take_on(dossier: Dossier, verb: str, role: str, **data: object) -> Dossier:
    """Take an act that is about the dossier's open request or task."""
    return take(dossier, named(dossier, verb), role, **data)


def named(dossier: Dossier, action: str) -> str:
    """Name an act after the open row it is about."""
    if action not in ABOUT_A_ROW:
        return action
    rows = dossier.tasks if action.endswith("_task") else dossier.requests
    row = rows.filter(closed_at__isnull=True).order_by("pk").last()
    return f"{action}.{row.pk}" if row else action


def consulting() -> Dossier:
    """Let the officer of a berth ask another commune, whose answer the step waits for."""
    asked = {"question": "Có vướng quy hoạch không?", "agency": factory.THUY_NGUYEN}
    return take(factory.at_appraisal(BERTH), "consult", "officer", **asked)


def inspecting() -> Dossier:
    """Let the officer visit the place while the other commune is asked."""
    dossier = consulting()
    colleague = factory.staff("officer", dossier).staff
    assert colleague is not None
    visit = {"staff": colleague.code, "question": "Bến có đúng bản vẽ không?"}
    return take(dossier, "inspect", "officer", **visit)


def wishing() -> Dossier:
    """Let the owner ask to withdraw what is already accepted."""
    dossier = factory.at_appraisal()
    owner = factory.who("citizen-an")
    return actions.withdraw(dossier, actor=owner, seen_version=dossier.version, reason="Nhầm")


def confirming() -> Dossier:
    """Let the officer of a birth show the draft to the applicant."""
    return take(factory.at_appraisal(BIRTH), "ask_confirmation", "officer")


def sent(dossier: Dossier, action: str, role: str, **data: object) -> Dossier:
    """Draft, release and send."""
    dossier = take(dossier, action, role, **data)
    if dossier.requests.last().state == "drafted":
        dossier = take_on(dossier, "release_request", "leader")
    clerk, request = factory.staff("clerk", dossier), named(dossier, "send_request")
    actions.act(dossier, request, actor=clerk, data={}, seen_version=dossier.version)
    return selectors.get_dossier(dossier.code or "", viewer=factory.who("citizen-an"))


def transferred() -> Dossier:
    """Give an accepted dossier from Thuỷ Nguyên to Hồng Bàng."""
    dossier = factory.an_accepted(agency=factory.THUY_NGUYEN)
    return sent(dossier, "transfer", "clerk", agency=factory.HONG_BANG, reason="Sai nơi")


def extended() -> Dossier:
    """Apologise and set a new date."""
    values = {"new_due": "2026-12-15", "late_reason": "complex", "reason": "Cần xác minh."}
    return sent(factory.at_appraisal(), "extend", "officer", **values)


def recalled() -> Dossier:
    """Take back a result that nobody has yet."""
    return take(factory.a_settled(), "recall", "leader", reason="Sai số.")


def corrected() -> Dossier:
    """Replace a delivered result."""
    values = {"correction": "Sửa ngày sinh.", "reason": "Ghi nhầm."}
    return sent(factory.a_delivered(), "correct", "officer", **values)


def uncollected() -> Dossier:
    """Let nobody collect the result for more than ninety days."""
    with clock.at(clock.parse("2026-08-03T09:00")):
        return factory.a_settled()


SITUATIONS: dict[str, Callable[[], Dossier]] = {
    "draft": factory.a_draft,
    "submitted": factory.a_submitted,
    "waiting for a supplement": lambda: factory.request_supplement(factory.a_submitted()),
    "waiting for the fee": lambda: factory.a_submitted(answers={"pledge": True}, by="citizen-binh"),
    "accepted": factory.an_accepted,
    "handed over": factory.at_appraisal,
    "proposed": factory.an_appraised,
    "signed": factory.a_signed,
    "settled": factory.a_settled,
    "delivered": factory.a_delivered,
    "refused at intake": refused,
    "withdrawn": withdrawn,
    "stop drafted": stop_drafted,
    "stop released": lambda: take_on(stop_drafted(), "release_request", "leader"),
    "stopped": lambda: take_on(
        take_on(stop_drafted(), "release_request", "leader"), "send_request", "clerk"
    ),
    "stop returned": lambda: take_on(stop_drafted(), "return_request", "leader", reason="Chưa đủ."),
    "consulting": consulting,
    "consulting and inspecting": inspecting,
    "withdrawal wished": wishing,
    "confirming": confirming,
    "extended": extended,
    "transferred": transferred,
    "recalled": recalled,
    "uncollected": uncollected,
    "archived": lambda: take(uncollected(), "archive", "clerk"),
    "corrected": corrected,
}
