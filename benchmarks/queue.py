"""A desk's queue in a city of dossiers: its SQL against the bare prepared query, page by page.

The desk is the busiest one. `page 1` is the statement that the portal sends; `whole page` is all
of the selector with holds, steps and clocks; OFFSET reads what a numbered page would cost. With a
`BENCH_SIZE` beyond 100,000 a city of 100,000 takes part in the same rounds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks import database
from benchmarks.harness import Burst, Contest, Contestant

if TYPE_CHECKING:
    from collections.abc import Callable

BARE = "bare prepared query"
FIRST = "portal, page 1 (its SQL)"
MIDDLE = "portal, page halfway (its SQL)"
LAST = "portal, last full page (its SQL)"
WHOLE = "portal, whole page"
OFFSET = "last full page by OFFSET"
BURST = 20


def contest() -> Contest:
    """Pages by key at both ends and between, and by OFFSET, in each city."""
    database.set_up()
    sizes = database.sizes()
    found = Contest("pages", f"{BARE}, {sizes[0]:,}", [])
    for size in sizes:
        with database.city_of(size):
            _take_part(found, size)
    for size in sizes:
        for title, one in (("its SQL", FIRST), *((one, one) for one in (MIDDLE, LAST))):
            base = BARE if one == FIRST else FIRST
            found.pairs.append(
                (f"{title} to {base}, {size:,}", f"{one}, {size:,}", f"{base}, {size:,}")
            )
    if len(sizes) > 1:
        large, small = (f"{size:,}" for size in sizes)
        for one in (BARE, FIRST, WHOLE):
            title = f"{one}, {large} to {small}"
            found.pairs.append((title, f"{one}, {large}", f"{one}, {small}"))
    return found


def busiest_officer() -> Any:
    """An officer at the specialist desk of the agency with most open dossiers."""
    from django.db.models import Count

    from portal.accounts import actors
    from portal.accounts.models import Agency, Desk, Post, StaffMember
    from portal.accounts.selectors import posts_of
    from procedures.dossiers.models import Dossier

    open_now = Dossier.objects.filter(closed_at__isnull=True, code__isnull=False)
    busiest = open_now.values("step_agency").annotate(n=Count("pk")).order_by("-n").first()
    if busiest is None:
        raise AssertionError("the city has open dossiers")
    agency = Agency.objects.get(pk=busiest["step_agency"])
    desk, _ = Desk.objects.get_or_create(
        agency=agency, kind="specialist", defaults={"name": "Bộ phận chuyên môn"}
    )
    member, _ = StaffMember.objects.get_or_create(
        code="bench-officer",
        defaults={"agency": agency, "full_name": "Cán Bộ Đo", "title": "Chuyên viên"},
    )
    Post.objects.get_or_create(staff=member, role="officer", desk=desk)
    member = StaffMember.objects.select_related("agency").get(pk=member.pk)
    posts_of(member)
    return actors.staff(member)


def _take_part(found: Contest, size: int) -> None:
    """Let one city's contestants in."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from procedures.dossiers import queues

    officer = busiest_officer()
    cursors = _cursors(officer)
    statements, counted = {}, []
    for name, place in ((FIRST, 0), (MIDDLE, len(cursors) // 2), (LAST, len(cursors) - 1)):
        with CaptureQueriesContext(connection) as captured:
            queues.queue(officer, cursor=cursors[place])
        statements[name] = _main(captured)
        counted.append(len(captured))
    with connection.cursor() as raw:
        raw.execute(f"PREPARE bare AS {statements[FIRST]}")
    # The same rows as numbered pages read them.
    depth = (len(cursors) - 1) * queues.PAGE_SIZE
    numbered = statements[FIRST].rpartition(" LIMIT ")[0] + f" LIMIT 51 OFFSET {depth}"
    bursts = {BARE: _runs("EXECUTE bare")}
    bursts |= {name: _runs(statement) for name, statement in statements.items()}
    bursts |= {OFFSET: _runs(numbered), WHOLE: _whole(officer)}
    found.contestants += [
        Contestant(f"{name}, {size:,}", within(size, burst)) for name, burst in bursts.items()
    ]
    found.notes[f"queries of a page, {size:,}"] = str(max(counted))
    found.notes[f"rows before the last full page, {size:,}"] = f"{depth:,}"


def _cursors(officer: Any) -> list[str]:
    """The way to every full page, the first one included."""
    from procedures.dossiers import queues

    cursors = [""]
    while following := (page := queues.queue(officer, cursor=cursors[-1])).following:
        cursors.append(following)
    return cursors if len(page) == queues.PAGE_SIZE or len(cursors) == 1 else cursors[:-1]


def within(size: int, burst: Burst) -> Burst:
    """The same burst in the city of this size."""

    def inside() -> int:
        with database.city_of(size):
            return burst()

    return inside


def _main(captured: Any) -> str:
    """The statement that reads the dossiers of a page."""
    statements: list[str] = [query["sql"] for query in captured.captured_queries]
    return next(sql for sql in statements if 'FROM "dossiers_dossier"' in sql and "LIMIT 51" in sql)


def _runs(statement: str) -> Callable[[], int]:
    from django.db import connection

    def burst() -> int:
        with connection.cursor() as cursor:
            for _ in range(BURST):
                cursor.execute(statement)
                cursor.fetchall()
        return BURST

    return burst


def _whole(officer: Any) -> Callable[[], int]:
    from procedures.dossiers import queues

    def burst() -> int:
        for _ in range(BURST // 4):
            queues.queue(officer)
        return BURST // 4

    return burst
