"""Published procedures and their frozen versions."""

from __future__ import annotations

from typing import Any

from django.db import models

from portal.core.errors import Refused
from procedures.catalogue.entry_models import CatalogueEntry, CatalogueLine

__all__ = ["CatalogueEntry", "CatalogueLine", "Procedure", "ProcedureVersion"]


class Procedure(models.Model):
    """One administrative procedure (thủ tục hành chính) under its national code."""

    code = models.CharField("mã thủ tục", max_length=20, unique=True)
    name = models.CharField("tên thủ tục", max_length=500)
    search_text = models.TextField(editable=False)
    field_code = models.CharField("mã lĩnh vực", max_length=60)
    field_name = models.CharField("lĩnh vực", max_length=200)
    level = models.CharField("mức độ", max_length=10)
    agency_class = models.CharField("loại cơ quan có thẩm quyền", max_length=20)
    audiences = models.JSONField("đối tượng", default=list)
    life_event = models.CharField("sự kiện", max_length=60, blank=True, default="")
    summary = models.TextField("tóm tắt", blank=True, default="")
    replaced_by = models.CharField("thay bằng mã", max_length=20, blank=True, default="")

    class Meta:
        verbose_name = "thủ tục"
        verbose_name_plural = "thủ tục"
        ordering = ["name"]

    def __str__(self) -> str:
        """Code and name."""
        return f"{self.code} – {self.name}"


class ProcedureVersion(models.Model):
    """What the law and the city said of a procedure from one day on; never changed once saved."""

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    substance = models.JSONField()
    plan = models.JSONField()
    substance_hash = models.CharField(max_length=64)
    plan_hash = models.CharField(max_length=64)
    effective_from = models.DateField()
    effective_until = models.DateField(null=True, blank=True)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=80)

    class Meta:
        verbose_name = "phiên bản thủ tục"
        verbose_name_plural = "phiên bản thủ tục"
        ordering = ["procedure", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["procedure", "number"], name="version_number_is_one"),
        ]

    def __str__(self) -> str:
        """Procedure and number."""
        return f"{self.procedure_id} v{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save once; a published version is frozen."""
        if self.pk is not None:
            raise Refused("Phiên bản thủ tục đã công bố thì không sửa được.")
        super().save(*args, **kwargs)
