"""Charts are right, readable without colour and fit for PDF."""

import re

import pytest

from frontend.components.charts import bar_chart, sparkline


def widths(drawing: str) -> list[float]:
    return [float(found) for found in re.findall(r'<rect[^>]* width="([\d.]+)%"', drawing)]


def test_bars_are_as_long_as_their_values() -> None:
    drawing = bar_chart(items=[("Đúng hạn", 200), ("Quá hạn", 50), ("Khác", 0)], title="Hồ sơ")
    full, quarter, none = widths(drawing)
    assert (full, quarter) == (100, 25)
    assert none < 1


def test_chart_names_itself_and_its_values() -> None:
    drawing = bar_chart(
        items=[("Lê & Trần", 1_234_567)], title="Phí <thu>", description="Theo phường", unit="₫"
    )
    assert "<title>Phí &lt;thu&gt;</title>" in drawing
    assert "<desc>Theo phường</desc>" in drawing
    assert "Lê &amp; Trần" in drawing
    assert "1.234.567 ₫" in drawing


@pytest.mark.parametrize(
    "drawing",
    [
        bar_chart(items=[("a", 1)], title="t"),
        sparkline(values=[1, 2, 3], title="t"),
        bar_chart(items=[], title="t"),
        sparkline(values=[], title="t"),
        sparkline(values=[5], title="t"),
    ],
)
def test_drawing_needs_no_inline_style(drawing: str) -> None:
    assert "style" not in drawing
    assert 'role="img"' in drawing


def test_line_rises_with_its_values() -> None:
    points = re.search(r'points="([^"]*)"', sparkline(values=[10, 20, 40], title="t"))
    assert points is not None
    heights = [float(pair.split(",")[1]) for pair in points.group(1).split()]
    assert heights == sorted(heights, reverse=True)
