"""How many stand how: all counts of a queue page in one question, none beyond a thousand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import IntegerField, Subquery

from portal.accounts.models import Agency
from procedures.dossiers import instructing
from procedures.dossiers.queues import work
from procedures.dossiers.queues.filters import Clocked, Filter, narrowed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from portal.accounts.actors import Actor

MANY = 1000


class _Capped(Subquery):
    """The number of rows of a query that stops one beyond the limit."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS capped)"
    output_field = IntegerField()
    # Where Django knows that nothing can fit, it asks the database nothing.
    empty_result_set_value = 0


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts by name; one beyond `MANY` means more than that."""

    clocks: dict[str, int]
    views: dict[int, int]
    instructions: int = 0
    messages: int = 0


def counts(actor: Actor, wanted: Filter, views: Mapping[int, Filter] | None = None) -> Counts:
    """Count each colour of the clock under a filter, "" for all, and each of the given views."""
    if actor.staff is None:
        return Counts({}, {})
    others = wanted.without("clock")
    asked = {"all": others} | {
        f"clock_{state.value}": _clock(others, state.value) for state in Clocked
    }
    asked |= {f"view_{key}": view for key, view in (views or {}).items()}
    columns = {
        name: _Capped(narrowed(actor, one).order_by().values("pk")[: MANY + 1])
        for name, one in asked.items()
    }
    asked_of_me = instructing.waiting_rows(actor).select_related(None).order_by()
    columns["instructions"] = _Capped(asked_of_me.values("pk")[: MANY + 1])
    columns["messages"] = _Capped(work.heard_rows(actor).order_by().values("pk")[: MANY + 1])
    here = Agency.objects.filter(pk=actor.staff.agency_id)
    found = dict(zip(columns, here.values_list(*columns.values()).get(), strict=True))
    return Counts(
        {"": found["all"]} | {state.value: found[f"clock_{state.value}"] for state in Clocked},
        {key: found[f"view_{key}"] for key in views or {}},
        found["instructions"],
        found["messages"],
    )


def _clock(wanted: Filter, state: str) -> Filter:
    return Filter(**{**wanted.as_dict(), "clock": state})


def capped(number: int) -> str:
    """A count as it is shown."""
    return f"{MANY}+" if number > MANY else str(number)
