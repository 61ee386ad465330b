"""From an entry of the national catalogue to the beginning of a package: certain facts only.

What a package needs and the row does not say for certain is left out, so that the verifier asks
the author for it, and stands as a remark with the words of the row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from procedures.catalogue import listing
from procedures.catalogue.national.identity import AUDIENCES
from procedures.catalogue.national.row import CERTAIN
from procedures.definition import yaml_form

if TYPE_CHECKING:
    from procedures.catalogue.entry_models import CatalogueEntry

CHANNELS = ("online", "counter", "post")
MOST_REMARKS = 100
_UNITS = {"working_day": "wd", "day": "d", "working_hour": "wh"}
_PLACES = {
    "identity": "substance.catalogue",
    "audiences": "substance.catalogue.audiences",
    "agencies": "substance.catalogue.agency_class",
    "channels": "substance.catalogue.channels",
    "times": "substance.durations",
    "fees": "substance.fees",
    "papers": "substance.papers",
    "legal_basis": "substance.catalogue.legal_basis",
    "results": "substance.results",
    "steps": "substance.catalogue.how_to",
    "row": "substance",
}
_SOURCE = "Đọc từ danh mục quốc gia, chưa được soạn giả đối chiếu với văn bản gốc."


def draft_document(entry: CatalogueEntry) -> str:
    """The canonical YAML of a package's beginning, with remarks for all that was doubtful."""
    remarks: list[dict[str, str]] = []
    substance: dict[str, Any] = {
        "catalogue": _catalogue(entry, remarks),
        "papers": _papers(entry, remarks),
        "fees": _fees(entry, remarks),
        "durations": _durations(entry, remarks),
        "results": _results(entry, remarks),
    }
    remarks += [
        _remark(_place(one["place"]), f"{one['why']} Nguyên văn: “{one['excerpt']}”")
        for one in entry.doubts
    ]
    substance["catalogue"]["remarks"] = remarks[:MOST_REMARKS]
    told = {name: value for name, value in substance.items() if value}
    return yaml_form.write({"code": entry.code, "substance": told})


def _catalogue(entry: CatalogueEntry, remarks: list[dict[str, str]]) -> dict[str, Any]:
    """The catalogue's facts in the order of the format."""
    facts = entry.facts
    named = (AUDIENCES.get(word, "") for word in facts.get("audiences", ()))
    audiences = [word for word in dict.fromkeys(named) if word]
    channels = [word for word in CHANNELS if word in facts.get("channels", ())]
    told = {
        "name": entry.name,
        "field_code": listing.field_code(entry.field_name),
        "field_name": entry.field_name,
        "decision": entry.decision,
        "audiences": audiences,
        "channels": channels,
        "agency_class": _agency_class(facts),
        "legal_basis": [
            {"code": one["number"], "name": one["name"]}
            for one in facts.get("legal_basis", ())
            if one["name"]
        ],
        "conditions": facts.get("conditions", ""),
        "how_to": _steps(facts.get("steps", "")),
    }
    remarks.append(_remark("substance.catalogue", f"{_SOURCE} {entry.source_url}".strip()))
    unnamed = [one["number"] for one in facts.get("legal_basis", ()) if not one["name"]]
    if unnamed:
        said = f"Chưa đọc được tên các văn bản: {', '.join(unnamed)}."
        remarks.append(_remark("substance.catalogue.legal_basis", said))
    return {name: value for name, value in told.items() if value}


def _agency_class(facts: dict[str, Any]) -> str:
    """The class of agency where the row leaves only one: the city's level has two."""
    agencies = facts.get("agencies") or [{}]
    return "commune" if agencies[0].get("levels") == ["commune"] else ""


def _steps(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()][:60]


def _papers(entry: CatalogueEntry, remarks: list[dict[str, str]]) -> list[dict[str, Any]]:
    """The papers read for certain; which case calls for which is the author's to say."""
    told = []
    for at, one in enumerate(entry.facts.get("papers", ())):
        paper: dict[str, Any] = {"code": f"paper_{at + 1}", "name": one["name"]}
        paper |= {key: one[key] for key in ("originals", "copies") if one[key]}
        if not one["copies"]:  # else the author knows whether copies must be certified
            paper["form"] = "original"
        if one["if_any"]:
            paper["required"] = False
        told.append(paper)
        if one["group"]:
            said = f"Danh mục xếp giấy tờ này vào phần: “{one['group']}”."
            remarks.append(_remark(f"substance.papers[{at}]", said))
    return told


def _fees(entry: CatalogueEntry, remarks: list[dict[str, str]]) -> dict[str, Any]:
    """A fee, where every way to file costs the same and the row says phí or lệ phí."""
    fees = entry.facts.get("fees", ())
    if entry.states.get("fees") != CERTAIN:
        return {}
    kinds = {(one["amount"], one["currency"], one["per"], one["kind"]) for one in fees}
    channels = {one["channel"] for one in fees}
    if channels != set(entry.facts.get("channels", ())) or len(kinds) != 1:
        remarks += [_remark("substance.fees", f"{one['channel']}: {_price(one)}") for one in fees]
        return {}
    fee = fees[0]
    if fee["amount"] == 0:
        return {"due": "none"}
    if not fee["kind"] or fee["currency"] != "VND":
        said = f"{_price(fee)}; danh mục không nói là phí hay lệ phí, thu khi nào."
        remarks.append(_remark("substance.fees", said))
        return {}
    remarks.append(_remark("substance.fees.due", "Danh mục không nêu thời điểm thu."))
    rule = _price(fee)
    line = {"code": "fee", "kind": fee["kind"], "name": rule, "amount": fee["amount"], "rule": rule}
    return {"lines": [line]}


def _price(fee: dict[str, Any]) -> str:
    """A fee in words."""
    if fee["amount"] == 0:
        return "miễn phí"
    unit = "đồng" if fee["currency"] == "VND" else fee["currency"]
    amount = f"{fee['amount']:,}".replace(",", ".")
    return f"{amount} {unit}{'/' + fee['per'] if fee['per'] else ''}"


def _durations(entry: CatalogueEntry, remarks: list[dict[str, str]]) -> list[dict[str, Any]]:
    """The times whose unit the format knows, per way to file."""
    by_value: dict[str, list[str]] = {}
    for one in entry.facts.get("times", ()):
        unit = _UNITS.get(one["unit"])
        if unit:
            by_value.setdefault(f"{one['number']}{unit}", []).append(one["channel"])
        else:
            said = f"{one['channel']}: {one['number']} {one['unit']}, đơn vị mà gói không dùng."
            remarks.append(_remark("substance.durations", said))
    return [
        {"value": value, "channels": [word for word in CHANNELS if word in channels]}
        for value, channels in by_value.items()
    ]


def _results(entry: CatalogueEntry, remarks: list[dict[str, str]]) -> list[dict[str, Any]]:
    """Codes and names; whether one grants or refuses, the row does not say."""
    results = entry.facts.get("results", ())
    if results:
        said = "Danh mục không nói kết quả nào là chấp thuận, kết quả nào là từ chối."
        remarks.append(_remark("substance.results", said))
    return [{"code": one["code"], "name": one["name"]} for one in results]


def _place(place: str) -> str:
    """Where in a package a doubt about a row belongs."""
    return _PLACES.get(place.partition("[")[0].partition(".")[0], "substance")


def _remark(place: str, source: str) -> dict[str, str]:
    return {"place": place, "source": " ".join(source.split())}
