"""Production refuses to start on a missing or unsafe value, with a sentence saying which."""

from __future__ import annotations

import os
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
GOOD = {
    "SECRET_KEY": "k7Q!vZ2m#xL9p@Rt5w&Yb8n*Hs4d^Jf6g(Uc3e)Ia1o_Nq0i+Ko",
    "DATABASE_URL": "postgres://portal:secret@db.example:5432/portal?sslmode=require",
    "PORTAL_BASE_URL": "https://dichvucong.haiphong.example",
    "PORTAL_HOSTS": "dichvucong.haiphong.example, www.haiphong.example",
    "VNPAY_TMN_CODE": "HPPORTAL",
    "VNPAY_SECRETS": "NEWEST0SECRET0OF0THE0CONTRACT000, OLDER00SECRET0OF0THE0CONTRACT000",
    "VNPAY_PAY_URL": "https://pay.vnpay.example/vpcpay.html",
    "EMAIL_URL": "smtp+tls://portal:p%40ss@mail.example:587",
    "PORTAL_STORAGE": "s3://papers/dossiers?endpoint=https://s3.example&region=hp-1",
}

BASE = GOOD["PORTAL_BASE_URL"]


def load(monkeypatch: pytest.MonkeyPatch, **changes: str | None) -> dict[str, Any]:
    """Run the settings as a module of its own, in an environment of GOOD with `changes`."""
    for name in {*os.environ} & {*GOOD, "PORTAL_NOW", "REDIS_URL", "DEMO", "DEBUG"}:
        monkeypatch.delenv(name)
    for name, value in {**GOOD, **changes}.items():
        if value is not None:
            monkeypatch.setenv(name, value)
    return runpy.run_module("portal.settings.production")


def test_good_environment_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load(monkeypatch)
    assert settings["ALLOWED_HOSTS"] == ["dichvucong.haiphong.example", "www.haiphong.example"]
    assert settings["VNPAY_SECRETS"][1].startswith("OLDER")
    assert settings["VNPAY_IPN_URL"].startswith("https://dichvucong.haiphong.example/payments/")
    assert settings["DATABASES"]["default"]["OPTIONS"]["sslmode"] == "require"
    assert settings["DATABASES"]["default"]["OPTIONS"]["pool"]
    assert settings["EMAIL_HOST_PASSWORD"] == "p@ss"
    assert settings["EMAIL_USE_TLS"] is True
    assert settings["STORAGES"]["default"]["OPTIONS"]["bucket_name"] == "papers"
    assert not settings["DEMO"]
    assert not settings["SANDBOX_ENABLED"]
    assert "payments.sandbox" not in settings["INSTALLED_APPS"]
    assert "SECURE_PROXY_SSL_HEADER" not in settings


@pytest.mark.parametrize("name", sorted(GOOD))
@pytest.mark.parametrize("value", [None, "", "   "])
def test_missing_value_is_named(
    name: str, value: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SystemExit, match=f"{name} is missing: set it to "):
        load(monkeypatch, **{name: value})


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("SECRET_KEY", "tests-only", "SECRET_KEY is a known default"),
        ("SECRET_KEY", "django-insecure-" + GOOD["SECRET_KEY"], "SECRET_KEY is a known default"),
        ("SECRET_KEY", GOOD["SECRET_KEY"][:49], "SECRET_KEY is shorter than 50"),
        ("SECRET_KEY", "ab" * 30, "SECRET_KEY is not random"),
        ("DATABASE_URL", "sqlite:///portal.sqlite3", "DATABASE_URL is not .* PostgreSQL"),
        ("DATABASE_URL", "mysql://a:b@c/d", "DATABASE_URL is not .* PostgreSQL"),
        ("DATABASE_URL", "postgres://a:b@c", "DATABASE_URL names no database"),
        (
            "PORTAL_BASE_URL",
            "http://dichvucong.haiphong.example",
            "PORTAL_BASE_URL is not an https",
        ),
        ("DATABASE_URL", "postgres://a:b@c:abc/d", "DATABASE_URL is a malformed address"),
        ("DATABASE_URL", "postgres://a:b@[::1/d", "DATABASE_URL is a malformed address"),
        ("PORTAL_BASE_URL", "https://[::1", "PORTAL_BASE_URL is a malformed address"),
        ("PORTAL_BASE_URL", BASE + ":zz", "PORTAL_BASE_URL is a malformed address"),
        ("PORTAL_BASE_URL", BASE + ":0", "PORTAL_BASE_URL is a malformed address"),
        ("PORTAL_BASE_URL", BASE + "/x", "PORTAL_BASE_URL has a path"),
        ("PORTAL_BASE_URL", BASE + "?y", "PORTAL_BASE_URL has a query or a fragment"),
        ("PORTAL_BASE_URL", BASE + "/?", "PORTAL_BASE_URL has a query or a fragment"),
        ("PORTAL_BASE_URL", BASE + "#z", "PORTAL_BASE_URL has a query or a fragment"),
        ("PORTAL_BASE_URL", "https://a:b@www.haiphong.example", "holds a user's name"),
        ("PORTAL_BASE_URL", "dichvucong.haiphong.example", "PORTAL_BASE_URL is not an https"),
        ("PORTAL_BASE_URL", "https://elsewhere.example", "elsewhere.example, which PORTAL_HOSTS"),
        ("PORTAL_HOSTS", "*", "PORTAL_HOSTS has a wildcard"),
        ("PORTAL_HOSTS", "elsewhere.example", "which PORTAL_HOSTS does not have"),
        ("VNPAY_PAY_URL", "http://pay.vnpay.example/x", "VNPAY_PAY_URL is not an https"),
        ("VNPAY_PAY_URL", "https://sandbox.vnpayment.vn/paymentv2/x", "leads to a sandbox"),
        ("VNPAY_PAY_URL", "https://hp.example/sandbox/vnpay/x", "leads to a sandbox"),
        ("VNPAY_PAY_URL", "https://127.0.0.1/x", "leads to a sandbox"),
        ("VNPAY_PAY_URL", "https://pay.vnpay.example:x/y", "VNPAY_PAY_URL is a malformed"),
        ("VNPAY_PAY_URL", "https://pay.vnpay.example/x?y=z", "VNPAY_PAY_URL has a query"),
        ("VNPAY_TMN_CODE", "HPDEMO01", "VNPAY_TMN_CODE is the terminal of the local gateway"),
        ("VNPAY_TMN_CODE", "hptest01", "VNPAY_TMN_CODE is the terminal of the local gateway"),
        ("VNPAY_TMN_CODE", "x y", "VNPAY_TMN_CODE is not eight letters and digits"),
        ("VNPAY_TMN_CODE", "HPPORTAL1", "VNPAY_TMN_CODE is not eight letters and digits"),
        ("VNPAY_SECRETS", "local-gateway-secret-not-for-production", "secret of the local gateway"),
        ("VNPAY_SECRETS", GOOD["VNPAY_SECRETS"] + ",secret-of-the-test-suite", "or the tests"),
        ("VNPAY_SECRETS", "short", "shorter than 16"),
        ("VNPAY_SECRETS", " , ", "VNPAY_SECRETS holds no secret"),
        ("EMAIL_URL", "consolemail://", "EMAIL_URL is not an encrypted SMTP address"),
        ("EMAIL_URL", "smtp://mail.example:25", "EMAIL_URL is not an encrypted SMTP address"),
        ("EMAIL_URL", "smtp+tls://", "EMAIL_URL names no host"),
        ("EMAIL_URL", "smtp+tls://mail.example:abc", "EMAIL_URL is a malformed address"),
        ("EMAIL_URL", "smtp+tls://[::1", "EMAIL_URL is a malformed address"),
        ("PORTAL_STORAGE", "files", "neither s3://bucket nor an absolute path"),
        ("PORTAL_STORAGE", "/not/there", "the folder /not/there, which is not there"),
        ("PORTAL_STORAGE", "s3://", "PORTAL_STORAGE names no bucket"),
        ("PORTAL_STORAGE", "s3://b?endpoint=http://s3.example", "endpoint is not an https"),
        ("PORTAL_STORAGE", "s3://b?endpoint=https://s3.example:x", "endpoint is a malformed"),
        ("REDIS_URL", "redis://cache:x/0", "REDIS_URL is a malformed address"),
        ("REDIS_URL", "http://cache", "REDIS_URL is no Redis address"),
        ("REGISTER_ADAPTERS", "population", "REGISTER_ADAPTERS is not a list like"),
        ("REGISTER_ADAPTERS", "population=", "REGISTER_ADAPTERS is not a list like"),
        (
            "REGISTER_ADAPTERS",
            "population=procedures.registers.standins.StandIn",
            "REGISTER_ADAPTERS names a stand-in",
        ),
        ("REGISTER_FAULTS", "population=down", "REGISTER_FAULTS is set, but"),
        ("PORTAL_NOW", "2026-11-23T09:00", "PORTAL_NOW is set, but"),
        ("PORTAL_NOW_SINCE", "1", "PORTAL_NOW_SINCE is set, but"),
        ("DEMO", "1", "DEMO is on"),
        ("DEBUG", "true", "DEBUG is on"),
        ("PORTAL_DEBUG", "yes", "PORTAL_DEBUG is on"),
        ("SANDBOX_ENABLED", "on", "SANDBOX_ENABLED is on"),
        ("METRICS_ENABLED", "perhaps", "METRICS_ENABLED is neither true nor false"),
        ("PORTAL_BEHIND_PROXY", "maybe", "PORTAL_BEHIND_PROXY is neither true nor false"),
    ],
)
def test_unsafe_value_is_named(
    name: str, value: str, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SystemExit, match=sentence) as refusal:
        load(monkeypatch, **{name: value})
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    ("changes", "setting", "expected"),
    [
        (
            {"PORTAL_BEHIND_PROXY": "1"},
            "SECURE_PROXY_SSL_HEADER",
            ("HTTP_X_FORWARDED_PROTO", "https"),
        ),
        ({"METRICS_ENABLED": "true"}, "METRICS_ENABLED", True),
        ({"DEMO": "off"}, "DEMO", False),
        ({}, "REGISTER_ADAPTERS", {}),
        (
            {"REGISTER_ADAPTERS": "population=city.Population, civil_status=city.CivilStatus"},
            "REGISTER_ADAPTERS",
            {"population": "city.Population", "civil_status": "city.CivilStatus"},
        ),
        ({"PORTAL_HOSTS": ".haiphong.example"}, "ALLOWED_HOSTS", [".haiphong.example"]),
    ],
)
def test_choice_is_followed(
    changes: dict[str, str], setting: str, expected: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert load(monkeypatch, **changes)[setting] == expected


def test_folder_is_a_storage(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    settings = load(monkeypatch, PORTAL_STORAGE=str(tmp_path))
    assert settings["STORAGES"]["default"]["OPTIONS"] == {"location": str(tmp_path)}


def test_redis_is_the_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load(monkeypatch, REDIS_URL="rediss://cache.example/0")
    assert settings["CACHES"]["default"]["LOCATION"] == "rediss://cache.example/0"


def test_paying_may_leave_for_the_gateway_only(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load(monkeypatch)
    assert settings["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]["form-action"] == [
        "'self'",
        "https://pay.vnpay.example",
    ]


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a program in an environment of nothing but what is given."""
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "portal.settings.production",
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.mark.parametrize(
    "command",
    [
        ("manage.py", "check"),
        ("manage.py", "worker", "--once"),
        ("-c", "import portal.wsgi"),
        ("-m", "gunicorn", "--preload", "-b", "127.0.0.1:0", "portal.wsgi"),
    ],
    ids=["check", "worker", "wsgi", "gunicorn"],
)
def test_refusal_is_one_line(command: tuple[str, ...]) -> None:
    ended = run(*command)
    assert ended.returncode == 1
    last = ended.stderr.strip().splitlines()[-1]
    assert last.startswith("The portal does not start: SECRET_KEY is missing")
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("PORT", "abc", "PORT is not a number: abc"),
        ("PORT", "80.5", "PORT is not a number: 80.5"),
        ("PORTAL_NOW", "tomorrow", "PORTAL_NOW is not a moment like "),
        ("PORTAL_NOW_SINCE", "x", "PORTAL_NOW_SINCE is not a number: x"),
        ("PORTAL_DEBUG", "perhaps", "PORTAL_DEBUG is neither true nor false"),
        ("PORTAL_VAR", "/proc/nope", "PORTAL_VAR names the folder /proc/nope, which cannot be"),
        ("DATABASE_URL", "zzz", "DATABASE_URL is neither sqlite:///path nor postgres://"),
        ("DATABASE_URL", "postgres://a@b:port/c", "DATABASE_URL is a malformed address"),
    ],
)
def test_local_refusal_is_one_line(name: str, value: str, sentence: str, tmp_path: Path) -> None:
    environment = {
        "DJANGO_SETTINGS_MODULE": "portal.settings.local",
        "PORTAL_VAR": str(tmp_path),
        name: value,
    }
    ended = run("manage.py", "check", **environment)
    assert ended.returncode == 1
    (line,) = ended.stderr.splitlines()
    assert line.startswith(f"The portal does not start: {sentence}")


def test_blank_value_is_an_absent_one(tmp_path: Path) -> None:
    blank = dict.fromkeys(("PORT", "DATABASE_URL", "PORTAL_NOW", "PORTAL_BASE_URL"), "")
    local = {"DJANGO_SETTINGS_MODULE": "portal.settings.local", "PORTAL_VAR": str(tmp_path)}
    show = "from django.conf import settings as s; print(s.PORTAL_BASE_URL, s.DATABASES)"
    ended = run("-c", show, **local, **blank)
    assert "http://127.0.0.1:8000" in ended.stdout, ended.stderr
    assert str(tmp_path / "portal.sqlite3") in ended.stdout


def test_deployment_check_finds_nothing() -> None:
    ended = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", **GOOD)
    assert ended.returncode == 0, ended.stderr
