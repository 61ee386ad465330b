"""Applicants hear of what happens, once, in the package's words."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest
from django.core import mail

from portal.accounts.models import Person
from portal.core.journal.models import Event
from tests.factories import dossiers as make
from tracking import actions, readers
from tracking.letters import mail as send
from tracking.models import Notice
from tracking.notifications import notify
from tracking.selectors import notices

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db


def test_accepted_dossier_is_told_with_agency_and_due_date(worker: Callable[[], None]) -> None:
    dossier = make.an_accepted()
    worker()
    person = make.who("citizen-an").person
    assert person is not None
    newest = notices(person)[0]
    assert newest.title == "Đã tiếp nhận hồ sơ"
    assert newest.text.startswith(
        f"Hồ sơ {dossier.code} đã được Ủy ban nhân dân phường Hồng Bàng tiếp nhận."
    )
    due = dossier.due_at
    assert due is not None
    assert f"{due:%d/%m/%Y}" in newest.text


def test_letter_goes_to_the_address_and_names_nobody(worker: Callable[[], None]) -> None:
    dossier = make.a_submitted()
    worker()
    (letter,) = mail.outbox
    assert letter.to == ["an.nguyen@example.vn"]
    assert letter.subject == f"Đã nộp hồ sơ – {dossier.code}"
    assert f"/ho-so/{dossier.code}" in letter.body
    assert "Nguyễn Văn An" not in letter.subject + letter.body


def test_who_files_for_an_organisation_is_told(worker: Callable[[], None]) -> None:
    make.the_portal()
    organisation = make.represented_by("citizen-cuong")
    about = {"applicant": {"kind": "enterprise"}, "organisation": {"position": "Giám đốc"}}
    make.a_submitted(make.BERTH, by="citizen-cuong", on_behalf_of=organisation, answers=about)
    worker()
    assert Notice.objects.get().person == make.who("citizen-cuong").person


def test_same_fact_is_told_once() -> None:
    make.a_submitted()
    event = Event.objects.get(name="dossier.submitted")
    for _ in range(2):
        readers.notify_of_dossier(event)
    assert Notice.objects.count() == 1


def test_repeated_letter_is_not_sent_again() -> None:
    make.a_submitted()
    notify(Event.objects.get(name="dossier.submitted"))
    for _ in range(2):
        send(Notice.objects.get())
    assert len(mail.outbox) == 1
    assert str(mail.outbox[0].extra_headers["Message-ID"]).startswith("<thong-bao-")


def test_person_without_address_still_has_the_notice(worker: Callable[[], None]) -> None:
    make.the_portal()
    Person.objects.update(email="")
    make.a_submitted()
    worker()
    assert Notice.objects.count() == 1
    assert mail.outbox == []


def test_fact_without_a_message_is_not_told() -> None:
    make.a_signed()
    notify(Event.objects.get(name="dossier.signed"))
    assert not Notice.objects.exists()


def test_failed_payment_is_told_in_the_portals_words() -> None:
    dossier = make.a_submitted(by="citizen-binh")
    event = Event(name="payment.failed", data={"dossier": dossier.pk})
    readers.notify_of_payment(event)
    assert "không thành công" in Notice.objects.get().text


@pytest.mark.parametrize(
    "name", ["dossier.fee_dropped", "dossier.supplement_dropped", "payment.lapsed"]
)
def test_what_only_ceased_is_not_told(name: str) -> None:
    dossier = make.a_submitted(by="citizen-binh")
    notify(Event(name=name, data={"dossier": dossier.pk}))
    assert not Notice.objects.exists()


def test_fact_of_no_dossier_is_left_alone() -> None:
    notify(Event(name="payment.incident", data={"incident": "unknown_reference"}))
    assert not Notice.objects.exists()


def test_log_holds_no_personal_data(
    worker: Callable[[], None], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="portal")
    make.a_submitted()
    worker()
    assert "an.nguyen" not in caplog.text
    assert "031085999001" not in caplog.text


def test_reading_marks_only_ones_own(worker: Callable[[], None]) -> None:
    make.a_submitted()
    make.a_submitted(by="citizen-binh")
    worker()
    assert actions.mark_read(actor=make.who("citizen-an")) == 1
    assert Notice.objects.filter(read_at__isnull=False).count() == 1
    assert actions.mark_read(actor=make.who("clerk-hongbang")) == 0
