"""By what power somebody hands in another's file at a counter, and the paper that proves it.

The power is for that one dossier: it is kept with it and gives no access to the portal.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.core.errors import FieldError
from procedures.definition.evaluate import PaperNeed
from procedures.definition.package import PaperRule

if TYPE_CHECKING:
    from collections.abc import Collection

CODE = "mandate"


@dataclass(frozen=True, slots=True)
class Relation:
    """One power to hand in for another: for whom, and whether a paper proves it."""

    code: str
    label: str
    hint: str
    for_organisation: bool
    needs_paper: bool


RELATIONS = {
    relation.code: relation
    for relation in (
        Relation(
            "relative",
            "Người thân được ủy quyền",
            "Ông, bà, cha, mẹ, con, vợ, chồng, anh, chị, em ruột; văn bản ủy quyền không phải "
            "chứng thực.",
            for_organisation=False,
            needs_paper=True,
        ),
        Relation(
            "authorised",
            "Người khác được ủy quyền",
            "Văn bản ủy quyền phải được công chứng hoặc chứng thực.",
            for_organisation=False,
            needs_paper=True,
        ),
        Relation(
            "guardian",
            "Cha, mẹ, người giám hộ",
            "Đại diện theo pháp luật của người chưa thành niên hoặc mất năng lực hành vi; giấy tờ "
            "chứng minh quan hệ.",
            for_organisation=False,
            needs_paper=True,
        ),
        Relation(
            "legal_representative",
            "Người đại diện theo pháp luật của tổ chức",
            "Theo đăng ký của tổ chức.",
            for_organisation=True,
            needs_paper=False,
        ),
        Relation(
            "delegate",
            "Người được tổ chức ủy quyền, giới thiệu",
            "Giấy giới thiệu hoặc văn bản ủy quyền có dấu của tổ chức.",
            for_organisation=True,
            needs_paper=True,
        ),
    )
}


def missing(relation: str, present: Collection[str]) -> list[FieldError]:
    """The paper of the power, where that needs one and it was not handed in."""
    power = RELATIONS.get(relation)
    if power is None or not power.needs_paper or CODE in present:
        return []
    return [FieldError(f"/papers/{CODE}", "required", f"Hãy tải lên: {NEED.rule.name}.")]


NEED = PaperNeed(
    PaperRule(
        code=CODE,
        name="Giấy tờ chứng minh quyền nộp thay",
        originals=1,
        copies=0,
        form="original",
        required=False,
        hint="Văn bản ủy quyền, giấy giới thiệu hoặc giấy tờ chứng minh quan hệ.",
    ),
    required=False,
)
