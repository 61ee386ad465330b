"""Indicators as data: which measures make which figure, by which text, from when on.

A share divides two measures; a count has no denominator. `points` and `threshold` are those of
Decision 766/QĐ-TTg; a component whose measures are not kept yet (`numerator` empty) stays
unscored: no constant ever stands in for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from portal.core.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Sequence

QD_766 = "Quyết định 766/QĐ-TTg ngày 23/6/2022"
JOURNAL = "Quyết định 766/QĐ-TTg; nhật ký của Cổng dịch vụ công thành phố"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure: its formula by the names of measures, its source, and when it holds."""

    code: str
    label: str
    definition: str
    source: str
    numerator: str = ""
    denominator: str = ""
    unit: str = "hồ sơ"
    points: int = 0
    threshold: Fraction | None = None  # the share from which all points are given
    effective_from: date = date(2022, 6, 23)
    effective_until: date | None = None

    def score(self, numerator: int, denominator: int) -> Fraction | None:
        """The points for a share; None where nothing is known."""
        if not self.points or not denominator:
            return None
        share = Fraction(numerator, denominator)
        return self.points * min(share / (self.threshold or 1), Fraction(1))


FIGURES: tuple[Indicator, ...] = (
    Indicator(
        "received",
        "Hồ sơ tiếp nhận",
        "Hồ sơ được tiếp nhận trong kỳ; hồ sơ liên thông tính là một. Hồ sơ bị từ chối tiếp nhận "
        "không được tính.",
        JOURNAL,
        numerator="received",
    ),
    Indicator(
        "in_process",
        "Đang giải quyết",
        "Hồ sơ đã tiếp nhận, đến cuối kỳ chưa có kết quả, chưa dừng và chưa rút. Hồ sơ đang chờ bổ "
        "sung hoặc chờ nộp phí vẫn được tính.",
        JOURNAL,
        numerator="in_process",
    ),
    Indicator(
        "settled",
        "Đã giải quyết",
        "Hồ sơ có kết quả trong kỳ, kể cả kết quả là văn bản từ chối giải quyết. Kết quả đã bị thu "
        "hồi trước khi trả không được tính.",
        JOURNAL,
        numerator="settled",
    ),
    Indicator(
        "overdue",
        "Đang quá hạn",
        "Hồ sơ đang giải quyết có ngày hẹn trả trước ngày cuối kỳ. Hồ sơ đang chờ người nộp không "
        "bị tính là quá hạn. Hồ sơ liên thông được tính theo từng phần việc.",
        JOURNAL,
        numerator="overdue",
    ),
    Indicator(
        "on_time",
        "Giải quyết đúng hạn, trước hạn",
        "Hồ sơ có kết quả trước hoặc trong ngày hẹn trả, chia cho hồ sơ có kết quả trong kỳ; hồ sơ "
        "liên thông được tính theo từng phần việc.",
        JOURNAL,
        numerator="scored_on_time",
        denominator="scored",
        unit="%",
    ),
    Indicator(
        "online",
        "Nộp trực tuyến",
        "Hồ sơ nộp trực tuyến chia cho hồ sơ tiếp nhận trong kỳ qua mọi kênh, kể cả bưu chính.",
        QD_766,
        numerator="received_online",
        denominator="received",
        unit="%",
        points=6,
        threshold=Fraction(1, 2),
    ),
    Indicator(
        "cashless",
        "Thanh toán trực tuyến",
        "Hồ sơ nộp phí, lệ phí trực tuyến chia cho hồ sơ đã nộp phí, lệ phí trong kỳ. Người được "
        "miễn không nằm trong mẫu số.",
        QD_766,
        numerator="fee_paid_online",
        denominator="fee_paid",
        unit="%",
        points=6,
        threshold=Fraction(3, 10),
    ),
    Indicator(
        "first_check",
        "Kiểm tra lần đầu đúng hạn",
        "Hồ sơ được tiếp nhận trong thời hạn kiểm tra lần đầu, chia cho hồ sơ tiếp nhận trong kỳ.",
        "Nghị định 45/2020/NĐ-CP; nhật ký của Cổng dịch vụ công thành phố",
        numerator="first_checked_on_time",
        denominator="first_checked",
        unit="%",
    ),
)

COMPONENTS: tuple[Indicator, ...] = (
    Indicator(
        "progress",
        "Hồ sơ giải quyết và đang giải quyết đúng hạn, trước hạn",
        "Hồ sơ tiếp nhận trong kỳ đã giải quyết hoặc đang giải quyết trong thời hạn, chia cho hồ "
        "sơ tiếp nhận trong kỳ.",
        QD_766,
        numerator="term_kept",
        denominator="term_scored",
        unit="%",
        points=20,
    ),
    *(figure for figure in FIGURES if figure.points),
    Indicator("sync", "Hồ sơ đồng bộ đầy đủ lên Cổng Dịch vụ công quốc gia", "", QD_766, points=6),
    Indicator("e_result", "Hồ sơ được cấp kết quả bản điện tử có ký số", "", QD_766, points=6),
    Indicator("digitised", "Hồ sơ có thành phần, kết quả được số hóa", "", QD_766, points=4),
    Indicator("reuse", "Hồ sơ khai thác, sử dụng lại dữ liệu số hóa", "", QD_766, points=2),
    Indicator("satisfaction", "Hài lòng trong giải quyết thủ tục", "", QD_766, points=6),
)


def in_force(indicators: Sequence[Indicator], *, on: date) -> list[Indicator]:
    """Those of the indicators that hold on a day."""
    return [
        indicator
        for indicator in indicators
        if indicator.effective_from <= on
        and (indicator.effective_until is None or on <= indicator.effective_until)
    ]


def indicator_of(code: str) -> Indicator:
    """The indicator of that code."""
    for indicator in (*FIGURES, *COMPONENTS):
        if indicator.code == code:
            return indicator
    raise NotFound("Không có chỉ tiêu này.")
