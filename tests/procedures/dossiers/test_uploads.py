"""Files are judged by their content, whatever they are called."""

import io
import struct
import subprocess
import threading
import zlib
from collections.abc import Callable
from functools import partial
from typing import Any

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from portal.core.errors import InvalidInput, PortalError, TooLarge, Unavailable
from procedures.dossiers import pdf_inspection, uploads
from tests.factories.dossiers import a_pdf, a_picture

PACKED = pikepdf.ObjectStreamMode.generate
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def upload(content: bytes, name: str = "giấy tờ.pdf") -> SimpleUploadedFile:
    """Make an upload of bytes."""
    return SimpleUploadedFile(name, content)


def pdf_with(change: Callable[[pikepdf.Pdf], Any], **saving: Any) -> SimpleUploadedFile:
    """Make an upload of a one-page PDF after a change."""
    document = pikepdf.new()
    document.add_blank_page()
    change(document)
    target = io.BytesIO()
    document.save(target, **saving)
    return upload(target.getvalue())


def javascript() -> pikepdf.Dictionary:
    """Make an action that runs a script."""
    return pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))


def nothing(document: pikepdf.Pdf) -> None:
    """Change nothing."""


def without_pages(document: pikepdf.Pdf) -> None:
    """Take the only page out."""
    del document.pages[0]


def open_directly(document: pikepdf.Pdf) -> None:
    """Run a script at opening, written inside the catalogue itself."""
    document.Root.OpenAction = javascript()


def open_by_reference(document: pikepdf.Pdf) -> None:
    """Run a script at opening, written as an object of its own."""
    document.Root.OpenAction = document.make_indirect(javascript())


def script_in_an_annotation(document: pikepdf.Pdf) -> None:
    """Hide the script in an array of an annotation of a page."""
    action = pikepdf.Dictionary(A=pikepdf.Dictionary(Next=pikepdf.Array([javascript()])))
    document.pages[0].Annots = pikepdf.Array([action])


def launch(document: pikepdf.Pdf) -> None:
    """Start a program at opening."""
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("cmd"))


def attach(document: pikepdf.Pdf) -> None:
    """Attach a file."""
    document.attachments["x.exe"] = b"MZ"


def to_outside(action: str) -> Callable[[pikepdf.Pdf], Any]:
    """Open or send something outside the document at opening."""

    def change(document: pikepdf.Pdf) -> None:
        target = {"S": pikepdf.Name(action), "F": pikepdf.String("https://example.org/")}
        document.Root.OpenAction = pikepdf.Dictionary(**target)

    return change


def numbered(count: int) -> Callable[[pikepdf.Pdf], Any]:
    """Hold this many objects."""

    def change(document: pikepdf.Pdf) -> None:
        made = [document.make_indirect(pikepdf.Dictionary(A=1)) for _ in range(count)]
        document.Root.Y = pikepdf.Array(made)

    return change


def inflating(megabytes: int, *, name: bytes = b"/ObjStm") -> SimpleUploadedFile:
    """Make a small PDF with a stream of objects of this many megabytes."""
    packer = zlib.compressobj(9)
    packed = packer.compress(b"1 0 ")
    packed += b"".join(packer.compress(bytes(b" " * 1_000_000)) for _ in range(megabytes))
    packed += packer.flush()
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
        b"<</Type%b/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n%b\nendstream"
        % (name, len(packed), packed),
    ]
    content, rows = b"%PDF-1.5\n", [(0, 0, 255)]
    for number, body in enumerate(bodies, start=1):
        rows.append((1, len(content), 0))
        content += b"%d 0 obj%b endobj\n" % (number, body)
    at = len(content)
    table = b"".join(struct.pack(">BIB", *row) for row in [*rows, (2, 4, 0), (1, at, 0)])
    content += b"6 0 obj<</Type/XRef/Size 7/W[1 4 1]/Root 1 0 R/Length %d>>" % len(table)
    content += b"stream\n%b\nendstream endobj\nstartxref\n%d\n%%%%EOF" % (table, at)
    return upload(content)


def bomb(width: int, height: int) -> SimpleUploadedFile:
    """Make a PNG of a few kilobytes that would decode to many pixels."""
    target = io.BytesIO()
    Image.new("1", (width, height)).save(target, format="PNG")
    return upload(target.getvalue(), "bom.png")


def many_scans() -> SimpleUploadedFile:
    """Make a progressive JPEG that asks to be drawn over and over again."""
    target = io.BytesIO()
    Image.new("RGB", (64, 64), "red").save(target, format="JPEG", progressive=True)
    start, mark, last = target.getvalue().rpartition(b"\xff\xda")
    scan = mark + last.removesuffix(b"\xff\xd9")
    return upload(start + scan * 500 + b"\xff\xd9", "ảnh.jpg")


def truncated_jpeg() -> SimpleUploadedFile:
    """Cut a JPEG short."""
    content = a_picture(kind="JPEG", size=200).read()
    return upload(content[: len(content) // 2], "ảnh.jpg")


@pytest.mark.parametrize(
    ("file", "error", "words"),
    [
        (lambda: upload(b""), InvalidInput, "rỗng"),
        (lambda: upload(b"MZ\x90\x00" * 20, "đơn.pdf"), InvalidInput, "phải là PDF"),
        (lambda: upload(b"<html><script>1</script>", "ảnh.png"), InvalidInput, "phải là PDF"),
        (lambda: upload(b"PK\x03\x04" + b"0" * 40, "đơn.pdf"), InvalidInput, "phải là PDF"),
        (lambda: upload(b"GIF89a" + b"0" * 40, "ảnh.png"), InvalidInput, "phải là PDF"),
        (lambda: upload(EICAR), InvalidInput, "phải là PDF"),
        (lambda: upload(a_pdf().read() + EICAR), InvalidInput, "mã độc"),
        (lambda: upload(b"%PDF-1.7\nrubbish"), InvalidInput, "hỏng"),
        (lambda: upload(b"\x89PNG\r\n\x1a\nrubbish"), InvalidInput, "hỏng"),
        (lambda: upload(b"\xff\xd8\xffrubbish"), InvalidInput, "hỏng"),
        (truncated_jpeg, InvalidInput, "hỏng"),
        (lambda: bomb(10_000, 10_000), TooLarge, "quá lớn"),
        (lambda: bomb(1, 20_000_000), TooLarge, "quá lớn"),
        (lambda: bomb(uploads.MAX_SIDE + 1, 1), TooLarge, "quá lớn"),
        (many_scans, TooLarge, "phức tạp"),
        (lambda: pdf_with(numbered(60_000)), TooLarge, "phức tạp"),
        (lambda: pdf_with(numbered(60_000), object_stream_mode=PACKED), TooLarge, "phức tạp"),
        (lambda: inflating(300), TooLarge, "phức tạp"),
        (lambda: inflating(300, name=b"/Obj#53tm"), TooLarge, "phức tạp"),
        (lambda: a_pdf(pages=pdf_inspection.MAX_PAGES + 1), InvalidInput, "300 trang"),
        (
            lambda: pdf_with(lambda document: document.pages.__delitem__(0)),
            InvalidInput,
            "từ 1 đến",
        ),
        (
            lambda: pdf_with(nothing, encryption=pikepdf.Encryption(user="1", owner="2")),
            InvalidInput,
            "mật khẩu",
        ),
        (lambda: pdf_with(open_directly), InvalidInput, "mã lệnh"),
        (lambda: pdf_with(open_by_reference), InvalidInput, "mã lệnh"),
        (lambda: pdf_with(script_in_an_annotation), InvalidInput, "mã lệnh"),
        (lambda: pdf_with(launch), InvalidInput, "mã lệnh"),
        (lambda: pdf_with(attach), InvalidInput, "đính kèm"),
        *(
            (partial(pdf_with, to_outside(action)), InvalidInput, "mã lệnh")
            for action in ("/SubmitForm", "/ImportData", "/GoToE", "/GoToR")
        ),
        (lambda: pdf_with(open_by_reference, object_stream_mode=PACKED), InvalidInput, "mã lệnh"),
    ],
)
def test_what_is_refused_and_why(file, error, words):
    with pytest.raises(PortalError) as refusal:
        uploads.judge(file())
    assert type(refusal.value) is error
    assert words in refusal.value.message
    assert [error.pointer for error in refusal.value.errors] == ["/file"]


def test_the_limit_of_bytes(settings):
    settings.UPLOAD_MAX_BYTES = a_pdf().size
    assert uploads.judge(a_pdf()).kind == "pdf"
    settings.UPLOAD_MAX_BYTES -= 1
    with pytest.raises(TooLarge):
        uploads.judge(a_pdf())


@pytest.mark.parametrize(
    ("file", "kind", "name"),
    [
        (a_pdf("sơ đồ.exe"), "pdf", "sơ đồ.pdf"),
        (a_picture("ảnh.pdf", "PNG"), "png", "ảnh.png"),
        (a_picture("../../ảnh thẻ.jpeg", "JPEG"), "jpeg", "ảnh thẻ.jpg"),
        (a_picture("C:\\Hồ sơ\\ảnh.png", "PNG"), "png", "ảnh.png"),
        (a_picture("a\u0309nh.png", "PNG"), "png", "ảnh.png"),
        (a_picture("đơn\u202egnp.exe", "PNG"), "png", "đơngnp.png"),
        (a_picture(".png", "PNG"), "png", "tep.png"),
        (a_picture("a" * 300 + ".png", "PNG"), "png", "a" * 120 + ".png"),
    ],
)
def test_the_kind_is_the_contents_and_the_name_is_tamed(file, kind, name):
    judged = uploads.judge(file)
    assert (judged.kind, judged.name) == (kind, name)


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_polyglot_loses_what_was_appended_to_the_picture(kind):
    content = a_picture(kind=kind).read() + b"PK\x03\x04<script>alert(1)</script>%PDF-1.7"
    judged = uploads.judge(upload(content, "ảnh.png"))
    assert b"script" not in judged.content
    assert Image.open(io.BytesIO(judged.content)).size == (24, 24)


def test_a_picture_loses_its_exif_but_stays_upright():
    target = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "Nhà riêng của ông An"
    Image.new("RGB", (40, 20), "red").save(target, format="JPEG", exif=exif)
    judged = uploads.judge(upload(target.getvalue(), "ảnh.jpg"))
    picture = Image.open(io.BytesIO(judged.content))
    assert picture.size == (20, 40)
    assert not picture.getexif()
    assert b"An" not in judged.content


def test_a_pdf_keeps_its_bytes_for_they_may_be_signed():
    content = a_pdf().read()
    assert uploads.judge(upload(content)).content == content


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_pictures_of_every_mode_are_taken(mode):
    target = io.BytesIO()
    Image.new(mode, (8, 8)).save(target, format="PNG")
    assert uploads.judge(upload(target.getvalue(), "ảnh.png")).kind == "png"


def test_a_pdf_with_something_behind_its_end_is_refused():
    behind = SimpleUploadedFile("giay-to.pdf", a_pdf().read() + b"PK\x03\x04evil")
    with pytest.raises(InvalidInput, match="nội dung lạ"):
        uploads.judge(behind)


@pytest.mark.parametrize(
    "file",
    [
        lambda: pdf_with(numbered(30_000), object_stream_mode=PACKED),
        lambda: pdf_with(numbered(30_000)),
        lambda: inflating(10),
    ],
)
def test_what_is_big_but_bearable_is_taken(file):
    assert uploads.judge(file()).kind == "pdf"


@pytest.mark.parametrize("file", [many_scans, lambda: bomb(3_000, 3_000)])
def test_a_bearable_picture_is_taken(file, monkeypatch):
    monkeypatch.setattr(uploads, "MAX_SCANS", 600)
    assert uploads.judge(file()).kind in {"png", "jpeg"}


def test_a_child_without_a_verdict_is_a_refusal(monkeypatch):
    """Whatever kills the child, be it its own limit of memory or of time."""
    died = subprocess.CompletedProcess([], returncode=-9, stdout=b"", stderr=b"")
    monkeypatch.setattr(uploads.subprocess, "run", lambda *_args, **_more: died)
    with pytest.raises(TooLarge):
        uploads.judge(pdf_with(nothing, object_stream_mode=PACKED))


def test_a_crowd_is_told_to_come_again(monkeypatch):
    taken = threading.Lock()
    monkeypatch.setattr(uploads, "_costly", taken)
    monkeypatch.setattr(uploads, "PATIENCE", 0.01)
    with taken, pytest.raises(Unavailable):
        uploads.judge(a_picture())


def test_a_picture_loses_its_comment_but_not_its_transparency():
    target = io.BytesIO()
    Image.new("RGB", (8, 8)).save(target, format="JPEG", comment="Nhà riêng")
    assert "Nhà riêng".encode() in target.getvalue()
    assert "Nhà riêng".encode() not in uploads.judge(upload(target.getvalue())).content
    target = io.BytesIO()
    Image.new("P", (8, 8)).save(target, format="PNG", transparency=0)
    judged = uploads.judge(upload(target.getvalue()))
    assert Image.open(io.BytesIO(judged.content)).info["transparency"] == 0
