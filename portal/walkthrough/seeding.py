"""Fills an empty portal: agencies, people, procedures, and dossiers that lived until now."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import cycle
from random import Random
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from portal.accounts import actions as accounts
from portal.accounts.actors import system
from portal.core import clock
from portal.core.jobs import running
from portal.core.jobs.models import JobRow, State
from portal.core.journal import readers, sequencer
from portal.walkthrough import people
from portal.walkthrough.cases import Case, Fate, waking
from portal.walkthrough.samples import EXTRACT, PORT
from portal.walkthrough.stories import life
from portal.walkthrough.waiting import FROM_COUNT, begins, can_happen
from portal.walkthrough.waiting import WAITING as WAITING_TODAY
from procedures.catalogue import actions as catalogue
from procedures.dossiers.models import Dossier

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from django.db.models import QuerySet

    from portal.accounts.actors import Actor

SPAN = timedelta(days=21)
RECENT = timedelta(days=8)
APPLICANTS = 18
# Agency, commune, and the ending of its staff's demo accounts.
OFFICES = (("H24.21.22", "11311", "hongbang"), ("H24.21.38", "11560", "thuynguyen"))
ROLES = ("clerk", "officer", "leader", "registry", "cashier")
# Twenty dossiers meet these fates; then it starts over.
FATES = (
    *[Fate.GRANTED] * 8,
    *[Fate.SUPPLEMENTED] * 2,
    *[Fate.LATE] * 2,
    *(Fate.REFUSED, Fate.REFUSED_INTAKE, Fate.WITHDRAWN, Fate.UNCOLLECTED),
    *(Fate.STUCK, Fate.UNANSWERED, Fate.UNPAID, Fate.DRAFT),
)
# What still waits today began lately.
WAITING = {Fate.STUCK, Fate.UNANSWERED, Fate.UNPAID, Fate.DRAFT, Fate.UNCOLLECTED}
# Those dealt by hand begin at the opening of a day, one after another.
SPREAD = timedelta(minutes=3)
# PDFs take long; the worker makes them while the pages are already served.
SLOW_JOBS = "_pdf"
SLOW_JOB_EVERY = timedelta(seconds=0.5)

Progress = Callable[[], None]


def load_base() -> None:
    """Load agencies, demo people and the shipped procedures; as often as one likes."""
    accounts.load_agencies()
    accounts.load_demo_people()
    with clock.at(clock.now() - SPAN - timedelta(days=1)):
        catalogue.load_shipped(actor=system("seed"))


def is_seeded() -> bool:
    """Whether somebody has filed anything yet."""
    return Dossier.objects.exists()


def seed_dossiers(*, count: int, seed: int, progress: Progress) -> int:
    """Let `count` dossiers live their lives until now: all of them or, when stopped, none."""
    now = clock.now()
    with transaction.atomic(), _no_mail():
        cases = list(_cases(Random(seed), count=count, now=now))  # noqa: S311 - made-up data
        _play(cases, until=now, progress=progress)
        with clock.at(now):
            # Who is away today was there when the past happened; their work is passed on now.
            accounts.load_demo_absences()
            _work_off(now)
            # What those jobs did is read as well.
            _work_off(now)
        _spread_slow_jobs(now)
    return len(cases)


def _cases(rng: Random, *, count: int, now: datetime) -> Iterator[Case]:
    """Deal procedure, office, applicant, fate and beginning to each dossier."""
    applicants = people.load(rng, count=APPLICANTS)
    offices = {
        suffix: {role: people.account(f"{role}-{suffix}") for role in ROLES}
        for _, _, suffix in OFFICES
    }
    by_procedure = {EXTRACT: _extract_applicants(applicants), PORT: _port_applicants(applicants)}
    dealt = list(_waiting(offices, by_procedure[PORT], now=now)) if count >= FROM_COUNT else []
    yield from dealt
    fates = [FATES[number % len(FATES)] for number in range(count - len(dealt))]
    rng.shuffle(fates)
    for number, fate in enumerate(fates):
        procedure = EXTRACT if rng.random() < 0.6 else PORT
        home = rng.random() < (0.6 if procedure == EXTRACT else 0.3)
        agency, commune, suffix = OFFICES[0 if home else 1]
        waits = fate in WAITING
        # More of them lately than three weeks ago.
        age = (RECENT if waits else SPAN) * rng.random() ** 1.3
        yield Case(
            number=number,
            procedure=procedure,
            agency=agency,
            commune=commune,
            applicant=_pick(by_procedure[procedure], number, fate),
            staff=offices[suffix],
            fate=fate,
            begins=min(waking(now - age), now),
            rng=Random(rng.random()),  # noqa: S311 - made-up data
            delivery="counter" if rng.random() < 0.25 else "online",
        )


def _waiting(
    offices: Mapping[str, Mapping[str, Actor]], applicants: Sequence[Actor], *, now: datetime
) -> Iterator[Case]:
    """The dossiers that are dealt by hand, one of each kind."""
    places = {suffix: (agency, commune) for agency, commune, suffix in OFFICES}
    for number, one in enumerate(WAITING_TODAY):
        since = begins(now, one.days)
        if not can_happen(one, since.date()):
            continue
        agency, commune = places[one.office]
        known = people.account(one.applicant) if one.applicant else applicants[number]
        yield Case(
            number=number,
            procedure=one.procedure,
            agency=agency,
            commune=commune,
            applicant=known,
            staff=offices[one.office],
            fate=one.fate,
            begins=since + number * SPREAD,
            rng=Random(number),  # noqa: S311 - made-up data
            delivery="online" if one.fate is not Fate.WALK_IN else "counter",
        )


def _extract_applicants(applicants: Sequence[Actor]) -> list[Actor]:
    known = ("citizen-an", "citizen-binh", "citizen-giang", "citizen-hien")
    persons = [actor for actor in applicants if actor.on_behalf_of is None]
    return _mixed([people.account(code) for code in known], persons)


def _port_applicants(applicants: Sequence[Actor]) -> list[Actor]:
    heads = [people.head_of("citizen-cuong"), people.head_of("citizen-dung")]
    companies = [actor for actor in applicants if actor.on_behalf_of is not None]
    owners = [actor for actor in applicants if actor.on_behalf_of is None]
    return _mixed(heads, [*companies, *owners])


def _mixed(known: Sequence[Actor], others: Sequence[Actor]) -> list[Actor]:
    """Every second one a demo account, so that each of them has something to show."""
    return [actor for pair in zip(cycle(known), others, strict=False) for actor in pair]


def _pick(applicants: Sequence[Actor], number: int, fate: Fate) -> Actor:
    """Somebody in turn; who never pays is somebody who has to."""
    if fate is Fate.UNPAID:
        owing = [actor for actor in applicants if actor.person and actor.person.identity_level == 1]
        return (owing or applicants)[number % len(owing or applicants)]
    return applicants[number % len(applicants)]


def _play(cases: Sequence[Case], *, until: datetime, progress: Progress) -> None:
    """Run all lives side by side in the order of time; what lies after `until` never happens."""
    lives = [life(case) for case in cases]
    waiting = [(next(one), number) for number, one in enumerate(lives)]
    heapq.heapify(waiting)
    while waiting:
        moment, number = heapq.heappop(waiting)
        following = None
        if moment <= until:
            with clock.at(moment):
                following = next(lives[number], None)
                _work_off(until)
        if following is None:
            progress()
        else:
            # Two lives never share a moment backwards: time only moves on.
            heapq.heappush(waiting, (max(following, moment), number))


def _work_off(now: datetime) -> None:
    """Do what the worker would do at this moment, but for the slow jobs."""
    while sequencer.sequence() + readers.dispatch():
        pass
    _postpone_slow_jobs(now)
    running.drain(worker="seed")


def _postpone_slow_jobs(now: datetime) -> None:
    # A moment after the present: no life of the past ever gets there.
    _slow_jobs().update(run_at=now + timedelta(seconds=1))


def _spread_slow_jobs(now: datetime) -> None:
    """Let them come one by one, the newest first, so that a visitor's own jobs slip in between."""
    rows = list(_slow_jobs().order_by("-created_at", "-id"))
    for number, row in enumerate(rows, start=1):
        row.run_at = now + number * SLOW_JOB_EVERY
    JobRow.objects.bulk_update(rows, ["run_at"], batch_size=100)


def _slow_jobs() -> QuerySet[JobRow]:
    return JobRow.objects.filter(name__endswith=SLOW_JOBS, state=State.READY)


@contextmanager
def _no_mail() -> Iterator[None]:
    """Let nothing leave the house while the past is made up."""
    before = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    try:
        yield
    finally:
        settings.EMAIL_BACKEND = before
