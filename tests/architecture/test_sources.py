"""The shape of the sources: who imports whom, how long a file is, who touches a stage."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture import tree

LONGEST = 400
STAGE_BYPASS = re.compile(r"\.(update|bulk_update)\([^)]*\bstage\b")


def test_imports_point_down() -> None:
    ended = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=tree.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout


def test_no_file_is_too_long() -> None:
    lengths = {
        tree.name(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in tree.files(*tree.ROOMS, "tests", "benchmarks", suffix=".py")
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


@pytest.mark.parametrize("source", [".update(stage=S)", '.bulk_update(rows, ["stage"])'])
def test_bypass_is_recognised(source: str) -> None:
    assert STAGE_BYPASS.search(source)


def test_stage_is_moved_by_transitions_only() -> None:
    found = [
        tree.name(path)
        for path in tree.files(*tree.ROOMS, "benchmarks", suffix=".py")
        if STAGE_BYPASS.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_each_module_says_what_it_is() -> None:
    silent = [
        tree.name(path)
        for path in tree.files(*tree.ROOMS, suffix=".py")
        if not path.read_text(encoding="utf-8").lstrip().startswith('"""')
    ]
    assert silent == []
