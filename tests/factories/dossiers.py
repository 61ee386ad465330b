"""Dossiers for tests, driven through the real engine with the two shipped packages.

Each function brings a dossier as far as its name says: `a_draft`, `a_submitted`, `an_accepted`,
`an_appraised`, `a_signed`, `a_settled`, `a_delivered`. Further keywords go to `a_draft`:
`a_submitted(BERTH, by="citizen-cuong", answers={"port": {"name": "Bến Kiền"}})`.
"""

import io
from typing import Any

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from portal.accounts import actions as accounts
from portal.accounts import actors
from portal.accounts.actors import Actor
from portal.accounts.models import Organisation, User
from portal.accounts.selectors import mandates_of
from portal.core import clock
from procedures.catalogue import actions as catalogue
from procedures.catalogue import selectors as catalogue_selectors
from procedures.catalogue.models import ProcedureVersion
from procedures.dossiers import actions, duties, legs, selectors
from procedures.dossiers.models import Dossier

EXTRACT = "2.000635"  # copies of civil-status extracts: fee at submission, waived for level 2
BERTH = "1.009454"  # opening of an inland-waterway berth: 100,000 đồng, blocks the step appraise
BIRTH = "1.001193"  # birth registration: number from the population register, late fee
BUNDLE = "2.000986"  # birth, residence and health insurance in one: three legs
HONG_BANG = "H24.21.22"
THUY_NGUYEN = "H24.21.38"
SEAT = {HONG_BANG: "hongbang", THUY_NGUYEN: "thuynguyen"}

EXTRACT_ANSWERS: dict[str, Any] = {
    "record": {"kind": "birth", "whose": "self"},
    "registration": {"place": "11311", "number": "125/1985", "date": "1985-03-20"},
    "copies": {"quantity": 2},
    "delivery": {"method": "online"},
    "pledge": True,
}
BERTH_ANSWERS: dict[str, Any] = {
    "applicant": {"kind": "individual"},
    "port": {
        "name": "Bến Kiền",
        "kind": "cargo",
        "waterway": "sông Cấm",
        "commune": "11560",
        "position": "Km12+350 bờ phải",
        "waterfront_m": 60,
        "area_m2": 1500,
        "max_dwt": 1000,
        "has_project": False,
        "uses_floating_structure": False,
    },
    "operation": {"from": "2026-12-15"},
    "delivery": {"method": "online"},
    "pledge": True,
}
BIRTH_ANSWERS: dict[str, Any] = {
    "child": {
        "full_name": "Đỗ Gia Huy",
        "birth_date": "2026-11-15",
        "birth_time": "07:40",
        "gender": "male",
        "plurality": 1,
        "ethnicity": "Kinh",
        "birth_place": "Bệnh viện Phụ sản Hải Phòng, thành phố Hải Phòng",
        "hometown": "Phường Lê Chân, thành phố Hải Phòng",
    },
    "notice": {
        "kind": "notice",
        "number": "0412/GCS-2026",
        "issued_on": "2026-11-17",
        "issued_by": "Bệnh viện Phụ sản Hải Phòng",
        "surrogacy": False,
    },
    "mother": {
        "full_name": "Trần Thị Bình",
        "birth_date": "1992-08-25",
        "personal_number": "031192999002",
        "ethnicity": "Kinh",
        "residence_kind": "permanent",
        "residence": "Số 45 đường Tô Hiệu, phường Lê Chân, thành phố Hải Phòng",
    },
    "registration": {"father_declared": False},
    "requester": {"relation": "relative"},
    "copies": {"quantity": 0},
    "delivery": {"method": "online"},
    "pledge": True,
}
BUNDLE_ANSWERS: dict[str, Any] = {
    **BIRTH_ANSWERS,
    "residence": {
        "address": "Số 45 đường Tô Hiệu, phường Lê Chân, thành phố Hải Phòng",
        "host_full_name": "Trần Thị Bình",
        "host_personal_number": "031192999002",
        "relation": "child",
    },
    "health": {"facility": "Bệnh viện Trẻ em Hải Phòng"},
}
ANSWERS = {
    EXTRACT: EXTRACT_ANSWERS,
    BERTH: BERTH_ANSWERS,
    BIRTH: BIRTH_ANSWERS,
    BUNDLE: BUNDLE_ANSWERS,
}


def the_portal() -> None:
    """Load agencies, the made-up people and the shipped packages; a second call changes nothing."""
    if not User.objects.filter(username="citizen-an").exists():
        accounts.load_agencies()
        accounts.load_demo_people()
    if not ProcedureVersion.objects.filter(procedure__code=EXTRACT).exists():
        # A package is cached by its row's key, which a rolled-back test gives away again.
        catalogue_selectors.package.cache_clear()
        catalogue.load_shipped(actor=actors.system("seed"))


def who(account: str, *, on_behalf_of: Organisation | None = None) -> Actor:
    """Make the actor behind a demo account, fresh from the database."""
    user = User.objects.select_related("person", "staff__agency").get(username=account)
    actor = actors.actor_of(user, on_behalf_of=on_behalf_of)
    assert actor is not None
    return actor


def staff(role: str, dossier: Dossier) -> Actor:
    """Make the actor who holds a role at the dossier's agency: `staff("clerk", dossier)`."""
    assert dossier.competent_agency is not None
    return who(f"{role}-{SEAT[dossier.competent_agency.code]}")


def represented_by(account: str) -> Organisation | None:
    """Find the organisation whose legal representative the demo account is, if any."""
    person = who(account).person
    assert person is not None
    mandate = mandates_of(person, on=clock.today()).filter(organisation__isnull=False).first()
    return mandate.organisation if mandate else None


def a_pdf(name: str = "giấy tờ.pdf", pages: int = 1) -> SimpleUploadedFile:
    """Make an upload of blank PDF pages."""
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page()
    target = io.BytesIO()
    document.save(target)
    return SimpleUploadedFile(name, target.getvalue(), "application/pdf")


def a_picture(name: str = "ảnh.png", kind: str = "PNG", size: int = 24) -> SimpleUploadedFile:
    """Make an upload of a small picture."""
    target = io.BytesIO()
    Image.new("RGB", (size, size), "white").save(target, format=kind)
    return SimpleUploadedFile(name, target.getvalue(), f"image/{kind.lower()}")


def a_draft(
    procedure: str = EXTRACT,
    *,
    by: str = "citizen-an",
    agency: str = HONG_BANG,
    answers: dict[str, dict[str, Any]] | None = None,
    papers: bool = True,
    on_behalf_of: Organisation | None = None,
) -> Dossier:
    """Draft a dossier that is complete: answers over the pre-filled ones, and every paper."""
    the_portal()
    actor = who(by, on_behalf_of=on_behalf_of)
    draft = actions.start_draft(procedure, actor=actor, agency_code=agency)
    filled = merged(merged(draft.answers, ANSWERS[procedure]), answers or {})
    draft = actions.save_answers(draft, filled, actor=actor, seen_version=draft.version)
    if papers:
        add_missing_papers(draft, actor=actor)
    return draft


def add_missing_papers(draft: Dossier, *, actor: Actor) -> None:
    """Upload a PDF for each required component that has none."""
    for slot in selectors.paper_slots(draft):
        if slot.need.required and slot.need.uploadable and not slot.files:
            upload = a_pdf(f"{slot.need.rule.code}.pdf")
            actions.add_paper(draft, slot.need.rule.code, upload, actor=actor)


def a_submitted(procedure: str = EXTRACT, *, by: str = "citizen-an", **of_draft: Any) -> Dossier:
    """Submit a complete draft."""
    draft = a_draft(procedure, by=by, **of_draft)
    submitted = actions.submit(draft, actor=who(by), seen_version=draft.version)
    return selectors.get_dossier(submitted.code or "", viewer=who(by))


def an_accepted(procedure: str = EXTRACT, *, is_paid: bool = True, **of_draft: Any) -> Dossier:
    """Let the clerk accept it; a fee that blocks the way is paid unless `is_paid` says no."""
    dossier = a_submitted(procedure, **of_draft)
    if is_paid:
        pay(dossier)
    dossier = take(dossier, "accept", "clerk")
    return pay(dossier) if is_paid else dossier


def at_appraisal(procedure: str = EXTRACT, **of_draft: Any) -> Dossier:
    """Let the clerk hand it over to the officer."""
    return take(an_accepted(procedure, **of_draft), "hand_over", "clerk")


def an_appraised(procedure: str = EXTRACT, *, refused: str = "", **of_draft: Any) -> Dossier:
    """Let the officer propose a grant, or a refusal for the reason given."""
    dossier = at_appraisal(procedure, **of_draft)
    if refused:
        return take(dossier, "propose_refusal", "officer", reason=refused)
    return take(dossier, "propose_grant", "officer")


def a_signed(procedure: str = EXTRACT, **of_draft: Any) -> Dossier:
    """Let the leader sign what was proposed."""
    return take(an_appraised(procedure, **of_draft), "sign", "leader")


def a_settled(procedure: str = EXTRACT, **of_draft: Any) -> Dossier:
    """Let the registry number and issue the result."""
    return take(a_signed(procedure, **of_draft), "settle", "registry")


def a_delivered(procedure: str = EXTRACT, *, by: str = "citizen-an", **of_draft: Any) -> Dossier:
    """Hand the result out: online by its owner, otherwise by the clerk."""
    dossier = a_settled(procedure, by=by, **of_draft)
    if dossier.delivery == "online":
        return actions.collect_result(dossier, actor=who(by), seen_version=dossier.version)
    return take(dossier, "deliver", "clerk", receiver=dossier.submitter.full_name)


def take(dossier: Dossier, action: str, role: str, **data: Any) -> Dossier:
    """Take an action of the plan as whoever holds the role at the dossier's agency."""
    actor = staff(role, dossier)
    current = selectors.get_dossier(dossier.code or "", viewer=actor)
    actions.act(current, action, actor=actor, data=data, seen_version=current.version)
    return selectors.get_dossier(dossier.code or "", viewer=actor)


def a_bundle(**of_draft: Any) -> Dossier:
    """Let the clerk accept a bundle, and the portal open its first legs."""
    bundle = an_accepted(BUNDLE, **of_draft)
    legs.open_ready(bundle.pk, actor=actors.system("portal"))
    return bundle


def leg(bundle: Dossier, name: str) -> Dossier:
    """Fetch a leg of a bundle as it stands now."""
    return Dossier.objects.select_related("procedure", "competent_agency").get(
        parent=bundle, leg=name
    )


def register_birth(birth: Dossier, *, refused: str = "") -> Dossier:
    """Let the commune register an accepted birth, or refuse it for the reason given."""
    birth = take(birth, "hand_over", "clerk")
    if refused:
        birth = take(birth, "propose_refusal", "officer", reason=refused)
    else:
        birth = take(birth, "ask_number", "officer")
        duties.ask_register(task=birth.tasks.get(action="ask_number").pk)
        birth = take(birth, "propose_grant", "officer")
    return take(take(birth, "sign", "leader"), "settle", "registry")


def request_supplement(dossier: Dossier, *items: str) -> Dossier:
    """Let the clerk ask, once and in full, for what is missing."""
    return take(
        dossier,
        "request_supplement",
        "clerk",
        content=list(items) or ["Bản chụp giấy tờ rõ nét hơn"],
        reason="Bản chụp bị mờ nên không đọc được.",
        guidance="Chụp lại đủ bốn góc và tải lên ở mục Bổ sung hồ sơ.",
    )


def supplement(dossier: Dossier, *, by: str = "citizen-an", note: str = "Đã bổ sung.") -> Dossier:
    """Let the applicant answer the request."""
    current = selectors.get_dossier(dossier.code or "", viewer=who(by))
    actions.answer_supplement(current, actor=who(by), seen_version=current.version, note=note)
    return selectors.get_dossier(dossier.code or "", viewer=who(by))


def pay(dossier: Dossier) -> Dossier:
    """Close an open fee hold, as the payments' room does after the money came."""
    due = selectors.fee_due(dossier)
    if due is not None:
        payments = actors.system("payments")
        assert actions.close_fee_hold(due.hold_id, paid_at=clock.now(), actor=payments) == "closed"
        dossier.refresh_from_db()
    return dossier


def merged(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """Lay nested answers over others."""
    both = {**below, **above}
    for key in below.keys() & above.keys():
        if isinstance(below[key], dict) and isinstance(above[key], dict):
            both[key] = merged(below[key], above[key])
    return both
