from datetime import date

import pytest
from django.core.exceptions import ValidationError

from portal.accounts.identity import (
    PROVINCE_CODES,
    is_tax_code,
    personal_number_warnings,
    validate_tax_code,
)

MAN_OF_1985 = (date(1985, 3, 12), "male")
PROVINCE, CENTURY, YEAR = "mã tỉnh", "thế kỷ sinh và giới tính", "năm sinh"


@pytest.mark.parametrize(
    ("number", "birth_date", "gender", "complaints"),
    [
        ("031085999001", *MAN_OF_1985, []),
        ("031192999002", date(1992, 8, 25), "female", []),
        ("030204999003", date(2004, 1, 30), "male", []),
        ("096304999004", date(2004, 1, 30), "female", []),
        ("031500999005", date(2100, 1, 1), "female", []),
        ("003085999001", *MAN_OF_1985, [PROVINCE]),
        ("097085999001", *MAN_OF_1985, [PROVINCE]),
        ("031185999001", *MAN_OF_1985, [CENTURY]),
        ("031285999001", *MAN_OF_1985, [CENTURY]),
        ("031084999001", *MAN_OF_1985, [YEAR]),
        ("999999999999", *MAN_OF_1985, [PROVINCE, CENTURY, YEAR]),
    ],
)
def test_number_is_held_against_the_person(number, birth_date, gender, complaints):
    warnings = personal_number_warnings(number, birth_date, gender)
    assert len(warnings) == len(complaints)
    for warning, complaint in zip(warnings, complaints, strict=True):
        assert complaint in warning


def test_there_were_63_provinces():
    assert len(PROVINCE_CODES) == 63


@pytest.mark.parametrize(
    ("code", "issued"),
    [
        ("0100109106", True),
        ("0101243150", True),
        ("0100109107", False),
        ("0100109106-001", True),
        ("0100109106-000", False),
        ("0100109106001", False),
        ("031085999001", True),
        ("997085999001", False),
        ("0100 109 106", False),
        ("٠٣١٠٨٥٩٩٩٠٠١", False),
        ("", False),
    ],
)
def test_tax_code_is_judged_by_its_check_digit(code, issued):
    assert is_tax_code(code) is issued


def test_wrong_tax_code_gets_a_sentence():
    with pytest.raises(ValidationError, match="Mã số thuế không đúng"):
        validate_tax_code("0100109107")
    validate_tax_code("0100109106")
