"""WeasyPrint with the portal's fonts and style sheet, loaded once per process.

Importing this module loads Pango, so that only `render` does it, when a document is due.
"""

from __future__ import annotations

import logging
import threading
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from PIL import ImageFile
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher

HERE = Path(__file__).resolve().parent


class _LocalFiles(URLFetcher):  # type: ignore[misc]
    """Opens data URLs and files of this folder; a document that asks for more is not made."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
        parts = urlsplit(url)
        if parts.scheme == "file" and parts.netloc in {"", "localhost"}:
            allowed = Path(url2pathname(parts.path)).resolve().is_relative_to(HERE)
        else:
            allowed = parts.scheme == "data"
        if not allowed:
            raise FatalURLFetchingError(f"documents load nothing from outside: {url[:200]}")
        return super().fetch(url, headers)


# WeasyPrint lets the whole process decode broken pictures; uploads are judged by this very switch.
ImageFile.LOAD_TRUNCATED_IMAGES = False
# A line for each step of each document says nothing to those who run the portal.
logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)

_fetcher = _LocalFiles()
_fonts = FontConfiguration()
_sheet = CSS(filename=str(HERE / "document.css"), font_config=_fonts, url_fetcher=_fetcher)
# Pango's font configuration is shared and not thread-safe.
_lock = threading.Lock()


def write(html: str, *, variant: str) -> Any:
    """Lay out and write one document."""
    with _lock:
        document = HTML(string=html, base_url=f"{HERE.as_uri()}/", url_fetcher=_fetcher)
        try:
            return document.write_pdf(stylesheets=[_sheet], font_config=_fonts, pdf_variant=variant)
        except FatalURLFetchingError as outside:
            # No Exception by its class: it would end the worker instead of failing the job.
            raise ValueError(str(outside)) from outside
