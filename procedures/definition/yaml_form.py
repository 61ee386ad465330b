"""Restricted YAML: null, true, false, integers, strings, lists and mappings; nothing else.

What YAML would silently turn into a float, a date or a yes/no is refused with a sentence, except
procedure codes such as `2.000720`, which stay strings. The writer has one form for one document.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from procedures.definition.fault import PackageError

MAX_CHARACTERS = 1_000_000
MAX_NODES = 30_000
MAX_DEPTH = 40
MAX_INTEGER_DIGITS = 18
WIDTH = 100

_INTEGER = re.compile(r"0|-?[1-9][0-9]*")
_CODE = re.compile(r"[0-9]\.[0-9]{6}")
_BREAKS = re.compile("[\r\x80-\x9f\u2028\u2029\ufeff]")
_UNREADABLE = "Không đọc được tệp: có ký tự không hợp lệ."
_STRING_TAG = "tag:yaml.org,2002:str"
_CONSTANTS: dict[str, Any] = {"null": None, "true": True, "false": False}
_resolver: Any = yaml.resolver.Resolver()


def read(text: str) -> Any:
    """The document as plain values; `PackageError` names the line of what is not allowed."""
    if len(text) > MAX_CHARACTERS:
        place = _line_at(text, MAX_CHARACTERS)
        raise PackageError(place, f"Tệp dài quá {MAX_CHARACTERS:_} ký tự.".replace("_", "."))
    try:
        return _Builder(iter(yaml.parse(text, Loader=yaml.CSafeLoader))).document()
    except yaml.MarkedYAMLError as wrong:
        mark = wrong.problem_mark or wrong.context_mark
        line = f"dòng {mark.line + 1}" if mark else ""
        raise PackageError(line, f"Không đúng cú pháp YAML: {wrong.problem}.") from wrong
    except yaml.reader.ReaderError as wrong:
        read = text.encode()[: wrong.position].decode(errors="ignore")  # it counts bytes
        raise PackageError(_line_at(read, len(read)), _UNREADABLE) from wrong
    except UnicodeEncodeError as wrong:
        raise PackageError(_line_at(text, wrong.start), _UNREADABLE) from wrong


def write(document: Any) -> str:
    """The one canonical text of a document: block style, keys in the order given."""
    return yaml.dump(
        document,
        Dumper=_CanonicalDumper,
        allow_unicode=True,
        default_flow_style=False,
        sort_keys=False,
        width=WIDTH,
    )


def _line_at(text: str, position: int) -> str:
    return f"dòng {text.count(chr(10), 0, position) + 1}"


def _place(event: Any) -> str:
    return f"dòng {event.start_mark.line + 1}"


class _Builder:
    """Builds plain values from parser events and counts what it builds."""

    def __init__(self, events: Any) -> None:
        self._events = events
        self._nodes = 0

    def document(self) -> Any:
        """The single document of the stream."""
        next(self._events)
        if isinstance(next(self._events), yaml.StreamEndEvent):
            raise PackageError("dòng 1", "Tệp rỗng.")
        value = self._value(next(self._events), 0)
        next(self._events)
        if not isinstance(next(self._events), yaml.StreamEndEvent):
            raise PackageError("", "Tệp chỉ được có một tài liệu YAML.")
        return value

    def _value(self, event: Any, depth: int) -> Any:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            raise PackageError(_place(event), f"Tài liệu có quá {MAX_NODES} giá trị.")
        if depth > MAX_DEPTH:
            raise PackageError(_place(event), f"Tài liệu lồng nhau quá {MAX_DEPTH} cấp.")
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            raise PackageError(_place(event), "Không dùng neo (&) và tham chiếu (*) của YAML.")
        if event.tag is not None:
            raise PackageError(_place(event), "Không dùng thẻ kiểu (!) của YAML.")
        if isinstance(event, yaml.ScalarEvent):
            return _scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(depth)
        return self._mapping(depth)

    def _list(self, depth: int) -> list[Any]:
        values = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            values.append(self._value(event, depth + 1))
        return values

    def _mapping(self, depth: int) -> dict[str, Any]:
        values: dict[str, Any] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._value(event, depth + 1)
            if not isinstance(key, str):
                raise PackageError(_place(event), "Khóa phải là chuỗi; hãy đặt trong dấu nháy.")
            if key in values:
                raise PackageError(_place(event), f"Khóa “{key}” bị lặp.")
            values[key] = self._value(next(self._events), depth + 1)
        return values


def _scalar(event: Any) -> Any:
    text: str = event.value
    if event.style or _CODE.fullmatch(text):
        return text
    if not text:
        raise PackageError(_place(event), "Thiếu giá trị; nếu cố ý để trống, hãy viết null.")
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _INTEGER.fullmatch(text):
        if len(text) > MAX_INTEGER_DIGITS:
            raise PackageError(_place(event), "Số nguyên quá lớn.")
        return int(text)
    if _resolver.resolve(yaml.ScalarNode, text, (True, False)) != _STRING_TAG:
        shown = text[:40]
        raise PackageError(
            _place(event),
            f"Giá trị “{shown}” có thể bị hiểu thành số thập phân, ngày hoặc kiểu khác;"
            " hãy đặt trong dấu nháy.",
        )
    return text


class _CanonicalDumper(yaml.SafeDumper):
    """SafeDumper with indented lists, literal blocks for several lines, and no aliases."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: FBT001, FBT002
        super().increase_indent(flow, False)  # noqa: FBT003

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    style = "|" if "\n" in text else None
    if _BREAKS.search(text):
        style = '"'  # Only this style escapes what YAML would read back as an ordinary line break.
    return dumper.represent_scalar(_STRING_TAG, text, style=style)


_CanonicalDumper.add_representer(str, _represent_text)
