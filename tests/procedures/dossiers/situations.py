"""The situations that a dossier can be in, each brought about through the real engine."""

from collections.abc import Callable
from typing import Any

import pytest

from portal.accounts import actors
from portal.core import clock
from procedures.catalogue import selectors as catalogue
from procedures.dossiers import actions, arrivals, engine, intake, legs, mandates, selectors
from procedures.dossiers.models import Dossier
from tests.factories import dossiers as factory
from tests.factories.dossiers import BERTH, BIRTH, EXTRACT, HONG_BANG, take

# Not of a shipped plan: the table's test adds it to a berth's.
THROUGH_HEAD = "request_through_head"
BESIDE = "H24.21.01"
PORTAL = actors.system("portal")

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


def acting(account: str, dossier: Dossier, action: str, **data: object) -> Dossier:
    """Take an act as one account, whichever agency it belongs to."""
    actor, current = factory.who(account), Dossier.objects.get(pk=dossier.pk)
    act = named(current, action)
    actions.act(current, act, actor=actor, data=data, seen_version=current.version)
    return Dossier.objects.get(pk=dossier.pk)


def for_the_head() -> Dossier:
    """Let the officer of a berth draft what its head releases."""
    why = {"content": ["Bản vẽ"], "reason": "Thiếu.", "guidance": "Nộp thêm."}
    return take(factory.at_appraisal(BERTH), THROUGH_HEAD, "officer", **why)


def two_asked() -> Dossier:
    """Let the officer ask a second commune beside the first."""
    return take(consulting(), "consult", "officer", question="Có ý kiến gì?", agency=BESIDE)


def answered() -> Dossier:
    """Let the commune that was asked answer: it has no part in the dossier any more."""
    dossier = consulting()
    said = {"outcome": "agreed", "report": "Thống nhất."}
    acting("officer-thuynguyen", dossier, "report_task", **said)
    return selectors.get_dossier(dossier.code or "", viewer=factory.who("citizen-an"))


def asking_register() -> Dossier:
    """Let the officer of a birth ask the population register, which has not answered yet."""
    return take(factory.at_appraisal(BIRTH), "ask_number", "officer")


def lapsed() -> Dossier:
    """Let the owner never answer what the clerk asked for."""
    with clock.at(clock.parse("2026-08-03T09:00")):
        return factory.request_supplement(factory.pay(factory.a_submitted(BERTH)))


def handed_in(
    procedure: str = EXTRACT, *, by: str = "clerk-hongbang", **changes: object
) -> Dossier:
    """Draft at a counter what somebody brings for themselves."""
    clerk = factory.who(by)
    said: dict[str, Any] = {
        "channel": "counter",
        "agency": HONG_BANG,
        "ticket": "A017",
        "submitter": number_of("citizen-an"),
        **changes,
    }
    package = catalogue.package(catalogue.in_force(procedure, on=clock.today()).pk)
    arrival = arrivals.arrival_of(said, package, actor=clerk)
    at_counter = {"delivery": {"method": "counter"}}
    answers = factory.merged(factory.ANSWERS[procedure], at_counter)
    draft = intake.draft(procedure, arrival, answers=answers, actor=clerk)
    factory.add_missing_papers(draft, actor=clerk)
    return draft


def number_of(account: str) -> dict[str, str]:
    """What a counter needs to know of somebody who is known."""
    person = factory.who(account).person
    assert person is not None
    return {"personal_number": person.personal_number}


def brought(procedure: str = EXTRACT, *, by: str = "clerk-hongbang", **changes: object) -> Dossier:
    """Hand in at a counter, which does not accept it yet."""
    clerk, draft = factory.who(by), handed_in(procedure, by=by, **changes)
    if draft.submitter_id != draft.owner_id:
        actions.add_paper(draft, mandates.CODE, factory.a_pdf(), actor=clerk)
    intake.take_in(draft, actor=clerk, seen_version=draft.version, accept=False)
    return selectors.get_by_public_id(draft.public_id, viewer=clerk)


def brought_for_another() -> Dossier:
    """Hand in by post, through a support point, what somebody else sends for the owner."""
    sender, owner = number_of("citizen-dung"), number_of("citizen-an")
    for_whom = {"whose": "person", "owner": owner, "relation": "authorised"}
    return brought(channel="post", support_point=BESIDE, submitter=sender, **for_whom)


def brought_elsewhere(*acts: str) -> Dossier:
    """Hand in at Thuỷ Nguyên what Hồng Bàng settles; then its clerk acts."""
    dossier = brought(by="clerk-thuynguyen")
    for act in acts:
        dossier = acting("clerk-thuynguyen", dossier, act)
    return dossier


def settled_elsewhere() -> Dossier:
    """Let Hồng Bàng settle it, so that Thuỷ Nguyên hands it out."""
    dossier = brought_elsewhere("accept", "hand_over")
    for role, act in (("officer", "propose_grant"), ("leader", "sign"), ("registry", "settle")):
        dossier = take(dossier, act, role)
    return dossier


def transferred_elsewhere() -> Dossier:
    """Hand in at Thuỷ Nguyên for another commune, which proves to be Hồng Bàng's."""
    dossier = brought(by="clerk-thuynguyen", agency=BESIDE)
    return acting("clerk-thuynguyen", dossier, "transfer", agency=HONG_BANG, reason="Sai nơi")


def brought_and_asked() -> Dossier:
    """Let the officer of a birth brought to the counter show its draft."""
    dossier = brought(BIRTH)
    for role, act in (("clerk", "accept"), ("clerk", "hand_over"), ("officer", "ask_confirmation")):
        dossier = take(factory.pay(dossier), act, role)
    return dossier


def drafted_leg() -> Dossier:
    """Leave a leg as whoever opened it was killed: drafted, not handed in."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(legs, "_hand_in", lambda leg, *, actor: leg)
        return factory.leg(factory.a_bundle(), "birth")


def bundle_over() -> Dossier:
    """Let every leg end before the portal looks at the bundle again."""
    bundle = factory.a_bundle()
    factory.register_birth(factory.leg(bundle, "birth"))
    legs.open_ready(bundle.pk, actor=PORTAL)
    for name in ("residence", "health"):
        leg = factory.leg(bundle, name)
        engine.fire(leg.pk, "settle", actor=PORTAL, data={}, seen_version=None)
    return selectors.get_dossier(bundle.code or "", viewer=factory.who("citizen-an"))


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
    "let go": lambda: take(factory.at_appraisal(), "let_go", "officer"),
    "claimed at the counter": lambda: take(factory.a_submitted(), "claim", "clerk"),
    "berth handed over": lambda: factory.at_appraisal(BERTH),
    "supplement drafted for the head": for_the_head,
    "two agencies asked": two_asked,
    "answered": answered,
    "asking a register": asking_register,
    "supplement lapsed": lapsed,
    "drafted at a counter": handed_in,
    "brought to the counter": brought,
    "sent by post for its owner": brought_for_another,
    "brought, waiting for a supplement": lambda: factory.request_supplement(brought()),
    "brought, confirming": brought_and_asked,
    "drafted elsewhere": lambda: handed_in(by="clerk-thuynguyen"),
    "brought elsewhere": brought_elsewhere,
    "brought elsewhere, accepted": lambda: brought_elsewhere("accept"),
    "brought elsewhere, handed over": lambda: brought_elsewhere("accept", "hand_over"),
    "brought elsewhere, settled": settled_elsewhere,
    "brought elsewhere, transferred": transferred_elsewhere,
    "bundle accepted": factory.a_bundle,
    "bundle over": bundle_over,
    "leg drafted": drafted_leg,
    "leg accepted": lambda: factory.leg(factory.a_bundle(), "birth"),
    "leg settled": lambda: factory.register_birth(factory.leg(factory.a_bundle(), "birth")),
}
