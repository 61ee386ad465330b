"""Small two-way readers: from a plain document value to a typed value, and back in canonical form.

The table in `shape` composes them; so one description reads packages, names the place of every
fault, and writes the one canonical order.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Protocol

from portal.core.text import nfc
from procedures.definition import dialect, expressions
from procedures.definition.expressions import Expression
from procedures.definition.fault import PackageError
from procedures.definition.operators import as_date

REQUIRED: Any = object()


class Codec(Protocol):
    """Reads a document value at a place, and writes it back."""

    def read(self, value: Any, place: str) -> Any:
        """The typed value; `PackageError` with the place of what is wrong."""
        ...

    def write(self, value: Any) -> Any:
        """The document value in canonical form."""
        ...


@dataclass(frozen=True, slots=True)
class Text:
    """A string in NFC, not empty unless allowed, of one pattern or one of a closed list."""

    pattern: re.Pattern[str] | None = None
    choices: Collection[str] = ()
    max_length: int = 20_000

    def read(self, value: Any, place: str) -> str:
        """The string; numbers are never taken for text."""
        if not isinstance(value, str):
            raise PackageError(place, "Cần một chuỗi ký tự; nếu là mã số, hãy đặt trong dấu nháy.")
        text = nfc(value)
        if not text or len(text) > self.max_length:
            raise PackageError(place, "Không được để trống hoặc quá dài.")
        if self.choices and text not in self.choices:
            raise PackageError(place, f"“{text}” không thuộc: {', '.join(sorted(self.choices))}.")
        if self.pattern and not self.pattern.fullmatch(text):
            raise PackageError(place, f"“{text}” không đúng mẫu quy định.")
        return text

    def write(self, value: str) -> str:
        """The string as it is."""
        return str(value)


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a closed enumeration, written as its value."""

    kind: type[StrEnum]

    def read(self, value: Any, place: str) -> StrEnum:
        """The member."""
        choices = [member.value for member in self.kind]
        return self.kind(Text(choices=choices).read(value, place))

    def write(self, value: StrEnum) -> str:
        """The value of the member."""
        return value.value


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number that is not negative."""

    def read(self, value: Any, place: str) -> int:
        """The number."""
        if type(value) is not int or value < 0:
            raise PackageError(place, "Cần một số nguyên không âm.")
        return value

    def write(self, value: int) -> int:
        """The number as it is."""
        return value


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false."""

    def read(self, value: Any, place: str) -> bool:
        """The truth value."""
        if not isinstance(value, bool):
            raise PackageError(place, "Cần true hoặc false.")
        return value

    def write(self, value: bool) -> bool:  # noqa: FBT001
        """The truth value as it is."""
        return value


@dataclass(frozen=True, slots=True)
class Scalar:
    """The value of a choice: text, whole number or true/false."""

    def read(self, value: Any, place: str) -> str | int | bool:
        """The value as it is."""
        if isinstance(value, str | int | bool):
            return value
        raise PackageError(place, "Cần một chuỗi, số nguyên hoặc true/false.")

    def write(self, value: Any) -> Any:
        """The value as it is."""
        return value


@dataclass(frozen=True, slots=True)
class Day:
    """A date, written YYYY-MM-DD in quotes."""

    def read(self, value: Any, place: str) -> date:
        """The date."""
        day = as_date(value)
        if day is None:
            raise PackageError(place, "Cần một ngày dạng 'YYYY-MM-DD' trong dấu nháy.")
        return day

    def write(self, value: date) -> str:
        """The ISO string."""
        return value.isoformat()


@dataclass(frozen=True, slots=True)
class Tree:
    """An expression."""

    def read(self, value: Any, place: str) -> Expression:
        """The parsed expression."""
        return expressions.parse(value, place)

    def write(self, value: Expression) -> Any:
        """The canonical tree."""
        return expressions.write(value)


@dataclass(frozen=True, slots=True)
class ListRow:
    """A row of a code list: a code, its label, and columns of text or whole numbers."""

    def read(self, value: Any, place: str) -> dict[str, Any]:
        """The row with code and label first, then its columns by name."""
        if not isinstance(value, dict):
            raise PackageError(place, "Cần một nhóm khóa và giá trị.")
        row = {}
        for name in ("code", "label"):
            if name not in value:
                raise PackageError(f"{place}.{name}", f"Thiếu khóa “{name}”.")
            row[name] = Text().read(value[name], f"{place}.{name}")
        for name in sorted(value.keys() - row.keys()):
            if not dialect.NAME.fullmatch(name):
                raise PackageError(f"{place}.{name}", "Tên cột chỉ gồm chữ thường, số, gạch dưới.")
            cell = value[name]
            if type(cell) is not int:
                cell = Text().read(cell, f"{place}.{name}")
            row[name] = cell
        return row

    def write(self, value: dict[str, Any]) -> dict[str, Any]:
        """The row as it was read."""
        return dict(value)


@dataclass(frozen=True, slots=True)
class DataSchema:
    """The `data` half: a JSON Schema in the restricted dialect."""

    def read(self, value: Any, place: str) -> dict[str, Any]:
        """The checked schema in canonical order."""
        return dialect.check(value, place)

    def write(self, value: dict[str, Any]) -> dict[str, Any]:
        """The schema as it was checked."""
        return value


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of one kind of value, read as a tuple."""

    item: Codec
    at_least: int = 0

    def read(self, value: Any, place: str) -> tuple[Any, ...]:
        """The items in order."""
        if not isinstance(value, list) or len(value) < self.at_least:
            raise PackageError(place, f"Cần một danh sách có ít nhất {self.at_least} mục.")
        return tuple(self.item.read(item, f"{place}[{at}]") for at, item in enumerate(value))

    def write(self, value: tuple[Any, ...]) -> list[Any]:
        """The items in order."""
        return [self.item.write(item) for item in value]


@dataclass(frozen=True, slots=True)
class Mapped:
    """An open mapping, kept in the order of its keys; `pairs` reads it as a tuple of pairs."""

    key: Text
    item: Codec
    pairs: bool = False

    def read(self, value: Any, place: str) -> Any:
        """The entries."""
        if not isinstance(value, dict):
            raise PackageError(place, "Cần một nhóm khóa và giá trị.")
        entries = {
            self.key.read(key, f"{place}.{key}"): self.item.read(value[key], f"{place}.{key}")
            for key in sorted(value)
        }
        return tuple(entries.items()) if self.pairs else entries

    def write(self, value: Any) -> dict[str, Any]:
        """The entries, sorted by key."""
        entries = dict(value)
        return {key: self.item.write(entries[key]) for key in sorted(entries)}


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a record: its codec, the attribute it fills, and its default when left out."""

    name: str
    codec: Codec
    default: Any = REQUIRED
    attribute: str = ""


class Record:
    """A mapping with fixed keys; unknown keys are refused, defaults are left out when written."""

    def __init__(self, build: Callable[..., Any], *keys: Key) -> None:
        """`build` is called with one keyword per key."""
        self._build = build
        self._keys = keys
        self._names = {key.name for key in keys}

    def read(self, value: Any, place: str) -> Any:
        """The built value."""
        if not isinstance(value, dict):
            raise PackageError(place, "Cần một nhóm khóa và giá trị.")
        for name in value:
            if name not in self._names:
                raise PackageError(_join(place, name), f"Không có khóa “{name}” ở đây.")
        return self._build(**{_attribute(key): _read_key(key, value, place) for key in self._keys})

    def write(self, value: Any) -> dict[str, Any]:
        """The document in the order of the keys."""
        written = {}
        for key in self._keys:
            item = getattr(value, _attribute(key))
            if key.default is REQUIRED or item != key.default:
                written[key.name] = key.codec.write(item)
        return written


@dataclass(frozen=True, slots=True)
class Row:
    """A record that is kept as a plain tuple in the order of its keys."""

    keys: tuple[Key, ...]

    def read(self, value: Any, place: str) -> tuple[Any, ...]:
        """The values in order."""
        record = Record(lambda **values: tuple(values.values()), *self.keys)
        values: tuple[Any, ...] = record.read(value, place)
        return values

    def write(self, value: tuple[Any, ...]) -> dict[str, Any]:
        """The document in the order of the keys."""
        return {key.name: key.codec.write(item) for key, item in zip(self.keys, value, strict=True)}


@dataclass(frozen=True, slots=True)
class Inside:
    """A value that the document keeps one level deeper, under its only key."""

    key: str
    codec: Codec

    def read(self, value: Any, place: str) -> Any:
        """The inner value."""
        inner = Key(self.key, self.codec)
        return Record(lambda **values: values[self.key], inner).read(value, place)

    def write(self, value: Any) -> dict[str, Any]:
        """The value under its key."""
        return {self.key: self.codec.write(value)}


def _attribute(key: Key) -> str:
    return key.attribute or key.name


def _join(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


def _read_key(key: Key, value: Mapping[str, Any], place: str) -> Any:
    here = _join(place, key.name)
    if key.name in value:
        return key.codec.read(value[key.name], here)
    if key.default is REQUIRED:
        raise PackageError(here, f"Thiếu khóa “{key.name}”.")
    return key.default
