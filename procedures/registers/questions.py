"""What can be asked of which register: the facts it takes, the facts it gives (pure)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from portal.accounts.identity import PERSONAL_NUMBER, personal_number_warnings
from portal.core.text import nfc
from procedures.registers import comparing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from procedures.registers.port import Facts

REGISTERS = {
    "population": "Cơ sở dữ liệu quốc gia về dân cư",
    "civil_status": "Cơ sở dữ liệu hộ tịch điện tử",
    "birth_notice": "Cơ sở dữ liệu giấy chứng sinh điện tử",
}


@dataclass(frozen=True, slots=True)
class Question:
    """One kind of look-up; facts are texts, dates in ISO 8601, genders `male` and `female`."""

    code: str
    label: str
    needs: tuple[str, ...]
    gives: tuple[str, ...]
    takes: tuple[str, ...] = ()  # compared or passed on when given
    doubts: Callable[[Facts, Facts], list[str]] | None = None

    @property
    def register(self) -> str:
        """The register that answers."""
        return self.code.partition(".")[0]

    def take(self, facts: Mapping[str, Any]) -> dict[str, str]:
        """Keep of the given facts those that this question takes: nothing else leaves the house."""
        texts = {name: _text(facts.get(name)) for name in (*self.needs, *self.takes)}
        return {name: text for name, text in texts.items() if text}

    def lacks(self, given: Facts) -> bool:
        """Whether a fact is missing without which the register cannot be asked."""
        return not set(self.needs) <= set(given)

    def differences(self, given: Facts, answered: Facts) -> list[str]:
        """Name the facts in which an answer contradicts what was given, or itself."""
        found = comparing.differences(given, answered)
        doubted = self.doubts(given, answered) if self.doubts else []
        return sorted({*found, *doubted})


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else nfc(str(value))


def _misshapen_number(given: Facts, answered: Facts) -> list[str]:
    """Doubt a new personal number that does not fit the child."""
    number = answered["personal_number"]
    try:
        born = date.fromisoformat(given["birth_date"])
    except ValueError:
        return ["birth_date"]
    fits = re.fullmatch(PERSONAL_NUMBER, number) and not personal_number_warnings(
        number, born, given["gender"]
    )
    return [] if fits else ["personal_number"]


_ALL = (
    Question(
        "population.person",
        "Thông tin công dân",
        needs=("personal_number", "full_name", "birth_date"),
        takes=("gender",),
        gives=("full_name", "birth_date", "gender", "address", "commune"),
    ),
    Question(
        "population.new_number",
        "Cấp số định danh cá nhân cho trẻ em đăng ký khai sinh",
        needs=("full_name", "birth_date", "gender"),
        takes=("notice_number", "mother_personal_number", "father_personal_number"),
        gives=("personal_number",),
        doubts=_misshapen_number,
    ),
    Question(
        "civil_status.record",
        "Thông tin đăng ký hộ tịch",
        needs=("kind", "full_name", "birth_date"),
        takes=("number", "book", "date"),
        gives=("number", "book", "date"),
    ),
    Question(
        "birth_notice.notice",
        "Giấy chứng sinh điện tử",
        needs=("notice_number", "mother_personal_number"),
        takes=("mother_full_name", "birth_date", "gender"),
        gives=(
            "issued_on",
            "issued_by",
            "mother_full_name",
            "birth_date",
            "birth_time",
            "birth_place",
            "gender",
            "plurality",
        ),
    ),
)
QUESTIONS = {question.code: question for question in _ALL}
# A package's `register:<name>` names the register alone and means its first question.
_FIRST = {question.register: question for question in reversed(_ALL)}


def is_known(name: str) -> bool:
    """Whether `name` is a question (`population.person`) or a register (`population`)."""
    return name in QUESTIONS or name in _FIRST


def find(name: str) -> Question:
    """Find a question by its code or by its register; an unknown name is a mistake of ours."""
    question = QUESTIONS.get(name) or _FIRST.get(name)
    if question is None:
        raise ValueError(f"no register answers to {name!r}")
    return question
