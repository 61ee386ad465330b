"""Log lines as JSON, without personal numbers and without requests' queries."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import structlog

if TYPE_CHECKING:
    import logging

    from structlog.typing import EventDict, Processor, WrappedLogger

_PERSONAL_NUMBER = re.compile(r"(?<!\d)\d{12}(?!\d)")
_SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.ExtraAdder(),
    structlog.processors.TimeStamper(fmt="iso"),
    structlog.processors.format_exc_info,
]


def configure() -> None:
    """Send structlog's lines through the standard handlers, so that all lines are one kind."""
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def formatter() -> logging.Formatter:
    """One JSON object a line, with what structlog has bound (request id), masked as a whole."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_SHARED,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            _without_request,
            structlog.processors.JSONRenderer(ensure_ascii=False),
            _masked,
        ],
    )


def _without_request(logger: WrappedLogger, method: str, line: EventDict) -> EventDict:
    """Leave out the request that Django attaches: its query may hold a tracking secret."""
    line.pop("request", None)
    return line


def _masked(logger: WrappedLogger, method: str, line: Any) -> str:
    """Replace every run of exactly 12 digits, wherever it stands."""
    return _PERSONAL_NUMBER.sub("[số định danh]", line)
