"""Staff hear of what applicants write: in the queue, in a list of its own, on the first page."""

from __future__ import annotations

import pytest

from portal.core import clock
from portal.core.errors import NotAllowed
from procedures.dossiers import queues, talk
from procedures.dossiers.models import Dossier
from procedures.dossiers.queues import Filter
from tests.factories import dossiers as make
from tests.procedures.dossiers.situations import brought_elsewhere

pytestmark = pytest.mark.usefixtures("monday")


EVERYBODY = {"clerk", "officer", "officer2", "head", "leader"}


def wrote(dossier: Dossier, text: str = "Khi nào có kết quả?") -> Dossier:
    talk.write_message(dossier, text, actor=make.who("citizen-an"))
    return dossier


def marked(account: str) -> list[str | None]:
    return [row.dossier.code for row in queues.queue(make.who(account)) if row.has_message]


def listed(account: str) -> list[str | None]:
    return [dossier.code for dossier in queues.messages(make.who(account))]


def test_unread_message_is_marked_counted_and_found_by_filter(django_assert_num_queries):
    quiet, loud = make.a_submitted(), wrote(wrote(make.a_submitted()))
    clerk = make.who("clerk-hongbang")
    with django_assert_num_queries(3):  # posts, dossiers, their open holds
        rows = queues.queue(clerk)
    assert {row.dossier.code: row.has_message for row in rows} == {
        quiet.code: False,
        loud.code: True,
    }
    found = queues.queue(clerk, Filter(waiting="message"))
    assert [row.dossier.code for row in found] == [loud.code]
    with django_assert_num_queries(1):
        assert queues.counts(clerk, Filter()).messages == 1
    (line,) = queues.messages(clerk)
    assert (line.code, line.unread, line.written_at) == (loud.code, 2, clock.now())


def test_what_is_read_answered_or_the_desks_own_is_no_news():
    dossier = wrote(make.a_submitted())
    clerk = make.who("clerk-hongbang")
    talk.mark_read(dossier, actor=clerk)
    talk.write_message(dossier, "Ngày mai.", actor=clerk)
    assert (marked("clerk-hongbang"), listed("clerk-hongbang")) == ([], [])
    assert queues.counts(clerk, Filter()).messages == 0


@pytest.mark.parametrize(
    ("start", "hears"),
    [
        (make.a_submitted, {"clerk"}),
        # An officer's own work is that officer's to answer; its head may look into the queue.
        (make.at_appraisal, {"officer"}),
        (make.an_appraised, {"leader"}),
        # Who works on it now takes no part in messages: it is anybody's who may answer.
        (make.a_signed, EVERYBODY),
        (make.a_settled, {"clerk"}),
        (make.a_delivered, EVERYBODY),
    ],
)
def test_a_message_is_heard_by_whose_it_is_to_answer(start, hears):
    dossier = wrote(start())
    roles = ("clerk", "officer", "officer2", "head", "leader", "registry", "cashier")
    found = {role for role in roles if listed(f"{role}-hongbang") == [dossier.code]}
    assert found == hears
    assert marked("registry-hongbang") == []
    assert listed("clerk-thuynguyen") == []


def test_the_counter_that_took_the_file_in_hears_too():
    dossier = wrote(brought_elsewhere())
    assert listed("clerk-thuynguyen") == marked("clerk-thuynguyen") == [dossier.code]
    assert listed("clerk-hongbang") == listed("officer-thuynguyen") == []


def test_who_waits_longest_comes_first(clock_at):
    first, second = make.a_submitted(), make.a_submitted()
    wrote(second)
    clock_at("2026-11-23T10:00")
    wrote(first)
    wrote(second)
    assert listed("clerk-hongbang") == [second.code, first.code]


def test_applicants_have_no_such_list():
    with pytest.raises(NotAllowed):
        queues.messages(make.who("citizen-an"))
