"""Small charts as SVG, drawn on the server: the same drawing for page, print and PDF.

Colours are written as attributes, because PDF makers print CSS variables black; the page's style
sheet overrides them by class. Beside each chart the page shows the same figures as a table.
"""

from collections.abc import Iterable, Sequence

from django.utils.safestring import SafeString

from frontend.components.markup import element

BAR = "#0b4a7a"
TEXT = "#13202b"
ROW = 52
BAR_HEIGHT = 18


def bar_chart(
    *, items: Iterable[tuple[str, int]], title: str, description: str = "", unit: str = ""
) -> SafeString:
    """Horizontal bars, each under its label and value.

    Lengths are shares of the width, so that text keeps its size on a phone and on a desktop.
    """
    rows = list(items)
    top = max((value for _, value in rows), default=0) or 1
    parts: list[SafeString] = []
    for place, (label, value) in enumerate(rows):
        figure = f"{value:,}".replace(",", ".")
        said = f"{label}: {figure} {unit}".rstrip()
        bar = {
            "class": "app-chart__bar",
            "x": 0,
            "y": place * ROW + 27,
            "width": f"{max(100 * value / top, 0.3):.1f}%",
            "height": BAR_HEIGHT,
            "rx": 2,
            "fill": BAR,
        }
        words = {"x": 0, "y": place * ROW + 20, "font-size": 15, "fill": TEXT}
        parts += [element("text", words, said), element("rect", bar)]
    drawing = _svg(title, description, *parts, width="100%", height=len(rows) * ROW)
    return element("div", {"class": "app-chart"}, drawing)


def sparkline(
    *, values: Sequence[int], title: str, description: str = "", width: int = 120, height: int = 28
) -> SafeString:
    """A line as wide as a word that shows which way a figure goes."""
    top, low = max(values, default=0), min(values, default=0)
    reach = (top - low) or 1
    step = (width - 4) / max(len(values) - 1, 1)
    points = " ".join(
        f"{2 + step * place:.1f},{2 + (height - 4) * (top - value) / reach:.1f}"
        for place, value in enumerate(values)
    )
    line = element(
        "polyline",
        {
            "class": "app-chart__line",
            "points": points,
            "fill": "none",
            "stroke": BAR,
            "stroke-width": 2,
        },
    )
    return _svg(title, description, line, width=width, height=height, classes="app-sparkline")


def _svg(
    title: str,
    description: str,
    *parts: SafeString,
    width: int | str,
    height: int,
    classes: str | None = None,
) -> SafeString:
    """The frame, named by its title for those who do not see it."""
    return element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": classes,
            "width": width,
            "height": height,
            "role": "img",
            "aria-label": f"{title}. {description}" if description else title,
        },
        element("title", {}, title),
        element("desc", {}, description) if description else None,
        *parts,
    )
