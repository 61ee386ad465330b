"""Production: read from the environment alone; a missing or unsafe value stops the start."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import environ

from portal.settings.base import *  # noqa: F403
from portal.settings.base import CONTENT_SECURITY_POLICY, REST_FRAMEWORK, STORAGES, database
from portal.settings.values import demand, env, flag, given, pairs, parts, text

if TYPE_CHECKING:
    from urllib.parse import SplitResult

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
_TERMINAL = re.compile(r"[A-Za-z0-9]{8}")
_KNOWN_TERMINALS = {"HPDEMO01", "HPTEST01"}


def _absent(name: str, why: str) -> None:
    """Refuse a variable that belongs to demos and tests."""
    demand(not text(name), f"{name} is set, but {why}.")


def _switched_off(name: str) -> None:
    """Refuse a switch that belongs to demos and tests."""
    demand(not flag(name), f"{name} is on, which production never allows.")


def _secret_key() -> str:
    key = given("SECRET_KEY", f"at least {_SECRET_LENGTH} random characters")
    demand(not key.startswith(_KNOWN), "SECRET_KEY is a known default; make one of your own.")
    demand(len(key) >= _SECRET_LENGTH, f"SECRET_KEY is shorter than {_SECRET_LENGTH} characters.")
    demand(len(set(key)) >= _DIFFERENT_CHARACTERS, "SECRET_KEY is not random.")
    return key


def _database() -> dict[str, Any]:
    url = given("DATABASE_URL", "the address of a PostgreSQL database")
    address = parts("DATABASE_URL", url)
    demand(
        address.scheme in _POSTGRESQL, "DATABASE_URL is not the address of a PostgreSQL database."
    )
    demand(address.path.strip("/"), "DATABASE_URL names no database.")
    described = database(url)
    # What the address itself asks for (sslmode, …) stands beside the house's own options.
    asked = environ.Env.db_url_config(url).get("OPTIONS", {})
    described["OPTIONS"] = {**asked, **described["OPTIONS"]}
    return described


def _hosts() -> list[str]:
    given("PORTAL_HOSTS", "the host names the portal answers to, separated by commas")
    hosts = [host.strip() for host in env.list("PORTAL_HOSTS") if host.strip()]
    demand(all("*" not in host for host in hosts), "PORTAL_HOSTS has a wildcard; name each host.")
    return hosts


def _https(name: str, url: str) -> SplitResult:
    address = parts(name, url)
    demand(address.scheme == "https" and address.hostname, f"{name} is not an https:// address.")
    demand(address.username is None, f"{name} holds a user's name.")
    demand(not {"?", "#"} & {*url}, f"{name} has a query or a fragment.")
    return address


def _base_url(hosts: list[str]) -> str:
    url = given("PORTAL_BASE_URL", "the portal's own https:// address").rstrip("/")
    address = _https("PORTAL_BASE_URL", url)
    demand(not address.path, "PORTAL_BASE_URL has a path: the portal answers at a host's root.")
    host = address.hostname or ""
    answered = any(host == name or (name[0] == "." and host.endswith(name)) for name in hosts)
    demand(answered, f"PORTAL_BASE_URL names the host {host}, which PORTAL_HOSTS does not have.")
    return url


def _gateway_url() -> str:
    url = given("VNPAY_PAY_URL", "the payment page's address from the contract with VNPAY")
    url = url.rstrip("/")
    address = _https("VNPAY_PAY_URL", url)
    host = address.hostname or ""
    trial = "sandbox" in host or "/sandbox/" in address.path or host in _LOCAL
    demand(not trial, "VNPAY_PAY_URL leads to a sandbox, where no money moves.")
    return url


def _terminal() -> str:
    code = given("VNPAY_TMN_CODE", "the terminal code from VNPAY")
    demand(_TERMINAL.fullmatch(code), "VNPAY_TMN_CODE is not eight letters and digits.")
    demand(
        code.upper() not in _KNOWN_TERMINALS,
        "VNPAY_TMN_CODE is the terminal of the local gateway or the tests.",
    )
    return code


def _gateway_secrets() -> list[str]:
    given("VNPAY_SECRETS", "the hash secret from VNPAY (the newest first, separated by commas)")
    secrets = [secret.strip() for secret in env.list("VNPAY_SECRETS") if secret.strip()]
    demand(secrets, "VNPAY_SECRETS holds no secret.")
    demand(
        not any(secret.startswith(_KNOWN) for secret in secrets),
        "VNPAY_SECRETS holds the secret of the local gateway or the tests.",
    )
    demand(
        all(len(secret) >= _GATEWAY_SECRET_LENGTH for secret in secrets),
        f"VNPAY_SECRETS holds a secret shorter than {_GATEWAY_SECRET_LENGTH} characters.",
    )
    return secrets


def _register_adapters() -> dict[str, str]:
    """Who answers for the outside registers: `population=package.module.Class, …`."""
    adapters = pairs("REGISTER_ADAPTERS")
    demand(
        not any(path.startswith("procedures.registers.standins") for path in adapters.values()),
        "REGISTER_ADAPTERS names a stand-in, which invents people.",
    )
    return adapters


def _mail() -> dict[str, Any]:
    url = given("EMAIL_URL", "smtp+tls://user:password@host:587")
    address = parts("EMAIL_URL", url)
    demand(
        address.scheme in _MAIL,
        "EMAIL_URL is not an encrypted SMTP address (smtp+tls:// or smtp+ssl://).",
    )
    demand(address.hostname, "EMAIL_URL names no host.")
    described: dict[str, Any] = env.email_url_config(url)
    return described


def _storage() -> dict[str, Any]:
    """Where uploads and documents are kept: `s3://bucket?endpoint=…&region=…` or a folder."""
    place = given("PORTAL_STORAGE", "s3://bucket or the absolute path of a folder")
    address = parts("PORTAL_STORAGE", place)
    if address.scheme != "s3":
        folder = Path(place)
        demand(folder.is_absolute(), "PORTAL_STORAGE is neither s3://bucket nor an absolute path.")
        demand(folder.is_dir(), f"PORTAL_STORAGE names the folder {folder}, which is not there.")
        backend = "django.core.files.storage.FileSystemStorage"
        return {"BACKEND": backend, "OPTIONS": {"location": str(folder)}}
    demand(address.netloc, "PORTAL_STORAGE names no bucket.")
    query = {name: values[0] for name, values in parse_qs(address.query).items()}
    if "endpoint" in query:
        _https("PORTAL_STORAGE's endpoint", query["endpoint"])
    options = {
        "bucket_name": address.netloc,
        "location": address.path.strip("/"),
        "endpoint_url": query.get("endpoint"),
        "region_name": query.get("region"),
        "default_acl": None,
        "file_overwrite": False,
        "querystring_auth": True,
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}


_absent("PORTAL_NOW", "production runs on the real time")
_absent("PORTAL_NOW_SINCE", "production runs on the real time")
_absent("REGISTER_FAULTS", "production plays no faults")
_absent("OUTSIDE_STANDINS", "a stand-in answers for no agency in production")
for _name in ("DEMO", "DEBUG", "PORTAL_DEMO", "PORTAL_DEBUG", "SANDBOX_ENABLED"):
    _switched_off(_name)

SECRET_KEY = _secret_key()
DATABASES = {"default": _database()}
ALLOWED_HOSTS = _hosts()
PORTAL_BASE_URL = _base_url(ALLOWED_HOSTS)
CSRF_TRUSTED_ORIGINS = [PORTAL_BASE_URL]

VNPAY_TMN_CODE = _terminal()
VNPAY_SECRETS = _gateway_secrets()
VNPAY_PAY_URL = _gateway_url()
VNPAY_IPN_URL = f"{PORTAL_BASE_URL}/payments/vnpay/ipn"

REGISTER_ADAPTERS = _register_adapters()

globals().update(_mail())
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", globals()["DEFAULT_FROM_EMAIL"])
STORAGES = {
    **STORAGES,
    "default": _storage(),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
REDIS_URL = text("REDIS_URL")
if REDIS_URL:
    demand(
        parts("REDIS_URL", REDIS_URL).scheme in {"redis", "rediss", "unix"},
        "REDIS_URL is no Redis address.",
    )
    CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    }

DEBUG = False
DEMO = False
SANDBOX_ENABLED = False
PORTAL_NOW = ""
PORTAL_NOW_SINCE = 0.0
METRICS_ENABLED = flag("METRICS_ENABLED")

SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = True
# Probes come from inside, past the proxy that speaks TLS.
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
# Joining the browsers' preload list is a decision of the domain's owner.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
if flag("PORTAL_BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # Rate limits go by the caller's address, which the one proxy in front appends.
    REST_FRAMEWORK = {**REST_FRAMEWORK, "NUM_PROXIES": 1}

# "Pay" answers a form with a redirect to the gateway, and browsers hold redirects to form-action.
_gateway = parts("VNPAY_PAY_URL", VNPAY_PAY_URL)
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        **CONTENT_SECURITY_POLICY["DIRECTIVES"],
        "form-action": [
            *CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"],
            f"{_gateway.scheme}://{_gateway.netloc}",
        ],
    },
}
