"""What every environment shares; everything has an embedded default but the secrets."""

from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF

from portal.core import logs
from portal.settings.values import demand, env, parts, text

BASE_DIR = Path(__file__).resolve().parents[2]

DEBUG = False
DEMO = False
SANDBOX_ENABLED = False
ALLOWED_HOSTS: list[str] = []
ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["portal.accounts.backends.SignInBackend"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_linear_migrations",
    "csp",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "portal",
    "portal.core.journal",
    "portal.core.jobs",
    "portal.core.calendars",
    "portal.accounts",
    "procedures.catalogue",
    "procedures.registers",
    "procedures.dossiers",
    "payments",
    "tracking",
    "portal.api",
    "frontend",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.core.middleware.request_id",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "frontend.middleware.ErrorsAsPages",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "frontend.context.portal",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# A dossier's transaction holds its row lock: requests are never wrapped whole.
ATOMIC_REQUESTS = False


def database(url: str) -> dict[str, Any]:
    """Describe the database at `url` to Django, tuned for SQLite (one writer) or PostgreSQL."""
    demand(
        parts("DATABASE_URL", url).scheme in {"sqlite", "postgres", "postgresql"},
        "DATABASE_URL is neither sqlite:///path nor postgres://user:password@host:port/name.",
    )
    config: dict[str, Any] = environ.Env.db_url_config(url)
    config["ATOMIC_REQUESTS"] = False
    if config["ENGINE"].endswith("sqlite3"):
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
                "PRAGMA journal_size_limit=67108864; PRAGMA mmap_size=134217728"
            ),
        }
    else:
        config["CONN_MAX_AGE"] = 0
        config["OPTIONS"] = {
            "pool": {"min_size": 1, "max_size": 4},
            # Compiling a statement takes longer than any of ours runs.
            "options": "-c lock_timeout=3000 -c statement_timeout=60000 -c jit=off",
        }
    return config


VAR_DIR = Path(text("PORTAL_VAR") or BASE_DIR / "var")
DATABASES = {"default": database(text("DATABASE_URL") or f"sqlite:///{VAR_DIR}/portal.sqlite3")}

MEDIA_ROOT = VAR_DIR / "files"
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

LANGUAGE_CODE = "vi"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_I18N = True
# Source strings are Vietnamese; Django's own catalogue serves its built-in sentences.
LANGUAGES = [("vi", "Tiếng Việt")]

LOGIN_URL = "frontend:sign_in"
LOGIN_REDIRECT_URL = "frontend:home"
CSRF_FAILURE_VIEW = "frontend.errors.csrf_failure"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    },
}

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["portal.api.authentication.BearerToken"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_VERSIONING_CLASS": None,
    "EXCEPTION_HANDLER": "portal.api.errors.as_problem",
    "URL_FORMAT_OVERRIDE": None,
    "FORMAT_SUFFIX_KWARG": None,
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "DEFAULT_THROTTLE_RATES": {"track": "30/min"},
    # A header that anybody can write does not make a new caller; behind a proxy, production says 1.
    "NUM_PROXIES": 0,
}
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "API Cổng dịch vụ công thành phố Hải Phòng",
    "DESCRIPTION": "Mọi việc làm được trên trang đều làm được qua API, bằng cùng một mã nguồn.",
    "VERSION": "1.0.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {"persistAuthorization": True, "validatorUrl": None},
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "portal.api.schema.every_operation_may_fail",
    ],
}

# Uploads: judged by content; see procedures.dossiers.uploads.
UPLOAD_MAX_BYTES = 10 * 1024 * 1024
UPLOAD_MAX_PER_DOSSIER = 40
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# A bulk act names up to 500 dossiers, each with the version that was looked at.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1200

# Where the portal is reached from outside: links in QR codes and the gateway's return address.
PORTAL_BASE_URL = text("PORTAL_BASE_URL") or "http://127.0.0.1:8000"
PORTAL_NOW = ""
PORTAL_NOW_SINCE = 0.0

VNPAY_TMN_CODE = env.str("VNPAY_TMN_CODE", "")
VNPAY_SECRETS: list[str] = [
    secret.strip() for secret in env.list("VNPAY_SECRETS", default=[]) if secret.strip()
]
VNPAY_PAY_URL = env.str("VNPAY_PAY_URL", "")
VNPAY_LINK_MINUTES = 15

# Registers of others: who answers for each; without an adapter every look-up ends as "down".
REGISTER_ADAPTERS: dict[str, str] = {}
REGISTER_FAULTS: dict[str, str] = {}
REGISTER_TIME_LIMIT = 2.0
REGISTER_BREAKER_FAULTS = 5
# Seconds after which a stand-in answers for an outside agency; None: the agency itself does.
OUTSIDE_STANDINS: int | None = None

EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
DEFAULT_FROM_EMAIL = "Cổng dịch vụ công Hải Phòng <khong-tra-loi@haiphong.example>"

logs.configure()
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "portal.core.logs.formatter"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "line",
        },
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        name: {"level": "WARNING"}
        for name in ("django.server", "fontTools", "pikepdf", "PIL", "weasyprint")
    },
}
