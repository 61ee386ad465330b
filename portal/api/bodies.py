"""Reading request bodies within limits: JSON that a database can keep, and uploads."""

from __future__ import annotations

import math
from typing import IO, TYPE_CHECKING, Any

from django.conf import settings
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser, MultiPartParser

from portal.api.pointers import below
from portal.core.errors import FieldError, InvalidInput, TooLarge

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rest_framework.parsers import DataAndFiles

MAX_JSON_BYTES = 512 * 1024
MAX_DEPTH = 32
_LARGEST_INTEGER = 2**63 - 1
# What surrounds the file in a multipart body: boundaries, headers, the other field.
_ENVELOPE_BYTES = 64 * 1024


class JsonBody(JSONParser):
    """JSON of a bounded size and depth, whose texts and numbers every part of the portal takes."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        """Read the body; refuse what is too large, too deep or not storable."""
        _demand_size(parser_context, MAX_JSON_BYTES)
        try:
            body: dict[str, Any] = super().parse(stream, media_type, parser_context)
        except RecursionError:
            raise ParseError from None
        _demand_storable(body, "", MAX_DEPTH)
        return body


class UploadBody(MultiPartParser):
    """One file with its fields; refused by its announced size before a byte of it is stored."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> DataAndFiles[Any, Any]:
        """Read the body within the limit of an upload."""
        _demand_size(parser_context, settings.UPLOAD_MAX_BYTES + _ENVELOPE_BYTES)
        return super().parse(stream, media_type, parser_context)


def _demand_size(parser_context: Mapping[str, Any] | None, limit: int) -> None:
    request = (parser_context or {})["request"]
    if int(request.META.get("CONTENT_LENGTH") or 0) > limit:
        raise TooLarge(f"Nội dung gửi lên vượt quá {limit // 1024} KB.")


def _demand_storable(value: Any, pointer: str, depth: int) -> None:
    """Refuse NUL and lone surrogates, numbers past 64 bits, and nesting without end."""
    if depth == 0:
        raise _wrong(pointer, "too_deep", "Nội dung gửi lên lồng nhau quá sâu.")
    if isinstance(value, dict):
        for name, inner in value.items():
            _demand_storable(name, pointer, depth)
            _demand_storable(inner, below(pointer, name), depth - 1)
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            _demand_storable(inner, below(pointer, place), depth - 1)
    elif not _is_storable(value):
        raise _wrong(pointer, "not_storable", "Giá trị này không lưu được.")


def _wrong(pointer: str, code: str, message: str) -> InvalidInput:
    errors = [FieldError(pointer, code, message)]
    return InvalidInput("Nội dung gửi lên có giá trị không nhận được.", errors=errors)


def _is_storable(value: Any) -> bool:
    if isinstance(value, str):
        return "\x00" not in value and not any("\ud800" <= char <= "\udfff" for char in value)
    if isinstance(value, float):
        return math.isfinite(value)
    return not isinstance(value, int) or abs(value) <= _LARGEST_INTEGER
