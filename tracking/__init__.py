"""What happened, and how well: timelines, notices, measures, indicators."""
