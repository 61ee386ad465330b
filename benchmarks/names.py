"""Vietnamese names as they are spread: few families and middle words, a long tail of given ones.

The shares of families follow what is published of Vietnam (Nguyễn 38 %, Trần 11 %, Lê 9 %); the
given names stand in their order of frequency. Nobody real is named.
"""

from __future__ import annotations

from portal.core.text import fold

# Each with its weight.
FAMILIES = (
    "Nguyễn 380 Trần 110 Lê 95 Phạm 71 Hoàng 51 Vũ 45 Phan 30 Đỗ 25 Bùi 24 Đặng 21 Hồ 13 Ngô 13 "
    "Dương 10 Đinh 9 Đoàn 8 Lương 8 Mai 7 Trịnh 7 Đào 7 Lưu 6 Cao 6 Tô 5 Hà 5 Lý 5 Tạ 4 Quách 3 "
    "Nghiêm 3 Khúc 3 Bạch 2 Vương 2 Chu 2 Thái 2 Tăng 2 Phùng 2 Kiều 1 Doãn 1 Lại 1 Ninh 1 Mạc 1 "
    "Triệu 1 Từ 1 Thân 1 Văn 1 Viên 1 Ứng 1 Khổng 1 La 1 Giang 1 Âu 1 Huỳnh 1"
)
MIDDLES = (
    "Thị 260 Văn 190 Ngọc 45 Thanh 45 Minh 45 Đức 40 Thu 28 Hữu 25 Xuân 25 Quốc 22 Hồng 20 Phương "
    "20 Quang 20 Đình 18 Bảo 15 Gia 15 Hoàng 15 Anh 12 Tuấn 12 Mạnh 12 Công 11 Kim 11 Hải 10 "
    "Khánh 10 Thùy 10 Mai 8 Bích 8 Trọng 8 Việt 8 Thành 8 Duy 8 Huy 6 Diệu 6 Lan 5 Như 5 Tiến 5 "
    "Thế 5 Bá 3 Sỹ 3 Viết 3 Nhật 3 Tường 2 Cẩm 2 Ánh 2 Trung 2 Đăng 2"
)
GIVEN = (
    "Anh Linh Hương Hùng Huyền Trang Tuấn Dũng Hà Minh Thảo Hoa Nam Lan Hằng Sơn Hải Thủy Nga "
    "Long Tú Hạnh Cường Phương Ngọc Thu Mai Bình Hiền Hưng Yến Dung Quân Thắng Đức Trung Huy "
    "Giang Nhung Vân Loan Khánh Oanh Thanh Tâm Kiên Việt Hòa Toàn Chi Ánh Hường Duy Tùng Quang "
    "Nhi Phong Thơm Quyên Thành Tiến Hậu Liên Tuyết Hồng Xuân Lợi Mạnh Đạt Ly Quỳnh Vy Hiếu Hoàng "
    "My Nhàn Thúy Bích Diệp Trâm Ngân Uyên Châu An Bảo Công Đông Đại Hào Khang Khoa Khôi Kỳ Lâm "
    "Lộc Luân Nghĩa Nguyên Nhân Phát Phú Phúc Quốc Quý Sang Tài Tân Tấn Thái Thiện Thịnh Thông "
    "Thuận Tín Toản Triều Trí Trọng Trường Vinh Vũ Vương Ái Băng Cúc Diễm Diệu Duyên Đào Đan Điệp "
    "Gấm Hạ Hân Hoài Huệ Kiều Kim Lệ Lam Liễu Lý Miên Mơ Mùi Mỹ Na Nguyệt Nhài Nhã Như Nụ Phấn "
    "Phượng Quế Sen Sương Tâng Thắm Thi Thìn Thoa Thơ Thư Thương Tỉnh Trà Trinh Trúc Tươi Tuyên "
    "Tý Vui Xoan Xuyến Ý Yên Ba Bốn Chính Chiến Cảnh Cầu Chung Chuyên Cương Diện Doanh Dương Đăng "
    "Điền Định Đoàn Đô Đồng Giáp Hiển Hiệp Hợp Huân Hữu Khải Khiêm Kính Lực Lương Nghị Ngà Nhật "
    "Ninh Pha Quảng Quyết Sáng Sinh Sửu Thạch Thao Thiêm Thức Tiệp Tố Tuân Tước Ước Văn Viễn Xứng"
)
# An even draw to this power makes the first given names common and the last ones rare.
SKEW = 1.5
FOUR_WORDS = 0.35
GRAIN = 1_000_000


def words() -> dict[str, str]:
    """Every word that occurs, by its folded form; of words that fold alike the commonest."""
    return {fold(word): word for word in reversed(_all())}


def name(number: str) -> str:
    """The SQL of the name that belongs to a number, itself SQL; the same each time."""
    family = _of(_slots(FAMILIES), _draw(number, 1))
    middle = _of(_slots(MIDDLES), _draw(number, 2))
    second, given = (_of(GIVEN.split(), f"power({_draw(number, seed)}, {SKEW})") for seed in (3, 4))
    has_four = f"{_draw(number, 5)} < {FOUR_WORDS}"
    second = f"CASE WHEN {has_four} THEN {second} || ' ' ELSE '' END"
    return f"{family} || ' ' || {middle} || ' ' || {second} || {given}"


def folded(named: str) -> str:
    """The SQL of a name as it is searched: without diacritics, in small letters."""
    letters = sorted(set("".join(_all())))
    plain = "".join(fold(letter) for letter in letters)
    return f"translate({named}, '{''.join(letters)}', '{plain}')"


def _all() -> list[str]:
    return [*_weights(FAMILIES), *_weights(MIDDLES), *GIVEN.split()]


def _weights(listed: str) -> dict[str, int]:
    said = listed.split()
    return dict(zip(said[::2], map(int, said[1::2]), strict=True))


def _slots(listed: str) -> list[str]:
    return [word for word, weight in _weights(listed).items() for _ in range(weight)]


def _draw(number: str, seed: int) -> str:
    """An even draw from 0 to 1 by the number."""
    return f"(abs(hashint8extended({number}, {seed}) %% {GRAIN}) / {GRAIN}::float8)"


def _of(listed: list[str], draw: str) -> str:
    quoted = ", ".join(f"'{word}'" for word in listed)
    # Elements of one width are found by their place, not by walking.
    return f"(ARRAY[{quoted}]::name[])[1 + floor({len(listed)} * {draw})::int]"
