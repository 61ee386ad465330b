"""What the documents print, gathered from rows that no longer change.

Every date is that of the act, every list as it stood then: a document made again reads the same.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Q

from portal.accounts.identity import national_phone
from portal.accounts.models import Desk, Organisation
from portal.accounts.selectors import commune_agencies
from portal.core import clock, pdf, worktime
from portal.core.money import format_vnd, in_words
from procedures.catalogue import selectors as catalogue
from procedures.definition import pointers, results, texts
from procedures.definition.expressions import Context
from procedures.definition.lifecycle import Outcome, Stage
from procedures.definition.pointers import get as answer
from procedures.dossiers import choices, document_lines, drafts, legal_clock, mandates
from procedures.dossiers.models import Intake

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from portal.accounts.models import Agency
    from procedures.definition.package import PaperRule
    from procedures.dossiers.models import Dossier, Hold, Paper, Result, Slip

_PAID_AT = {
    "submission": "Đã thực hiện trước khi tiếp nhận hồ sơ.",
    "acceptance": "Nộp trực tuyến trên Cổng dịch vụ công, hoặc tại quầy bằng tiền mặt hay thẻ, sau "
    "khi hồ sơ được tiếp nhận; thời gian chờ nộp không tính vào thời hạn giải quyết.",
}
# What the counter hands over bears the name of the agency whose counter it is.
BY_FORM, LOOKED_UP = "Biểu mẫu điện tử", "Tra cứu điện tử"
_OF_THE_COUNTER = frozenset({"mau_01", "mau_03"})
_ARTICLE = re.compile(r"(Điều [0-9]+\.) (.+)")
_COMMUNE_KINDS = ("phường ", "xã ", "đặc khu ")


def of_slip(slip: Slip) -> dict[str, Any]:
    """Gather what a statutory form prints."""
    by_form: dict[str, Callable[[Slip], dict[str, Any]]] = {
        "mau_01": _receipt,
        "mau_02": _supplement,
        "mau_03": _refusal,
        "mau_04": document_lines.apology,
        "mau_05": document_lines.stop,
        "mau_06": document_lines.control,
    }
    dossier = slip.dossier
    received_at = dossier.receiving_agency if slip.form in _OF_THE_COUNTER else None
    link = _tracking_link(dossier, whole=True)
    signer = document_lines.signed(slip)
    return {
        **_head(dossier, slip.created_at, slip.number, link=link, issuer=received_at),
        "title": slip.get_form_display(),
        "desk": _desk(dossier),
        "owner": _owner(dossier),
        "submitter": _submitter(dossier),
        "clerk": signer.full_name if signer else document_lines.staff_name(slip.created_by),
        "signature": signature_lines(signer.title, _agency(dossier).name) if signer else [],
        **by_form[slip.form](slip),
    }


def of_result(result: Result) -> dict[str, Any]:
    """Gather what a result prints: its package's text, filled from the dossier."""
    dossier = result.dossier
    package = catalogue.package(dossier.procedure_version_id)
    agency = _agency(dossier)
    rule = results.rule_for(package, Outcome(result.outcome))
    accepted_on = dossier.accepted_at or result.issued_at
    facts = {
        **texts.answer_facts(package, dossier.answers, _commune_names()),
        "code": dossier.code or "",
        "procedure": dossier.procedure.name,
        "agency": agency.name,
        "applicant": dossier.owner_name,
        "number": result.number,
        "accepted_on": f"{accepted_on.astimezone(clock.VIETNAM):%d/%m/%Y}",
        "due": pdf.legal_moment(dossier.due_at) if dossier.due_at else "",
        "reason": result.reason,
        "amount": format_vnd(dossier.fee_total),
        "place": agency.place,
        "personal_number": str(dossier.register_facts.get("personal_number", "")),
    }
    issued_on = result.issued_at.astimezone(clock.VIETNAM).date()
    given = Context(dossier.answers, today=issued_on, channel=dossier.channel, agency=agency.code)
    text = results.fill(rule, facts, given)
    return {
        **_head(dossier, result.issued_at, result.number, link=_tracking_link(dossier)),
        "title": text.title,
        "text": text,
        "corrected": _corrected(result),
        "paragraphs": [_article(paragraph) for paragraph in text.paragraphs],
        "applicant": dossier.owner_name,
        "signature": signature_lines(result.signer_title, agency.name),
        "signer": result.signer_name,
    }


def signature_lines(title: str, agency_name: str) -> list[str]:
    """Write the signer's authority: a deputy signs for the chair, on behalf of the committee."""
    if not title:
        # What an outside agency's system issued bears its name alone.
        return [agency_name]
    position = title.removesuffix(agency_name).strip()
    if not position.lower().endswith("chủ tịch"):
        return [position]
    deputy = ["KT. Chủ tịch"] if position.lower().startswith("phó") else []
    return ["TM. Ủy ban nhân dân", *deputy, position]


def _corrected(result: Result) -> list[tuple[str, str]]:
    """What a corrected result replaces and corrects, earlier corrections too: (heading, words)."""
    old = result.supersedes
    if old is None:
        return []
    day = f"{old.issued_at.astimezone(clock.VIETNAM):%d/%m/%Y}"
    replaced = f"Văn bản này thay thế {old.name} số {old.number} ngày {day}."
    words, one = [], result
    while one.supersedes is not None:
        words.append(("Đính chính:", one.correction))
        one = one.supersedes
    prevails = "Nội dung nào ghi dưới đây khác với phần đính chính thì theo phần đính chính."
    return [("", replaced), *reversed(words), ("", prevails)]


def _article(paragraph: str) -> tuple[str, str]:
    """Part "Điều 1." from what it says; nothing stands in front of any other paragraph."""
    found = _ARTICLE.match(paragraph)
    return (found[1], found[2]) if found else ("", paragraph)


def _tracking_link(dossier: Dossier, *, whole: bool = False) -> str:
    """Lead to public tracking; only the applicant's own papers carry the secret as well."""
    query = {"code": dossier.code} | ({"secret": dossier.secret} if whole else {})
    return f"{settings.PORTAL_BASE_URL}/tra-cuu?{urlencode(query)}"


def _head(
    dossier: Dossier,
    moment: datetime,
    number: str,
    *,
    link: str,
    issuer: Agency | None = None,
) -> dict[str, Any]:
    """Gather what stands at the head and foot of every document; the competent agency's if none."""
    agency = issuer or _agency(dossier)
    day = moment.astimezone(clock.VIETNAM).date()
    return {
        "dossier": dossier,
        "agency": agency,
        "agency_lines": _agency_lines(agency),
        "number": number,
        "place_and_date": f"{_place_name(agency)}, {pdf.legal_date(day)}",
        "website": settings.PORTAL_BASE_URL,
        "qr": pdf.qr_svg(link, label=f"Mã QR tra cứu hồ sơ {dossier.code}"),
    }


def _receipt(slip: Slip) -> dict[str, Any]:
    """Gather what Mẫu 01 adds: papers, time limit, moments, delivery, fee."""
    dossier = slip.dossier
    package = catalogue.package(dossier.procedure_version_id)
    due = legal_clock.due(
        slip.created_at,
        duration=dossier.duration,
        pauses=[],
        calendar=legal_clock.calendar_of(dossier),
    )
    # Received outside office hours is received, in law, at the next opening.
    receipt = next((r.end for r in due.derivation if r.rule == "receipt"), slip.created_at)
    received = pdf.legal_moment(receipt)
    submitted = pdf.legal_moment(dossier.submitted_at or slip.created_at)
    return {
        "papers": _papers(slip),
        "counted": dossier.channel != "online",
        "settled_by": "" if _is_received_here(dossier) else _agency(dossier).name,
        "limit": worktime.parse_duration(dossier.duration).words,
        "derivation": " ".join(entry["text"] for entry in slip.data["derivation"]),
        "received": received,
        "submitted": submitted if submitted != received else "",
        "due": pdf.legal_moment(clock.parse(slip.data["due_at"])),
        "delivery": _delivery(dossier),
        "fees": _fees(dossier.fee_lines),
        "fee_total": format_vnd(dossier.fee_total),
        "fee_words": in_words(dossier.fee_total),
        "fee_when": _PAID_AT.get(package.substance.fees.due, "") if dossier.fee_total else "",
    }


def _supplement(slip: Slip) -> dict[str, Any]:
    """Gather what Mẫu 02 adds: what is missing, why, and what to do."""
    hold: Hold = slip.dossier.holds.get(pk=slip.data["hold"])
    package = catalogue.package(slip.dossier.procedure_version_id)
    askable = choices.askable(package)
    return {
        "items": hold.data["content"],
        "asked": [askable[pointers.general(name)] for name in hold.data.get("fields", [])],
        "is_last": package.substance.supplement_rounds == 1,
        "reason": hold.data["reason"],
        "guidance": hold.data["guidance"],
        "until": pdf.legal_moment(hold.lapses_at) if hold.lapses_at else "",
        "may_end": hold.opened_in == Stage.SUBMITTED,
    }


def _refusal(slip: Slip) -> dict[str, Any]:
    """Gather what Mẫu 03 adds: when it was filed, and why it is refused."""
    return {
        "submitted": pdf.legal_moment(slip.dossier.submitted_at or slip.created_at),
        "reason": slip.data["reason"].splitlines(),
    }


def _papers(slip: Slip) -> list[dict[str, Any]]:
    """List the components of the file, with kind and number, as they were at the act."""
    dossier, moment = slip.dossier, slip.created_at
    files = list(
        dossier.papers.filter(uploaded_at__lte=moment).filter(
            Q(removed_at__isnull=True) | Q(removed_at__gt=moment)
        )
    )
    rows = []
    intake = Intake.objects.filter(dossier=dossier).first()
    counts = intake.counts if intake else {}
    needs = [*drafts.evaluation(dossier).papers, mandates.NEED]
    for need in needs:
        present = [file for file in files if file.code == need.rule.code]
        by_form = "form" in need.rule.satisfied_by and not present
        if need.required or present or by_form:
            row = _paper_row(need.rule, present, by_form=by_form)
            rows.append({**row, **counts.get(need.rule.code, {})})
    return rows


def _paper_row(rule: PaperRule, files: Sequence[Paper], *, by_form: bool) -> dict[str, Any]:
    """What the rule asks for; a counter's own count stands in its place."""
    certified = rule.copies if rule.form == "certified_copy" else 0
    uploads = [file for file in files if not file.register]
    received = f"{len(uploads):02d} tệp"
    if by_form:
        received = BY_FORM
    elif files and not uploads:
        received = LOOKED_UP
    return {
        "name": rule.name,
        "originals": rule.originals,
        "certified": certified,
        "copies": rule.copies - certified,
        "received": received,
    }


def _fees(lines: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """List the fee lines with what explains their amounts."""
    return [
        {
            "name": line["name"],
            "amount": format_vnd(line["amount"]),
            "why": line["rule"],
        }
        for line in lines
    ]


def _delivery(dossier: Dossier) -> str:
    """Say how the result will be handed out."""
    if dossier.delivery == "counter":
        return f"{_desk(dossier)}, {(dossier.receiving_agency or _agency(dossier)).address}"
    if dossier.delivery == "post":
        address = answer(dossier.answers, "/delivery/address") or ""
        return f"Qua dịch vụ bưu chính, đến địa chỉ: {address}"
    return "Trực tuyến, trong tài khoản của người nộp trên Cổng dịch vụ công thành phố Hải Phòng"


def _owner(dossier: Dossier) -> dict[str, str]:
    """Gather whose matter it is, with what identifies them."""
    owner = dossier.organisation or dossier.owner
    if owner is None:
        raise AssertionError("a dossier has one owner")
    if isinstance(owner, Organisation):
        number_label, number = "Mã số thuế", owner.tax_code
    else:
        number_label, number = "Số định danh cá nhân", owner.personal_number
    return {
        "name": str(owner),
        "address": owner.address,
        "phone": national_phone(owner.phone),
        "email": owner.email,
        "number_label": number_label,
        "number": number,
    }


def _submitter(dossier: Dossier) -> str:
    """Name who filed it, when it is somebody else's matter."""
    return "" if dossier.owner_id == dossier.submitter_id else str(dossier.submitter)


def _is_received_here(dossier: Dossier) -> bool:
    return dossier.receiving_agency_id in {None, dossier.competent_agency_id}


def _desk(dossier: Dossier) -> str:
    """Name the one-stop desk that received the dossier, which may be another agency's."""
    received_at = dossier.receiving_agency or _agency(dossier)
    desk = Desk.objects.filter(agency=received_at, kind=Desk.Kind.ONE_STOP).first()
    return desk.name if desk else str(Desk.Kind.ONE_STOP.label)


def _agency(dossier: Dossier) -> Agency:
    if dossier.competent_agency is None:
        raise AssertionError("a submitted dossier has a competent agency")
    return dossier.competent_agency


def _agency_lines(agency: Agency) -> list[str]:
    """Break a committee's name before the place it governs."""
    committee = agency.name.removesuffix(agency.place).strip()
    return [committee, agency.place] if committee else [agency.name]


def _place_name(agency: Agency) -> str:
    """Name the place of a document: a commune's own name, otherwise the city's."""
    if not agency.commune_code:
        return "Hải Phòng"
    for kind in _COMMUNE_KINDS:
        if agency.place.startswith(kind):
            return agency.place.removeprefix(kind)
    return agency.place


def _commune_names() -> dict[str, str]:
    """Tell the communes' names by their codes."""
    return {agency.commune_code: agency.place for agency in commune_agencies()}
