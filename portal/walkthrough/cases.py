"""One seeded dossier and what its people do to it: always through the real actions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import SimpleUploadedFile

from payments import actions as payments
from payments import evidence, gateway
from payments.states import Source
from portal.accounts.models import Agency, Organisation
from portal.core import calendars, clock
from portal.core.clock import VIETNAM
from portal.walkthrough import samples, texts
from procedures.dossiers import actions, intake, selectors
from procedures.dossiers.arrivals import Arrival
from procedures.dossiers.models import Dossier, Request

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random
    from typing import Any

    from payments.models import PaymentAttempt
    from portal.accounts.actors import Actor

WAKING_HOURS = range(7, 22)
# Below the numbers that the local gateway itself gives out.
FIRST_TRANSACTION = 13_000_000


class Fate(StrEnum):
    """How far a seeded dossier gets."""

    DRAFT = "draft"
    UNPAID = "unpaid"
    WITHDRAWN = "withdrawn"
    REFUSED_INTAKE = "refused_intake"
    UNANSWERED = "unanswered"
    SUPPLEMENTED = "supplemented"
    STUCK = "stuck"
    LATE = "late"
    REFUSED = "refused"
    GRANTED = "granted"
    UNCOLLECTED = "uncollected"
    CONFIRMING = "confirming"
    LEG_CONFIRMING = "leg_confirming"
    CONSULTING = "consulting"
    LYING = "lying"
    STOPPED = "stopped"
    RECALLED = "recalled"
    WALK_IN = "walk_in"
    SIGNING = "signing"
    ISSUING = "issuing"
    OWING = "owing"


@dataclass(slots=True)
class Case:
    """A dossier to be, with everybody who will work on it."""

    number: int
    procedure: str
    agency: str
    commune: str
    applicant: Actor
    staff: Mapping[str, Actor]
    fate: Fate
    begins: datetime
    rng: Random
    delivery: str = "online"
    pk: int = 0

    @property
    def dossier(self) -> Dossier:
        """The dossier as it stands."""
        rows = Dossier.objects.select_related(*selectors.RELATED)
        return rows.get(pk=self.pk)

    def later(self, low: int, high: int) -> datetime:
        """A moment this many minutes on at which an applicant is awake."""
        moment = clock.now() + timedelta(minutes=self.rng.randint(low, high))
        return waking(moment)

    def at_work(self, low: int, high: int) -> datetime:
        """A moment this many working minutes on."""
        return calendars.current().add_minutes(clock.now(), self.rng.randint(low, high))

    def draft(self) -> None:
        """Open the draft and fill it in."""
        draft = actions.start_draft(self.procedure, actor=self.applicant, agency_code=self.agency)
        self.pk = draft.pk
        answers = samples.merged(draft.answers, self._answers())
        actions.save_answers(draft, answers, actor=self.applicant, seen_version=draft.version)

    def submit(self) -> None:
        """Hand in the papers and submit."""
        self._hand_in_all(self.applicant)
        dossier = self.dossier
        actions.submit(dossier, actor=self.applicant, seen_version=dossier.version)

    def take_in(self, *, ticket: str) -> None:
        """Come to the counter, where the clerk takes the file in and accepts it."""
        clerk, person = self.staff["clerk"], self.applicant.person
        if person is None:
            raise RuntimeError("nobody stands at the counter")
        agency = Agency.objects.get(code=self.agency)
        arrival = Arrival("counter", person, person, agency, ticket=ticket)
        self.pk = intake.draft(self.procedure, arrival, answers=self._answers(), actor=clerk).pk
        self._hand_in_all(clerk)
        dossier = self.dossier
        intake.take_in(dossier, actor=clerk, seen_version=dossier.version, accept=True)

    def hand_in(self, code: str, *, by: Actor | None = None) -> None:
        """Upload one paper."""
        content = samples.scanned_paper(texts.PAPERS.get(code, "Giấy tờ kèm theo hồ sơ"))
        upload = SimpleUploadedFile(f"{code}.pdf", content, "application/pdf")
        actions.add_paper(self.dossier, code, upload, actor=by or self.applicant)

    def leg(self, name: str) -> Case:
        """The same people at work on one leg of this bundle."""
        return replace(self, pk=self.dossier.legs.get(leg=name).pk)

    def act(self, role: str, action: str, data: Mapping[str, Any] | None = None) -> None:
        """Let a member of the staff take an action of the plan, or one about the open request."""
        dossier, actor = self.dossier, self.staff[role]
        if action.endswith("_request"):
            action = f"{action}.{dossier.requests.get(state__in=Request.OPEN).pk}"
        actions.act(dossier, action, actor=actor, data=data or {}, seen_version=dossier.version)

    def answer_supplement(self) -> None:
        """Send what the desk asked for."""
        if self.procedure == samples.PORT:
            self.hand_in("exploitation_plan")
        dossier = self.dossier
        actions.answer_supplement(
            dossier,
            actor=self.applicant,
            seen_version=dossier.version,
            note=texts.ANSWER[self.procedure],
        )

    def withdraw(self) -> None:
        """Take the dossier back."""
        dossier = self.dossier
        reason = texts.WITHDRAWAL[self.procedure]
        actions.withdraw(dossier, actor=self.applicant, seen_version=dossier.version, reason=reason)

    def deliver(self) -> None:
        """Hand the result out: collected online, or given at the counter."""
        dossier = self.dossier
        if self.delivery == "online":
            actions.collect_result(dossier, actor=self.applicant, seen_version=dossier.version)
        else:
            self.act("clerk", "deliver", {"receiver": self.dossier.submitter.full_name})

    def owes(self) -> bool:
        """Whether a fee is to be paid now."""
        return selectors.fee_due_by_dossier_id(self.pk) is not None

    def start_payment(self) -> PaymentAttempt:
        """Ask for a pay link."""
        return payments.start(self.pk, actor=self.applicant, ip_address="127.0.0.1")

    def finish_payment(self, attempt: PaymentAttempt) -> None:
        """Bring the signed word that the gateway would send."""
        event = gateway.client().callbacks.construct_event(_signed_word(attempt))
        payments.observe(evidence.from_vnpay(event, source=Source.IPN))

    def pay_in_cash(self) -> None:
        """Pay at the counter."""
        due = selectors.fee_due_by_dossier_id(self.pk)
        if due is not None:
            payments.record_cash(self.pk, actor=self.staff["cashier"], seen_amount=due.total)

    def _hand_in_all(self, actor: Actor) -> None:
        for slot in selectors.paper_slots(self.dossier):
            if slot.need.required and slot.need.uploadable:
                self.hand_in(slot.need.rule.code, by=actor)

    def _answers(self) -> dict[str, Any]:
        if self.procedure == samples.BIRTH:
            return samples.birth_answers(samples.DAUGHTER, delivery=self.delivery)
        if self.procedure == samples.BUNDLE:
            return samples.bundle_answers()
        if self.procedure == samples.EXTRACT:
            copies = self.rng.choice((1, 2, 2, 3, 5))
            return samples.extract_answers(copies=copies, delivery=self.delivery)
        represented = self.applicant.on_behalf_of
        name, waterway = texts.PORT_NAMES[self.number % len(texts.PORT_NAMES)]
        starts_on = self.begins + timedelta(days=30)
        return samples.port_answers(
            kind=self.rng.choice(texts.PORT_KINDS),
            name=name,
            waterway=waterway,
            commune=self.commune,
            starts_on=starts_on.date().isoformat(),
            delivery=self.delivery,
            position=self.rng.choice(texts.POSITIONS),
            applicant=represented.kind if isinstance(represented, Organisation) else "individual",
        )


def waking(moment: datetime) -> datetime:
    """The moment, or the morning after when people sleep."""
    local = moment.astimezone(VIETNAM)
    if local.hour in WAKING_HOURS:
        return local
    morning = local.replace(hour=WAKING_HOURS[0], minute=local.minute // 2)
    return morning if local.hour < WAKING_HOURS[0] else morning + timedelta(days=1)


def _signed_word(attempt: PaymentAttempt) -> str:
    """The query with which the local gateway reports this attempt as paid."""
    # The gateway's tables exist only where the portal runs as a demonstration.
    from payments.sandbox.callbacks import callback_query
    from payments.sandbox.models import GatewayPayment

    return callback_query(
        GatewayPayment(
            tmn_code=attempt.account,
            txn_ref=attempt.txn_ref,
            amount=attempt.amount,
            params={"vnp_OrderInfo": f"Nop phi ho so {attempt.intent.dossier_code}"},
            bank_code="NCB",
            response_code="00",
            transaction_status="00",
            transaction_no=FIRST_TRANSACTION + attempt.pk,
            ended_at=clock.now(),
        )
    )
