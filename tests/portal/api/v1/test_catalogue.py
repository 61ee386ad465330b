"""The catalogue, and the contract of `evaluate`."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.accounts.actors import system
from procedures.catalogue.importing import import_entries
from tests.factories.dossiers import (
    BERTH,
    BERTH_ANSWERS,
    BIRTH,
    BUNDLE,
    EXTRACT,
    EXTRACT_ANSWERS,
    merged,
)
from tests.factories.national import row

CONTRACT = {
    "valid",
    "errors",
    "visible",
    "required",
    "computed",
    "fees",
    "duration",
    "due",
}
REQUESTER = {
    "full_name": "Trần Thị Bình",
    "personal_number": "031192999002",
    "phone": "+84900000102",
    "birth_date": "1992-08-25",
}
EXTRACT_COMPLETE = merged(EXTRACT_ANSWERS, {"requester": REQUESTER})
BERTH_COMPLETE = merged(
    BERTH_ANSWERS,
    {
        "applicant": {
            "full_name": "Phạm Quốc Cường",
            "personal_number": "031078999003",
            "phone": "+84900000103",
            "address": "Số 8 đường Bạch Đằng, phường Thuỷ Nguyên",
        }
    },
)

SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
NAMES = st.sampled_from(["record", "kind", "copies", "quantity", "subject", "pledge", "x"])
ANYTHING = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner), max_leaves=8
)


@pytest.fixture
def evaluate(anybody):
    """`evaluate(code, **body)` posts a body and gives the answer."""

    def ask(code=EXTRACT, **body):
        return anybody.tell(f"procedures/{code}/evaluate", body)

    return ask


def test_search_needs_no_diacritics(anybody):
    found = anybody.ask("procedures/", {"search": "trich luc ho tich"}).json()
    assert [procedure["code"] for procedure in found["data"]] == [EXTRACT]
    assert (found["has_more"], found["next"]) == (False, None)


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ({"audience": "enterprise"}, [BERTH]),
        ({"field": "ho_tich"}, [BIRTH, EXTRACT, BUNDLE]),
        ({"field": "hang_hai_va_duong_thuy", "level": "full"}, [BERTH]),
        ({"search": "không có thủ tục này"}, []),
    ],
)
def test_list_is_narrowed_by_filters(anybody, query, codes):
    found = anybody.ask("procedures/", query).json()["data"]
    assert [procedure["code"] for procedure in found] == codes


def test_list_goes_on_by_cursor(anybody):
    first = anybody.ask("procedures/", {"limit": 1}).json()
    assert first["has_more"] is True
    second = anybody.get(first["next"]).json()
    codes = [page["data"][0]["code"] for page in (first, second)]
    every = [row["code"] for row in anybody.ask("procedures/", {"limit": 50}).json()["data"]]
    assert (codes, second["has_more"]) == (every[:2], True)


@pytest.fixture
def entries():
    """Import two rows of the national catalogue."""
    rows = [row(), row("9.000002", so_quyet_dinh="x", thanh_phan_ho_so="x")]
    import_entries(rows, source_hash="a" * 64, actor=system("import"))


def test_list_goes_on_from_the_citys_to_the_national_catalogues(anybody, entries):
    found = anybody.ask("procedures/", {"limit": 50}).json()["data"]
    assert [line["source"] for line in found] == ["city"] * (len(found) - 2) + ["national"] * 2
    found = anybody.ask("procedures/", {"search": "ghi so", "agency_level": "commune"}).json()
    assert [line["code"] for line in found["data"]] == ["9.000001", "9.000002"]
    assert found["data"][0]["agency_levels"] == ["commune"]


def test_entry_tells_facts_doubts_and_its_source(anybody, entries):
    told = anybody.ask("catalogue-entries/9.000001/").json()
    assert told["papers"][1]["copies"] == 1
    assert told["fees"][0]["amount"] == 8000
    assert told["source_url"].startswith("https://dichvucong.gov.vn/")
    assert told["doubts"] == []
    doubtful = anybody.ask("catalogue-entries/9.000002/").json()
    assert (doubtful["papers"], doubtful["states"]["papers"]) == ([], "doubtful")
    assert doubtful["decision"] == ""
    assert {"papers.no_table", "identity.decision"} <= {one["code"] for one in doubtful["doubts"]}
    assert anybody.ask("catalogue-entries/9.999999/").status_code == 404


def test_sheet_says_all_that_the_law_wants_shown(anybody):
    sheet = anybody.ask(f"procedures/{EXTRACT}/").json()
    assert sheet["code"] == EXTRACT
    assert {"code": "60/2014/QH13", "name": "Luật Hộ tịch"} in sheet["legal_basis"]
    assert sheet["fees"]["lines"][0]["rule"] == "8.000 đồng mỗi bản sao × … bản"
    assert sheet["fees"]["lines"][0]["waivers"][0]["until"] == "2027-02-28"
    assert [paper["conditional"] for paper in sheet["papers"]] == [False, True, True]
    assert sheet["durations"][0]["words"] == "trong ngày làm việc"
    assert sheet["data"]["properties"]["copies"]["required"] == ["quantity"]
    assert sheet["pages"][0]["sections"][0]["fields"][0]["pointer"] == "/record/kind"


def test_agencies_are_listed_by_kind(anybody):
    page = anybody.ask("agencies/", {"kind": "commune", "limit": 200}).json()
    assert len(page["data"]) == 114
    assert {agency["kind"] for agency in page["data"]} == {"commune"}


@pytest.mark.parametrize(
    ("path", "query", "pointer"),
    [
        ("procedures/", {"limit": 0}, "/limit"),
        ("procedures/", {"limit": -1}, "/limit"),
        ("procedures/", {"limit": 201}, "/limit"),
        ("procedures/", {"limit": "abc"}, "/limit"),
        ("procedures/", {"level": "zz"}, "/level"),
        ("procedures/", {"audience": "dog"}, "/audience"),
        ("procedures/", {"agency_level": "village"}, "/agency_level"),
        ("procedures/", {"levle": "full"}, "/levle"),
        ("procedures/", {"search": "\0"}, "/search"),
        ("procedures/", {"field": "\0"}, "/field"),
        ("procedures/", {"cursor": "cD0A"}, "/cursor"),
        ("procedures/", {"cursor": "cD0AAA=="}, "/cursor"),
        ("procedures/", {"cursor": "cD0lMDA="}, "/cursor"),
        ("agencies/", {"kind": "kitchen"}, "/kind"),
        ("agencies/", {"limit": 0}, "/limit"),
        ("agencies/", {"page": 2}, "/page"),
    ],
)
def test_wrong_parameter_is_named(anybody, path, query, pointer):
    answer = anybody.ask(path, query)
    assert answer.status_code == 400, answer.content
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


@pytest.mark.parametrize(
    ("code", "answers", "total", "duration", "due"),
    [
        (EXTRACT, EXTRACT_COMPLETE, 16_000, "0d", "2026-11-23T17:30:00+07:00"),
        (BERTH, BERTH_COMPLETE, 100_000, "5wd", "2026-12-01T17:30:00+07:00"),  # 24/11 rests
    ],
)
def test_complete_answers_get_fee_and_due_date(evaluate, code, answers, total, duration, due):
    verdict = evaluate(code, answers=answers, channel="online", at="2026-11-23T09:00+07:00")
    body = verdict.json()
    assert verdict.status_code == 200
    assert set(body) == CONTRACT
    assert (body["valid"], body["errors"]) == (True, [])
    assert body["fees"]["total"] == total
    assert {tuple(sorted(line)) for line in body["fees"]["lines"]} == {
        ("amount", "code", "kind", "rule")
    }
    assert (body["duration"], body["due"]["at"]) == (duration, due)
    assert set(body["due"]["derivation"][0]) == {"rule", "from", "to", "text"}


def test_level_two_identity_waives_the_fee_until_its_end(evaluate):
    def total(at):
        body = {"answers": EXTRACT_COMPLETE, "persons": ["vneid_2"], "at": at}
        return evaluate(**body).json()["fees"]["total"]

    assert [total("2027-02-28T16:00+07:00"), total("2027-03-01T09:00")] == [0, 16_000]


def test_wrong_answers_are_named_not_refused(evaluate):
    verdict = evaluate(answers={"record": {"kind": "horoscope"}, "extra": 1})
    body = verdict.json()
    assert (verdict.status_code, body["valid"]) == (200, False)
    assert {"/record/kind", "/extra"} <= {error["pointer"] for error in body["errors"]}
    assert "/record/kind" in body["visible"]
    assert "/record/kind" in body["required"]


def test_verdict_costs_one_read(anybody, django_assert_num_queries):
    body = {"answers": EXTRACT_COMPLETE}
    anybody.tell(f"procedures/{EXTRACT}/evaluate", body)
    with django_assert_num_queries(1):
        anybody.tell(f"procedures/{EXTRACT}/evaluate", body)


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/answers"),
        ({"answers": None}, "/answers"),
        ({"answers": []}, "/answers"),
        ({"answers": {}, "channel": "pigeon"}, "/channel"),
        ({"answers": {}, "at": "hôm nay"}, "/at"),
        ({"answers": {}, "at": "9999-12-31T23:59:59Z"}, "/at"),
        ({"answers": {}, "at": 5}, "/at"),
        ({"answers": {}, "persons": "vneid_2"}, "/persons"),
        ({"answers": {}, "persons": [{"group": 1}]}, "/persons/0"),
        ({"answers": {}, "persons": ["vneid_9"]}, "/persons/0"),
        ({"answers": {}, "agency": ["H24"]}, "/agency"),
        ({"answers": {}, "agency": "H99"}, "/agency"),
        ({"answers": {}, "chanel": "online"}, "/chanel"),
    ],
)
def test_malformed_question_is_refused(evaluate, body, pointer):
    answer = evaluate(**body)
    assert answer.status_code == 400
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


@pytest.mark.parametrize(
    ("code", "at"),
    [("9.999999", "2026-11-23T09:00"), (EXTRACT, "2020-01-01T09:00")],
    ids=["unknown code", "before its first version"],
)
def test_procedure_not_in_force_is_not_found(evaluate, code, at):
    answer = evaluate(code, answers={}, at=at)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answers=ANYTHING, at=SCALARS, persons=ANYTHING, channel=SCALARS)
def test_no_question_breaks_the_verdict(anybody, answers, at, persons, channel):
    for code in (EXTRACT, BERTH):
        bodies = [{"answers": answers}, {"answers": {"record": answers}, "at": at}]
        bodies += [{"answers": {}, "persons": persons}, {"answers": {}, "channel": channel}]
        for body in bodies:
            text = json.dumps(body)
            url = f"/api/v1/procedures/{code}/evaluate"
            answer = anybody.post(url, text, content_type="application/json")
            assert answer.status_code in {200, 400}
