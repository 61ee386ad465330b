"""Words of the desk pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.accounts.models import Desk, StaffMember
from procedures.dossiers.models.holds import HOLD_LABELS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from procedures.dossiers.models import Hold

DESKS = dict(Desk.Kind.choices)


def writers_of(codes: Iterable[str]) -> dict[str, str]:
    """Who wrote something, by the code of its actor: the applicant, or staff with name and office.

    Colleagues know each other; the code of a member who left stays just an office.
    """
    wanted = set(codes)
    keys = {int(code[6:]) for code in wanted if code.startswith("staff:")}
    staff = StaffMember.objects.filter(pk__in=keys) if keys else []
    names = {f"staff:{one.pk}": f"{one.full_name}, {one.title}" for one in staff}
    return {code: names.get(code, _side(code)) for code in wanted}


def _side(code: str) -> str:
    return "Người nộp" if code.startswith("person:") else "Cán bộ"


def hold_names(holds: Iterable[Hold]) -> list[str]:
    """What the open holds wait for, a few words each."""
    return [HOLD_LABELS[hold.kind] for hold in holds]  # type: ignore[index]
