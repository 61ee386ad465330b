"""One action on a dossier, from load to commit: `fire` against a bare update and viewflow.

The portal's action proposes and sends back in turn: lock, permission, guard, form, routing to an
officer, effect, save, remark, journal with hash, outbox. viewflow is there twice. *The same job*
takes two handles under viewflow's row lock with a permission and a guard, and writes the same
journal row, whose trigger fills the same outbox, in the same transaction; it routes to nobody and
keeps no remark. *Bare handles* move from one node to the other, ask nobody and keep no log; nor
does the bare update of one row. Races count how often two clerks won the same state.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from threading import Barrier
from typing import TYPE_CHECKING, Any

from benchmarks import database
from benchmarks.harness import Contest, Contestant, version

if TYPE_CHECKING:
    from collections.abc import Iterator

OURS = "portal (engine.fire)"
BARE = "bare update without a log"
PEER = "django-viewflow, the same job"
BARE_PEER = "django-viewflow, bare handles"
RACES = 1_000
BURST = 20


def contest(*, races: int = RACES) -> Contest:
    """Four ways to move a matter on, and the count of double winners among racing clerks."""
    database.set_up()
    from tests.factories import dossiers as factory

    dossier = factory.at_appraisal()
    found = Contest(
        "transitions",
        PEER if version("django-viewflow") else BARE,
        [Contestant(OURS, _ours(dossier.pk)), Contestant(BARE, _bare(dossier.pk))],
    )
    if version("django-viewflow"):
        found.contestants += [
            Contestant(PEER, _whole_viewflow()),
            Contestant(BARE_PEER, _viewflow()),
        ]
    else:
        found.skipped |= dict.fromkeys((PEER, BARE_PEER), "not installed; see benchmarks/peers.txt")
    winners = double_winners(factory.at_appraisal().pk, races=races)
    found.notes["double winners"] = f"{winners} in {races} races of two clerks"
    if winners:
        found.disagreements.append(OURS)
    return found


def _turns() -> Iterator[tuple[str, Any, dict[str, str]]]:
    from portal.accounts.selectors import posts_of
    from tests.factories import dossiers as factory

    officer, leader = factory.who("officer-hongbang"), factory.who("leader-hongbang")
    for actor in (officer, leader):
        if actor.staff is not None:
            posts_of(actor.staff)
    return cycle(
        [("propose_grant", officer, {}), ("send_back", leader, {"reason": "Làm rõ thêm."})]
    )


def _ours(pk: int) -> Any:
    from procedures.dossiers.engine import fire
    from procedures.dossiers.models import Dossier

    turns = _turns()
    state = {"version": Dossier.objects.get(pk=pk).version}

    def burst() -> int:
        for _ in range(BURST):
            action, actor, data = next(turns)
            done = fire(pk, action, actor=actor, data=data, seen_version=state["version"])
            state["version"] = done.version
        return BURST

    return burst


def _bare(pk: int) -> Any:
    from django.db import transaction

    from portal.accounts.models import StaffMember

    # Another table, so that the engine's own row is not touched around it.
    row = StaffMember.objects.first()
    if row is None:
        raise AssertionError("the demo has staff")

    def burst() -> int:
        for number in range(BURST):
            with transaction.atomic():
                member = StaffMember.objects.get(pk=row.pk)
                member.title = f"Chuyên viên {number}"
                member.save(update_fields=["title"])
        return BURST

    return burst


def _viewflow() -> Any:
    from viewflow.workflow.models import Process, Task
    from viewflow.workflow.status import STATUS

    from benchmarks.viewflow_peer.flows import Appraisal

    Appraisal.start.run()
    process = Process.objects.order_by("-pk").first()

    def burst() -> int:
        for _ in range(BURST):
            task = Task.objects.get(process=process, status=STATUS.NEW)
            task.flow_task.run(task)
        return BURST

    return burst


def _whole_viewflow() -> Any:
    from viewflow.workflow.models import Process, Task
    from viewflow.workflow.status import STATUS

    from benchmarks.viewflow_peer.flows import WholeJob

    WholeJob.start.run()
    process = Process.objects.order_by("-pk").first()
    turns, state = _turns(), {"version": 0}

    def burst() -> int:
        for _ in range(BURST):
            _, actor, _ = next(turns)
            task = Task.objects.get(process=process, status=STATUS.NEW)
            task.flow_task.run(task, actor=actor, seen_version=state["version"])
            state["version"] += 1
        return BURST

    return burst


def double_winners(pk: int, *, races: int) -> int:
    """Let two clerks take the same action on the same state; count where both went through."""
    from django.db import connection, connections

    from portal.core.errors import PortalError
    from procedures.dossiers.engine import fire
    from procedures.dossiers.models import Dossier

    turns = _turns()
    barrier = Barrier(2)

    def clerk(action: str, actor: Any, data: dict[str, str], seen: int) -> bool:
        barrier.wait()
        try:
            fire(pk, action, actor=actor, data=data, seen_version=seen)
        except PortalError:
            return False
        return True

    doubles = 0
    with ThreadPoolExecutor(2) as pool:
        for _ in range(races):
            action, actor, data = next(turns)
            seen = Dossier.objects.values_list("version", flat=True).get(pk=pk)
            won = list(pool.map(lambda _, turn=(action, actor, data, seen): clerk(*turn), range(2)))
            if not any(won):
                raise AssertionError("somebody must win")
            doubles += all(won)
        list(pool.map(lambda _: connections.close_all(), range(2)))
    connection.close()
    return doubles
