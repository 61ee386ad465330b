"""What is read of what happened, and of how well."""

from __future__ import annotations

from tracking.timeline import Entry, timeline

__all__ = ["Entry", "timeline"]
