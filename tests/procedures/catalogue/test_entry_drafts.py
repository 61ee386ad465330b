"""From an entry to the beginning of a package."""

import pytest

from portal.accounts.actors import system
from procedures.catalogue.entry_drafts import draft_document
from procedures.catalogue.importing import import_entries
from procedures.catalogue.models import CatalogueEntry
from procedures.catalogue.national import rows
from procedures.definition import yaml_form
from tests.factories.national import row

pytestmark = pytest.mark.django_db


def draft(**changes):
    """Import one row and begin a package from it."""
    import_entries([row(**changes)], source_hash="a" * 64, actor=system("import"))
    text = draft_document(CatalogueEntry.objects.get())
    assert yaml_form.write(yaml_form.read(text)) == text
    return yaml_form.read(text)


def places(document):
    """Say where a draft has remarks."""
    return {one["place"] for one in document["substance"]["catalogue"]["remarks"]}


def test_certain_facts_stand_in_the_package():
    document = draft()
    substance = document["substance"]
    catalogue = substance["catalogue"]
    assert document["code"] == "9.000001"
    assert catalogue["legal_basis"] == [{"code": "60/2014/QH13", "name": "Luật Hộ tịch"}]
    assert (catalogue["audiences"], catalogue["agency_class"]) == (["citizen"], "commune")
    assert catalogue["channels"] == ["online", "counter"]
    assert substance["durations"] == [{"value": "3wd", "channels": ["online", "counter"]}]
    assert [(one["name"], one.get("form")) for one in substance["papers"]] == [
        ("Tờ khai", "original"),
        ("Hộ chiếu", None),
    ]
    (line,) = substance["fees"]["lines"]
    assert (line["kind"], line["amount"], line["rule"]) == ("phi", 8000, "8.000 đồng/bản")
    assert substance["results"] == [{"code": "KQ.G15.000999", "name": "Giấy xác nhận thử"}]


def test_doubtful_facts_are_remarks_and_nothing_else():
    document = draft(
        cach_thuc_thuc_hien=f"{rows.HEADER}Trực tuyến3700 VNĐ(Phí: 700.000 đồng)",
        thanh_phan_ho_so="x",
    )
    substance = document["substance"]
    assert not {"fees", "durations", "papers"} & set(substance)
    assert {"substance.fees", "substance.durations", "substance.papers"} <= places(document)
    remarks = [one["source"] for one in substance["catalogue"]["remarks"]]
    assert any("3700 VNĐ" in told for told in remarks)


@pytest.mark.parametrize(
    ("cells", "fees"),
    [
        ("Trực tuyến3 NgàyMiễn phí", {"due": "none"}),
        ("Trực tuyến3 Ngày8,000 VNĐ", None),  # phí or lệ phí? The row does not say
        ("Trực tuyến3 Ngày8,000 VNĐ(Phí)Trực tiếp3 NgàyMiễn phí", None),
        ("Trực tuyến3 Ngày8,000 VNĐTrực tiếp3 NgàyKhông có thông tin", None),
    ],
)
def test_fee_stands_only_where_nothing_is_left_to_say(cells, fees):
    document = draft(cach_thuc_thuc_hien=rows.HEADER + cells)
    assert document["substance"].get("fees") == fees
    assert fees or "substance.fees" in places(document)


@pytest.mark.parametrize(
    ("level", "agency_class"),
    [("Cấp tỉnh", None), ("Cấp tỉnh, Cấp xã", None), ("Cấp xã", "commune")],
)
def test_class_of_agency_is_not_guessed(level, agency_class):
    assert draft(cap_thuc_hien=level)["substance"]["catalogue"].get("agency_class") == agency_class
