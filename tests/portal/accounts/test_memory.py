"""Agencies as a process remembers them."""

import pytest

from portal.accounts import memory
from portal.accounts.actions import load_agencies
from portal.accounts.models import Agency

pytestmark = pytest.mark.django_db


def test_agencies_are_read_once(django_assert_num_queries):
    load_agencies()
    first, last = Agency.objects.first(), Agency.objects.last()
    with django_assert_num_queries(1):
        assert [memory.agency(first.pk), memory.agency(last.pk)] == [first, last]


def test_a_change_is_seen_when_the_last_look_is_too_old(monkeypatch):
    load_agencies()
    agency = memory.agency(Agency.objects.values_list("pk", flat=True)[0])
    Agency.objects.filter(pk=agency.pk).update(name="Tên mới")
    assert memory.agency(agency.pk).name == agency.name
    monkeypatch.setattr(memory, "FRESH_SECONDS", -1.0)
    assert memory.agency(agency.pk).name == "Tên mới"


def test_one_that_came_since_is_found():
    load_agencies()
    old = Agency.objects.latest("pk")
    memory.agency(old.pk)
    new = Agency.objects.create(code="H24.99", name="Cơ quan mới", kind="department")
    assert memory.agency(new.pk) == new
