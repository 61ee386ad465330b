"""The ground: errors, clock, journal, jobs, working time, money, text, PDF. It knows nobody."""
