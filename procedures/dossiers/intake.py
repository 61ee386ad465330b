"""Taking a file in at a counter or by post: one draft by a clerk, submitted and accepted at once.

The clerk's agency receives; the competent agency may be another (non-territorial intake). The
draft is the clerks' of the receiving agency alone until it is handed in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction

from portal.accounts import actors, permissions
from portal.accounts.models import Organisation, Person
from portal.accounts.selectors import standings_of
from portal.core import clock
from portal.core.errors import FieldError, InvalidInput, NotAllowed, NotFound, Refused, Stale
from portal.core.text import fold
from portal.core.uuid7 import uuid7
from procedures.catalogue import selectors as catalogue
from procedures.definition import forms, pointers
from procedures.definition.lifecycle import Stage
from procedures.dossiers import access, actions, drafts, identity, mandates, selectors
from procedures.dossiers.models import Dossier, Intake

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from portal.accounts.actors import Actor
    from portal.accounts.models import Agency
    from procedures.dossiers.arrivals import Arrival

COUNTED = ("originals", "certified", "copies")
MOST = 99
LONGEST_LIST = 50


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that was handed in: accepted, or the sentence of what acceptance waits for."""

    dossier: Dossier
    is_accepted: bool
    waits_for: str = ""


def counter_of(actor: Actor) -> Agency:
    """The agency at whose counter the actor takes files in; 403 for everybody else."""
    member = actor.staff
    if member is not None:
        own = member.agency.code
        if "take_in" in permissions.kinds_for(standings_of(actor, agency=own, receiver=own)):
            return member.agency
    raise NotAllowed("Chỉ cán bộ tiếp nhận và trả kết quả được tiếp nhận hồ sơ tại quầy.")


def drafts_at(agency: Agency) -> list[Dossier]:
    """The drafts of an agency's counter that were left lying, the latest first; not endlessly."""
    rows = Dossier.objects.filter(code__isnull=True, receiving_agency=agency)
    named = rows.exclude(channel="online").select_related("procedure", "owner", "organisation")
    return list(named.order_by("-updated_at", "pk")[:LONGEST_LIST])


def draft(
    procedure_code: str,
    arrival: Arrival,
    *,
    answers: dict[str, Any],
    actor: Actor,
    key: UUID | None = None,
) -> Dossier:
    """Open a clerk's draft with what was asked at the counter and what the card fills in.

    The caller may choose its id: asking again with the same key gives the same file, not a second.
    """
    agency = counter_of(actor)
    version = catalogue.in_force(procedure_code, on=clock.today())
    package = catalogue.package(version.pk)
    filled, sources = forms.prefill(package, answers, _facts(arrival))
    moment = clock.now()
    with transaction.atomic():
        opened, is_new = Dossier.objects.get_or_create(
            public_id=key or uuid7(),
            defaults={
                "procedure": version.procedure,
                "procedure_version": version,
                "receiving_agency": agency,
                "answers": filled,
                "provenance": dict(sources),
                "created_at": moment,
                "updated_at": moment,
                **_columns(arrival),
            },
        )
        if is_new:
            Intake.objects.create(
                dossier=opened, taken_by=actor.code, taken_at=moment, relation=arrival.relation
            )
            return opened
    made = made_with(opened.public_id, procedure_code, actor=actor)
    if made is None:
        raise NotFound("Không tìm thấy hồ sơ.")
    return made


def made_with(key: UUID, procedure_code: str, *, actor: Actor) -> Dossier | None:
    """The file that this counter has opened with a key, if it has."""
    here = Dossier.objects.filter(
        public_id=key,
        procedure__code=procedure_code,
        receiving_agency=counter_of(actor),
        intake__isnull=False,
    )
    return selectors.get_by_public_id(key, viewer=actor) if here.exists() else None


def amend(
    dossier: Dossier,
    arrival: Arrival,
    *,
    answers: dict[str, Any],
    actor: Actor,
    seen_version: int,
) -> Dossier:
    """Keep a clerk's draft anew; what came from somebody who is no longer named goes with them."""
    with transaction.atomic():
        kept = drafts.lock_draft(dossier.pk, actor=actor)
        if kept.version != seen_version:
            raise Stale(access.DRAFT_MOVED, extra={"version": kept.version})
        same = _party(kept.submitter_id, access.whose(kept)) == _party(
            arrival.submitter.pk, arrival.owner
        )
        sources = {
            pointer: fact
            for pointer, fact in kept.provenance.items()
            if pointers.get(answers, pointer) == pointers.get(kept.answers, pointer)
        }
        if not same:
            for pointer in sources:
                answers = pointers.drop(answers, pointer)
            sources = {}
        for name, value in _columns(arrival).items():
            setattr(kept, name, value)
        filled, more = _filled(kept, answers, arrival, same=same)
        drafts.drop_stale(kept, filled)
        kept.answers, kept.provenance = filled, {**sources, **more}
        kept.version += 1
        kept.updated_at = clock.now()
        kept.save()
        Intake.objects.filter(dossier=kept).update(relation=arrival.relation)
    return kept


def _filled(
    kept: Dossier, answers: dict[str, Any], arrival: Arrival, *, same: bool
) -> tuple[dict[str, Any], dict[str, str]]:
    """Fill what is known of the parties; of the same ones only what has to be answered.

    What the clerk cleared stays so, but a telephone number is not asked for twice.
    """
    package = catalogue.package(kept.procedure_version_id)
    filled, sources = forms.prefill(package, answers, _facts(arrival))
    if same:
        required = drafts.judged(kept, answers).required
        for pointer in sources.keys() - set(required):
            filled = pointers.drop(filled, pointer)
        sources = {pointer: sources[pointer] for pointer in required if pointer in sources}
    return filled, sources


def count_papers(dossier: Dossier, counts: Mapping[str, Any], *, actor: Actor) -> None:
    """Keep how many originals, certified and plain copies of each component were handed in."""
    errors, kept = [], {}
    known = {need.rule.code for need in drafts.evaluation(dossier).papers} | {mandates.CODE}
    for code, given in counts.items():
        if code not in known or not isinstance(given, dict):
            continue
        kept[code] = {name: given[name] for name in COUNTED if given.get(name) not in (None, "")}
        errors += [
            FieldError(f"/counts/{code}/{name}", "number", f"Hãy ghi một số từ 0 đến {MOST}.")
            for name, number in kept[code].items()
            if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number <= MOST
        ]
    if errors:
        raise InvalidInput("Số lượng giấy tờ chưa đúng.", errors=errors)
    with transaction.atomic():
        locked = drafts.lock_draft(dossier.pk, actor=actor)
        Intake.objects.filter(dossier=locked).update(counts=kept)


def take_in(dossier: Dossier, *, actor: Actor, seen_version: int, accept: bool) -> Taken:
    """Hand a clerk's draft in and, where the clerk finds it complete, accept it at once.

    Two acts, in order, each with the version that the one before left.
    """
    counter_of(actor)
    sent = actions.submit(dossier, actor=actor, seen_version=seen_version)
    if not accept or sent.stage != Stage.SUBMITTED:
        return Taken(sent, is_accepted=sent.accepted_at is not None)
    sent = selectors.get_dossier(sent.code or "", viewer=actor)
    offers = selectors.available_actions(sent, actor=actor)
    offer = next((offer for offer in offers if offer.kind == "accept"), None)
    if offer is None:
        raise Refused("Quy trình của thủ tục không cho tiếp nhận ngay tại quầy.")
    if offer.blocked_by:
        return Taken(sent, is_accepted=False, waits_for=offer.blocked_by)
    done = actions.act(sent, offer.id, actor=actor, data={}, seen_version=sent.version)
    return Taken(done, is_accepted=True)


def _facts(arrival: Arrival) -> dict[str, Any]:
    represented = None if arrival.owner == arrival.submitter else arrival.owner
    return identity.facts_of(actors.citizen(arrival.submitter, represented))


def _columns(arrival: Arrival) -> dict[str, Any]:
    owner = arrival.owner
    return {
        "submitter": arrival.submitter,
        "owner": owner if isinstance(owner, Person) else None,
        "organisation": owner if isinstance(owner, Organisation) else None,
        "owner_key": fold(str(owner)),
        "competent_agency": arrival.competent,
        "channel": arrival.channel,
        "ticket": arrival.ticket,
        "support_point": arrival.support_point,
    }


def _party(submitter_id: int, owner: Person | Organisation) -> tuple[int, str, int]:
    return submitter_id, type(owner).__name__, owner.pk
