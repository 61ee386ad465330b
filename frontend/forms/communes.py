"""The names of the city's communes, for answers that hold a commune's code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.cache import cache

from portal.accounts.selectors import commune_agencies
from portal.core.text import nfc

if TYPE_CHECKING:
    from collections.abc import Mapping

KEY = "frontend.communes"
SECONDS = 10 * 60
_OFFICE = "Ủy ban nhân dân "


def commune_names() -> Mapping[str, str]:
    """Commune code → name, in the order in which lists show them."""
    names: dict[str, str] | None = cache.get(KEY)
    if not names:
        rows = commune_agencies().values_list("commune_code", "name")
        names = {code: commune_of(name) for code, name in rows if code}
        cache.set(KEY, names, SECONDS)
    return names


def commune_of(agency_name: str) -> str:
    """The commune that a people's committee is named after."""
    name = nfc(agency_name).removeprefix(_OFFICE)
    return name[:1].upper() + name[1:]
