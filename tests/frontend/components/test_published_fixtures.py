"""Our components against the examples that GOV.UK Frontend publishes for its own."""

import json
from pathlib import Path

import pytest
from django.test.html import parse_html
from django.utils import translation

from frontend.components import BUILDERS, render

FIXTURES = Path(__file__).parent / "fixtures"


def published() -> list[object]:
    return [
        pytest.param(path.stem, fixture["options"], fixture["html"], id=f"{path.stem}: {name}")
        for path in sorted(FIXTURES.glob("*.json"))
        for fixture in json.loads(path.read_text())["fixtures"]
        for name in [fixture["name"]]
    ]


@pytest.mark.parametrize(("component", "options", "expected"), published())
def test_published_example_is_met(
    component: str, options: dict[str, object], expected: str
) -> None:
    with translation.override("en"):
        ours = render(component, options)
    assert parse_html(ours) == parse_html(expected)


def test_every_component_has_examples() -> None:
    assert {path.stem for path in FIXTURES.glob("*.json")} == set(BUILDERS)
