"""Small charts as SVG, drawn on the server: the same drawing for page, print and PDF.

Colours are written as attributes, because PDF makers print CSS variables black; the page's style
sheet overrides them by class. Beside each chart the page shows the same figures as a table.
"""

from collections.abc import Iterable, Sequence

from django.utils.safestring import SafeString

from frontend.components.markup import element

BAR = "#0b4a7a"
TEXT = "#13202b"
ROW = 34
BAR_HEIGHT = 18
VALUE_ROOM = 90


def bar_chart(
    *,
    items: Iterable[tuple[str, int]],
    title: str,
    description: str = "",
    unit: str = "",
    width: int = 640,
) -> SafeString:
    """Horizontal bars, each under its label and before its value: readable at any width."""
    rows = list(items)
    top = max((value for _, value in rows), default=0) or 1
    parts: list[SafeString] = []
    for place, (label, value) in enumerate(rows):
        y = place * (ROW + BAR_HEIGHT)
        long = round((width - VALUE_ROOM) * max(value, 0) / top)
        said = f"{value:,}".replace(",", ".") + (f" {unit}" if unit else "")
        parts += [
            _text(label, x=0, y=y + 20),
            element(
                "rect",
                {
                    "class": "app-chart__bar",
                    "x": 0,
                    "y": y + 27,
                    "width": max(long, 1),
                    "height": BAR_HEIGHT,
                    "rx": 2,
                    "fill": BAR,
                },
            ),
            _text(said, x=max(long, 1) + 8, y=y + 41),
        ]
    height = len(rows) * (ROW + BAR_HEIGHT) + 4
    drawing = _svg(title, description, *parts, width=width, height=height)
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


def _text(said: str, *, x: int, y: int) -> SafeString:
    return element("text", {"x": x, "y": y, "font-size": 15, "fill": TEXT}, said)


def _svg(
    title: str,
    description: str,
    *parts: SafeString,
    width: int,
    height: int,
    classes: str | None = None,
) -> SafeString:
    """The frame, named by its title for those who do not see it."""
    return element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": classes,
            "viewBox": f"0 0 {width} {height}",
            "width": width,
            "height": height,
            "role": "img",
            "aria-label": f"{title}. {description}" if description else title,
        },
        element("title", {}, title),
        element("desc", {}, description) if description else None,
        *parts,
    )
