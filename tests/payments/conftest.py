"""The dossiers' room as payments see it, without a dossier."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest

from portal.accounts.actors import Actor
from portal.core import clock
from portal.core.errors import NotFound
from procedures.dossiers import access, actions, selectors
from procedures.dossiers.selectors import FeeDue, FeePayer
from tests.factories.payments import APPRAISAL, LICENCE

MOMENT = datetime(2026, 11, 23, 9, 0, tzinfo=clock.VIETNAM)


@dataclass
class DossierRoom:
    """Stands in for the dossiers: one fee is due, and everything that was told is kept."""

    lines: list[dict[str, Any]] = field(default_factory=lambda: [APPRAISAL, LICENCE])
    is_due: bool = True
    is_visible: bool = True
    answer: str = "closed"
    closed: list[tuple[int, datetime, str]] = field(default_factory=list)

    def fee_due(self, dossier_id: int) -> FeeDue | None:
        """Answer as `fee_due_by_dossier_id` does."""
        if not self.is_due:
            return None
        return FeeDue(
            hold_id=dossier_id + 1000,
            dossier_id=dossier_id,
            dossier_code="H24.17-261123-0001",
            procedure_code="1.009454",
            procedure_name="Công bố hoạt động bến thủy nội địa",
            total=sum(line["amount"] for line in self.lines),
            lines=self.lines,
            agency_code="H24.17",
            agency_name="Sở Xây dựng thành phố Hải Phòng",
            agency_tax_code="0200000001",
            channel="online",
            owner_name="Công ty TNHH Vận tải thủy Bạch Đằng",
        )

    def get_dossier(self, code: str, *, viewer: Actor) -> None:
        """Hide the dossier from whoever may not see it."""
        elsewhere = viewer.staff is not None and viewer.staff.agency.code != "H24.17"
        if not self.is_visible or elsewhere:
            raise NotFound("Không tìm thấy hồ sơ.")

    def kinds_for(self, dossier: None, actor: Actor) -> frozenset[str]:
        """Let every citizen be the owner."""
        return frozenset({"view"} if actor.staff is not None else {"view", "pay"})

    def close_fee_hold(self, hold_id: int, *, paid_at: datetime, actor: Actor) -> str:
        """Take note that a hold was closed."""
        self.closed.append((hold_id, paid_at, actor.code))
        return self.answer


@pytest.fixture
def dossier_room(monkeypatch: pytest.MonkeyPatch) -> DossierRoom:
    """Put a stand-in where payments ask dossiers."""
    room = DossierRoom()
    payer = FeePayer("Công ty TNHH Vận tải thủy Bạch Đằng", "Số 102 đường Bạch Đằng, Hải Phòng")
    monkeypatch.setattr(selectors, "fee_due_by_dossier_id", room.fee_due)
    monkeypatch.setattr(selectors, "get_dossier", room.get_dossier)
    monkeypatch.setattr(access, "kinds_for", room.kinds_for)
    monkeypatch.setattr(selectors, "fee_payer", lambda dossier_id: payer)
    monkeypatch.setattr(actions, "close_fee_hold", room.close_fee_hold)
    return room


@pytest.fixture
def nine_o_clock() -> Iterator[datetime]:
    """Stop the clock on Monday 23 November 2026 at nine."""
    with clock.at(MOMENT):
        yield MOMENT
