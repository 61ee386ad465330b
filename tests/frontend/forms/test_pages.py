"""The neutral page model as questions on a page."""

import dataclasses
from pathlib import Path

import pytest
from django.core.cache import cache

from frontend.forms import communes
from frontend.forms.pages import draw_page
from portal.core import clock
from portal.core.errors import FieldError
from procedures.definition import forms, loader
from tests.factories.accounts import AgencyFactory

PACKAGES = Path(forms.__file__).parents[1] / "packages"


def page_of(code, page_id, answers=None):
    package = loader.load((PACKAGES / f"{code}.yaml").read_text(encoding="utf-8"))
    moment = clock.parse("2026-11-23T09:00")
    pages = forms.page_model(package, answers or {}, at=moment)
    return next(page for page in pages if page.id == page_id)


def html_of(drawn):
    return "".join(section.html for section in drawn.sections)


def test_single_question_is_the_heading_of_its_page():
    drawn = draw_page(page_of("1.009454", "applicant-kind"))
    assert drawn.is_heading_in_form
    assert '<h1 class="govuk-fieldset__heading">Ai là chủ bến?' in html_of(drawn)


def test_several_questions_leave_the_heading_to_the_page():
    drawn = draw_page(page_of("1.009454", "scale"))
    assert not drawn.is_heading_in_form
    assert "<h1" not in html_of(drawn)
    assert [section.title for section in drawn.sections] == ["Kích thước", "Công trình"]


def test_what_one_answer_reveals_is_nested_below_it():
    page = page_of("1.009454", "delivery")
    made = html_of(draw_page(page))
    conditional = made.index("govuk-radios__conditional")
    assert made.index('value="post"') < conditional < made.index('name="delivery.address"')
    assert made.count('name="delivery.address"') == 1
    assert "govuk-radios__conditional--hidden" in made


def test_revealed_question_is_open_when_its_answer_is_chosen():
    made = html_of(draw_page(page_of("1.009454", "delivery", {"delivery": {"method": "post"}})))
    assert "govuk-radios__conditional--hidden" not in made


def test_what_several_answers_reveal_names_them_for_the_script():
    made = html_of(draw_page(page_of("2.000635", "document")))
    assert 'data-shown-when="record.kind"' in made
    values = made.split('data-shown-values="')[1].split('"')[0].split()
    assert "birth" in values
    assert "death" not in values


@pytest.mark.parametrize(
    ("code", "page_id", "pointer", "href"),
    [
        ("1.009454", "operation", "/operation/from", "#operation-from-day"),
        ("1.009454", "applicant-kind", "/applicant/kind", "#applicant-kind"),
        ("1.009454", "scale", "/port/area_m2", "#port-area_m2"),
        ("1.009454", "delivery", "/pledge", "#pledge"),
    ],
)
def test_error_is_linked_to_the_first_control_and_shown_beside_it(code, page_id, pointer, href):
    wrong = FieldError(pointer, "required", "Câu báo <lỗi>.")
    drawn = draw_page(page_of(code, page_id), [wrong])
    assert drawn.errors == ({"text": "Câu báo <lỗi>.", "href": href},)
    made = html_of(drawn)
    assert f'id="{href[1:]}"' in made
    assert "Câu báo &lt;lỗi&gt;." in made


def test_error_of_another_page_is_left_out():
    wrong = FieldError("/port/name", "required", "Thiếu.")
    assert draw_page(page_of("1.009454", "scale"), [wrong]).errors == ()


def test_date_is_asked_in_three_named_parts():
    made = html_of(
        draw_page(page_of("1.009454", "operation", {"operation": {"from": "2026-12-05"}}))
    )
    for part, value in (("day", "5"), ("month", "12"), ("year", "2026")):
        assert f'name="operation.from.{part}" type="text" value="{value}"' in made


@pytest.mark.parametrize(("required", "mark"), [(True, "(bắt buộc)"), (False, "(không bắt buộc)")])
def test_question_says_whether_it_must_be_answered(required, mark):
    page = page_of("1.009454", "scale")
    field = dataclasses.replace(page.sections[0].fields[0], required=required)
    section = dataclasses.replace(page.sections[0], fields=(field,))
    assert mark in html_of(draw_page(dataclasses.replace(page, sections=(section,))))


@pytest.mark.django_db
def test_communes_are_named_without_their_committee_and_remembered(django_assert_num_queries):
    cache.clear()
    AgencyFactory(name="Ủy ban nhân dân phường Thuỷ Nguyên", commune_code="11560")
    assert communes.commune_names()["11560"] == "Phường Thuỷ Nguyên"
    with django_assert_num_queries(0):
        communes.commune_names()
    cache.clear()


@pytest.mark.parametrize(
    ("pointer", "code", "message", "said"),
    [
        ("/operation/from", "format", "Hãy nhập một ngày.", "{label}: Hãy nhập một ngày."),
        ("/operation/to", "format", "“Đến ngày” sai.", "“Đến ngày” sai."),
        ("/operation/from", "required", "Hãy nhập ngày.", "Hãy nhập ngày."),
    ],
)
def test_summary_says_which_question_is_wrong(pointer, code, message, said):
    page = page_of("1.009454", "operation")
    label = next(field.label for field in page.fields if field.pointer == pointer)
    drawn = draw_page(page, [FieldError(pointer, code, message)])
    assert [error["text"] for error in drawn.errors] == [said.format(label=label)]
    assert f"</span> {message}" in html_of(drawn)
