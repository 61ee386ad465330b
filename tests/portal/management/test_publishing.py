"""What an operator loads into a new portal: agencies from a file, then packages."""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import CommandError, call_command

from portal.accounts import demo
from portal.accounts.models import Agency, Desk
from portal.core.journal.models import Event
from procedures.catalogue.actions import SHIPPED
from procedures.catalogue.models import ProcedureVersion

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.django_db
EXTRACT, PORT = SHIPPED / "2.000635.yaml", SHIPPED / "1.009454.yaml"


def publish(*arguments: str) -> tuple[int, str, str]:
    said, complained = StringIO(), StringIO()
    try:
        call_command("publish_package", *arguments, stdout=said, stderr=complained)
    except SystemExit as ended:
        return int(ended.code or 0), said.getvalue(), complained.getvalue()
    return 0, said.getvalue(), complained.getvalue()


def test_packages_are_published_and_journalled() -> None:
    code, said, _ = publish(str(EXTRACT), str(PORT))

    assert code == 0
    assert ["đã công bố phiên bản 1" in line for line in said.splitlines()] == [True, True]
    assert ProcedureVersion.objects.count() == 2
    events = Event.objects.filter(name="procedure.published")
    assert {event.actor for event in events} == {"system:publish_package"}
    assert {event.procedure for event in events} == {"2.000635", "1.009454"}


def test_what_is_the_newest_already_changes_nothing() -> None:
    publish(str(EXTRACT))

    code, said, _ = publish(str(EXTRACT), "--json")

    (verdict,) = json.loads(said)
    assert (code, verdict["version"], verdict["new"]) == (0, 1, False)
    assert "không đổi" in publish(str(EXTRACT))[1]
    assert ProcedureVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("old", "new", "exit_code", "told"),
    [
        ("amount: 100000", "amount: -100000", 1, "substance.fees.lines[0].amount"),
        ("    level: full", "    level: quite", 2, "substance.catalogue.level"),
    ],
)
def test_a_bad_package_is_one_line_and_stops_no_other(
    tmp_path: Path, old: str, new: str, exit_code: int, told: str
) -> None:
    bad = tmp_path / "bad.yaml"
    text = PORT.read_text(encoding="utf-8")
    assert old in text
    bad.write_text(text.replace(old, new, 1), encoding="utf-8")

    code, said, complained = publish(str(bad), str(EXTRACT))

    assert code == exit_code
    assert len(complained.splitlines()) == len(said.splitlines()) == 1
    assert told in complained
    assert [version.procedure.code for version in ProcedureVersion.objects.all()] == ["2.000635"]


def test_a_missing_file_is_unreadable(tmp_path: Path) -> None:
    code, said, _ = publish(str(tmp_path / "none.yaml"), "--json")

    assert (code, json.loads(said)[0]["exit"]) == (2, 2)


def load(path: Path | None = None) -> str:
    said = StringIO()
    call_command("load_agencies", *([str(path)] if path else []), stdout=said)
    return said.getvalue()


def table(path: Path, *rows: dict[str, str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


CITY, *_ = demo.table("agencies")
COMMUNE = next(row for row in demo.table("agencies") if row["kind"] == "commune")


def test_the_shipped_agencies_are_loaded_and_called_test_data() -> None:
    said = load()

    assert Agency.objects.count() == len(demo.table("agencies"))
    assert "dữ liệu thử nghiệm" in said


def test_a_file_brings_agencies_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "agencies.csv"
    load(table(path, CITY, COMMUNE))

    said = load(table(path, CITY, {**COMMUNE, "phone": "0220 1234567"}))

    agency = Agency.objects.get(code=COMMUNE["code"])
    assert (agency.phone, agency.parent and agency.parent.code) == ("0220 1234567", "H24")
    assert Desk.objects.filter(agency=agency).count() == 5
    assert "2 cơ quan" in said
    assert "dữ liệu thử" not in said


FAULTS: list[tuple[dict[str, str], str]] = [
    ({"code": "hải phòng"}, r"dòng 3: Mã định danh"),
    ({"code": "H24"}, r"dòng 2: mã “H24” bị lặp. \(và 1 lỗi khác\)"),
    ({"parent": "H25"}, r"cấp trên “H25”"),
    ({"kind": "ministry"}, r"dòng 3: .*ministry"),
    ({"name": ""}, r"dòng 3: "),
    ({"commune_code": ""}, r"mã đơn vị hành chính 5 chữ số"),
]


@pytest.mark.parametrize(("change", "said"), FAULTS)
def test_a_wrong_row_is_named_and_nothing_written(
    tmp_path: Path, change: dict[str, str], said: str
) -> None:
    path = table(tmp_path / "agencies.csv", CITY, {**COMMUNE, **change})

    with pytest.raises(CommandError, match=said) as caught:
        load(path)

    assert caught.value.returncode == 1
    assert len(str(caught.value).splitlines()) == 1
    assert not Agency.objects.exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "agencies.csv: "), (b"\xff\xfe", "UTF-8"), (b"code,name\n", "thiếu cột kind")],
)
def test_a_file_that_is_no_list_is_a_wrong_call(
    tmp_path: Path, content: bytes | None, said: str
) -> None:
    path = tmp_path / "agencies.csv"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(CommandError, match=said) as caught:
        load(path)

    assert caught.value.returncode == 2


def test_an_empty_list_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "agencies.csv"
    path.write_text(",".join(CITY) + "\n", encoding="utf-8")

    with pytest.raises(CommandError, match="không có cơ quan nào"):
        load(path)


def test_a_commune_keeps_its_one_agency(tmp_path: Path) -> None:
    path = tmp_path / "agencies.csv"
    load(table(path, CITY, COMMUNE))
    other: dict[str, Any] = {**COMMUNE, "code": "H24.21.99"}

    with pytest.raises(CommandError, match="đã có cơ quan"):
        load(table(path, CITY, other))
