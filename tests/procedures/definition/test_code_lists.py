"""Code lists: shared and own, as choices of a question, in expressions, and proven."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest

from procedures.definition import canonical, dialect, expressions, forms, lists, loader, yaml_form
from procedures.definition.evaluate import evaluate
from procedures.definition.expressions import Context
from procedures.definition.fault import PackageError
from procedures.definition.formats import commune_codes
from procedures.definition.lists import Lists
from procedures.definition.verify import verify
from tests.procedures.definition.test_lists import GOOD, TEXT

if TYPE_CHECKING:
    from datetime import datetime

    from portal.core.worktime import Calendar
    from procedures.definition.package import Package

COMMUNES = "communes@2025-07-01"
OWN = Lists({"zones": [{"code": "a", "label": "Khu A", "price": 5}]})


@pytest.fixture(scope="module")
def camp() -> Package:
    return loader.load(TEXT)


@pytest.mark.parametrize(
    ("name", "rows"), [(COMMUNES, 3321), ("provinces@2025-07-01", 34), ("ethnic_groups", 54)]
)
def test_shared_list_has_its_rows_with_labels_of_their_own(name: str, rows: int) -> None:
    listed = lists.shared(name)
    assert listed is not None
    assert len(listed.rows) == len({option.label for option in listed.options}) == rows


def test_communes_agree_with_the_city_and_the_provinces() -> None:
    communes, provinces = lists.shared(COMMUNES), lists.shared("provinces@2025-07-01")
    assert communes is not None
    assert provinces is not None
    assert set(communes.column("province")) == set(provinces.rows)
    city = {code for code, row in communes.rows.items() if row["province"] == "31"}
    assert city == commune_codes()


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("11311", "11311"),
        ("Phường Hồng Bàng, Hải Phòng", "11311"),
        ("phuong hong bang, hai phong", "11311"),
        ("Hồng Bàng", "Hồng Bàng"),
    ],
)
def test_typed_label_is_read_as_its_code(
    camp: Package, monday: datetime, said: str, code: str
) -> None:
    data = {"contact.commune": said}
    answers, errors = forms.parse_page(camp, "contact", data, {}, at=monday)
    assert answers["contact"]["commune"] == code
    wrong = [error.code for error in errors if error.pointer == "/contact/commune"]
    assert wrong == ([] if code == "11311" else ["enum"])


def test_label_that_two_codes_share_without_marks_is_not_guessed() -> None:
    listed = lists.made([{"code": "1", "label": "Hòa"}, {"code": "2", "label": "Hoa"}])
    assert (listed.code_of("hoa"), listed.code_of("2")) == ("hoa", "2")


def test_question_offers_the_codes_and_shows_the_label(camp: Package, monday: datetime) -> None:
    pages = forms.page_model(camp, {"contact": {"zone": "island"}}, at=monday)
    zone = next(one for page in pages for one in page.fields if one.name == "contact.zone")
    assert [option.value for option in zone.options] == ["inner", "outer", "island"]
    assert zone.display == "Hải đảo"


@pytest.mark.parametrize("zone", ["mars", 5])
def test_code_outside_its_list_is_wrong_and_costs_nothing(
    camp: Package, monday: datetime, calendar: Calendar, zone: Any
) -> None:
    answers = copy.deepcopy(GOOD)
    answers["contact"]["zone"] = zone
    verdict = evaluate(camp, answers, at=monday, calendar=calendar)
    (error,) = verdict.errors
    assert (error.pointer, error.code) == ("/contact/zone", "enum" if zone == "mars" else "type")
    assert verdict.fees.lines == ()


def test_choices_of_a_list_are_not_written_into_the_package(camp: Package) -> None:
    assert canonical.dump(canonical.document(camp)) == TEXT


@pytest.mark.parametrize(
    ("tree", "value"),
    [
        ({"lookup": ["zones", "a", "price"]}, 5),
        ({"lookup": ["zones", "b", "price"]}, None),
        ({"lookup": ["zones", "a", "none"]}, None),
        ({"lookup": ["none", "a", "price"]}, None),
        ({"lookup": [3, 4, 5]}, None),
        ({"lookup": [COMMUNES, "11311", "province"]}, "31"),
    ],
)
def test_lookup(tree: Any, value: Any) -> None:
    assert expressions.evaluate(expressions.parse(tree, "x"), Context({}, lists=OWN)) == value


ZONES, CONTACT = ("substance", "lists", "zones"), ("substance", "data", "properties", "contact")
AMOUNT = ("substance", "fees", "lines", 0, "amount")
ZONE = {"var": "/contact/zone"}
MUTANTS: list[tuple[str, str, tuple[Any, ...], Any]] = [
    ("list-unknown", "substance.data", (*CONTACT, "properties", "zone", "x-list"), "planets"),
    ("list-twice", "substance.lists.zones[1].code", (*ZONES, 1, "code"), "inner"),
    ("list-twice", "substance.lists.zones[1].label", (*ZONES, 1, "label"), "Nội thành"),
    ("list-shared", "substance.lists.ethnic_groups", ("substance", "lists", "ethnic_groups"),
     [{"code": "1", "label": "Một"}]),
    ("widget-type", "substance.ui.pages[2].sections[0].fields[2].widget",
     ("substance", "ui", "pages", 2, "sections", 0, "fields", 2, "widget"), "text"),
    ("options-differ", "substance.ui.pages[2].sections[0].fields[2].options",
     ("substance", "ui", "pages", 2, "sections", 0, "fields", 2, "options"),
     [{"value": "inner", "label": "Nội thành"}]),
    ("expression-type", "substance.fees.lines[0].amount.lookup", AMOUNT,
     {"lookup": ["planets", ZONE, "price"]}),
    ("expression-type", "substance.fees.lines[0].amount.lookup", AMOUNT,
     {"lookup": ["zones", ZONE, "weight"]}),
    ("expression-type", "substance.fees.lines[0].amount", AMOUNT,
     {"lookup": ["zones", ZONE, "label"]}),
    ("fee-unknown", "substance.fees.lines[0].amount", (*ZONES, 1),
     {"code": "outer", "label": "Ngoại thành"}),
    ("fee-negative", "substance.fees.lines[0].amount", (*ZONES, 0, "price"), -1),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "place", "at", "value"), MUTANTS)
def test_planted_defect_is_found(rule: str, place: str, at: tuple[Any, ...], value: Any) -> None:
    document = yaml_form.read(TEXT)
    *way, last = at
    node: Any = document
    for key in way:
        node = node[key]
    node[last] = value
    found = {(one.rule, one.place) for one in verify(loader.load(yaml_form.write(document)))}
    assert (rule, place) in found


@pytest.mark.parametrize(
    "node",
    [
        {"type": "string", "x-list": "zones", "pattern": "^a"},
        {"type": "string", "x-list": "zones", "enum": ["a"]},
        {"type": "integer", "x-list": "zones"},
        {"type": "string", "x-list": "../zones"},
    ],
)
def test_a_list_stands_alone_at_a_text(node: dict[str, Any]) -> None:
    data = {"type": "object", "additionalProperties": False, "properties": {"a": node}}
    with pytest.raises(PackageError):
        dialect.check(data, "data")
