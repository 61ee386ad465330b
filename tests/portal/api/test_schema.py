"""The published OpenAPI document, and its reader under our content policy."""

import re

import pytest
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema


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


def test_document_is_served_to_everybody_as_json(client, db):
    answer = client.get("/api/v1/schema/")
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
