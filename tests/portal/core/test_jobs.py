"""Jobs: at least once, one per key, retried, parked, safe against a dead or a second worker."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from django.db import connections, transaction

from portal.core import clock
from portal.core.jobs import Job, Priority, job, registry, running
from portal.core.jobs.health import backlog
from portal.core.jobs.models import JobRow, State

if TYPE_CHECKING:
    from collections.abc import Iterator

START = clock.parse("2026-11-23T09:00")
CALLS: list[int] = []
ADDRESS = "nguyen.an@example.vn"


class Killed(BaseException):
    """A worker's sudden end: nothing in the runner catches it."""


@pytest.fixture
def errand() -> Iterator[Job]:
    """A job that notes its number, with three retries from ten seconds on."""
    CALLS.clear()
    yield job("test.errand", retries=3, backoff=10)(lambda *, number: CALLS.append(number))
    del registry.JOBS["test.errand"]


@pytest.fixture
def failing() -> Iterator[Job]:
    """A job that always fails."""

    def fail(*, number: int) -> None:
        CALLS.append(number)
        raise ValueError(ADDRESS)

    CALLS.clear()
    yield job("test.failing", retries=3, backoff=10)(fail)
    del registry.JOBS["test.failing"]


@pytest.mark.django_db
def test_job_runs_once(errand: Job) -> None:
    errand.enqueue(key="1", number=1)
    assert running.run_due(worker="a") == 1
    assert running.run_due(worker="a") == 0
    assert CALLS == [1]
    assert JobRow.objects.get().state == State.DONE


@pytest.mark.django_db
def test_key_makes_one_job_even_after_it_ran(errand: Job) -> None:
    errand.enqueue(key="1", number=1)
    errand.enqueue(key="1", number=2)
    running.drain()
    errand.enqueue(key="1", number=3)
    assert running.drain() == 0
    assert CALLS == [1]


@pytest.mark.django_db
def test_job_of_a_rolled_back_transaction_never_runs(errand: Job) -> None:
    with transaction.atomic():
        errand.enqueue(key="1", number=1)
        transaction.set_rollback(True)
    assert running.run_due(worker="a") == 0
    assert CALLS == []


@pytest.mark.django_db
def test_job_waits_for_its_time(errand: Job) -> None:
    with clock.at(START):
        errand.enqueue(key="1", number=1, run_at=START + timedelta(minutes=5))
        assert running.run_due(worker="a") == 0
    with clock.at(START + timedelta(minutes=5)):
        assert running.run_due(worker="a") == 1


@pytest.mark.django_db
def test_earlier_jobs_run_first(errand: Job) -> None:
    with clock.at(START):
        for number in (3, 1, 2):
            errand.enqueue(key=str(number), number=number, run_at=START - timedelta(hours=-number))
    with clock.at(START + timedelta(days=1)):
        running.run_due(worker="a", limit=2)
    assert CALLS == [1, 2]


def enqueue_by_class(*classes: Priority) -> None:
    """Enqueue one job of each class, a minute after one another; its number is its class."""
    for minute, priority in enumerate(classes):
        row = Job("test.errand", lambda: None, 3, 10, priority)
        run_at = START + timedelta(minutes=minute)
        row.enqueue(key=str(minute), number=priority.value, run_at=run_at)


@pytest.mark.django_db
@pytest.mark.usefixtures("errand")
@pytest.mark.parametrize(
    ("oldest", "order"), [(False, [1, 1, 2, 3, 3]), (True, [3, 2, 1, 3, 1])], ids=["rank", "age"]
)
def test_money_goes_before_messages_before_papers(oldest: bool, order: list[int]) -> None:
    paper, message, money = Priority.PAPER, Priority.MESSAGE, Priority.MONEY
    enqueue_by_class(paper, message, money, paper, money)
    with clock.at(START + timedelta(days=1)):
        while running.run_due(worker="a", limit=1, oldest=oldest):
            pass
    assert order == CALLS


def test_job_that_names_no_priority_is_a_message(errand: Job) -> None:
    assert errand.priority == Priority.MESSAGE == JobRow().priority


@pytest.mark.django_db
def test_failed_job_backs_off_then_parks(failing: Job) -> None:
    moment, waits = START, []
    with clock.at(moment):
        failing.enqueue(key="1", number=1)
    for _ in range(4):
        with clock.at(moment):
            assert running.run_due(worker="a") == 1
            row = JobRow.objects.get()
            waits.append(int((row.run_at - moment).total_seconds()))
            moment = row.run_at
    assert waits[:3] == [10, 20, 40]
    assert row.state == State.PARKED
    assert row.error.startswith("builtins.ValueError")
    assert "in fail" in row.error
    assert ADDRESS not in row.error
    with clock.at(moment + timedelta(days=9)):
        assert running.run_due(worker="a") == 0


@pytest.mark.django_db
def test_parked_job_gets_new_tries(failing: Job) -> None:
    failing.enqueue(key="1", number=1)
    JobRow.objects.update(state=State.PARKED, tries=4)
    assert running.run_again(["test.failing/1"]) == 1
    running.run_due(worker="a")
    row = JobRow.objects.get()
    assert (row.state, row.tries) == (State.READY, 1)


@pytest.mark.django_db
def test_failing_job_holds_nobody_up(failing: Job, errand: Job) -> None:
    failing.enqueue(key="1", number=1)
    errand.enqueue(key="1", number=2)
    assert running.run_due(worker="a") == 2
    assert CALLS == [1, 2]


@pytest.mark.django_db
def test_job_without_a_handler_parks(errand: Job) -> None:
    errand.enqueue(key="1", number=1)
    JobRow.objects.update(name="test.gone")
    running.run_due(worker="a")
    row = JobRow.objects.get()
    assert row.state == State.PARKED
    assert "test.gone" in row.error


def kill_in(name: str) -> None:
    """Run one job named `name` in a worker that dies in the middle of it."""

    def die(*, number: int) -> None:
        raise Killed

    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(registry.JOBS, name, Job(name, die, 3, 10))
        with pytest.raises(Killed):
            running.run_due(worker="dead")


@pytest.mark.django_db
def test_killed_workers_job_comes_back_after_its_lease(errand: Job) -> None:
    with clock.at(START):
        errand.enqueue(key="1", number=1)
        kill_in("test.errand")
        assert running.run_due(worker="b") == 0
    with clock.at(START + running.LEASE + timedelta(seconds=1)):
        assert running.run_due(worker="b") == 1
    row = JobRow.objects.get()
    assert CALLS == [1]
    assert (row.state, row.tries) == (State.DONE, 2)


@pytest.mark.django_db
def test_batch_that_dies_costs_one_try_to_one_job(errand: Job) -> None:
    with clock.at(START):
        for number in range(3):
            errand.enqueue(key=str(number), number=number)
        kill_in("test.errand")
    assert sorted(JobRow.objects.values_list("tries", flat=True)) == [0, 0, 1]


@pytest.mark.django_db
def test_job_that_kills_its_workers_is_parked_in_the_end(errand: Job) -> None:
    moment = START
    with clock.at(moment):
        errand.enqueue(key="1", number=1)
    for _ in range(4):
        with clock.at(moment):
            kill_in("test.errand")
        moment += running.LEASE + timedelta(seconds=1)
    with clock.at(moment):
        assert running.run_due(worker="b") == 0
    row = JobRow.objects.get()
    assert CALLS == []
    assert row.state == State.PARKED
    assert "ended with its worker" in row.error


@pytest.mark.django_db
def test_job_of_a_lost_lease_is_left_alone(errand: Job) -> None:
    with clock.at(START):
        errand.enqueue(key="1", number=1)
        (pk,) = running._claim(worker="slow", limit=1)
    with clock.at(START + running.LEASE + timedelta(seconds=1)):
        assert running.run_due(worker="quick") == 1
        assert running._run(pk, worker="slow") is False
    assert CALLS == [1]


@pytest.mark.django_db
def test_late_failure_leaves_what_another_worker_did(errand: Job) -> None:
    def slow(*, number: int) -> None:
        registry.JOBS["test.errand"] = errand
        with clock.at(START + running.LEASE + timedelta(seconds=1)):
            assert running.run_due(worker="quick") == 1
        raise ConnectionError

    with clock.at(START):
        errand.enqueue(key="1", number=1)
        registry.JOBS["test.errand"] = Job("test.errand", slow, 3, 10)
        running.run_due(worker="slow")
    assert CALLS == [1]
    row = JobRow.objects.get()
    assert (row.state, row.error) == (State.DONE, "")


@pytest.mark.django_db
def test_backlog_counts_what_is_not_done(errand: Job) -> None:
    with clock.at(START):
        for number in range(4):
            errand.enqueue(key=str(number), number=number)
        errand.enqueue(key="later", number=9, run_at=START + timedelta(days=1))
        JobRow.objects.filter(key="test.errand/0").update(state=State.DONE)
        JobRow.objects.filter(key="test.errand/1").update(state=State.PARKED)
        JobRow.objects.filter(key="test.errand/2").update(state=State.RUNNING)
    with clock.at(START + timedelta(seconds=90)):
        assert backlog() == {"ready": 2, "running": 1, "parked": 1, "oldest_seconds": 90}


def test_backoff_doubles_up_to_six_hours() -> None:
    errand = Job("test.errand", lambda: None, 99, 5)
    assert [errand.delay(tries) for tries in (1, 2, 3, 4)] == [5, 10, 20, 40]
    assert errand.delay(50) == 6 * 3600


def test_two_jobs_of_one_name_are_refused(errand: Job) -> None:
    with pytest.raises(ValueError, match=r"test\.errand"):
        job("test.errand")(print)


@pytest.mark.postgresql(reason="workers skip each other's locked rows")
@pytest.mark.django_db(transaction=True)
def test_two_workers_share_the_jobs(errand: Job) -> None:
    for number in range(40):
        errand.enqueue(key=str(number), number=number)
    start = Barrier(3)

    def work(worker: str) -> int:
        try:
            start.wait()
            return running.drain(worker=worker)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as pool:
        ran = [future.result() for future in [pool.submit(work, name) for name in "abc"]]
    assert sum(ran) == 40
    assert sorted(CALLS) == list(range(40))
