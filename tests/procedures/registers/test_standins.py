"""The stand-ins: invented people who agree with the demo, numbers of the right structure."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from portal.accounts import demo
from portal.accounts.identity import personal_number_warnings
from procedures.registers import questions, standins
from procedures.registers.port import Outcome, Request

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

DATES = st.dates(date(1900, 1, 1), date(2199, 12, 31))
TABLES = ("people", "civil_records", "birth_notices")


@given(born=DATES, gender=st.sampled_from(["male", "female"]), name=st.text(), notice=st.text())
def test_number_has_the_right_structure(born: date, gender: str, name: str, notice: str) -> None:
    child = {"birth_date": born.isoformat(), "gender": gender, "full_name": name}
    child["notice_number"] = notice
    number = standins.new_number(child)
    assert len(number) == 12
    assert number.isdigit()
    assert number.startswith("031")
    assert personal_number_warnings(number, born, gender) == []
    assert standins.new_number(dict(child)) == number


def test_number_stays_with_the_child() -> None:
    child = {"birth_date": "2026-11-18", "gender": "male", "notice_number": "0419/GCS-2026"}
    first = standins.new_number({**child, "full_name": "Vũ Gia Bảo"})
    assert standins.new_number({**child, "full_name": "Vũ Gia Khang"}) == first
    assert standins.new_number({**child, "notice_number": "0420", "full_name": ""}) != first
    by_parents = {"birth_date": "2026-11-18", "gender": "male", "full_name": "Vũ Gia Bảo"}
    numbers = {
        standins.new_number({**by_parents, "mother_personal_number": mother})
        for mother in ("031197999012", "031192999002")
    }
    assert len(numbers) == 2


def test_every_question_is_answered() -> None:
    assert set(standins.FINDERS) == set(questions.QUESTIONS)


@pytest.mark.parametrize("row", demo.table("demo_people"), ids=lambda row: row["account"])
def test_demo_people_are_known(row: dict[str, str]) -> None:
    answer = standins.StandIn().ask(Request("population.person", row), within=1)
    assert answer.facts is not None
    assert questions.find("population").differences(row, answer.facts) == []
    assert answer.facts["commune"] == row["commune_code"]


def test_rows_agree_with_each_other() -> None:
    people = standins._people()
    assert len(people) == len(demo.table("demo_people")) + len(standins._table("people"))
    for number, row in people.items():
        born = date.fromisoformat(row["birth_date"])
        assert personal_number_warnings(number, born, row["gender"]) == []
        assert number[6:9] == "999"
    for notice in standins._table("birth_notices"):
        mother = people[notice["mother_personal_number"]]
        assert (mother["full_name"], mother["gender"]) == (notice["mother_full_name"], "female")
        assert notice["birth_date"] <= notice["issued_on"]
    behaviours = {row["behaviour"] for table in TABLES for row in standins._table(table)}
    assert behaviours - {""} <= set(Outcome)


def test_namesakes_are_not_guessed_between(monkeypatch: pytest.MonkeyPatch) -> None:
    row = {"kind": "birth", "full_name": "Nguyễn Văn An", "birth_date": "1985-03-12"}
    request = Request("civil_status.record", row)
    assert standins.StandIn().ask(request, within=1).facts is not None
    monkeypatch.setattr(standins, "_table", lambda name: (row, row))
    assert standins.StandIn().ask(request, within=1).facts is None


def test_stand_in_is_refused_outside_the_demo(settings: SettingsWrapper) -> None:
    settings.DEMO = False
    with pytest.raises(ImproperlyConfigured, match="invents people"):
        standins.StandIn()
