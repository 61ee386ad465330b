"""HTML to PDF, with fonts and style sheet loaded once per process."""

from __future__ import annotations

import threading
from functools import cache
from pathlib import Path
from typing import Any

import segno
from django.utils.safestring import SafeString, mark_safe

HERE = Path(__file__).parent
_lock = threading.Lock()


def render(html: str, *, title: str, variant: str = "pdf/ua-1") -> bytes:
    """Render an HTML document as PDF bytes; nothing outside this folder is fetched."""
    from weasyprint import HTML  # noqa: PLC0415 - importing WeasyPrint loads Pango

    # Pango's font configuration is shared and not thread-safe.
    with _lock:
        fonts, sheet = _styles()
        document = HTML(string=html, base_url=HERE.as_uri() + "/", url_fetcher=_local_only)
        data = document.write_pdf(
            stylesheets=[sheet], font_config=fonts, pdf_variant=variant, custom_metadata=True
        )
    if not isinstance(data, bytes):
        raise TypeError(f"no PDF came out of {title}")
    return data


def qr_svg(text: str, *, label: str) -> SafeString:
    """A QR code as inline SVG with a text alternative."""
    svg = segno.make(text, error="m").svg_inline(
        scale=1, border=2, omitsize=True, title=label, svgclass="qr", lineclass=None
    )
    return mark_safe(svg)  # noqa: S308 - segno escapes the title, the rest is path data


@cache
def _styles() -> tuple[Any, Any]:
    """The font configuration and the style sheet of all documents."""
    from weasyprint import CSS  # noqa: PLC0415
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

    fonts = FontConfiguration()
    return fonts, CSS(filename=str(HERE / "document.css"), font_config=fonts)


def _local_only(url: str, *args: Any, **kwargs: Any) -> Any:
    """Fetch only data URLs and files of this folder: no document calls the network."""
    from weasyprint import default_url_fetcher  # noqa: PLC0415

    if not url.startswith(("data:", HERE.as_uri())):
        raise ValueError("documents load nothing from outside")
    return default_url_fetcher(url, *args, **kwargs)
