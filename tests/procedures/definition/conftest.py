"""The shipped packages, good answers to them, and a way to break a package in one place."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

import procedures
from portal.core.clock import VIETNAM
from portal.core.worktime import Calendar, load_calendar
from procedures.definition import canonical, loader
from procedures.definition.package import Package

SHIPPED = Path(procedures.__file__).parent / "packages"
COPIES, PORT = "2.000635", "1.009454"
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=VIETNAM)

COPY_ANSWERS: dict[str, Any] = {
    "record": {"kind": "birth", "whose": "self"},
    "registration": {"place": "11311"},
    "copies": {"quantity": 2},
    "delivery": {"method": "online"},
    "requester": {
        "full_name": "Phạm Thị Hương",
        "birth_date": "1990-03-27",
        "personal_number": "031190001234",
        "phone": "0912345678",
    },
    "pledge": True,
}
PORT_ANSWERS: dict[str, Any] = {
    "applicant": {
        "kind": "enterprise",
        "full_name": "Nguyễn Văn Hải",
        "personal_number": "031085002345",
        "phone": "0225 3842 111".replace(" ", ""),
        "address": "12 Hoàng Diệu, phường Hồng Bàng, Hải Phòng",
    },
    "organisation": {
        "name": "Công ty cổ phần Cảng sông Cấm",
        "tax_code": "0100109106",
        "address": "12 Hoàng Diệu, phường Hồng Bàng, Hải Phòng",
        "representative": "Nguyễn Văn Hải",
        "position": "Giám đốc",
    },
    "port": {
        "name": "Bến Sông Cấm 2",
        "kind": "cargo",
        "waterway": "Sông Cấm",
        "commune": "11311",
        "position": "Km12+350 bờ phải",
        "waterfront_m": 120,
        "area_m2": 4500,
        "max_dwt": 1500,
        "has_project": True,
        "uses_floating_structure": False,
    },
    "operation": {"from": "2026-12-15"},
    "delivery": {"method": "counter"},
    "pledge": True,
}


@pytest.fixture(scope="session")
def calendar() -> Calendar:
    return load_calendar()


@pytest.fixture(scope="session")
def texts() -> dict[str, str]:
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(SHIPPED.glob("*.yaml"))}


@pytest.fixture(scope="session")
def packages(texts: dict[str, str]) -> dict[str, Package]:
    return {code: loader.load(text) for code, text in texts.items()}


@pytest.fixture(scope="session")
def copies(packages: dict[str, Package]) -> Package:
    return packages[COPIES]


@pytest.fixture(scope="session")
def port(packages: dict[str, Package]) -> Package:
    return packages[PORT]


@pytest.fixture
def good() -> dict[str, dict[str, Any]]:
    return {COPIES: copy.deepcopy(COPY_ANSWERS), PORT: copy.deepcopy(PORT_ANSWERS)}


@pytest.fixture
def monday() -> datetime:
    return MONDAY


Breaker = Callable[..., dict[str, Any]]


@pytest.fixture
def broken(packages: dict[str, Package]) -> Breaker:
    """A document changed in some places, each a tuple of keys; a callable maps the old value."""

    def make(code: str, *changes: tuple[tuple[str | int, ...], Any]) -> dict[str, Any]:
        document = copy.deepcopy(canonical.document(packages[code]))
        for place, value in changes:
            *way, last = place
            node: Any = document
            for key in way:
                node = node[key]
            if value is None:
                del node[last]
            else:
                node[last] = value(node.get(last)) if callable(value) else value
        return document

    return make
