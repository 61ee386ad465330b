"""Lists of answers: asked, added to and taken from, judged item by item, and proven."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from procedures.definition import canonical, forms, loader, pointers, yaml_form
from procedures.definition.answers import question_at
from procedures.definition.evaluate import evaluate
from procedures.definition.form_model import FormField, FormPage, ShownWhen
from procedures.definition.posting import parse_fields
from procedures.definition.verify import verify

if TYPE_CHECKING:
    from datetime import datetime

    from portal.core.worktime import Calendar
    from procedures.definition.evaluate import Evaluation
    from procedures.definition.package import Package

TEXT = (Path(__file__).parents[2] / "packages" / "1.990002.yaml").read_text(encoding="utf-8")
AN = {"full_name": "Lê An", "birth_date": "2018-01-05", "needs_bus": False}
BINH = {"full_name": "Lê Bình", "birth_date": "2019-02-06", "needs_bus": True, "stop": "Chợ Sắt"}
GOOD = {
    "children": [AN, BINH],
    "adults": [{"full_name": "Lê Văn Cường", "phone": "0912345678"}],
    "contact": {"full_name": "Lê Văn Cường", "phone": "0912345678", "zone": "outer"},
    "pledge": True,
}


@pytest.fixture(scope="module")
def camp() -> Package:
    return loader.load(TEXT)


def judged(camp: Package, answers: Any, at: datetime, calendar: Calendar) -> Evaluation:
    return evaluate(camp, answers, at=at, calendar=calendar)


def with_(pointer: str, value: Any) -> dict[str, Any]:
    return pointers.put(copy.deepcopy(GOOD), pointer, value)


def test_the_package_is_canonical_and_clean(camp: Package) -> None:
    assert canonical.dump(yaml_form.read(TEXT)) == TEXT
    assert verify(camp) == []


def test_good_lists_are_valid_and_computed_item_by_item(
    camp: Package, monday: datetime, calendar: Calendar
) -> None:
    verdict = judged(camp, GOOD, monday, calendar)
    assert verdict.errors == []
    assert verdict.computed == {"/children/0/age": 8, "/children/1/age": 7}
    assert "/children/0/stop" not in verdict.visible
    assert {"/children", "/children/1/stop", "/adults", "/adults/0/phone"} <= set(verdict.required)
    assert verdict.fees.total == 10_000 + 2 * 50_000 + 20_000


@pytest.mark.parametrize(
    ("pointer", "value", "errors"),
    [
        ("/children", [], {("/children", "required")}),
        ("/children", [AN, {}],
         {("/children/1/full_name", "required"), ("/children/1/birth_date", "required"),
          ("/children/1/needs_bus", "required")}),
        ("/children", [AN] * 5, {("/children", "maxItems")}),
        ("/children", [AN, "x"], {("/children/1", "type")}),
        ("/children", "x", {("/children", "type")}),
        ("/children/1/full_name", "L", {("/children/1/full_name", "minLength")}),
        ("/children/1/colour", "red", {("/children/1/colour", "additionalProperties")}),
        ("/children/1/stop", None, {("/children/1/stop", "required")}),
        ("/children/0/birth_date", "2030-01-01", {("/children/0/birth_date", "check")}),
        ("/children", [{**AN, "birth_date": "2024-01-05"}], {("/children", "check")}),
        ("/adults", [], {("/adults", "required")}),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_by_its_item(
    camp: Package, monday: datetime, calendar: Calendar,
    pointer: str, value: Any, errors: set[tuple[str, str]],
) -> None:  # fmt: skip
    verdict = judged(camp, with_(pointer, value), monday, calendar)
    assert {(error.pointer, error.code) for error in verdict.errors} == errors


def test_sentence_names_item_and_question(
    camp: Package, monday: datetime, calendar: Calendar
) -> None:
    (error,) = judged(camp, with_("/children/1/stop", None), monday, calendar).errors
    assert error.message == "Hãy nhập “Trẻ thứ 2 – Điểm đón”."
    (error,) = judged(camp, with_("/adults", None), monday, calendar).errors
    assert error.message == "Hãy khai ít nhất một mục trong “Người được đón trẻ”."


def test_hidden_answers_leave_only_their_own_item(
    camp: Package, monday: datetime, calendar: Calendar
) -> None:
    given = with_("/children/0/stop", "Cầu Đất")
    kept = judged(camp, given, monday, calendar).answers["children"]
    assert ("stop" in kept[0], kept[1]["stop"]) == (False, "Chợ Sắt")


def test_warning_names_its_item(camp: Package, monday: datetime, calendar: Calendar) -> None:
    old = with_("/children/1/birth_date", "2001-01-01")
    assert [place for place, _ in judged(camp, old, monday, calendar).warnings] == [
        "/children/1/age"
    ]


def test_too_long_a_list_is_cut_before_it_costs_time(
    camp: Package, monday: datetime, calendar: Calendar
) -> None:
    verdict = judged(camp, with_("/children", [AN] * 100_000), monday, calendar)
    assert [(one.pointer, one.code) for one in verdict.errors] == [("/children", "maxItems")]
    assert len(verdict.answers["children"]) == 5


@pytest.mark.parametrize(
    "answers",
    [
        {f"x{at}": at for at in range(20_000)},
        {"pledge": [["a"] * 50] * 1_000},
    ],
)
def test_more_values_than_any_form_has_are_refused_unread(
    camp: Package, monday: datetime, calendar: Calendar, answers: Any
) -> None:
    verdict = judged(camp, answers, monday, calendar)
    assert verdict.answers == {}
    assert (verdict.errors[0].pointer, verdict.errors[0].code) == ("", "size")


def page(camp: Package, page_id: str, answers: Any, at: datetime) -> FormPage:
    return next(one for one in forms.page_model(camp, answers, at=at) if one.id == page_id)


def field(made: FormPage, name: str) -> FormField:
    return next(one for one in made.fields if one.name == name)


def test_page_has_every_item_with_its_questions(camp: Package, monday: datetime) -> None:
    made = page(camp, "children", GOOD, monday)
    (repeat,) = made.repeats
    assert [(item.pointer, item.title) for item in repeat.items] == [
        ("/children/0", "Trẻ thứ 1"), ("/children/1", "Trẻ thứ 2"),
    ]  # fmt: skip
    assert (repeat.add, repeat.can_remove, repeat.most) == ("Thêm một trẻ em", True, 4)
    name = field(made, "children.1.full_name")
    assert (name.text, name.label, name.item) == ("Lê Bình", "Họ, chữ đệm và tên", "/children/1")
    assert name.full_label == "Trẻ thứ 2 – Họ, chữ đệm và tên"
    stop = field(made, "children.0.stop")
    assert (stop.visible, stop.shown_when) == (False, ShownWhen("children.0.needs_bus", ("true",)))
    assert {"/children", "/children/0/stop"} <= made.pointers


@pytest.mark.parametrize(
    ("answers", "page_id", "shown", "can_remove", "adds"),
    [
        ({}, "children", 1, False, True),
        ({"children": [AN]}, "children", 1, False, True),
        ({"children": [AN] * 4}, "children", 4, True, False),
        ({}, "adults", 0, False, True),
        ({"children": [BINH]}, "adults", 1, False, True),
    ],
)
def test_a_list_shows_what_it_needs_and_offers_what_it_can(
    camp: Package, monday: datetime,
    answers: Any, page_id: str, shown: int, can_remove: bool, adds: bool,
) -> None:  # fmt: skip
    (repeat,) = page(camp, page_id, answers, monday).repeats
    assert (len(repeat.items), repeat.can_remove, bool(repeat.add)) == (shown, can_remove, adds)


POSTED = {
    "children": "2",
    "children.0.full_name": "Lê An",
    "children.0.birth_date.day": "5",
    "children.0.birth_date.month": "1",
    "children.0.birth_date.year": "2018",
    "children.0.needs_bus": "false",
    "children.1.full_name": "Lê Bình",
}


@pytest.mark.parametrize(
    ("posted", "names", "place"),
    [
        ({}, ["Lê An", "Lê Bình"], ""),
        ({"add": "/children"}, ["Lê An", "Lê Bình", None], "/children/2"),
        ({"remove": "/children/0"}, ["Lê Bình"], "/children"),
        ({"remove": "/children/9"}, ["Lê An", "Lê Bình"], "/children"),
        ({"add": "/adults", "remove": "5f0c"}, ["Lê An", "Lê Bình"], ""),
        ({"children": "1"}, ["Lê An"], ""),
        ({"children": "x"}, ["Lê An", "Lê Bình"], ""),
        ({"children": "9999"}, ["Lê An", "Lê Bình", None, None, None], ""),
    ],
)
def test_posted_list_is_read_then_made_longer_or_shorter(
    camp: Package, monday: datetime, posted: dict[str, str], names: list[str | None], place: str
) -> None:
    data = {**POSTED, **posted}
    answers, _ = forms.parse_page(camp, "children", data, {}, at=monday)
    assert [child.get("full_name") for child in answers["children"]] == names
    assert forms.pressed(camp, "children", data) == place


def test_posted_item_keeps_what_another_page_asked(camp: Package, monday: datetime) -> None:
    answers, errors = forms.parse_page(camp, "children", POSTED, GOOD, at=monday)
    assert answers["children"][0] == {**AN, "age": 8}
    assert {error.pointer for error in errors} == {
        "/children/1/birth_date", "/children/1/needs_bus",
    }  # fmt: skip


def test_list_without_items_is_dropped(camp: Package, monday: datetime) -> None:
    answers, errors = forms.parse_page(camp, "adults", {"adults": "0"}, GOOD, at=monday)
    assert "adults" not in answers
    assert [error.pointer for error in errors] == ["/adults"]


def test_one_answer_of_an_item_can_be_asked_anew(camp: Package) -> None:
    data = {"children.1.full_name": "Lê Bình Minh"}
    assert parse_fields(camp, ["/children/1/full_name", "/none"], data) == {
        "/children/1/full_name": "Lê Bình Minh"
    }
    asked = question_at(camp.substance, "/children/1/full_name")
    assert asked is not None
    assert asked.label == "Trẻ thứ 2 – Họ, chữ đệm và tên"


@pytest.mark.parametrize(
    ("change", "pointer", "value"),
    [
        ("put", "/a/1/b", {"a": [{"b": 1}, {"b": 9}]}),
        ("put", "/a/5/b", {"a": [{"b": 1}, {"b": 2}, {"b": 9}]}),
        ("put", "/c/0/b", {"a": [{"b": 1}, {"b": 2}], "c": [{"b": 9}]}),
        ("drop", "/a/0/b", {"a": [{}, {"b": 2}]}),
        ("drop", "/a/0", {"a": [{"b": 2}]}),
        ("drop", "/a/7/b", {"a": [{"b": 1}, {"b": 2}]}),
        ("drop", "/a", {}),
    ],
)
def test_pointer_into_a_list(change: str, pointer: str, value: Any) -> None:
    answers = {"a": [{"b": 1}, {"b": 2}]}
    made = pointers.put(answers, pointer, 9) if change == "put" else pointers.drop(answers, pointer)
    assert made == value
    assert answers == {"a": [{"b": 1}, {"b": 2}]}


DATA, PAGES = ("substance", "data", "properties"), ("substance", "ui", "pages")
LOGIC, SECTION = ("substance", "logic"), (*PAGES, 0, "sections", 0)
CHILD = {"var": "/children"}
MUTANTS: list[tuple[str, str, tuple[Any, ...], Any]] = [
    ("repeat-limit", "substance.data", (*DATA, "children", "maxItems"), 500),
    ("repeat-nested", "substance.data", (*DATA, "children", "items", "properties", "age"),
     {"type": "array", "maxItems": 2, "items": {
         "type": "object", "additionalProperties": False,
         "properties": {"a": {"type": "string"}}}}),
    ("pointer-unknown", "substance.ui.pages[0].sections[0].repeat.pointer",
     (*SECTION, "repeat", "pointer"), "/pets"),
    ("repeat-label", "substance.ui.pages[0].sections[0].repeat.label",
     (*SECTION, "repeat", "label"), "Trẻ em"),
    ("repeat-fields", "substance.ui.pages[0].sections[0].fields[0].pointer",
     (*SECTION, "fields", 0, "pointer"), "/contact/full_name"),
    ("repeat-fields", "substance.ui.pages[2].sections[0].fields[0].pointer",
     (*PAGES, 2, "sections", 0, "fields", 0, "pointer"), "/adults/*/full_name"),
    ("question-twice", "substance.ui.pages[1].sections[0].repeat.pointer",
     (*PAGES, 1, "sections", 0, "repeat", "pointer"), "/children"),
    ("repeat-table", "substance.ui.pages[0].sections[0].repeat.layout",
     (*SECTION, "repeat", "layout"), "table"),
    ("repeat-same-page", "substance.ui.pages[1].sections[0].repeat.pointer",
     (*LOGIC, "visible", "/adults"),
     {"any": [{"var": "/adults"}, {"present": {"item": "/phone"}}]}),
    ("hidden-required", "substance.ui.pages[0].sections[0].repeat.pointer",
     (*PAGES, 0, "show"), {"present": {"var": "/contact/phone"}}),
    ("required-not-asked", "substance.data", (*PAGES, 0), "second page"),
    ("expression-type", "substance.logic.visible./children/*/stop.item",
     (*LOGIC, "visible", "/children/*/stop"), {"item": "/none"}),
    ("expression-type", "substance.logic.required./adults.item",
     (*LOGIC, "required", "/adults"), {"item": "/full_name"}),
    ("expression-type", "substance.logic.required./adults.any",
     (*LOGIC, "required", "/adults"), {"any": [CHILD, {"item": "/full_name"}]}),
    ("expression-type", "substance.logic.required./adults.any",
     (*LOGIC, "required", "/adults"), {"any": [{"var": "/pledge"}, True]}),
    ("expression-type", "substance.logic.required./adults.any[1].all[1]",
     (*LOGIC, "required", "/adults"), {"any": [CHILD, {"all": [CHILD, {"item": "/needs_bus"}]}]}),
    ("expression-type", "substance.fees.lines[0].amount.sum",
     ("substance", "fees", "lines", 0, "amount"), {"sum": [CHILD, "/full_name"]}),
    ("pointer-unknown", "substance.logic.checks[0].pointer",
     (*LOGIC, "checks", 0, "pointer"), "/children/*/none"),
    ("logic-cycle", "substance.logic",
     (*LOGIC, "computed", "/children/*/age"), {"sum": [CHILD, "/age"]}),
    ("reuse-in-list", "substance.data",
     (*DATA, "children", "items", "properties", "full_name", "x-reuse"), "person.full_name"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "place", "at", "value"), MUTANTS)
def test_planted_defect_is_found(rule: str, place: str, at: tuple[Any, ...], value: Any) -> None:
    document = yaml_form.read(TEXT)
    *way, last = at
    node: Any = document
    for key in way:
        node = node[key]
    node[last] = document["substance"]["ui"]["pages"][1] if value == "second page" else value
    found = {(one.rule, one.place) for one in verify(loader.load(yaml_form.write(document)))}
    assert (rule, place) in found
