"""Sealing a submission: the version in force, complete answers and papers, the frozen quote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.accounts.selectors import can_sign_in
from portal.core import clock
from portal.core.errors import FieldError, InvalidInput
from procedures.catalogue import selectors as catalogue
from procedures.definition.pointers import get as answer
from procedures.dossiers import access, drafts, mandates

if TYPE_CHECKING:
    from procedures.definition.evaluate import Evaluation
    from procedures.definition.package import Package
    from procedures.dossiers.models import Dossier

DELIVERY = "/delivery/method"
NO_SIGN_IN = (
    "Chủ hồ sơ chưa có tài khoản định danh điện tử để nhận kết quả trực tuyến. Hãy chọn nhận tại "
    "quầy hoặc qua bưu chính."
)


def seal(draft: Dossier) -> None:
    """Freeze what the submission rests on: clean answers, fee, time limit, delivery."""
    verdict = drafts.evaluation(draft)
    demand_complete(draft, verdict)
    draft.answers = verdict.answers
    draft.fee_total = verdict.fees.total
    draft.fee_lines = [
        {**line.as_dict(), "name": line.name, "waiver": line.waiver} for line in verdict.fees.lines
    ]
    draft.duration = verdict.duration
    draft.delivery = answer(verdict.answers, DELIVERY) or _usual_delivery(draft)


def demand_complete(draft: Dossier, verdict: Evaluation) -> None:
    """Refuse a draft with wrong or missing answers or papers, each by its pointer."""
    errors = list(verdict.errors)
    present = set(draft.papers.filter(removed_at__isnull=True).values_list("code", flat=True))
    errors += [
        FieldError(f"/papers/{need.rule.code}", "required", f"Hãy tải lên: {need.rule.name}.")
        for need in verdict.papers
        if need.required and need.rule.code not in present
    ]
    if draft.channel != "online":
        errors += mandates.missing(draft.intake.relation, present)
        if answer(verdict.answers, DELIVERY) == "online" and not _is_online(draft):
            errors.append(FieldError(DELIVERY, "no_sign_in", NO_SIGN_IN))
    if errors:
        raise InvalidInput("Hồ sơ chưa đủ để nộp.", errors=errors)


def _usual_delivery(draft: Dossier) -> str:
    """How a result is handed out where the form does not ask."""
    return "online" if draft.channel == "online" or _is_online(draft) else "counter"


def _is_online(draft: Dossier) -> bool:
    """Whether anybody can sign in to fetch the result for whose matter it is."""
    return can_sign_in(access.whose(draft), on=clock.today())


def repin(draft: Dossier) -> list[str] | None:
    """Move a draft to the version in force; what differs, in words, or None when nothing moved."""
    version = catalogue.in_force(draft.procedure.code, on=clock.today())
    if version.pk == draft.procedure_version_id:
        return None
    old, new = catalogue.package(draft.procedure_version_id), catalogue.package(version.pk)
    draft.procedure_version = version
    draft.version += 1
    draft.save(update_fields=["procedure_version", "version"])
    return differences(old, new)


def differences(old: Package, new: Package) -> list[str]:
    """What an applicant must know of a new version: questions, papers, fees, time limit."""
    before, after = _told(old), _told(new)
    return [f"Mới: {line}" for line in after if line not in before] + [
        f"Không còn: {line}" for line in before if line not in after
    ]


def _told(package: Package) -> list[str]:
    """What one version asks and promises, a sentence a line."""
    substance = package.substance
    return [
        *(
            f"câu hỏi “{field.label}”"
            for page in substance.pages
            for section in page.sections
            for field in section.fields
        ),
        *(f"giấy tờ “{paper.name}”" for paper in substance.papers),
        *(f"{line.name}: {line.rule}" for line in substance.fees.lines),
        *(f"miễn: {waiver.reason}" for line in substance.fees.lines for waiver in line.waivers),
        *(f"{one.words}: {one.reason}" for line in substance.fees.lines for one in line.reductions),
        *(f"thời hạn {limit.value}" for limit in substance.durations),
    ]
