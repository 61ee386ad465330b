"""Made-up rows of the national catalogue."""

from __future__ import annotations

import json
import lzma
from typing import TYPE_CHECKING, Any

from procedures.catalogue.national import legal_basis, papers, rows

if TYPE_CHECKING:
    from pathlib import Path

_TAIL = "Từ khóaKhông có thông tinMô tảKhông có thông tin"


def row(code: str = "9.000001", **changes: Any) -> dict[str, Any]:
    """Make a row from which everything can be read, with these cells changed."""
    name = changes.get("ten_thu_tuc", "Ghi sổ việc thử của phường")
    return {
        "ministry": "bo-thu",
        "ma_thu_tuc": code,
        "detail_url": "https://dichvucong.gov.vn/thu-tuc-hanh-chinh/thu",
        "ten_thu_tuc": name,
        "so_quyet_dinh": "12/QĐ-BTP",
        "cap_thuc_hien": "Cấp xã",
        "linh_vuc": "Hộ tịch",
        "doi_tuong_thuc_hien": "Công dân Việt Nam, Cán bộ, công chức, viên chức",
        "co_quan_co_tham_quyen": "",
        "co_quan_thuc_hien": "Ủy ban nhân dân cấp xã",
        "trinh_tu_thuc_hien": "Bước 1: Nộp hồ sơ.\nBước 2: Nhận kết quả.",
        "cach_thuc_thuc_hien": f"{rows.HEADER}"
        "Trực tuyến3 Ngày làm việc8,000 VNĐ(Phí: 8.000 đồng/bản)"
        "Trực tiếp3 Ngày làm việc8,000 VNĐ(Phí: 8.000 đồng/bản)",
        "thanh_phan_ho_so": f"--{papers.HEADER}Tờ khai1 bản chínhHộ chiếu0 bản chính,1 bản sao",
        "can_cu_phap_ly": f"{legal_basis.HEADER}Luật Hộ tịch60/2014/QH13",
        "yeu_cau_dieu_kien": "Không có thông tin",
        "ket_qua_xu_ly": f"Giấy xác nhận thửMã: KQ.G15.000999{_TAIL}",
        "raw_text": f"{name}Mã thủ tục{code}Số quyết định12/QĐ-BTP",
        **changes,
    }


def write_rows(path: Path, lines: list[Any]) -> Path:
    """Write rows, or lines as they are, to a file; packed where its name says so."""
    text = "".join(
        f"{one if isinstance(one, str) else json.dumps(one, ensure_ascii=False)}\n" for one in lines
    )
    data = text.encode()
    path.write_bytes(lzma.compress(data) if path.suffix == ".xz" else data)
    return path
