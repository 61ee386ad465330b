"""HTML to PDF, and what documents print besides text."""

from __future__ import annotations

import segno
from django.utils.safestring import SafeString, mark_safe


def render(html: str, *, title: str, variant: str = "pdf/ua-1") -> bytes:
    """Render an HTML document as a tagged PDF; nothing outside this folder is fetched."""
    # The web processes import this module too, and need no Pango.
    from portal.core.pdf import engine

    data = engine.write(html, variant=variant)
    if not isinstance(data, bytes):
        raise TypeError(f"no PDF came out of {title}")
    return data


def qr_svg(text: str, *, label: str) -> SafeString:
    """A QR code as inline SVG with a text alternative."""
    svg = segno.make(text, error="m").svg_inline(
        scale=1, border=2, omitsize=True, title=label, svgclass="qr", lineclass=None
    )
    return mark_safe(svg)  # noqa: S308 - segno escapes the title, the rest is path data
