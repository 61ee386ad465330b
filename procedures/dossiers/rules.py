"""Keeping the routing rules of an agency's officers' desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from portal.accounts.models import Desk, StaffMember
from portal.accounts.permissions import Role, kinds_for
from portal.accounts.selectors import standings_of
from portal.core import journal
from portal.core.errors import FieldError, InvalidInput, NotAllowed, NotFound
from procedures.catalogue.models import Procedure
from procedures.definition.formats import is_commune_code
from procedures.dossiers.models import RoutingRule

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from portal.accounts.actors import Actor


def rules_of(actor: Actor) -> list[RoutingRule]:
    """The rules of the actor's agency, the narrowest first."""
    return list(_kept_by(actor).select_related("staff"))


def officers(actor: Actor) -> list[StaffMember]:
    """Whom a rule can name: the officers of the actor's agency."""
    member = _keeper(actor)
    rows = StaffMember.objects.filter(agency=member.agency_id, posts__role=Role.OFFICER)
    return list(rows.distinct().order_by("full_name"))


def matter_of(rule: RoutingRule) -> str:
    """What a rule is about, as the choice that made it: `procedure:…`, `field:…` or ""."""
    if rule.procedure_code:
        return f"procedure:{rule.procedure_code}"
    return f"field:{rule.field_code}" if rule.field_code else ""


@transaction.atomic
def add(*, actor: Actor, matter: str, commune: str, staff: str) -> RoutingRule:
    """Send a kind of matter, an area, or both to an officer; the same rule is kept once."""
    member = _keeper(actor)
    errors = []
    kind, _, code = matter.partition(":")
    officer = next((one for one in officers(actor) if one.code == staff), None)
    if officer is None:
        errors.append(FieldError("/staff", "input", "Hãy chọn một chuyên viên của cơ quan."))
    if matter and not _is_known(kind, code):
        errors.append(FieldError("/matter", "input", "Hãy chọn thủ tục hoặc lĩnh vực."))
    if commune and not is_commune_code(commune):
        errors.append(FieldError("/commune", "input", "Hãy chọn một địa bàn."))
    if not (matter or commune):
        words = "Hãy chọn thủ tục, lĩnh vực hoặc địa bàn."
        errors.append(FieldError("/matter", "input", words))
    if errors or officer is None:
        raise InvalidInput("Quy tắc chưa đúng.", errors=errors)
    rule, is_new = RoutingRule.objects.get_or_create(
        agency=member.agency,
        desk_kind=Desk.Kind.SPECIALIST,
        procedure_code=code if kind == "procedure" else "",
        field_code=code if kind == "field" else "",
        commune_code=commune,
        staff=officer,
    )
    if is_new:
        _record(rule, "routing.added", actor)
    return rule


@transaction.atomic
def drop(pk: int, *, actor: Actor) -> None:
    """Take a rule away; what it brought stays where it is."""
    rule = _kept_by(actor).filter(pk=pk).first()
    if rule is None:
        raise NotFound("Không có quy tắc này.")
    _record(rule, "routing.dropped", actor)
    rule.delete()


def _is_known(kind: str, code: str) -> bool:
    known = {"procedure": "code", "field": "field_code"}
    return kind in known and Procedure.objects.filter(**{known[kind]: code}).exists()


def _keeper(actor: Actor) -> StaffMember:
    member = actor.staff
    if member is None or "keep_routing" not in kinds_for(
        standings_of(actor, agency=member.agency.code)
    ):
        raise NotAllowed("Quy tắc phân công do lãnh đạo, trưởng phòng đặt.")
    return member


def _kept_by(actor: Actor) -> QuerySet[RoutingRule]:
    return RoutingRule.objects.filter(agency=_keeper(actor).agency_id)


def _record(rule: RoutingRule, name: str, actor: Actor) -> None:
    journal.record(
        f"agency:{rule.agency.code}",
        name,
        actor=actor.code,
        agency=rule.agency.code,
        data={
            "desk": rule.desk_kind,
            "procedure": rule.procedure_code,
            "field": rule.field_code,
            "commune": rule.commune_code,
            "staff": f"staff:{rule.staff_id}",
        },
    )
