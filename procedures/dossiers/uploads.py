"""Judging an upload by its content: kind by signature, then decoded, never by name.

Pictures are decoded and written anew, which drops EXIF and anything appended. PDFs keep their
bytes, for they may be signed; those that carry scripts or other active content are refused. What
would cost more memory or time than any honest file is refused before it is inflated.
"""

from __future__ import annotations

import hashlib
import io
import re
import subprocess
import sys
import threading
import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from PIL import Image, ImageOps

from portal.core.errors import FieldError, InvalidInput, TooLarge, Unavailable
from portal.core.text import nfc
from procedures.dossiers import pdf_inspection
from procedures.dossiers.pdf_inspection import Verdict, inspect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.core.files.uploadedfile import UploadedFile

    from portal.core.errors import PortalError

MAX_PIXELS = 30_000_000
MAX_SIDE = 15_000
MAX_SCANS = 100  # passes over a progressive JPEG: honest ones make about ten
SHORT = 256 * 1024
PATIENCE = 20  # seconds of waiting for a turn, and for a child's verdict
TOO_HEAVY = "Tệp quá phức tạp để kiểm tra. Hãy lưu hoặc quét lại thành tệp đơn giản hơn."
_EICAR = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"
_SCAN = b"\xff\xda"
_KEPT = {"transparency", "icc_profile"}  # of what a picture carries beside its dots
# What qpdf inflates by itself; a name can be spelt with #, so any such name counts as one of them.
_INFLATES = re.compile(rb"/ObjStm|/XRef|/[^\s/<>\[\](){}%]*#")
_SAID = {
    Verdict.BROKEN: "Tệp PDF bị hỏng, không mở được.",
    Verdict.LOCKED: "Tệp PDF có mật khẩu. Hãy bỏ mật khẩu rồi tải lại.",
    Verdict.PAGES: f"Tệp PDF phải có từ 1 đến {pdf_inspection.MAX_PAGES} trang.",
    Verdict.ACTIVE: "Tệp PDF chứa mã lệnh hoặc tệp đính kèm nên không được nhận.",
}
_costly = threading.Lock()
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
        megabytes = limit // 1024 // 1024
        raise _refused(f"Tệp lớn hơn {megabytes} MB. Hãy giảm dung lượng rồi tải lại.", TooLarge)
    content = upload.read()
    if not content:
        raise _refused("Tệp rỗng. Hãy chọn tệp khác.")
    kind = next((kind for mark, kind in _SIGNATURES.items() if content.startswith(mark)), None)
    if kind is None:
        raise _refused("Tệp phải là PDF, JPEG hoặc PNG.")
    if _EICAR in content:
        raise _refused("Tệp chứa mã độc nên không được nhận.")
    clean = _judge_pdf(content) if kind == "pdf" else _judge_picture(content, kind)
    return Judged(_file_name(upload.name or "", kind), kind, clean)


def _refused(reason: str, refusal: type[PortalError] = InvalidInput) -> PortalError:
    """The refusal of the file, by the pointer of what was sent."""
    code = "too_large" if refusal is TooLarge else "file"
    return refusal(reason, errors=[FieldError("/file", code, reason)])


def _judge_pdf(content: bytes) -> bytes:
    if content.rpartition(b"%%EOF")[2].strip(b"\x00 \t\r\n\f"):
        raise _refused("Tệp PDF bị hỏng hoặc có nội dung lạ ở cuối tệp.")
    short = len(content) <= SHORT and not _INFLATES.search(content)
    verdict = inspect(content) if short else _inspect_apart(content)
    if verdict is Verdict.HEAVY:
        raise _refused(TOO_HEAVY, TooLarge)
    if verdict is not Verdict.GOOD:
        raise _refused(_SAID[verdict])
    return content


def _inspect_apart(content: bytes) -> Verdict:
    """Inspect in a child that bounds its own memory and time, one at a time."""
    with _one_at_a_time():
        try:
            child = subprocess.run(  # noqa: S603 - our own program and no shell
                [sys.executable, "-I", pdf_inspection.__file__],
                input=content,
                capture_output=True,
                check=False,
                timeout=PATIENCE,
            )
        except subprocess.TimeoutExpired:
            return Verdict.HEAVY
    return Verdict(child.stdout.decode()) if child.returncode == 0 else Verdict.HEAVY


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Let one thread do what costs much memory; who waits long is told to come again."""
    if not _costly.acquire(timeout=PATIENCE):
        raise Unavailable("Hệ thống đang kiểm tra nhiều tệp. Hãy tải lại tệp sau ít phút.")
    try:
        yield
    finally:
        _costly.release()


def _judge_picture(content: bytes, kind: str) -> bytes:
    """Decode a picture whose header promises a bearable size, and write it anew.

    What is decoded never outgrows what the header says, so these limits need no child.
    """
    if kind == "jpeg" and content.count(_SCAN) > MAX_SCANS:
        raise _refused(TOO_HEAVY, TooLarge)
    try:
        with _no_bomb_warning(), Image.open(io.BytesIO(content), formats=[kind]) as picture:
            if max(picture.size) > MAX_SIDE or picture.width * picture.height > MAX_PIXELS:
                raise _refused("Ảnh quá lớn. Hãy giảm kích thước rồi tải lại.", TooLarge)
            with _one_at_a_time():
                return _drawn_anew(picture, kind)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise _refused("Tệp ảnh bị hỏng, không mở được.") from None


def _drawn_anew(picture: Image.Image, kind: str) -> bytes:
    ImageOps.exif_transpose(picture, in_place=True)
    mode = "RGB" if kind == "jpeg" else picture.mode
    clean = picture if picture.mode == mode else picture.convert(mode)
    clean.info = {name: value for name, value in clean.info.items() if name in _KEPT}
    target = io.BytesIO()
    clean.save(target, format=kind.upper(), quality=90)
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
