"""Production: read from the environment alone; a missing or unsafe value stops the start."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import environ

from portal.settings.base import *  # noqa: F403
from portal.settings.base import CONTENT_SECURITY_POLICY, REST_FRAMEWORK, STORAGES, database, env

_LOCAL = {"127.0.0.1", "localhost", "::1"}
_POSTGRESQL = {"postgres", "postgresql"}
_MAIL = {"smtp+tls", "smtp+ssl", "smtps"}
_SECRET_LENGTH = 50
_GATEWAY_SECRET_LENGTH = 16
_DIFFERENT_CHARACTERS = 10
_KNOWN = (
    "django-insecure-",
    "tests-only",
    "changeme",
    "local-gateway-secret",
    "secret-of-the-test",
)


def _demand(fine: object, sentence: str) -> None:
    """Stop the start, in one line, unless `fine`."""
    if not fine:
        raise SystemExit(f"The portal does not start: {sentence}")


def _given(name: str, what: str) -> str:
    """Read a variable that has to be there."""
    value: str = env.str(name, "").strip()
    _demand(value, f"{name} is missing: set it to {what}.")
    return value


def _flag(name: str) -> bool:
    """Read a yes-or-no variable, no when absent."""
    value = env.str(name, "").strip().lower()
    _demand(
        value in {"", "0", "1", "false", "no", "off", "on", "true", "yes"},
        f"{name} is neither true nor false.",
    )
    return value in {"1", "on", "true", "yes"}


def _absent(name: str, why: str) -> None:
    """Refuse a variable that belongs to demos and tests."""
    _demand(not env.str(name, "").strip(), f"{name} is set, but {why}.")


def _switched_off(name: str) -> None:
    """Refuse a switch that belongs to demos and tests."""
    _demand(not _flag(name), f"{name} is on, which production never allows.")


def _secret_key() -> str:
    key = _given("SECRET_KEY", f"at least {_SECRET_LENGTH} random characters")
    _demand(not key.startswith(_KNOWN), "SECRET_KEY is a known default; make one of your own.")
    _demand(len(key) >= _SECRET_LENGTH, f"SECRET_KEY is shorter than {_SECRET_LENGTH} characters.")
    _demand(len(set(key)) >= _DIFFERENT_CHARACTERS, "SECRET_KEY is not random.")
    return key


def _database() -> dict[str, Any]:
    url = _given("DATABASE_URL", "the address of a PostgreSQL database")
    parts = urlsplit(url)
    _demand(
        parts.scheme in _POSTGRESQL, "DATABASE_URL is not the address of a PostgreSQL database."
    )
    _demand(parts.path.strip("/"), "DATABASE_URL names no database.")
    described = database(url)
    # What the address itself asks for (sslmode, …) stands beside the house's own options.
    asked = environ.Env.db_url_config(url).get("OPTIONS", {})
    described["OPTIONS"] = {**asked, **described["OPTIONS"]}
    return described


def _hosts() -> list[str]:
    _given("PORTAL_HOSTS", "the host names the portal answers to, separated by commas")
    hosts = [host.strip() for host in env.list("PORTAL_HOSTS") if host.strip()]
    _demand(all("*" not in host for host in hosts), "PORTAL_HOSTS has a wildcard; name each host.")
    return hosts


def _https(name: str, what: str) -> str:
    url = _given(name, what).rstrip("/")
    parts = urlsplit(url)
    _demand(parts.scheme == "https" and parts.hostname, f"{name} is not an https:// address.")
    return url


def _base_url(hosts: list[str]) -> str:
    url = _https("PORTAL_BASE_URL", "the portal's own https:// address")
    host = urlsplit(url).hostname or ""
    answered = any(host == name or (name[0] == "." and host.endswith(name)) for name in hosts)
    _demand(answered, f"PORTAL_BASE_URL names the host {host}, which PORTAL_HOSTS does not have.")
    return url


def _gateway_url() -> str:
    url = _https("VNPAY_PAY_URL", "the payment page's address from the contract with VNPAY")
    parts = urlsplit(url)
    host = parts.hostname or ""
    trial = "sandbox" in host or "/sandbox/" in parts.path or host in _LOCAL
    _demand(not trial, "VNPAY_PAY_URL leads to a sandbox, where no money moves.")
    return url


def _gateway_secrets() -> list[str]:
    _given("VNPAY_SECRETS", "the hash secret from VNPAY (the newest first, separated by commas)")
    secrets = [secret.strip() for secret in env.list("VNPAY_SECRETS") if secret.strip()]
    _demand(secrets, "VNPAY_SECRETS holds no secret.")
    _demand(
        not any(secret.startswith(_KNOWN) for secret in secrets),
        "VNPAY_SECRETS holds the secret of the local gateway or the tests.",
    )
    _demand(
        all(len(secret) >= _GATEWAY_SECRET_LENGTH for secret in secrets),
        f"VNPAY_SECRETS holds a secret shorter than {_GATEWAY_SECRET_LENGTH} characters.",
    )
    return secrets


def _mail() -> dict[str, Any]:
    url = _given("EMAIL_URL", "smtp+tls://user:password@host:587")
    _demand(
        urlsplit(url).scheme in _MAIL,
        "EMAIL_URL is not an encrypted SMTP address (smtp+tls:// or smtp+ssl://).",
    )
    _demand(urlsplit(url).hostname, "EMAIL_URL names no host.")
    described: dict[str, Any] = env.email_url_config(url)
    return described


def _storage() -> dict[str, Any]:
    """Where uploads and documents are kept: `s3://bucket?endpoint=…&region=…` or a folder."""
    place = _given("PORTAL_STORAGE", "s3://bucket or the absolute path of a folder")
    parts = urlsplit(place)
    if parts.scheme != "s3":
        folder = Path(place)
        _demand(folder.is_absolute(), "PORTAL_STORAGE is neither s3://bucket nor an absolute path.")
        _demand(folder.is_dir(), f"PORTAL_STORAGE names the folder {folder}, which is not there.")
        backend = "django.core.files.storage.FileSystemStorage"
        return {"BACKEND": backend, "OPTIONS": {"location": str(folder)}}
    _demand(parts.netloc, "PORTAL_STORAGE names no bucket.")
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    options = {
        "bucket_name": parts.netloc,
        "location": parts.path.strip("/"),
        "endpoint_url": query.get("endpoint"),
        "region_name": query.get("region"),
        "default_acl": None,
        "file_overwrite": False,
        "querystring_auth": True,
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}


_absent("PORTAL_NOW", "production runs on the real time")
_absent("PORTAL_NOW_SINCE", "production runs on the real time")
for _name in ("DEMO", "DEBUG", "PORTAL_DEMO", "PORTAL_DEBUG", "SANDBOX_ENABLED"):
    _switched_off(_name)

SECRET_KEY = _secret_key()
DATABASES = {"default": _database()}
ALLOWED_HOSTS = _hosts()
PORTAL_BASE_URL = _base_url(ALLOWED_HOSTS)
CSRF_TRUSTED_ORIGINS = [PORTAL_BASE_URL]

VNPAY_TMN_CODE = _given("VNPAY_TMN_CODE", "the terminal code from VNPAY")
VNPAY_SECRETS = _gateway_secrets()
VNPAY_PAY_URL = _gateway_url()
VNPAY_IPN_URL = f"{PORTAL_BASE_URL}/payments/vnpay/ipn"

globals().update(_mail())
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", globals()["DEFAULT_FROM_EMAIL"])
STORAGES = {
    **STORAGES,
    "default": _storage(),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
REDIS_URL = env.str("REDIS_URL", "").strip()
if REDIS_URL:
    _demand(
        urlsplit(REDIS_URL).scheme in {"redis", "rediss", "unix"}, "REDIS_URL is no Redis address."
    )
    CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    }

DEBUG = False
DEMO = False
SANDBOX_ENABLED = False
PORTAL_NOW = ""
PORTAL_NOW_SINCE = 0.0
METRICS_ENABLED = _flag("METRICS_ENABLED")

SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = True
# Probes come from inside, past the proxy that speaks TLS.
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
# Joining the browsers' preload list is a decision of the domain's owner.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
if _flag("PORTAL_BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # Rate limits go by the caller's address, which the one proxy in front appends.
    REST_FRAMEWORK = {**REST_FRAMEWORK, "NUM_PROXIES": 1}

# "Pay" answers a form with a redirect to the gateway, and browsers hold redirects to form-action.
_gateway = urlsplit(VNPAY_PAY_URL)
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        **CONTENT_SECURITY_POLICY["DIRECTIVES"],
        "form-action": [
            *CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"],
            f"{_gateway.scheme}://{_gateway.netloc}",
        ],
    },
}
