"""The definitions that packages share: person, organisation, address, dates, numbers, money.

A package carries its own copy under `data.$defs`, so that it stays whole by itself for ever; the
verifier demands that a shared name means the same everywhere.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from procedures.definition import dialect, yaml_form

_LIBRARY = Path(__file__).parent / "data" / "shared.yaml"


@cache
def definitions() -> dict[str, Any]:
    """Every shared definition by name, in canonical form."""
    library = yaml_form.read(_LIBRARY.read_text(encoding="utf-8"))
    whole = {
        "type": "object",
        "additionalProperties": False,
        "properties": {name: {"$ref": f"#/$defs/{name}"} for name in library["$defs"]},
        **library,
    }
    defined: dict[str, Any] = dialect.check(whole, "shared")["$defs"]
    return defined
