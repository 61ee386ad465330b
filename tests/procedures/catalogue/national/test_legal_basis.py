"""Which legal texts a row rests on."""

import pytest

from procedures.catalogue.national import legal_basis
from procedures.catalogue.national.legal_basis import HEADER


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Luật Hộ tịch60/2014/QH13", [("60/2014/QH13", "Luật Hộ tịch")]),
        (
            "Luật Hộ tịch60/2014/QH13Quy định chi tiết123/2015/NĐ-CP",
            [("60/2014/QH13", "Luật Hộ tịch"), ("123/2015/NĐ-CP", "Quy định chi tiết")],
        ),
        ("Luật Khiếu nại năm 201102/2011/QH13", [("02/2011/QH13", "Luật Khiếu nại năm 2011")]),
        (
            "Luật Đất đai ngày 18/01/202431/2024/QH15",
            [("31/2024/QH15", "Luật Đất đai ngày 18/01/2024")],
        ),
        ("Luật 51/2019/QH1451/2019/QH14", [("51/2019/QH14", "Luật 51/2019/QH14")]),
        (
            "Nghị định số 11/2022/NĐ-CP ngày 15/01/2022 về gạo11/2022/NĐ-CP",
            [("11/2022/NĐ-CP", "Nghị định số 11/2022/NĐ-CP ngày 15/01/2022 về gạo")],
        ),
        ("về chăn nuôiLuật số 146/2025/QH15", [("146/2025/QH15", "về chăn nuôi")]),
        ("Cắt giảm thủ tục66.7/2025/NQ-CP", [("66.7/2025/NQ-CP", "Cắt giảm thủ tục")]),
        (
            "Luật A54/2024/QH15193/2025/NĐ-CP193/2025/NĐ-CP",
            [("54/2024/QH15", "Luật A"), ("193/2025/NĐ-CP", "193/2025/NĐ-CP")],
        ),
    ],
)
def test_numbers_and_names_are_read(text, told):
    found = legal_basis.read(HEADER + text)
    assert [(one.number, one.name) for one in found.values] == told
    assert found.doubts == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Luật sửa đổi 202323/2023/QH15", "legal_basis.run_together"),
        ("Hướng dẫn Điều 12/2020/TT-BTC", "legal_basis.run_together"),
        ("Quy định17/2026/NQ-CP44/2026/NĐ-CP", "legal_basis.boundary"),
        ("Sửa đổi Thông tư số 55/2021/TT-BCA Về cư trú", "legal_basis.boundary"),
        ("Quyết định của Bộ 24/QĐ-BXD", "legal_basis.unread"),
    ],
)
def test_doubtful_number_is_no_legal_text(text, code):
    found = legal_basis.read(HEADER + text)
    assert code in {one.code for one in found.doubts}
    assert all("23/2023" not in one.number for one in found.values)


def test_number_without_a_certain_name_stands_alone():
    found = legal_basis.read(HEADER + "Luật số 146/2025/QH15")
    assert [(one.number, one.name) for one in found.values] == [("146/2025/QH15", "")]
    assert [one.code for one in found.doubts] == ["legal_basis.name"]


def test_replaced_law_is_told_with_what_replaces_it():
    found = legal_basis.read(HEADER + "Quản lý xây dựng175/2024/NĐ-CP")
    assert [(one.code, one.excerpt) for one in found.doubts] == [
        ("legal_basis.superseded", "175/2024/NĐ-CP → 217/2026/NĐ-CP")
    ]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", []),
        ("Không có thông tin", []),
        (": Thông tư 269/2016/TT-BTC.)Trực tiếp1 NgàyMiễn phí", ["legal_basis.no_table"]),
    ],
)
def test_no_table(text, codes):
    found = legal_basis.read(text)
    assert found.values == ()
    assert [one.code for one in found.doubts] == codes
