"""Words of the desk pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.accounts.models import Desk, StaffMember
from procedures.dossiers import choices
from procedures.dossiers.models.holds import HOLD_LABELS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from portal.core.errors import InvalidInput
    from procedures.dossiers.models import Dossier, Hold

DESKS = dict(Desk.Kind.choices)
_SIDES = {"person": "Người nộp", "system": "Hệ thống"}


def writers_of(codes: Iterable[str]) -> dict[str, str]:
    """Who wrote something, by the code of its actor: the applicant, or staff with name and office.

    Colleagues know each other; the code of a member who left stays just an office.
    """
    wanted = set(codes)
    keys = {int(code[6:]) for code in wanted if code.startswith("staff:")}
    staff = StaffMember.objects.filter(pk__in=keys) if keys else []
    names = {f"staff:{one.pk}": f"{one.full_name}, {one.title}" for one in staff}
    return {code: names.get(code, _side(code)) for code in wanted}


def options(named: Mapping[str, str], chosen: str) -> list[dict[str, object]]:
    """The options of a select, the chosen one marked."""
    return [
        {"value": value, "text": text, "selected": value == chosen} for value, text in named.items()
    ]


def colleagues(dossiers: Iterable[Dossier], chosen: str) -> list[dict[str, object]]:
    """Who is there to work on one of the dossiers, for a select."""
    named = {one.value: one.label for one in choices.colleagues(*dossiers)}
    return options({"": "Hãy chọn", **named}, chosen)


def wrong_fields(refused: InvalidInput) -> dict[str, str]:
    """What is wrong with each field, by its name."""
    return {error.pointer.removeprefix("/"): error.message for error in refused.errors}


def _side(code: str) -> str:
    return _SIDES.get(code.partition(":")[0], "Cán bộ")


def hold_names(holds: Iterable[Hold]) -> list[str]:
    """What the open holds wait for, a few words each."""
    return [HOLD_LABELS[hold.kind] for hold in holds]  # type: ignore[index]
