"""Who comes to a counter with a file and whose it is, out of what a clerk typed or scanned.

What is sent is plain: `submitter` and `owner` as people (a card's QR text, or the same facts),
`organisation` by its tax code. Every wrong value is named by its pointer.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from portal.accounts import enrolling, identity_card
from portal.accounts.identity_card import IdentityCard
from portal.accounts.models import Agency, Organisation, Person
from portal.core import clock
from portal.core.errors import FieldError, InvalidInput, PortalError
from portal.core.text import nfc
from procedures.definition.formats import is_personal_number, is_phone
from procedures.dossiers import drafts, mandates

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from portal.accounts.actors import Actor
    from portal.accounts.enrolling import Conflict
    from procedures.definition.package import Package

CHANNELS = ("counter", "post")
WHOSE = ("self", "person", "organisation")
MAX_TICKET = 20
LOOK = (
    "Thông tin trên giấy tờ khác thông tin đã có trong hệ thống. Hãy đối chiếu rồi đánh dấu đã đối "
    "chiếu."
)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file that comes in: by which way, from whom, for whom, to whom."""

    channel: str
    submitter: Person
    owner: Person | Organisation
    competent: Agency
    relation: str = ""
    ticket: str = ""
    support_point: Agency | None = None
    conflicts: tuple[tuple[str, Conflict], ...] = ()  # whose ("submitter", "owner"), and what


class _Errors:
    """Collects what is wrong, so that everything is said at once."""

    def __init__(self) -> None:
        self.found: list[FieldError] = []

    def add(self, pointer: str, code: str, message: str) -> None:
        self.found.append(FieldError(pointer, code, message))

    def ask(self, pointer: str, get: Callable[[], Any]) -> Any:
        """The value, or None with its errors noted, below the pointer."""
        try:
            return get()
        except PortalError as wrong:
            if not wrong.errors:
                raise
            self.found += [
                replace(error, pointer=f"{pointer}{error.pointer}") for error in wrong.errors
            ]
            return None


def arrival_of(given: Mapping[str, Any], package: Package, *, actor: Actor) -> Arrival:
    """Who comes for whom; people are found or put down, and nothing known is overwritten."""
    wrong = _Errors()
    channel = _channel(given, package, wrong)
    ticket = _ticket(given, channel, wrong)
    competent = wrong.ask("", lambda: drafts.competent_agency(_text(given, "agency"), package))
    support = wrong.ask("", lambda: _support_point(_text(given, "support_point")))
    relation = _relation(given, wrong)
    card, contact = _person(given, "submitter", wrong)
    owner_card, owner_contact = (
        _person(given, "owner", wrong) if _whose(given) == "person" else (None, {})
    )
    if wrong.found:
        # Nobody is put down on account of a form that is not right yet.
        if _whose(given) == "organisation":
            wrong.ask("/organisation", partial(enrolling.known_organisation, **_facts_of(given)))
        raise _refused(wrong)
    if owner_card and card and owner_card.personal_number == card.personal_number:
        wrong.add("/owner/personal_number", "same", "Chủ hồ sơ trùng với người nộp.")
        raise _refused(wrong)
    organisation = _organisation(given, wrong, actor)
    if wrong.found or card is None:
        raise _refused(wrong)
    submitter = enrolling.enrol(card, actor=actor, **contact)
    conflicts = [("submitter", one) for one in submitter.conflicts]
    owner: Person | Organisation = organisation or submitter.person
    if owner_card is not None:
        enrolled = enrolling.enrol(owner_card, actor=actor, **owner_contact)
        owner = enrolled.person
        conflicts += [("owner", one) for one in enrolled.conflicts]
    return Arrival(
        channel, submitter.person, owner, competent, relation, ticket, support, tuple(conflicts)
    )


def demand_looked_at(arrival: Arrival, given: Mapping[str, Any]) -> None:
    """Refuse to go on where a card tells of perhaps another person, until the clerk compared."""
    if given.get("compared") is True:
        return
    if any(conflict.is_identity for _, conflict in arrival.conflicts):
        raise InvalidInput(LOOK, errors=[FieldError("/compared", "conflict", LOOK)])


def _channel(given: Mapping[str, Any], package: Package, wrong: _Errors) -> str:
    channel = _text(given, "channel")
    offered = [one for one in CHANNELS if one in package.substance.catalogue.channels]
    if not offered:
        wrong.add("/channel", "not_offered", "Thủ tục này chỉ nhận hồ sơ trực tuyến.")
    elif channel not in offered:
        wrong.add("/channel", "unknown", "Hãy chọn cách hồ sơ đến: tại quầy hoặc qua bưu chính.")
    return channel


def _ticket(given: Mapping[str, Any], channel: str, wrong: _Errors) -> str:
    ticket = _text(given, "ticket")
    if len(ticket) > MAX_TICKET:
        wrong.add("/ticket", "too_long", f"Mục này dài quá {MAX_TICKET} ký tự.")
    elif channel == "post" and not ticket:
        wrong.add("/ticket", "required", "Hãy ghi số hiệu bưu gửi trên phong bì.")
    return ticket


def _support_point(code: str) -> Agency | None:
    if not code:
        return None
    found = Agency.objects.filter(code=code).first()
    if found is None:
        reason = "Không có cơ quan mang mã này."
        raise InvalidInput(reason, errors=[FieldError("/support_point", "unknown", reason)])
    return found


def _whose(given: Mapping[str, Any]) -> str:
    return _text(given, "whose") or "self"


def _relation(given: Mapping[str, Any], wrong: _Errors) -> str:
    whose = _whose(given)
    if whose not in WHOSE:
        wrong.add("/whose", "unknown", "Hãy chọn hồ sơ là của ai.")
        return ""
    if whose == "self":
        return ""
    relation = mandates.RELATIONS.get(_text(given, "relation"))
    if relation is None or relation.for_organisation != (whose == "organisation"):
        wrong.add("/relation", "required", "Hãy chọn căn cứ nộp thay chủ hồ sơ.")
        return ""
    return relation.code


def _person(
    given: Mapping[str, Any], role: str, wrong: _Errors
) -> tuple[IdentityCard | None, dict[str, str]]:
    """The person's card, scanned or typed, and how to reach them."""
    facts = given.get(role)
    facts = facts if isinstance(facts, dict) else {}
    phone = _text(facts, "phone").translate(str.maketrans("", "", " .-()"))
    if phone and not is_phone(phone):
        wrong.add(f"/{role}/phone", "format", "Số điện thoại không đúng, ví dụ 0912 345 678.")
    email = _text(facts, "email")
    wrong.ask("", lambda: enrolling.check_email(email, pointer=f"/{role}/email"))
    if text := _text(facts, "card"):
        card = wrong.ask(
            "", lambda: identity_card.parse(text, today=clock.today(), pointer=f"/{role}/card")
        )
    else:
        card = _typed(facts, role, wrong)
    phone = f"+84{phone[1:]}" if phone.startswith("0") else phone
    return card, {"phone": phone, "email": email}


def _typed(facts: Mapping[str, Any], role: str, wrong: _Errors) -> IdentityCard | None:
    """The facts of a card that a clerk typed; a known number is enough."""
    number = _text(facts, "personal_number").replace(" ", "")
    before = len(wrong.found)
    if not is_personal_number(number):
        reason = "Hãy quét thẻ căn cước hoặc ghi số định danh cá nhân gồm 12 chữ số."
        wrong.add(f"/{role}/personal_number", "format", reason)
        return None
    name, known = _text(facts, "full_name"), enrolling.find_person(number)
    if known is not None and not name:
        return IdentityCard(
            number, known.full_name, known.birth_date, known.gender, _text(facts, "address")
        )
    if not name or len(name) > 150:
        wrong.add(f"/{role}/full_name", "required", "Hãy ghi họ, chữ đệm và tên như trên giấy tờ.")
    born = _day(_text(facts, "birth_date"))
    if born is None or born > clock.today():
        wrong.add(f"/{role}/birth_date", "required", "Hãy ghi ngày sinh như trên giấy tờ.")
    gender = _text(facts, "gender")
    if gender not in Person.Gender.values:
        wrong.add(f"/{role}/gender", "required", "Hãy chọn giới tính như trên giấy tờ.")
    address = _text(facts, "address")
    if not address and (known is None or not known.address):
        wrong.add(f"/{role}/address", "required", "Hãy ghi nơi cư trú.")
    if len(wrong.found) > before or born is None:
        return None
    return IdentityCard(number, name, born, gender, address[:300])


def _organisation(given: Mapping[str, Any], wrong: _Errors, actor: Actor) -> Organisation | None:
    if _whose(given) != "organisation":
        return None
    found: Organisation | None = wrong.ask(
        "/organisation", partial(enrolling.enrol_organisation, **_facts_of(given), actor=actor)
    )
    return found


def _facts_of(given: Mapping[str, Any]) -> dict[str, str]:
    """What was said of the organisation."""
    facts = given.get("organisation")
    facts = facts if isinstance(facts, dict) else {}
    said = {name: _text(facts, name) for name in ("tax_code", "name", "kind", "address")}
    return said | {"tax_code": said["tax_code"].replace(" ", "")}


def _text(given: Mapping[str, Any], name: str) -> str:
    value = given.get(name)
    return nfc(value) if isinstance(value, str) else ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _refused(wrong: _Errors) -> InvalidInput:
    return InvalidInput("Thông tin tiếp nhận chưa đủ.", errors=wrong.found)
