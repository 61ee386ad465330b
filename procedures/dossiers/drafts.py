"""Drafts: answers and papers before (and, for a supplement, after) the submission."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction

from portal.accounts.models import Agency, Organisation
from portal.accounts.selectors import agency_by_code, commune_agencies
from portal.core import calendars, clock
from portal.core.errors import (
    FieldError,
    InvalidInput,
    NotAllowed,
    NotFound,
    PortalError,
    Refused,
    Stale,
)
from portal.core.text import fold, nfc
from procedures.catalogue import selectors as catalogue
from procedures.definition import forms, pointers
from procedures.definition.areas import area_of
from procedures.definition.evaluate import evaluate
from procedures.definition.lifecycle import HoldKind, Stage
from procedures.dossiers import access, identity, mandates, requested, uploads
from procedures.dossiers.models import Dossier, Paper

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from django.core.files.uploadedfile import UploadedFile

    from portal.accounts.actors import Actor
    from procedures.definition.evaluate import Evaluation
    from procedures.definition.package import Package

MAX_OPEN_DRAFTS = 20


def start(procedure_code: str, *, actor: Actor, agency_code: str) -> Dossier:
    """Open a draft at the version in force, with what the account already knows filled in."""
    person = actor.person
    if person is None or actor.staff is not None:
        raise NotAllowed("Chỉ người dân, tổ chức đã đăng nhập mới lập được hồ sơ.")
    version = catalogue.in_force(procedure_code, on=clock.today())
    package = catalogue.package(version.pk)
    if package.substance.catalogue.level == "info":
        raise Refused("Thủ tục này được nộp trên hệ thống của cơ quan chuyên ngành.")
    agency = competent_agency(agency_code, package)
    if Dossier.objects.filter(submitter=person, stage=Stage.DRAFT).count() >= MAX_OPEN_DRAFTS:
        raise Refused(f"Bạn có quá {MAX_OPEN_DRAFTS} bản nháp. Hãy xóa bớt rồi lập hồ sơ mới.")
    answers, sources = forms.prefill(package, {}, identity.facts_of(actor))
    represented = actor.on_behalf_of
    organisation = represented if isinstance(represented, Organisation) else None
    owner = None if organisation else represented or person
    moment = clock.now()
    return Dossier.objects.create(
        procedure=version.procedure,
        procedure_version=version,
        submitter=person,
        owner=owner if not isinstance(owner, Organisation) else None,
        organisation=organisation,
        owner_key=fold(str(organisation or owner)),
        receiving_agency=agency,
        competent_agency=agency,
        answers=answers,
        provenance=dict(sources),
        created_at=moment,
        updated_at=moment,
    )


def save_page(
    dossier: Dossier,
    page_id: str,
    data: Mapping[str, str],
    *,
    actor: Actor,
    seen_version: int,
) -> tuple[Dossier, list[FieldError]]:
    """Keep one posted page; wrong answers are kept too and named."""
    package = catalogue.package(dossier.procedure_version_id)
    answers, errors = forms.parse_page(
        package,
        page_id,
        data,
        dossier.answers,
        groups=access.groups_of(dossier),
        at=clock.now(),
    )
    kept = save_answers(dossier, answers, actor=actor, seen_version=seen_version)
    page = forms.page_of(package, page_id)
    asked = {field.pointer for section in page.sections for field in section.fields}
    wrong = {error.pointer for error in errors}
    foreign = [
        error
        for error in evaluation(kept).errors
        if error.code == identity.CODE
        and pointers.general(error.pointer) in asked
        and error.pointer not in wrong
    ]
    return kept, [*errors, *foreign]


def save_answers(
    dossier: Dossier, answers: dict[str, Any], *, actor: Actor, seen_version: int
) -> Dossier:
    """Replace the answers of a draft; the version token keeps two windows from overwriting."""
    with transaction.atomic():
        draft = lock_draft(dossier.pk, actor=actor)
        if draft.version != seen_version:
            raise Stale(access.DRAFT_MOVED, extra={"version": draft.version})
        draft.provenance = {
            pointer: source
            for pointer, source in draft.provenance.items()
            if pointers.get(answers, pointer) == pointers.get(draft.answers, pointer)
        }
        drop_stale(draft, answers)
        draft.answers = answers
        draft.version += 1
        draft.updated_at = clock.now()
        draft.save(update_fields=["answers", "provenance", "version", "updated_at"])
    return draft


def drop_stale(draft: Dossier, answers: dict[str, Any]) -> None:
    """Take out what a register vouched for by answers that have changed."""
    stale = [
        rule.code
        for rule in catalogue.package(draft.procedure_version_id).substance.papers
        if rule.registers
        and any(
            pointers.get(draft.answers, pointer) != pointers.get(answers, pointer)
            for _, pointer in rule.facts
        )
    ]
    if stale:
        vouched = draft.papers.filter(code__in=stale, removed_at__isnull=True)
        vouched.exclude(source=Paper.UPLOAD).update(removed_at=clock.now())


def add_paper(
    dossier: Dossier, paper_code: str, upload: UploadedFile[Any], *, actor: Actor
) -> Paper:
    """Judge and keep one file for a component that the answers call for."""
    judged = uploads.judge(upload)
    paper = Paper(
        code=paper_code,
        name=judged.name,
        kind=judged.kind,
        size=len(judged.content),
        sha256=judged.sha256,
        uploaded_at=clock.now(),
        uploaded_by=actor.code,
    )
    # The storage may be a network away: it is written before the transaction, never inside it.
    paper.file.save(f"{paper.public_id}.{judged.kind}", ContentFile(judged.content), save=False)
    try:
        kept = _keep_paper(dossier.pk, paper, actor=actor)
    except PortalError:
        paper.file.delete(save=False)
        raise
    if kept.pk != paper.pk:
        paper.file.delete(save=False)
    return kept


def _keep_paper(pk: int, paper: Paper, *, actor: Actor) -> Paper:
    """Add a stored file to its dossier; the same bytes for the same component are kept once."""
    with transaction.atomic():
        owned = lock_editable(pk, actor=actor)
        needed = {need.rule.code for need in evaluation(owned).papers if need.uploadable}
        if owned.stage != Stage.DRAFT:
            needed.add(requested.CODE)
        elif owned.channel != "online":
            needed.add(mandates.CODE)
        if paper.code not in needed:
            reason = "Hồ sơ này không cần giấy tờ đó."
            raise InvalidInput(reason, errors=[FieldError("/code", "not_needed", reason)])
        present = owned.papers.filter(removed_at__isnull=True)
        if present.count() >= settings.UPLOAD_MAX_PER_DOSSIER:
            raise Refused(f"Mỗi hồ sơ nhận tối đa {settings.UPLOAD_MAX_PER_DOSSIER} tệp.")
        if twin := present.filter(code=paper.code, sha256=paper.sha256).first():
            return twin
        paper.dossier = owned
        paper.save()
    return paper


def remove_paper(dossier: Dossier, public_id: UUID, *, actor: Actor) -> None:
    """Take a file out of a draft, or out of what is being supplemented."""
    with transaction.atomic():
        owned = lock_editable(dossier.pk, actor=actor)
        papers = owned.papers.filter(public_id=public_id, removed_at__isnull=True)
        if owned.stage != Stage.DRAFT:
            # What the desk has seen stays; only what is being added now can be taken back.
            opened = owned.holds.get(kind=HoldKind.SUPPLEMENT, closed_at__isnull=True).opened_at
            papers = papers.filter(uploaded_at__gte=opened)
        if not papers.update(removed_at=clock.now()):
            raise NotFound("Không tìm thấy tệp này.")


def lock_draft(pk: int, *, actor: Actor) -> Dossier:
    """The actor's own draft, locked; refuses what was submitted meanwhile."""
    dossier = _lock_owned(pk, actor=actor)
    if dossier.stage != Stage.DRAFT:
        raise Refused(f"Hồ sơ đã được nộp với mã {dossier.code}.", code="submitted")
    return dossier


def lock_editable(pk: int, *, actor: Actor) -> Dossier:
    """The actor's own dossier, locked, while papers may be added: a draft or a supplement."""
    dossier = _lock_owned(pk, actor=actor)
    if dossier.stage == Stage.DRAFT:
        return dossier
    if dossier.holds.filter(kind=HoldKind.SUPPLEMENT, closed_at__isnull=True).exists():
        return dossier
    raise Refused("Hồ sơ không ở lúc được sửa giấy tờ.")


def _lock_owned(pk: int, *, actor: Actor) -> Dossier:
    rows = Dossier.objects.select_for_update(of=("self",), no_key=True)
    dossier = rows.select_related("procedure", "submitter", "organisation", "competent_agency").get(
        pk=pk
    )
    own = dossier.stage != Stage.DRAFT and access.may_answer(dossier, actor)
    if not (own or access.may_draft(dossier, actor)):
        raise NotFound("Không tìm thấy hồ sơ.")
    return dossier


def evaluation(dossier: Dossier) -> Evaluation:
    """The verdict on a dossier's answers: at this moment for a draft, at its sealing after."""
    verdict = judged(dossier, dossier.answers)
    if dossier.code is None:
        # What was let through once is not judged anew: identities change, sealed answers do not.
        wrong = {error.pointer for error in verdict.errors}
        found = identity.errors_of(dossier, set(verdict.visible) - wrong)
        verdict.errors.extend(found)
    return verdict


def judged(dossier: Dossier, answers: dict[str, Any]) -> Evaluation:
    """The verdict on answers in the case of a dossier, whoever's identity they name."""
    agency = dossier.competent_agency
    return evaluate(
        catalogue.package(dossier.procedure_version_id),
        answers,
        channel=dossier.channel,
        at=dossier.submitted_at or clock.now(),
        calendar=calendars.current(),
        groups=access.groups_of(dossier),
        agency=agency.code if agency else "",
        area=(area_of(agency.commune_code) if agency else None) or "",
    )


def competent_agency(code: str, package: Package) -> Agency:
    """The agency that the applicant chose, if its class is competent."""
    try:
        agency = agency_by_code(nfc(code))
    except NotFound as missing:
        missing.errors = [FieldError("/agency", "unknown", missing.message)]
        raise
    if agency.kind != package.substance.catalogue.agency_class:
        reason = "Cơ quan này không có thẩm quyền giải quyết thủ tục."
        raise InvalidInput(reason, errors=[FieldError("/agency", "not_competent", reason)])
    return agency


def agencies_for(package: Package) -> list[Agency]:
    """The agencies among which an applicant may choose."""
    if package.substance.catalogue.agency_class == Agency.Kind.COMMUNE:
        return list(commune_agencies())
    return list(Agency.objects.filter(kind=package.substance.catalogue.agency_class))
