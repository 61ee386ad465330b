import pytest

from payments.vnpay import Outcome, read_outcome, response_text
from payments.vnpay.codes import RESPONSE_TEXTS

FAILURES = ("05", "06", "08", "09", "10", "12", "13", "51", "65", "75", "79", "99")

TABLE = [
    ("00", "00", Outcome.SUCCEEDED),
    ("00", "01", Outcome.PENDING),
    ("00", "02", Outcome.UNKNOWN),
    ("00", "07", Outcome.SUSPECTED),
    ("00", "04", Outcome.REVERSED),
    ("00", "05", Outcome.UNKNOWN),
    ("00", "06", Outcome.UNKNOWN),
    ("00", "09", Outcome.UNKNOWN),
    ("00", "20", Outcome.UNKNOWN),
    ("00", "42", Outcome.UNKNOWN),
    ("00", "", Outcome.UNKNOWN),
    ("07", "00", Outcome.SUSPECTED),
    ("07", "02", Outcome.SUSPECTED),
    ("07", "07", Outcome.SUSPECTED),
    ("07", "04", Outcome.REVERSED),
    ("07", "05", Outcome.UNKNOWN),
    ("11", "02", Outcome.EXPIRED),
    ("24", "02", Outcome.CANCELLED),
    ("24", "00", Outcome.UNKNOWN),
    ("24", "01", Outcome.UNKNOWN),
    ("24", "04", Outcome.REVERSED),
    ("01", "02", Outcome.UNKNOWN),
    ("04", "02", Outcome.UNKNOWN),
    ("88", "02", Outcome.UNKNOWN),
    ("88", "42", Outcome.UNKNOWN),
    ("88", "00", Outcome.UNKNOWN),
    *[(code, "02", Outcome.FAILED) for code in FAILURES],
    *[(code, "00", Outcome.UNKNOWN) for code in FAILURES],
    *[(code, "01", Outcome.UNKNOWN) for code in FAILURES],
]


@pytest.mark.parametrize(("code", "status", "outcome"), TABLE)
def test_codes_are_read_together(code: str, status: str, outcome: Outcome) -> None:
    assert read_outcome(code, status) is outcome


def test_only_double_zero_is_paid() -> None:
    every = [f"{number:02d}" for number in range(100)]
    paid = [
        (code, status)
        for code in every
        for status in every
        if read_outcome(code, status) is Outcome.SUCCEEDED
    ]
    assert paid == [("00", "00")]


def test_not_charged_is_claimed_only_with_status_02() -> None:
    every = [f"{number:02d}" for number in range(100)]
    final = {Outcome.FAILED, Outcome.CANCELLED, Outcome.EXPIRED}
    claims = {status for code in every for status in every if read_outcome(code, status) in final}
    assert claims == {"02"}


@pytest.mark.parametrize("code", sorted(RESPONSE_TEXTS))
def test_each_code_has_words_in_both_languages(code: str) -> None:
    text = response_text(code)
    assert text.vi
    assert text.en
    assert text.vi != text.en


def test_unlisted_code_is_not_called_a_failure() -> None:
    assert response_text("88").vi == "Chưa xác định được kết quả"
