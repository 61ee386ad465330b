"""Codes and numbers: their form, and one each however many ask at once."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction

from portal.core import clock
from procedures.dossiers import codes
from procedures.dossiers.models import CodeCounter
from tests.factories import dossiers as factory

MONDAY = clock.parse("2026-11-23T09:00")
AGENCY = "H24.21.22"


@pytest.mark.django_db
def test_codes_count_from_one_for_each_agency_and_day():
    allocated = [
        codes.allocate_code(agency, received_at=moment)
        for agency, moment in (
            (AGENCY, MONDAY),
            (AGENCY, MONDAY),
            ("H24.21.38", MONDAY),
            (AGENCY, MONDAY + timedelta(days=1)),
            (AGENCY, MONDAY),
        )
    ]
    assert allocated == [
        "H24.21.22-261123-0001",
        "H24.21.22-261123-0002",
        "H24.21.38-261123-0001",
        "H24.21.22-261124-0001",
        "H24.21.22-261123-0003",
    ]


@pytest.mark.django_db
def test_the_day_of_a_code_is_vietnams():
    late = clock.parse("2026-11-22T18:00+00:00")
    assert codes.allocate_code(AGENCY, received_at=late) == "H24.21.22-261123-0001"


@pytest.mark.django_db
def test_a_code_widens_past_9999():
    CodeCounter.objects.create(agency_code=AGENCY, day=MONDAY.date(), last=9998)
    tails = [codes.allocate_code(AGENCY, received_at=MONDAY).rsplit("-")[-1] for _ in range(3)]
    assert tails == ["9999", "10000", "10001"]


@pytest.mark.django_db
def test_a_code_is_dated_by_the_receipt_in_law(clock_at):
    clock_at("2026-11-20T20:00")  # Friday evening; 23 November is the next working day
    assert factory.a_submitted().code == "H24.21.22-261123-0001"


@pytest.mark.django_db
def test_numbers_restart_each_year_and_in_each_book():
    new_year = clock.parse("2026-12-31T18:00+00:00")
    allocated = [
        codes.allocate_number(AGENCY, book=book, issued_at=moment)
        for book, moment in (("a", MONDAY), ("a", MONDAY), ("b", MONDAY), ("a", new_year))
    ]
    assert allocated == [1, 2, 1, 1]


def test_secrets_are_eight_letters_that_nobody_misreads():
    made = {codes.new_secret() for _ in range(200)}
    assert len(made) == 200
    assert all(re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{8}", secret) for secret in made)


@pytest.mark.django_db
def test_a_submission_that_fails_gives_its_number_back():
    with transaction.atomic():
        codes.allocate_code(AGENCY, received_at=MONDAY)
        transaction.set_rollback(True)
    assert codes.allocate_code(AGENCY, received_at=MONDAY).endswith("-0001")


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_distinct_codes_without_a_gap():
    def allocate(_: int) -> str:
        try:
            with transaction.atomic():
                return codes.allocate_code(AGENCY, received_at=MONDAY)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        allocated = list(pool.map(allocate, range(60)))
    assert sorted(allocated) == [f"{AGENCY}-261123-{number:04d}" for number in range(1, 61)]
    assert connection.vendor == "postgresql"
