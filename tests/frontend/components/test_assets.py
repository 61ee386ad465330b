"""What is committed for browsers and PDFs is whole: fonts, icons, style sheet, page frame."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.files.storage import FileSystemStorage
from django.template.loader import render_to_string
from django.test import RequestFactory, override_settings
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parents[3]
STATIC = ROOT / "frontend/static/frontend"
TEMPLATES = sorted((ROOT / "frontend/templates").rglob("*.html"))
FONTS = sorted([*STATIC.glob("fonts/*.woff2"), *(ROOT / "portal/core/pdf/fonts").glob("*.ttf")])
VOWELS = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵđ"


@pytest.mark.parametrize("path", FONTS, ids=lambda path: path.name)
def test_font_holds_every_vietnamese_letter(path: Path) -> None:
    held = TTFont(path).getBestCmap()
    needed = VOWELS + VOWELS.upper() + "₫0123456789–“”…"
    assert [letter for letter in needed if ord(letter) not in held] == []


def test_there_are_three_weights_for_pages_and_four_cuts_for_pdf() -> None:
    assert len(FONTS) == 7


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_icons_of_templates_are_in_the_sprite(path: Path) -> None:
    held = set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "icons.svg").read_text()))
    assert set(re.findall(r'{% icon name="([^"]+)"', path.read_text())) <= held


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_templates_hold_nothing_inline(path: Path) -> None:
    source = path.read_text()
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", source)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", source))


def test_style_sheet_asks_for_nothing_from_elsewhere() -> None:
    asked = re.findall(r"url\(([^)]*)\)", (STATIC / "portal.css").read_text())
    assert all((STATIC / url.strip("\"'")).exists() for url in asked)
    assert asked


def test_every_reference_survives_hashed_names(tmp_path: Path) -> None:
    """Production serves files under hashed names; a reference to a missing file would stop it."""
    source = FileSystemStorage(STATIC)
    paths = {
        str(path.relative_to(STATIC)): (source, str(path.relative_to(STATIC)))
        for path in STATIC.rglob("*")
        if path.is_file()
    }
    with override_settings(DEBUG=False):
        storage = ManifestStaticFilesStorage(location=tmp_path)
        for name, (origin, path) in paths.items():
            with origin.open(path) as content:
                storage.save(name, content)
        outcomes = list(storage.post_process(paths))
    assert [outcome for _, _, outcome in outcomes if isinstance(outcome, Exception)] == []


def page(**context: object) -> str:
    request = RequestFactory().get("/thu-tuc?trang=2")
    return render_to_string("frontend/base.html", {"request": request, **context})


@pytest.mark.parametrize(
    ("theme", "root"),
    [("dark", 'class="govuk-template" data-theme="dark">'), ("", 'class="govuk-template">')],
)
def test_reader_chooses_the_theme(theme: str, root: str) -> None:
    assert f'<html lang="vi" {root}' in page(theme=theme)


@pytest.mark.parametrize(("demo", "times"), [(True, 1), (False, 0)])
def test_demo_is_marked_as_such(demo: bool, times: int) -> None:
    assert page(demo=demo).count("Dữ liệu thử nghiệm") == times


def test_page_can_be_used_by_keyboard_and_names_its_parts() -> None:
    made = page(navigation=[{"text": "Thủ tục", "href": "/thu-tuc", "current": True}])
    assert made.index('href="#main-content"') < made.index("<header")
    assert '<main class="govuk-main-wrapper" id="main-content">' in made
    assert 'aria-current="page"' in made
    assert "<title>Cổng dịch vụ công thành phố Hải Phòng</title>" in made
