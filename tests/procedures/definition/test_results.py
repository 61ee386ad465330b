"""Documents and messages are filled from facts, safely."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from procedures.definition import expressions, results, texts
from procedures.definition.expressions import Context
from procedures.definition.lifecycle import Outcome
from procedures.definition.package import ResultDetail

if TYPE_CHECKING:
    from procedures.definition.package import Package


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("Hồ sơ {code}", "Hồ sơ H24-1"),
        ("{answers./port/name} tại {agency}", "Bến A tại …"),
        ("{code.__class__} {0} {Code} {}", "{code.__class__} {0} {Code} {}"),
        ("{{code}}", "{H24-1}"),
    ],
)
def test_only_known_placeholders_are_filled(template: str, text: str) -> None:
    assert texts.fill(template, {"code": "H24-1", "answers./port/name": "Bến A"}) == text


def test_facts_are_not_filled_again() -> None:
    assert texts.fill("{reason}", {"reason": "{code}", "code": "x"}) == "{code}"


def test_decision_reads_as_words(port: Package, good: Any) -> None:
    facts = texts.answer_facts(port, good["1.009454"], {"11311": "phường Hồng Bàng"})
    facts |= {"code": "H24.17.05-261123-0001", "applicant": "Công ty cổ phần Cảng sông Cấm"}
    filled = results.fill(results.rule_for(port, Outcome.GRANT), facts, Context(good["1.009454"]))
    text = "\n".join(filled.paragraphs)
    assert filled.title == "QUYẾT ĐỊNH"
    assert filled.subject == ["Về việc công bố hoạt động bến thủy nội địa Bến Sông Cấm 2"]
    assert "bến thủy nội địa Bến Sông Cấm 2 (Bến hàng hóa)" in text
    assert "phường Hồng Bàng" in text
    assert "diện tích bến: 4.500 m²" in text
    assert "từ ngày 15/12/2026" in text
    assert "{" not in text


def test_each_ground_of_a_decision_is_a_line_of_its_own(port: Package) -> None:
    rule = results.rule_for(port, Outcome.GRANT)
    *grounds, last = results.fill(rule, {"code": "H24-1"}, Context({})).grounds
    assert len(grounds) > 2
    assert all(line.startswith("Căn cứ ") and line.endswith(";") for line in grounds)
    assert last.endswith(".")


@pytest.mark.parametrize(
    ("to", "is_told"), [("2031-12-14", True), (None, False)], ids=["given", "open"]
)
def test_a_line_without_any_of_its_facts_is_left_out(
    port: Package, good: Any, to: str | None, is_told: bool
) -> None:
    answers = good["1.009454"]
    answers["operation"] |= {"to": to} if to else {}
    rule = results.rule_for(port, Outcome.GRANT)
    filled = results.fill(rule, texts.answer_facts(port, answers), Context(answers))
    told = [line for line in filled.paragraphs if line.startswith("Thời hạn hoạt động")]
    assert told == ["Thời hạn hoạt động của bến: đến hết ngày 14/12/2031."] * is_told


@pytest.mark.parametrize(
    ("of_other", "details"),
    [
        (False, [("Tên", "Vũ Thị Mai"), ("Số", "125/2015")]),
        (True, [("Số", "125/2015")]),
    ],
)
def test_details_are_stated_when_they_hold_and_are_known(
    copies: Package, of_other: bool, details: list[tuple[str, str]]
) -> None:
    is_own = expressions.parse({"ne": [{"var": "/record/of_other"}, True]}, "when")
    rule = replace(
        results.rule_for(copies, Outcome.GRANT),
        details=(
            ResultDetail("Tên", "{answers./requester/full_name}", is_own),
            ResultDetail("Ngày", "{answers./registration/date}"),
            ResultDetail("Số", "{answers./registration/number}"),
        ),
    )
    facts = {
        "answers./requester/full_name": "Vũ Thị Mai",
        "answers./registration/number": "125/2015",
    }
    given = Context({"record": {"of_other": of_other}})
    assert results.fill(rule, facts, given).details == details


@pytest.mark.parametrize(
    ("kind", "title"), [("birth", "Giấy khai sinh"), ("marriage", "Trích lục kết hôn")]
)
def test_a_copy_is_named_after_what_it_copies(
    copies: Package, good: Any, kind: str, title: str
) -> None:
    answers = good["2.000635"]
    answers["record"]["kind"] = kind
    facts = texts.answer_facts(copies, answers)
    filled = results.fill(results.rule_for(copies, Outcome.GRANT), facts, Context(answers))
    assert filled.title == title
    assert filled.subject[0] == "(BẢN SAO)"
    assert "chưa trích từ Cơ sở dữ liệu" in filled.subject[1]


def test_refusal_gives_its_reason(packages: dict[str, Package]) -> None:
    for package in packages.values():
        if package.substance.legs:
            continue  # The results of a bundle are those of its legs.
        rule = results.rule_for(package, Outcome.REFUSE)
        filled = results.fill(rule, {"reason": "Thiếu giấy tờ đất."}, Context({}))
        assert any("Lý do: Thiếu giấy tờ đất." in line for line in filled.paragraphs)
