"""The neutral page model: what a page asks now, with values, ready for any skin.

A question whose showing depends on another one of the same page is part of the model even while it
is hidden (`shown_when`), so that a browser can reveal it without asking the server.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from procedures.definition import answers as answers_module
from procedures.definition import expressions, pointers, schema, texts
from procedures.definition.evaluate import context
from procedures.definition.posting import DATE_PARTS, page_of, parse_page, posted

if TYPE_CHECKING:
    from procedures.definition.answers import Judgement
    from procedures.definition.expressions import Expression
    from procedures.definition.package import Field, Package, Page

__all__ = [
    "FormField",
    "FormOption",
    "FormPage",
    "FormSection",
    "ShownWhen",
    "page_model",
    "page_of",
    "parse_page",
    "prefill",
]


@dataclass(frozen=True, slots=True)
class FormOption:
    """One choice as it is posted."""

    value: str
    label: str
    hint: str
    selected: bool


@dataclass(frozen=True, slots=True)
class ShownWhen:
    """The question of the same page, and its posted values, that reveal a question."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FormField:
    """One question with its present answer."""

    name: str
    pointer: str
    widget: str
    label: str
    hint: str
    options: tuple[FormOption, ...]
    required: bool
    value: Any  # the typed answer, or what was typed when it could not be read
    text: str  # what a text input shows
    parts: tuple[str, str, str]  # day, month, year of a date input
    display: str  # the answer in words, for checking
    autocomplete: str
    prefill: str
    prefilled: bool  # the value is a suggestion from the account, not yet an answer
    visible: bool
    shown_when: ShownWhen | None
    max_length: int | None


@dataclass(frozen=True, slots=True)
class FormSection:
    """A headed group of questions."""

    title: str
    fields: tuple[FormField, ...]


@dataclass(frozen=True, slots=True)
class FormPage:
    """One screen of the form."""

    id: str
    title: str
    intro: str
    sections: tuple[FormSection, ...]

    @property
    def fields(self) -> tuple[FormField, ...]:
        """All questions of the page in order."""
        return tuple(field for section in self.sections for field in section.fields)


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
    maker = _Maker(package, judged, dict(facts or {}), dict(names or {}))
    pages = [
        maker.page(page)
        for page in package.substance.pages
        if expressions.holds(page.show, judged.context)
    ]
    return [page for page in pages if page.sections]


def prefill(
    package: Package, answers: dict[str, Any], facts: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, str]]:
    """Answers with open questions filled from facts, and which pointer came from which fact."""
    reuse = schema.of(package).reuse
    sources = {
        field.pointer: reuse[field.pointer]
        for _, field in answers_module.fields_of(package.substance)
        if facts.get(reuse.get(field.pointer, "")) not in (None, "")
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
        sections = []
        for section in page.sections:
            fields = [self._field(field, on_page) for field in section.fields]
            kept = tuple(field for field in fields if field.visible or field.shown_when)
            if kept:
                sections.append(FormSection(section.title, kept))
        return FormPage(page.id, page.title, page.intro, tuple(sections))

    def _field(self, field: Field, on_page: dict[str, Field]) -> FormField:
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
                for option in field.options
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
            shown_when=_shown_when(self._substance.logic.visible.get(field.pointer), on_page),
            max_length=node.get("maxLength"),
        )


def _parts(value: Any) -> tuple[str, str, str]:
    """Day, month and year of an ISO date, or of parts that were kept as typed."""
    day = expressions.as_date(value)
    if day is not None:
        return str(day.day), str(day.month), str(day.year)
    if isinstance(value, str) and value.count("/") == len(DATE_PARTS) - 1:
        typed = value.split("/")
        return typed[0], typed[1], typed[2]
    return "", "", ""


def _shown_when(rule: Expression | None, on_page: dict[str, Field]) -> ShownWhen | None:
    """The rule as a condition on one choice of the same page; `None` when it is not that simple."""
    if rule is None or rule.op not in ("eq", "ne", "in"):
        return None
    left, right = rule.args
    if left.op != "var" or right.op != "literal" or left.value not in on_page:
        return None
    controller = on_page[left.value]
    named = right.value if isinstance(right.value, tuple) else (right.value,)
    values = [posted(value) for value in named]
    if rule.op == "ne":
        values = [
            posted(option.value)
            for option in controller.options
            if posted(option.value) not in values
        ]
    return ShownWhen(pointers.name_of(controller.pointer), tuple(values))
