"""People, organisations, and who acts for whom."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from portal.accounts.identity import (
    OPTIONAL_COMMUNE_CODE,
    PERSONAL_NUMBER,
    TAX_CODE,
    validate_tax_code,
)
from portal.accounts.models.names import FoundByName


def _commune_code_is_plain(model: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(commune_code__regex=OPTIONAL_COMMUNE_CODE),
        name=f"{model}_commune_code_is_plain",
        violation_error_message="Mã đơn vị hành chính cấp xã phải gồm 5 chữ số.",
    )


class Person(FoundByName):
    """A natural person, known by the 12-digit personal number; may lack a sign-in."""

    class Gender(models.TextChoices):
        """As the identity card says."""

        MALE = "male", "Nam"
        FEMALE = "female", "Nữ"

    class IdentityLevel(models.IntegerChoices):
        """The level of the electronic identity account (VNeID)."""

        ONE = 1, "Mức độ 1"
        TWO = 2, "Mức độ 2"

    NAME_FIELD: ClassVar[str] = "full_name"

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="person",
        verbose_name="tài khoản đăng nhập",
        null=True,
        blank=True,
    )
    personal_number = models.CharField("số định danh cá nhân", max_length=12, unique=True)
    full_name = models.CharField("họ, chữ đệm và tên", max_length=150)
    birth_date = models.DateField("ngày sinh")
    gender = models.CharField("giới tính", max_length=6, choices=Gender.choices)
    phone = models.CharField("số điện thoại", max_length=20, blank=True, default="")
    email = models.EmailField("thư điện tử", blank=True, default="")
    address = models.CharField("nơi cư trú", max_length=300, blank=True, default="")
    commune_code = models.CharField("mã phường, xã, đặc khu", max_length=5, blank=True, default="")
    identity_level = models.PositiveSmallIntegerField(
        "mức độ định danh điện tử", choices=IdentityLevel.choices, default=IdentityLevel.ONE
    )

    class Meta:
        verbose_name = "cá nhân"
        verbose_name_plural = "cá nhân"
        constraints = [
            models.CheckConstraint(
                condition=Q(personal_number__regex=PERSONAL_NUMBER),
                name="person_number_has_12_digits",
                violation_error_message="Số định danh cá nhân phải gồm đúng 12 chữ số.",
            ),
            models.CheckConstraint(
                condition=Q(gender__in=["male", "female"]),
                name="person_gender_is_known",
                violation_error_message="Giới tính phải là Nam hoặc Nữ.",
            ),
            models.CheckConstraint(
                condition=Q(identity_level__in=[1, 2]),
                name="person_identity_level_is_known",
                violation_error_message="Mức độ định danh điện tử phải là 1 hoặc 2.",
            ),
            _commune_code_is_plain("person"),
        ]


class Organisation(FoundByName):
    """A body that files in its own name, known by its tax code."""

    class Kind(models.TextChoices):
        """What kind of applicant it is."""

        ENTERPRISE = "enterprise", "Doanh nghiệp"
        COOPERATIVE = "cooperative", "Hợp tác xã"
        ORGANISATION = "organisation", "Tổ chức khác"
        HOUSEHOLD_BUSINESS = "household_business", "Hộ kinh doanh"

    NAME_FIELD: ClassVar[str] = "name"

    tax_code = models.CharField(
        "mã số thuế", max_length=14, unique=True, validators=[validate_tax_code]
    )
    kind = models.CharField("loại tổ chức", max_length=20, choices=Kind.choices)
    name = models.CharField("tên tổ chức", max_length=200)
    address = models.CharField("địa chỉ trụ sở", max_length=300, blank=True, default="")
    commune_code = models.CharField("mã phường, xã, đặc khu", max_length=5, blank=True, default="")
    phone = models.CharField("số điện thoại", max_length=20, blank=True, default="")
    email = models.EmailField("thư điện tử", blank=True, default="")

    class Meta:
        verbose_name = "tổ chức"
        verbose_name_plural = "tổ chức"
        constraints = [
            models.CheckConstraint(
                condition=Q(tax_code__regex=TAX_CODE),
                name="organisation_tax_code_is_shaped",
                violation_error_message=(
                    "Mã số thuế phải gồm 10 chữ số, 10 chữ số kèm mã chi nhánh (0100109106-001) "
                    "hoặc 12 chữ số định danh của chủ hộ kinh doanh."
                ),
            ),
            _commune_code_is_plain("organisation"),
        ]


class Mandate(models.Model):
    """Lets a person act for an organisation or for another person, from day to day."""

    class Kind(models.TextChoices):
        """Where the power comes from."""

        LEGAL_REPRESENTATIVE = "legal_representative", "Người đại diện theo pháp luật"
        AUTHORISED = "authorised", "Người được ủy quyền"

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="mandates", verbose_name="người thực hiện"
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="mandates",
        verbose_name="tổ chức được đại diện",
        null=True,
        blank=True,
    )
    principal = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        related_name="mandates_given",
        verbose_name="người ủy quyền",
        null=True,
        blank=True,
    )
    kind = models.CharField("căn cứ đại diện", max_length=20, choices=Kind.choices)
    valid_from = models.DateField("có hiệu lực từ ngày")
    valid_until = models.DateField("có hiệu lực đến hết ngày", null=True, blank=True)

    class Meta:
        verbose_name = "quyền đại diện"
        verbose_name_plural = "quyền đại diện"
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, principal__isnull=True)
                | Q(organisation__isnull=True, principal__isnull=False),
                name="mandate_is_for_exactly_one",
                violation_error_message="Phải chọn đúng một bên: tổ chức hoặc cá nhân.",
            ),
            models.CheckConstraint(
                condition=Q(principal__isnull=True) | ~Q(principal=F("person")),
                name="mandate_is_for_somebody_else",
                violation_error_message="Không thể tự ủy quyền cho chính mình.",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="mandate_ends_after_it_begins",
                violation_error_message="Ngày hết hiệu lực không được trước ngày có hiệu lực.",
            ),
            models.UniqueConstraint(
                fields=["person", "organisation", "valid_from"],
                name="mandate_for_organisation_is_one",
                violation_error_message="Quyền đại diện này đã được ghi nhận.",
            ),
            models.UniqueConstraint(
                fields=["person", "principal", "valid_from"],
                name="mandate_for_person_is_one",
                violation_error_message="Quyền đại diện này đã được ghi nhận.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.represented}"

    @property
    def represented(self) -> Organisation | Person:
        """The one that the person acts for."""
        represented = self.organisation or self.principal
        assert represented is not None  # noqa: S101 - the database holds exactly one of the two
        return represented
