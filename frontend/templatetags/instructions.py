"""Instructions on the pages of the desk: one line in a template, nothing in its view."""

from typing import Any

from django import template

from frontend.session import actor_of
from procedures.dossiers import instructing
from procedures.dossiers.models import Dossier

register = template.Library()


@register.inclusion_tag("frontend/desk/instructions.html", takes_context=True)
def instructions_on(context: dict[str, Any], dossier: Dossier) -> dict[str, object]:
    """What the reader's leaders asked for on a dossier, and the way to ask for more."""
    actor = actor_of(context["request"])
    return {
        "rows": [
            (one, instructing.may_carry_out(one, actor))
            for one in instructing.of_dossier(dossier, viewer=actor)
        ],
        "dossier": dossier,
        "may_instruct": instructing.may_instruct(dossier, actor),
    }


@register.inclusion_tag("frontend/desk/instructions_waiting.html", takes_context=True)
def instructions_waiting(context: dict[str, Any]) -> dict[str, object]:
    """What the reader is asked to do, above their queue."""
    return {"rows": instructing.waiting_for(actor_of(context["request"]))}
