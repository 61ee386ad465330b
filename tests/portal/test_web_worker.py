"""What gunicorn refuses before Django sees it is said in Vietnamese."""

from __future__ import annotations

import socket
from unittest.mock import Mock

import pytest
from gunicorn.http.errors import InvalidRequestLine, LimitRequestHeaders, LimitRequestLine

from portal import processes
from portal.web_worker import Worker


def answered(error: Exception) -> tuple[str, str]:
    """Head and body of what a client gets for a fault of its request."""
    worker = object.__new__(Worker)
    worker.log = Mock()
    client, server = socket.socketpair()
    with client, server:
        worker.handle_error(None, server, ("203.0.113.7", 1), error)
        server.close()
        head, _, body = client.makefile("rb").read().decode().partition("\r\n\r\n")
    return head, body


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (LimitRequestLine(9000, 8190), "414", "Địa chỉ trang quá dài"),
        (LimitRequestHeaders("limit request headers fields size"), "431", "xóa cookie"),
    ],
)
def test_too_long_is_told_in_vietnamese(error: Exception, status: str, words: str) -> None:
    head, body = answered(error)
    assert head.startswith(f"HTTP/1.1 {status} ")
    assert f"Content-Length: {len(body.encode())}" in head
    assert "Content-Type: text/html; charset=utf-8" in head
    assert words in body


def test_other_faults_stay_gunicorns() -> None:
    head, _ = answered(InvalidRequestLine("GET"))
    assert head.startswith("HTTP/1.1 400 ")


def test_portal_is_served_by_it() -> None:
    arguments = processes._web_arguments(8000)
    assert arguments[arguments.index("--worker-class") + 1] == f"{Worker.__module__}.Worker"
