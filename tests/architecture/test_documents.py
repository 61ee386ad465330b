"""The papers agree with the house: commands, settings, links."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.architecture import tree

if TYPE_CHECKING:
    from pathlib import Path

LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
READ_SETTING = re.compile(
    r"""\b(?:env\.\w+|given|text|flag|number|moment|_absent)\(\s*["']([A-Z][A-Z0-9_]+)"""
)
PAPERS = [*sorted(tree.ROOT.glob("*.md")), *tree.files("docs", suffix=".md")]
COMMANDS = sorted(
    path.stem
    for path in tree.files(*tree.ROOMS, suffix=".py")
    if path.parent.name == "commands" and path.stem != "__init__"
)


@pytest.mark.parametrize("command", COMMANDS)
def test_command_is_documented(command: str) -> None:
    text = (tree.ROOT / "docs/operations.md").read_text(encoding="utf-8")
    assert f"`{command}" in text or f"manage.py {command}" in text


def test_each_setting_is_in_the_example() -> None:
    read = {
        name
        for path in tree.files("portal/settings", suffix=".py")
        for name in READ_SETTING.findall(path.read_text(encoding="utf-8"))
    }
    example = (tree.ROOT / ".env.example").read_text(encoding="utf-8")
    shown = set(re.findall(r"^#? ?([A-Z][A-Z0-9_]+)=", example, re.MULTILINE))
    assert len(read) > 10
    assert read - shown == set()


@pytest.mark.parametrize("paper", PAPERS, ids=tree.name)
def test_links_lead_somewhere(paper: Path) -> None:
    links = LINK.findall(paper.read_text(encoding="utf-8"))
    assert [link for link in links if not (paper.parent / link).exists()] == []


def test_no_paper_or_source_names_a_machines_folder() -> None:
    named = re.compile(r"(?<![\w.])/(?:root|home/[a-z]+|Users)/")
    found = [
        tree.name(path)
        for suffix in (".py", ".md", ".html", ".toml", ".yaml", ".yml")
        for path in [*tree.files(*tree.ROOMS, "docs", "bin", suffix=suffix), *PAPERS]
        if path.suffix == suffix and named.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []
