"""The desks' queues: what waits for whom, the most urgent first; and the work beside them."""

from procedures.dossiers.queues.counting import MANY, Counts, capped, counts
from procedures.dossiers.queues.filters import Clocked, Filter, Sort, Waiting, Who, desks
from procedures.dossiers.queues.finding import find
from procedures.dossiers.queues.lines import PAGE_SIZE, Queue, QueueRow, queue
from procedures.dossiers.queues.procedures import procedure_names
from procedures.dossiers.queues.views import (
    default_view,
    delete_view,
    get_view,
    rename_view,
    save_view,
    saved_views,
)
from procedures.dossiers.queues.work import messages, requests, tasks

__all__ = [
    "MANY",
    "PAGE_SIZE",
    "Clocked",
    "Counts",
    "Filter",
    "Queue",
    "QueueRow",
    "Sort",
    "Waiting",
    "Who",
    "capped",
    "counts",
    "default_view",
    "delete_view",
    "desks",
    "find",
    "get_view",
    "messages",
    "procedure_names",
    "queue",
    "rename_view",
    "requests",
    "save_view",
    "saved_views",
    "tasks",
]
