"""What Mẫu 04, 05 and 06 add: the apology, the notice of a stop, the way of the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portal.accounts.models import Agency, Desk, StaffMember
from portal.core import clock, pdf
from portal.core.journal.models import Event
from portal.core.money import format_vnd
from procedures.catalogue import selectors as catalogue
from procedures.definition.lifecycle import HoldKind
from procedures.dossiers.common import LATE_REASONS

if TYPE_CHECKING:
    from procedures.definition.package import Plan
    from procedures.dossiers.models import Dossier, Slip

_LATE_WORDS = {option.value: option.label for option in LATE_REASONS}
_PUNCTUALITY = {"early": "Trước hạn", "on_time": "Đúng hạn", "late": "Quá hạn"}
# Facts with which the file passes from one hand to the next.
_PASSING = ("accepted", "handed_over", "advanced", "signed", "sent_back", "settled", "transferred")


def apology(slip: Slip) -> dict[str, Any]:
    """Gather what Mẫu 04 prints: the promise that is broken, why, and the new one."""
    data = slip.data
    return {
        "accepted_on": _day(slip.dossier.accepted_at),
        "old_due": pdf.legal_moment(clock.parse(data["old_due_at"])),
        "due": pdf.legal_moment(clock.parse(data["due_at"])),
        "late_reason": _LATE_WORDS.get(data["late_reason"], ""),
        "reason": data["reason"].splitlines(),
    }


def stop(slip: Slip) -> dict[str, Any]:
    """Gather what Mẫu 05 prints: since when, why, and what becomes of papers and money."""
    dossier = slip.dossier
    return {
        "accepted_on": _day(dossier.accepted_at),
        "stopped": _day(slip.created_at),
        "withdrawn": slip.data["withdrawn"],
        "reason": slip.data["reason"].splitlines(),
        "originals": "không có, hồ sơ nộp bằng bản điện tử"
        if dossier.channel == "online"
        else "theo danh mục giấy tờ đã nhận tại quầy",
        "fee_words": _money(dossier),
    }


def control(slip: Slip) -> dict[str, Any]:
    """Gather what Mẫu 06 prints: one block for each time the file passed on."""
    dossier = slip.dossier
    plan = catalogue.package(dossier.procedure_version_id).plan
    events = Event.objects.filter(
        subject=dossier.subject,
        name__in=[f"dossier.{name}" for name in _PASSING],
        recorded_at__lte=slip.created_at,
    ).order_by("recorded_at", "id")
    return {
        "received": pdf.legal_moment(dossier.accepted_at) if dossier.accepted_at else "",
        "due": pdf.legal_moment(dossier.due_at) if dossier.due_at else "",
        "asked": list(
            Agency.objects.filter(
                pk__in=dossier.tasks.filter(agency__isnull=False).values("agency")
            ).values_list("name", flat=True)
        ),
        "lines": [_line(event, plan) for event in events],
    }


def signed(slip: Slip) -> StaffMember | None:
    """Who released the act behind the slip and so signs it; None where nobody had to."""
    _, _, pk = slip.data.get("signed_by", "").partition(":")
    return StaffMember.objects.filter(pk=pk).first() if pk.isdigit() else None


def staff_name(actor_code: str) -> str:
    """The name behind `staff:17`; "" for the portal itself."""
    kind, _, pk = actor_code.partition(":")
    if kind != "staff" or not pk.isdigit():
        return ""
    return StaffMember.objects.filter(pk=pk).values_list("full_name", flat=True).first() or ""


def _line(event: Event, plan: Plan) -> dict[str, str]:
    agencies = [event.data.get(side, "") for side in ("from_agency", "to_agency")]
    giver, taker = (_agency_of(code) for code in agencies)
    return {
        "giver": giver
        or _desk_of(plan, event.data.get("from_step", ""))
        or staff_name(event.actor),
        "taker": taker or _desk_of(plan, event.data.get("step", "")) or "Người nộp hồ sơ",
        "at": pdf.legal_moment(event.occurred_at),
        "punctuality": _PUNCTUALITY.get(event.data.get("punctuality", ""), ""),
        "note": staff_name(event.actor),
    }


def _agency_of(code: str) -> str:
    """The name of an agency between which and another the file passes."""
    return Agency.objects.filter(code=code).values_list("name", flat=True).first() or ""


def _desk_of(plan: Plan, step: str) -> str:
    found = next((item for item in plan.steps if item.id == step), None)
    return f"{Desk.Kind(found.desk).label} ({found.name})" if found else ""


def _day(moment: Any) -> str:
    return pdf.legal_date(moment.astimezone(clock.VIETNAM).date()) if moment else ""


def _money(dossier: Dossier) -> str:
    if dossier.fee_total == 0:
        return "hồ sơ không có khoản phải nộp."
    amount = format_vnd(dossier.fee_total)
    if dossier.holds.filter(kind=HoldKind.FEE, data__paid=True).exists():
        return f"đã nộp {amount}; việc hoàn trả được thực hiện theo quy định về phí và lệ phí."
    return f"khoản {amount} không còn phải nộp."
