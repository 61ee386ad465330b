"""The city, its departments, communes and centres, and the desks where work stands."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from portal.accounts.identity import AGENCY_CODE, COMMUNE_CODE, OPTIONAL_COMMUNE_CODE


class Agency(models.Model):
    """A state body that can be competent for a dossier."""

    class Kind(models.TextChoices):
        """The class of agency that a procedure names as competent."""

        CITY = "city", "Ủy ban nhân dân thành phố"
        DEPARTMENT = "department", "Cơ quan chuyên môn cấp thành phố"
        COMMUNE = "commune", "Ủy ban nhân dân cấp xã"
        CENTRE = "centre", "Trung tâm Phục vụ hành chính công"

    # The identifier of electronic documents, most significant part first: `H24.21.05`.
    code = models.CharField("mã định danh", max_length=16, unique=True)
    name = models.CharField("tên cơ quan", max_length=200)
    kind = models.CharField("loại cơ quan", max_length=12, choices=Kind.choices)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="children",
        verbose_name="cơ quan cấp trên",
        null=True,
        blank=True,
    )
    commune_code = models.CharField("mã đơn vị hành chính", max_length=5, blank=True, default="")
    address = models.CharField("địa chỉ", max_length=300, blank=True, default="")
    phone = models.CharField("điện thoại", max_length=20, blank=True, default="")
    tax_code = models.CharField("mã số thuế", max_length=14, blank=True, default="")
    source = models.CharField("nguồn của mã", max_length=300, blank=True, default="")

    class Meta:
        verbose_name = "cơ quan"
        verbose_name_plural = "cơ quan"
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                fields=["commune_code"],
                condition=~Q(commune_code=""),
                name="agency_of_a_commune_is_one",
                violation_error_message="Đơn vị hành chính này đã có cơ quan.",
            ),
            models.CheckConstraint(
                condition=Q(code__regex=AGENCY_CODE),
                name="agency_code_is_an_identifier",
                violation_error_message="Mã định danh phải có dạng H24, H24.01 hoặc H24.01.02.",
            ),
            models.CheckConstraint(
                condition=Q(kind="commune", commune_code__regex=COMMUNE_CODE)
                | (~Q(kind="commune") & Q(commune_code__regex=OPTIONAL_COMMUNE_CODE)),
                name="agency_commune_has_its_code",
                violation_error_message="Cơ quan cấp xã phải có mã đơn vị hành chính 5 chữ số.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> str:
        """The place it governs, as a sentence uses it: `phường Hồng Bàng`."""
        return self.name.removeprefix("Ủy ban nhân dân ")


class Desk(models.Model):
    """A place in an agency where dossiers wait for somebody's hands."""

    class Kind(models.TextChoices):
        """What is done at the desk; a plan names the kind, never the desk of one agency."""

        ONE_STOP = "one_stop", "Bộ phận tiếp nhận và trả kết quả"
        SPECIALIST = "specialist", "Bộ phận chuyên môn"
        LEADERSHIP = "leadership", "Lãnh đạo"
        REGISTRY = "registry", "Văn thư"
        CASHIER = "cashier", "Bộ phận thu phí, lệ phí"
        CONTROL = "control", "Kiểm soát thủ tục hành chính"

    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="desks", verbose_name="cơ quan"
    )
    kind = models.CharField("loại bộ phận", max_length=12, choices=Kind.choices)
    name = models.CharField("tên bộ phận", max_length=200)

    class Meta:
        verbose_name = "bộ phận"
        verbose_name_plural = "bộ phận"
        ordering = ["agency", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "kind"],
                name="desk_kind_is_one_per_agency",
                violation_error_message="Cơ quan đã có bộ phận loại này.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def code(self) -> str:
        """Its plain code in the journal: `H24.17.05/one_stop` (reads the agency's row)."""
        return f"{self.agency.code}/{self.kind}"
