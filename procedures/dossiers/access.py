"""Who stands how to a dossier; the answer always comes from the one permission table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from portal.accounts import permissions
from portal.accounts.models import Person
from portal.accounts.permissions import Relation, Role
from portal.accounts.selectors import may_act_for, roles_of, standings_of
from portal.core import clock
from portal.core.errors import NotAllowed, NotFound
from procedures.definition.lifecycle import Stage
from procedures.dossiers.offers import pk_of

if TYPE_CHECKING:
    from portal.accounts.actors import Actor
    from portal.accounts.models import Agency, Organisation
    from portal.accounts.permissions import Standing
    from procedures.definition.package import Action
    from procedures.dossiers.models import Dossier
    from procedures.dossiers.offers import Waits

VNEID_2 = "vneid_2"
_PARTS = frozenset({Relation.AGENCY, Relation.RECEIVER})
DRAFT_MOVED = (
    "Bản nháp đã được lưu ở nơi khác sau khi bạn mở. Hãy xem bản mới nhất rồi thực hiện lại."
)


def is_owner(dossier: Dossier, actor: Actor) -> bool:
    """Whether the dossier is the actor's, or of somebody they may act for today."""
    person = actor.person
    if person is None:
        return False
    if dossier.owner_id == person.pk:
        return True
    represented = dossier.organisation or dossier.owner
    return represented is not None and may_act_for(person, represented, on=clock.today())


def standings(dossier: Dossier, actor: Actor) -> frozenset[Standing]:
    """Every role that the actor has here, with every relation that this role gives them."""
    # The portal itself hands in the legs of a bundle, and nobody else's draft.
    hands_in = actor.kind == "system" and dossier.parent_id is not None
    if dossier.stage == Stage.DRAFT and not (hands_in or may_draft(dossier, actor)):
        return frozenset()
    owner = is_owner(dossier, actor)
    return standings_of(
        actor,
        agency=_code(dossier.competent_agency),
        receiver=_code(dossier.receiving_agency),
        desk_agency=_code(dossier.step_agency),
        desk=dossier.step_desk,
        is_owner=owner,
        is_asked=_is_asked(dossier, actor),
        is_counter=_is_counter(dossier, actor),
    )


def kinds_for(dossier: Dossier, actor: Actor) -> frozenset[str]:
    """All kinds of action and reading that the actor may do on the dossier as it stands."""
    return permissions.kinds_for(standings(dossier, actor))


def may_take(
    action: Action,
    dossier: Dossier,
    kinds: frozenset[str],
    held: frozenset[Standing],
    waits: Waits,
    actor: Actor,
) -> bool:
    """Whether the actor may take an offered action: its kind, and who in particular it asks for."""
    if action.kind not in kinds:
        return False
    row = pk_of(action.id)
    if action.kind in {"release_request", "return_request"}:
        request = next(request for request in waits.requests if request.pk == row)
        return (Role(request.approver), Relation.AGENCY) in held
    if action.kind == "drop_request":
        # An applicant's wish is theirs to take back; the agency answers it, by release or return.
        request = next(request for request in waits.requests if request.pk == row)
        return actor.staff is None or not request.drafted_by.startswith("person:")
    if action.kind == "report_task" and actor.staff is not None:
        task = next(task for task in waits.tasks if task.pk == row)
        if task.agency_id is None:
            # What names no agency is the competent one's own work, never an asked one's.
            ours = {standing for standing in held if standing[1] is Relation.AGENCY}
            return action.kind in permissions.kinds_for(ours)
        return task.agency_id == actor.staff.agency_id
    if action.kind == "let_go" and actor.staff is not None:
        return dossier.assignee_id == actor.staff.pk or "assign" in kinds
    return True


def releases(approver: str, dossier: Dossier, actor: Actor) -> bool:
    """Whether the actor is whom a request would be laid before."""
    return (Role(approver), Relation.AGENCY) in standings(dossier, actor)


def _is_asked(dossier: Dossier, actor: Actor) -> bool:
    """Whether the actor's agency, not a party to the dossier, has an open task for it."""
    if actor.staff is None or not dossier.open_tasks:
        return False
    return dossier.tasks.filter(agency_id=actor.staff.agency_id, closed_at__isnull=True).exists()


def _is_counter(dossier: Dossier, actor: Actor) -> bool:
    """Whether what belongs to a file of a counter or of the post can be brought to the actor."""
    if actor.staff is None or dossier.channel == "online" or dossier.stage == Stage.DRAFT:
        return False
    return actor.staff.agency_id in {dossier.receiving_agency_id, dossier.competent_agency_id}


def may_answer(dossier: Dossier, actor: Actor) -> bool:
    """Whether a submitted dossier takes papers from the actor: its owner, or a counter's clerk."""
    if actor.staff is None:
        return is_owner(dossier, actor)
    return _is_counter(dossier, actor) and "supplement" in kinds_for(dossier, actor)


def is_only_asked(dossier: Dossier, viewer: Actor) -> bool:
    """Whether the viewer is of an agency that is asked something, with no other part in it.

    It reads the answers, the papers and its own task, and nothing that the parties' desks made.
    """
    parties = {dossier.competent_agency_id, dossier.receiving_agency_id}
    return viewer.staff is not None and viewer.staff.agency_id not in parties


def demand_party(dossier: Dossier, viewer: Actor) -> None:
    """Refuse an agency that is only asked; what is paid is between the parties."""
    if is_only_asked(dossier, viewer):
        raise NotAllowed("Cơ quan được lấy ý kiến không xem phí, lệ phí của hồ sơ này.")


def parts_seen(viewer: Actor, kind: str = "view") -> frozenset[Relation]:
    """In which parts of the viewer's agency, competent or receiver, their roles show dossiers.

    `kind` may be another kind of reading or speaking.
    """
    if viewer.staff is None:
        raise NotAllowed("Trang này dành cho cán bộ, công chức.")
    roles = roles_of(viewer.staff)
    return frozenset(
        part for part in _PARTS if kind in permissions.kinds_for({(role, part) for role in roles})
    )


def seen_at_steps(viewer: Actor) -> Q:
    """Which of the dossiers whose step stands at the viewer's agency any list may name to them.

    A step stands at the competent or at the receiving agency: who sees both parts sees all.
    """
    parts = parts_seen(viewer)
    if parts >= _PARTS:
        return Q()
    agency = viewer.staff.agency_id if viewer.staff else 0
    if Relation.AGENCY in parts:
        # Only a counter can stand elsewhere; the other desks need no second look in the index.
        return ~Q(step_desk="one_stop") | Q(competent_agency=agency)
    return Q(receiving_agency=agency) if parts else Q(pk__in=[])


def may_draft(dossier: Dossier, actor: Actor) -> bool:
    """Whether a draft is the actor's to see and write.

    One of the portal is its owner's; one of a counter is the clerks' of the point that takes the
    file in, and nobody else's, its owner included. A leg's is the portal's own, made of its bundle.
    """
    if dossier.parent_id is not None:
        return False
    member = actor.staff
    if dossier.channel == "online" or member is None:
        return dossier.channel == "online" and is_owner(dossier, actor)
    return dossier.receiving_agency_id == member.agency_id and Role.CLERK in roles_of(member)


def _code(agency: Agency | None) -> str:
    return agency.code if agency else ""


def demand_visible(dossier: Dossier, kinds: frozenset[str], actor: Actor) -> None:
    """Refuse with 404 whoever may not even see the dossier."""
    if "view" not in kinds and actor.kind != "system":
        raise NotFound("Không tìm thấy hồ sơ.")


def whose(dossier: Dossier) -> Person | Organisation:
    """Whose matter it is: the organisation, the person represented, or whoever files."""
    if dossier.organisation is not None:
        return dossier.organisation
    # Whoever files is at hand already, where the owner would be read once more.
    if dossier.owner_id == dossier.submitter_id or dossier.owner is None:
        return dossier.submitter
    return dossier.owner


def groups_of(dossier: Dossier) -> frozenset[str]:
    """The person groups that fee rules may name: of whose matter it is, never of who files it."""
    owner = whose(dossier)
    is_known = isinstance(owner, Person) and owner.identity_level == Person.IdentityLevel.TWO
    return frozenset({VNEID_2} if is_known else ())
