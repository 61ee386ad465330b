"""Rows that are read and written by hand."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from portal.core import clock, rows
from portal.core.jobs.models import JobRow
from portal.core.journal import event
from portal.core.journal.models import Event

pytestmark = pytest.mark.django_db


def a_job(key: str, **values: object) -> JobRow:
    """Make a row that is not yet written."""
    moment = clock.now()
    return JobRow(name="x", key=key, run_at=moment, created_at=moment, **values)


def test_what_is_written_reads_the_same():
    job, fact = a_job("x/1", kwargs={"tên": "Đỗ"}), event("a:1", "a.b", actor="x", data={"é": [1]})
    rows.send([*rows.insert([job, a_job("x/2")]), *rows.insert([fact])])
    job.kwargs, job.tries = {"quote": "'; --%s"}, 3
    rows.send(rows.update(job, ["kwargs", "tries"]))
    read = JobRow.objects.get(key="x/1")
    assert (read.kwargs, read.tries, read.run_at) == ({"quote": "'; --%s"}, 3, job.run_at)
    assert JobRow.objects.filter(key="x/2", tries=0).exists()
    assert Event.objects.get().data == {"é": [1]}


def test_only_the_named_fields_are_written():
    job = a_job("x/1")
    rows.send(rows.insert([job]))
    job.tries, job.error = 3, "x"
    rows.send(rows.update(job, ["tries"]))
    job.refresh_from_db()
    assert (job.tries, job.error) == (3, "")


def test_a_row_that_is_there_is_passed_over_or_refused():
    rows.send(rows.insert([a_job("x/1")]))
    rows.send(rows.insert([a_job("x/1"), a_job("x/2")], unless_there=True))
    assert JobRow.objects.count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.send([*rows.insert([a_job("x/3")]), *rows.insert([a_job("x/1")])])
    assert JobRow.objects.count() == 2


def test_nothing_is_written_for_no_rows():
    assert rows.insert([]) == []


@pytest.mark.postgresql
def test_they_take_one_round_trip():
    with CaptureQueriesContext(connection) as taken:
        rows.send([*rows.insert([a_job("x/1")]), *rows.insert([a_job("x/2")])])
    assert len(taken) == 1


@pytest.mark.django_db(transaction=True)
def test_they_are_never_written_outside_a_transaction():
    with pytest.raises(RuntimeError):
        rows.send(rows.insert([a_job("x/1")]))


def test_a_row_that_is_read_by_hand_is_the_same_row():
    job = a_job("x/1", kwargs={"tên": ["Đỗ", 1]}, tries=2)
    rows.send(rows.insert([job]))
    found = rows.locked(JobRow, job.pk)
    columns = [field.attname for field in JobRow._meta.concrete_fields]
    read = JobRow.objects.get(pk=job.pk)
    assert [getattr(found, name) for name in columns] == [getattr(read, name) for name in columns]
    assert not found._state.adding
    assert rows.locked(JobRow, a_job("x/2").pk) is None
