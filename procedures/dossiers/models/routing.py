"""Rules by which work finds its officer: by procedure, by field, by the area of the matter."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from portal.accounts.models import Agency, Desk, StaffMember


class RoutingRule(models.Model):
    """What comes to a desk and is of this kind goes to this colleague; "" is whatever it be."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    desk_kind = models.CharField("bộ phận", max_length=12, choices=Desk.Kind.choices)
    procedure_code = models.CharField("mã thủ tục", max_length=20, blank=True, default="")
    field_code = models.CharField("mã lĩnh vực", max_length=20, blank=True, default="")
    commune_code = models.CharField("địa bàn", max_length=5, blank=True, default="")
    staff = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, related_name="routed", verbose_name="người xử lý"
    )
    # The narrower rule wins: a procedure above a field, each above an area.
    weight = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = "quy tắc phân công"
        verbose_name_plural = "quy tắc phân công"
        ordering = ["-weight", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "agency",
                    "desk_kind",
                    "procedure_code",
                    "field_code",
                    "commune_code",
                    "staff",
                ],
                name="routing_rule_is_one",
            ),
            models.CheckConstraint(
                condition=~Q(procedure_code="", field_code="", commune_code=""),
                name="routing_rule_says_something",
            ),
            models.CheckConstraint(
                condition=Q(procedure_code="") | Q(field_code=""),
                name="routing_rule_names_procedure_or_field",
            ),
        ]

    def __str__(self) -> str:
        """Where it leads."""
        return f"{self.get_desk_kind_display()} → {self.staff}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Weigh the rule by what it names."""
        self.weight = (
            4 * bool(self.procedure_code) + 2 * bool(self.field_code) + bool(self.commune_code)
        )
        super().save(*args, **kwargs)
