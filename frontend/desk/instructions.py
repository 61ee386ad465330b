"""Carrying out an instruction: the answer to whoever gave it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from frontend.desk.words import wrong_fields
from frontend.session import actor_of
from portal.core.errors import InvalidInput
from procedures.dossiers import instructing

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what was asked; take the answer."""
    actor = actor_of(request)
    instruction = instructing.get(pk, actor=actor)
    wrong: dict[str, str] = {}
    if request.method == "POST":
        try:
            instructing.carry_out(pk, actor=actor, answer=request.POST.get("answer", ""))
        except InvalidInput as refused:
            wrong = wrong_fields(refused)
        else:
            messages.success(request, "Đã báo cáo kết quả thực hiện chỉ đạo.")
            return redirect("frontend:case", instruction.dossier.code)
    return render(
        request,
        "frontend/desk/instruction.html",
        {
            "instruction": instruction,
            "may_answer": instructing.may_carry_out(instruction, actor),
            "typed": request.POST.get("answer", ""),
            "wrong": wrong,
            "errors": [{"text": text, "href": f"#{name}"} for name, text in wrong.items()],
        },
        status=400 if wrong else 200,
    )
