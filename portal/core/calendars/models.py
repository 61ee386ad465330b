"""Versions of the working calendar and the days in them that differ from their weekday."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from portal.core.calendars import week
from portal.core.errors import Refused

FROZEN = "Lịch làm việc đã công bố thì không sửa được; hãy lập bản nháp mới."


class WorkCalendar(models.Model):
    """One version: a draft until it is published, frozen from then on.

    The newest published one is current. `hours` lists the office hours of the week, Monday first.
    """

    version = models.CharField("phiên bản", max_length=20, unique=True)
    name = models.CharField("tên gọi", max_length=200)
    source = models.CharField("căn cứ", max_length=500, blank=True, default="")
    hours = models.JSONField("giờ làm việc", default=week.shipped)
    based_on = models.CharField("lập từ phiên bản", max_length=20, blank=True, default="")
    created_at = models.DateTimeField("lập lúc")
    created_by = models.CharField("người lập", max_length=80)
    published_at = models.DateTimeField("công bố lúc", null=True, blank=True)
    published_by = models.CharField("người công bố", max_length=80, blank=True, default="")

    class Meta:
        verbose_name = "lịch làm việc"
        verbose_name_plural = "lịch làm việc"
        ordering = ["-published_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="published_calendar_has_publisher",
                condition=Q(published_at__isnull=True, published_by="")
                | Q(published_at__isnull=False) & ~Q(published_by=""),
            ),
        ]

    def __str__(self) -> str:
        """Version and name."""
        return f"{self.version} – {self.name}"

    @property
    def is_draft(self) -> bool:
        """Whether it may still be changed."""
        return self.published_at is None

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save a draft; publishing is the last time."""
        if self.pk is not None:
            _refuse_frozen(self.pk)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete a draft."""
        _refuse_frozen(self.pk)
        return super().delete(*args, **kwargs)


class CalendarDay(models.Model):
    """A day that differs from its weekday, with the text that says so."""

    class Kind(models.TextChoices):
        """Why a day differs."""

        HOLIDAY = "holiday", "Nghỉ lễ, nghỉ bù, nghỉ hoán đổi"
        MAKEUP = "makeup", "Làm bù"
        CLOSURE = "closure", "Đóng cửa (thiên tai, sự cố)"

    calendar = models.ForeignKey(WorkCalendar, on_delete=models.CASCADE, related_name="days")
    date = models.DateField("ngày")
    kind = models.CharField("loại", max_length=10, choices=Kind.choices)
    name = models.CharField("tên gọi", max_length=200)
    source = models.CharField("căn cứ", max_length=500)

    class Meta:
        verbose_name = "ngày khác thường"
        verbose_name_plural = "ngày khác thường"
        ordering = ["calendar", "date"]
        constraints = [
            models.UniqueConstraint(fields=["calendar", "date"], name="calendar_day_is_one"),
            models.CheckConstraint(
                name="calendar_day_names_its_source", condition=~Q(name="") & ~Q(source="")
            ),
        ]

    def __str__(self) -> str:
        """Day and name."""
        return f"{self.date}: {self.name}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save a day of a draft."""
        _refuse_frozen(self.calendar_id)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete a day of a draft."""
        _refuse_frozen(self.calendar_id)
        return super().delete(*args, **kwargs)


def _refuse_frozen(pk: int) -> None:
    if WorkCalendar.objects.filter(pk=pk, published_at__isnull=False).exists():
        raise Refused(FROZEN)
