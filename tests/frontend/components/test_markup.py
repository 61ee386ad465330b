"""Escaping: text is never markup, html is the caller's word."""

import pytest
from django.utils.safestring import SafeString

from frontend.components import render, summary_row
from frontend.components.markup import element

EVIL = '"><script>alert(1)</script>'


@pytest.mark.parametrize(
    ("component", "options"),
    [
        ("button", {"text": EVIL, "name": EVIL, "value": EVIL}),
        ("button", {"text": EVIL, "href": EVIL}),
        ("input", {"name": EVIL, "value": EVIL, "label": {"text": EVIL}, "hint": {"text": EVIL}}),
        ("input", {"name": "a", "prefix": {"text": EVIL}, "errorMessage": {"text": EVIL}}),
        ("textarea", {"name": "a", "value": EVIL, "label": {"text": EVIL}}),
        ("select", {"name": "a", "items": [{"text": EVIL, "value": EVIL}]}),
        ("radios", {"name": "a", "items": [{"text": EVIL, "value": EVIL, "hint": {"text": EVIL}}]}),
        ("checkboxes", {"name": "a", "items": [{"text": EVIL, "value": EVIL}, {"divider": EVIL}]}),
        (
            "date-input",
            {"id": EVIL, "values": {"day": EVIL}, "fieldset": {"legend": {"text": EVIL}}},
        ),
        ("file-upload", {"name": EVIL, "label": {"text": EVIL}, "attributes": {"accept": EVIL}}),
        ("error-summary", {"titleText": EVIL, "errorList": [{"text": EVIL, "href": EVIL}]}),
        ("summary-list", {"rows": [summary_row(EVIL, EVIL, href=EVIL)]}),
        ("table", {"caption": EVIL, "head": [{"text": EVIL}], "rows": [[{"text": EVIL}]]}),
        ("notification-banner", {"text": EVIL, "titleText": EVIL}),
        ("panel", {"titleText": EVIL, "text": EVIL}),
        ("details", {"summaryText": EVIL, "text": EVIL}),
        ("pagination", {"next": {"href": EVIL, "text": EVIL}, "items": [{"number": EVIL}]}),
        ("task-list", {"items": [{"title": {"text": EVIL}, "href": EVIL, "hint": {"text": EVIL}}]}),
        ("service-navigation", {"serviceName": EVIL, "navigation": [{"text": EVIL, "href": EVIL}]}),
    ],
)
def test_what_people_type_stays_text(component: str, options: dict[str, object]) -> None:
    made = render(component, options)
    assert "<script" not in made
    assert '"&gt;' not in made
    assert "&quot;&gt;&lt;script&gt;" in made


def test_safe_text_is_not_escaped_twice() -> None:
    assert element("p", {}, SafeString("<b>Hồ sơ</b>")) == "<p><b>Hồ sơ</b></p>"


@pytest.mark.parametrize(
    ("value", "written"),
    [(None, ""), (False, ""), (True, " data-x"), ("", ' data-x=""'), (0, ' data-x="0"')],
)
def test_attributes_are_left_out_or_written(value: object, written: str) -> None:
    assert element("p", {"data-x": value}) == f"<p{written}></p>"


def test_first_line_feed_of_an_answer_survives() -> None:
    assert ">\n\nDòng hai</textarea>" in render("textarea", {"name": "a", "value": "\nDòng hai"})
