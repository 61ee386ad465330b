"""Radios, checkboxes and dates: several controls under one question."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from frontend.components.fields import (
    described,
    fieldset,
    form_group,
    hint,
    in_group,
    label,
    text_input,
)
from frontend.components.markup import (
    NOTHING,
    Options,
    element,
    extra,
    join,
    names,
    option,
    present,
    trusted,
)
from frontend.components.words import VIETNAMESE, word


@dataclass(frozen=True, kw_only=True)
class _Choices:
    """What radios and checkboxes share while their items are written."""

    kind: str
    options: Options
    prefix: str
    chosen: Collection[object]
    described_by: str | None = None

    @property
    def block(self) -> str:
        return "govuk-radios" if self.kind == "radio" else "govuk-checkboxes"

    def item(self, item: Options, number: int) -> SafeString:
        """One choice, with what it reveals."""
        if item.get("divider"):
            return element("div", {"class": f"{self.block}__divider"}, item["divider"])
        suffix = f"-{number}" if number > 1 else ""
        item_id = item.get("id") or f"{self.prefix}{suffix}"
        checked = item.get("checked")
        if not checked:
            checked = checked is not False and item.get("value") in self.chosen
        reveal = option(item, "conditional").get("html")
        box = element(
            "div",
            {"class": f"{self.block}__item"},
            self._control(item, item_id, checked=bool(checked), reveals=bool(reveal)),
            self._label(item, item_id),
            self._hint(item, item_id),
        )
        if not reveal:
            return box
        hidden = None if checked else f"{self.block}__conditional--hidden"
        attributes = {
            "class": names(f"{self.block}__conditional", hidden),
            "id": f"conditional-{item_id}",
        }
        return join(box, element("div", attributes, trusted(reveal)))

    def _control(
        self, item: Options, item_id: object, *, checked: bool, reveals: bool
    ) -> SafeString:
        item_hint = f"{item_id}-item-hint" if _has_text(option(item, "hint")) else None
        checkbox = self.kind == "checkbox"
        attributes = {
            "class": f"{self.block}__input",
            "id": item_id,
            "name": (checkbox and item.get("name")) or self.options.get("name"),
            "type": self.kind,
            "value": "" if item.get("value") is None else item["value"],
            "checked": checked,
            "disabled": bool(item.get("disabled")),
            "data-aria-controls": f"conditional-{item_id}" if reveals else None,
            "data-behaviour": (checkbox and item.get("behaviour")) or None,
            "aria-describedby": names(self.described_by, item_hint),
            **extra(item),
        }
        return element("input", attributes)

    def _label(self, item: Options, item_id: object) -> SafeString | None:
        own = option(item, "label")
        classes = names(f"{self.block}__label", own.get("classes"))
        said = {"html": item.get("html"), "text": item.get("text")}
        return label({**own, **said, "isPageHeading": False, "classes": classes, "for": item_id})

    def _hint(self, item: Options, item_id: object) -> SafeString | None:
        own = option(item, "hint")
        if not _has_text(own):
            return None
        classes = names(f"{self.block}__hint", own.get("classes"))
        return hint({**own, "classes": classes, "id": f"{item_id}-item-hint"})


def _has_text(options: Options) -> bool:
    return bool(options.get("text") or options.get("html"))


def _question(
    options: Options, inner: SafeString, ids: str | None, *, role: str | None = None
) -> SafeString:
    """The form group, with a fieldset around the controls where one was asked for."""
    if present(options.get("fieldset")):
        frame = option(options, "fieldset")
        inner = fieldset({**frame, "describedBy": ids, "role": role, "html": inner})
    return form_group(options, inner)


def _choices(options: Options, choices: _Choices, ids: str | None, about: SafeString) -> SafeString:
    items = [
        choices.item(item, number)
        for number, item in enumerate(options.get("items") or (), start=1)
        if item
    ]
    attributes = {
        "class": names(choices.block, options.get("classes")),
        **extra(options),
        "data-module": choices.block,
    }
    before, after = in_group(options, "beforeInputs"), in_group(options, "afterInputs")
    inner = join(about, element("div", attributes, before, *items, after))
    return _question(options, inner, ids)


def radios(options: Options) -> SafeString:
    """One of a few choices; a choice may reveal a further question."""
    prefix = str(options.get("idPrefix") or options.get("name"))
    about, ids = described(options, prefix, option(options, "fieldset").get("describedBy"))
    chosen = [options["value"]] if options.get("value") else []
    choices = _Choices(kind="radio", options=options, prefix=prefix, chosen=chosen)
    return _choices(options, choices, ids, about)


def checkboxes(options: Options) -> SafeString:
    """Any of a few choices."""
    prefix = str(options.get("idPrefix") or options.get("name"))
    outer = option(options, "fieldset").get("describedBy") or options.get("describedBy")
    about, ids = described(options, prefix, outer)
    choices = _Choices(
        kind="checkbox",
        options=options,
        prefix=prefix,
        chosen=options.get("values") or (),
        # Without a fieldset nothing else carries the hint and error to a screen reader.
        described_by=None if present(options.get("fieldset")) else ids,
    )
    return _choices(options, choices, ids, about)


DATE_PARTS = {"day": 2, "month": 2, "year": 4}


def _date_parts(options: Options) -> list[tuple[str | None, Options]]:
    """The parts to ask for, each with the standard part it is, if any."""
    values = option(options, "values")
    standard: dict[str, Options] = {}
    for part, width in DATE_PARTS.items():
        usual = {
            "name": part,
            "value": values.get(part),
            "classes": f"govuk-input--width-{width}",
        }
        given = options.get(part, usual)
        standard[part] = given if isinstance(given, Mapping) else NOTHING
        if part in options and not present(options[part]):
            del standard[part]
    if not options.get("items"):
        return list(standard.items())
    named = {name: part for part, it in standard.items() for name in (it.get("name"), part)}
    found: list[tuple[str | None, Options]] = []
    for item in filter(present, options["items"]):
        kind = named.get(item.get("name"))
        usual_value = standard[kind].get("value") if kind else None
        found.append((kind, {"value": usual_value, **item}))
    return found


def _date_classes(item: Options, *, wrong: bool, width: int) -> str | None:
    own = item.get("classes") or ""
    return names(
        "govuk-date-input__input",
        "govuk-input--error" if wrong and "govuk-input--error" not in own else None,
        None if "govuk-input--width-" in own else f"govuk-input--width-{width}",
        own,
    )


def _date_part(options: Options, part: str | None, item: Options, *, wrong: bool) -> SafeString:
    name = item.get("name") or part or ""
    prefix = f"{options['namePrefix']}-" if options.get("namePrefix") else ""
    english = name.capitalize()
    value = item.get("value")
    if value is None:
        value = option(options, "values").get(f"{prefix}{name}")
    asked: dict[str, Any] = {
        "label": {
            "text": item.get("label") or (word(english) if english in VIETNAMESE else english),
            "classes": "govuk-date-input__label",
        },
        "id": item.get("id") or f"{options.get('id')}-{name}",
        "classes": _date_classes(item, wrong=wrong, width=DATE_PARTS.get(part or "", 2)),
        "name": f"{prefix}{name}",
        "value": value,
        "inputmode": item.get("inputmode") or "numeric",
        "autocomplete": item.get("autocomplete"),
        "pattern": item.get("pattern"),
        "attributes": item.get("attributes"),
    }
    return element("div", {"class": "govuk-date-input__item"}, text_input(asked))


def _wrong_parts(options: Options, items: Sequence[Options]) -> list[bool]:
    """Which parts are marked: those named as wrong, else all when the date as a whole is wrong."""
    marked = [
        bool(item.get("error")) or "govuk-input--error" in (item.get("classes") or "")
        for item in items
    ]
    whole = present(options.get("errorMessage")) and not any(marked)
    return [
        mark or (whole and item.get("error") is not False)
        for mark, item in zip(marked, items, strict=True)
    ]


def date_input(options: Options) -> SafeString:
    """A date in three boxes: day, month, year."""
    outer = option(options, "fieldset").get("describedBy")
    about, ids = described(options, options.get("id"), outer)
    parts = _date_parts(options)
    wrong = _wrong_parts(options, [item for _, item in parts])
    boxes = [
        _date_part(options, part, item, wrong=mark)
        for (part, item), mark in zip(parts, wrong, strict=True)
    ]
    attributes = {
        "class": names("govuk-date-input", options.get("classes")),
        **extra(options),
        "id": options.get("id") or None,
    }
    before, after = in_group(options, "beforeInputs"), in_group(options, "afterInputs")
    inner = join(about, element("div", attributes, before, *boxes, after))
    return _question(options, inner, ids, role="group")
