"""The real rows of the national catalogue, where the file is at hand.

The rows are not the city's to publish, so they are not in the repository: `NATIONAL_CATALOGUE`
names the file. What the readers make of each shape of cell is tested beside this, always.
"""

import os
from pathlib import Path

import pytest

from portal.accounts.actors import system
from procedures.catalogue import selectors
from procedures.catalogue.entry_drafts import draft_document
from procedures.catalogue.importing import import_entries
from procedures.catalogue.models import CatalogueEntry
from procedures.catalogue.national import source
from procedures.definition import yaml_form

FILE = os.environ.get("NATIONAL_CATALOGUE", "")

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not FILE, reason="the rows are not in the repository: see above"),
]


@pytest.fixture(scope="module")
def found():
    """Look through the file once."""
    return source.scan(Path(FILE))


def bring_in(found):
    """Import the whole file."""
    return import_entries(
        source.rows(Path(FILE)),
        source_hash=found.digest,
        actor=system("import"),
        twice=found.twice,
    )


def test_every_row_is_read_and_a_second_run_changes_nothing(found):
    assert (found.bad, found.rows > 1000) == ([], True)
    first = bring_in(found)
    assert first.new == first.rows == CatalogueEntry.objects.count()
    again = bring_in(found)
    assert (again.new, again.changed, again.vanished) == (0, 0, 0)
    assert again.unchanged == again.rows
    assert (again.states, again.values, again.doubts) == (first.states, first.values, first.doubts)

    # Plausible: most rows tell when, how, by whom and what for; papers are where the traps are.
    for fact, share in {"channels": 0.9, "agencies": 0.8, "results": 0.8, "times": 0.6}.items():
        assert first.states[fact]["certain"] > share * first.rows, fact
    for fact, share in {"fees": 0.3, "legal_basis": 0.5, "papers": 0.2}.items():
        assert first.states[fact]["certain"] > share * first.rows, fact
    assert first.values["papers"] > 2 * first.rows
    for trap in ("times.no_unit", "fees.too_small", "fees.free_but_council", "fees.several_rows"):
        assert first.doubts[trap], trap
    for entry in CatalogueEntry.objects.order_by("code")[::20]:
        text = draft_document(entry)
        assert yaml_form.write(yaml_form.read(text)) == text


@pytest.mark.parametrize(
    ("code", "fact", "trap"),
    [
        ("2.000815", "fees", "fees.several_rows"),
        ("2.001827", "fees", "fees.too_small"),
        ("1.001193", "times", "times.no_unit"),
        ("1.013274", "times", "times.description_differs"),
        ("1.013225", "fees", "fees.free_but_council"),
        ("1.013225", "times", "times.outdated"),
    ],
)
def test_known_trap_is_not_taken_for_a_fact(found, code, fact, trap):
    values = [one for one in source.rows(Path(FILE)) if one["ma_thu_tuc"] == code]
    import_entries(values, source_hash=found.digest, actor=system("import"))
    told = {one.name: one for one in selectors.entry_report(code).facts}[fact]
    assert (told.state, told.values) == ("doubtful", ())
    assert trap in {one["code"] for one in told.doubts}
