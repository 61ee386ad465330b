"""The QR text of identity cards, as readers type it."""

from datetime import date

import pytest

from portal.accounts.identity_card import parse
from portal.core.errors import InvalidInput

TODAY = date(2026, 11, 23)
PLAIN = (
    "031085000999|031234567|Nguyễn Thị Bích|12031985|Nữ|"
    "Số 12 phố Minh Khai, Hồng Bàng, Hải Phòng|01072021"
)
NUMBER, OLD, NAME, BORN, GENDER, ADDRESS, ISSUED = PLAIN.split("|")


def qr(*fields):
    return "|".join(fields)


@pytest.mark.parametrize(
    ("text", "old", "issued"),
    [
        (PLAIN, OLD, date(2021, 7, 1)),
        (f"{PLAIN}\r\n", OLD, date(2021, 7, 1)),
        (qr(NUMBER, "", NAME, BORN, GENDER, ADDRESS, ISSUED), "", date(2021, 7, 1)),
        (qr(NUMBER, NAME, BORN, GENDER, ADDRESS, ISSUED), "", date(2021, 7, 1)),
        (qr(NUMBER, NAME, BORN, GENDER, ADDRESS), "", None),
        (f"{PLAIN}||Nguyễn Văn Cha|Trần Thị Mẹ|", OLD, date(2021, 7, 1)),
        (qr(NUMBER, OLD, NAME, BORN, GENDER, ADDRESS, ""), OLD, None),
        (qr(NUMBER, "030085000111", NAME, BORN, "nữ", ADDRESS), "030085000111", None),
    ],
    ids=["old", "enter", "empty-old", "no-old", "cut", "trailing", "no-issue", "capitals"],
)
def test_card_is_read(text, old, issued):
    card = parse(text, today=TODAY)

    assert (card.personal_number, card.full_name) == (NUMBER, NAME)
    assert (card.birth_date, card.gender, card.address) == (date(1985, 3, 12), "female", ADDRESS)
    assert (card.old_number, card.issued_on) == (old, issued)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "chưa được đọc hết"),
        ("https://example.vn/abc", "không phải của thẻ căn cước"),
        (qr(NUMBER, OLD, NAME), "chưa được đọc hết"),
        (qr(NUMBER, OLD, NAME, BORN, GENDER), "chưa được đọc hết"),
        (qr(OLD, NUMBER, NAME, BORN, GENDER, ADDRESS, ISSUED), "12 chữ số"),
        (qr(NAME, NUMBER, OLD, BORN, GENDER, ADDRESS, ISSUED), "12 chữ số"),
        (qr(NUMBER, OLD, BORN, NAME, GENDER, ADDRESS, ISSUED), "không thấy họ tên"),
        (qr(NUMBER, OLD, NAME, GENDER, BORN, ADDRESS, ISSUED), "không thấy ngày sinh"),
        (qr(NUMBER, OLD, NAME, "31021985", GENDER, ADDRESS, ISSUED), "không thấy ngày sinh"),
        (qr(NUMBER, OLD, NAME, "24112026", GENDER, ADDRESS, ISSUED), "sau hôm nay"),
        (qr(NUMBER, OLD, NAME, BORN, ADDRESS, GENDER, ISSUED), "không thấy giới tính"),
        ("|".join(["1" * 12] * 200), "quá dài"),
    ],
)
def test_what_is_no_card_is_refused_with_a_sentence(text, sentence):
    with pytest.raises(InvalidInput, match=sentence) as refused:
        parse(text, today=TODAY, pointer="/submitter/card")

    assert refused.value.errors[0].pointer == "/submitter/card"


def test_number_that_does_not_fit_is_a_warning():
    assert parse(PLAIN, today=TODAY).warnings == [
        "Chữ số thứ tư không khớp với thế kỷ sinh và giới tính."
    ]
