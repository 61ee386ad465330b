"""How long it takes: certain times, and the traps of the table of ways to file."""

import pytest

from procedures.catalogue.national import channels, rows, times


def read(*cells, numbers=()):
    """Read the times of a table made of these cells."""
    return times.read(rows.table(rows.HEADER + "".join(cells)).values, numbers)


@pytest.mark.parametrize(
    ("cell", "number", "unit"),
    [
        ("Trực tuyến5 Ngày làm việcMiễn phí", 5, "working_day"),
        ("Trực tuyến15 NgàyKhông có thông tin", 15, "day"),
        ("Trực tuyến8 Giờ làm việcMiễn phí", 8, "working_hour"),
        ("Trực tuyến3 GiờMiễn phí", 3, "hour"),
        ("Trực tuyến6 Tháng100,000 VNĐ", 6, "month"),
        ("Trực tuyến5 Ngày làm việcMiễn phíKhông quá 05 ngày làm việc kể từ ngày nhận.", 5, None),
        ("Trực tuyến5 NgàyMiễn phíNộp trước 7 giờ 30 ngày 01/7/2025.", 5, "day"),
    ],
)
def test_time_is_read_with_its_unit(cell, number, unit):
    (time,) = read(cell).values
    assert (time.channel, time.number) == ("online", number)
    assert time.unit == (unit or "working_day")


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (["Trực tuyến1Miễn phí"], "times.no_unit"),
        (["Trực tuyến1200 VNĐ"], "times.run_together"),
        (["Trực tuyến1.5 Ngày làm việc40,000 VNĐ"], "times.fraction"),
        (["Trực tuyến0 NgàyMiễn phí"], "times.zero"),
        (["Trực tuyến20000 NgàyMiễn phí"], "times.too_long"),
        (
            ["Trực tuyến5 Ngày làm việcMiễn phí01 ngày đối với đám tang"],
            "times.description_differs",
        ),
        (["Trực tuyến5 Ngày làm việcMiễn phíTrong 05 ngày."], "times.description_differs"),
        (["Trực tuyến5 NgàyMiễn phí10 (mười) ngày"], "times.description_differs"),
        (["Trực tuyếnKhông có thông tinMiễn phíTrong 3 ngày"], "times.only_in_text"),
        (["Trực tiếp5 NgàyMiễn phí", "Trực tiếp7 NgàyMiễn phí"], "times.several_rows"),
    ],
)
def test_doubtful_time_is_no_value(cells, code):
    found = read(*cells)
    assert found.values == ()
    assert {one.code for one in found.doubts} == {code}
    assert all(one.why and one.excerpt for one in found.doubts)


def test_each_way_to_file_keeps_its_own_time():
    found = read(
        "Trực tuyến17 NgàyMiễn phí", "Dịch vụ bưu chính20Miễn phí", "Trực tiếp27 NgàyMiễn phí"
    )
    assert [(one.channel, one.number) for one in found.values] == [("online", 17), ("counter", 27)]
    assert [(one.code, one.place) for one in found.doubts] == [("times.no_unit", "times[1]")]


def test_time_under_a_replaced_law_is_outdated():
    assert read("Trực tiếp15 NgàyMiễn phí", numbers=["175/2024/NĐ-CP"]).values == ()


def test_nothing_said_is_absent_not_doubtful():
    found = read("Trực tiếpKhông có thông tinMiễn phí")
    assert (found.values, found.doubts) == ((), ())


@pytest.mark.parametrize(
    ("text", "values", "codes"),
    [
        ("", (), []),
        ("Không có thông tin", (), []),
        (rows.HEADER, (), []),
        ("Nộp trực tiếp", (), ["channels.no_table"]),
        (rows.HEADER + "LạTrực tiếp5 NgàyMiễn phí", ("counter",), ["channels.lead"]),
        (rows.HEADER + "Trực tiếp5 quýMiễn phí", (), ["channels.cell"]),
        (
            rows.HEADER + "Dịch vụ bưu chính5 NgàyMiễn phíTrực tuyến5 NgàyMiễn phí",
            ("post", "online"),
            [],
        ),
    ],
)
def test_channels_are_the_rows_of_the_table(text, values, codes):
    found = channels.read(rows.table(text))
    assert found.values == values
    assert [one.code for one in found.doubts] == codes
