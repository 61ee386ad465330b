"""What the applicant gets."""

import pytest

from procedures.catalogue.national import results

TAIL = "Từ khóaKhông có thông tinMô tảKhông có thông tinNộp hồ sơ"


def test_results_are_cut_at_their_codes():
    found = results.read(f"- Giấy khai sinhMã: KQ.G15.000031Trích lục.Mã: KQ.H15.000034{TAIL}")
    assert [(one.code, one.name) for one in found.values] == [
        ("KQ.G15.000031", "Giấy khai sinh"),
        ("KQ.H15.000034", "Trích lục"),
    ]
    assert found.doubts == ()


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Giấy phépMã: KQ.G01.00263", ["results.code"]),
        ("Giấy phépMã: 3", ["results.code"]),
        (
            "Giấy phépMã: KQ.G01.0002631. Giấy khácMã: KQ.G01.000001",
            ["results.code", "results.boundary"],
        ),
        ("Giấy phép", ["results.no_code"]),
        ("Mã: KQ.G01.000001", ["results.no_name"]),
        ("", []),
        ("Không có thông tin", []),
    ],
)
def test_doubtful_result_is_no_value(text, codes):
    found = results.read(text + TAIL if text else text)
    assert found.values == ()
    assert [one.code for one in found.doubts] == codes
