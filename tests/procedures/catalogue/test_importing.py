"""Importing the national catalogue: as often as one likes, in parts, never deleting."""

import pytest

from portal.accounts.actors import system
from portal.core.journal.models import Event
from procedures.catalogue import importing, selectors
from procedures.catalogue.importing import import_entries
from procedures.catalogue.models import CatalogueEntry, CatalogueLine
from tests.factories.national import row

pytestmark = pytest.mark.django_db


def bring_in(*rows, **options):
    """Import rows as the command does."""
    return import_entries(rows, source_hash="a" * 64, actor=system("import"), **options)


def rows(count):
    """Make rows of different codes."""
    return [row(f"9.{number:06}") for number in range(1, count + 1)]


def counted(summary):
    """Say what an import did."""
    return (summary.new, summary.changed, summary.unchanged, summary.vanished)


def test_second_run_changes_nothing():
    assert counted(bring_in(*rows(3))) == (3, 0, 0, 0)
    before = list(CatalogueEntry.objects.values())
    events = Event.objects.count()
    assert counted(bring_in(*rows(3))) == (0, 0, 3, 0)
    assert list(CatalogueEntry.objects.values()) == before
    assert Event.objects.count() == events


def test_entry_holds_what_was_read_and_where_from():
    bring_in(row(thanh_phan_ho_so="x"))
    entry = CatalogueEntry.objects.get()
    assert entry.states["papers"] == "doubtful"
    assert entry.facts["times"][0] == {"channel": "online", "number": 3, "unit": "working_day"}
    assert entry.doubts[0]["code"] == "papers.no_table"
    assert (entry.source_hash, len(entry.row_hash)) == ("a" * 64, 64)


def test_changed_row_updates_and_the_journal_names_what_changed():
    bring_in(row())
    older = CatalogueEntry.objects.get().facts
    summary = bring_in(row(can_cu_phap_ly="Không có thông tin"))
    assert counted(summary) == (0, 1, 0, 0)
    event = Event.objects.get(name="entry.changed")
    assert (event.subject, event.procedure) == ("entry:9.000001", "9.000001")
    assert set(event.data["facts"]) == {"legal_basis"}
    entry = CatalogueEntry.objects.get()
    assert entry.facts["legal_basis"] == []
    assert entry.previous["legal_basis"] == older["legal_basis"]


def test_new_reader_reads_unchanged_rows_again(monkeypatch):
    bring_in(row())
    monkeypatch.setattr(importing, "READER", importing.READER + 1)
    assert counted(bring_in(row())) == (0, 1, 0, 0)
    assert Event.objects.get(name="entry.changed").data["facts"] == {}


def test_vanished_row_is_marked_and_comes_back():
    first, second = rows(2)
    bring_in(first, second)
    assert counted(bring_in(first)) == (0, 0, 1, 1)
    gone = CatalogueEntry.objects.get(code="9.000002")
    assert gone.vanished_at is not None
    assert [line.code for line in CatalogueLine.objects.all()] == ["9.000001"]
    assert Event.objects.filter(name="entry.vanished", subject="entry:9.000002").exists()

    assert counted(bring_in(first)) == (0, 0, 1, 0)
    assert counted(bring_in(first, second)) == (0, 1, 1, 0)
    assert CatalogueEntry.objects.get(code="9.000002").vanished_at is None
    assert CatalogueLine.objects.count() == 2


def test_part_of_a_file_marks_nothing_vanished():
    bring_in(*rows(2))
    assert counted(bring_in(row(), whole=False)) == (0, 0, 1, 0)
    assert not CatalogueEntry.objects.filter(vanished_at__isnull=False).exists()


def test_stopped_run_keeps_its_batches_and_goes_on(monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 2)

    def stopped():
        yield from rows(3)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_entries(stopped(), source_hash="a" * 64, actor=system("import"))
    assert CatalogueEntry.objects.count() == 2
    assert counted(bring_in(*rows(3))) == (1, 0, 2, 0)


def test_dry_run_tells_and_writes_nothing():
    summary = bring_in(*rows(2), dry_run=True)
    assert counted(summary) == (2, 0, 0, 0)
    assert summary.states["papers"]["certain"] == 2
    assert not CatalogueEntry.objects.exists()
    assert not Event.objects.filter(name="catalogue.imported").exists()


def test_code_of_two_different_rows_is_doubtful_and_the_first_is_read():
    different = row(ten_thu_tuc="Tên khác")
    summary = bring_in(row(), row(), different, twice={"9.000001"})
    assert (summary.rows, summary.repeated) == (1, 2)
    entry = CatalogueEntry.objects.get()
    assert entry.name == "Ghi sổ việc thử của phường"
    assert [one["code"] for one in entry.doubts] == ["row.listed_twice"]
    assert counted(bring_in(row(), different, twice={"9.000001"})) == (0, 0, 1, 0)


def test_row_of_another_procedure_is_kept_but_not_shown():
    bring_in(row(raw_text="Mã thủ tục9.000002Số quyết định1/QĐ-BTP"))
    assert CatalogueEntry.objects.get().other_procedure
    assert not selectors.lines().exists()


def test_batch_takes_a_fixed_number_of_queries(django_assert_num_queries):
    with django_assert_num_queries(12):
        bring_in(*rows(2))
    CatalogueEntry.objects.all().delete()
    CatalogueLine.objects.all().delete()
    with django_assert_num_queries(12):
        bring_in(*rows(40))
