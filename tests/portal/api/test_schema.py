"""The published OpenAPI document, and its reader under our content policy."""

import ast
import re
from pathlib import Path

import pytest
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema

import portal.api.errors
from portal.core.errors import PortalError
from portal.core.problems import code_of

ROOT = Path(portal.api.errors.__file__).parents[2]
ROOMS = ("portal", "procedures", "payments", "tracking")
REFUSALS = {
    name: kind
    for name, kind in {**vars(portal.core.errors), **vars(portal.api.errors)}.items()
    if isinstance(kind, type) and issubclass(kind, PortalError) and kind is not PortalError
}


@pytest.fixture
def schema():
    """The document, made without a warning."""
    GENERATOR_STATS.reset()
    document = SchemaGenerator().get_schema(request=None, public=True)
    assert not GENERATOR_STATS, (GENERATOR_STATS._warn_cache, GENERATOR_STATS._error_cache)
    return document


def test_document_is_valid_openapi_3(schema):
    validate_schema(schema)
    assert schema["openapi"].startswith("3.")
    assert schema["components"]["securitySchemes"] == {
        "bearer": {"type": "http", "scheme": "bearer"}
    }


def test_every_operation_tells_of_its_errors(schema):
    operations = [step for path in schema["paths"].values() for step in path.values()]
    assert len(operations) > 30
    for operation in operations:
        content = operation["responses"]["default"]["content"]
        assert list(content) == ["application/problem+json"]


def test_what_is_public_needs_no_token(schema):
    def needs_token(path, method):
        return {} not in schema["paths"][path][method].get("security", [{}])

    assert not needs_token("/api/v1/procedures/{code}/evaluate", "post")
    assert not needs_token("/api/v1/track", "post")
    assert needs_token("/api/v1/dossiers/", "get")


def test_document_names_every_code_that_the_rooms_refuse_with(schema):
    named = set(schema["components"]["schemas"]["Problem"]["properties"]["code"]["enum"])
    sources = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    calls = [node for path in sources for node in ast.walk(ast.parse(path.read_text("utf-8")))]
    specific = {
        keyword.value.value
        for call in calls
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in REFUSALS
        for keyword in call.keywords
        if keyword.arg == "code" and isinstance(keyword.value, ast.Constant)
    }
    assert "wrong_moment" in specific
    assert named == specific | {code_of(kind("")) for kind in REFUSALS.values()}


@pytest.mark.parametrize(
    ("shape", "member"),
    [
        ("DossierBrief", "stage"),
        ("QueueLine", "stage"),
        ("PaymentShape", "state"),
        ("ClockShape", "state"),
        ("HoldShape", "kind"),
        ("InputShape", "widget"),
    ],
)
def test_closed_lists_are_named(schema, shape, member):
    schemas = schema["components"]["schemas"]
    told = schemas[shape]["properties"][member]
    reference = told.get("$ref") or told["allOf"][0]["$ref"]
    assert len(schemas[reference.rsplit("/", 1)[1]]["enum"]) > 2


@pytest.mark.parametrize(
    ("shape", "member", "members"),
    [
        ("DossierWhole", "fee_lines", {"code", "kind", "amount", "rule", "name", "waiver"}),
        ("FeeWaiting", "lines", {"code", "kind", "amount", "rule", "name", "waiver"}),
        ("ReceiptShape", "lines", {"code", "name", "amount"}),
    ],
)
def test_lines_are_described(schema, shape, member, members):
    schemas = schema["components"]["schemas"]
    reference = schemas[shape]["properties"][member]["items"]["$ref"]
    assert set(schemas[reference.rsplit("/", 1)[1]]["properties"]) == members


def test_file_in_the_making_is_described(schema):
    path = "/api/v1/dossiers/{dossier}/slips/{slip}/file"
    answers = schema["paths"][path]["get"]["responses"]
    assert set(answers["202"]["content"]) == {"application/json"}
    assert set(answers["200"]["content"]) == {"application/pdf"}


def test_document_is_served_to_everybody_as_json(client, db):
    answer = client.get("/api/v1/schema/")
    assert answer.headers["Content-Disposition"] == 'inline; filename="hai-phong-v1.json"'
    assert answer.headers["Content-Type"] == "application/json"
    assert "/api/v1/procedures/{code}/evaluate" in answer.json()["paths"]


def test_reader_of_the_document_has_nothing_inline(client, db):
    page = client.get("/api/v1/docs/")
    text = page.content.decode()
    assert page.status_code == 200
    assert not re.search(r"<style|style=|<script>|\son\w+=", text)
    sources = re.findall(r'<script src="([^"]+)"', text)
    assert sources
    assert all(source.startswith("/") for source in sources)
    script = client.get(sources[-1].replace("&amp;", "&"))
    assert script.headers["Content-Type"].startswith("application/javascript")
    assert 'url: "/api/v1/schema/"' in script.content.decode().replace("\\u002D", "-")
