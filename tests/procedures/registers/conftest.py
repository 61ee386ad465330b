"""Registers played by an adapter of the test's own, and breakers as new."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from procedures.registers import adapters, asking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from procedures.registers.port import Request


class Played:
    """An adapter that does what it is told."""

    def __init__(self, act: Callable[[Request], Any]) -> None:
        self.act = act
        self.asked: list[Request] = []

    def ask(self, request: Request, *, within: float) -> Any:
        self.asked.append(request)
        return self.act(request)


@pytest.fixture(autouse=True)
def _new_breakers() -> Iterator[None]:
    asking.BREAKERS.clear()
    yield
    asking.BREAKERS.clear()


@pytest.fixture
def played(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[Request], Any]], Played]:
    """`played(act)` answers every question from now on."""

    def play(act: Callable[[Request], Any]) -> Played:
        adapter = Played(act)
        monkeypatch.setattr(adapters, "_made", lambda path: adapter)
        return adapter

    return play
