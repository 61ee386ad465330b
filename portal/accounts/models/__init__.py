"""The tables of who: sign-in, people, agencies, staff."""

from portal.accounts.models.absences import Absence
from portal.accounts.models.agencies import Agency, Desk
from portal.accounts.models.people import Mandate, Organisation, Person
from portal.accounts.models.staff import Post, StaffMember
from portal.accounts.models.users import User

__all__ = [
    "Absence",
    "Agency",
    "Desk",
    "Mandate",
    "Organisation",
    "Person",
    "Post",
    "StaffMember",
    "User",
]
