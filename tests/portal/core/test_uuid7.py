"""Identifiers: of version 7, of their millisecond, and each after the one before."""

from __future__ import annotations

import time
from uuid import RFC_4122

import pytest

from portal.core.uuid7 import uuid7


def test_is_a_uuid_of_version_7_and_of_its_millisecond() -> None:
    before = time.time_ns() // 1_000_000
    made = uuid7()
    after = time.time_ns() // 1_000_000

    assert (made.version, made.variant) == (7, RFC_4122)
    assert before <= made.int >> 80 <= after + 1


def test_order_of_making_is_order_of_value() -> None:
    made = [uuid7() for _ in range(5_000)]

    assert made == sorted(set(made))


def test_order_survives_a_clock_set_back(monkeypatch: pytest.MonkeyPatch) -> None:
    first = uuid7()
    monkeypatch.setattr(time, "time_ns", lambda: 0)

    assert first < uuid7() < uuid7()
