from datetime import UTC, datetime

import pytest
from stdnum.iso7064 import mod_37_36

from payments import codes

# 31 December in Greenwich is already the new year in Việt Nam.
NEW_YEAR = datetime(2026, 12, 31, 17, 30, tzinfo=UTC)
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def test_reference_names_the_day_in_vietnam() -> None:
    reference = codes.new_txn_ref(NEW_YEAR)
    assert reference.startswith("DVC270101")
    assert len(reference) == 18
    assert mod_37_36.is_valid(reference)


def test_references_differ() -> None:
    assert len({codes.new_txn_ref(NEW_YEAR) for _ in range(500)}) == 500


@pytest.mark.parametrize("place", range(3, 18))
def test_one_wrong_character_is_found(place: int) -> None:
    reference = "DVC270101" + "4T7ZK0MQ" + codes.check_character("DVC2701014T7ZK0MQ")
    assert mod_37_36.is_valid(reference)
    for letter in LETTERS:
        wrong = reference[:place] + letter + reference[place + 1 :]
        assert mod_37_36.is_valid(wrong) is (letter == reference[place])


def test_public_codes_are_long_and_differ() -> None:
    drawn = {codes.new_public_code() for _ in range(500)}
    assert len(drawn) == 500
    assert {len(code) for code in drawn} == {20}
