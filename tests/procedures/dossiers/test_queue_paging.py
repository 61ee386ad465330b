"""Pages by key: forward and back again, each row once and in order, whatever is missing."""

from __future__ import annotations

from datetime import timedelta
from itertools import chain

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.core.clock import parse
from portal.core.errors import InvalidInput
from procedures.dossiers.models import Dossier
from procedures.dossiers.queues import paging
from tests.factories import dossiers as factory

START = parse("2026-11-23T09:00")
URGENT = paging.Order("deadline", "urgency")
OLDEST = paging.Order("received", "submitted_at")


def copies_of(dossier: Dossier, hours: list[int | None]) -> None:
    """Queue rows whose deadlines lie so many hours from the start; None: the clock stopped."""
    Dossier.objects.all().delete()
    source = Dossier(
        **{
            field.attname: getattr(dossier, field.attname)
            for field in Dossier._meta.concrete_fields
            if not field.primary_key and field.attname not in {"public_id", "urgency"}
        }
    )
    rows = []
    for number, hour in enumerate(hours):
        row = Dossier()
        row.__dict__.update({k: v for k, v in source.__dict__.items() if k not in {"_state"}})
        row.pk, row.code = None, f"X-{number}"
        row.public_id = Dossier._meta.get_field("public_id").get_default()
        row.deadline_at = None if hour is None else START + timedelta(hours=hour)
        row.submitted_at = START + timedelta(hours=-(hour or 0))
        rows.append(row)
    Dossier.objects.bulk_create(rows)


@pytest.fixture
def dossier(monday: object) -> Dossier:
    made = factory.a_submitted()
    for rows in (made.papers, made.remarks, made.slips, made.holds):
        rows.all().delete()
    return Dossier.objects.get(pk=made.pk)


@given(
    hours=st.lists(st.one_of(st.none(), st.integers(-3, 3)), max_size=12),
    size=st.integers(1, 5),
    order=st.sampled_from([URGENT, OLDEST]),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_paging_there_and_back_sees_each_row_once_in_order(
    dossier: Dossier, hours: list[int | None], size: int, order: paging.Order
) -> None:
    copies_of(dossier, hours)
    rows = Dossier.objects.all()
    expected = [
        row.pk for row in sorted(rows, key=lambda row: (getattr(row, order.column), row.pk))
    ]
    pages, cursor = [], ""
    while True:
        page = paging.page_of(rows, order, cursor=cursor, size=size)
        pages.append([row.pk for row in page.rows])
        if not (cursor := page.following):
            break
    assert list(chain.from_iterable(pages)) == expected
    assert all(len(keys) == size for keys in pages[:-1])
    back = [pages[-1]]
    while page.previous:
        page = paging.page_of(rows, order, cursor=page.previous, size=size)
        back.append([row.pk for row in page.rows])
    assert back[::-1] == pages


@pytest.mark.parametrize(
    "cursor", ["x", "é", "Zg", "a" * 500, "ZnxkZWFkbGluZXx4fDE", "ZnxkZWFkbGluZXwyMDI2LTExLTIzfDE"]
)
@pytest.mark.django_db
def test_made_up_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(InvalidInput, match="Con trỏ"):
        paging.page_of(Dossier.objects.all(), URGENT, cursor=cursor, size=1)


def test_cursor_of_another_order_is_refused(dossier: Dossier) -> None:
    copies_of(dossier, [1, 2])
    page = paging.page_of(Dossier.objects.all(), URGENT, cursor="", size=1)
    with pytest.raises(InvalidInput):
        paging.page_of(Dossier.objects.all(), OLDEST, cursor=page.following, size=1)


def test_page_that_emptied_meanwhile_leads_back(dossier: Dossier) -> None:
    copies_of(dossier, [1, 2, 3])
    rows = Dossier.objects.all()
    first = paging.page_of(rows, URGENT, cursor="", size=2)
    rows.filter(code="X-2").delete()
    empty = paging.page_of(rows, URGENT, cursor=first.following, size=2)
    assert (empty.rows, empty.following) == ([], "")
    back = paging.page_of(rows, URGENT, cursor=empty.previous, size=2)
    assert [row.code for row in back.rows] == [row.code for row in first.rows]
