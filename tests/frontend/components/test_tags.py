"""The template tags: plain Vietnamese sentences in, the published components out."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.test.html import parse_html

from frontend.components import render

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def show(source: str, **context: object) -> str:
    return Template("{% load components %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("source", "component", "options"),
    [
        (
            '{% button text="Nộp hồ sơ" prevent_double_click=True %}',
            "button",
            {"text": "Nộp hồ sơ", "preventDoubleClick": True},
        ),
        (
            '{% input name="email" label="Thư điện tử" hint="Ví dụ: an@vidu.vn" error="Sai" %}',
            "input",
            {
                "name": "email",
                "label": {"text": "Thư điện tử"},
                "hint": {"text": "Ví dụ: an@vidu.vn"},
                "errorMessage": {"text": "Sai"},
            },
        ),
        (
            '{% input name="a" label="Họ và tên" required=False page_heading=True error=none %}',
            "input",
            {
                "name": "a",
                "label": {
                    "text": "Họ và tên (không bắt buộc)",
                    "isPageHeading": True,
                    "classes": "govuk-label--l",
                },
            },
        ),
        (
            '{% radios name="a" legend="Nhận ở đâu?" legend_classes="x" items=items value="home"%}',
            "radios",
            {
                "name": "a",
                "fieldset": {"legend": {"text": "Nhận ở đâu?", "classes": "x"}},
                "items": [{"value": "home", "text": "Tại nhà"}],
                "value": "home",
            },
        ),
        (
            '{% tag text="Quá hạn" colour="red" %}',
            "tag",
            {"text": "Quá hạn", "classes": "govuk-tag--red"},
        ),
        (
            "{% inset_text %}<p>{{ evil }}</p>{% endinset_text %}",
            "inset-text",
            {"html": "<p>&lt;b&gt;</p>"},
        ),
        (
            '{% fieldset legend="Người nộp" %}<p>…</p>{% endfieldset %}',
            "fieldset",
            {"legend": {"text": "Người nộp"}, "html": "<p>…</p>"},
        ),
        (
            '{% details summary_text="Xem thêm" %}Nội dung{% enddetails %}',
            "details",
            {"summaryText": "Xem thêm", "html": "Nội dung"},
        ),
    ],
)
def test_tag_gives_the_component(source: str, component: str, options: dict[str, object]) -> None:
    context = {"items": [{"value": "home", "text": "Tại nhà"}], "none": None, "evil": "<b>"}
    assert parse_html(show(source, **context)) == parse_html(render(component, options))


def test_required_question_carries_a_star_and_a_word() -> None:
    made = show("{% input name='a' label=label required=True %}", label="Họ & tên")
    assert "Họ &amp; tên" in made
    assert '<span class="app-required" aria-hidden="true">*</span>' in made
    assert "(bắt buộc)" in made


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("{% back_link href='/' %}", "Quay lại"),
        ("{% error_message text='Nhập họ và tên' %}", "Lỗi:"),
        ("{% warning_text text='Không hoàn phí' %}", "Lưu ý"),
        (
            "{% notification_banner type='success' %}Đã lưu{% endnotification_banner %}",
            "Thành công",
        ),
        ("{% date_input id='born' %}", "Tháng"),
        ("{% pagination next=next %}", "Sau<span"),
        ("{% password_input name='p' %}", "Hiện mật khẩu"),
        ("{% file_upload name='f' javascript=True %}", 'choose-files-button="Chọn tệp"'),
    ],
)
def test_components_speak_vietnamese(source: str, sentence: str) -> None:
    assert sentence in show(source, next={"href": "?trang=2"})


def test_error_summary_links_each_error_to_its_field() -> None:
    made = show("{% error_summary errors=errors %}", errors=[{"text": "Nhập tên", "href": "#ten"}])
    assert '<a href="#ten">Nhập tên</a>' in made
    assert show("{% error_summary errors=errors %}", errors=[]) == ""


@pytest.mark.parametrize("state", ["on_time", "due_soon", "late", "paused"])
def test_clock_says_its_state_in_words(state: str) -> None:
    made = show("{% clock state=state text='Còn 2 ngày' %}", state=state)
    assert "Còn 2 ngày" in made
    assert f"app-clock--{state.replace('_', '-')}" in made
    assert 'aria-hidden="true"' in made


def test_timeline_names_date_and_unit_of_each_step() -> None:
    at = datetime(2026, 11, 23, 9, 5, tzinfo=HANOI)
    entry = {"title": "Đã tiếp nhận", "at": at, "unit": "Bộ phận Một cửa <phường>", "current": True}
    made = show("{% timeline entries=entries %}", entries=[entry, {"title": "Chờ trả kết quả"}])
    assert "09:05, 23/11/2026" in made
    assert 'datetime="2026-11-23T09:05:00+07:00"' in made
    assert "Bộ phận Một cửa &lt;phường&gt;" in made
    assert made.count("aria-current") == 1


def test_tiles_show_figure_and_note() -> None:
    made = show(
        "{% stat_tiles tiles=tiles %}", tiles=[{"label": "Đã nhận", "value": 12, "note": "x"}]
    )
    assert "Đã nhận" in made
    assert ">12<" in made
