"""The page model and the reading of posted pages are each other's mirror."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.core.errors import NotFound
from procedures.definition import forms, pointers
from procedures.definition.forms import FormField, ShownWhen

if TYPE_CHECKING:
    from datetime import datetime

    from procedures.definition.package import Package

COPIES, PORT = "2.000635", "1.009454"


def posted(fields: tuple[FormField, ...]) -> dict[str, str]:
    """What a browser posts for these fields as they are shown."""
    data: dict[str, str] = {}
    for field in fields:
        if field.widget == "date":
            for part, text in zip(("day", "month", "year"), field.parts, strict=True):
                data[f"{field.name}.{part}"] = text
        elif field.widget != "checkbox" or field.value is True:
            data[field.name] = field.text
    return data


def field_of(pages: list[forms.FormPage], name: str) -> FormField:
    return next(field for page in pages for field in page.fields if field.name == name)


def test_pages_follow_the_answers(copies: Package, monday: datetime) -> None:
    own = forms.page_model(copies, {"record": {"kind": "birth", "whose": "self"}}, at=monday)
    others = forms.page_model(copies, {"record": {"kind": "birth", "whose": "other"}}, at=monday)
    assert [page.id for page in own] == ["document", "registration", "copies", "requester"]
    assert [page.id for page in others][1] == "subject"


def test_field_carries_what_a_skin_needs(copies: Package, good: Any, monday: datetime) -> None:
    pages = forms.page_model(copies, good[COPIES], at=monday, names={"11311": "Phường Hồng Bàng"})
    kind = field_of(pages, "record.kind")
    assert (kind.pointer, kind.widget, kind.required) == ("/record/kind", "radios", True)
    assert [option.value for option in kind.options if option.selected] == ["birth"]
    assert kind.display == "Giấy khai sinh"
    assert field_of(pages, "requester.birth_date").parts == ("27", "3", "1990")
    assert field_of(pages, "requester.birth_date").display == "27/03/1990"
    assert field_of(pages, "registration.place").display == "Phường Hồng Bàng"
    assert not field_of(pages, "registration.number").required
    assert field_of(pages, "requester.full_name").max_length == 100


def test_dependent_question_says_what_reveals_it(copies: Package, monday: datetime) -> None:
    pages = forms.page_model(copies, {}, at=monday)
    address = field_of(pages, "delivery.address")
    assert not address.visible
    assert address.required
    assert address.shown_when == ShownWhen("delivery.method", ("post",))
    whose = field_of(pages, "record.whose").shown_when
    assert whose is not None
    assert "death" not in whose.values
    assert "birth" in whose.values


def test_question_hidden_by_another_page_is_left_out(port: Package, monday: datetime) -> None:
    for kind, asked in (("cargo", True), ("buoy", False)):
        pages = forms.page_model(port, {"port": {"kind": kind}}, at=monday)
        names = {field.name for page in pages for field in page.fields}
        assert ("port.uses_floating_structure" in names) is asked


def test_open_questions_are_prefilled_as_suggestions(
    copies: Package, good: Any, monday: datetime
) -> None:
    facts = {"person.full_name": "Vũ Thị Mai", "person.birth_date": "1988-01-02"}
    fresh = forms.page_model(copies, {}, at=monday, facts=facts)
    name = field_of(fresh, "requester.full_name")
    assert (name.text, name.prefilled) == ("Vũ Thị Mai", True)
    assert field_of(fresh, "requester.birth_date").parts == ("2", "1", "1988")
    answered = forms.page_model(copies, good[COPIES], at=monday, facts=facts)
    assert field_of(answered, "requester.full_name").text == "Phạm Thị Hương"
    assert not field_of(answered, "requester.full_name").prefilled


def test_prefill_names_its_sources(copies: Package) -> None:
    answers = {"requester": {"phone": "0912345678"}}
    facts = {"person.phone": "0900000000", "person.full_name": "Vũ Thị Mai", "person.address": ""}
    filled, sources = forms.prefill(copies, answers, facts)
    assert filled == {"requester": {"phone": "0912345678", "full_name": "Vũ Thị Mai"}}
    assert sources == {"/requester/full_name": "person.full_name"}


@pytest.mark.parametrize(
    ("page", "data", "pointer", "value"),
    [
        ("copies", {"copies.quantity": " 3 "}, "/copies/quantity", 3),
        ("copies", {"copies.quantity": "ba"}, "/copies/quantity", "ba"),
        ("copies", {"copies.quantity": ""}, "/copies/quantity", None),
        ("copies", {"delivery.method": "post"}, "/delivery/method", "post"),
        ("copies", {"delivery.method": "bay"}, "/delivery/method", "bay"),
        ("requester", {"requester.full_name": " Pha\u0323m Hu\u031bo\u031bng "},
         "/requester/full_name", "Phạm Hương"),
        ("requester", {"requester.phone": "0912 345.678"}, "/requester/phone", "0912345678"),
        ("requester", {"requester.birth_date.day": "7", "requester.birth_date.month": "03",
                       "requester.birth_date.year": "1990"},
         "/requester/birth_date", "1990-03-07"),
        ("requester", {"requester.birth_date.day": "31", "requester.birth_date.month": "2",
                       "requester.birth_date.year": "1990"},
         "/requester/birth_date", "31/2/1990"),
        ("requester", {"requester.birth_date": "1990-03-07"},
         "/requester/birth_date", "1990-03-07"),
        ("requester", {"pledge": "on"}, "/pledge", True),
        ("requester", {}, "/pledge", None),
    ],
)  # fmt: skip
def test_posted_text_becomes_typed(
    copies: Package, monday: datetime, page: str, data: dict[str, str], pointer: str, value: Any
) -> None:
    answers, _ = forms.parse_page(copies, page, data, {}, at=monday)
    found = pointers.get(answers, pointer)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [("120", 120), ("1.500", 1500), ("12 000", 12000), ("1,5", "1,5"), ("2.5", "2.5")],
)
def test_numbers_may_be_grouped(port: Package, monday: datetime, text: str, value: Any) -> None:
    answers, _ = forms.parse_page(port, "scale", {"port.area_m2": text}, {}, at=monday)
    assert answers["port"]["area_m2"] == value


def test_yes_and_no_are_truth_values(port: Package, monday: datetime) -> None:
    data = {"port.has_project": "false", "port.uses_floating_structure": "true"}
    answers, _ = forms.parse_page(port, "scale", data, {"port": {"kind": "cargo"}}, at=monday)
    assert answers["port"]["has_project"] is False
    assert answers["port"]["uses_floating_structure"] is True


def test_wrong_values_come_back_as_typed(copies: Package, monday: datetime) -> None:
    data = {"requester.birth_date.day": "31", "requester.birth_date.month": "2"}
    answers, errors = forms.parse_page(copies, "requester", data, {}, at=monday)
    assert ("/requester/birth_date", "format") in {(item.pointer, item.code) for item in errors}
    page = forms.page_model(copies, answers, at=monday)[-1]
    assert field_of([page], "requester.birth_date").parts == ("31", "2", "")


def test_errors_are_of_this_page_only(copies: Package, monday: datetime) -> None:
    _, errors = forms.parse_page(copies, "document", {}, {}, at=monday)
    assert [error.pointer for error in errors] == ["/record/kind"]
    _, errors = forms.parse_page(copies, "document", {"record.kind": "birth"}, {}, at=monday)
    assert [error.pointer for error in errors] == ["/record/whose"]


def test_hidden_answers_leave_when_the_choice_changes(
    copies: Package, good: Any, monday: datetime
) -> None:
    answers = good[COPIES] | {
        "delivery": {"method": "post", "address": "Số 5 Lạch Tray, Hải Phòng"}
    }
    data = {"copies.quantity": "1", "delivery.method": "counter", "delivery.address": "cũ"}
    answers, errors = forms.parse_page(copies, "copies", data, answers, at=monday)
    assert errors == []
    assert answers["delivery"] == {"method": "counter"}


def test_other_pages_and_foreign_names_stay_untouched(
    copies: Package, good: Any, monday: datetime
) -> None:
    data = {"record.kind": "marriage", "record.whose": "self", "copies.quantity": "9", "x": "y"}
    answers, _ = forms.parse_page(copies, "document", data, good[COPIES], at=monday)
    assert answers["copies"]["quantity"] == 2
    assert answers["requester"] == good[COPIES]["requester"]
    assert "x" not in answers


def test_unknown_page_is_not_found(copies: Package) -> None:
    with pytest.raises(NotFound):
        forms.parse_page(copies, "none", {}, {})


names = st.sampled_from(["Phạm Thị Hương", "Lê Ánh", "O'Neil Đỗ"])
addresses = st.sampled_from(["Số 5 đường Lạch Tray, Hải Phòng", "Thôn 3, xã An Lão, Hải Phòng"])
days = st.dates().filter(lambda day: day.year > 1000).map(str)
COPY_VALUES = {
    "/record/kind": st.sampled_from(["birth", "death", "marriage"]),
    "/record/whose": st.sampled_from(["self", "other"]),
    "/subject/relation": st.sampled_from(["child", "authorised"]),
    "/subject/full_name": names,
    "/subject/birth_date": days,
    "/registration/place": st.just("11311"),
    "/registration/number": st.sampled_from(["125/2015", "7"]),
    "/registration/date": days,
    "/copies/quantity": st.integers(-5, 5_000),
    "/delivery/method": st.sampled_from(["online", "post"]),
    "/delivery/address": addresses,
    "/requester/full_name": names,
    "/requester/phone": st.just("0912345678"),
    "/pledge": st.just(True),
}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chosen=st.fixed_dictionaries({}, optional=COPY_VALUES))
def test_posting_a_page_as_shown_changes_nothing(
    copies: Package, monday: datetime, chosen: dict[str, Any]
) -> None:
    answers: dict[str, Any] = {}
    for pointer, value in chosen.items():
        answers = pointers.put(answers, pointer, value)
    shown = forms.page_model(copies, answers, at=monday)
    settled = answers
    for page in shown:
        settled, _ = forms.parse_page(copies, page.id, posted(page.fields), settled, at=monday)
    again = settled
    for page in shown:
        for field in page.fields:
            if field.visible:
                assert pointers.get(settled, field.pointer) == pointers.get(answers, field.pointer)
        again, _ = forms.parse_page(copies, page.id, posted(page.fields), again, at=monday)
    assert again == settled
