"""Reads pages as a browser without script does: headings, links, text and forms to fill in."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
)
_UNSEEN = frozenset({"script", "style", "template", "title"})
_DATE_PARTS = ("year", "month", "day")


@dataclass(slots=True)
class Control:
    """One control of a form: a field, one choice of a group, or a button."""

    kind: str
    name: str
    value: str
    chosen: bool = True
    options: list[str] = field(default_factory=list)  # of a select
    label: str = ""  # of a button


@dataclass(slots=True)
class Form:
    """A form as it came, and as it was filled in."""

    action: str
    method: str
    controls: list[Control] = field(default_factory=list)

    def has(self, name: str) -> bool:
        """Whether the form asks for this name (or for the parts of this date)."""
        return any(one.name in {name, f"{name}.day"} for one in self.controls)

    def names(self) -> set[str]:
        """The names of all its controls."""
        return {one.name for one in self.controls if one.name}

    def fill(self, values: Mapping[str, str]) -> None:
        """Put values in by name; choices are chosen by their value."""
        for one in self.controls:
            if one.name not in values:
                continue
            value = values[one.name]
            if one.kind in {"radio", "checkbox"}:
                one.chosen = one.value == value
            elif one.kind == "select" and value not in one.options:
                raise ValueError(f"“{one.name}” offers no {value!r}")
            elif one.kind != "hidden":
                one.value = value

    def posted(self, *, button: str = "") -> list[tuple[str, str]]:
        """What a browser would send when this button (default: the first) is pressed."""
        pairs = [
            (one.name, one.value)
            for one in self.controls
            if one.name and one.chosen and one.kind not in {"button", "file"}
        ]
        buttons = [one for one in self.controls if one.kind == "button"]
        pressed = next((one for one in buttons if button in {"", one.name, one.label}), None)
        if button and pressed is None:
            raise ValueError(f"the form has no button {button!r}")
        if pressed is not None and pressed.name:
            pairs.append((pressed.name, pressed.value))
        return pairs


@dataclass(slots=True)
class Page:
    """One page that came back."""

    url: str
    status: int
    text: str = ""
    heading: str = ""
    links: list[tuple[str, str]] = field(default_factory=list)  # absolute address, words
    forms: list[Form] = field(default_factory=list)
    marked: list[tuple[str, str]] = field(default_factory=list)  # class of a paragraph, its text

    @property
    def path(self) -> str:
        """The path of its address."""
        return urlsplit(self.url).path

    def form(self, *, action: str = "", has: str = "") -> Form:
        """The form that posts to a path, or that asks for a name."""
        for one in self.forms:
            at = urlsplit(one.action).path
            if (not action or at == action) and (not has or one.has(has)):
                return one
        raise LookupError(f"{self.path} ({self.status}) has no form {action or has}: {self.said()}")

    def link(self, path: str) -> str:
        """The first link below this path."""
        for address, _ in self.links:
            if urlsplit(address).path.startswith(path):
                return address
        raise LookupError(f"{self.path} has no link to {path}")

    def links_below(self, path: str) -> Iterator[str]:
        """All links below this path, each once."""
        seen = set()
        for address, _ in self.links:
            if urlsplit(address).path.startswith(path) and address not in seen:
                seen.add(address)
                yield address

    def texts_of(self, class_name: str) -> list[str]:
        """The texts of the paragraphs of a class, in their order."""
        return [text for name, text in self.marked if name == class_name]

    def said(self) -> str:
        """The beginning of what the page says, for a message."""
        return f"{self.heading}: {self.text[:400]}"


def read(html: str, *, url: str, status: int) -> Page:
    """Read a page."""
    reader = _Reader(Page(url, status))
    reader.feed(html)
    reader.close()
    reader.page.text = " ".join("".join(reader.words).split())
    reader.page.heading = " ".join("".join(reader.heading).split())
    return reader.page


def flat(answers: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    """Nested answers as the fields of the forms name them: `a.b`, dates by their parts."""
    fields: dict[str, str] = {}
    for key, value in answers.items():
        name = f"{prefix}{key}"
        if isinstance(value, dict):
            fields |= flat(value, f"{name}.")
        elif isinstance(value, bool):
            fields[name] = "true" if value else "false"
        else:
            fields[name] = str(value)
            if _is_date(str(value)):
                parts = str(value).split("-")
                fields |= {
                    f"{name}.{part}": str(int(number))
                    for part, number in zip(_DATE_PARTS, parts, strict=True)
                }
    return fields


def _is_date(text: str) -> bool:
    return len(text) == 10 and text[4] == text[7] == "-" and text.replace("-", "").isdigit()


class _Reader(HTMLParser):
    """Collects what `Page` holds, in one pass."""

    def __init__(self, page: Page) -> None:
        super().__init__(convert_charrefs=True)
        self.page = page
        self.words: list[str] = []
        self.heading: list[str] = []
        self._open: list[str] = []
        self._form: Form | None = None
        self._link: list[str] | None = None
        self._link_to = ""
        self._control: Control | None = None
        self._marked: list[str] | None = None
        self._mark = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        present = {name for name, _ in attrs}
        if tag not in _VOID:
            self._open.append(tag)
        if tag not in {"a", "b", "strong", "em", "span", "abbr"}:
            self.words.append(" ")
        if tag == "p" and given.get("class"):
            self._marked, self._mark = [], given["class"].split()[0]
        if tag == "a" and "href" in given:
            self._link, self._link_to = [], urljoin(self.page.url, given["href"])
        elif tag == "form":
            action = urljoin(self.page.url, given.get("action") or self.page.url)
            self._form = Form(action, given.get("method", "get").lower())
            self.page.forms.append(self._form)
        elif self._form is not None and "disabled" not in present:
            self._take_control(self._form, tag, given, present)

    def _take_control(self, form: Form, tag: str, given: dict[str, str], present: set[str]) -> None:
        name, value = given.get("name", ""), given.get("value", "")
        if tag == "input":
            form.controls.append(_input(given, present))
        elif tag in {"button", "textarea", "select"}:
            kind = "button" if tag == "button" else tag
            self._control = Control(kind, name, value)
            form.controls.append(self._control)
        elif tag == "option" and self._control is not None:
            self._control.options.append(value)
            # As in a browser, the first option is chosen until one says so itself.
            if "selected" in present or len(self._control.options) == 1:
                self._control.value = value

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass
        if tag == "a" and self._link is not None:
            self.page.links.append((self._link_to, " ".join("".join(self._link).split())))
            self._link = None
        elif tag == "p" and self._marked is not None:
            self.page.marked.append((self._mark, " ".join("".join(self._marked).split())))
            self._marked = None
        elif tag == "form":
            self._form = None
        elif tag in {"button", "textarea", "select"} and self._control is not None:
            self._control.label = self._control.label.strip()
            self._control = None

    def handle_data(self, data: str) -> None:
        if _UNSEEN & set(self._open):
            return
        if self._control is not None and self._control.kind == "textarea":
            self._control.value += data
            return
        if self._control is not None and self._control.kind == "button":
            self._control.label += data
        self.words.append(data)
        if "h1" in self._open:
            self.heading.append(data)
        for listening in (self._link, self._marked):
            if listening is not None:
                listening.append(data)


def _input(given: Mapping[str, str], present: set[str]) -> Control:
    kind = given.get("type", "text").lower()
    name, value = given.get("name", ""), given.get("value", "")
    if kind in {"radio", "checkbox"}:
        return Control(kind, name, value or "on", chosen="checked" in present)
    if kind in {"submit", "image", "reset"}:
        return Control("button", name, value, label=value)
    return Control(kind, name, value)
