"""Formats of strings, by example."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.vn import mst

from portal.accounts import demo
from procedures.definition import formats
from procedures.definition.formats import FORMATS, commune_codes
from procedures.definition.schema import Schema, Violation


@pytest.mark.parametrize(
    ("form", "value", "fits"),
    [
        ("date", "2024-02-29", True),
        ("date", "2026-02-29", False),
        ("date", "20260227", False),
        ("date", "27/03/1990", False),
        ("email", "huong.pham@example.com", True),
        ("email", "huong@", False),
        ("email", "huong@example", False),
        ("email", "a b@example.com", False),
        ("phone-vn", "0912345678", True),
        ("phone-vn", "+84912345678", True),
        ("phone-vn", "02253842111", True),
        ("phone-vn", "0312345678", False),
        ("phone-vn", "091234567", False),
        ("phone-vn", "٠٩١٢٣٤٥٦٧٨", False),
        ("personal-number", "031190001234", True),
        ("personal-number", "000190001234", False),
        ("personal-number", "097190001234", False),
        ("personal-number", "03119000123", False),
        ("tax-code", "0100109106", True),
        ("tax-code", "0101243150", True),
        ("tax-code", "0100109107", False),
        ("tax-code", "0100109106-001", True),
        ("tax-code", "0100109106-000", False),
        ("tax-code", "031190001234", True),
        ("commune-code", "11311", True),
        ("commune-code", "11948", True),
        ("commune-code", "1131", False),
        ("commune-code", "99999", False),
        ("commune-code", "00001", False),
        ("commune-code", "11312", False),
        ("commune-code", "١١٣١١", False),
    ],
)
def test_format_judges(form: str, value: str, fits: bool) -> None:
    assert FORMATS[form](value) is fits


@pytest.mark.parametrize("form", sorted(formats.PATTERNS))
@pytest.mark.parametrize(
    "value",
    ["0912345678", "+84912345678", "02253842111", "031190001234", "097190001234", "03119000123",
     "031190001234\n", "٠٩١٢٣٤٥٦٧٨", "a031190001234", ""],
)  # fmt: skip
def test_a_format_as_a_pattern_gives_the_same_verdict(form: str, value: str) -> None:
    node = {"type": "string", "format": form}
    data = {"type": "object", "additionalProperties": False, "properties": {"a": node}}
    found = Schema(data).validate({"a": value})
    assert found == ([] if FORMATS[form](value) else [Violation("/a", "format", form)])


@given(st.from_regex(r"[0-9]{10}(-?[0-9]{3})?", fullmatch=True))
def test_tax_codes_are_judged_as_the_published_rule_does(code: str) -> None:
    assert formats.is_tax_code(code) is (mst.is_valid(code) or formats.is_personal_number(code))


def test_communes_are_those_that_have_an_agency() -> None:
    codes = {row["commune_code"] for row in demo.table("agencies")} - {""}
    assert commune_codes() == codes
    assert len(codes) == 114
