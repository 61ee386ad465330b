"""The leaders' figures, each with its definition, its source and its dossiers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from frontend.forms.questions import DATE_PARTS
from frontend.leader.scope import Scope, scope_of, typed_day
from frontend.session import actor_of
from portal.core.errors import InvalidInput
from tracking import indicators, selectors

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse

    from tracking.selectors import Figure

COLUMNS = ("received", "settled", "in_process", "overdue", "on_time", "online")
PARTS = {"numerator": "Hồ sơ được tính", "denominator": "Hồ sơ trong mẫu số"}


@require_safe
@never_cache
def dashboard(request: HttpRequest) -> HttpResponse:
    """Show the figures of a period."""
    actor = actor_of(request)
    try:
        scope = scope_of(actor, request.GET, kind="view_dashboard")
    except InvalidInput as wrong:
        return _period_again(request, wrong)
    found = selectors.dashboard(start=scope.start, end=scope.end, agency_code=scope.agency_code)
    by_code = {figure.code: figure for figure in found.figures}
    return render(
        request,
        "frontend/leader/dashboard.html",
        {
            "scope": scope,
            "days": _boxes(scope.query),
            "found": found,
            "tiles": [_tile(figure, scope) for figure in found.figures],
            "heads": [by_code[code] for code in COLUMNS if code in by_code],
            "agencies": [
                (row, _cells(row.figures, scope, agency=row.code)) for row in found.by_agency
            ],
            "components": [(one, _score(one)) for one in found.components],
            "bars": [(f"{day:%d/%m}", came) for day, came, _ in found.by_day if came],
            "definitions": [(figure, _parts(figure, scope)) for figure in found.figures],
        },
    )


@require_safe
@never_cache
def drill(request: HttpRequest, figure: str) -> HttpResponse:
    """List exactly the dossiers that a figure counts."""
    scope = scope_of(actor_of(request), request.GET, kind="view_figures")
    part = request.GET.get("part", "numerator")
    rows = selectors.drill_rows(
        figure, start=scope.start, end=scope.end, agency_code=scope.agency_code, part=part
    )
    return render(
        request,
        "frontend/leader/drill.html",
        {
            "scope": scope,
            "indicator": indicators.indicator_of(figure),
            "part": PARTS[part],
            "rows": rows,
            "back": f"{reverse('frontend:dashboard')}?{urlencode(scope.query)}",
        },
    )


def _period_again(request: HttpRequest, wrong: InvalidInput) -> HttpResponse:
    """Ask for the period again, with what was typed and what is wrong with it."""
    sentences = {error.pointer.removeprefix("/"): error.message for error in wrong.errors}
    summary = [{"text": text, "href": f"#{name}-day"} for name, text in sentences.items()]
    return render(
        request,
        "frontend/leader/dashboard.html",
        {"days": _boxes(request.GET), "errors": summary, "wrong": sentences},
        status=wrong.status,
    )


def _boxes(asked: Mapping[str, str]) -> dict[str, list[dict[str, object]]]:
    """The boxes for the two days of the period, with what was typed into them."""
    return {
        name: [
            {
                "name": f"{name}.{part}",
                "id": f"{name}-{part}",
                "label": label,
                "value": typed_day(asked, name)[part],
                "classes": f"govuk-input--width-{width}",
            }
            for part, label, width in DATE_PARTS
        ]
        for name in ("start", "end")
    }


def _tile(figure: Figure, scope: Scope) -> dict[str, Any]:
    """A figure at a glance; a share says what it is made of."""
    made_of = f"{figure.numerator} trên {figure.denominator}" if figure.denominator else ""
    return {
        "label": figure.label,
        "value": figure.words,
        "note": made_of,
        "href": _address(figure.code, scope),
    }


def _parts(figure: Figure, scope: Scope) -> list[tuple[str, str]]:
    """The lists behind a figure, as label and address."""
    parts = [("numerator", figure.numerator), ("denominator", figure.denominator)]
    return [
        (f"{PARTS[part]} ({number})", _address(figure.code, scope, part=part))
        for part, number in parts
        if number is not None
    ]


def _cells(figures: Mapping[str, Figure], scope: Scope, *, agency: str) -> list[tuple[Figure, str]]:
    return [
        (figures[code], _address(code, scope, agency=agency)) for code in COLUMNS if code in figures
    ]


def _address(code: str, scope: Scope, **more: str) -> str:
    return f"{reverse('frontend:drill', args=[code])}?{urlencode({**scope.query, **more})}"


def _score(component: Figure) -> str:
    """The points of a component in words; one without figures has none."""
    if component.score is None:
        return "chưa có số liệu"
    points = f"{float(component.score):.1f}".replace(".", ",").removesuffix(",0")
    return f"{points}/{component.points}"
