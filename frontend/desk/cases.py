"""The case page: all that the desk knows of one dossier, and what may be done now."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from frontend.components import summary_row
from frontend.desk import beside, waits
from frontend.desk.offering import offering
from frontend.desk.previewing import previews_for
from frontend.desk.words import writers_of
from frontend.forms.communes import commune_names
from frontend.session import actor_of
from frontend.settling import is_settling
from frontend.words import CHANNELS, DELIVERIES, clock_mark
from payments import selectors as payments
from portal.accounts.identity import national_phone
from portal.core.clock import VIETNAM
from portal.core.money import format_vnd
from procedures.definition.lifecycle import NATIONAL_CODES, HoldKind
from procedures.dossiers import access, engine, mandates, queues, selectors
from procedures.dossiers.beside import every_result
from tracking.selectors import timeline

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from frontend.components.markup import Options
    from payments.models import PaymentIntent
    from portal.accounts.actors import Actor
    from procedures.dossiers.models import Dossier, Hold


@require_safe
@never_cache
def case(request: HttpRequest, code: str) -> HttpResponse:
    """Show a dossier to the staff of its agency."""
    actor = actor_of(request)
    queues.desks(actor)
    dossier = selectors.get_dossier(code, viewer=actor)
    kinds = access.kinds_for(dossier, actor)
    is_only_asked = access.is_only_asked(dossier, actor)
    every_hold = list(dossier.holds.all())
    holds = [hold for hold in every_hold if hold.closed_at is None]
    supplements = [hold for hold in every_hold if hold.kind == HoldKind.SUPPLEMENT]
    intent = payments.intent_for(dossier.pk)
    settling = is_settling(intent, holds)
    clock = selectors.clock_of(dossier, waiting=any(hold.stops_clock for hold in holds))
    return render(
        request,
        "frontend/desk/case.html",
        {
            "dossier": dossier,
            "clock": clock_mark(clock),
            "status": NATIONAL_CODES.get(dossier.national_code or 0, ""),
            "step": selectors.step_of(dossier),
            "summary": _summary(dossier, is_only_asked=is_only_asked),
            "holds": [waits.hold_words(hold, is_settling=settling) for hold in holds],
            "answered": waits.answered(dossier, supplements),
            "returned": waits.returned(dossier),
            "derivation": dossier.due_derivation,
            "entries": timeline(dossier, inside=not is_only_asked),
            "confirmations": beside.confirmations(every_hold),
            **_offers(dossier, actor=actor, holds=holds, is_settling=settling),
            **beside.bundle(dossier, actor=actor),
            **beside.spoken(dossier, actor=actor),
            **_contents(dossier, actor=actor, kinds=kinds, supplements=supplements),
            **_fee(dossier, actor=actor, intent=intent, holds=holds),
            **_documents(dossier, actor=actor),
        },
    )


def _summary(dossier: Dossier, *, is_only_asked: bool) -> list[Options]:
    facts = [
        ("Thủ tục", f"{dossier.procedure.name} ({dossier.procedure.code})"),
        ("Chủ hồ sơ", dossier.owner_name),
        ("Người nộp", dossier.submitter.full_name),
        ("Điện thoại", "" if is_only_asked else national_phone(dossier.submitter.phone)),
        *_way_in(dossier),
        ("Nhận kết quả", DELIVERIES[dossier.delivery]),
        ("Nộp lúc", _moment(dossier.submitted_at)),
        ("Tiếp nhận lúc", _moment(dossier.accepted_at)),
        ("Hẹn trả", _moment(dossier.due_at)),
        ("Người ký", dossier.signer.full_name if dossier.signer else ""),
        ("Lý do đề xuất từ chối", "" if is_only_asked else dossier.outcome_reason),
    ]
    return [summary_row(key, value) for key, value in facts if value]


def _way_in(dossier: Dossier) -> list[tuple[str, str]]:
    """Who took the file in, how, and by what power; who settles it."""
    competent, receiving = dossier.competent_agency, dossier.receiving_agency
    facts = [("Cơ quan giải quyết", str(competent or "")), ("Kênh nộp", CHANNELS[dossier.channel])]
    if receiving is not None and receiving != competent:
        facts.append(("Nơi tiếp nhận", receiving.name))
    if dossier.channel == "online" or dossier.parent_id is not None:
        return facts
    relation = mandates.RELATIONS.get(dossier.intake.relation)
    ticket = "Số hiệu bưu gửi" if dossier.channel == "post" else "Số thứ tự tại quầy"
    return [
        *facts,
        (ticket, dossier.ticket),
        ("Điểm hỗ trợ", dossier.support_point.name if dossier.support_point else ""),
        ("Căn cứ nộp thay", relation.label if relation else ""),
    ]


def _moment(moment: datetime | None) -> str:
    return f"{moment.astimezone(VIETNAM):%H:%M, %d/%m/%Y}" if moment else ""


def _offers(
    dossier: Dossier, *, actor: Actor, holds: Sequence[Hold], is_settling: bool
) -> dict[str, Any]:
    """What may be done now, and what stands beside the step with what may be done about it."""
    said = {
        engine.hold_sentence(hold): waits.sentence_of(hold, is_settling=is_settling)
        for hold in holds
    }
    found = offering(dossier, actor=actor, said=said)
    return {
        "offering": found,
        "requests": beside.requests(dossier, actor=actor, choices=found.about_requests),
        "tasks": beside.tasks(dossier, actor=actor, choices=found.about_tasks),
        "previews": previews_for(dossier, found.offers),
    }


def _contents(
    dossier: Dossier, *, actor: Actor, kinds: Collection[str], supplements: Sequence[Hold]
) -> dict[str, Any]:
    """Answers, papers and what people wrote, for those who may read them."""
    if "view_papers" not in kinds:
        return {}
    remarks = selectors.remarks(dossier, viewer=actor)
    is_asked = access.is_only_asked(dossier, actor)
    writers = writers_of(remark.written_by for remark in remarks)
    names = dict(commune_names())
    lines = selectors.answer_lines(dossier, names)
    return {
        "foreign": [
            summary_row(question, f"{said} (định danh: {known or 'chưa được xác thực'})")
            for question, said, known in selectors.identity_differences(dossier, names)
        ],
        "answers": [
            (title, [summary_row(question, words) for _, question, words in group])
            for title, group in groupby(lines, key=itemgetter(0))
        ],
        "by_hand": [] if is_asked else beside.written_by_hand(dossier),
        "papers": waits.marked(selectors.paper_slots(dossier), supplements),
        "remarks": [(remark, writers[remark.written_by]) for remark in remarks],
    }


def _fee(
    dossier: Dossier, *, actor: Actor, intent: PaymentIntent | None, holds: Sequence[Hold]
) -> dict[str, Any]:
    """What is owed or paid, line by line, and the way to the counter."""
    is_owed = any(hold.kind == HoldKind.FEE for hold in holds)
    is_due = is_owed and not is_settling(intent, holds)
    return {
        "fee_total": format_vnd(dossier.fee_total),
        "fee_lines": [
            (
                line["name"],
                "Miễn" if line["waiver"] else format_vnd(line["amount"]),
                line["rule"],
            )
            for line in dossier.fee_lines
        ],
        "payment": payments.payment_words(intent) if intent else "",
        "is_fee_due": is_due,
        "may_take_cash": is_due
        and payments.takes_cash_at(
            dossier.competent_agency.code if dossier.competent_agency else "",
            actor,
            receiver_code=dossier.receiving_agency.code if dossier.receiving_agency else "",
        ),
        "receipts": (
            payments.receipts_for(dossier.pk)
            if intent and not access.is_only_asked(dossier, actor)
            else []
        ),
    }


def _documents(dossier: Dossier, *, actor: Actor) -> dict[str, Any]:
    """Slips and results with the address of each file."""

    def address(route: str, public_id: object) -> str:
        return reverse(f"frontend:{route}", args=[dossier.code, public_id])

    standing, voided = every_result(dossier, viewer=actor)

    return {
        "slips": [
            (slip, address("slip_file", slip.public_id))
            for slip in selectors.slips(dossier, viewer=actor)
        ],
        "results": [(result, address("result_file", result.public_id)) for result in standing],
        "voided": voided,
    }
