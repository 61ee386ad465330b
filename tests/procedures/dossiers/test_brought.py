"""What owners without a sign-in bring to a counter: a clerk puts it down, through the same door."""

from __future__ import annotations

from typing import Any

import pytest

from portal.core.errors import InvalidInput, NotAllowed, NotFound
from portal.core.journal.models import Event
from procedures.dossiers import actions, selectors
from procedures.dossiers.models import Dossier
from tests.factories import dossiers as factory
from tests.factories.dossiers import THUY_NGUYEN
from tests.procedures.dossiers.test_intake import clerk, drafted, known_as_level_2, taken

pytestmark = pytest.mark.usefixtures("monday")


class TestBroughtToTheCounter:
    """Owners without a sign-in answer through a clerk."""

    BROUGHT = {"brought_by": "Nguyễn Thị Bích, 031185000999"}

    def handed_in(self, **changes: Any) -> Dossier:
        return taken(drafted(**changes), accept=False).dossier

    def asked(self, **changes: Any) -> Dossier:
        dossier = factory.pay(self.handed_in(**changes))
        return factory.request_supplement(selectors.get_dossier(dossier.code, viewer=clerk()))

    def act(self, dossier: Dossier, action: str, *, by: str = "clerk-hongbang", **data: Any):
        seen = Dossier.objects.get(pk=dossier.pk)
        data = {**self.BROUGHT, **data}
        return actions.act(seen, action, actor=clerk(by), data=data, seen_version=seen.version)

    def test_supplement_is_put_down_by_the_clerk(self):
        dossier = self.asked()
        paper = actions.add_paper(dossier, "requested", factory.a_pdf(), actor=clerk())

        self.act(dossier, "supplement_at_counter", note="Nộp bản rõ nét.")

        assert not dossier.holds.filter(kind="supplement", closed_at=None).exists()
        event = Event.objects.get(subject=dossier.subject, name="dossier.supplemented")
        assert (event.actor, paper.uploaded_by) == (clerk().code, clerk().code)
        texts = set(dossier.remarks.filter(action="supplement_at_counter").values_list("text"))
        assert texts == {(self.BROUGHT["brought_by"],), ("Nộp bản rõ nét.",)}

    @pytest.mark.parametrize("missing", ["brought_by", "note"])
    def test_supplement_names_who_brought_what(self, missing):
        dossier = self.asked()
        with pytest.raises(InvalidInput) as refused:
            self.act(dossier, "supplement_at_counter", **{"note": "Xong", missing: ""})
        assert [error.pointer for error in refused.value.errors] == [f"/{missing}"]

    def test_competent_agencys_counter_takes_it_too(self):
        dossier = taken(drafted(agency=THUY_NGUYEN), accept=False).dossier
        dossier = factory.pay(dossier)
        self.act(
            dossier,
            "request_supplement",
            content=["Bản rõ nét"],
            reason="Bị mờ",
            guidance="Chụp lại",
        )
        self.act(dossier, "supplement_at_counter", by="clerk-thuynguyen", note="Đã nộp")
        assert not dossier.holds.filter(closed_at=None).exists()

    @pytest.mark.parametrize("account", ["officer-hongbang", "leader-hongbang"])
    def test_only_clerks_put_it_down(self, account):
        dossier = self.asked()
        with pytest.raises(NotAllowed):
            self.act(dossier, "supplement_at_counter", by=account, note="Xong")
        with pytest.raises(NotFound):
            actions.add_paper(dossier, "requested", factory.a_pdf(), actor=clerk(account))

    def test_online_dossier_is_answered_by_its_owner_alone(self):
        dossier = factory.request_supplement(factory.a_submitted())
        offered = {one.id for one in selectors.available_actions(dossier, actor=clerk())}
        assert not offered & {"supplement_at_counter", "withdraw_at_counter"}
        with pytest.raises(NotAllowed):
            self.act(dossier, "supplement_at_counter", note="Xong")
        with pytest.raises(NotFound):
            actions.add_paper(dossier, "requested", factory.a_pdf(), actor=clerk())

    def test_withdrawal_is_put_down_with_what_it_rests_on(self):
        dossier = self.handed_in()
        with pytest.raises(InvalidInput) as refused:
            self.act(dossier, "withdraw_at_counter", reason="Nhầm")
        assert [error.pointer for error in refused.value.errors] == ["/basis"]

        done = self.act(dossier, "withdraw_at_counter", reason="Nhầm", basis="Đơn ngày 23/11.")

        assert done.stage == "withdrawn"
        assert Event.objects.get(name="dossier.withdrawn").actor == clerk().code

    def test_withdrawal_after_acceptance_is_laid_before_the_leader(self):
        known_as_level_2()
        dossier = taken(drafted()).dossier
        done = self.act(dossier, "withdraw_at_counter", reason="Nhầm", basis="Đơn ngày 23/11.")
        assert (done.stage, done.requests.get().approver) == ("accepted", "leader")

    @pytest.mark.parametrize("note", ["", "Sai ngày sinh"])
    def test_confirmation_is_put_down(self, note):
        dossier = self.handed_in()
        moment = dossier.submitted_at
        dossier.holds.create(
            kind="confirmation",
            opened_at=moment,
            opened_by="staff:1",
            opened_in="submitted",
            blocks=["*"],
            stops_clock=True,
            data={},
        )
        said = {"answer": "objected", "note": note, "basis": "Bản dự thảo có chữ ký."}
        if not note:
            with pytest.raises(InvalidInput, match="nội dung cần sửa"):
                self.act(dossier, "confirm_at_counter", **said)
            return
        self.act(dossier, "confirm_at_counter", **said)
        event = Event.objects.get(name="dossier.confirmed")
        assert (event.actor, event.data["answer"]) == (clerk().code, "objected")
