"""The words of owners' names, by agency: what a part of a word may stand for."""

from __future__ import annotations

from django.db import models

from portal.accounts.models import Agency


class NameWord(models.Model):
    """A folded word of some owner's name; a trigger on dossiers writes it, on PostgreSQL alone."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+", db_index=False)
    word = models.CharField("từ", max_length=200)

    class Meta:
        verbose_name = "từ trong tên chủ hồ sơ"
        verbose_name_plural = "từ trong tên chủ hồ sơ"
        constraints = [
            models.UniqueConstraint(fields=["agency", "word"], name="name_word_is_one"),
        ]

    def __str__(self) -> str:
        """The word."""
        return self.word
