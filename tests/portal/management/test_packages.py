from __future__ import annotations

import json
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import CommandError, call_command

from portal.accounts.actors import system
from procedures.catalogue.actions import SHIPPED, load_shipped

if TYPE_CHECKING:
    from pathlib import Path

EXTRACT = SHIPPED / "2.000635.yaml"


def verify(*arguments: str) -> tuple[int, str, str]:
    said, complained = StringIO(), StringIO()
    try:
        call_command("verify_package", *arguments, stdout=said, stderr=complained)
    except SystemExit as ended:
        return int(ended.code or 0), said.getvalue(), complained.getvalue()
    return 0, said.getvalue(), complained.getvalue()


@pytest.fixture
def package(tmp_path: Path) -> Path:
    copy = tmp_path / "package.yaml"
    copy.write_text(EXTRACT.read_text(encoding="utf-8"), encoding="utf-8")
    return copy


def damage(package: Path, old: str, new: str) -> None:
    text = package.read_text(encoding="utf-8")
    assert old in text
    package.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.yaml")), ids=lambda path: path.stem)
def test_shipped_packages_are_clean_and_canonical(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / path.name
    copy.write_bytes(path.read_bytes())

    code, said, _ = verify(str(copy), "--write")

    assert (code, "đạt" in said, "viết lại" in said) == (0, True, False)
    assert copy.read_bytes() == path.read_bytes()


def test_a_finding_names_rule_and_place(package: Path) -> None:
    damage(package, "    dossier.accepted:", "    dossier.fee_dropped:")

    code, said, _ = verify(str(package), "--json")

    (verdict,) = json.loads(said)
    assert code == 1
    assert ("message-missing", "substance.messages.dossier.accepted") in [
        (finding["rule"], finding["place"]) for finding in verdict["findings"]
    ]
    assert "lời nhắn" in verify(str(package))[1]


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("    level: full", "    level: quite", "substance.catalogue.level"),
        ("plan:", "plans:", "plans"),
        ("code: '2.000635'", "code: &anchor '2.000635'", ""),
    ],
)
def test_an_unreadable_package_is_one_line(package: Path, old: str, new: str, place: str) -> None:
    damage(package, old, new)

    code, said, complained = verify(str(package))

    assert (code, said) == (2, "")
    assert len(complained.splitlines()) == 1
    assert place in complained


@pytest.mark.parametrize("content", [None, b"\xff\xfe"], ids=["missing", "not UTF-8"])
def test_a_bad_file_is_one_line(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "nowhere.yaml"
    if content is not None:
        path.write_bytes(content)

    code, _, complained = verify(str(path))

    assert (code, len(complained.splitlines())) == (2, 1)


def test_write_restores_the_canonical_form(package: Path) -> None:
    canonical = package.read_bytes()
    damage(package, "code: '2.000635'", 'code:   "2.000635"')

    code, said, _ = verify(str(package), "--write")

    assert code == 0
    assert "viết lại" in said
    assert package.read_bytes() == canonical


@pytest.mark.django_db
@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.yaml")), ids=lambda path: path.stem)
def test_export_gives_back_what_was_published(path: Path) -> None:
    load_shipped(actor=system("seed"))
    said = StringIO()

    call_command("export_package", path.stem, stdout=said)

    assert said.getvalue() == path.read_text(encoding="utf-8")


@pytest.mark.django_db
def test_export_names_an_unknown_code() -> None:
    with pytest.raises(CommandError, match=r"9\.999999"):
        call_command("export_package", "9.999999", stdout=StringIO())


def test_the_worst_file_decides(package: Path) -> None:
    verdicts: list[dict[str, Any]] = []
    damage(package, "    level: full", "    level: quite")

    code, said, _ = verify(str(EXTRACT), str(package), "--json")

    verdicts = json.loads(said)
    assert code == 2
    assert [verdict["exit"] for verdict in verdicts] == [0, 2]
