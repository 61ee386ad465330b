from __future__ import annotations

import pytest

from portal.walkthrough.pages import Page, flat, read

HTML = """<!doctype html><title>Không đọc</title>
<h1>Tên <span>trang</span></h1><script>var x = "<p>không</p>";</script>
<p class="lead big">Lời <b>dẫn</b></p><a href="/dich?x=1">Đi <i>tới</i></a>
<form method="post" action="/gui"><input type="hidden" name="token" value="t">
<input type="radio" name="kind" value="a" checked><input type="radio" name="kind" value="b">
<input type="checkbox" name="pledge" value="true">
<input name="born.day" value=""><input name="off" value="x" disabled>
<select name="place"><option value="">Hãy chọn</option><option value="1">Một</option></select>
<textarea name="note">
cũ</textarea><input type="file" name="paper">
<button name="then" value="list">Về danh sách</button><button>Gửi</button></form>"""


@pytest.fixture
def page() -> Page:
    return read(HTML, url="http://portal.example/a/b", status=200)


def test_page_is_read_as_it_is_seen(page: Page) -> None:
    assert page.heading == "Tên trang"
    assert page.links == [("http://portal.example/dich?x=1", "Đi tới")]
    assert page.texts_of("lead") == ["Lời dẫn"]
    assert "không" not in page.text
    assert page.form(has="born").action == "http://portal.example/gui"


def test_form_posts_what_a_browser_posts(page: Page) -> None:
    form = page.form(action="/gui")
    form.fill({"kind": "b", "pledge": "true", "born.day": "7", "place": "1", "token": "forged"})

    assert form.posted(button="Gửi") == [
        ("token", "t"),
        ("kind", "b"),
        ("pledge", "true"),
        ("born.day", "7"),
        ("place", "1"),
        ("note", "\ncũ"),
    ]
    assert ("then", "list") in form.posted(button="then")


def test_untouched_boxes_are_not_posted(page: Page) -> None:
    names = dict(page.form(action="/gui").posted(button="Gửi"))

    assert names["kind"] == "a"
    assert "pledge" not in names
    assert "off" not in names


def test_what_no_person_could_do_is_refused(page: Page) -> None:
    form = page.form(action="/gui")

    with pytest.raises(ValueError, match="offers no '9'"):
        form.fill({"place": "9"})
    with pytest.raises(ValueError, match="has no button"):
        form.posted(button="Không có nút này")


def test_a_missing_form_is_named(page: Page) -> None:
    with pytest.raises(LookupError, match="has no form secret"):
        page.form(has="secret")


def test_answers_become_field_names() -> None:
    answers = {"a": {"b": True, "on": "2027-01-04"}, "n": 3, "code": "12-34"}

    assert flat(answers) == {
        "a.b": "true",
        "a.on": "2027-01-04",
        "a.on.day": "4",
        "a.on.month": "1",
        "a.on.year": "2027",
        "n": "3",
        "code": "12-34",
    }
