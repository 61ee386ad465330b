"""The ground: errors, clock, journal, jobs, working time, money, text, PDF. Knows nobody above it."""
