"""Documents: tagged, with the portal's own fonts, from local files only."""

import io
import subprocess
import sys
from datetime import date, datetime

import pikepdf
import pypdfium2
import pytest
from PIL import ImageFile

from portal.core import clock, pdf
from portal.core.pdf import engine

ALPHABET = "aáàảãạăắằẳẵặâấầẩẫậđeéèẻẽẹêếềểễệiíìỉĩịoóòỏõọôốồổỗộơớờởỡợuúùủũụưứừửữựyýỳỷỹỵ"
EVERY_LETTER = f"{ALPHABET} {ALPHABET.upper()} 100.000 ₫"


def page(body: str, *, attributes: str = "") -> str:
    """Write a small document."""
    return f"<html lang='vi'><head><title>Thử</title></head><body {attributes}>{body}</body></html>"


def render(html: str) -> pikepdf.Pdf:
    """Render and read back."""
    return pikepdf.open(io.BytesIO(pdf.render(html, title="Thử")))


def fonts_of(document: pikepdf.Pdf) -> list[pikepdf.Object]:
    """List the font descriptors of a document."""
    return [
        item
        for item in document.objects
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor"
    ]


def test_every_vietnamese_letter_comes_out_as_written():
    data = pdf.render(page(f"<p>{EVERY_LETTER}</p>"), title="Thử")
    text = pypdfium2.PdfDocument(data)[0].get_textpage().get_text_range()
    assert "".join(text.split()) == "".join(EVERY_LETTER.split())


@pytest.mark.parametrize("style", ["", "font-weight:bold", "font-style:italic"])
def test_only_the_fonts_of_the_folder_are_used_and_embedded(style):
    document = render(page(f"<p style='{style}'>{EVERY_LETTER}</p>"))
    fonts = fonts_of(document)
    assert fonts
    assert all("Tinos" in str(font["/FontName"]) for font in fonts)
    assert all("/FontFile2" in font or "/FontFile3" in font for font in fonts)


def test_a_document_is_tagged_titled_and_in_vietnamese():
    document = render(page("<p>Chữ</p>"))
    root = document.Root
    assert root.Lang == "vi"
    assert "/StructTreeRoot" in root
    assert root.ViewerPreferences.DisplayDocTitle


@pytest.mark.parametrize(
    ("attributes", "millimetres"), [("", (210, 297)), ("class='a5'", (210, 148))]
)
def test_paper_sizes(attributes, millimetres):
    document = render(page("<p>Chữ</p>", attributes=attributes))
    width, height = (float(side) / 72 * 25.4 for side in document.pages[0].mediabox[2:])
    assert (round(width), round(height)) == millimetres


def test_page_numbers_begin_on_the_second_page():
    data = pdf.render(page("<p>chữ</p>" * 120), title="Thử")
    pages = [sheet.get_textpage().get_text_range() for sheet in pypdfium2.PdfDocument(data)]
    assert len(pages) > 2
    numbers = [[line for line in sheet.split() if line.isdigit()] for sheet in pages]
    assert numbers == [[], *([str(number)] for number in range(2, len(pages) + 1))]


@pytest.mark.parametrize(
    "address",
    [
        "https://example.com/mau.png",
        "file:///etc/hostname",
        f"{engine.HERE.as_uri()}/../errors.py",
        "../errors.py",
        f"{engine.HERE.as_uri()}-elsewhere/x.png",
    ],
)
def test_a_document_that_reaches_outside_its_folder_is_not_made(address):
    with pytest.raises(ValueError, match="from outside"):
        pdf.render(page(f"<img alt='' src='{address}'>"), title="Thử")


def test_rendering_twice_reads_the_same():
    texts = {
        pypdfium2.PdfDocument(pdf.render(page("<p>Chữ</p>"), title="Thử"))[0]
        .get_textpage()
        .get_text_range()
        for _ in range(2)
    }
    assert len(texts) == 1


def test_a_qr_code_has_a_text_alternative_and_escapes_it():
    svg = pdf.qr_svg("http://127.0.0.1:8000/tra-cuu?a=1&b=2", label="Mã QR <hồ sơ>")
    assert "<title>Mã QR &lt;hồ sơ&gt;</title>" in svg


def test_making_documents_leaves_pictures_judged_strictly():
    pdf.render(page("<p>Chữ</p>"), title="Thử")
    assert not ImageFile.LOAD_TRUNCATED_IMAGES


def test_web_processes_do_not_load_pango():
    code = "import sys; import portal.core.pdf; sys.exit('weasyprint' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 1, 5), "ngày 05 tháng 01 năm 2026"),
        (date(2026, 2, 28), "ngày 28 tháng 02 năm 2026"),
        (date(2026, 3, 9), "ngày 09 tháng 3 năm 2026"),
        (date(2026, 11, 23), "ngày 23 tháng 11 năm 2026"),
    ],
)
def test_dates_as_decree_30_writes_them(day, words):
    assert pdf.legal_date(day) == words


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 11, 23, 0, 5, tzinfo=clock.VIETNAM),
        clock.parse("2026-11-22T17:05+00:00"),
    ],
)
def test_moments_are_vietnams(moment):
    assert pdf.legal_moment(moment) == "00 giờ 05 phút, ngày 23 tháng 11 năm 2026"
