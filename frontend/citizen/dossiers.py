"""The applicant's dossiers: the list, one of them, and the moment after handing in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from frontend.citizen import words
from frontend.components import summary_row
from frontend.forms.communes import commune_names
from frontend.session import actor_of
from frontend.settling import is_settling
from frontend.words import DELIVERIES
from payments import selectors as payments
from portal.accounts.selectors import mandates_of
from portal.core import clock, worktime
from procedures.definition.lifecycle import HoldKind, Outcome, Stage
from procedures.dossiers import beside, selectors, talk
from tracking.actions import mark_read
from tracking.selectors import notices, timeline

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from portal.accounts.actors import Actor
    from procedures.dossiers.models import Dossier

SHOWN = 100
NOTICES_SHOWN = 5


@never_cache
@require_safe
def my_dossiers(request: HttpRequest) -> HttpResponse:
    """Drafts, then dossiers: status, clock, what is asked of the applicant now."""
    actor = actor_of(request)
    if actor.staff is not None:
        return redirect("frontend:queue")
    rows = list(selectors.my_dossiers(actor)[:SHOWN])
    mandates = list(mandates_of(actor.person, on=clock.today())) if actor.person else []
    context = {
        "drafts": [row for row in rows if row.code is None],
        "rows": [_row(row) for row in rows if row.code is not None],
        "mandates": mandates,
        "notices": list(notices(actor.person)[:NOTICES_SHOWN]) if actor.person else [],
        "actor": actor,
    }
    return render(request, "frontend/citizen/my_dossiers.html", context)


@require_POST
def notices_read(request: HttpRequest) -> HttpResponse:
    """Mark the messages as read."""
    mark_read(actor=actor_of(request))
    return redirect("frontend:my_dossiers")


@never_cache
@require_safe
def dossier(request: HttpRequest, code: str) -> HttpResponse:
    """One dossier: where it stands, what to do now, its story and its documents."""
    actor = actor_of(request)
    found = selectors.get_dossier(code, viewer=actor)
    if actor.staff is not None:
        return redirect("frontend:case", code)
    return render(request, "frontend/citizen/dossier.html", _page(found, actor))


@never_cache
@require_safe
def submitted(request: HttpRequest, code: str) -> HttpResponse:
    """The confirmation: code, secret, what happens next."""
    found = selectors.get_dossier(code, viewer=actor_of(request))
    package = selectors.package_of(found)
    context = {
        "dossier": found,
        "fee": selectors.fee_due(found),
        "fee_later": package.substance.fees.due == "acceptance" and found.fee_total > 0,
        "first_check": worktime.parse_duration(package.substance.first_check).words,
    }
    return render(request, "frontend/citizen/submitted.html", context)


def _row(dossier: Dossier) -> dict[str, Any]:
    """A line of the list; what a leg asks is asked of whoever filed its bundle."""
    holds = dossier.open_holds  # type: ignore[attr-defined]  # prefetched by the selector
    asked = [words.asked_now(dossier, holds)]
    asked += [words.asked_now(leg, leg.open_holds) for leg in dossier.open_legs]  # type: ignore[attr-defined]
    return {
        "dossier": dossier,
        "status": words.status_tag(dossier),
        "clock": words.clock_words(dossier, holds),
        "asked": next(filter(None, asked), ""),
    }


def _leg(name: str, leg: Dossier | None) -> dict[str, Any]:
    """One procedure of a bundle: where it is, until when, what is asked, what it issued."""
    if leg is None:
        return {"name": name, "dossier": None}
    holds = selectors.open_holds(leg)
    is_handed_out = leg.stage == Stage.DELIVERED
    return {
        "name": name,
        "dossier": leg,
        "status": words.status_tag(leg),
        "clock": words.clock_words(leg, holds),
        "asked": words.asked_now(leg, holds),
        "results": leg.results.filter(voided_at__isnull=True) if is_handed_out else [],
    }


def _on_slip(dossier: Dossier, stage: Stage, form: str) -> str:
    """Why the dossier came to its stage, as the slip says; "" where it stands elsewhere."""
    if dossier.stage != stage:
        return ""
    slips = [slip for slip in dossier.slips.all() if slip.form == form]
    return str(slips[-1].data["reason"]) if slips else ""


def _denial(dossier: Dossier) -> str:
    """Why the agency decided against the applicant; "" where it has not."""
    is_decided = dossier.stage in {Stage.SETTLED, Stage.DELIVERED}
    return dossier.outcome_reason if is_decided and dossier.outcome == Outcome.REFUSE else ""


def _page(dossier: Dossier, actor: Actor) -> dict[str, Any]:
    holds = selectors.open_holds(dossier)
    kinds = {hold.kind: hold for hold in holds}
    offers = selectors.available_actions(dossier, actor=actor)
    # What somebody must release first is asked for at the desk.
    offered = {offer.id for offer in offers if not offer.approver}
    intent = payments.intent_for(dossier.pk)
    results, replaced = beside.every_result(dossier, viewer=actor)
    return {
        "dossier": dossier,
        "status": words.status_tag(dossier),
        "clock": words.clock_words(dossier, holds),
        "delivery": DELIVERIES.get(dossier.delivery, ""),
        "asked": kinds.get(HoldKind.SUPPLEMENT),
        "fee": None if is_settling(intent, holds) else kinds.get(HoldKind.FEE),
        "offered": offered,
        "refusal": _on_slip(dossier, Stage.REFUSED_INTAKE, "mau_03"),
        "standstill": _on_slip(dossier, Stage.STOPPED, "mau_05"),
        "denial": _denial(dossier),
        "intent": intent,
        "payment_words": payments.payment_words(intent) if intent else "",
        "timeline": timeline(dossier),
        "slips": selectors.slips(dossier, viewer=actor),
        "results": results,
        "replaced": replaced,
        "confirmation": kinds.get(HoldKind.CONFIRMATION),
        "wish": beside.wish_to_withdraw(dossier),
        "may_take_back": any(offer.kind == "drop_request" for offer in offers),
        "legs": [_leg(leg.name, row) for leg, row in beside.legs(dossier)],
        "unread": talk.unread(dossier, viewer=actor),
        "remarks": [
            summary_row(remark.label, remark.text)
            for remark in selectors.remarks(dossier, viewer=actor)
        ],
        "receipts": payments.receipts_for(dossier.pk),
        "papers": [
            (slot.need.rule.name, slot.files)
            for slot in selectors.paper_slots(dossier)
            if slot.files
        ],
        "answers": selectors.answer_lines(dossier, dict(commune_names())),
    }
