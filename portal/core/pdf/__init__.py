"""The one door to WeasyPrint; rendering happens in the worker only (it is not thread-safe)."""

from portal.core.pdf.rendering import qr_svg, render

__all__ = ["qr_svg", "render"]
