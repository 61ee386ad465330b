"""The questions of the counter's screen that no package asks: who, for whom, which papers."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from frontend.components import question, render
from frontend.components.markup import join
from frontend.words import look_up_words
from portal.accounts.models import Organisation, Person
from procedures.dossiers import arrivals, mandates
from procedures.dossiers.intake import COUNTED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.utils.safestring import SafeString

    from portal.accounts.models import Agency
    from procedures.definition.package import Package
    from procedures.dossiers.looking_up import PaperLookUp
    from procedures.dossiers.selectors import PaperSlot

PREFIX = "arrival."
PAPER = "paper."
COUNT = "count."
PERSON = (
    ("personal_number", "Số định danh cá nhân", "numeric", "govuk-input--width-20"),
    ("full_name", "Họ, chữ đệm và tên", None, ""),
    ("birth_date", "Ngày sinh", None, "govuk-input--width-10"),
    ("address", "Nơi cư trú", None, ""),
)
COUNT_WORDS = {"originals": "Bản chính", "certified": "Bản chứng thực", "copies": "Bản chụp"}
CHANNEL_WORDS = {"counter": "Trực tiếp tại quầy", "post": "Qua bưu chính"}
LABELS = {
    "card": "Quét mã QR trên thẻ căn cước",
    "personal_number": "Số định danh cá nhân",
    "full_name": "Họ, chữ đệm và tên",
    "birth_date": "Ngày sinh",
    "gender": "Giới tính",
    "address": "Nơi cư trú",
    "phone": "Số điện thoại",
    "email": "Thư điện tử",
}
GENDER = "Giới tính"
TICKET = "Số thứ tự tại quầy hoặc số hiệu bưu gửi"


class Drawer:
    """Draws fields with what was typed and what is wrong, by pointer."""

    def __init__(self, given: Mapping[str, Any], errors: Mapping[str, str]) -> None:
        self._given, self._errors = given, errors

    def value(self, pointer: str) -> str:
        """What was typed for a pointer."""
        found: Any = self._given
        for part in pointer.strip("/").split("/"):
            found = found.get(part, "") if isinstance(found, dict) else ""
        return found if isinstance(found, str) else ""

    def line(self, pointer: str, label: str, *, required: bool = True, **more: Any) -> SafeString:
        """A one-line input."""
        return render(
            "input",
            {**self._common(pointer, label, required), "value": self.value(pointer), **more},
        )

    def chosen(
        self, pointer: str, label: str, choices: Iterable[tuple[str, str]], *, required: bool
    ) -> SafeString:
        """A list to choose from."""
        items = [{"value": value, "text": text} for value, text in choices]
        options = {**self._common(pointer, label, required), "items": items}
        return render("select", {**options, "value": self.value(pointer)})

    def radios(
        self, pointer: str, label: str, items: Sequence[Mapping[str, Any]], *, inline: bool = False
    ) -> SafeString:
        """A choice among a few."""
        common = self._common(pointer, label, required=True)
        legend = {**common.pop("label"), "classes": "govuk-fieldset__legend--s"}
        common["idPrefix"] = common.pop("id")
        classes = "govuk-radios--inline" if inline else "govuk-radios--small"
        return render(
            "radios",
            {
                **common,
                "fieldset": {"legend": legend},
                "items": items,
                "value": self.value(pointer),
                "classes": classes,
            },
        )

    def _common(self, pointer: str, label: str, required: bool) -> dict[str, Any]:  # noqa: FBT001
        error = self._errors.get(pointer, "")
        return {
            "id": field_id(pointer),
            "name": f"{PREFIX}{pointer.strip('/').replace('/', '.')}",
            "label": {**question(label, required=required), "classes": "govuk-label--s"},
            **({"errorMessage": {"text": error}} if error else {}),
        }


def field_id(pointer: str) -> str:
    """The id of a field's first control."""
    return f"arrival-{pointer.strip('/').replace('/', '-')}"


def arrival_fields(
    drawer: Drawer, package: Package, agencies: Sequence[Agency], own: Agency
) -> SafeString:
    """How the file comes, its number in the queue, and who is to settle it."""
    offered = [one for one in arrivals.CHANNELS if one in package.substance.catalogue.channels]
    competent = [a for a in agencies if a.kind == package.substance.catalogue.agency_class]
    first = [(one.code, one.name) for one in competent if one == own]
    rest = [(one.code, one.name) for one in competent if one != own]
    channels = [{"value": one, "text": CHANNEL_WORDS[one]} for one in offered]
    points = [("", "Không có"), *((one.code, one.name) for one in agencies)]
    return join(
        drawer.radios("/channel", "Hồ sơ đến bằng cách nào?", channels, inline=True),
        drawer.line(
            "/ticket", TICKET, required=False, classes="govuk-input--width-20", spellcheck=False
        ),
        drawer.chosen(
            "/agency",
            "Cơ quan giải quyết",
            [*([] if first else [("", "Hãy chọn")]), *first, *rest],
            required=True,
        ),
        drawer.chosen("/support_point", "Điểm hỗ trợ", points, required=False),
    )


def card_field(drawer: Drawer, role: str, *, focus: bool = False) -> SafeString:
    """The field into which the reader types."""
    return drawer.line(
        f"/{role}/card",
        LABELS["card"],
        required=False,
        hint={"text": "Đặt con trỏ vào ô này rồi quét; thông tin được điền ngay."},
        autocomplete="off",
        spellcheck=False,
        attributes={"data-reader": "true", **({"autofocus": "autofocus"} if focus else {})},
    )


def person_fields(drawer: Drawer, role: str) -> SafeString:
    """The facts of an identity paper, typed where no code can be read."""
    lines = []
    for name, label, inputmode, classes in PERSON:
        kind: dict[str, Any] = {"type": "date"} if name == "birth_date" else {}
        more = {**kind, "inputmode": inputmode, "classes": classes, "autocomplete": "off"}
        lines.append(drawer.line(f"/{role}/{name}", label, **more))
    genders = [{"value": value, "text": str(text)} for value, text in Person.Gender.choices]
    lines.insert(3, drawer.radios(f"/{role}/gender", GENDER, genders, inline=True))
    return join(*lines)


def contact_fields(drawer: Drawer, role: str) -> SafeString:
    """How to reach somebody."""
    return join(
        drawer.line(
            f"/{role}/phone",
            LABELS["phone"],
            required=False,
            type="tel",
            autocomplete="off",
            classes="govuk-input--width-20",
        ),
        drawer.line(
            f"/{role}/email", LABELS["email"], required=False, type="email", autocomplete="off"
        ),
    )


def whose_field(drawer: Drawer) -> SafeString:
    """Whose matter it is."""
    return drawer.radios(
        "/whose",
        "Hồ sơ là của ai?",
        [
            {"value": "self", "text": "Của chính người nộp"},
            {"value": "person", "text": "Của cá nhân khác"},
            {"value": "organisation", "text": "Của tổ chức"},
        ],
    )


def relation_field(drawer: Drawer, *, for_organisation: bool) -> SafeString:
    """By what power the submitter speaks; each kind of owner has a list of its own."""
    items = [
        {"value": one.code, "text": one.label, "hint": {"text": one.hint}}
        for one in mandates.RELATIONS.values()
        if one.for_organisation == for_organisation
    ]
    pointer = "/relation_organisation" if for_organisation else "/relation_person"
    return drawer.radios(pointer, "Căn cứ nộp thay", items)


def organisation_fields(drawer: Drawer) -> SafeString:
    """The tax code, and what is asked where nobody knows it yet."""
    kinds = [("", "Hãy chọn"), *((value, str(text)) for value, text in Organisation.Kind.choices)]
    return join(
        drawer.line(
            "/organisation/tax_code",
            "Mã số thuế",
            inputmode="numeric",
            classes="govuk-input--width-20",
            spellcheck=False,
        ),
        drawer.line(
            "/organisation/name",
            "Tên tổ chức",
            required=False,
            hint={"text": "Chỉ ghi khi hệ thống chưa có tổ chức mang mã số thuế này."},
        ),
        drawer.chosen("/organisation/kind", "Loại tổ chức", kinds, required=False),
        drawer.line("/organisation/address", "Địa chỉ trụ sở", required=False),
    )


def paper_boxes(
    slots: Sequence[PaperSlot],
    counts: Mapping[str, Any],
    errors: Mapping[str, str],
    told: Mapping[str, PaperLookUp] = MappingProxyType({}),
) -> list[dict[str, Any]]:
    """One box per component: its files, how many papers were shown, how a look-up ended."""
    return [
        {**_box(slot, counts, errors), **look_up_words(slot, told)}
        for slot in slots
        if slot.need.uploadable
    ]


def _box(slot: PaperSlot, counts: Mapping[str, Any], errors: Mapping[str, str]) -> dict[str, Any]:
    rule = slot.need.rule
    certified = rule.copies if rule.form == "certified_copy" else 0
    usual = {
        "originals": rule.originals,
        "certified": certified,
        "copies": rule.copies - certified,
    }
    if any(file.register for file in slot.files):
        usual = dict.fromkeys(usual, 0)  # nothing changed hands
    typed = counts.get(rule.code, {})
    return {
        "code": rule.code,
        "title": rule.name,
        "hint": rule.hint,
        "required": slot.need.required,
        "files": slot.files,
        "name": f"{PAPER}{rule.code}",
        "id": f"paper-{rule.code}",
        "error": errors.get(f"/papers/{rule.code}") or None,
        "counts": [
            {
                "id": f"count-{rule.code}-{kind}",
                "name": f"{COUNT}{rule.code}.{kind}",
                "label": COUNT_WORDS[kind],
                "value": str(typed.get(kind, usual[kind])),
                "error": errors.get(f"/counts/{rule.code}/{kind}") or None,
            }
            for kind in COUNTED
        ],
    }
