"""The look-up log: evidence that a register was asked before a paper was; append-only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from procedures.registers.port import ANSWERED, NOTHING, OUTCOME_LABELS, Outcome, Reason

if TYPE_CHECKING:
    from procedures.registers.port import Facts

_ANSWERED = models.Q(outcome__in=[code.value for code in ANSWERED])


class LookUp(models.Model):
    """One question and how it ended: names of facts and keyed hashes, never a fact itself."""

    subject = models.CharField("đối tượng", max_length=80)
    register = models.CharField("cơ sở dữ liệu", max_length=40)
    purpose = models.CharField("mục đích", max_length=80)
    outcome = models.CharField(
        "kết quả", max_length=8, choices=[(code.value, OUTCOME_LABELS[code]) for code in Outcome]
    )
    reason = models.CharField(
        "lý do",
        max_length=20,
        blank=True,
        default="",
        choices=[(code.value, code.value) for code in Reason],
    )
    at = models.DateTimeField("thời điểm")
    elapsed_ms = models.PositiveIntegerField("thời gian trả lời (ms)")
    actor = models.CharField("người thực hiện", max_length=80)
    keys = models.JSONField("thông tin đã gửi", default=list)
    differs = models.JSONField("thông tin không khớp", default=list)
    facts_hash = models.CharField(max_length=64)
    answer_hash = models.CharField(max_length=64, blank=True, default="")

    # Of a hit, in memory only: what the register said. A row read back has none.
    facts: Facts = NOTHING

    class Meta:
        verbose_name = "lượt tra cứu"
        verbose_name_plural = "lượt tra cứu"
        indexes = [
            models.Index(fields=["subject", "at"], name="look_up_subject"),
            models.Index(fields=["at", "register"], name="look_up_time"),
        ]
        constraints = [
            models.CheckConstraint(
                name="look_up_answer_has_hash",
                condition=(_ANSWERED & ~models.Q(answer_hash=""))
                | (~_ANSWERED & models.Q(answer_hash="")),
            ),
        ]

    def __str__(self) -> str:
        """Register, purpose and outcome."""
        return f"{self.register} {self.purpose}: {self.outcome}"

    @property
    def is_hit(self) -> bool:
        """Whether `facts` may be used: nothing else decides anything."""
        return self.outcome == Outcome.HIT
