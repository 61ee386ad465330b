"""Where a dossier stands, in words and colours for the applicant."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from frontend.words import clock_mark
from portal.core.money import format_vnd
from procedures.definition.lifecycle import NATIONAL_CODES, HoldKind, Outcome, Stage
from procedures.dossiers import selectors
from procedures.dossiers.identity import source_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from procedures.definition.forms import FormField, FormPage
    from procedures.dossiers.models import Dossier, Hold

COLOURS = {
    1: "blue",
    2: "blue",
    3: "red",
    4: "blue",
    5: "orange",
    6: "orange",
    7: "grey",
    8: "orange",
    9: "green",
    10: "green",
}
_DECIDED = {9, 10}


def status_tag(dossier: Dossier) -> dict[str, str]:
    """The status as the national list names it, with a colour."""
    number = dossier.national_code or 1
    if number in _DECIDED and dossier.outcome == Outcome.REFUSE:
        return {"text": f"{NATIONAL_CODES[number]}: từ chối", "colour": "red"}
    return {"text": NATIONAL_CODES[number], "colour": COLOURS[number]}


def clock_words(dossier: Dossier, holds: Sequence[Hold]) -> dict[str, str] | None:
    """The legal clock's drawing and words; None when none runs."""
    waiting = any(hold.stops_clock for hold in holds)
    return clock_mark(selectors.clock_of(dossier, waiting=waiting))


def asked_now(dossier: Dossier, holds: Sequence[Hold]) -> str:
    """What the applicant has to do now, in a few words; "" when nothing."""
    kinds = {hold.kind: hold for hold in holds}
    if HoldKind.SUPPLEMENT in kinds:
        return "Bổ sung hồ sơ"
    if HoldKind.CONFIRMATION in kinds:
        return "Xác nhận dự thảo kết quả"
    if HoldKind.FEE in kinds:
        return f"Nộp phí, lệ phí {format_vnd(kinds[HoldKind.FEE].data['amount'])}"
    if dossier.stage == Stage.SETTLED and dossier.parent_id is None:
        return "Nhận kết quả" if dossier.delivery == "online" else "Đến quầy nhận kết quả"
    return ""


def with_sources(page: FormPage, provenance: Mapping[str, str]) -> FormPage:
    """The page with, beside each answer that the account gave, where it comes from."""
    return replace(
        page,
        sections=tuple(
            replace(
                section,
                fields=tuple(_with_source(field, provenance) for field in section.fields),
            )
            for section in page.sections
        ),
    )


def _with_source(field: FormField, provenance: Mapping[str, str]) -> FormField:
    fact = field.prefill if field.prefilled else provenance.get(field.pointer, "")
    source = source_words(fact)
    if not source:
        return field
    hint = f"{field.hint.removesuffix('.')}. " if field.hint else ""
    return replace(field, hint=f"{hint}Điền sẵn {source}.")
