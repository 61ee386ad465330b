"""The public list: the city's procedures before the national catalogue's, found by any code."""

import pytest

from portal.accounts.actors import system
from portal.core.errors import NotFound
from procedures.catalogue import listing, selectors
from procedures.catalogue.importing import import_entries
from procedures.catalogue.models import CatalogueLine, Procedure
from tests.factories.dossiers import BERTH, EXTRACT, the_portal
from tests.factories.national import row

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _both():
    """Load the city's procedures and four rows of the national catalogue."""
    the_portal()
    given = [
        row(),
        row("1.013225", ten_thu_tuc="Cấp giấy phép xây dựng thử", linh_vuc="Hoạt động xây dựng"),
        row("9.000003", cap_thuc_hien="Cấp bộ", co_quan_thuc_hien="Bộ Tư pháp"),
        row("9.000004", doi_tuong_thuc_hien="Hợp tác xã", linh_vuc="Hoạt động xây dựng"),
        row(EXTRACT, ten_thu_tuc="Trích lục theo danh mục"),
    ]
    import_entries(given, source_hash="a" * 64, actor=system("import"))


def codes(text="", **filters):
    """Find codes in the order of the list."""
    return [line.code for line in selectors.lines(text, **filters)]


def test_the_citys_own_procedures_come_first_and_hide_their_entries():
    found = codes()
    assert found.index(EXTRACT) < found.index("9.000001")
    assert found.count(EXTRACT) == 1
    assert CatalogueLine.objects.get(code=EXTRACT).source == "city"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ghi so viec thu", ["9.000004", "9.000001", "9.000003"]),  # by field of law
        ("GIẤY PHÉP xây dựng thử", ["1.013225"]),
        ("1.013225", ["1.013225"]),
        ("1013225", ["1.013225"]),
        ("1.009994", ["1.013225"]),
        ("giay xac nhan bo tu phap", ["9.000003"]),
        ("không có thủ tục này", []),
    ],
)
def test_search_forgives_diacritics_and_old_codes(text, found):
    assert codes(text) == found


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"audience": "cooperative"}, [BERTH, "9.000004"]),
        ({"agency_level": "ministry"}, ["9.000003"]),
        ({"field": "hoat_dong_xay_dung"}, ["1.013225", "9.000004"]),
        ({"field": "ho_tich", "level": "info", "agency_level": "commune"}, ["9.000001"]),
    ],
)
def test_list_is_narrowed_by_filters(filters, found):
    assert sorted(codes(**filters)) == sorted(found)


def test_one_field_of_law_has_one_code():
    names = [name for _, name in selectors.line_fields()]
    assert len(names) == len(set(names))
    assert ("ho_tich", "Hộ tịch") in selectors.line_fields()


def test_field_takes_the_code_of_the_citys_procedure():
    procedure = Procedure.objects.get(code=BERTH)
    CatalogueLine.objects.filter(code="9.000001").update(field_name=procedure.field_name)
    listing.put_procedure(procedure)
    assert CatalogueLine.objects.get(code="9.000001").field_code == procedure.field_code


def test_replaced_procedure_leads_to_what_took_its_place():
    Procedure.objects.filter(code=BERTH).update(replaced_by="9.000001")
    listing.put_procedure(Procedure.objects.get(code=BERTH))
    assert "9.000001" in codes(BERTH)
    assert selectors.successor(BERTH) == "9.000001"
    assert selectors.successor("1.009994") == "1.013225"
    assert selectors.successor("9.999999") == ""


def test_search_is_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        list(selectors.lines("giay", audience="citizen", field="ho_tich", agency_level="commune"))


def test_report_tells_fact_by_fact_what_was_read_and_what_was_doubtful():
    import_entries(
        [row("9.000005", ten_thu_tuc="", co_quan_thuc_hien="Sở Y tế Thành phố Hà Nội")],
        source_hash="a" * 64,
        actor=system("import"),
        twice={"9.000005"},
        whole=False,
    )
    report = selectors.entry_report("9.000005")
    told = {fact.name: fact for fact in report.facts}
    assert (told["times"].state, len(told["times"].values)) == ("certain", 2)
    assert [one["code"] for one in told["agencies"].doubts] == ["agencies.elsewhere"]
    assert told["identity"].state == "doubtful"
    assert [one["code"] for one in report.others] == ["row.listed_twice"]
    with pytest.raises(NotFound):
        selectors.entry_report("9.999999")
