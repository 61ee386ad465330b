"""The text of an identity card's QR code, as a reader types it into one field (pure).

`number|old number|full name|ddmmyyyy|gender|address|ddmmyyyy of issue`; the newer card carries more
fields after these and may leave the old number out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from portal.accounts.identity import PERSONAL_NUMBER, personal_number_warnings
from portal.core.errors import FieldError, InvalidInput
from portal.core.text import fold, nfc

if TYPE_CHECKING:
    from collections.abc import Sequence

CODE = "identity_card"
MAX_TEXT = 1000
_OLD_NUMBER = re.compile(r"[0-9]{9}|[0-9]{12}")
_DAY = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4})")
_NAME = re.compile(r"[^\W\d_][^\W\d_'. -]*(?: [^\W\d_'. -]+)*", re.UNICODE)
_GENDERS = {"nam": "male", "nu": "female"}
_FEWEST = 5  # up to the address; the day of issue may be cut off


@dataclass(frozen=True, slots=True)
class IdentityCard:
    """What an identity card says of its holder."""

    personal_number: str
    full_name: str
    birth_date: date
    gender: str  # male | female
    address: str
    old_number: str = ""
    issued_on: date | None = None

    @property
    def warnings(self) -> list[str]:
        """What in the number does not fit the holder: to be looked at, never an error."""
        return personal_number_warnings(self.personal_number, self.birth_date, self.gender)


def parse(text: str, *, today: date, pointer: str = "/card") -> IdentityCard:
    """Read what the reader typed; a text that is no card's is refused with what is wrong."""
    if len(text) > MAX_TEXT:
        raise _wrong("Nội dung mã QR quá dài, không phải của thẻ căn cước.", pointer)
    fields = [" ".join(nfc(field).split()) for field in text.split("|")]
    if len(fields) < _FEWEST:
        raise _wrong(
            "Mã QR chưa được đọc hết hoặc không phải của thẻ căn cước. Hãy quét lại.", pointer
        )
    number, *rest = fields
    if not re.match(PERSONAL_NUMBER, number):
        raise _wrong(
            "Mã QR phải bắt đầu bằng số định danh cá nhân gồm 12 chữ số. Hãy quét lại thẻ.", pointer
        )
    old_number, (name, born, gender, address, *more) = _old_number(rest, pointer)
    return IdentityCard(
        personal_number=number,
        full_name=_name(name, pointer),
        birth_date=_birth_date(born, today, pointer),
        gender=_gender(gender, pointer),
        address=address[:300],
        old_number=old_number,
        issued_on=_day(more[0]) if more else None,
    )


def _old_number(rest: Sequence[str], pointer: str) -> tuple[str, Sequence[str]]:
    """The number of the earlier paper, which may be empty or missing, and what follows it."""
    first = rest[0]
    if first and not _OLD_NUMBER.fullmatch(first):
        # No old number at all: the name stands in its place, with the day of birth behind it.
        old_number, following = "", rest
    else:
        old_number, following = first, rest[1:]
    if len(following) < _FEWEST - 1:
        raise _wrong("Mã QR chưa được đọc hết. Hãy quét lại thẻ.", pointer)
    return old_number, following


def _name(text: str, pointer: str) -> str:
    if not _NAME.fullmatch(text) or len(text) > 150:
        raise _wrong(
            "Mã QR không theo thứ tự của thẻ căn cước: không thấy họ tên ở đúng chỗ.", pointer
        )
    return text


def _birth_date(text: str, today: date, pointer: str) -> date:
    day = _day(text)
    if day is None:
        raise _wrong(
            "Mã QR không theo thứ tự của thẻ căn cước: không thấy ngày sinh ở đúng chỗ.", pointer
        )
    if day > today:
        raise _wrong("Ngày sinh trong mã QR ở sau hôm nay. Hãy kiểm tra thẻ.", pointer)
    return day


def _gender(text: str, pointer: str) -> str:
    gender = _GENDERS.get(fold(text))
    if gender is None:
        raise _wrong(
            "Mã QR không theo thứ tự của thẻ căn cước: không thấy giới tính ở đúng chỗ.", pointer
        )
    return gender


def _day(text: str) -> date | None:
    found = _DAY.fullmatch(text)
    try:
        return date(int(found[3]), int(found[2]), int(found[1])) if found else None
    except ValueError:
        return None


def _wrong(message: str, pointer: str) -> InvalidInput:
    return InvalidInput(message, errors=[FieldError(pointer, CODE, message)])
