"""Papers in, slips and results out."""

from __future__ import annotations

from django.db import models

from portal.core.uuid7 import uuid7
from procedures.dossiers.models.dossier import Dossier
from procedures.registers import questions


class Paper(models.Model):
    """One component of the file (thành phần hồ sơ): an upload, or what a register vouches for."""

    UPLOAD = "upload"

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="papers")
    code = models.CharField("mã thành phần", max_length=60)
    name = models.CharField("tên tệp", max_length=200)
    source = models.CharField("nguồn", max_length=60, default=UPLOAD)  # upload | register:<name>
    # A register's answer has no file; its hash stands in the log of look-ups.
    file = models.FileField(upload_to="papers/", blank=True)
    kind = models.CharField("loại tệp", max_length=8, blank=True, default="")
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.CharField(max_length=80)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "giấy tờ"
        verbose_name_plural = "giấy tờ"
        ordering = ["uploaded_at", "id"]

    def __str__(self) -> str:
        """The file's name."""
        return self.name

    @property
    def register(self) -> str:
        """The name of the register that vouches for it; empty for an upload."""
        kind, _, name = self.source.partition(":")
        return questions.REGISTERS[questions.find(name).register] if kind == "register" else ""


class Slip(models.Model):
    """One statutory form (Mẫu 01–07) that an act created; its PDF is made by the worker."""

    FORMS = {
        "mau_01": "Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
        "mau_02": "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ",
        "mau_03": "Phiếu từ chối tiếp nhận giải quyết hồ sơ",
        "mau_04": "Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết",
        "mau_05": "Thông báo dừng giải quyết hồ sơ",
        "mau_06": "Phiếu kiểm soát quá trình giải quyết hồ sơ",
    }

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="slips")
    form = models.CharField(max_length=10, choices=list(FORMS.items()))
    number = models.CharField("số", max_length=40)
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=80)
    file = models.FileField(upload_to="slips/", blank=True)
    ready_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "phiếu"
        verbose_name_plural = "phiếu"
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        """Form and number."""
        return f"{self.get_form_display()} {self.number}"


class Result(models.Model):
    """A result of a dossier: what the leader signed and the registry numbered."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="results")
    code = models.CharField("mã kết quả", max_length=40)
    name = models.CharField("tên kết quả", max_length=300)
    outcome = models.CharField(max_length=10)
    number = models.CharField("số", max_length=40)
    signed_by = models.CharField(max_length=80, blank=True, default="")
    signer_name = models.CharField("người ký", max_length=150, blank=True, default="")
    signer_title = models.CharField("chức vụ người ký", max_length=150, blank=True, default="")
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=80)
    reason = models.TextField("lý do từ chối", blank=True, default="")
    file = models.FileField(upload_to="results/", blank=True)
    ready_at = models.DateTimeField(null=True, blank=True)
    correction = models.TextField("nội dung đính chính", blank=True, default="")
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="superseded_by", null=True, blank=True
    )
    voided_at = models.DateTimeField(null=True, blank=True)
    void_reason = models.TextField("lý do thu hồi", blank=True, default="")

    class Meta:
        verbose_name = "kết quả"
        verbose_name_plural = "kết quả"
        ordering = ["issued_at", "id"]

    def __str__(self) -> str:
        """Name and number."""
        return f"{self.name} số {self.number}"
