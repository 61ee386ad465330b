"""A flow that goes from appraisal to approval and back, as long as it is asked."""

from typing import Any

from viewflow import this
from viewflow.workflow import flow, lock


class Appraisal(flow.Flow):
    """Two steps under viewflow's own row lock."""

    lock_impl = lock.SelectForUpdateLock(nowait=False)

    start = flow.StartHandle(this.begin).Next(this.appraise)
    appraise = flow.Handle(this.note).Next(this.approve)
    approve = flow.Handle(this.note).Next(this.appraise)

    def begin(self, activation: Any) -> Any:
        """Open the process."""
        return activation.process

    def note(self, activation: Any) -> Any:
        """Keep what was decided, as a view would."""
        activation.process.data["decided"] = "grant"
        activation.process.save()
        return activation.process
