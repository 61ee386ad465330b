"""From a package and answers to the neutral pages that they call for.

A question whose showing depends on another one of the same page is part of the model even while it
is hidden (`shown_when`), so that a browser can reveal it without asking the server.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from procedures.definition import answers as answers_module
from procedures.definition import expressions, pointers, schema, texts
from procedures.definition.evaluate import context
from procedures.definition.form_model import (
    FormField,
    FormItem,
    FormOption,
    FormPage,
    FormRepeat,
    FormSection,
    ShownWhen,
)
from procedures.definition.operators import as_date
from procedures.definition.posting import DATE_PARTS, page_of, parse_page, posted, pressed

if TYPE_CHECKING:
    from procedures.definition.answers import Judgement
    from procedures.definition.expressions import Expression
    from procedures.definition.package import Field, Package, Page, Repeat, Section

__all__ = [
    "FormField",
    "FormItem",
    "FormOption",
    "FormPage",
    "FormRepeat",
    "FormSection",
    "ShownWhen",
    "page_model",
    "page_of",
    "parse_page",
    "prefill",
    "pressed",
]


def page_model(
    package: Package,
    answers: dict[str, Any],
    *,
    groups: Collection[str] = (),
    at: datetime,
    channel: str = "online",
    facts: Mapping[str, Any] | None = None,
    names: Mapping[str, str] | None = None,
) -> list[FormPage]:
    """The pages that these answers call for.

    `facts` (`person.full_name` → value) pre-fills open questions; `names` gives the names of codes
    such as communes.
    """
    start = context(at=at, channel=channel, groups=groups)
    judged = answers_module.judge(package, answers, start)
    padded = _padded(package, judged)
    if padded is not judged.answers:
        judged = answers_module.judge(package, padded, start)
    maker = _Maker(package, judged, dict(facts or {}), dict(names or {}))
    pages = [
        maker.page(page)
        for page in package.substance.pages
        if expressions.holds(page.show, judged.context)
    ]
    return [page for page in pages if page.sections]


def _padded(package: Package, judged: Judgement) -> dict[str, Any]:
    """The answers with empty items where a list needs more than it has, to be filled in."""
    compiled, answers = schema.of(package), judged.answers
    for repeat in answers_module.repeats_of(package.substance):
        has = len(pointers.items(answers, repeat.pointer))
        least = max(1, compiled.groups[repeat.pointer].get("minItems", 1))
        if has < least and (has or repeat.pointer in judged.required):
            for at in range(has, least):
                answers = pointers.put(answers, f"{repeat.pointer}/{at}", {})
    return answers


def prefill(
    package: Package, answers: dict[str, Any], facts: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, str]]:
    """Answers with open questions filled from facts, and which pointer came from which fact."""
    reuse = schema.of(package).reuse
    sources = {
        field.pointer: reuse[field.pointer]
        for _, field in answers_module.fields_of(package.substance)
        if facts.get(reuse.get(field.pointer, "")) not in (None, "")
        and pointers.EVERY not in field.pointer
        and pointers.get(answers, field.pointer) is None
    }
    for pointer, fact in sources.items():
        answers = pointers.put(answers, pointer, facts[fact])
    return answers, sources


class _Maker:
    """Builds the model of one form from a judgement."""

    def __init__(
        self, package: Package, judged: Judgement, facts: dict[str, Any], names: dict[str, str]
    ) -> None:
        self._substance = package.substance
        self._schema = schema.of(package)
        self._judged = judged
        self._visible = frozenset(judged.visible)
        self._facts = facts
        self._names = names

    def page(self, page: Page) -> FormPage:
        """The page with what is shown now or can be revealed on it."""
        on_page = {field.pointer: field for section in page.sections for field in section.fields}
        drawn = [self._section(page, section, on_page) for section in page.sections]
        kept = tuple(section for section in drawn if section is not None)
        return FormPage(page.id, page.title, page.intro, kept)

    def _section(
        self, page: Page, section: Section, on_page: dict[str, Field]
    ) -> FormSection | None:
        """A section, or None when nothing of it is shown or can be revealed."""
        if section.repeat is not None:
            return self._list(page, section, section.repeat, on_page)
        fields = [self._field(field, on_page) for field in section.fields]
        kept = tuple(field for field in fields if field.visible or field.shown_when)
        return FormSection(section.title, kept) if kept else None

    def _list(
        self, page: Page, section: Section, repeat: Repeat, on_page: dict[str, Field]
    ) -> FormSection | None:
        if repeat.pointer not in self._visible:
            return None
        node = self._schema.groups[repeat.pointer]
        items = pointers.items(self._judged.answers, repeat.pointer)
        shown = tuple(
            FormItem(pointer, repeat.title(at)) for at, (pointer, _) in enumerate(items, 1)
        )
        fields = [self._field(field, on_page, item) for item in shown for field in section.fields]
        least = node.get("minItems", 0)
        if repeat.pointer in self._judged.required:
            least = max(1, least)
        drawn = FormRepeat(
            pointer=repeat.pointer,
            name=pointers.name_of(repeat.pointer),
            title=section.title or page.title,
            layout=repeat.layout,
            items=shown,
            add=repeat.add if len(shown) < node["maxItems"] else "",
            can_remove=len(shown) > least,
            most=node["maxItems"],
        )
        kept = tuple(field for field in fields if field.visible or field.shown_when)
        return FormSection(section.title, kept, drawn)

    def _field(
        self, field: Field, on_page: dict[str, Field], item: FormItem | None = None
    ) -> FormField:
        rule = self._substance.logic.visible.get(field.pointer)
        if item is not None:
            field = replace(field, pointer=_at(field.pointer, item.pointer))
        node = self._schema.node(field.pointer) or {}
        value = pointers.get(self._judged.answers, field.pointer)
        fact = self._schema.reuse.get(field.pointer, "")
        prefilled = value is None and self._facts.get(fact) not in (None, "")
        if prefilled:
            value = self._facts[fact]
        return FormField(
            name=pointers.name_of(field.pointer),
            pointer=field.pointer,
            widget=field.widget,
            label=field.label,
            hint=field.hint,
            options=tuple(
                FormOption(
                    posted(option.value),
                    option.label,
                    option.hint,
                    selected=value is not None and posted(option.value) == posted(value),
                )
                for option in field.choices
            ),
            required=answers_module.demanded(
                self._substance, self._schema, field.pointer, self._judged.context
            ),
            value=value,
            text=posted(value),
            parts=_parts(value),
            display=texts.display(field, value, self._names),
            autocomplete=field.autocomplete,
            prefill=fact,
            prefilled=prefilled,
            visible=field.pointer in self._visible,
            shown_when=_shown_when(rule, on_page, item.pointer if item else ""),
            max_length=node.get("maxLength"),
            item=item.pointer if item else "",
            item_title=item.title if item else "",
        )


def _at(pattern: str, item: str) -> str:
    """The pointer of a question of a list in one of its items."""
    return f"{item}{pattern.partition(pointers.EVERY)[2]}"


def _parts(value: Any) -> tuple[str, str, str]:
    """Day, month and year of an ISO date, or of parts that were kept as typed."""
    day = as_date(value)
    if day is not None:
        return str(day.day), str(day.month), str(day.year)
    if isinstance(value, str) and value.count("/") == len(DATE_PARTS) - 1:
        typed = value.split("/")
        return typed[0], typed[1], typed[2]
    return "", "", ""


def _shown_when(rule: Expression | None, on_page: dict[str, Field], item: str) -> ShownWhen | None:
    """The rule as a condition on one choice of the same page; `None` when it is not that simple."""
    if rule is None or rule.op not in ("eq", "ne", "in"):
        return None
    left, right = rule.args
    if left.op not in ("var", "item") or right.op != "literal":
        return None
    pattern = f"{pointers.item_of(pointers.general(item))}{left.value}"
    controller = on_page.get(left.value if left.op == "var" else pattern)
    if controller is None:
        return None
    named = right.value if isinstance(right.value, tuple) else (right.value,)
    values = [posted(value) for value in named]
    if rule.op == "ne":
        values = [
            posted(option.value)
            for option in controller.choices
            if posted(option.value) not in values
        ]
    pointer = left.value if left.op == "var" else f"{item}{left.value}"
    return ShownWhen(pointers.name_of(pointer), tuple(values))
