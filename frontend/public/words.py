"""Words for the codes of the catalogue."""

from __future__ import annotations

LEVELS = {
    "full": "Toàn trình (mức độ 4)",
    "partial": "Một phần (mức độ 3)",
    "info": "Cung cấp thông tin",
}
LEVEL_HINTS = {
    "full": "Nộp hồ sơ, nộp phí và nhận kết quả đều trực tuyến.",
    "partial": "Nộp hồ sơ trực tuyến; có bước phải đến cơ quan.",
    "info": "Cổng chỉ cung cấp thông tin; hồ sơ nộp tại cơ quan.",
}
AUDIENCES = {
    "citizen": "Công dân",
    "enterprise": "Doanh nghiệp",
    "cooperative": "Hợp tác xã",
    "organisation": "Tổ chức khác",
    "foreigner": "Người nước ngoài",
}
AGENCY_CLASSES = {
    "commune": "Ủy ban nhân dân xã, phường, đặc khu",
    "department": "Sở, ban, ngành của thành phố",
    "city": "Ủy ban nhân dân thành phố",
}
AGENCY_LEVELS = {
    "ministry": "Bộ, ngành trung ương",
    "city": "Cấp tỉnh (thành phố)",
    "commune": "Cấp xã",
    "other": "Cơ quan khác",
}
TIME_UNITS = {
    "working_day": "ngày làm việc",
    "day": "ngày",
    "working_hour": "giờ làm việc",
    "hour": "giờ",
    "minute": "phút",
    "week": "tuần",
    "month": "tháng",
    "year": "năm",
}
PAPER_FORMS = {
    "original": "bản chính",
    "copy": "bản sao",
    "certified_copy": "bản sao có chứng thực",
    "electronic": "biểu mẫu điện tử",
}
FEE_KINDS = {"phi": "Phí", "le_phi": "Lệ phí"}
FEE_MOMENTS = {
    "submission": "Nộp khi gửi hồ sơ.",
    "acceptance": "Nộp khi hồ sơ được tiếp nhận.",
    "none": "",
}
LIFE_EVENTS = {
    "family": ("Gia đình, hộ tịch", "Khai sinh, kết hôn, khai tử, trích lục hộ tịch"),
    "business": ("Kinh doanh, đầu tư", "Mở bến, đăng ký, giấy phép hoạt động"),
}
