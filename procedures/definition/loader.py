"""From a package text or its stored halves to a `Package`; every fault names its place."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from procedures.definition import canonical, schema, shape, yaml_form
from procedures.definition.fault import PackageError
from procedures.definition.package import Field, Package, Substance

__all__ = ["PackageError", "load", "load_parts"]


def load(text: str) -> Package:
    """The package of a YAML document."""
    code, substance, plan = canonical.split(yaml_form.read(text))
    return load_parts(substance, plan, code)


def load_parts(substance_json: dict[str, Any], plan_json: dict[str, Any], code: str) -> Package:
    """The package of its two halves as they are stored."""
    substance = shape.SUBSTANCE.read(substance_json, "substance")
    plan = shape.PLAN.read(plan_json, "plan")
    package = Package(
        code=code,
        substance=substance,
        plan=plan,
        substance_hash=canonical.digest(canonical.substance_document(substance)),
        plan_hash=canonical.digest(canonical.plan_document(plan)),
    )
    return replace(package, substance=_bound(package))


def _bound(package: Package) -> Substance:
    """The substance with the codes of its lists at the questions that ask for one of them."""
    compiled = schema.of(package)

    def bound(field: Field) -> Field:
        listed = compiled.list_at(field.pointer)
        return replace(field, listed=listed.options) if listed else field

    pages = tuple(
        replace(
            page,
            sections=tuple(
                replace(section, fields=tuple(map(bound, section.fields)))
                for section in page.sections
            ),
        )
        for page in package.substance.pages
    )
    return replace(package.substance, pages=pages)
