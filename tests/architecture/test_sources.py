"""The shape of the sources: who imports whom, how long a file is, who moves a state."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from procedures.definition.lifecycle import TRANSITIONS
from tests.architecture import tree

LONGEST = 400


@dataclass(frozen=True, slots=True)
class Door:
    """Sources that move a state, and the only files that may hold them."""

    pattern: str
    files: frozenset[str] = frozenset()
    rooms: tuple[str, ...] = (*tree.ROOMS, "benchmarks")

    def is_in(self, source: str) -> bool:
        """Whether the source holds such a move."""
        return re.search(self.pattern, source) is not None


_COLUMNS = r"(stage|step|step_desk|national_code)"
_KINDS = "|".join(sorted({row.kind for row in TRANSITIONS}))
ENGINE = "procedures/dossiers/engine.py"
DOORS = {
    "columns of the engine in bulk": Door(rf"\.(update|bulk_update)\([^)]*\b{_COLUMNS}\b"),
    "transitions of the stage": Door(
        rf"""\.to_({_KINDS})\(|["']to_(\{{|({_KINDS})["'])""",
        frozenset({ENGINE, "procedures/dossiers/moves.py"}),
    ),
    "steps of the plan": Door(
        r"\.step(_desk)?\s*=[^=]",
        frozenset(
            {
                "procedures/dossiers/effects/move.py",
                # A cardholder's way through the bank, and what the proof recomputes.
                "payments/sandbox/gateway.py",
                "tracking/proofs.py",
            }
        ),
    ),
    "states of money": Door(
        r"\.state\s*=[^=]|\.(update|bulk_update)\([^)]*\bstate\b",
        frozenset({"payments/carrying.py"}),
        rooms=("payments",),
    ),
}


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


@pytest.mark.parametrize(
    ("door", "source"),
    [
        ("columns of the engine in bulk", ".update(stage=S)"),
        ("columns of the engine in bulk", '.bulk_update(rows, ["stage"])'),
        ("columns of the engine in bulk", ".update(\n    settled_at=now,\n    step_desk='x'\n)"),
        ("transitions of the stage", "dossier.to_accept()"),
        ("transitions of the stage", 'getattr(dossier, f"to_{kind}")()'),
        ("steps of the plan", 'dossier.step = "appraise"'),
        ("steps of the plan", "dossier.step, dossier.step_desk = step.id, step.desk"),
        ("states of money", "intent.state = IntentState.PAID"),
        ("states of money", ".filter(pk=1).update(state=IntentState.PAID)"),
    ],
)
def test_side_door_is_recognised(door: str, source: str) -> None:
    assert DOORS[door].is_in(source)


@pytest.mark.parametrize(
    "source",
    [".filter(stage=S)", "dossier.step == step.id", "intent.state != PAID", "super().to_value()"],
)
def test_reading_is_no_side_door(source: str) -> None:
    assert not [name for name, door in DOORS.items() if door.is_in(source)]


@pytest.mark.parametrize("door", DOORS.values(), ids=DOORS)
def test_states_have_one_door(door: Door) -> None:
    found = {
        tree.name(path)
        for path in tree.files(*door.rooms, suffix=".py")
        if door.is_in(path.read_text(encoding="utf-8"))
    }
    assert found == door.files


def test_each_module_says_what_it_is() -> None:
    silent = [
        tree.name(path)
        for path in tree.files(*tree.ROOMS, suffix=".py")
        if not path.read_text(encoding="utf-8").lstrip().startswith('"""')
    ]
    assert silent == []
