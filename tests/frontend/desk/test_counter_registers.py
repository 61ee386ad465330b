"""The counter's one screen asks the registers before it asks for a scan."""

import pytest

from tests.factories.dossiers import BIRTH, BIRTH_ANSWERS
from tests.frontend.browsing import browser, words
from tests.frontend.desk.walk_in import ARRIVAL, PLACE, hidden

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(clock_at):
    clock_at("2026-11-23T09:00")
    return browser("clerk-hongbang")


def birth_answers():
    """The birth's answers as the one screen posts them."""
    posted = {}
    for group, value in BIRTH_ANSWERS.items():
        facts = value.items() if isinstance(value, dict) else [("", value)]
        for name, fact in facts:
            key = f"{group}.{name}".rstrip(".")
            if name in {"birth_date", "issued_on"}:
                parts = zip(("year", "month", "day"), fact.split("-"), strict=True)
                posted |= {f"{key}.{part}": text for part, text in parts}
            else:
                posted[key] = str(fact).lower() if isinstance(fact, bool) else str(fact)
    return posted


@pytest.mark.parametrize(
    ("faults", "said", "asks"),
    [
        ({}, "Đã tra cứu được tại", False),
        ({"birth_notice": "slow"}, "chưa trả lời kịp", True),
        ({"birth_notice": "down"}, "chưa kết nối được", True),
    ],
)
def test_registers_are_asked_before_a_scan(clerk, settings, faults, said, asks):
    settings.REGISTER_FAULTS, settings.REGISTER_TIME_LIMIT = faults, 0.2
    form = f"{PLACE}/thu-tuc/{BIRTH}"
    page = clerk.post(form, {**ARRIVAL, **birth_answers(), "then": "read"})
    assert said in words(page)
    assert ('name="paper.birth_notice"' in page.content.decode()) is asks
    if not asks:
        # What rests on other answers goes with them.
        changed = {**birth_answers(), "notice.number": "9999/GCS-2026"}
        page = clerk.post(form, {**ARRIVAL, **changed, **hidden(page), "then": "read"})
        assert "Không tìm thấy tại" in words(page)
        assert 'name="paper.birth_notice"' in page.content.decode()
