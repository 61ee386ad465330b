"""Actions that every dossier knows beside its plan: applicants', staff's and the portal's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from procedures.definition.lifecycle import Stage
from procedures.definition.package import Action, Input, Option

Hand = Literal["applicant", "staff", "system"]

_OPEN = (Stage.SUBMITTED, Stage.ACCEPTED)
_AT_WORK = (*_OPEN, Stage.SETTLED)

# Closed lists, so that reasons can be counted.
LATE_REASONS = (
    Option("complex", "Nội dung phức tạp, cần xác minh thêm"),
    Option("consultation", "Chờ ý kiến của cơ quan phối hợp"),
    Option("inspection", "Cần kiểm tra thực tế"),
    Option("workload", "Số lượng hồ sơ tăng đột biến"),
    Option("system", "Sự cố hệ thống, cơ sở dữ liệu"),
    Option("other", "Lý do khác"),
)
AGAIN_REASONS = (
    Option("incomplete", "Phần bổ sung chưa đáp ứng yêu cầu lần trước"),
    Option("new_fact", "Phát sinh tình tiết mới sau lần yêu cầu trước"),
    Option("database", "Dữ liệu trong cơ sở dữ liệu thiếu hoặc sai khác"),
    Option("law", "Quy định của pháp luật thay đổi"),
)
CONFIRMATIONS = (Option("agreed", "Đúng, tôi đồng ý"), Option("objected", "Chưa đúng"))
TASK_OUTCOMES = (
    Option("done", "Đã thực hiện"),
    Option("agreed", "Đồng ý"),
    Option("objected", "Không đồng ý"),
    Option("failed", "Không thực hiện được"),
)

AGAIN_REASON = Input(
    "again_reason", "Lý do yêu cầu bổ sung lần nữa", "select", options=AGAIN_REASONS
)
FIELDS = Input(
    "fields",
    "Mục phải sửa và giấy tờ phải nộp lại",
    "fields",
    required=False,
    hint="Người nộp chỉ sửa được các mục đã chọn. Không chọn mục nào: chỉ nộp thêm giấy tờ.",
)
ANSWERS = Input("answers", "Câu trả lời sửa lại", "answers", required=False)
REPORT = (
    Input("outcome", "Kết quả", "select", options=TASK_OUTCOMES),
    Input("report", "Nội dung trả lời", "textarea"),
)
# The proof of a hand-out on paper, by the way of delivery.
HANDING_OUT = {
    "counter": (
        Input("receiver", "Họ, chữ đệm và tên người nhận", "text"),
        Input(
            "receiver_number",
            "Số giấy tờ tùy thân của người nhận",
            "text",
            required=False,
            hint="Cần ghi khi người nhận không phải chủ hồ sơ hoặc người nộp.",
        ),
    ),
    "post": (
        Input("postal_code", "Số hiệu bưu gửi", "text", hint="Mã trên phiếu gửi của bưu điện."),
    ),
}
BY_HAND = Input("value", "Giá trị ghi bằng tay", "text", required=False)
REASON = (Input("reason", "Lý do", "textarea"),)

# What is brought to a counter is put down with who brought it and what it rests on.
BROUGHT_BY = Input(
    "brought_by",
    "Người mang đến hoặc gửi đến",
    "text",
    hint="Họ, chữ đệm và tên, số giấy tờ tùy thân; gửi qua bưu chính: thêm số hiệu bưu gửi.",
)
BASIS = Input(
    "basis",
    "Căn cứ ghi nhận",
    "textarea",
    hint="Văn bản có chữ ký của chủ hồ sơ hoặc lời khai tại quầy, ngày nhận và nơi lưu.",
)

LATE = (
    Input("new_due", "Hẹn trả lại ngày", "date", hint="Chỉ được gia hạn một lần."),
    Input("late_reason", "Nguyên nhân", "select", options=LATE_REASONS),
    Input("reason", "Lý do cụ thể", "textarea", hint="Được in trong văn bản xin lỗi."),
)


@dataclass(frozen=True, slots=True)
class Common:
    """One action outside the plan: in which stages, and by whose hand."""

    action: Action
    stages: tuple[Stage, ...]
    hands: tuple[Hand, ...]


def _common(
    action_id: str,
    kind: str,
    label: str,
    stages: tuple[Stage, ...],
    *hands: Hand,
    inputs: tuple[Input, ...] = (),
    done: str = "",
) -> Common:
    return Common(Action(action_id, kind, label, inputs=inputs, done=done), stages, hands)


# fmt: off
COMMON: dict[str, Common] = {
    common.action.id: common
    for common in (
        _common("submit", "submit", "Nộp hồ sơ", (Stage.DRAFT,), "applicant", "staff", "system",
                done="Nộp hồ sơ"),
        _common("supplement", "supplement", "Gửi bổ sung", _OPEN, "applicant",
                inputs=(Input("note", "Nội dung trả lời", "textarea", required=False), ANSWERS),
                done="Đã bổ sung"),
        _common("confirm", "confirm", "Xác nhận nội dung", _OPEN, "applicant",
                inputs=(Input("answer", "Nội dung dự thảo có đúng không?", "select",
                              options=CONFIRMATIONS),
                        Input("note", "Nội dung cần sửa", "textarea", required=False)),
                done="Người nộp đã trả lời về dự thảo"),
        _common("withdraw", "withdraw", "Rút hồ sơ", _OPEN, "applicant",
                inputs=(Input("reason", "Lý do rút hồ sơ", "textarea"),), done="Đã rút hồ sơ"),
        _common("supplement_at_counter", "supplement", "Ghi nhận bổ sung tại quầy", _OPEN, "staff",
                inputs=(BROUGHT_BY, Input("note", "Nội dung bổ sung", "textarea"), ANSWERS),
                done="Đã nhận phần bổ sung tại quầy"),
        _common("confirm_at_counter", "confirm", "Ghi nhận ý kiến về dự thảo tại quầy", _OPEN,
                "staff",
                inputs=(Input("answer", "Người nộp trả lời dự thảo có đúng không?", "select",
                              options=CONFIRMATIONS),
                        BROUGHT_BY,
                        Input("note", "Nội dung cần sửa", "textarea", required=False), BASIS),
                done="Đã nhận ý kiến về dự thảo tại quầy"),
        _common("withdraw_at_counter", "withdraw", "Ghi nhận rút hồ sơ tại quầy", _OPEN, "staff",
                inputs=(BROUGHT_BY, Input("reason", "Lý do rút hồ sơ", "textarea"), BASIS),
                done="Đã rút hồ sơ theo đề nghị tại quầy"),
        _common("withdraw_leg", "withdraw", "Rút phần việc liên thông", (*_OPEN, Stage.STOPPED),
                "system", inputs=REASON, done="Đã rút hồ sơ"),
        _common("collect", "deliver", "Nhận kết quả trực tuyến", (Stage.SETTLED,), "applicant",
                done="Đã nhận kết quả"),
        _common("close_fee", "close_fee", "Đã thu phí, lệ phí", _OPEN, "system",
                done="Đã nộp phí, lệ phí"),
        _common("lapse_confirmation", "lapse_confirmation", "Hết hạn xác nhận", _OPEN, "system",
                done="Hết hạn xác nhận, hồ sơ được giải quyết tiếp"),
        _common("claim", "claim", "Nhận xử lý", _AT_WORK, "staff", done="Đã nhận xử lý"),
        _common("let_go", "let_go", "Trả về hàng chung", _AT_WORK, "staff", "system",
                done="Đã trả về hàng chung"),
        _common("assign", "assign", "Phân công", _AT_WORK, "staff", "system",
                inputs=(Input("staff", "Người xử lý", "staff"),), done="Đã phân công"),
        _common("refuse_lapsed", "refuse_intake", "Không tiếp nhận do quá hạn bổ sung",
                (Stage.SUBMITTED,), "staff", inputs=REASON,
                done="Không tiếp nhận do quá hạn bổ sung"),
        _common("transfer", "transfer", "Chuyển cơ quan có thẩm quyền", _OPEN, "staff",
                inputs=(Input("agency", "Cơ quan nhận", "agency"), *REASON),
                done="Đã chuyển cơ quan có thẩm quyền"),
        _common("extend", "extend", "Xin lỗi và hẹn lại ngày trả", (Stage.ACCEPTED,),
                "staff", "system", inputs=LATE, done="Đã xin lỗi và hẹn lại ngày trả"),
        _common("stop", "stop", "Dừng giải quyết", (Stage.ACCEPTED,), "staff", inputs=REASON,
                done="Đã dừng giải quyết hồ sơ"),
        _common("resume", "resume", "Tiếp tục giải quyết", (Stage.STOPPED,), "staff",
                inputs=REASON, done="Đã tiếp tục giải quyết hồ sơ"),
        _common("recall", "recall", "Thu hồi kết quả chưa trả", (Stage.SETTLED,),
                "staff", "system",
                inputs=REASON, done="Đã thu hồi kết quả để xử lý lại"),
        _common("archive", "archive", "Lưu kết quả chưa nhận", (Stage.SETTLED,), "staff",
                done="Đã lưu kết quả chưa có người nhận"),
        _common("correct", "correct", "Đính chính kết quả đã trả", (Stage.DELIVERED,), "staff",
                inputs=(Input("correction", "Nội dung đính chính", "textarea"), *REASON),
                done="Đã cấp kết quả thay thế"),
    )
}
# fmt: on
