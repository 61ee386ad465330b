"""What made-up applicants answer and hand in; pure, and used over HTTP and by the seed alike."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageDraw, ImageFont

if TYPE_CHECKING:
    from collections.abc import Mapping

EXTRACT = "2.000635"
PORT = "1.009454"
BIRTH = "1.001193"
BUNDLE = "2.000986"
PORT_PAPERS = ("land_papers", "exploitation_plan")

_FATHERS_HOME = "Số 12 phố Minh Khai, phường Hồng Bàng, thành phố Hải Phòng"


@dataclass(frozen=True, slots=True)
class Birth:
    """A birth of which the made-up register of notices knows."""

    full_name: str
    gender: str
    born_on: str
    born_at: str
    notice: str
    issued_on: str
    mother: Mapping[str, str]
    father: Mapping[str, str] = field(default_factory=dict)


SON = Birth(
    "Nguyễn Trần Bảo Minh",
    "male",
    "2026-11-15",
    "07:40",
    "0412/GCS-2026",
    "2026-11-17",
    mother={
        "full_name": "Trần Thị Bình",
        "birth_date": "1992-08-25",
        "personal_number": "031192999002",
        "residence": "Số 45 đường Tô Hiệu, phường Lê Chân, thành phố Hải Phòng",
    },
    father={
        "full_name": "Nguyễn Văn An",
        "birth_date": "1985-03-12",
        "personal_number": "031085999001",
        "residence": _FATHERS_HOME,
    },
)
DAUGHTER = Birth(
    "Lê Ngọc Khánh An",
    "female",
    "2026-08-10",
    "21:15",
    "0371/GCS-2026",
    "2026-08-12",
    mother={
        "full_name": "Lê Thị Dung",
        "birth_date": "1983-05-19",
        "personal_number": "030183999004",
        "residence": "Thôn Kim, xã Việt Khê, thành phố Hải Phòng",
    },
)

_FONTS = Path(__file__).resolve().parents[1] / "core" / "pdf" / "fonts"
# 150 dots an inch on A4.
_PAPER = (1240, 1754)
_MARGIN = 130


def extract_answers(
    *, copies: int, delivery: str = "online", kind: str = "birth"
) -> dict[str, Any]:
    """What remains to be said for copies of one's own civil-status extract."""
    return {
        "record": {"kind": kind, "whose": "self"},
        "registration": {"number": "125/1985"},
        "copies": {"quantity": copies},
        "delivery": {"method": delivery},
        "pledge": True,
    }


def port_answers(
    *,
    kind: str,
    name: str,
    waterway: str,
    commune: str,
    starts_on: str,
    delivery: str = "online",
    position: str = "Km12+350 bờ phải",
    applicant: str = "enterprise",
) -> dict[str, Any]:
    """What remains to be said for the announcement of an inland-waterway port."""
    answers: dict[str, Any] = {
        "applicant": {"kind": applicant},
        "port": {
            "name": name,
            "kind": kind,
            "waterway": waterway,
            "commune": commune,
            "position": position,
            "waterfront_m": 85,
            "area_m2": 2400,
            "max_dwt": 600,
            "has_project": False,
            "uses_floating_structure": False,
        },
        "operation": {"from": starts_on},
        "delivery": {"method": delivery},
        "pledge": True,
    }
    if applicant != "individual":
        answers["organisation"] = {"position": "Giám đốc"}
    return answers


def birth_answers(birth: Birth, *, delivery: str = "online") -> dict[str, Any]:
    """What the mother has still to say to register a birth of which a notice tells."""
    answers = {
        "child": {
            "full_name": birth.full_name,
            "birth_date": birth.born_on,
            "birth_time": birth.born_at,
            "gender": birth.gender,
            "plurality": 1,
            "ethnicity": "Kinh",
            "birth_place": "Bệnh viện Phụ sản Hải Phòng, thành phố Hải Phòng",
            "hometown": "Phường Hồng Bàng, thành phố Hải Phòng",
        },
        "notice": {
            "kind": "notice",
            "number": birth.notice,
            "issued_on": birth.issued_on,
            "issued_by": "Bệnh viện Phụ sản Hải Phòng",
            "surrogacy": False,
        },
        "mother": {**birth.mother, "ethnicity": "Kinh", "residence_kind": "permanent"},
        "registration": {"father_declared": bool(birth.father)},
        "requester": {"relation": "mother"},
        "copies": {"quantity": 0},
        "delivery": {"method": delivery},
        "pledge": True,
    }
    if birth.father:
        answers["father"] = {**birth.father, "ethnicity": "Kinh", "residence_kind": "permanent"}
    return answers


def bundle_answers() -> dict[str, Any]:
    """The same birth, with the child's residence at the father's and a health-insurance card."""
    return {
        **birth_answers(SON),
        "residence": {
            "address": _FATHERS_HOME,
            "host_full_name": "Nguyễn Văn An",
            "host_personal_number": "031085999001",
            "relation": "child",
        },
        "health": {"facility": "Bệnh viện Trẻ em Hải Phòng"},
    }


def notice_of(procedure: str) -> Birth | None:
    """The birth that the seeded dossier of a procedure registers, if it registers any."""
    return {BIRTH: DAUGHTER, BUNDLE: SON}.get(procedure)


def merged(known: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """The prefilled answers with what was said laid over them."""
    result = dict(known)
    for name, value in said.items():
        before = result.get(name)
        if isinstance(before, dict) and isinstance(value, dict):
            result[name] = merged(before, value)
        else:
            result[name] = value
    return result


@cache
def scanned_paper(
    title: str, body: str = "Bản mẫu dùng thử nghiệm, không có giá trị pháp lý."
) -> bytes:
    """A one-page PDF that looks like a scan, with a title and a line or two."""
    page = Image.new("1", _PAPER, 1)
    draw = ImageDraw.Draw(page)
    head = ImageFont.truetype(str(_FONTS / "Tinos-Bold.ttf"), 34)
    text = ImageFont.truetype(str(_FONTS / "Tinos-Regular.ttf"), 28)
    middle = _PAPER[0] // 2
    draw.text((middle, 150), "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 0, font=head, anchor="mm")
    draw.text((middle, 200), "Độc lập - Tự do - Hạnh phúc", 0, font=head, anchor="mm")
    draw.line((middle - 200, 225, middle + 200, 225), 0, width=2)
    y = 340
    for line in _wrapped(title.upper(), head):
        draw.text((middle, y), line, 0, font=head, anchor="mm")
        y += 50
    y += 60
    for line in _wrapped(body, text):
        draw.text((_MARGIN, y), line, 0, font=text)
        y += 44
    target = io.BytesIO()
    page.save(target, format="PDF", resolution=150)
    return target.getvalue()


def _wrapped(text: str, font: ImageFont.FreeTypeFont) -> list[str]:
    """Lines that fit between the margins."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) > _PAPER[0] - 2 * _MARGIN:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
