"""Who stands how to a dossier; the answer always comes from the one permission table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.accounts import permissions
from portal.accounts.models import Person
from portal.accounts.selectors import may_act_for, standings_of
from portal.core import clock
from portal.core.errors import NotFound
from procedures.definition.lifecycle import Stage

if TYPE_CHECKING:
    from portal.accounts.actors import Actor
    from portal.accounts.models import Organisation
    from procedures.dossiers.models import Dossier

VNEID_2 = "vneid_2"
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


def kinds_for(dossier: Dossier, actor: Actor) -> frozenset[str]:
    """All kinds of action and reading that the actor may do on the dossier as it stands."""
    owner = is_owner(dossier, actor)
    if dossier.stage == Stage.DRAFT and not owner:
        return frozenset()
    competent = dossier.competent_agency.code if dossier.competent_agency else ""
    return permissions.kinds_for(
        standings_of(actor, agency=competent, desk=dossier.step_desk, is_owner=owner)
    )


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
