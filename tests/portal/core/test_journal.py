"""The journal: written in transactions, never changed, placed without gaps, read once each."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from django.db import DatabaseError, connection, connections, transaction

from portal.core import clock, journal
from portal.core.jobs import running
from portal.core.jobs.models import JobRow
from portal.core.journal import proofs, readers, sequencer
from portal.core.journal.models import Cursor, Event, EventPosition, PendingEvent, Sequence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def write(number: int = 1, *, name: str = "dossier.accepted") -> list[Event]:
    with transaction.atomic():
        return [
            journal.record(f"dossier:{index}", name, actor="system:test", data={"dossier": index})
            for index in range(number)
        ]


@pytest.fixture
def heard() -> Iterator[list[str]]:
    """A reader of `dossier.a*`; what it heard."""
    names: list[str] = []
    journal.reader("test.reader", "dossier.a*")(lambda event: names.append(event.subject))
    yield names
    del readers.READERS["test.reader"]


@pytest.mark.django_db(transaction=True)
def test_fact_outside_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError, match="inside the transaction"):
        journal.record("dossier:1", "dossier.accepted", actor="staff:1")


@pytest.mark.django_db
def test_hash_follows_every_column() -> None:
    event = write()[0]
    seen = {journal.digest(event)}
    for column, value in {
        "subject": "dossier:other",
        "name": "dossier.refused",
        "actor": "staff:9",
        "agency": "H24",
        "procedure": "2.000635",
        "data": {"dossier": 2},
        "occurred_at": clock.parse("2026-01-05T08:00"),
        "recorded_at": clock.parse("2026-01-05T08:00"),
    }.items():
        setattr(event, column, value)
        seen.add(journal.digest(event))
    assert len(seen) == 9


@pytest.mark.django_db
def test_stored_event_keeps_its_hash() -> None:
    event = write()[0]
    again = Event.objects.get(pk=event.pk)
    assert journal.digest(again) == again.hash == event.hash


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        lambda: Event.objects.update(actor="staff:666"),
        lambda: Event.objects.all().delete(),
        lambda: Event.objects.get().save(),
    ],
    ids=["update", "delete", "save"],
)
def test_event_is_never_changed(change: Callable[[], object]) -> None:
    write()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        change()
    assert Event.objects.get().actor == "system:test"


@pytest.mark.django_db
def test_places_have_no_gaps() -> None:
    write(3)
    assert sequencer.lag() == 3
    assert sequencer.sequence(limit=2) == 2
    write(2)
    assert sequencer.sequence() == 3
    assert sequencer.sequence() == 0
    assert sequencer.lag() == 0
    assert list(EventPosition.objects.values_list("position", flat=True)) == [1, 2, 3, 4, 5]
    assert not proofs.prove()


@pytest.mark.django_db
def test_backlog_is_placed_from_its_oldest_event_on() -> None:
    events = write(3)
    PendingEvent.objects.all().delete()
    for event in reversed(events):
        PendingEvent.objects.create(event_id=event.pk)
    order = [event.pk for event in sorted(events, key=lambda event: event.pk)]
    for _ in order:
        sequencer.sequence(limit=1)
    placed = EventPosition.objects.order_by("position").values_list("event_id", flat=True)
    assert list(placed) == order


@pytest.mark.django_db
def test_fact_of_a_rolled_back_transaction_leaves_nothing() -> None:
    with transaction.atomic():
        journal.record("dossier:1", "dossier.accepted", actor="staff:1")
        transaction.set_rollback(True)
    assert not PendingEvent.objects.exists()
    assert sequencer.sequence() == 0


@pytest.mark.django_db
def test_reader_hears_each_matching_event_once(heard: list[str]) -> None:
    write(2)
    write(1, name="payment.succeeded")
    sequencer.sequence()
    assert readers.dispatch() > 0
    assert readers.dispatch() == 0
    running.drain()
    assert sorted(heard) == ["dossier:0", "dossier:1"]
    assert Cursor.objects.get(reader="test.reader").position == 3


@pytest.mark.django_db
def test_reader_goes_past_what_it_does_not_want(heard: list[str]) -> None:
    write(3, name="payment.succeeded")
    write(1)
    sequencer.sequence()
    rounds = 0
    while readers.dispatch(limit=1):
        rounds += 1
    running.drain()
    assert heard == ["dossier:0"]
    assert rounds == 4


@pytest.mark.django_db
def test_event_dispatched_twice_makes_one_job(heard: list[str]) -> None:
    write()
    sequencer.sequence()
    readers.dispatch()
    Cursor.objects.update(position=0)
    readers.dispatch()
    assert JobRow.objects.filter(key__startswith="journal.read/test.reader:").count() == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("heard")
def test_two_readers_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match=r"test\.reader"):
        journal.reader("test.reader", "*")(print)


def forge() -> None:
    """Change an event behind the triggers' back, as somebody with the database's keys would."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER journal_event_no_update")
        else:
            cursor.execute("ALTER TABLE journal_event DISABLE TRIGGER journal_event_no_update")
        cursor.execute("UPDATE journal_event SET actor = 'staff:666'")


def delete() -> None:
    """Delete an event that has its place, past the triggers and past what refers to it."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA defer_foreign_keys = ON")
            cursor.execute("DROP TRIGGER journal_event_no_delete")
        else:
            cursor.execute("ALTER TABLE journal_event DISABLE TRIGGER ALL")
        cursor.execute("DELETE FROM journal_event WHERE subject = 'dossier:1'")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("harm", "named"),
    [
        (forge, "hash does not match"),
        (delete, "position 2 belongs to event "),
        (lambda: EventPosition.objects.filter(position=2).update(position=9), "gap"),
        (lambda: EventPosition.objects.filter(position=1).delete(), "does not wait"),
        (lambda: Sequence.objects.update(last=7), "sequence stands at 7"),
        (lambda: Cursor.objects.create(reader="x", position=44), "past the last position"),
        (lambda: PendingEvent.objects.create(event_id=Event.objects.first().pk), "still waits"),
        (
            lambda: PendingEvent.objects.create(event_id="00000000-0000-0000-0000-000000000001"),
            "not in the journal",
        ),
    ],
)
def test_proof_names_the_harm(harm: Callable[[], object], named: str) -> None:
    write(3)
    sequencer.sequence()
    assert proofs.prove() == []
    harm()
    assert any(named in difference for difference in proofs.prove())
    transaction.set_rollback(True)  # before the foreign keys are looked at


@pytest.mark.postgresql(reason="two sequencers meet at a row lock")
@pytest.mark.django_db(transaction=True)
def test_two_sequencers_share_the_places() -> None:
    write(60)
    start = Barrier(3)

    def place() -> int:
        try:
            start.wait()
            return sum(sequencer.sequence(limit=7) for _ in range(12))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as pool:
        placed = [future.result() for future in [pool.submit(place) for _ in range(3)]]
    assert sum(placed) == 60
    assert sequencer.lag() == 0
    assert proofs.prove() == []


@pytest.mark.postgresql(reason="a transaction stays open while another commits")
@pytest.mark.django_db(transaction=True)
def test_event_that_commits_late_is_placed_late() -> None:
    written, go_on = Barrier(2), Barrier(2)

    def slow() -> None:
        try:
            with transaction.atomic():
                journal.record("dossier:slow", "dossier.accepted", actor="staff:1")
                written.wait()
                go_on.wait()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        running_slow = pool.submit(slow)
        written.wait()
        write(1)
        assert sequencer.sequence() == 1
        go_on.wait()
        running_slow.result()
    assert sequencer.sequence() == 1
    placed = EventPosition.objects.order_by("position").values_list("event__subject", flat=True)
    assert list(placed) == ["dossier:0", "dossier:slow"]
    assert proofs.prove() == []
