"""Jobs: effects in the world, enqueued in the transaction that wants them (the outbox).

At-least-once: a job may run again after a crash, so a handler is idempotent. Keys are unique:
enqueueing a key twice makes one job. A room enqueues only its own jobs.
"""

from portal.core.jobs.registry import Job, job

__all__ = ["Job", "job"]
