"""The neutral model of a page: what it asks, with the present answers, ready for any skin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


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
    item: str = ""  # pointer of the list item to which the question belongs
    item_title: str = ""

    @property
    def full_label(self) -> str:
        """The label with the item to which the question belongs."""
        return f"{self.item_title} – {self.label}" if self.item_title else self.label


@dataclass(frozen=True, slots=True)
class FormItem:
    """One item of a list; its questions name it as their `item`."""

    pointer: str
    title: str


@dataclass(frozen=True, slots=True)
class FormRepeat:
    """A list that the reader makes longer and shorter: a post with `add` or `remove`."""

    pointer: str
    name: str  # posted with the number of items that were shown
    title: str
    layout: str  # list | table
    items: tuple[FormItem, ...]
    add: str  # what the button says; "" when the list is full
    can_remove: bool
    most: int


@dataclass(frozen=True, slots=True)
class FormSection:
    """A headed group of questions; of a list, those of all its items."""

    title: str
    fields: tuple[FormField, ...]
    repeat: FormRepeat | None = None


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

    @property
    def repeats(self) -> tuple[FormRepeat, ...]:
        """All lists of the page in order."""
        return tuple(section.repeat for section in self.sections if section.repeat)

    @property
    def pointers(self) -> frozenset[str]:
        """All that the page asks for: questions and lists."""
        fields = (field.pointer for field in self.fields)
        return frozenset([*fields, *(repeat.pointer for repeat in self.repeats)])
