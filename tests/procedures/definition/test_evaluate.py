"""One verdict: what is asked, what is wrong, what it costs, when it is due."""

from __future__ import annotations

import copy
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.core.clock import VIETNAM
from procedures.definition import loader, pointers, yaml_form
from procedures.definition.evaluate import evaluate

if TYPE_CHECKING:
    from portal.core.worktime import Calendar
    from procedures.definition.package import Package
    from tests.procedures.definition.conftest import Breaker

COPIES, PORT = "2.000635", "1.009454"


def changed(answers: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Answers with pointers changed (`record__kind="death"`); None removes."""
    for key, value in changes.items():
        pointer = "/" + key.replace("__", "/")
        if value is None:
            answers = pointers.drop(answers, pointer)
        else:
            answers = pointers.put(answers, pointer, value)
    return answers


@pytest.mark.parametrize("code", [COPIES, PORT])
def test_good_answers_are_valid(
    packages: dict[str, Package], good: Any, calendar: Calendar, monday: datetime, code: str
) -> None:
    verdict = evaluate(packages[code], good[code], at=monday, calendar=calendar)
    assert verdict.errors == []
    assert verdict.valid
    assert set(verdict.required) <= set(verdict.visible)


def test_contract_has_exactly_its_keys(
    copies: Package, good: Any, calendar: Calendar, monday: datetime
) -> None:
    told = evaluate(copies, good[COPIES], at=monday, calendar=calendar).as_dict()
    assert told["valid"] is True
    assert list(told) == [
        "valid", "errors", "visible", "required", "computed", "fees", "duration", "due",
    ]  # fmt: skip
    assert told["computed"] == {"/record/of_other": False, "/copies/form": "electronic"}
    assert told["fees"] == {
        "total": 16000,
        "lines": [
            {
                "code": "extract_copy",
                "kind": "phi",
                "amount": 16000,
                "rule": "8.000 đồng mỗi bản sao × 2 bản",
            }
        ],
    }
    assert told["duration"] == "0d"
    assert told["due"]["at"] == "2026-11-23T17:30:00+07:00"
    assert set(told["due"]["derivation"][0]) == {"rule", "from", "to", "text"}


@pytest.mark.parametrize(
    ("quantity", "groups", "moment", "total"),
    [
        (1, (), "2026-11-23T09:00", 8000),
        (20, (), "2026-11-23T09:00", 160000),
        (3, ("vneid_2",), "2026-11-23T09:00", 0),
        (3, ("poor",), "2026-11-23T09:00", 24000),
        (1, ("vneid_2",), "2026-08-14T16:00", 8000),
        (1, ("vneid_2",), "2026-08-15T00:00", 0),
        (1, ("vneid_2",), "2027-02-28T23:59", 0),
        (1, ("vneid_2",), "2027-03-01T00:00", 8000),
    ],
)
def test_fee_of_copies(
    copies: Package,
    good: Any,
    calendar: Calendar,
    quantity: int,
    groups: tuple[str, ...],
    moment: str,
    total: int,
) -> None:
    at = datetime.fromisoformat(moment).replace(tzinfo=VIETNAM)
    answers = changed(good[COPIES], copies__quantity=quantity)
    quote = evaluate(copies, answers, at=at, calendar=calendar, groups=groups).fees
    assert quote.total == total
    (line,) = quote.lines
    assert (line.waiver == "vneid_2") is (total == 0)
    assert ("Miễn phí" in line.rule) is (total == 0)


def test_unknown_fee_is_left_out(copies: Package, calendar: Calendar, monday: datetime) -> None:
    verdict = evaluate(copies, {}, at=monday, calendar=calendar)
    assert verdict.fees.lines == ()
    assert not verdict.valid


@pytest.mark.parametrize("quantity", [0, 21, 10**18, "3", 3.0, True])
def test_invalid_answer_costs_nothing(
    copies: Package, good: Any, calendar: Calendar, monday: datetime, quantity: Any
) -> None:
    answers = changed(good[COPIES], copies__quantity=quantity)
    verdict = evaluate(copies, answers, at=monday, calendar=calendar, groups=("vneid_2",))
    assert (verdict.valid, verdict.fees.lines) == (False, ())


def test_fee_rests_on_what_computed_answers_read(
    broken: Breaker, good: Any, calendar: Calendar, monday: datetime
) -> None:
    amount, rule = {"var": "/copies/price"}, {"mul": [8000, {"var": "/copies/quantity"}]}
    document = broken(
        COPIES,
        (("substance", "data", "properties", "copies", "properties", "price"), {"type": "integer"}),
        (("substance", "logic", "computed", "/copies/price"), rule),
        (("substance", "fees", "lines", 0, "amount"), amount),
    )
    package = loader.load(yaml_form.write(document))

    def total(quantity: int) -> int:
        answers = changed(good[COPIES], copies__quantity=quantity)
        return evaluate(package, answers, at=monday, calendar=calendar).fees.total

    assert (total(2), total(21)) == (16000, 0)


@pytest.mark.parametrize(
    ("moment", "due"),
    [
        ("2026-11-23T15:00", "2026-11-23T17:30"),
        ("2026-11-23T15:01", "2026-11-25T17:30"),
        ("2026-11-21T10:00", "2026-11-23T17:30"),
    ],
)
def test_copies_are_due_the_same_day(
    copies: Package, good: Any, calendar: Calendar, moment: str, due: str
) -> None:
    at = datetime.fromisoformat(moment).replace(tzinfo=VIETNAM)
    verdict = evaluate(copies, good[COPIES], at=at, calendar=calendar)
    assert f"{verdict.due.at:%Y-%m-%dT%H:%M}" == due


def test_port_is_due_after_five_working_days(
    port: Package, good: Any, calendar: Calendar, monday: datetime
) -> None:
    verdict = evaluate(port, good[PORT], at=monday, calendar=calendar)
    assert verdict.duration == "5wd"
    assert f"{verdict.due.at:%Y-%m-%d}" == "2026-12-01"  # 24 November is a holiday
    assert verdict.fees.total == 100_000


def test_hidden_answers_are_dropped(
    copies: Package, good: Any, calendar: Calendar, monday: datetime
) -> None:
    answers = changed(
        good[COPIES],
        subject={"relation": "child", "full_name": "Phạm Văn An"},
        delivery__address="Số 5 Lạch Tray, Hải Phòng",
    )
    verdict = evaluate(copies, answers, at=monday, calendar=calendar)
    assert verdict.valid
    assert "subject" not in verdict.answers
    assert verdict.answers["delivery"] == {"method": "online"}


def test_computed_answers_cannot_be_sent(
    copies: Package, good: Any, calendar: Calendar, monday: datetime
) -> None:
    answers = changed(good[COPIES], copies__form="paper", record__of_other=True)
    verdict = evaluate(copies, answers, at=monday, calendar=calendar)
    assert verdict.computed == {"/record/of_other": False, "/copies/form": "electronic"}
    assert verdict.answers["copies"]["form"] == "electronic"
    open_answers = changed(answers, delivery=None)
    verdict = evaluate(copies, open_answers, at=monday, calendar=calendar)
    assert "/copies/form" not in verdict.computed
    assert "form" not in verdict.answers["copies"]


@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"pledge": False}, "/pledge", "const"),
        ({"pledge": None}, "/pledge", "required"),
        ({"copies__quantity": 21}, "/copies/quantity", "maximum"),
        ({"copies__quantity": 2.0}, "/copies/quantity", "type"),
        ({"copies__quantity": "2"}, "/copies/quantity", "type"),
        ({"requester__full_name": "  "}, "/requester/full_name", "required"),
        ({"requester__full_name": "Phạm 3"}, "/requester/full_name", "pattern"),
        ({"requester__phone": "12345"}, "/requester/phone", "format"),
        ({"requester__birth_date": "2027-01-01"}, "/requester/birth_date", "check"),
        ({"requester__nickname": "Bé"}, "/requester/nickname", "additionalProperties"),
        ({"delivery__method": "post"}, "/delivery/address", "required"),
        ({"record__whose": "other"}, "/subject/relation", "required"),
        ({"record__kind": "death"}, "/subject/full_name", "required"),
        ({"requester": "tôi"}, "/requester", "type"),
    ],
)
def test_wrong_answer_is_named(
    copies: Package,
    good: Any,
    calendar: Calendar,
    monday: datetime,
    changes: dict[str, Any],
    pointer: str,
    code: str,
) -> None:
    verdict = evaluate(copies, changed(good[COPIES], **changes), at=monday, calendar=calendar)
    found = {(error.pointer, error.code) for error in verdict.errors}
    assert (pointer, code) in found
    assert all(error.message for error in verdict.errors)


@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"copies__quantity": 3.0}, "/copies/quantity", "type"),
        ({"pledge": 1}, "/pledge", "type"),
        ({"record__kind": 5}, "/record/kind", "type"),
        ({"registration__place": "99999"}, "/registration/place", "format"),
        ({"requester__birth_date": "x" * 400}, "/requester/birth_date", "format"),
    ],
)
def test_one_wrong_answer_is_one_error(
    copies: Package,
    good: Any,
    calendar: Calendar,
    monday: datetime,
    changes: dict[str, Any],
    pointer: str,
    code: str,
) -> None:
    verdict = evaluate(copies, changed(good[COPIES], **changes), at=monday, calendar=calendar)
    assert [(e.pointer, e.code) for e in verdict.errors if e.pointer == pointer] == [
        (pointer, code)
    ]


def test_death_record_is_never_ones_own(
    copies: Package, good: Any, calendar: Calendar, monday: datetime
) -> None:
    verdict = evaluate(
        copies, changed(good[COPIES], record__kind="death"), at=monday, calendar=calendar
    )
    assert "/record/whose" not in verdict.visible
    assert "whose" not in verdict.answers["record"]
    assert "/subject/relation" in verdict.required


def test_tax_code_is_demanded_of_enterprises_only(
    port: Package, good: Any, calendar: Calendar, monday: datetime
) -> None:
    for kind, demanded in (("enterprise", True), ("organisation", False)):
        answers = changed(good[PORT], applicant__kind=kind, organisation__tax_code=None)
        verdict = evaluate(port, answers, at=monday, calendar=calendar)
        assert ("/organisation/tax_code" in verdict.required) is demanded
        assert verdict.valid is not demanded


def test_end_before_start_is_wrong(
    port: Package, good: Any, calendar: Calendar, monday: datetime
) -> None:
    answers = changed(good[PORT], operation__to="2026-12-01")
    (error,) = evaluate(port, answers, at=monday, calendar=calendar).errors
    assert (error.pointer, error.code) == ("/operation/to", "check")


@pytest.mark.parametrize(
    ("day", "is_valid"), [("1926-12-01", False), ("2026-11-22", False), ("2026-11-23", True)]
)
def test_a_port_starts_today_or_later(
    port: Package, good: Any, calendar: Calendar, monday: datetime, day: str, is_valid: bool
) -> None:
    answers = changed(good[PORT], operation__from=day)
    verdict = evaluate(port, answers, at=monday, calendar=calendar)
    assert verdict.valid is is_valid
    assert [error.pointer for error in verdict.errors] == ["/operation/from"] * (not is_valid)
    assert all("không được trước hôm nay" in error.message for error in verdict.errors)


@pytest.mark.parametrize(
    ("changes", "papers"),
    [
        (
            {},
            {"land_papers", "acceptance_minutes", "as_built_drawings", "project_decision",
             "technical_report"},
        ),
        ({"port__has_project": False}, {"land_papers", "exploitation_plan"}),
        (
            {"port__has_project": False, "port__uses_floating_structure": True},
            {"land_papers", "exploitation_plan", "safety_certificate"},
        ),
        (
            {"port__has_project": False, "port__kind": "buoy"},
            {"exploitation_plan", "safety_certificate"},
        ),
    ],
)  # fmt: skip
def test_papers_of_port(
    port: Package,
    good: Any,
    calendar: Calendar,
    monday: datetime,
    changes: dict[str, Any],
    papers: set[str],
) -> None:
    answers = changed(good[PORT], **changes)
    needs = evaluate(port, answers, at=monday, calendar=calendar).papers
    assert {need.rule.code for need in needs if need.required} == papers
    form = next(need for need in needs if need.rule.code == "application_form")
    assert not form.required
    assert not form.uploadable


@pytest.mark.parametrize(("relation", "asked"), [("authorised", True), ("child", False)])
def test_authorisation_is_asked_of_the_authorised(
    copies: Package, good: Any, calendar: Calendar, monday: datetime, relation: str, asked: bool
) -> None:
    subject = {"relation": relation, "full_name": "Phạm Văn An", "birth_date": "2015-05-05"}
    answers = changed(good[COPIES], record__whose="other", subject=subject)
    verdict = evaluate(copies, answers, at=monday, calendar=calendar)
    assert verdict.valid
    assert any(need.rule.code == "authorisation" for need in verdict.papers) is asked


def test_duration_depends_on_channel_and_case(
    broken: Breaker, good: Any, calendar: Calendar, monday: datetime
) -> None:
    rules = [
        {"value": "1wd", "when": {"eq": [{"var": "/port/kind"}, "ferry"]}},
        {"value": "27wd", "channels": ["counter"]},
        {"value": "17wd"},
    ]
    package = loader.load(yaml_form.write(broken(PORT, (("substance", "durations"), rules))))
    ferry = changed(copy.deepcopy(good[PORT]), port__kind="ferry")
    for answers, channel, duration in (
        (good[PORT], "online", "17wd"),
        (good[PORT], "counter", "27wd"),
        (ferry, "counter", "1wd"),
    ):
        verdict = evaluate(package, answers, channel=channel, at=monday, calendar=calendar)
        assert verdict.duration == duration


def test_deep_answers_are_refused_not_followed(
    copies: Package, good: Any, calendar: Calendar, monday: datetime
) -> None:
    deep: Any = "x"
    for _ in range(500):
        deep = {"a": deep}
    verdict = evaluate(copies, {**good[COPIES], "b": deep}, at=monday, calendar=calendar)
    assert "depth" in {error.code for error in verdict.errors}


wild = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_json_gets_a_verdict(
    data: st.DataObject,
    packages: dict[str, Package],
    good: Any,
    calendar: Calendar,
    monday: datetime,
) -> None:
    code = data.draw(st.sampled_from([COPIES, PORT]))
    schema = packages[code].substance.data
    top = data.draw(st.sampled_from(sorted(schema["properties"])))
    answers = {
        **good[code],
        top: data.draw(
            wild
            | st.dictionaries(
                st.sampled_from(sorted(schema["properties"][top].get("properties", {"x": 0}))), wild
            )
        ),
    }
    told = evaluate(packages[code], answers, at=monday, calendar=calendar).as_dict()
    assert told["valid"] is not bool(told["errors"])
