"""For whom a person acts: themselves, an organisation, somebody who authorised them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from frontend.session import MANDATE, act_for, actor_of
from portal.accounts.selectors import mandates_of
from portal.core import clock
from portal.core.errors import InvalidInput, NotAllowed

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from portal.accounts.models import Person

MYSELF = "self"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def switch(request: HttpRequest) -> HttpResponse:
    """Choose for whom to act from now on."""
    person = actor_of(request).person
    if person is None:
        raise NotAllowed("Chỉ công dân mới nộp hồ sơ thay cho người khác.")
    back = _next(request)
    if request.method == "POST":
        actor = act_for(request, _chosen(request))
        whom = actor.on_behalf_of or "chính mình"
        messages.success(request, f"Từ bây giờ bạn lập hồ sơ cho {whom}.")
        return redirect(back or "frontend:my_dossiers")
    context = {"items": _items(person), "value": _value(request), "next": back}
    return render(request, "frontend/citizen/switch.html", context)


def _items(person: Person) -> list[dict[str, Any]]:
    mandates = mandates_of(person, on=clock.today())
    return [
        {"value": MYSELF, "text": f"Cho tôi ({person.full_name})"},
        *(
            {
                "value": str(mandate.pk),
                "text": f"Cho {mandate.organisation or mandate.principal}",
                "hint": {"text": mandate.get_kind_display()},
            }
            for mandate in mandates
        ),
    ]


def _value(request: HttpRequest) -> str:
    return str(request.session.get(MANDATE, MYSELF))


def _chosen(request: HttpRequest) -> int | None:
    given = request.POST.get("for", "")
    if given == MYSELF:
        return None
    if not (given.isascii() and given.isdigit() and len(given) <= 9):
        raise InvalidInput("Hãy chọn bạn lập hồ sơ cho ai.")
    return int(given)


def _next(request: HttpRequest) -> str:
    asked = request.POST.get("next") or request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()})
    return asked if safe else ""
