"""HTML from values: everything is escaped unless it is already safe."""

from collections.abc import Mapping
from typing import Any

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

Options = Mapping[str, Any]
NOTHING: Options = {}
VOID = frozenset({"input"})


def present(value: object) -> bool:
    """Whether an option was given; an empty mapping or list counts, as in the published macros."""
    return value is not None and value is not False and value not in ("", 0)


def option(options: Options, name: str) -> Options:
    """The nested options of that name, or none."""
    value = options.get(name)
    return value if isinstance(value, Mapping) else NOTHING


def trusted(html: object) -> SafeString:
    """Mark markup that the calling code vouches for."""
    return SafeString(html)


def escaped(value: object) -> SafeString:
    """Any value as text, unless it is already safe."""
    return conditional_escape(value if isinstance(value, SafeString) else str(value))


def join(*parts: object) -> SafeString:
    """One after the other, each escaped unless safe."""
    return SafeString("".join(escaped(part) for part in parts if part is not None))


def content(options: Options, *, html: str = "html", text: str = "text") -> SafeString:
    """Trusted `html` if given, else escaped `text`."""
    if options.get(html):
        return trusted(options[html])
    value = options.get(text)
    return escaped("" if value is None else value)


def names(*classes: object) -> str | None:
    """The class attribute of those names that are set."""
    return " ".join(str(name) for name in classes if name) or None


def extra(options: Options) -> dict[str, object]:
    """The caller's own attributes, read as the published macros read them."""
    found: dict[str, object] = {}
    for name, given in option(options, "attributes").items():
        value, optional = given, False
        if isinstance(given, Mapping):
            value, optional = given.get("value"), given.get("optional") is True
        if not optional:
            value = "" if value is None else str(value).lower() if value in (True, False) else value
        found[name] = value
    return found


def i18n(key: str, message: object) -> dict[str, object]:
    """Attributes that hand a component's script its words."""
    if isinstance(message, Mapping):
        return {f"data-i18n.{key}.{rule}": text for rule, text in message.items()}
    return {f"data-i18n.{key}": message or None}


def element(tag: str, attributes: Mapping[str, object], *children: object) -> SafeString:
    """An HTML element; attributes of None or False are left out, True stands without a value."""
    written = "".join(
        f" {escaped(name)}" if value is True else f' {escaped(name)}="{escaped(value)}"'
        for name, value in attributes.items()
        if value is not None and value is not False
    )
    if tag in VOID:
        return SafeString(f"<{tag}{written}>")
    return SafeString(f"<{tag}{written}>{join(*children)}</{tag}>")
