"""Judging an upload by its content: kind by signature, then decoded, never by name.

Pictures are decoded and written anew, which drops EXIF and anything appended. PDFs keep their
bytes, for they may be signed; those that carry scripts or other active content are refused.
"""

from __future__ import annotations

import hashlib
import io
import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pikepdf
from django.conf import settings
from PIL import Image, ImageOps

from portal.core.errors import InvalidInput, TooLarge
from portal.core.text import nfc

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.core.files.uploadedfile import UploadedFile

MAX_PIXELS = 30_000_000
MAX_PAGES = 300
_EICAR = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"
_ACTIVE = frozenset(
    {"/JavaScript", "/JS", "/Launch", "/EmbeddedFiles", "/EF", "/RichMedia", "/XFA"}
)
_SIGNATURES = {b"%PDF-": "pdf", b"\xff\xd8\xff": "jpeg", b"\x89PNG\r\n\x1a\n": "png"}
CONTENT_TYPES = {"pdf": "application/pdf", "jpeg": "image/jpeg", "png": "image/png"}


@dataclass(frozen=True, slots=True)
class Judged:
    """An upload that may be stored: its kind, its clean bytes and their hash."""

    name: str
    kind: str  # pdf | jpeg | png
    content: bytes

    @property
    def sha256(self) -> str:
        """SHA-256 (hex) of the stored bytes."""
        return hashlib.sha256(self.content).hexdigest()


def judge(upload: UploadedFile[Any]) -> Judged:
    """Accept a PDF, JPEG or PNG within the limits; refuse anything else with its reason."""
    limit: int = settings.UPLOAD_MAX_BYTES
    if upload.size is None or upload.size > limit:
        raise TooLarge(f"Tệp lớn hơn {limit // 1024 // 1024} MB. Hãy giảm dung lượng rồi tải lại.")
    content = upload.read()
    if not content:
        raise InvalidInput("Tệp rỗng. Hãy chọn tệp khác.")
    kind = next((kind for mark, kind in _SIGNATURES.items() if content.startswith(mark)), None)
    if kind is None:
        raise InvalidInput("Tệp phải là PDF, JPEG hoặc PNG.")
    if _EICAR in content:
        raise InvalidInput("Tệp chứa mã độc nên không được nhận.")
    clean = _judge_pdf(content) if kind == "pdf" else _judge_picture(content, kind)
    return Judged(_file_name(upload.name or "", kind), kind, clean)


def _judge_pdf(content: bytes) -> bytes:
    if content.rpartition(b"%%EOF")[2].strip(b"\x00 \t\r\n\f"):
        raise InvalidInput("Tệp PDF bị hỏng hoặc có nội dung lạ ở cuối tệp.")
    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            pages = len(document.pages)
            active = _has_active_content(document)
    except pikepdf.PasswordError:
        raise InvalidInput("Tệp PDF có mật khẩu. Hãy bỏ mật khẩu rồi tải lại.") from None
    except (pikepdf.PdfError, ValueError, RecursionError):
        raise InvalidInput("Tệp PDF bị hỏng, không mở được.") from None
    if not 0 < pages <= MAX_PAGES:
        raise InvalidInput(f"Tệp PDF phải có từ 1 đến {MAX_PAGES} trang.")
    if active:
        raise InvalidInput("Tệp PDF chứa mã lệnh hoặc tệp đính kèm nên không được nhận.")
    return content


def _has_active_content(document: pikepdf.Pdf) -> bool:
    """Whether any object of the document names a script, a launch action or an embedded file."""
    return any(_is_active(item) for item in document.objects)


def _is_active(item: Any) -> bool:
    """Judge one object and what lies directly inside it; what it refers to is judged by itself."""
    if isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        keys = set(item.keys())
        if keys & _ACTIVE or str(item.get("/S", "")) in _ACTIVE:
            return True
        inside = [item.get(key) for key in keys]
    else:
        inside = list(item) if isinstance(item, pikepdf.Array) else []
    return any(
        _is_active(child)
        for child in inside
        if isinstance(child, pikepdf.Object) and not child.is_indirect
    )


def _judge_picture(content: bytes, kind: str) -> bytes:
    broken = InvalidInput("Tệp ảnh bị hỏng, không mở được.")
    try:
        with _no_bomb_warning(), Image.open(io.BytesIO(content)) as picture:
            if (picture.format or "").lower() != kind:
                raise broken
            if picture.width * picture.height > MAX_PIXELS:
                raise TooLarge("Ảnh quá lớn. Hãy giảm kích thước rồi tải lại.")
            upright = ImageOps.exif_transpose(picture)
            mode = "RGB" if kind == "jpeg" else upright.mode
            target = io.BytesIO()
            upright.convert(mode).save(target, format=kind.upper(), quality=90)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise broken from None
    return target.getvalue()


@contextmanager
def _no_bomb_warning() -> Iterator[None]:
    """Leave the size of pictures to the limit of pixels."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        yield


def _file_name(name: str, kind: str) -> str:
    """A tame name for people: last path part, NFC, with the ending of its real kind."""
    stem = nfc(name.replace("\\", "/").rsplit("/", 1)[-1]).rsplit(".", 1)[0][:120]
    return f"{stem or 'tep'}.{'jpg' if kind == 'jpeg' else kind}"
