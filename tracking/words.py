"""What a fact of the journal is called on the pages, where no plan has its own words for it."""

from __future__ import annotations

TITLES: dict[str, str] = {
    "dossier.submitted": "Đã nộp hồ sơ",
    "dossier.accepted": "Đã tiếp nhận hồ sơ",
    "dossier.refused_intake": "Đã từ chối tiếp nhận hồ sơ",
    "dossier.withdrawn": "Đã rút hồ sơ",
    "dossier.settled": "Đã có kết quả giải quyết",
    "dossier.stopped": "Đã dừng giải quyết hồ sơ",
    "dossier.resumed": "Đã tiếp tục giải quyết hồ sơ",
    "dossier.recalled": "Đã thu hồi kết quả để xử lý lại",
    "dossier.delivered": "Đã trả kết quả",
    "dossier.supplement_requested": "Đã yêu cầu bổ sung hồ sơ",
    "dossier.supplemented": "Đã nhận phần bổ sung của hồ sơ",
    "dossier.fee_requested": "Đã thông báo nộp phí, lệ phí",
    "dossier.fee_closed": "Đã hoàn thành nghĩa vụ phí, lệ phí",
    "dossier.confirmation_requested": "Đã đề nghị người nộp xác nhận",
    "dossier.confirmed": "Người nộp đã xác nhận",
    "dossier.extended": "Đã xin lỗi và hẹn lại ngày trả",
    "dossier.corrected": "Đã đính chính kết quả",
    "dossier.transferred": "Đã chuyển cơ quan có thẩm quyền",
    "dossier.uncollected": "Kết quả chưa có người nhận",
    "dossier.confirmation_lapsed": "Hết hạn xác nhận, hồ sơ được giải quyết tiếp",
    "dossier.consulted": "Đã gửi lấy ý kiến",
    "dossier.inspection_ordered": "Đã quyết định kiểm tra thực tế",
    "dossier.expert_asked": "Đã lấy ý kiến chuyên gia",
    "dossier.register_asked": "Đã tra cứu cơ sở dữ liệu",
    "dossier.sent_to_sign": "Đã chuyển ký số",
    "dossier.task_reported": "Đã có ý kiến trả lời",
    "dossier.task_cancelled": "Đã hủy việc phối hợp",
    "dossier.task_lapsed": "Hết hạn trả lời",
    "dossier.archived": "Đã lưu kết quả chưa có người nhận",
    "dossier.message_sent": "Có tin nhắn mới về hồ sơ",
    "dossier.request_drafted": "Đã trình duyệt",
    "dossier.request_released": "Đã duyệt, chờ gửi",
    "dossier.request_returned": "Không duyệt",
    "dossier.request_dropped": "Dự thảo không còn hiệu lực",
    "dossier.claimed": "Đã nhận xử lý",
    "dossier.assigned": "Đã phân công",
    "dossier.let_go": "Đã trả về hàng chung",
    "dossier.handed_over": "Đã chuyển hồ sơ đến bộ phận chuyên môn",
    "dossier.advanced": "Đã chuyển bước giải quyết",
    "dossier.signed": "Lãnh đạo đã ký",
    "dossier.sent_back": "Lãnh đạo đã trả lại để thẩm định lại",
    "payment.started": "Đã bắt đầu thanh toán trực tuyến",
    "payment.succeeded": "Đã thanh toán phí, lệ phí trực tuyến",
    "payment.cash_recorded": "Đã thu phí, lệ phí bằng tiền mặt",
    "payment.pos_recorded": "Đã thu phí, lệ phí bằng thẻ qua máy POS",
    "payment.failed": "Lần thanh toán trực tuyến không thành công",
    "payment.lapsed": "Hết thời gian chờ kết quả thanh toán",
    "payment.in_review": "Lần thanh toán đang được kiểm tra",
    "payment.review_closed": "Đã kết luận: cổng thanh toán chưa thu khoản này",
    "payment.unneeded": "Đã thu tiền nhưng không còn phải nộp; chờ hoàn trả",
    "payment.receipt_issued": "Đã lập biên lai thu phí, lệ phí",
    "payment.cancelled": "Khoản phí, lệ phí không còn phải nộp",
}

# What is still open between officer and leader, as everybody outside the agency is told of it.
PROPOSED = "Đã thẩm định, trình lãnh đạo"
SENT_BACK = "Đã yêu cầu thẩm định thêm"

# Facts about more than a dossier; which of its own are told to whom, `dossiers.telling` knows.
UNTOLD = frozenset(
    {
        # A fact for operators alone.
        "payment.incident",
        # Said beside the paper for which a register was asked.
        "register.looked_up",
    }
)

SILENCE = "Hết hạn mà không trả lời, coi như đồng ý."
RECALLED = "Số đã cấp bị hủy và không dùng lại."
CORRECTED = "Kết quả mới thay thế kết quả trước."

PUNCTUALITY = {
    "early": "Trước hạn",
    "on_time": "Đúng hạn",
    "late": "Quá hạn",
}

# Facts that belong to the way of payment; the rest of a payment is its agency's doing.
AT_THE_GATE = frozenset(
    {
        "payment.started",
        "payment.succeeded",
        "payment.cash_recorded",
        "payment.pos_recorded",
        "payment.failed",
        "payment.lapsed",
        "payment.in_review",
        "payment.review_closed",
    }
)
PAID = frozenset({"payment.succeeded", "payment.cash_recorded", "payment.pos_recorded"})
PAID_THROUGH = {
    "vnpay": "Cổng thanh toán VNPAY",
    "cash": "Quầy thu phí, lệ phí",
    "pos": "Quầy thu phí, lệ phí",
}
