"""Errors as `application/problem+json` (RFC 9457)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from portal.core.errors import PortalError

CONTENT_TYPE = "application/problem+json"
_WORD = re.compile(r"(?<!^)(?=[A-Z])")


def code_of(error: PortalError) -> str:
    """What programs know a refusal by: its own code, else its kind's, as `not_found`."""
    return error.code or _WORD.sub("_", type(error).__name__).lower()


def problem(error: PortalError, *, request_id: str) -> dict[str, Any]:
    """The body of an error answer: standard members, a pointer per error, the request's id."""
    return {
        "type": "about:blank",
        "title": error.title,
        "status": error.status,
        "detail": error.message,
        "code": code_of(error),
        "errors": [entry.as_dict() for entry in error.errors],
        "request_id": request_id,
        **error.extra,
    }
