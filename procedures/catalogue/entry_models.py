"""What the national catalogue says, as read; and the one list that visitors search."""

from __future__ import annotations

from django.db import models


class CatalogueEntry(models.Model):
    """One row of the national catalogue: facts read for certain, and doubts. Not a procedure."""

    code = models.CharField("mã thủ tục", max_length=20, unique=True)
    name = models.TextField("tên thủ tục", blank=True)
    field_name = models.CharField("lĩnh vực", max_length=300, blank=True)
    decision = models.CharField("quyết định công bố", max_length=60, blank=True)
    source_url = models.CharField("trang nguồn", max_length=300, blank=True)
    search_text = models.TextField(editable=False)
    row_hash = models.CharField(max_length=64)
    source_hash = models.CharField(max_length=64)
    reader = models.PositiveSmallIntegerField()
    listed_twice = models.BooleanField(default=False)
    other_procedure = models.BooleanField("trang của thủ tục khác", default=False)
    imported_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    vanished_at = models.DateTimeField("không còn trong danh mục từ", null=True, blank=True)
    states = models.JSONField(default=dict)
    facts = models.JSONField(default=dict)
    doubts = models.JSONField(default=list)
    previous = models.JSONField("dữ kiện trước lần đổi gần nhất", null=True, blank=True)

    class Meta:
        verbose_name = "mục của danh mục quốc gia"
        verbose_name_plural = "mục của danh mục quốc gia"
        ordering = ["code"]

    def __str__(self) -> str:
        """Code and name."""
        return f"{self.code} – {self.name}"

    @property
    def is_shown(self) -> bool:
        """Whether visitors may see it: a row with another procedure's page says nothing of this."""
        return bool(self.name) and not self.other_procedure


class CatalogueLine(models.Model):
    """One line of the public list, the city's own procedures before the national catalogue's.

    A cache of `Procedure` and `CatalogueEntry`, small enough to be searched by reading it whole.
    """

    class Source(models.TextChoices):
        """Where the line comes from."""

        CITY = "city", "Thủ tục có trên cổng này"
        NATIONAL = "national", "Thông tin từ danh mục quốc gia"

    code = models.CharField(max_length=20, unique=True)
    source = models.CharField(max_length=10, choices=Source.choices)
    place = models.CharField(max_length=24, unique=True)  # "0:code" for the city's, else "1:code"
    name = models.TextField()
    summary = models.TextField(blank=True, default="")
    field_code = models.CharField(max_length=300, blank=True, db_index=True)
    field_name = models.CharField(max_length=300, blank=True)
    level = models.CharField(max_length=10)
    agency_class = models.CharField(max_length=20, blank=True, default="")
    agency_levels = models.JSONField(default=list)
    audiences = models.JSONField(default=list)
    life_event = models.CharField(max_length=60, blank=True, default="")
    search_text = models.TextField(editable=False)

    class Meta:
        verbose_name = "dòng của danh mục"
        verbose_name_plural = "dòng của danh mục"
        ordering = ["place"]

    def __str__(self) -> str:
        """Code and name."""
        return f"{self.code} – {self.name}"
