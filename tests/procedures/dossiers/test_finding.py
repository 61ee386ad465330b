"""Finding by name: every part anywhere in the name, of the agency alone, the newest first."""

from datetime import timedelta
from itertools import product
from uuid import uuid4

import pytest
from django.db import connection

from portal.accounts.models import Agency
from procedures.dossiers.models import Dossier
from procedures.dossiers.queues import find, finding, naming
from tests.factories import dossiers as factory
from tests.factories.dossiers import HONG_BANG, THUY_NGUYEN

KEYS = [
    *("nguyen thi huong", "nguyen van lan", "le van an", "tran thi lan anh", "vo ky"),
    *("cong ty tnhh 100% von", "o'neil _ conan", "nguyen thi huong"),
]


@pytest.fixture
def crowd(monday):
    """Two agencies with dossiers of the same names, the newer ones first; and somebody's draft."""
    draft = factory.a_draft()
    agencies = [Agency.objects.get(code=code) for code in (HONG_BANG, THUY_NGUYEN)]
    rows = []
    for number, (key, agency) in enumerate(product(KEYS, agencies)):
        row = Dossier.objects.get(pk=draft.pk)
        row.pk, row._state.adding = None, True
        row.public_id, row.code = uuid4(), f"H24.99-261123-{number:04}"
        row.submitted_at = monday - timedelta(days=number)
        row.owner_key, row.competent_agency = key, agency
        rows.append(row)
    Dossier.objects.bulk_create(rows)


def names(said: str, seat: str = "clerk-hongbang") -> list[str]:
    return [dossier.owner_key for dossier in find(factory.who(seat), said)]


@pytest.mark.parametrize("newest", [2, 1_000], ids=["by words", "by age"])
@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Nguyễn Thị Hương", ["nguyen thi huong", "nguyen thi huong"]),
        ("HƯƠNG nguyễn", ["nguyen thi huong", "nguyen thi huong"]),
        ("guy", ["nguyen thi huong", "nguyen van lan", "nguyen thi huong"]),
        ("an lan", ["nguyen van lan", "tran thi lan anh"]),
        ("ran nh", ["tran thi lan anh"]),
        ("k v", ["vo ky"]),
        ("y", ["nguyen thi huong", "nguyen van lan", "vo ky", "cong ty tnhh 100% von"]),
        ("100%", ["cong ty tnhh 100% von"]),
        ("%y", []),
        ("_", ["o'neil _ conan"]),
        ("o'n", ["o'neil _ conan"]),
        ("lê lan", []),
        ("\\", []),
    ],
)
def test_found_is_what_holds_every_part(crowd, monkeypatch, newest, said, expected):
    monkeypatch.setattr(naming, "NEWEST", newest)
    monkeypatch.setattr(finding, "MOST", 4)
    assert names(said) == expected


def test_transferred_dossier_is_found_where_it_went(crowd, monkeypatch):
    monkeypatch.setattr(naming, "NEWEST", 0)
    here, there = (Agency.objects.get(code=code) for code in (HONG_BANG, THUY_NGUYEN))
    renamed = Dossier.objects.filter(owner_key="vo ky", competent_agency=here)
    renamed.update(owner_key="bui khanh")
    assert names("khánh") == ["bui khanh"]

    Dossier.objects.filter(owner_key="bui khanh").update(competent_agency=there)
    assert names("khánh") == []
    assert names("khánh", "clerk-thuynguyen") == ["bui khanh"]


@pytest.mark.postgresql
@pytest.mark.usefixtures("crowd")
def test_the_index_of_names_lives_where_nothing_else_is_on_the_path():
    """Autovacuum and a restored backup know no schema but the catalogue's own."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL search_path = ''")
        cursor.execute("ANALYZE public.dossiers_dossier")
        cursor.execute("REINDEX INDEX public.dossier_names")
        cursor.execute("UPDATE public.dossiers_dossier SET owner_key = owner_key || ' moi'")
        cursor.execute("SELECT count(*) FROM public.dossiers_nameword WHERE word = 'moi'")
        assert cursor.fetchone() == (2,)
