"""Deny by default: what may be asked by anybody is a list, and the list is true."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.shortcuts import resolve_url
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.architecture.public import FOREIGN, PUBLIC

if TYPE_CHECKING:
    from collections.abc import Iterator

EXAMPLES = {
    "IntConverter": "1",
    "StringConverter": "x",
    "SlugConverter": "x",
    "PathConverter": "x",
    "UUIDConverter": "00000000-0000-7000-8000-000000000000",
}


class Address:
    """One route: its full name, its view, and a path that leads to it."""

    def __init__(self, name: str, path: str, view: Any) -> None:
        self.name, self.path, self.view = name, path, view

    def __repr__(self) -> str:
        return f"{self.name} ({self.path})"


def walk(resolver: URLResolver, *, name: str = "", path: str = "/") -> Iterator[Address]:
    for entry in resolver.url_patterns:
        here = path + example(entry)
        if isinstance(entry, URLResolver):
            below = f"{name}{entry.namespace}:" if entry.namespace else name
            yield from walk(entry, name=below, path=here)
        else:
            yield Address(f"{name}{entry.name or here}", here, entry.callback)


def example(entry: URLPattern | URLResolver) -> str:
    """A path that fits the route, for routes written with path()."""
    route = str(entry.pattern)
    for argument, converter in entry.pattern.converters.items():
        kind = type(converter).__name__
        marked = f"<{argument}>"
        route = next(
            (route.replace(part, EXAMPLES.get(kind, "x")) for part in parts(route, argument)),
            route.replace(marked, "x"),
        )
    return route


def parts(route: str, argument: str) -> Iterator[str]:
    """The `<kind:argument>` of a route."""
    for piece in route.split("<")[1:]:
        inside = piece.split(">")[0]
        if inside.split(":")[-1] == argument:
            yield f"<{inside}>"


ADDRESSES = [
    address
    for address in walk(get_resolver())
    if not address.name.split(":")[0].startswith(tuple(FOREIGN))
]


def open_to_all(view: Any) -> bool:
    """Whether the view itself lets anybody in."""
    api_view = getattr(view, "cls", None)
    if api_view is not None:
        return not any(
            permission.__name__ not in {"AllowAny"} for permission in api_view.permission_classes
        )
    return not getattr(view, "login_required", True)


def test_there_are_addresses() -> None:
    assert len(ADDRESSES) > 3


def test_only_listed_addresses_are_open() -> None:
    assert {address.name for address in ADDRESSES if open_to_all(address.view)} == PUBLIC


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", [address for address in ADDRESSES if address.name not in PUBLIC], ids=repr
)
def test_stranger_is_turned_away(address: Address) -> None:
    answer = Client().get(address.path)
    if answer.status_code == 302:
        assert answer["Location"].startswith(resolve_url(settings.LOGIN_URL))
    else:
        assert answer.status_code in {401, 403}
