"""Everybody who may come to a dossier of Hồng Bàng: one person for each role and relation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from portal.accounts import actors
from portal.accounts.models import Absence, Agency, Mandate, StaffMember
from portal.accounts.permissions import Relation, Role
from portal.core import clock
from tests.factories import dossiers as factory
from tests.factories.accounts import DeskFactory, PostFactory, StaffMemberFactory

if TYPE_CHECKING:
    from portal.accounts.actors import Actor
    from tests.procedures.dossiers.permitted import Row

BESIDE = "H24.21.01"
AGENCIES = {"here": factory.HONG_BANG, "elsewhere": factory.THUY_NGUYEN, "beside": BESIDE}
SEATS = {"here": "hongbang", "elsewhere": "thuynguyen"}
CITIZENS = {
    "owner": "citizen-an",
    "stranger": "citizen-cuong",
    # Whoever only hands a file in at a counter has no part in it afterwards.
    "submitter": "citizen-dung",
    "representative": "citizen-giang",
    "former representative": "citizen-hien",
}


@dataclass(frozen=True, slots=True)
class Seat:
    """What somebody is, at which desk ("" for all of the agency) and where."""

    role: Role
    desk: str
    agency: str


def _seats() -> dict[str, Seat]:
    desks = {
        Role.CLERK: "one_stop",
        Role.OFFICER: "specialist",
        Role.HEAD: "specialist",
        Role.LEADER: "leadership",
        Role.REGISTRY: "registry",
        Role.CASHIER: "cashier",
        Role.DIRECTOR: "",
    }
    found = {
        _name(role, agency): Seat(role, desk, agency)
        for agency in ("here", "elsewhere", "beside")
        for role, desk in desks.items()
    }
    return found | {
        "admin": Seat(Role.ADMIN, "", "here"),
        "inspector": Seat(Role.INSPECTOR, "control", "city office"),
        "city leader": Seat(Role.CITY_LEADER, "leadership", "city"),
    }


def _name(role: Role, agency: str) -> str:
    return role.value if agency == "here" else f"{role.value} {agency}"


SEATED = _seats()
# Who has exactly what another has, but for what is somebody's in person.
ALIKE = {
    "officer's stand-in": "officer",
    "absent officer": "officer",
    "leader's stand-in": "leader",
    "representative": "owner",
}
IN_PERSON = frozenset({"let_go"})
# Their role is an officer's, at a desk without steps; a cashier's post gives nothing at the unit.
OTHER_DESK = "officer of another desk"
WITHOUT_THE_DESK = frozenset({"report_task", "drop_request", "correct"})


def everybody(owner: str) -> dict[str, Actor]:
    """Make them all; `owner` is the account whose the dossier is."""
    people = {name: factory.who(account) for name, account in CITIZENS.items()}
    people["owner"] = factory.who(owner)
    _authorise(people)
    colleagues = {name: actors.staff(_member(seat)) for name, seat in SEATED.items()}
    absent = _newcomer("officer")
    stand_ins = {
        "absent officer": absent,
        "officer's stand-in": _stand_in(absent),
        "leader's stand-in": _stand_in(_newcomer("leader")),
        "former stand-in": _stand_in(_newcomer("leader"), ended=True),
        "newcomer": _newcomer(""),
        OTHER_DESK: _newcomer(""),
    }
    for role, desk in (("cashier", "specialist"), ("officer", "cashier")):
        place = DeskFactory(agency=_agency("here"), kind=desk)
        PostFactory(staff=stand_ins[OTHER_DESK], role=role, desk=place)
    keys = [one.pk for one in stand_ins.values()]
    fresh = StaffMember.objects.select_related("agency").in_bulk(keys)
    beside = {name: actors.staff(fresh[one.pk]) for name, one in stand_ins.items()}
    return {**people, **colleagues, **beside, "system": actors.system("payments")}


def relations_of(seat: Seat, row: Row) -> set[Relation]:
    """How somebody at a seat stands to a dossier as the row describes it."""
    stands = {
        Relation.AGENCY: seat.agency == "here",
        Relation.DESK: seat.agency == row.at and seat.desk in {"", row.desk} and row.desk != "",
        Relation.RECEIVER: seat.agency == row.receiver,
        Relation.ASKED: seat.agency in row.asked,
        Relation.COUNTER: row.channel != "online"
        and row.stage != "draft"
        and seat.agency in {"here", row.receiver},
        Relation.ANY: True,
    }
    return {relation for relation, is_so in stands.items() if is_so}


def _authorise(people: dict[str, Actor]) -> None:
    """Let one act for the owner today; another might until yesterday."""
    owner, today = people["owner"].person, clock.today()
    for name, until in (("representative", None), ("former representative", today)):
        Mandate.objects.create(
            person=people[name].person,
            principal=owner,
            kind=Mandate.Kind.AUTHORISED,
            valid_from=today - timedelta(days=30),
            valid_until=until and until - timedelta(days=1),
        )


def _agency(name: str) -> Agency:
    return Agency.objects.get(code=AGENCIES[name])


def _member(seat: Seat) -> StaffMember:
    """The demo account of that role at that agency, or somebody new."""
    account = f"{seat.role.value}-{SEATS.get(seat.agency, '')}"
    known = StaffMember.objects.filter(user__username=account)
    if seat.agency.startswith("city"):
        known = StaffMember.objects.filter(posts__role=seat.role.value)
    member = known.select_related("agency").first()
    return member or StaffMemberFactory(agency=_agency(seat.agency), role=seat.role.value)


def _newcomer(role: str) -> StaffMember:
    member: StaffMember = StaffMemberFactory(agency=_agency("here"), role=role)
    return member


def _stand_in(absent: StaffMember, *, ended: bool = False) -> StaffMember:
    """Somebody without a post of their own who stands in, today or until yesterday."""
    today = clock.today()
    member = _newcomer("")
    Absence.objects.create(
        staff=absent,
        substitute=member,
        starts=today - timedelta(days=3),
        ends=today + timedelta(days=-1 if ended else 1),
        reason=Absence.Reason.LEAVE,
        recorded_by=f"staff:{absent.pk}",
        recorded_at=clock.now(),
    )
    return member
