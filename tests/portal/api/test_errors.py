"""Every refusal is a problem with its own status, and no request is sent to a sign-in page."""

from datetime import timedelta

import pytest
from django.db import OperationalError

from portal.core import clock
from portal.core.errors import PortalError
from procedures.dossiers import selectors
from tests.factories import dossiers
from tests.factories.dossiers import BERTH, EXTRACT, HONG_BANG, a_pdf

MEMBERS = {"type", "title", "status", "detail", "code", "errors", "request_id"}


def refused(answer, status):
    """The problem of an answer that must be one."""
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert set(body) >= MEMBERS
    assert body["status"] == status
    assert body["request_id"] == answer.headers["X-Request-ID"]
    return body


@pytest.mark.parametrize("path", ["me", "dossiers/", "dossiers/x", "queue/", "payments/x"])
def test_missing_token_is_unauthenticated(anybody, path):
    answer = anybody.ask(path)
    refused(answer, 401)
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="api"'


@pytest.mark.parametrize(
    "header",
    ["Bearer", "Bearer nonsense", "Bearer " + "x" * 5000, "Basic YTpi", "Token abc"],
    ids=lambda header: header[:15],
)
def test_wrong_token_is_unauthenticated(anybody, header):
    anybody.credentials(HTTP_AUTHORIZATION=header)
    refused(anybody.ask("me"), 401)
    refused(anybody.ask("procedures/"), 401)


def test_expired_token_is_unauthenticated(signed_in, clock_at):
    an = signed_in("citizen-an")
    assert an.ask("me").status_code == 200
    clock_at((clock.now() + timedelta(hours=8)).isoformat())
    refused(an.ask("me"), 401)


@pytest.mark.parametrize(
    ("account", "method", "path", "body", "status"),
    [
        ("citizen-an", "get", "queue/", None, 403),
        ("clerk-hongbang", "post", "dossiers/", {"procedure": EXTRACT, "agency": HONG_BANG}, 403),
        ("citizen-an", "post", "dossiers/", {"procedure": "9.9", "agency": HONG_BANG}, 404),
        ("citizen-an", "post", "dossiers/", {"procedure": EXTRACT, "agency": "H99"}, 404),
        ("citizen-an", "post", "dossiers/", {"procedure": EXTRACT, "agency": "H24"}, 400),
        ("citizen-an", "post", "dossiers/", {"procedure": EXTRACT}, 400),
        ("citizen-an", "get", "dossiers/H24.21.22-261123-0009", None, 404),
        ("citizen-an", "get", "dossiers/0192f3a0-0000-7000-8000-000000000000", None, 404),
        ("citizen-an", "get", "dossiers/?cursor=cD14eXo%3D", None, 400),
        ("citizen-an", "get", "nowhere", None, 404),
        ("citizen-an", "get", "payments/nonsense", None, 404),
        ("citizen-an", "delete", "me", None, 405),
        ("citizen-an", "post", "procedures/", {}, 405),
        ("clerk-hongbang", "get", "queue/?desk=kitchen", None, 400),
    ],
)
def test_refusals(signed_in, account, method, path, body, status):
    caller = signed_in(account)
    refused(getattr(caller, method)(f"/api/v1/{path}", body, format="json"), status)


def test_form_where_json_is_read_is_an_unsupported_medium(signed_in):
    an = signed_in("citizen-an")
    refused(an.post("/api/v1/dossiers/", {"procedure": EXTRACT}, format="multipart"), 415)
    refused(an.post("/api/v1/dossiers/x/papers", {"code": "a"}, format="json"), 415)


def test_representation_that_we_lack_is_not_acceptable(anybody):
    refused(anybody.get("/api/v1/procedures/", HTTP_ACCEPT="text/csv"), 406)


def test_database_that_does_not_answer_is_tried_again_later(anybody, monkeypatch):
    def away(*args, **kwargs):
        raise OperationalError

    monkeypatch.setattr(selectors, "track", away)
    answer = anybody.tell("track", {"code": "H24.21.22-261123-0001", "secret": "ABCDEFGH"})
    assert "được giữ nguyên" in refused(answer, 503)["detail"]
    assert answer.headers["Retry-After"] == "5"


def test_too_many_tries_are_throttled(anybody, settings):
    settings.REST_FRAMEWORK = {
        **settings.REST_FRAMEWORK,
        "DEFAULT_THROTTLE_RATES": {"track": "2/min"},
    }
    body = {"code": "H24.21.22-261123-0001", "secret": "ABCDEFGH"}
    for proxy in ("1.1.1.1", "2.2.2.2"):
        # A header that the caller writes makes no new caller.
        anybody.credentials(HTTP_X_FORWARDED_FOR=proxy)
        refused(anybody.tell("track", body), 404)
    answer = anybody.tell("track", body)
    refused(answer, 429)
    assert 0 < int(answer.headers["Retry-After"]) <= 60


def test_stranger_does_not_learn_that_a_dossier_exists(signed_in):
    dossier = dossiers.a_submitted()
    stranger = signed_in("citizen-binh")
    for path in (dossier.code, str(dossier.public_id)):
        for leaf in ("", "/timeline", "/slips", "/results", "/receipts"):
            refused(stranger.ask(f"dossiers/{path}{leaf}"), 404)
    seen = {"seen_version": dossier.version}
    for verb in ("submit", "supplement", "collect", "actions/accept", "payment"):
        refused(stranger.tell(f"dossiers/{dossier.code}/{verb}", seen), 404)
    refused(stranger.upload(f"dossiers/{dossier.code}/papers", code="a", file=a_pdf()), 404)


def test_draft_is_seen_by_nobody_else(signed_in):
    draft = dossiers.a_draft()
    for account in ("citizen-binh", "clerk-hongbang", "city-leader"):
        refused(signed_in(account).ask(f"dossiers/{draft.public_id}"), 404)


def test_colleague_without_the_role_is_forbidden(signed_in):
    dossier = dossiers.a_submitted()
    leader = signed_in("leader-hongbang")
    body = {"seen_version": dossier.version}
    refused(leader.tell(f"dossiers/{dossier.code}/actions/accept", body), 403)
    refused(signed_in("clerk-thuynguyen").ask(f"dossiers/{dossier.code}"), 404)


def test_stale_version_says_what_changed(signed_in):
    dossier = dossiers.a_submitted()
    seen = dossier.version
    dossiers.take(dossier, "accept", "clerk")
    clerk = signed_in("clerk-hongbang")
    answer = clerk.tell(f"dossiers/{dossier.code}/actions/accept", {"seen_version": seen})
    body = refused(answer, 409)
    assert (body["code"], body["version"]) == ("stale", seen + 1)
    assert body["changes"] == [
        {
            "name": "dossier.accepted",
            "at": "2026-11-23T09:00:00+07:00",
            "text": "Đã tiếp nhận hồ sơ",
        }
    ]


@pytest.mark.parametrize(
    ("verb", "leaf", "more"), [("change", "answers", {"answers": {}}), ("tell", "submit", {})]
)
def test_stale_draft_keeps_what_was_saved_first(signed_in, verb, leaf, more):
    draft = dossiers.a_draft()
    an = signed_in("citizen-an")
    body = {**more, "seen_version": draft.version - 1}
    problem = refused(getattr(an, verb)(f"dossiers/{draft.public_id}/{leaf}", body), 409)
    assert (problem["code"], problem["version"]) == ("stale", draft.version)
    assert "lấy lại bản nháp" in problem["detail"]
    assert "changes" not in problem
    assert an.ask(f"dossiers/{draft.public_id}").json()["answers"] == draft.answers


def test_wrong_moment_is_a_conflict(signed_in):
    dossier = dossiers.an_accepted()
    an = signed_in("citizen-an")
    seen = {"seen_version": dossier.version}
    for verb, body in (("confirm", {"answer": "agreed"}), ("supplement", {"note": "a"})):
        refused(an.tell(f"dossiers/{dossier.code}/{verb}", {**seen, **body}), 409)
    refused(an.change(f"dossiers/{dossier.code}/answers", {**seen, "answers": {}}), 409)
    refused(an.tell(f"dossiers/{dossier.code}/payment"), 409)


def test_action_without_its_reason_points_below_data(signed_in):
    dossier = dossiers.a_submitted()
    clerk = signed_in("clerk-hongbang")
    body = {"seen_version": dossier.version, "data": {"reason": "  "}}
    answer = clerk.tell(f"dossiers/{dossier.code}/actions/refuse_intake", body)
    assert [error["pointer"] for error in refused(answer, 400)["errors"]] == ["/data/reason"]


@pytest.mark.parametrize("body", [{}, {"seen_version": None}, {"seen_version": -1}])
def test_change_without_a_seen_version_is_refused(signed_in, body):
    dossier = dossiers.a_submitted()
    clerk = signed_in("clerk-hongbang")
    answer = clerk.tell(f"dossiers/{dossier.code}/actions/accept", body)
    assert [error["pointer"] for error in refused(answer, 400)["errors"]] == ["/seen_version"]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("evaluate", []),
        ("evaluate", {"answers": None}),
        ("evaluate", {"answers": []}),
        ("evaluate", {"answers": {}, "channel": "fax"}),
        ("evaluate", {"answers": {}, "persons": "vneid_2"}),
        ("evaluate", {"answers": {}, "persons": ["vneid_2"] * 21}),
        ("evaluate", {"answers": {}, "agency": "H" * 17}),
        ("evaluate", {"answers": {}, "agency": ["H24"]}),
        ("evaluate", {"answers": {}, "at": ""}),
        ("evaluate?limit=0", {"answers": {}, "chanel": "online"}),
        ("evaluate", {}),
    ],
    ids=str,
)
def test_every_message_is_vietnamese(anybody, path, body):
    url = f"/api/v1/procedures/{EXTRACT}/{path}"
    errors = refused(anybody.post(url, body, format="json"), 400)["errors"]
    assert errors
    assert [error["message"] for error in errors if error["message"].isascii()] == []


@pytest.mark.parametrize("query", ["limit=0", "limit=201", "limit=x", f"limit={'9' * 2000}"])
def test_limits_are_told_in_vietnamese(anybody, query):
    [error] = refused(anybody.ask(f"procedures/?{query}"), 400)["errors"]
    assert not error["message"].isascii()
    assert ("200" in error["message"]) == (query == "limit=201")


def test_acting_for_another_needs_a_mandate(signed_in):
    an = signed_in("citizen-an")
    order = {"procedure": BERTH, "agency": HONG_BANG}
    refused(an.tell("dossiers/", {**order, "on_behalf_of": "0299500013"}), 403)
    an.credentials(**an._credentials, HTTP_X_ON_BEHALF_OF="0299500013")
    refused(an.tell("dossiers/", order), 403)


def test_unknown_address_below_the_api_is_a_problem(client):
    refused(client.get("/api/v2/procedures/"), 404)
    refused(client.post("/api/"), 404)


@pytest.mark.parametrize(
    ("asked", "target"),
    [
        ("/api/v1/procedures?search=a", "/api/v1/procedures/?search=a"),
        ("/api/v1/me/", "/api/v1/me"),
    ],
)
def test_slash_too_many_or_too_few_is_sent_on(client, asked, target):
    answer = client.post(asked)
    assert (answer.status_code, answer.headers["Location"]) == (307, target)


def test_failure_of_ours_tells_nothing(anybody, monkeypatch):
    def fails(*args, **kwargs):
        raise RuntimeError("password=hunter2")

    monkeypatch.setattr("procedures.catalogue.selectors.lines", fails)
    anybody.raise_request_exception = False
    answer = anybody.ask("procedures/")
    body = refused(answer, 500)
    assert "hunter2" not in answer.content.decode()
    assert body["request_id"]


def test_refusal_of_a_room_keeps_its_own_status(anybody, monkeypatch):
    class Teapot(PortalError):
        status = 418
        title = "Ấm trà"

    def refuses(*args, **kwargs):
        raise Teapot("Tôi là ấm trà.")

    monkeypatch.setattr("procedures.catalogue.selectors.lines", refuses)
    assert refused(anybody.ask("procedures/"), 418)["detail"] == "Tôi là ấm trà."
