from datetime import UTC, datetime

import pytest

from payments import codes

# 31 December in Greenwich is already the new year in Việt Nam.
NEW_YEAR = datetime(2026, 12, 31, 17, 30, tzinfo=UTC)


def test_reference_names_the_day_in_vietnam() -> None:
    reference = codes.new_txn_ref(NEW_YEAR)
    assert reference.startswith("DVC270101")
    assert len(reference) == 18
    assert codes.is_txn_ref(reference)


def test_references_differ() -> None:
    assert len({codes.new_txn_ref(NEW_YEAR) for _ in range(500)}) == 500


@pytest.mark.parametrize("place", range(3, 18))
def test_one_wrong_character_is_found(place: int) -> None:
    reference = "DVC270101" + "4T7ZK0MQ" + codes.check_character("DVC2701014T7ZK0MQ")
    assert codes.is_txn_ref(reference)
    for letter in codes.ALPHABET:
        wrong = reference[:place] + letter + reference[place + 1 :]
        assert codes.is_txn_ref(wrong) is (letter == reference[place])


@pytest.mark.parametrize("text", ["", "DVC", "XYZ2701014T7ZK0MQ1", "DVC270101----------"])
def test_other_texts_are_no_references(text: str) -> None:
    assert not codes.is_txn_ref(text)


def test_public_codes_are_long_and_differ() -> None:
    drawn = {codes.new_public_code() for _ in range(500)}
    assert len(drawn) == 500
    assert {len(code) for code in drawn} == {20}
