"""What an applicant is told of a fact, where the package has no sentence of its own for it."""

from __future__ import annotations

# Money speaks the same of every procedure; that a fee is settled is the dossier's own message.
OF_PAYMENTS = {
    "payment.failed": (
        "Lần thanh toán trực tuyến cho hồ sơ {code} không thành công. Bạn có thể thanh toán lại "
        "trên trang hồ sơ."
    ),
    "payment.in_review": (
        "Lần thanh toán cho hồ sơ {code} đang được kiểm tra với cổng thanh toán. Vui lòng không "
        "nộp lại; kết quả sẽ hiện trên trang hồ sơ."
    ),
    "payment.unneeded": (
        "{agency} đã nhận được khoản tiền không còn phải nộp cho hồ sơ {code} và sẽ hoàn trả theo "
        "quy định."
    ),
    "payment.receipt_issued": (
        "Biên lai thu phí, lệ phí của hồ sơ {code} đã được lập. Bạn có thể tải về trên trang hồ sơ."
    ),
}

OF_DOSSIERS = {
    "dossier.extended": (
        "{agency} xin lỗi vì chưa trả được kết quả hồ sơ {code} đúng hẹn ({old_due}). Ngày hẹn "
        "mới: {due}. Lý do được ghi trong Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết."
    ),
    "dossier.stopped": (
        "{agency} đã dừng giải quyết hồ sơ {code}. Lý do được ghi trong Thông báo dừng giải quyết "
        "hồ sơ."
    ),
    "dossier.resumed": "{agency} tiếp tục giải quyết hồ sơ {code}. Hẹn trả kết quả: {due}.",
    "dossier.recalled": (
        "{agency} đã thu hồi kết quả chưa trả của hồ sơ {code} để giải quyết lại."
    ),
    "dossier.corrected": (
        "{agency} đã đính chính kết quả của hồ sơ {code}. Kết quả mới thay thế kết quả trước."
    ),
    "dossier.transferred": (
        "Hồ sơ {code} đã được chuyển đến {agency} là cơ quan có thẩm quyền giải quyết. Mã hồ sơ "
        "không đổi."
    ),
    "dossier.confirmation_requested": (
        "{agency} đề nghị bạn kiểm tra và xác nhận dự thảo của hồ sơ {code}."
    ),
    "dossier.inspection_ordered": "{agency} sẽ kiểm tra thực tế để giải quyết hồ sơ {code}.",
    "dossier.uncollected": (
        "Kết quả của hồ sơ {code} đã có từ {days} ngày trước nhưng chưa được nhận. Hãy nhận kết "
        "quả theo cách bạn đã chọn."
    ),
    "dossier.message_sent": (
        "{agency} đã gửi tin nhắn về hồ sơ {code}. Hãy mở trang hồ sơ để đọc và trả lời."
    ),
}

# What silence brings about is said together with the limit.
LIMIT = " Hạn trả lời: {limit}; quá hạn mà không trả lời thì hồ sơ được giải quyết tiếp."

# Until when a supplement is waited for, and what may follow before the file is accepted.
SUPPLEMENT_LIMIT = " Hãy bổ sung trước {limit}."
SUPPLEMENT_LAPSE = " Quá hạn mà không bổ sung, cơ quan có thể không tiếp nhận hồ sơ."

# Of a bundle's legs only what its applicant must know or do; the rest the bundle says for all.
OF_LEGS = frozenset(
    f"dossier.{name}"
    for name in (
        "supplement_requested",
        "fee_requested",
        "confirmation_requested",
        "inspection_ordered",
        "extended",
        "stopped",
        "resumed",
        "recalled",
        "transferred",
        "settled",
        "corrected",
        "message_sent",
    )
)
LEG = "Phần việc “{leg}”: "
