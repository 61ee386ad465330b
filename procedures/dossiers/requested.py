"""The place for papers that a desk asks for and no component of the package names."""

from __future__ import annotations

from procedures.definition.evaluate import PaperNeed
from procedures.definition.package import PaperRule

CODE = "requested"
NEED = PaperNeed(
    PaperRule(
        code=CODE,
        name="Giấy tờ theo yêu cầu bổ sung",
        originals=0,
        copies=1,
        form="copy",
        required=False,
        hint="Nếu giấy tờ được yêu cầu không có ô riêng, hãy tải lên ở đây.",
    ),
    required=False,
)
