"""Jobs: effects in the world, enqueued in the transaction that wants them (the outbox).

At-least-once: a job may run again after a crash, so a handler is idempotent. Keys are unique:
enqueueing a key twice makes one job. A room enqueues only its own jobs.

Due jobs run in the order of their `Priority` (money, messages, papers), inside it the oldest first.
Now and then a worker takes the oldest of all instead, so that none waits for ever.
"""

from portal.core.jobs.registry import Job, Priority, job

__all__ = ["Job", "Priority", "job"]
