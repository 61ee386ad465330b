"""What we depend on may be used by a city: no package is GPL or AGPL only; LGPL ones are named."""

from __future__ import annotations

import re
from importlib.metadata import distribution, metadata

import pytest
from packaging.markers import Marker

from tests.architecture import tree

# Used as libraries, unchanged and replaceable: what the LGPL asks for.
LGPL = {"psycopg", "psycopg-binary", "psycopg-pool", "python-stdnum"}
# Not installed on every system or Python, so read where they are published.
READ_THERE = {
    "async-timeout": "Apache-2.0",
    "brotlicffi": "MIT",
    "colorama": "BSD-3-Clause",
    "tzdata": "Apache-2.0",
}
LOCKS = ("requirements.txt", "requirements-test.txt", "requirements-production.txt")
_PIN = re.compile(
    r"^(?P<name>[A-Za-z0-9._-]+)(?:\[[^\]]*\])?==[^\s;]+(?: *; *(?P<marker>[^\\\n]+))?",
    re.MULTILINE,
)
PINS = [pin for lock in LOCKS for pin in _PIN.finditer((tree.ROOT / lock).read_text("utf-8"))]
LOCKED = sorted({pin["name"].lower() for pin in PINS})
# Locked for another system or Python than this one.
ELSEWHERE = {
    pin["name"].lower() for pin in PINS if pin["marker"] and not Marker(pin["marker"]).evaluate()
}


def licence(name: str) -> str:
    """What a package says of its licence: expression, classifiers, free text, else its file."""
    found = metadata(name)
    expression = found.get("License-Expression")
    if expression:
        return expression
    classifiers = [
        line.rsplit("::", 1)[1].strip()
        for line in found.get_all("Classifier") or []
        if line.startswith("License ::")
    ]
    said = " OR ".join(classifiers) or found.get("License") or licence_file(name)
    return said.strip().splitlines()[0] if said.strip() else ""


def licence_file(name: str) -> str:
    """The text of the licence that came with the package."""
    for path in distribution(name).files or []:
        if path.name.upper().startswith(("LICENSE", "LICENCE", "COPYING")):
            return path.read_text()
    return ""


def judge(text: str) -> str:
    """free | lgpl | gpl: the kindest of the alternatives that are offered."""
    kinds = [_kind(part) for part in text.split(" OR ")]
    return min(kinds, key=["free", "lgpl", "gpl"].index)


def _kind(text: str) -> str:
    words = text.lower()
    if "lesser" in words or "lgpl" in words:
        return "lgpl"
    # An exception for linking turns a GPL into a free one for us; none is used so far.
    return "gpl" if re.search(r"gpl|general public|affero", words) else "free"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("MIT", "free"),
        ("BSD-3-Clause", "free"),
        ("GPL-3.0-only", "gpl"),
        ("GNU Affero General Public License v3", "gpl"),
        ("AGPL-3.0", "gpl"),
        ("LGPL-3.0-or-later", "lgpl"),
        ("GNU Lesser General Public License v2 or later (LGPLv2+)", "lgpl"),
        ("GPL-2.0-only OR MIT", "free"),
    ],
)
def test_licences_are_told_apart(text: str, kind: str) -> None:
    assert judge(text) == kind


@pytest.mark.parametrize("name", sorted({*LOCKED} - ELSEWHERE))
def test_package_may_be_used(name: str) -> None:
    text = licence(name)
    assert text, f"{name} names no licence"
    assert judge(text) == ("lgpl" if name in LGPL else "free"), text


def test_packages_of_other_systems_may_be_used_too() -> None:
    assert ELSEWHERE - READ_THERE.keys() == set()
    assert {judge(text) for text in READ_THERE.values()} == {"free"}


def test_the_state_machine_is_the_free_one() -> None:
    assert "django-fsm-2" in LOCKED
    assert "django-fsm" not in LOCKED
