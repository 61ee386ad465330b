"""A row as a whole: whose it is, what is quoted, and that nothing breaks the reading."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procedures.catalogue.national import legal_basis, papers, rows
from procedures.catalogue.national.row import FACTS, BadRow, code_of, read_row, row_hash
from tests.factories.national import row

HOSTILE = [
    "1" * 50_000,
    "(" * 50_000,
    "Trực tiếp1" * 5_000,
    "năm 2020" * 6_000,
    "1 bản chính" * 5_000,
    "01/2020/NĐ-CP" * 4_000,
    "A," * 25_000,
    "aB" * 25_000 + ".docx",
    papers.HEADER * 1_500,
    "hồ sơ đề nghị " * 4_000,
    "-;" * 25_000,
]
_TEXTS = st.one_of(st.none(), st.integers(), st.text(), st.lists(st.text(), max_size=2))


def test_every_fact_of_a_plain_row_is_certain():
    read = read_row(row())
    assert set(read.states) == set(FACTS)
    assert set(read.states.values()) == {"certain"}, read.doubts
    assert read.doubts == ()
    assert (read.code, read.field, read.decision) == ("9.000001", "Hộ tịch", "12/QĐ-BTP")
    assert read.facts["audiences"] == ["Công dân Việt Nam", "Cán bộ, công chức, viên chức"]
    assert read.facts["steps"].startswith("Bước 1")


def test_page_of_another_procedure_says_nothing_of_this_one():
    read = read_row(row(raw_text="Tên gì đóMã thủ tục9.000002Số quyết định12/QĐ-BTP"))
    assert (read.facts, read.name, read.other_procedure) == ({}, "", True)
    assert set(read.states.values()) == {"doubtful"}
    assert [one.code for one in read.doubts] == ["row.other_procedure"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"ten_thu_tuc": ""}, "identity.no_name"),
        ({"ten_thu_tuc": "x" * 700}, "identity.long_name"),
        ({"ten_thu_tuc": "iấy phép"}, "identity.name_start"),
        ({"so_quyet_dinh": "Demo/QĐ-BCA"}, "identity.trial"),
        ({"so_quyet_dinh": "QĐ/0001-BCA"}, "identity.decision"),
        ({"so_quyet_dinh": "15/QĐ-BGTVT"}, "identity.old_ministry"),
        ({"linh_vuc": ""}, "identity.no_field"),
        ({"doi_tuong_thuc_hien": "Công dân Việt Nam, Người ngoài hành tinh"}, "audiences.unknown"),
        ({"can_cu_phap_ly": 7}, "row.not_text"),
        ({"thanh_phan_ho_so": "gồm các giấy tờ sau"}, "steps.cut"),
    ],
)
def test_trap_is_doubted(changes, code):
    assert code in {one.code for one in read_row(row(**changes)).doubts}


def test_cell_beyond_measure_is_cut_and_doubted():
    read = read_row(row(yeu_cau_dieu_kien="x" * 300_000))
    assert [one.code for one in read.doubts] == ["row.too_long"]
    assert len(read.facts["conditions"]) < 100_000


def test_steps_that_may_be_cut_are_not_quoted():
    assert read_row(row(thanh_phan_ho_so="gồm các giấy tờ sau")).facts["steps"] == ""


def test_only_the_national_portal_is_linked_to():
    assert read_row(row(detail_url="https://example.com/x")).source_url == ""


def test_invisible_marks_and_other_compositions_change_nothing():
    plain = read_row(row())
    odd = {
        key: value.replace("Tờ", "Tơ\u0300\u200e") if isinstance(value, str) else value
        for key, value in row().items()
    }
    assert read_row(odd).facts == plain.facts


@pytest.mark.parametrize("wrong", [None, [], "x", {}, {"ma_thu_tuc": 5}, {"ma_thu_tuc": "1.2"}])
def test_what_is_no_row_is_refused(wrong):
    with pytest.raises(BadRow):
        code_of(wrong)


def test_hash_does_not_depend_on_the_order_of_keys():
    assert row_hash({"a": 1, "b": 2}) == row_hash({"b": 2, "a": 1}) != row_hash({"a": 2, "b": 1})


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:12]))
def test_hostile_text_is_read_in_bounded_size(text):
    values = dict.fromkeys(row(), text) | {
        "ma_thu_tuc": "9.000001",
        "cach_thuc_thuc_hien": f"{rows.HEADER}Trực tiếp5 NgàyMiễn phí{text}",
        "thanh_phan_ho_so": f"{papers.HEADER}{text}1 bản chính",
        "can_cu_phap_ly": legal_basis.HEADER + text,
    }
    read = read_row(values)
    assert len(read.doubts) <= 400
    assert all(len(one.excerpt) <= 300 for one in read.doubts)


@given(st.dictionaries(st.sampled_from(sorted(row())), _TEXTS))
def test_no_row_breaks_the_reading(changes):
    changes.pop("ma_thu_tuc", None)
    read = read_row({**row(), **changes})
    assert set(read.states) == set(FACTS)


@given(
    st.lists(
        st.sampled_from(
            [
                rows.HEADER,
                papers.HEADER,
                "Trực tiếp",
                "5 Ngày",
                "Miễn phí",
                "1",
                " bản chính",
                "Mã:",
                *["(", ")", ",", "12/2020/NĐ-CP", "Luật số ", ".docx", "KQ.G01.000001"],
                *["A", "a", "\n"],
            ]
        ),
        max_size=40,
    ).map("".join)
)
def test_no_run_of_the_tables_own_words_breaks_the_reading(text):
    values = dict.fromkeys(row(), text) | {"ma_thu_tuc": "9.000001"}
    values["cach_thuc_thuc_hien"] = rows.HEADER + text
    values["thanh_phan_ho_so"] = papers.HEADER + text
    values["can_cu_phap_ly"] = legal_basis.HEADER + text
    assert read_row(values).code == "9.000001"
