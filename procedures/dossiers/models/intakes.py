"""How a file came in over a counter or by post."""

from __future__ import annotations

from django.db import models

from procedures.dossiers.models.dossier import Dossier


class Intake(models.Model):
    """Who took a file in, by what power somebody else brought it, and the papers in hand."""

    dossier = models.OneToOneField(Dossier, on_delete=models.CASCADE, related_name="intake")
    taken_by = models.CharField(max_length=80)
    taken_at = models.DateTimeField()
    # By what the submitter speaks for the owner, for this dossier alone; "" for the owner's own.
    relation = models.CharField("căn cứ nộp thay", max_length=20, blank=True, default="")
    # Component → how many originals, certified copies and plain copies were handed in.
    counts = models.JSONField("số lượng giấy tờ", default=dict)

    class Meta:
        verbose_name = "lần tiếp nhận trực tiếp"
        verbose_name_plural = "lần tiếp nhận trực tiếp"

    def __str__(self) -> str:
        """The dossier that came in."""
        return f"Tiếp nhận {self.dossier}"
