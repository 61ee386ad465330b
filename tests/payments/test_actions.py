from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from payments import actions, ledger
from payments.models import FeeReceipt, LedgerTransfer, Observation, PaymentAttempt, PaymentIntent
from portal.accounts import actors
from portal.accounts.actors import Actor
from portal.core import clock
from portal.core.errors import NotAllowed, NotFound, Refused, Stale
from portal.core.jobs.models import JobRow
from portal.core.journal.models import Event
from tests.factories.accounts import AgencyFactory, PersonFactory, StaffMemberFactory
from tests.factories.payments import APPRAISAL, signed
from tests.payments.conftest import DossierRoom

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.payments.urls")]

DOSSIER = 7


@pytest.fixture
def citizen() -> Actor:
    return actors.citizen(PersonFactory.create())


@pytest.fixture
def cashier() -> Actor:
    return staff("cashier")


def staff(role: str, agency: str = "H24.17") -> Actor:
    member = StaffMemberFactory.create(
        agency=AgencyFactory(department=True, code=agency), role=role
    )
    return actors.staff(member)


def start(actor: Actor) -> PaymentAttempt:
    return actions.start(DOSSIER, actor=actor, ip_address="203.0.113.7")


def ipn(attempt: PaymentAttempt, **changes: Any) -> str:
    response = Client().get(f"/payments/vnpay/ipn?{signed(attempt, **changes)}")
    code: str = response.json()["RspCode"]
    return code


def gateway_says(attempt: PaymentAttempt, source: str, codes: str) -> None:
    Client().get(f"/payments/vnpay/{source}?{signed(attempt, codes=codes)}")


class TestStart:
    """A link to the gateway."""

    def test_link_asks_for_what_is_owed(
        self, dossier_room: DossierRoom, nine_o_clock: Any, citizen: Actor, settings: Any
    ) -> None:
        settings.PORTAL_BASE_URL = "https://dichvucong.haiphong.example/"
        attempt = start(citizen)
        asked = {key: text for key, [text] in parse_qs(urlsplit(attempt.url).query).items()}
        assert asked["vnp_Amount"] == "10000000"
        assert asked["vnp_TxnRef"] == attempt.txn_ref
        assert asked["vnp_OrderInfo"] == "Nop phi ho so H24.17-261123-0001"
        assert asked["vnp_ReturnUrl"] == (
            "https://dichvucong.haiphong.example/payments/vnpay/return"
        )
        assert asked["vnp_CreateDate"] == attempt.created_wire == "20261123090000"
        assert asked["vnp_ExpireDate"] == "20261123091500"
        assert attempt.expires_at == nine_o_clock + timedelta(minutes=15)
        assert attempt.txn_ref.startswith("DVC261123")
        assert attempt.intent.state == "processing"
        assert [line.amount for line in attempt.intent.lines.all()] == [70_000, 30_000]
        assert Event.objects.get().name == "payment.started"

    def test_no_name_leaves_the_portal(self, dossier_room: DossierRoom, citizen: Actor) -> None:
        attempt = start(citizen)
        person = citizen.person
        assert person is not None
        told = attempt.url + str(Event.objects.get().data)
        assert person.personal_number not in told
        assert person.full_name.split()[0] not in told

    def test_second_tab_gets_the_same_link(self, dossier_room: DossierRoom, citizen: Actor) -> None:
        first, second = start(citizen), start(citizen)
        assert (first.pk, first.url) == (second.pk, second.url)
        assert PaymentIntent.objects.count() == 1

    @pytest.mark.parametrize("codes", ["24/02", "51/02"])
    def test_failure_allows_a_new_link(
        self, dossier_room: DossierRoom, citizen: Actor, codes: str
    ) -> None:
        first = start(citizen)
        gateway_says(first, "ipn", codes)
        second = start(citizen)
        assert second.pk != first.pk
        assert second.txn_ref != first.txn_ref
        assert second.intent_id == first.intent_id

    @pytest.mark.parametrize(
        ("source", "codes"),
        [
            ("return", "00/00"),
            ("return", "24/02"),
            ("ipn", "07/00"),
            ("ipn", "00/01"),
            ("ipn", "24/00"),
        ],
    )
    def test_nobody_pays_again_while_the_first_is_checked(
        self, dossier_room: DossierRoom, citizen: Actor, source: str, codes: str
    ) -> None:
        first = start(citizen)
        gateway_says(first, source, codes)
        with pytest.raises(Refused, match="đang được kiểm tra"):
            start(citizen)
        assert PaymentAttempt.objects.get() == first

    def test_expired_link_waits_for_late_words_then_makes_room(
        self, dossier_room: DossierRoom, nine_o_clock: Any, citizen: Actor
    ) -> None:
        first = start(citizen)
        with clock.at(nine_o_clock + timedelta(minutes=17)), pytest.raises(Refused):
            start(citizen)
        with clock.at(nine_o_clock + timedelta(minutes=20)):
            second = start(citizen)
        first.refresh_from_db()
        assert (first.state, second.state) == ("expired", "open")
        assert ipn(first) == "00"
        assert ipn(second) == "00"
        assert ledger.balances()["suspense"] == -100_000
        assert ledger.prove() == []

    def test_expired_link_with_unclear_word_makes_no_room(
        self, dossier_room: DossierRoom, nine_o_clock: Any, citizen: Actor
    ) -> None:
        gateway_says(start(citizen), "ipn", "00/01")
        with clock.at(nine_o_clock + timedelta(days=2)), pytest.raises(Refused):
            start(citizen)

    def test_paid_fee_is_not_paid_again(self, dossier_room: DossierRoom, citizen: Actor) -> None:
        ipn(start(citizen))
        with pytest.raises(Refused, match="đã được nộp"):
            start(citizen)

    @pytest.mark.parametrize("amount", [4_999, 1, 1_000_000_000])
    def test_gateway_takes_no_such_amount(
        self, dossier_room: DossierRoom, citizen: Actor, amount: int
    ) -> None:
        dossier_room.lines = [APPRAISAL | {"amount": amount}]
        with pytest.raises(Refused, match="tại Bộ phận tiếp nhận và trả kết quả của Sở Xây dựng"):
            start(citizen)
        assert PaymentIntent.objects.count() == 0

    @pytest.mark.parametrize("amount", [5_000, 999_999_999])
    def test_gateway_takes_its_limits(
        self, dossier_room: DossierRoom, citizen: Actor, amount: int
    ) -> None:
        dossier_room.lines = [APPRAISAL | {"amount": amount}]
        assert start(citizen).amount == amount

    def test_no_fee_never_reaches_the_gateway(
        self, dossier_room: DossierRoom, citizen: Actor
    ) -> None:
        dossier_room.lines = [APPRAISAL | {"amount": 0}]
        with pytest.raises(Refused, match="không có phí"):
            start(citizen)
        dossier_room.is_due = False
        with pytest.raises(Refused, match="không có phí"):
            start(citizen)

    def test_waived_line_is_not_asked_for(self, dossier_room: DossierRoom, citizen: Actor) -> None:
        dossier_room.lines.append({"kind": "phi", "code": "mien", "name": "Phí", "amount": 0})
        assert start(citizen).intent.lines.count() == 2

    def test_changed_amount_is_not_asked_for(
        self, dossier_room: DossierRoom, citizen: Actor
    ) -> None:
        start(citizen)
        dossier_room.lines = [APPRAISAL]
        with pytest.raises(Refused, match="đã thay đổi"):
            start(citizen)

    def test_hidden_dossier_is_not_found(self, dossier_room: DossierRoom, citizen: Actor) -> None:
        dossier_room.is_visible = False
        with pytest.raises(NotFound):
            start(citizen)
        assert PaymentIntent.objects.count() == 0

    def test_unset_gateway_is_a_sentence(
        self, dossier_room: DossierRoom, citizen: Actor, settings: Any
    ) -> None:
        settings.VNPAY_TMN_CODE = ""
        with pytest.raises(Refused, match="chưa sẵn sàng"):
            start(citizen)
        assert PaymentIntent.objects.count() == 0


class TestCash:
    """Cash on the counter."""

    def test_cash_pays_through_the_same_door(
        self, dossier_room: DossierRoom, nine_o_clock: Any, cashier: Actor
    ) -> None:
        intent = actions.record_cash(DOSSIER, actor=cashier, seen_amount=100_000)
        intent.refresh_from_db()
        assert (intent.state, intent.method, intent.paid_at) == ("paid", "cash", nine_o_clock)
        assert ledger.balances()["cash:H24.17"] == 100_000
        observation = Observation.objects.get()
        assert (observation.source, observation.actor) == ("counter", cashier.code)
        assert FeeReceipt.objects.count() == 2
        assert JobRow.objects.filter(name="payments.close_fee_hold").count() == 1
        event = Event.objects.get(name="payment.cash_recorded")
        assert (event.data["method"], event.data["channel"]) == ("cash", "counter")
        assert event.actor == cashier.code
        assert ledger.prove() == []

    def test_cash_is_taken_once(self, dossier_room: DossierRoom, cashier: Actor) -> None:
        actions.record_cash(DOSSIER, actor=cashier, seen_amount=100_000)
        with pytest.raises(Refused, match="đã được nộp"):
            actions.record_cash(DOSSIER, actor=cashier, seen_amount=100_000)
        assert LedgerTransfer.objects.count() == 2

    def test_another_amount_was_seen(self, dossier_room: DossierRoom, cashier: Actor) -> None:
        with pytest.raises(Stale, match=r"100\.000"):
            actions.record_cash(DOSSIER, actor=cashier, seen_amount=90_000)

    def test_cash_waits_for_the_open_link(
        self, dossier_room: DossierRoom, nine_o_clock: Any, citizen: Actor, cashier: Actor
    ) -> None:
        attempt = start(citizen)
        with pytest.raises(Refused, match="chờ kết quả đến 09:20"):
            actions.record_cash(DOSSIER, actor=cashier, seen_amount=100_000)
        gateway_says(attempt, "ipn", "24/02")
        paid = actions.record_cash(DOSSIER, actor=cashier, seen_amount=100_000)
        assert paid.state == "paid"

    def test_small_fee_is_paid_in_cash(self, dossier_room: DossierRoom, cashier: Actor) -> None:
        dossier_room.lines = [APPRAISAL | {"amount": 3_000}]
        assert actions.record_cash(DOSSIER, actor=cashier, seen_amount=3_000).state == "paid"

    @pytest.mark.parametrize(
        ("role", "agency", "refusal"),
        [
            ("cashier", "H24.17", None),
            ("clerk", "H24.17", None),
            ("officer", "H24.17", NotAllowed),
            ("leader", "H24.17", NotAllowed),
            ("clerk", "H24.18", NotFound),
            ("cashier", "H24.18", NotFound),
        ],
    )
    def test_only_the_counter_takes_cash(
        self,
        dossier_room: DossierRoom,
        role: str,
        agency: str,
        refusal: type[Exception] | None,
    ) -> None:
        actor = staff(role, agency)
        if refusal is None:
            actions.record_cash(DOSSIER, actor=actor, seen_amount=100_000)
            return
        with pytest.raises(refusal):
            actions.record_cash(DOSSIER, actor=actor, seen_amount=100_000)
        assert PaymentIntent.objects.count() == 0

    def test_citizens_record_no_cash(self, dossier_room: DossierRoom, citizen: Actor) -> None:
        with pytest.raises(NotAllowed):
            actions.record_cash(DOSSIER, actor=citizen, seen_amount=100_000)
