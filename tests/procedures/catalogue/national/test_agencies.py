"""At which level and by whom."""

import pytest

from procedures.catalogue.national import agencies


def test_levels_and_names_are_read():
    found = agencies.read(
        "Cấp tỉnh, Cấp xã", "Cục cảnh sát về trật tự, xã hội, Công an tỉnh", "Sở Xây dựng"
    )
    (told,) = found.values
    assert told.levels == ("city", "commune")
    assert told.performing == ("Cục cảnh sát về trật tự, xã hội", "Công an tỉnh")
    assert told.competent == ("Sở Xây dựng",)
    assert found.doubts == ()


@pytest.mark.parametrize(
    ("level", "performing", "code"),
    [
        ("Cấp huyện", "", "agencies.level"),
        ("Cấp tỉnh", "Sở Nông nghiệp và Môi trường Thành phố Hà Nội", "agencies.elsewhere"),
        ("Cấp tỉnh", "Sở Tư pháp tỉnh Bắc Ninh", "agencies.elsewhere"),
        ("Cấp xã", "Ủy ban nhân dân xã, phường, thị trấn", "agencies.abolished"),
        ("Cấp bộ", "Bộ Giao thông vận tải", "agencies.abolished"),
        ("Cấp xã", "Sở Xây dựng", "agencies.level_differs"),
        ("Cấp bộ", "phòng thuộc (Bộ", "agencies.broken"),
    ],
)
def test_doubtful_agency_is_left_out(level, performing, code):
    found = agencies.read(level, performing, "")
    assert code in {one.code for one in found.doubts}
    assert all(performing not in one.performing for one in found.values)


@pytest.mark.parametrize(
    "name", ["Sở Tư pháp thành phố Hải Phòng", "Ủy ban nhân dân tỉnh, thành phố"]
)
def test_the_city_itself_is_not_elsewhere(name):
    assert agencies.read("Cấp tỉnh", name, "").doubts == ()


def test_nothing_said_is_absent():
    assert agencies.read("", "Không có thông tin", "").values == ()
