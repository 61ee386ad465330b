"""Bodies that no part of the portal should have to meet."""

import pytest

from portal.api.bodies import MAX_JSON_BYTES
from tests.factories.dossiers import EXTRACT

URL = f"/api/v1/procedures/{EXTRACT}/evaluate"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"{",
        b'"text"',
        b"\xff\xfe",
        b'{"answers": NaN}',
        b'{"answers": {"a": 1e999}}',
        b'{"answers": {"a": "\\u0000"}}',
        b'{"answers": {"a": "\\ud800"}}',
        b'{"answers": {"\\ud800": 1}}',
        b'{"answers": {"copies": {"quantity": 99999999999999999999}}}',
        b'{"answers": {"a": ' + b"9" * 5000 + b"}}",
        b'{"answers": ' + b'{"a":' * 40 + b"1" + b"}" * 40 + b"}",
        b"[" * 200_000,
    ],
    ids=lambda body: body[:30].decode("ascii", "replace"),
)
def test_unreadable_body_is_a_bad_request(anybody, body):
    answer = anybody.post(URL, body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        (b'{"answers": {"a": ["b", "\\u0000"]}}', "/answers/a/1"),
        (b'{"answers": {"a/b~c": 99999999999999999999}}', "/answers/a~1b~0c"),
        (b'{"answers": {"\\ud800": 1}}', "/answers"),
        (b'{"answers": ' + b'{"a":' * 40 + b"1" + b"}" * 40 + b"}", "/answers" + "/a" * 31),
    ],
    ids=["NUL", "large number", "lone surrogate", "too deep"],
)
def test_value_that_cannot_be_kept_is_named(anybody, body, pointer):
    answer = anybody.post(URL, body, content_type="application/json")
    assert answer.status_code == 400
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


def test_body_over_the_limit_is_too_large(anybody):
    body = b'{"answers": {"a": "' + b"x" * MAX_JSON_BYTES + b'"}}'
    answer = anybody.post(URL, body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_upload_over_the_limit_is_too_large_before_it_is_read(signed_in, settings):
    settings.UPLOAD_MAX_BYTES = 10
    an = signed_in("citizen-an")
    answer = an.upload("dossiers/x/papers", code="a", file=_file(200_000))
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def _file(size):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("big.pdf", b"x" * size)
