"""The staff of the agencies and the posts that they hold."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.accounts.models.agencies import Agency, Desk
from portal.accounts.permissions import Role


class StaffMember(models.Model):
    """Somebody who works for an agency; may lack a sign-in."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="staff",
        verbose_name="tài khoản đăng nhập",
        null=True,
        blank=True,
    )
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="staff", verbose_name="cơ quan công tác"
    )
    code = models.CharField("mã cán bộ", max_length=32, unique=True)
    full_name = models.CharField("họ, chữ đệm và tên", max_length=150)
    title = models.CharField("chức vụ", max_length=150)
    phone = models.CharField("số điện thoại", max_length=20, blank=True, default="")

    class Meta:
        verbose_name = "cán bộ, công chức"
        verbose_name_plural = "cán bộ, công chức"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.full_name


class Post(models.Model):
    """One role of one staff member, at one desk or (no desk) in the whole agency."""

    ROLES = [(role.value, role.label) for role in Role.held_by_staff()]

    staff = models.ForeignKey(
        StaffMember, on_delete=models.CASCADE, related_name="posts", verbose_name="cán bộ"
    )
    role = models.CharField("vai trò", max_length=12, choices=ROLES)
    desk = models.ForeignKey(
        Desk,
        on_delete=models.PROTECT,
        related_name="posts",
        verbose_name="bộ phận",
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = "vị trí công tác"
        verbose_name_plural = "vị trí công tác"
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "role", "desk"],
                name="post_at_desk_is_one",
                violation_error_message="Cán bộ đã giữ vai trò này tại bộ phận.",
            ),
            # A null desk equals no other null to the database, so it has a rule of its own.
            models.UniqueConstraint(
                fields=["staff", "role"],
                condition=Q(desk__isnull=True),
                name="post_in_agency_is_one",
                violation_error_message="Cán bộ đã giữ vai trò này trong cơ quan.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} – {self.desk or self.staff.agency}"
