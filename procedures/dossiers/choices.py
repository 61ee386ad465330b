"""Among what an action's inputs let somebody choose, where only the dossier itself can tell."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from portal.accounts.models import Agency
from procedures.catalogue import selectors as catalogue
from procedures.definition.answers import asked_of, fields_of
from procedures.definition.package import Option
from procedures.dossiers import drafts, requested, routing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from procedures.definition.package import Input, Package
    from procedures.dossiers.models import Dossier

PAPERS = "/papers/"


def filled(
    inputs: Iterable[Input], kind: str, dossier: Dossier, *, without: frozenset[str] = frozenset()
) -> tuple[Input, ...]:
    """The inputs of an action of that kind, each with the options that this dossier gives it.

    `without` names widgets that are left as they are, for whoever has their list elsewhere.
    """
    return tuple(
        wanted
        if wanted.options or wanted.widget in without
        else replace(wanted, options=_options(wanted, kind, dossier))
        for wanted in inputs
    )


def colleagues(*dossiers: Dossier) -> list[Option]:
    """Who is there to work at the desk of the active step of one of these dossiers."""
    return [
        Option(member.code, f"{member.full_name}, {member.title}")
        for member in routing.workers_at(*dossiers)
    ]


def agencies(dossier: Dossier, kind: str) -> list[Option]:
    """Which agencies an act can name: those that could be competent, or any other to be asked."""
    competent = dossier.competent_agency
    if competent is None:
        return []
    rows: QuerySet[Agency] = Agency.objects.exclude(pk=competent.pk)
    if kind == "transfer":
        rows = rows.filter(kind=competent.kind)
    return [Option(agency.code, agency.name) for agency in rows]


def askable(package: Package) -> dict[str, str]:
    """What a supplement may be asked for, with its words: questions, and papers below /papers."""
    questions = {field.pointer: field.label for _, field in fields_of(package.substance)}
    rules = [*package.substance.papers, requested.NEED.rule]
    return questions | {f"{PAPERS}{rule.code}": rule.name for rule in rules}


def supplement_fields(dossier: Dossier) -> list[Option]:
    """The questions and papers that the answers call for now, in the order of the form."""
    verdict, package = drafts.evaluation(dossier), catalogue.package(dossier.procedure_version_id)
    shown = set(verdict.visible)
    return [
        *(
            Option(field.pointer, field.label, hint=page.title)
            for page, field in asked_of(package.substance, verdict.answers)
            if field.pointer in shown
        ),
        *(
            Option(f"{PAPERS}{need.rule.code}", need.rule.name, hint="Giấy tờ")
            for need in verdict.papers
            if need.uploadable
        ),
    ]


def _options(wanted: Input, kind: str, dossier: Dossier) -> tuple[Option, ...]:
    if wanted.widget == "agency":
        return tuple(agencies(dossier, kind))
    if wanted.widget == "staff":
        return tuple(colleagues(dossier))
    if wanted.widget == "fields":
        return tuple(supplement_fields(dossier))
    return ()
