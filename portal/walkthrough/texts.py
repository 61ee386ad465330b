"""What clerks, officers and applicants write in the seeded dossiers."""

from __future__ import annotations

from portal.walkthrough.samples import EXTRACT, PORT

PORT_NAMES = (
    ("Bến Bính Hạ", "sông Cấm"),
    ("Bến Rừng", "sông Bạch Đằng"),
    ("Bến Đụn", "sông Đá Bạch"),
    ("Bến Kiền Bái", "sông Kinh Thầy"),
    ("Bến Lâm Động", "sông Cấm"),
    ("Bến Phục Lễ", "sông Bạch Đằng"),
    ("Bến Tam Hưng", "sông Bạch Đằng"),
    ("Bến An Lư", "sông Ruột Lợn"),
    ("Bến Minh Đức", "sông Đá Bạch"),
    ("Bến Hợp Thành", "sông Giá"),
)
POSITIONS = ("Km2+150 bờ trái", "Km7+800 bờ phải", "Km12+350 bờ phải", "Km18+500 bờ trái")
PORT_KINDS = ("cargo", "cargo", "general", "specialised", "passenger")

RECEIVER = "Lê Thị Dung"

PAPERS = {
    "land_papers": "Giấy chứng nhận quyền sử dụng đất khu vực bến",
    "exploitation_plan": "Phương án khai thác bến thủy nội địa",
    "birth_notice": "Giấy chứng sinh",
}

SUPPLEMENT = {
    EXTRACT: {
        "content": "Ảnh chụp bản chính hoặc bản sao Giấy khai sinh đã được cấp trước đây (nếu còn)",
        "reason": "Số đăng ký đã khai không khớp với sổ hộ tịch, chưa tra cứu được sự kiện.",
        "guidance": "Tải ảnh chụp rõ số, ngày đăng ký hoặc ghi lại số đăng ký đúng trong phần trả "
        "lời.",
    },
    PORT: {
        "content": "Phương án khai thác bến có sơ đồ vùng nước trước bến\n"
        "Giấy tờ về sử dụng đất còn hiệu lực",
        "reason": "Phương án khai thác chưa có sơ đồ vùng nước trước bến; trang cuối của giấy tờ "
        "về sử dụng đất bị mờ.",
        "guidance": "Tải lên phương án đã bổ sung sơ đồ và bản quét rõ của giấy tờ về sử dụng đất.",
    },
}
ANSWER = {
    EXTRACT: "Tôi xin bổ sung: số đăng ký đúng là 215/1985, đăng ký ngày 20/3/1985.",
    PORT: "Đã bổ sung sơ đồ vùng nước trước bến và bản quét rõ của giấy tờ về sử dụng đất.",
}
REFUSAL_AT_INTAKE = {
    EXTRACT: "Hồ sơ đề nghị cấp bản sao cho người khác nhưng không có văn bản ủy quyền.",
    PORT: "Vị trí bến nêu trong hồ sơ không thuộc địa giới của phường; đề nghị nộp tại nơi có bến.",
}
REFUSAL = {
    EXTRACT: "Đã tra cứu Cơ sở dữ liệu hộ tịch điện tử và sổ hộ tịch đang lưu giữ nhưng không có "
    "sự kiện hộ tịch theo thông tin đã cung cấp (Điều 64 Luật Hộ tịch).",
    PORT: "Vị trí bến nằm trong hành lang bảo vệ luồng, không phù hợp quy định tại Nghị định số "
    "08/2021/NĐ-CP về quản lý hoạt động đường thủy nội địa.",
}
WITHDRAWAL = {
    EXTRACT: "Tôi đã tìm lại được bản sao cũ nên không cần cấp nữa.",
    PORT: "Chủ bến điều chỉnh quy mô bến, sẽ nộp lại hồ sơ mới.",
}

QUESTION = (
    "Đề nghị cho ý kiến về vị trí bến so với hành lang bảo vệ luồng và quy hoạch bến thủy nội địa."
)
CONFIRM = "Đề nghị kiểm tra kỹ họ, chữ đệm, tên và nơi sinh của trẻ."
RECALL = "Số trang sổ gốc ghi trên bản sao chưa đúng, phải đối chiếu lại sổ hộ tịch."
RECALL_PORT = "Tọa độ vị trí bến ghi trong Quyết định chưa khớp với hồ sơ, phải rà soát lại."
APOLOGY = {
    "late_reason": "other",
    "reason": "Hồ sơ đã tiếp nhận nhưng chưa được chuyển đến bộ phận chuyên môn đúng thời gian.",
}
STOP = (
    "Chủ bến đề nghị tạm dừng để điều chỉnh chiều dài vùng nước trước bến theo quy hoạch mới; cơ "
    "quan chưa đủ căn cứ để giải quyết tiếp."
)
ASKED_AGENCY = "H24.03"
MESSAGE = "Chúng tôi đã có văn bản thỏa thuận về vị trí bến năm 2025, có cần gửi thêm không?"
INSTRUCTION = "Liên hệ Sở Xây dựng để có ý kiến trước hạn, báo cáo lại kết quả."
