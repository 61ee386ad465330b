"""Actions that every dossier knows beside its plan: the applicant's and the portal's own."""

from __future__ import annotations

from procedures.definition.lifecycle import Stage
from procedures.definition.package import Action, Input

_NOTE = Input("note", "Nội dung trả lời", "textarea", required=False)
_REASON = Input("reason", "Lý do rút hồ sơ", "textarea")

# action -> stages in which it may be asked for
COMMON: dict[str, tuple[Action, tuple[Stage, ...]]] = {
    action.id: (action, stages)
    for action, stages in (
        (Action("submit", "submit", "Nộp hồ sơ", done="Nộp hồ sơ"), (Stage.DRAFT,)),
        (
            Action("supplement", "supplement", "Gửi bổ sung", inputs=(_NOTE,), done="Đã bổ sung"),
            (Stage.SUBMITTED, Stage.ACCEPTED),
        ),
        (
            Action("withdraw", "withdraw", "Rút hồ sơ", inputs=(_REASON,), done="Đã rút hồ sơ"),
            (Stage.SUBMITTED,),
        ),
        (
            Action("collect", "deliver", "Nhận kết quả trực tuyến", done="Đã nhận kết quả"),
            (Stage.SETTLED,),
        ),
        (
            Action("close_fee", "close_fee", "Đã thu phí, lệ phí", done="Đã nộp phí, lệ phí"),
            (Stage.SUBMITTED, Stage.ACCEPTED),
        ),
    )
}
