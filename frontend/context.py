"""What every page may show without its view's help."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings

if TYPE_CHECKING:
    from django.http import HttpRequest


def portal(request: HttpRequest) -> dict[str, Any]:
    """The demo mark and the theme that the reader chose."""
    theme = request.COOKIES.get("theme", "")
    return {"demo": settings.DEMO, "theme": theme if theme in {"light", "dark"} else ""}
