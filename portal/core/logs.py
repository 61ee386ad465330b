"""Log lines as JSON, without personal numbers."""

from __future__ import annotations

import logging
import re

import structlog

_PERSONAL_NUMBER = re.compile(r"(?<!\d)\d{12}(?!\d)")


class MaskPersonalNumbers(logging.Filter):
    """Replaces every run of exactly 12 digits in a record's message."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Mask in place; never drops a record."""
        message = record.getMessage()
        masked = _PERSONAL_NUMBER.sub("[số định danh]", message)
        if masked != message:
            record.msg, record.args = masked, ()
        return True


def formatter() -> logging.Formatter:
    """One JSON object a line, with what structlog has bound (request id)."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.ExtraAdder(),
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
        ],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )
