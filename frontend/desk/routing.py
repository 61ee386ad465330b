"""The rules by which work finds its officer, kept by who leads the agency."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from frontend.desk.words import options, wrong_fields
from frontend.forms.communes import commune_names
from frontend.session import actor_of
from portal.core.errors import InvalidInput
from procedures.catalogue.models import Procedure
from procedures.dossiers import rules

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

EVERY = "Mọi thủ tục"


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def routing(request: HttpRequest) -> HttpResponse:
    """List the rules; add one."""
    actor = actor_of(request)
    found = rules.rules_of(actor)
    typed = {name: request.POST.get(name, "") for name in ("matter", "commune", "staff")}
    wrong: dict[str, str] = {}
    if request.method == "POST":
        try:
            rules.add(actor=actor, **typed)
        except InvalidInput as refused:
            wrong = wrong_fields(refused)
        else:
            messages.success(request, "Đã thêm quy tắc phân công.")
            return redirect("frontend:routing")
    procedures = list(Procedure.objects.order_by("name"))
    fields = {one.field_code: one.field_name for one in procedures}
    communes = dict(commune_names())
    matters = {
        "": EVERY,
        **{f"field:{code}": f"Lĩnh vực {name}" for code, name in sorted(fields.items())},
        **{f"procedure:{one.code}": one.name for one in procedures},
    }
    return render(
        request,
        "frontend/desk/routing.html",
        {
            "rules": [
                (
                    rule,
                    matters.get(rules.matter_of(rule), rules.matter_of(rule)),
                    communes.get(rule.commune_code, ""),
                )
                for rule in found
            ],
            "matters": options(matters, typed["matter"]),
            "communes": options({"": "Mọi địa bàn", **communes}, typed["commune"]),
            "staff": options(
                {"": "Hãy chọn", **{one.code: str(one) for one in rules.officers(actor)}},
                typed["staff"],
            ),
            "wrong": wrong,
            "errors": [{"text": text, "href": f"#{name}"} for name, text in wrong.items()],
        },
        status=400 if wrong else 200,
    )


@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a rule away."""
    rules.drop(pk, actor=actor_of(request))
    messages.success(request, "Đã bỏ quy tắc phân công.")
    return redirect("frontend:routing")
