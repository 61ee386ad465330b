"""Files are judged by their content, whatever they are called."""

import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from portal.core.errors import InvalidInput, PortalError, TooLarge
from procedures.dossiers import pdf_inspection, uploads
from tests.factories.dossiers import a_pdf, a_picture

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


def bomb() -> SimpleUploadedFile:
    """Make a small PNG that would decode to 100 million pixels."""
    target = io.BytesIO()
    Image.new("1", (10_000, 10_000)).save(target, format="PNG")
    return upload(target.getvalue(), "bom.png")


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
        (bomb, TooLarge, "quá lớn"),
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
    ],
)
def test_what_is_refused_and_why(file, error, words):
    with pytest.raises(PortalError) as refusal:
        uploads.judge(file())
    assert type(refusal.value) is error
    assert words in refusal.value.message


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
