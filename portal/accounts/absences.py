"""Recording who is away, so that nothing waits for them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from portal.accounts.models import Absence, Post, StaffMember
from portal.accounts.permissions import Role, kinds_for
from portal.accounts.selectors import roles_of, standings_of
from portal.core import clock, journal
from portal.core.errors import FieldError, InvalidInput, NotAllowed, NotFound, Refused

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from portal.accounts.actors import Actor

LONGEST_DAYS = 366
_LEADERS = {Role.LEADER, Role.DIRECTOR}
# Who signs or releases for an agency is stood in for by nobody whose work they would judge.
_RANKS = {
    Role.LEADER: {Role.LEADER, Role.DIRECTOR},
    Role.DIRECTOR: {Role.DIRECTOR, Role.LEADER},
    Role.HEAD: {Role.HEAD, Role.LEADER},
}


def absences_at(agency_id: int) -> QuerySet[Absence]:
    """The absences of an agency that run or are to come."""
    rows = Absence.objects.filter(staff__agency=agency_id, ends__gte=clock.today())
    return rows.select_related("staff", "substitute")


def absences_seen_by(actor: Actor) -> QuerySet[Absence]:
    """The absences that somebody may know of: those of their own agency."""
    return absences_at(_member(actor).agency_id)


def keeps_others(actor: Actor) -> bool:
    """Whether the actor may record that a colleague is away."""
    member = actor.staff
    if member is None:
        return False
    return "keep_absences" in kinds_for(standings_of(actor, agency=member.agency.code))


def record_by_codes(
    *, staff: str, substitute: str, starts: date, ends: date, reason: str, actor: Actor
) -> Absence:
    """Record an absence of colleagues who are named by their codes; "" names no substitute."""
    agency = _member(actor).agency_id
    people = StaffMember.objects.select_related("agency").filter(agency=agency)
    named = {one.code: one for one in people.filter(code__in=[staff, substitute])}
    if staff not in named:
        words = "Hãy chọn người vắng mặt trong cơ quan."
        raise InvalidInput("Chưa ghi được.", errors=[FieldError("/staff", "input", words)])
    if substitute and substitute not in named:
        raise _wrong_substitute("Hãy chọn một đồng nghiệp cùng cơ quan.")
    return record_absence(
        named[staff],
        substitute=named.get(substitute),
        starts=starts,
        ends=ends,
        reason=reason,
        actor=actor,
    )


@transaction.atomic
def record_absence(
    staff: StaffMember,
    *,
    substitute: StaffMember | None,
    starts: date,
    ends: date,
    reason: str,
    actor: Actor,
) -> Absence:
    """Record that somebody is away on whole days, and who stands in."""
    _demand_keeper(staff, actor)
    # Two records of one agency wait for each other, so that neither overlooks the other.
    colleagues = StaffMember.objects.select_for_update(no_key=True)
    list(colleagues.filter(agency=staff.agency_id).order_by("pk"))
    _demand_days(staff, starts, ends, reason)
    _demand_no_own_gain(staff, substitute, actor)
    _demand_cover(staff, substitute, starts, ends)
    absence = Absence.objects.create(
        staff=staff,
        substitute=substitute,
        starts=starts,
        ends=ends,
        reason=reason,
        recorded_by=actor.code,
        recorded_at=clock.now(),
    )
    _record(absence, "absence.recorded", actor=actor)
    return absence


@transaction.atomic
def end_absence(pk: int, *, actor: Actor) -> None:
    """Somebody is back: the absence ends yesterday, or is dropped if it had not begun."""
    absence = Absence.objects.select_related("staff__agency").filter(pk=pk).first()
    if absence is None or actor.staff is None or absence.staff.agency_id != actor.staff.agency_id:
        raise NotFound("Không có lần vắng mặt này.")
    _demand_keeper(absence.staff, actor)
    today = clock.today()
    if absence.ends < today:
        raise Refused("Lần vắng mặt này đã kết thúc.", code="wrong_moment")
    _record(absence, "absence.ended", actor=actor)
    if absence.starts >= today:
        absence.delete()
        return
    absence.ends = today - timedelta(days=1)
    absence.save(update_fields=["ends"])


def _member(actor: Actor) -> StaffMember:
    if actor.staff is None:
        raise NotAllowed("Trang này dành cho cán bộ, công chức.")
    return actor.staff


def _demand_keeper(staff: StaffMember, actor: Actor) -> None:
    """Everybody records for themselves; who leads an agency, for its people.

    A leader's absence gives away the signature: only a leader records it for another.
    """
    member = actor.staff
    if member is None or member.agency_id != staff.agency_id:
        raise NotFound("Không có cán bộ này trong cơ quan.")
    if member.pk != staff.pk and not keeps_others(actor):
        raise NotAllowed("Chỉ trưởng phòng, lãnh đạo ghi vắng mặt cho người khác.")
    if member.pk != staff.pk and _own_roles(staff) & _LEADERS and not roles_of(member) & _LEADERS:
        raise NotAllowed("Vắng mặt của lãnh đạo do chính lãnh đạo đó hoặc lãnh đạo khác ghi.")


def _own_roles(staff: StaffMember) -> set[Role]:
    """The roles of somebody's own posts, whoever is away."""
    return {Role(role) for role in Post.objects.filter(staff=staff).values_list("role", flat=True)}


def _demand_no_own_gain(staff: StaffMember, substitute: StaffMember | None, actor: Actor) -> None:
    """Nobody gives themselves the posts of a colleague, beyond the roles that they hold."""
    member = actor.staff
    if member is None or substitute is None or not substitute.pk == member.pk != staff.pk:
        return
    if not _own_roles(staff) <= roles_of(member):
        raise _wrong_substitute("Không tự chọn mình làm thay đồng nghiệp giữ vai trò khác.")


def _demand_days(staff: StaffMember, starts: date, ends: date, reason: str) -> None:
    errors = []
    if reason not in Absence.Reason.values:
        errors.append(FieldError("/reason", "input", "Hãy chọn một lý do."))
    if ends < max(starts, clock.today()):
        words = "Ngày cuối phải từ hôm nay và không trước ngày đầu."
        errors.append(FieldError("/ends", "input", words))
    elif (ends - starts).days > LONGEST_DAYS:
        errors.append(FieldError("/ends", "input", "Mỗi lần ghi nhiều nhất một năm."))
    if errors:
        raise InvalidInput("Thông tin vắng mặt chưa đúng.", errors=errors)
    if overlap := _between(starts, ends).filter(staff=staff).first():
        words = f"Đã ghi vắng mặt {overlap.starts:%d/%m/%Y} – {overlap.ends:%d/%m/%Y}."
        raise InvalidInput(
            "Trùng một lần vắng mặt khác.", errors=[FieldError("/starts", "input", words)]
        )


def _demand_cover(
    staff: StaffMember, substitute: StaffMember | None, starts: date, ends: date
) -> None:
    """Somebody who is there must be able to do the work on all these days.

    Since nobody who is away is chosen, substitutes never form a circle.
    """
    if substitute is None:
        if alone := _held_alone(staff, starts, ends):
            words = f"Chỉ có {staff.full_name} giữ vị trí “{alone}”; hãy chọn người làm thay."
            raise _wrong_substitute(words)
        return
    if substitute.pk == staff.pk or substitute.agency_id != staff.agency_id:
        raise _wrong_substitute("Hãy chọn một đồng nghiệp cùng cơ quan.")
    theirs = _own_roles(substitute)
    ranked = [role for role in _RANKS if role in _own_roles(staff)]
    if unfit := next((role for role in ranked if not theirs & _RANKS[role]), None):
        words = f"Người làm thay vị trí “{unfit.label}” phải giữ vị trí lãnh đạo tương đương."
        raise _wrong_substitute(words)
    if _between(starts, ends).filter(staff=substitute).exists():
        raise _wrong_substitute("Người này cũng vắng trong những ngày đó; hãy chọn người khác.")


def _held_alone(staff: StaffMember, starts: date, ends: date) -> Post | None:
    """A post in somebody's hands, their own or stood in for, that no present colleague holds."""
    away = _between(starts, ends)
    hands, more = {staff.pk}, {staff.pk}
    while more := set(away.filter(substitute__in=more).values_list("staff", flat=True)) - hands:
        hands |= more
    others = Post.objects.filter(staff__agency=staff.agency_id).exclude(staff=staff)
    held = set(others.exclude(staff__in=away.values("staff")).values_list("role", "desk"))
    posts = Post.objects.filter(staff__in=hands).select_related("desk", "staff__agency")
    return next((post for post in posts if (post.role, post.desk_id) not in held), None)


def _between(starts: date, ends: date) -> QuerySet[Absence]:
    return Absence.objects.filter(starts__lte=ends, ends__gte=starts)


def _wrong_substitute(words: str) -> InvalidInput:
    errors = [FieldError("/substitute", "input", words)]
    return InvalidInput("Chưa có người làm thay.", errors=errors)


def _record(absence: Absence, name: str, *, actor: Actor) -> None:
    journal.record(
        f"staff:{absence.staff_id}",
        name,
        actor=actor.code,
        agency=absence.staff.agency.code,
        data={
            "absence": absence.pk,
            "starts": absence.starts.isoformat(),
            "ends": absence.ends.isoformat(),
            "substitute": f"staff:{absence.substitute_id}" if absence.substitute_id else "",
        },
    )
