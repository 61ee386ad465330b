"""Runs contestants round-robin in short bursts and compares them round by round."""

from __future__ import annotations

import os
import platform
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import metadata
from typing import Any

Burst = Callable[[], int]


@dataclass(frozen=True, slots=True)
class Contestant:
    """One way to do the work; `burst` does a batch of it and returns how many it did."""

    name: str
    burst: Burst


@dataclass(slots=True)
class Contest:
    """What is compared, who could not take part and why, and whether all gave one answer."""

    unit: str
    base: str  # the contestant that the ratios are against
    contestants: list[Contestant]
    skipped: dict[str, str] = field(default_factory=dict)
    disagreements: list[str] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)  # what was counted, not timed
    pairs: list[tuple[str, str, str]] = field(default_factory=list)  # title, the dearer, the base


def run(contest: Contest, *, rounds: int, seconds: float) -> dict[str, Any]:
    """Measure all contestants in every round; ratios are taken within a round."""
    rates: dict[str, list[float]] = {one.name: [] for one in contest.contestants}
    for _ in range(rounds):
        for one in contest.contestants:
            rates[one.name].append(_rate(one.burst, seconds))
    base = rates[contest.base]
    return {
        "unit": contest.unit,
        "base": contest.base,
        "rounds": rounds,
        "results": [_result(name, found, base) for name, found in rates.items()],
        "costs": [_cost(title, rates[one], rates[other]) for title, one, other in contest.pairs],
        "skipped": contest.skipped,
        "disagreements": contest.disagreements,
        "notes": contest.notes,
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "python": platform.python_version(),
    }


def version(package: str) -> str | None:
    """The installed version of a peer; None when it is not installed."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def _rate(burst: Burst, seconds: float) -> float:
    """Units of work a second, over at least this long."""
    started, done = time.perf_counter(), 0
    while (spent := time.perf_counter() - started) < seconds or not done:
        done += burst()
    return done / spent


def _cost(title: str, rates: list[float], base: list[float]) -> dict[str, Any]:
    """How many times the base's time one unit takes, round by round."""
    times = [other / rate for rate, other in zip(rates, base, strict=True)]
    return {
        "name": title,
        "times": round(statistics.median(times), 2),
        "times_from": round(min(times), 2),
        "times_to": round(max(times), 2),
    }


def _result(name: str, rates: list[float], base: list[float]) -> dict[str, Any]:
    ratios = [rate / other for rate, other in zip(rates, base, strict=True)]
    return {
        "name": name,
        "per_second": round(statistics.median(rates)),
        "ratio": round(statistics.median(ratios), 2),
        "ratio_from": round(min(ratios), 2),
        "ratio_to": round(max(ratios), 2),
    }
