"""The one who acts: every write names its actor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from portal.accounts import selectors
from portal.core import clock
from portal.core.errors import NotAllowed

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

    from portal.accounts.models import Desk, Organisation, Person, StaffMember

ActorKind = Literal["citizen", "staff", "system", "agency"]

SYSTEM_NAMES = {
    "vnpay": "Cổng thanh toán VNPAY",
    "payments": "Hệ thống thanh toán",
    "police": "Công an cấp xã (mô phỏng)",
    "insurance": "Bảo hiểm xã hội (mô phỏng)",
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something, as whom, and at which desk; `code` is all that the journal keeps."""

    kind: ActorKind
    code: str
    person: Person | None = None
    on_behalf_of: Organisation | Person | None = None
    staff: StaffMember | None = None
    desk: Desk | None = None

    @property
    def name(self) -> str:
        """Their name on the pages."""
        if self.staff is not None:
            return self.staff.full_name
        if self.person is None:
            return SYSTEM_NAMES.get(self.code.partition(":")[2], "Hệ thống")
        if self.on_behalf_of is None:
            return self.person.full_name
        return f"{self.person.full_name} (thay mặt {self.on_behalf_of})"


def citizen(person: Person, on_behalf_of: Organisation | Person | None = None) -> Actor:
    """Make the actor of a person, for themselves or for somebody they represent."""
    return Actor("citizen", f"person:{person.pk}", person=person, on_behalf_of=on_behalf_of)


def staff(member: StaffMember, desk: Desk | None = None) -> Actor:
    """Make the actor of a staff member."""
    return Actor("staff", f"staff:{member.pk}", staff=member, desk=desk)


def system(name: str) -> Actor:
    """Make the actor of a part of the portal, or of a system that calls it."""
    return Actor("system", f"system:{name}")


def actor_of(
    user: AbstractBaseUser | AnonymousUser,
    *,
    on_behalf_of: Organisation | Person | None = None,
    desk: Desk | None = None,
) -> Actor | None:
    """Make the actor behind a sign-in, or None; refuse to represent without a valid mandate."""
    if not user.is_active:
        return None
    member: StaffMember | None = getattr(user, "staff", None)
    if member is not None:
        return staff(member, desk)
    person: Person | None = getattr(user, "person", None)
    if person is None:
        return None
    if on_behalf_of is not None and not selectors.may_act_for(
        person, on_behalf_of, on=clock.today()
    ):
        raise NotAllowed(f"Bạn chưa được ghi nhận quyền đại diện cho {on_behalf_of}.")
    return citizen(person, on_behalf_of)
