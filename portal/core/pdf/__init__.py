"""The one door to WeasyPrint; rendering happens in the worker only (it is not thread-safe)."""

from portal.core.pdf.rendering import qr_svg, render
from portal.core.pdf.storing import store_once
from portal.core.pdf.wording import legal_date, legal_moment

__all__ = ["legal_date", "legal_moment", "qr_svg", "render", "store_once"]
