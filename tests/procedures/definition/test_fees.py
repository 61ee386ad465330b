"""Fees and legal times as rules: the published tables, preferences, and the sentence of a line."""

from __future__ import annotations

import copy
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from portal.core.clock import VIETNAM
from procedures.definition import loader, yaml_form
from procedures.definition.evaluate import Evaluation, evaluate
from procedures.definition.verify import verify
from tests.procedures.definition.test_lists import TEXT

if TYPE_CHECKING:
    from portal.core.worktime import Calendar
    from procedures.definition.package import Package

WHOLE = {"type": "integer", "minimum": 0, "maximum": 9_999}
TREE = {
    "type": "object",
    "additionalProperties": False,
    "required": ["protected"],
    "properties": {"protected": {"type": "boolean"}},
}
DATA = {
    "type": "object",
    "additionalProperties": False,
    "required": ["copies", "funeral", "kind", "pages"],
    "properties": {
        "copies": WHOLE,
        "funeral": {"type": "boolean"},
        "kind": {"type": "string", "enum": ["house", "other", "repair", "renewal"]},
        "pages": WHOLE,
        "trees": {"type": "array", "maxItems": 9, "items": TREE},
    },
}
PAGES, COPIES, KIND = {"var": "/pages"}, {"var": "/copies"}, {"var": "/kind"}
BY_PAGE = {
    "per": PAGES,
    "unit": "trang",
    "steps": [{"from": 1, "price": 2000}, {"from": 3, "price": 1000}],
    "cap": 200_000,
}
ANSWERS = {"copies": 1, "pages": 1, "funeral": False, "kind": "other"}


def package(
    *, fees: list[dict[str, Any]] | None = None, durations: list[dict[str, Any]] | None = None
) -> Package:
    """A package whose questions are those above, with these rules."""
    document = yaml_form.read(TEXT)
    substance = document["substance"]
    substance["data"] = copy.deepcopy(DATA)
    for key in ("logic", "lists"):
        substance.pop(key)
    fields = [
        {"pointer": f"/{name}", "widget": "number", "label": name} for name in ("copies", "pages")
    ]
    substance["ui"] = {"pages": [{"id": "one", "title": "Một", "sections": [{"fields": fields}]}]}
    lines = [
        {"code": "fee", "kind": "phi", "name": "Phí", "rule": "Mức", **one} for one in fees or []
    ]
    substance["fees"] = {"due": "submission" if lines else "none", "lines": lines}
    if durations:
        substance["durations"] = durations
    return loader.load(yaml_form.write(document))


def judged(
    made: Package,
    calendar: Calendar,
    at: str = "2026-11-23",
    *,
    channel: str = "online",
    groups: tuple[str, ...] = (),
    agency: str = "",
    area: str = "",
    **answers: Any,
) -> Evaluation:
    moment = datetime.fromisoformat(f"{at}T09:00").replace(tzinfo=VIETNAM)
    given = {**ANSWERS, **answers}
    return evaluate(
        made, given, at=moment, calendar=calendar,
        channel=channel, groups=groups, agency=agency, area=area,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("copies", "pages", "total", "sentence"),
    [
        (1, 1, 2_000, "1 bản × (1 × 2.000) đồng = 2.000 đồng"),
        (1, 2, 4_000, "1 bản × (2 × 2.000) đồng = 4.000 đồng"),
        (1, 3, 5_000, "1 bản × (2 × 2.000 + 1 × 1.000) đồng = 5.000 đồng"),
        (1, 10, 12_000, "1 bản × (2 × 2.000 + 8 × 1.000) đồng = 12.000 đồng"),
        (1, 198, 200_000, "1 bản × (2 × 2.000 + 196 × 1.000) đồng = 200.000 đồng"),
        (1, 250, 200_000,
         "1 bản × (2 × 2.000 + 248 × 1.000, tối đa 200.000) đồng = 200.000 đồng"),
        (3, 5, 21_000, "3 bản × (2 × 2.000 + 3 × 1.000) đồng = 21.000 đồng"),
        (2, 250, 400_000,
         "2 bản × (2 × 2.000 + 248 × 1.000, tối đa 200.000) đồng = 400.000 đồng"),
        (0, 5, 0, "0 bản × (2 × 2.000 + 3 × 1.000) đồng = 0 đồng"),
        (1, 0, 0, "1 bản × (0) đồng = 0 đồng"),
    ],
)  # fmt: skip
def test_certified_copies_2_000815(
    calendar: Calendar, copies: int, pages: int, total: int, sentence: str
) -> None:
    made = package(fees=[{"tiers": BY_PAGE, "times": {"count": COPIES, "unit": "bản"}}])
    (line,) = judged(made, calendar, copies=copies, pages=pages).fees.lines
    assert (line.amount, line.rule) == (total, f"Mức: {sentence}")


@pytest.mark.parametrize(
    ("fee", "copies", "total", "rule"),
    [
        # 2.000884: per case, however many sign; 2.001827: per establishment.
        ({"amount": 10_000, "times": {"count": COPIES, "unit": "trường hợp"}}, 2, 20_000,
         "Mức: 2 trường hợp × 10.000 đồng = 20.000 đồng"),
        ({"amount": 700_000, "times": {"count": COPIES, "unit": "cơ sở"}}, 1, 700_000,
         "Mức: 1 cơ sở × 700.000 đồng = 700.000 đồng"),
        ({"amount": 100_000}, 3, 100_000, "Mức"),
        ({"tiers": BY_PAGE}, 3, 2_000, "Mức: 1 × 2.000 đồng = 2.000 đồng"),
    ],
)  # fmt: skip
def test_a_line_shows_its_sum(
    calendar: Calendar, fee: dict[str, Any], copies: int, total: int, rule: str
) -> None:
    (line,) = judged(package(fees=[fee]), calendar, copies=copies).fees.lines
    assert (line.amount, line.rule) == (total, rule)


VNEID = {"code": "vneid", "reason": "Thông tư 117/2026", "when": {"group": "vneid_2"},
         "until": "2027-02-28"}  # fmt: skip
ONLINE = {"code": "online", "reason": "Nộp trực tuyến", "amount": 10_000, "channels": ["online"]}
HALF = {"code": "half", "reason": "Giảm đến hết 2026", "percent": 50, "from": "2026-01-01",
        "until": "2026-12-31"}  # fmt: skip
POOR = {"code": "poor", "reason": "Hộ nghèo", "percent": 80, "when": {"group": "poor"}}
LOCAL = {"code": "local", "reason": "Nghị quyết cũ", "percent": 30, "areas": ["hai_duong"]}
AGENCY = {"code": "agency", "reason": "Đặc khu", "percent": 100, "agencies": ["H24.5"]}
BEST = "áp dụng mức ưu đãi cao nhất"


@pytest.mark.parametrize(
    ("fee", "case", "total", "said"),
    [
        # 1.004222: 20.000 in person, 10.000 online.
        ({"amount": 20_000, "reductions": [ONLINE]}, {}, 10_000,
         "Mức; Nộp trực tuyến: giảm 10.000 đồng, còn 10.000 đồng"),
        ({"amount": 20_000, "reductions": [ONLINE]}, {"channel": "counter"}, 20_000, "Mức"),
        # 1.014063: 50.000, half until 31/12/2026.
        ({"amount": 50_000, "reductions": [HALF]}, {"at": "2026-12-31"}, 25_000,
         "Mức; Giảm đến hết 2026: giảm 50 %, còn 25.000 đồng"),
        ({"amount": 50_000, "reductions": [HALF]}, {"at": "2027-01-04"}, 50_000, "Mức"),
        ({"amount": 50_000, "reductions": [HALF]}, {"at": "2025-12-31"}, 50_000, "Mức"),
        # The highest preference applies, and no two of them.
        ({"amount": 50_000, "reductions": [HALF, POOR, ONLINE]}, {"groups": ("poor",)}, 10_000,
         f"Mức; Hộ nghèo ({BEST}): giảm 80 %, còn 10.000 đồng"),
        ({"amount": 15_000, "reductions": [HALF, ONLINE]}, {}, 5_000,
         f"Mức; Nộp trực tuyến ({BEST}): giảm 10.000 đồng, còn 5.000 đồng"),
        ({"amount": 50_000, "reductions": [HALF], "waivers": [VNEID]}, {"groups": ("vneid_2",)},
         0, f"Thông tư 117/2026; {BEST}"),
        ({"amount": 50_000, "waivers": [VNEID]}, {"groups": ("vneid_2",)}, 0, "Thông tư 117/2026"),
        ({"amount": 50_000, "waivers": [VNEID]},
         {"groups": ("vneid_2",), "at": "2027-03-01"}, 50_000, "Mức"),
        ({"amount": 5_000, "reductions": [ONLINE]}, {}, 0,
         "Mức; Nộp trực tuyến: giảm 10.000 đồng, còn 0 đồng"),
        ({"amount": 8_000, "reductions": [LOCAL]}, {"area": "hai_duong"}, 5_600,
         "Mức; Nghị quyết cũ: giảm 30 %, còn 5.600 đồng"),
        ({"amount": 8_000, "reductions": [LOCAL]}, {"area": "hai_phong"}, 8_000, "Mức"),
        ({"amount": 8_000, "reductions": [AGENCY]}, {"agency": "H24.5"}, 0,
         "Mức; Đặc khu: giảm 100 %, còn 0 đồng"),
        ({"amount": 99, "reductions": [HALF]}, {}, 49, "Mức; Giảm đến hết 2026: giảm 50 %,"
         " còn 49 đồng"),
    ],
)  # fmt: skip
def test_preferences(
    calendar: Calendar, fee: dict[str, Any], case: dict[str, Any], total: int, said: str
) -> None:
    (line,) = judged(package(fees=[fee]), calendar, **case).fees.lines
    assert (line.amount, line.rule) == (total, said)


def test_phi_and_le_phi_are_lines_apart(calendar: Calendar) -> None:
    fees = [{"amount": 100_000}, {"code": "le_phi", "kind": "le_phi", "amount": 50_000}]
    told = judged(package(fees=fees), calendar).fees.as_dict()
    assert told["total"] == 150_000
    assert [(line["kind"], line["amount"]) for line in told["lines"]] == [
        ("phi", 100_000), ("le_phi", 50_000),
    ]  # fmt: skip


def test_amount_by_area_and_day(calendar: Calendar) -> None:
    old = {"and": [{"eq": [{"area": []}, "hai_duong"]}, {"lt": [{"today": []}, "2027-01-01"]}]}
    made = package(fees=[{"amount": {"if": [old, 5_000, 8_000]}}])
    assert judged(made, calendar, area="hai_duong").fees.total == 5_000
    assert judged(made, calendar, area="hai_duong", at="2027-01-04").fees.total == 8_000
    assert judged(made, calendar, area="hai_phong").fees.total == 8_000


FUNERAL = [
    {"value": "1wd", "when": {"eq": [{"var": "/funeral"}, True]}, "reason": "Đám tang"},
    {"value": "5wd"},
]
PROTECTED = [
    {"value": "20wd", "when": {"any": [{"var": "/trees"}, {"eq": [{"item": "/protected"}, True]}]}},
    {"value": "10wd"},
]
BUILDING = [
    {"value": "7wd", "when": {"eq": [KIND, "house"]}, "from": "2026-07-01"},
    {"value": "9wd", "when": {"eq": [KIND, "repair"]}, "from": "2026-07-01"},
    {"value": "5wd", "when": {"eq": [KIND, "renewal"]}, "from": "2026-07-01"},
    {"value": "10wd", "from": "2026-07-01"},
    {"value": "15d", "when": {"eq": [KIND, "house"]}},
    {"value": "20d"},
]
BY_CHANNEL = [
    {"value": "17wd", "channels": ["online"]},
    {"value": "20wd", "channels": ["post"]},
    {"value": "27wd"},
]


@pytest.mark.parametrize(
    ("durations", "case", "value"),
    [
        (FUNERAL, {}, "5wd"),  # 1.013274
        (FUNERAL, {"funeral": True}, "1wd"),
        (PROTECTED, {}, "10wd"),  # 1.002693
        (PROTECTED, {"trees": [{"protected": False}]}, "10wd"),
        (PROTECTED, {"trees": [{"protected": False}, {"protected": True}]}, "20wd"),
        (BUILDING, {"kind": "house"}, "7wd"),  # 1.013225
        (BUILDING, {"kind": "other"}, "10wd"),
        (BUILDING, {"kind": "repair"}, "9wd"),
        (BUILDING, {"kind": "renewal"}, "5wd"),
        (BUILDING, {"kind": "house", "at": "2026-06-30"}, "15d"),
        (BUILDING, {"kind": "other", "at": "2026-06-30"}, "20d"),
        (BY_CHANNEL, {}, "17wd"),  # 1.013978
        (BY_CHANNEL, {"channel": "post"}, "20wd"),
        (BY_CHANNEL, {"channel": "counter"}, "27wd"),
        ([{"value": "3wd", "until": "2026-11-22"}, {"value": "0d"}], {}, "0d"),
        ([{"value": "3wd", "until": "2026-11-23"}, {"value": "0d"}], {}, "3wd"),
    ],
)
def test_the_first_time_that_fits_holds(
    calendar: Calendar, durations: list[dict[str, Any]], case: dict[str, Any], value: str
) -> None:
    verdict = judged(package(durations=durations), calendar, **case)
    assert verdict.duration == value


MUTANTS: list[tuple[str, str, dict[str, Any]]] = [
    ("fee-amount", "substance.fees.lines[0]", {}),
    ("fee-amount", "substance.fees.lines[0]", {"amount": 5, "tiers": BY_PAGE}),
    ("fee-steps", "substance.fees.lines[0].tiers.steps",
     {"tiers": {**BY_PAGE, "steps": [{"from": 2, "price": 1}]}}),
    ("fee-steps", "substance.fees.lines[0].tiers.steps",
     {"tiers": {**BY_PAGE, "steps": [{"from": 1, "price": 1}, {"from": 1, "price": 2}]}}),
    ("expression-type", "substance.fees.lines[0].tiers.per", {"tiers": {**BY_PAGE, "per": KIND}}),
    ("fee-negative", "substance.fees.lines[0].times.count",
     {"amount": 5, "times": {"count": {"sub": [COPIES, 1]}, "unit": "bản"}}),
    ("fee-unknown", "substance.fees.lines[0].tiers.per",
     {"tiers": {**BY_PAGE, "per": {"sum": [{"var": "/trees"}, "/none"]}}}),
    ("reduction-amount", "substance.fees.lines[0].reductions[0]",
     {"amount": 5, "reductions": [{**HALF, "percent": 0}]}),
    ("reduction-amount", "substance.fees.lines[0].reductions[0]",
     {"amount": 5, "reductions": [{**HALF, "amount": 3}]}),
    ("reduction-amount", "substance.fees.lines[0].reductions[0].percent",
     {"amount": 5, "reductions": [{**HALF, "percent": 101}]}),
    ("effective-dates", "substance.fees.lines[0].reductions[0].until",
     {"amount": 5, "reductions": [{**HALF, "until": "2025-01-01"}]}),
    ("preference-twice", "substance.fees.lines[0]", {"amount": 5, "reductions": [HALF, HALF]}),
    ("expression-type", "substance.fees.lines[0].reductions[0].when",
     {"amount": 5, "reductions": [{**POOR, "when": 5}]}),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "place", "fee"), MUTANTS)
def test_planted_defect_is_found(rule: str, place: str, fee: dict[str, Any]) -> None:
    assert (rule, place) in {(one.rule, one.place) for one in verify(package(fees=[fee]))}


def test_a_time_for_some_days_only_is_no_time_for_all() -> None:
    made = package(durations=[{"value": "5wd", "from": "2026-07-01"}])
    assert "duration-missing" in {one.rule for one in verify(made)}


@pytest.mark.parametrize(
    "fee", [{"tiers": BY_PAGE, "times": {"count": COPIES, "unit": "bản"}, "reductions": [HALF]}]
)
def test_sound_fee_has_no_finding(fee: dict[str, Any]) -> None:
    found = {one.place for one in verify(package(fees=[fee]))}
    assert not {place for place in found if "fees" in place}
