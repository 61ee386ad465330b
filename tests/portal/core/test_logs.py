"""Log lines: JSON, with no personal number and no query, whoever writes them."""

import json
import logging

import pytest
import structlog

from portal.core.logs import formatter

NUMBER = "031085999001"


@pytest.fixture
def lines():
    """What reaches the handler, formatted as in every environment."""
    written: list[dict[str, str]] = []

    class Catch(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            written.append(json.loads(self.format(record)))

    handler = Catch()
    handler.setFormatter(formatter())
    logging.getLogger("told").addHandler(handler)
    yield written
    logging.getLogger("told").removeHandler(handler)


def test_a_number_is_masked_in_fields_messages_and_exceptions(lines):
    structlog.get_logger("told").warning("kept", person=NUMBER)
    logging.getLogger("told").warning("said %s", NUMBER)
    try:
        int(f"số {NUMBER}")
    except ValueError:
        structlog.get_logger("told").exception("failed")
    assert len(lines) == 3
    assert NUMBER not in json.dumps(lines)


def test_a_request_leaves_no_query(lines):
    logging.getLogger("told").warning("gone", extra={"request": "GET /tra-cuu?secret=AB12CD34"})
    assert "AB12CD34" not in json.dumps(lines)
