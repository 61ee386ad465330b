"""Factories: rows for tests, with traits that read as sentences."""
