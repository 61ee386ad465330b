"""The portal's refusals: one class per HTTP status, each with a sentence for the reader."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class FieldError:
    """One wrong or missing value, by JSON pointer into what was sent."""

    pointer: str
    code: str
    message: str

    def as_dict(self) -> dict[str, str]:
        """The entry of a problem's `errors` list."""
        return {"pointer": self.pointer, "code": self.code, "message": self.message}


@dataclass(eq=False)
class PortalError(Exception):
    """Base of all refusals; `message` is shown to the reader as it is."""

    message: str
    code: str = ""
    errors: list[FieldError] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)

    status: ClassVar[int] = 500
    title: ClassVar[str] = "Lỗi hệ thống"

    def __str__(self) -> str:
        """The sentence itself."""
        return self.message


class InvalidInput(PortalError):
    """Something that was sent is missing or wrong (400)."""

    status = 400
    title = "Thông tin chưa đúng"


class NotAllowed(PortalError):
    """Visible to the actor, but not theirs to do (403)."""

    status = 403
    title = "Không có quyền"


class NotFound(PortalError):
    """Does not exist, or is not visible to the actor (404)."""

    status = 404
    title = "Không tìm thấy"


class Refused(PortalError):
    """The right person at the wrong moment (409)."""

    status = 409
    title = "Chưa thực hiện được"


class Stale(Refused):
    """The dossier moved since the actor looked; `extra["changes"]` says how (409)."""

    title = "Hồ sơ đã thay đổi"


class TooLarge(PortalError):
    """What was sent is over the size limit (413)."""

    status = 413
    title = "Quá dung lượng"


class TooMany(PortalError):
    """Too many tries in a short time (429)."""

    status = 429
    title = "Quá nhiều lần thử"


class Unavailable(PortalError):
    """Something the portal leans on is away for now; the same try later may succeed (503)."""

    status = 503
    title = "Tạm thời gián đoạn"
