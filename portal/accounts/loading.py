"""Brings the data folder into the tables: in bulk, and as often as one likes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from portal.accounts import actors, demo
from portal.accounts.absences import record_absence
from portal.accounts.models import (
    Absence,
    Agency,
    Desk,
    Mandate,
    Organisation,
    Person,
    Post,
    StaffMember,
    User,
)
from portal.core import clock
from portal.core.errors import NotAllowed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

AGENCY_FIELDS = ("name", "kind", "commune_code", "address", "phone", "tax_code", "source")
ORGANISATION_FIELDS = ("kind", "name", "address", "commune_code", "phone", "email")
PERSON_FIELDS = ("full_name", "gender", "phone", "email", "address", "commune_code")
STAFF_FIELDS = ("full_name", "title", "phone")

# Which desks an agency of each kind has, and what they are called; {place} is what it governs.
DESKS: dict[str, dict[str, str]] = {
    Agency.Kind.CITY: {
        Desk.Kind.LEADERSHIP: "Lãnh đạo {agency}",
        Desk.Kind.REGISTRY: "Văn thư {agency}",
    },
    Agency.Kind.DEPARTMENT: {
        Desk.Kind.SPECIALIST: "Bộ phận chuyên môn {agency}",
        Desk.Kind.LEADERSHIP: "Lãnh đạo {agency}",
        Desk.Kind.REGISTRY: "Văn thư {agency}",
        Desk.Kind.CONTROL: "Đầu mối kiểm soát thủ tục hành chính {agency}",
    },
    Agency.Kind.COMMUNE: {
        Desk.Kind.ONE_STOP: "Trung tâm Phục vụ hành chính công {place}",
        Desk.Kind.SPECIALIST: "Bộ phận chuyên môn {agency}",
        Desk.Kind.LEADERSHIP: "Lãnh đạo {agency}",
        Desk.Kind.REGISTRY: "Văn thư {agency}",
        Desk.Kind.CASHIER: "Bộ phận thu phí, lệ phí {agency}",
    },
    Agency.Kind.CENTRE: {
        Desk.Kind.ONE_STOP: "{agency}",
        Desk.Kind.LEADERSHIP: "Ban Giám đốc {agency}",
        Desk.Kind.CASHIER: "Bộ phận thu phí, lệ phí {agency}",
    },
}


@transaction.atomic
def load_agencies(rows: Sequence[Mapping[str, str]] | None = None) -> int:
    """Write agencies, by default the shipped ones, and their desks; known ones are updated."""
    rows = demo.table("agencies") if rows is None else rows
    agencies = Agency.objects.bulk_create(
        [Agency(code=row["code"], **_pick(row, AGENCY_FIELDS)) for row in rows],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=AGENCY_FIELDS,
    )
    by_code = {agency.code: agency for agency in agencies}
    for parent in sorted({row["parent"] for row in rows if row["parent"]}):
        children = [row["code"] for row in rows if row["parent"] == parent]
        Agency.objects.filter(code__in=children).update(parent=by_code[parent])
    Desk.objects.bulk_create(
        [
            Desk(agency=agency, kind=kind, name=name.format(agency=agency.name, place=agency.place))
            for agency in agencies
            for kind, name in DESKS[agency.kind].items()
        ],
        update_conflicts=True,
        unique_fields=["agency", "kind"],
        update_fields=["name"],
    )
    return len(agencies)


@transaction.atomic
def load_demo_people() -> int:
    """Write the demo citizens, organisations, mandates, staff and posts with their sign-ins."""
    if not settings.DEMO:
        raise NotAllowed("Hệ thống này không nhận dữ liệu thử nghiệm.")
    users = _load_users(account.code for account in demo.accounts())
    people = _load_people(users)
    organisations = _load_organisations()
    _load_mandates(people, organisations)
    _load_staff(users)
    return len(users)


@transaction.atomic
def load_demo_absences() -> int:
    """Write who is away in the demonstration, around today; staff with any absence keep theirs."""
    rows = demo.table("demo_absences")
    staff = StaffMember.objects.select_related("agency").in_bulk(
        [code for row in rows for code in (row["staff"], row["substitute"])], field_name="code"
    )
    known = set(Absence.objects.values_list("staff__code", flat=True))
    today = clock.today()
    new = [row for row in rows if row["staff"] not in known]
    for row in new:
        record_absence(
            staff[row["staff"]],
            substitute=staff[row["substitute"]],
            starts=today - timedelta(days=int(row["days_before"])),
            ends=today + timedelta(days=int(row["days_after"])),
            reason=row["reason"],
            actor=actors.staff(staff[row["staff"]]),
        )
    return len(new)


def _pick(row: Mapping[str, str], fields: Iterable[str]) -> dict[str, str]:
    return {name: row[name] for name in fields}


def _load_users(names: Iterable[str]) -> dict[str, User]:
    unusable = make_password(None)
    users = User.objects.bulk_create(
        [User(username=name, password=unusable) for name in names],
        update_conflicts=True,
        unique_fields=["username"],
        update_fields=["is_active"],
    )
    return {user.username: user for user in users}


def _load_people(users: Mapping[str, User]) -> dict[str, Person]:
    people = [
        Person(
            personal_number=row["personal_number"],
            user=users[row["account"]],
            birth_date=date.fromisoformat(row["birth_date"]),
            identity_level=int(row["identity_level"]),
            **_pick(row, PERSON_FIELDS),
        )
        for row in demo.table("demo_people")
    ]
    for person in people:
        person.refresh_name_key()
    written = Person.objects.bulk_create(
        people,
        update_conflicts=True,
        unique_fields=["personal_number"],
        update_fields=["user", "birth_date", "identity_level", "name_key", *PERSON_FIELDS],
    )
    return {person.personal_number: person for person in written}


def _load_organisations() -> dict[str, Organisation]:
    organisations = [
        Organisation(tax_code=row["tax_code"], **_pick(row, ORGANISATION_FIELDS))
        for row in demo.table("demo_organisations")
    ]
    for organisation in organisations:
        organisation.refresh_name_key()
    written = Organisation.objects.bulk_create(
        organisations,
        update_conflicts=True,
        unique_fields=["tax_code"],
        update_fields=["name_key", *ORGANISATION_FIELDS],
    )
    return {organisation.tax_code: organisation for organisation in written}


def _load_mandates(people: Mapping[str, Person], organisations: Mapping[str, Organisation]) -> None:
    Mandate.objects.bulk_create(
        [
            Mandate(
                person=people[row["person"]],
                organisation=organisations.get(row["organisation"]),
                principal=people.get(row["principal"]),
                kind=row["kind"],
                valid_from=date.fromisoformat(row["valid_from"]),
                valid_until=date.fromisoformat(row["valid_until"]) if row["valid_until"] else None,
            )
            for row in demo.table("demo_mandates")
        ],
        ignore_conflicts=True,
    )


def _load_staff(users: Mapping[str, User]) -> None:
    rows = demo.table("demo_staff")
    agencies = Agency.objects.in_bulk([row["agency"] for row in rows], field_name="code")
    staff = StaffMember.objects.bulk_create(
        [
            StaffMember(
                code=row["code"],
                user=users[row["account"]],
                agency=agencies[row["agency"]],
                **_pick(row, STAFF_FIELDS),
            )
            for row in rows
        ],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["user", "agency", *STAFF_FIELDS],
    )
    desks = {
        (desk.agency_id, desk.kind): desk
        for desk in Desk.objects.filter(agency__in=agencies.values())
    }
    posts = []
    for member, row in zip(staff, rows, strict=True):
        for post in row["posts"].split():
            role, _, kind = post.partition("@")
            desk = desks[member.agency_id, kind] if kind else None
            posts.append(Post(staff=member, role=role, desk=desk))
    Post.objects.bulk_create(posts, ignore_conflicts=True)
