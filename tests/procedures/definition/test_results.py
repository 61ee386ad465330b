"""Documents and messages are filled from facts, safely."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from procedures.definition import results, texts
from procedures.definition.lifecycle import Outcome

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
    title, paragraphs = results.fill(results.rule_for(port, Outcome.GRANT), facts)
    text = "\n".join(paragraphs)
    assert title == "QUYẾT ĐỊNH CÔNG BỐ HOẠT ĐỘNG BẾN THỦY NỘI ĐỊA"
    assert "bến thủy nội địa Bến Sông Cấm 2 (Bến hàng hóa)" in text
    assert "phường Hồng Bàng" in text
    assert "diện tích 4.500 m²" in text
    assert "từ ngày 15/12/2026" in text
    assert "{" not in text


def test_refusal_gives_its_reason(packages: dict[str, Package]) -> None:
    for package in packages.values():
        rule = results.rule_for(package, Outcome.REFUSE)
        _, paragraphs = results.fill(rule, {"reason": "Thiếu giấy tờ đất."})
        assert any("Lý do: Thiếu giấy tờ đất." in line for line in paragraphs)
