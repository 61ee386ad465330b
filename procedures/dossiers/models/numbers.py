"""Counters behind dossier codes and result numbers."""

from __future__ import annotations

from django.db import models


class CodeCounter(models.Model):
    """The last number given by one agency on one day of receipt."""

    agency_code = models.CharField(max_length=16)
    day = models.DateField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency_code", "day"], name="code_counter_is_one"),
        ]

    def __str__(self) -> str:
        """Agency, day, last number."""
        return f"{self.agency_code} {self.day}: {self.last}"


class NumberCounter(models.Model):
    """The last number given in one of an agency's books in one year."""

    agency_code = models.CharField(max_length=16)
    book = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency_code", "book", "year"], name="number_counter_is_one"
            ),
        ]

    def __str__(self) -> str:
        """Book and last number."""
        return f"{self.agency_code} {self.book}/{self.year}: {self.last}"
