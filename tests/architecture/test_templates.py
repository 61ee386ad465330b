"""Templates: each compiles, is used, and needs nothing that the content-security policy forbids."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.template.loader import get_template

from tests.architecture import tree

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEMPLATES = [path for path in tree.files(*tree.ROOMS, suffix="") if "templates" in path.parts]
TEMPLATES = [
    path for path in TEMPLATES if path.is_file() and path.suffix in {".html", ".txt", ".svg"}
]
# Documents go to WeasyPrint, not to a browser.
PAGES = [path for path in TEMPLATES if "pdf" not in path.parts]
INLINE = {
    "script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "event attribute": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "script address": re.compile(r"javascript:", re.IGNORECASE),
    "foreign address": re.compile(r"<(?:script|link|img|iframe)[^>]*(?:src|href)=.https?:"),
}


def called(path: Path) -> str:
    """The name under which Django finds a template."""
    return path.as_posix().rsplit("/templates/", 1)[1]


@pytest.mark.parametrize("path", TEMPLATES, ids=tree.name)
def test_template_compiles(path: Path) -> None:
    get_template(called(path))


@pytest.mark.parametrize("path", PAGES, ids=tree.name)
def test_template_has_nothing_inline(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert {what for what, pattern in INLINE.items() if pattern.search(text)} == set()


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("<script>go()</script>", "script"),
        ("<style>p{}</style>", "style element"),
        ('<p class="a" style="color:red">', "style attribute"),
        ('<a href="#" onclick="go()">', "event attribute"),
        ('<a href="javascript:go()">', "script address"),
        ('<script src="https://cdn.example/x.js">', "foreign address"),
    ],
)
def test_inline_code_is_recognised(text: str, what: str) -> None:
    assert INLINE[what].search(text)


# f"dossiers/pdf/{form}.html" names every document that fits.
BUILT_NAME = re.compile(r"""f["']([\w/.-]*(?:\{[^}"']+\}[\w/.-]*)+)["']""")


def names_built_in(text: str) -> Iterator[re.Pattern[str]]:
    """The patterns of the template names that a source puts together."""
    for name in BUILT_NAME.findall(text):
        if name.endswith((".html", ".txt", ".svg")):
            yield re.compile("[^/]+".join(map(re.escape, re.split(r"\{[^}]*\}", name))))


def test_each_template_is_used() -> None:
    sources = {
        path: path.read_text(encoding="utf-8")
        for suffix in (".py", ".html", ".txt")
        for path in tree.files(*tree.ROOMS, suffix=suffix)
    }
    built = [pattern for text in sources.values() for pattern in names_built_in(text)]
    unused = [
        called(template)
        for template in TEMPLATES
        if not any(called(template) in text for path, text in sources.items() if path != template)
        and not any(pattern.fullmatch(called(template)) for pattern in built)
    ]
    # Django asks for these by name itself.
    assert set(unused) <= {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}
