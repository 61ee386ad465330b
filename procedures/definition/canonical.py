"""One canonical text and one content hash for each half of a package."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from procedures.definition import shape, yaml_form
from procedures.definition.fault import PackageError

if TYPE_CHECKING:
    from procedures.definition.package import Package, Plan, Substance

KEYS = ("code", "substance", "plan")


def digest(half: dict[str, Any]) -> str:
    """SHA-256 of the canonical JSON of a half, in hex."""
    text = json.dumps(half, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def substance_document(substance: Substance) -> dict[str, Any]:
    """The canonical JSON-able form of a substance."""
    return shape.SUBSTANCE.write(substance)


def plan_document(plan: Plan) -> dict[str, Any]:
    """The canonical JSON-able form of a plan."""
    return shape.PLAN.write(plan)


def document(package: Package) -> dict[str, Any]:
    """The whole canonical document of a package."""
    return {
        "code": package.code,
        "substance": substance_document(package.substance),
        "plan": plan_document(package.plan),
    }


def split(raw: Any) -> tuple[str, Any, Any]:
    """Code, substance and plan of a document; `PackageError` when it is not just these."""
    if not isinstance(raw, dict):
        raise PackageError("", "Gói thủ tục phải là một nhóm khóa và giá trị.")
    for key in raw:
        if key not in KEYS:
            raise PackageError(str(key), f"Không có khóa “{key}” ở đây.")
    for key in KEYS:
        if key not in raw:
            raise PackageError(key, f"Thiếu khóa “{key}”.")
    code = raw["code"]
    if not isinstance(code, str) or not shape.CODE.fullmatch(code):
        raise PackageError("code", "Mã thủ tục có dạng '2.000635', đặt trong dấu nháy.")
    return code, raw["substance"], raw["plan"]


def normalise(raw: Any) -> dict[str, Any]:
    """The canonical document of any acceptable document."""
    code, substance, plan = split(raw)
    return {
        "code": code,
        "substance": substance_document(shape.SUBSTANCE.read(substance, "substance")),
        "plan": plan_document(shape.PLAN.read(plan, "plan")),
    }


def dump(package_document: dict[str, Any]) -> str:
    """The canonical YAML of a package document."""
    return yaml_form.write(normalise(package_document))


def halves(text: str) -> tuple[dict[str, Any], dict[str, Any], str, str]:
    """Substance and plan of a package text, each in canonical form, with their hashes."""
    whole = normalise(yaml_form.read(text))
    substance, plan = whole["substance"], whole["plan"]
    return substance, plan, digest(substance), digest(plan)
