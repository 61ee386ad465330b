"""A desk's queue in a city of dossiers: its SQL against the bare prepared query, page by page.

The desk is the busiest one. `page 1` is the statement that the portal sends; `whole page` is all
of the selector with holds, steps and clocks; OFFSET reads what a numbered page would cost.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from benchmarks import city, database
from benchmarks.harness import Contest, Contestant

if TYPE_CHECKING:
    from collections.abc import Callable

BARE = "bare prepared query"
DEEP = 2_000
BURST = 20


def size() -> int:
    """How many dossiers the city has: BENCH_SIZE, 100,000 unless told."""
    return int(os.environ.get("BENCH_SIZE", "100000"))


def contest() -> Contest:
    """The first page, a deep page by key and by OFFSET, against a prepared statement."""
    database.set_up()
    city.fill(size())
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from procedures.dossiers import queues

    officer = busiest_officer()
    with CaptureQueriesContext(connection) as first:
        page = queues.queue(officer)
    cursor = _cursor_at(officer, DEEP)
    with CaptureQueriesContext(connection) as deep:
        queues.queue(officer, cursor=cursor)
    statement = _main(first)
    # The same rows as numbered pages read them.
    offset = statement.rpartition(" LIMIT ")[0] + f" LIMIT 51 OFFSET {DEEP}"
    with connection.cursor() as raw:
        raw.execute(f"PREPARE bare AS {statement}")
    found = Contest(
        "pages",
        BARE,
        [
            Contestant(BARE, _runs("EXECUTE bare")),
            Contestant("portal, page 1 (its SQL)", _runs(statement)),
            Contestant(f"portal, {DEEP} rows down (its SQL)", _runs(_main(deep))),
            Contestant(f"OFFSET {DEEP}", _runs(offset)),
            Contestant("portal, whole page", _whole(officer)),
        ],
    )
    found.notes["dossiers"] = f"{size():,}"
    found.notes["queries of a page"] = str(len(first))
    found.notes["rows of page 1"] = str(len(page))
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


def _cursor_at(officer: Any, depth: int) -> str:
    from procedures.dossiers import queues

    cursor = ""
    for _ in range(depth // queues.PAGE_SIZE):
        following = queues.queue(officer, cursor=cursor).following
        if not following:
            break
        cursor = following
    return cursor


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
