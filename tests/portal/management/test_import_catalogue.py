"""The command that brings the national catalogue in."""

import json
import lzma

import pytest
from django.core.management import CommandError, call_command

from procedures.catalogue.models import CatalogueEntry
from tests.factories.national import row, write_rows

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["rows.jsonl", "rows.jsonl.xz"])
def test_file_is_imported_and_summed_up(tmp_path, capsys, name):
    path = write_rows(tmp_path / name, [row(), "", row("9.000002", thanh_phan_ho_so="x")])
    call_command("import_catalogue", str(path))
    said = capsys.readouterr().out
    assert "2 thủ tục: 2 mới, 0 thay đổi, 0 giữ nguyên, 0 không còn trong tệp." in said
    assert "[papers.no_table]" in said
    assert CatalogueEntry.objects.count() == 2


def test_json_tells_a_program(tmp_path, capsys):
    path = write_rows(tmp_path / "rows.jsonl", [row()])
    call_command("import_catalogue", str(path), "--json", "--dry-run")
    told = json.loads(capsys.readouterr().out)
    assert (told["rows"], told["new"], told["dry_run"], told["bad_lines"]) == (1, 1, True, [])
    assert told["facts"]["papers"] == {"certain": 1, "doubtful": 0, "absent": 0, "values": 2}
    assert not CatalogueEntry.objects.exists()


def test_bad_lines_are_named_and_the_others_imported(tmp_path, capsys):
    lines = [row(), "{", "[1]", '{"ma_thu_tuc": 1}', row("9.000002"), '{"a": ' * 5000]
    path = write_rows(tmp_path / "rows.jsonl", lines)
    with pytest.raises(SystemExit) as left:
        call_command("import_catalogue", str(path))
    assert left.value.code == 1
    said = capsys.readouterr()
    assert [line.split(":")[0] for line in said.err.splitlines()] == [
        "dòng 2",
        "dòng 3",
        "dòng 4",
        "dòng 6",
    ]
    assert "không đánh dấu" in said.out
    assert CatalogueEntry.objects.count() == 2


def test_codes_of_different_rows_are_named(tmp_path, capsys):
    path = write_rows(tmp_path / "rows.jsonl", [row(), row(ten_thu_tuc="Tên khác")])
    call_command("import_catalogue", str(path))
    assert "Mã có nhiều dòng khác nhau: 9.000001." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (None, "No such file"),
        (b"", "không có dòng nào của danh mục quốc gia"),
        (b"name,fee\nx,1\n", "không có dòng nào của danh mục quốc gia"),
        (b"\xff\xfe\x00\x01", "không có dòng nào của danh mục quốc gia"),
        (lzma.compress(b"{}\n" * 99999)[:-40], "tệp nén xz bị hỏng hoặc không trọn"),
    ],
    ids=["missing", "empty", "table", "bytes", "cut off"],
)
def test_wrong_file_gets_one_sentence(tmp_path, data, sentence):
    path = tmp_path / "rows.jsonl"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(CommandError, match=sentence) as wrong:
        call_command("import_catalogue", str(path))
    assert wrong.value.returncode == 2
    assert not CatalogueEntry.objects.exists()


def test_stopping_keeps_what_is_done_and_says_so(tmp_path, capsys, monkeypatch):
    path = write_rows(tmp_path / "rows.jsonl", [row()])

    def stopped(*args, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr("portal.management.commands.import_catalogue.import_entries", stopped)
    with pytest.raises(SystemExit) as left:
        call_command("import_catalogue", str(path))
    assert left.value.code == 130
    assert "chạy lại lệnh để làm tiếp" in capsys.readouterr().err
