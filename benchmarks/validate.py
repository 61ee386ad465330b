"""Validating answers: our compiled schemas against jsonschema and fastjsonschema."""

from __future__ import annotations

import copy
import json
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import reduce
from importlib import import_module
from pathlib import Path
from typing import Any, cast

from benchmarks.harness import Contest, Contestant, version
from portal.core.clock import VIETNAM
from portal.core.worktime import load_calendar
from procedures.definition import loader, schema
from procedures.definition.evaluate import evaluate
from procedures.definition.formats import FORMATS

PACKAGES = Path(__file__).resolve().parents[1] / "procedures" / "packages"
OURS = "portal (procedures.definition.schema)"
EVERY = "portal, naming every error"
# A whole evaluation, and what somebody may send to make it slow.
HOSTILE: dict[str, dict[str, Any]] = {
    "catastrophic pattern": {"registration": {"number": "a" * 50_000 + "!"}},
    "a megabyte of text": {"requester": {"full_name": "a" * 1_000_000}},
    "20,000 unknown names": {f"x{at}": at for at in range(20_000)},
    "50,000 items": {"copies": [["a"] * 50] * 1_000},
    "200 levels": reduce(lambda inner, _: {"a": inner}, range(200), {}),
}

Verdict = Callable[[dict[str, Any]], bool]

GOOD: dict[str, dict[str, Any]] = {
    "2.000635": {
        "record": {"kind": "birth", "whose": "self", "of_other": False},
        "registration": {"place": "11311", "number": "125/1985", "date": "1985-03-20"},
        "copies": {"quantity": 2, "form": "electronic"},
        "delivery": {"method": "online"},
        "requester": {
            "full_name": "Nguyễn Văn An",
            "birth_date": "1985-03-12",
            "personal_number": "031085999001",
            "phone": "+84900000101",
        },
        "pledge": True,
    },
    "1.009454": {
        "applicant": {
            "kind": "enterprise",
            "full_name": "Phạm Quốc Cường",
            "personal_number": "031078999003",
            "phone": "+84900000103",
            "address": "Số 8 đường Bạch Đằng, phường Thuỷ Nguyên",
        },
        "organisation": {
            "name": "Công ty TNHH Vận tải thủy Bạch Đằng Giang",
            "tax_code": "0299500013",
            "address": "Số 102 đường Bạch Đằng, phường Thuỷ Nguyên",
            "representative": "Phạm Quốc Cường",
            "position": "Giám đốc",
        },
        "port": {
            "name": "Bến Rừng",
            "kind": "cargo",
            "waterway": "sông Bạch Đằng",
            "commune": "11560",
            "position": "Km12+350 bờ phải",
            "waterfront_m": 85,
            "area_m2": 2400,
            "max_dwt": 600,
            "has_project": False,
            "is_floating": False,
            "uses_floating_structure": False,
        },
        "operation": {"from": "2027-01-04"},
        "delivery": {"method": "online"},
        "pledge": True,
    },
}


def contest() -> Contest:
    """Both shipped forms, each with its good answers and a spoilt copy for every answer."""
    schemas, documents = {}, {}
    for code, good in GOOD.items():
        package = loader.load((PACKAGES / f"{code}.yaml").read_text(encoding="utf-8"))
        schemas[code] = _common(package.substance.data)
        documents[code] = [good, *_spoilt(good)]
    judges, skipped = _judges(schemas)
    verdicts = {
        name: [judge[code](one) for code in documents for one in documents[code]]
        for name, judge in judges.items()
    }
    truth = verdicts[OURS]
    return Contest(
        unit="documents",
        base=next((name for name in judges if name.startswith("jsonschema ")), OURS),
        contestants=[Contestant(name, _burst(judge, documents)) for name, judge in judges.items()],
        skipped=skipped,
        disagreements=[name for name, found in verdicts.items() if found != truth],
        notes={f"worst evaluation, {name}": told for name, told in _worst()},
    )


def _worst() -> Iterator[tuple[str, str]]:
    """How long a whole evaluation takes at best of a few tries: good answers, then hostile ones."""
    package = loader.load((PACKAGES / "2.000635.yaml").read_text(encoding="utf-8"))
    calendar, at = load_calendar(), datetime(2026, 11, 23, 9, tzinfo=VIETNAM)
    for name, answers in {"good answers": GOOD["2.000635"], **HOSTILE}.items():
        spent = []
        for _ in range(7):
            started = time.perf_counter()
            evaluate(package, answers, at=at, calendar=calendar)
            spent.append(time.perf_counter() - started)
        yield name, f"{min(spent) * 1000:.2f} ms"


def _judges(schemas: dict[str, Any]) -> tuple[dict[str, dict[str, Verdict]], dict[str, str]]:
    """Who takes part, with a kept validator for each form; who does not, and why."""
    judges: dict[str, dict[str, Verdict]] = {
        OURS: {code: schema.Schema(data).accepts for code, data in schemas.items()},
        EVERY: {code: _ours(data) for code, data in schemas.items()},
    }
    skipped: dict[str, str] = {}
    for name, make in (("jsonschema", _jsonschema), ("fastjsonschema", _fastjsonschema)):
        found = version(name)
        if found is None:
            skipped[name] = "not installed"
        else:
            judges[f"{name} {found}"] = {code: make(data) for code, data in schemas.items()}
    return judges, skipped


def _ours(data: dict[str, Any]) -> Verdict:
    compiled = schema.Schema(data)
    return lambda document: not compiled.validate(document)


def _jsonschema(data: dict[str, Any]) -> Verdict:
    peer = import_module("jsonschema")
    formats = peer.FormatChecker(formats=())
    for name, check in FORMATS.items():
        formats.checks(name)(_of_strings(check))
    validator = peer.Draft202012Validator(data, format_checker=formats)
    return cast("Verdict", validator.is_valid)


def _fastjsonschema(data: dict[str, Any]) -> Verdict:
    peer = import_module("fastjsonschema")
    validate = peer.compile(data, formats=dict(FORMATS))

    def judge(document: dict[str, Any]) -> bool:
        try:
            validate(copy.deepcopy(document))
        except peer.JsonSchemaException:
            return False
        return True

    return judge


def _of_strings(check: Callable[[str], bool]) -> Callable[[object], bool]:
    """A format judges strings only; anything else is the type's fault."""
    return lambda value: not isinstance(value, str) or check(value)


def _burst(
    judge: dict[str, Verdict], documents: dict[str, list[dict[str, Any]]]
) -> Callable[[], int]:
    work = [(judge[code], one) for code in documents for one in documents[code]]

    def burst() -> int:
        for decide, document in work:
            decide(document)
        return len(work)

    return burst


def _common(data: dict[str, Any]) -> dict[str, Any]:
    """The schema without patterns that Python's own `re` cannot read: the same for everyone."""

    def plain(node: Any) -> Any:
        if isinstance(node, list):
            return [plain(one) for one in node]
        if not isinstance(node, dict):
            return node
        return {
            key: plain(value)
            for key, value in node.items()
            if not (key == "pattern" and isinstance(value, str) and "\\p" in value)
        }

    common: dict[str, Any] = plain(json.loads(json.dumps(data)))
    return common


def _spoilt(good: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A copy for every answer: left out, and of a wrong kind."""
    for path in list(_paths(good)):
        for spoil in (_remove, _replace):
            document = copy.deepcopy(good)
            inner = document
            for name in path[:-1]:
                inner = inner[name]
            spoil(inner, path[-1])
            yield document


def _paths(value: dict[str, Any], before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, inner in value.items():
        if isinstance(inner, dict):
            yield from _paths(inner, (*before, name))
        else:
            yield (*before, name)


def _remove(inner: dict[str, Any], name: str) -> None:
    del inner[name]


def _replace(inner: dict[str, Any], name: str) -> None:
    inner[name] = [inner[name]]
