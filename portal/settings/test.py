"""The test suite: the embedded portal in a temporary folder, or PostgreSQL by DATABASE_URL."""

import atexit
import shutil
import tempfile
from pathlib import Path

from portal.settings.base import *  # noqa: F403
from portal.settings.base import INSTALLED_APPS, REST_FRAMEWORK, database
from portal.settings.values import text

DEMO = True
SANDBOX_ENABLED = True
ALLOWED_HOSTS = ["*"]
SECRET_KEY = "tests-only"  # noqa: S105
INSTALLED_APPS = [*INSTALLED_APPS, "payments.sandbox"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

VAR_DIR = Path(tempfile.mkdtemp(prefix="portal-test-"))
atexit.register(shutil.rmtree, VAR_DIR, ignore_errors=True)
MEDIA_ROOT = VAR_DIR / "files"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir()
DATABASES = {"default": database(text("DATABASE_URL") or f"sqlite:///{VAR_DIR}/test.sqlite3")}
if "pool" in DATABASES["default"]["OPTIONS"]:
    # A pool keeps connections that would stop the test database from being dropped.
    del DATABASES["default"]["OPTIONS"]["pool"]

VNPAY_TMN_CODE = "HPTEST01"
VNPAY_SECRETS = ["secret-of-the-test-suite"]
VNPAY_SECRET = VNPAY_SECRETS[0]
PORTAL_BASE_URL = "http://127.0.0.1:8000"
VNPAY_PAY_URL = f"{PORTAL_BASE_URL}/sandbox/vnpay/paymentv2/vpcpay.html"
VNPAY_IPN_URL = f"{PORTAL_BASE_URL}/payments/vnpay/ipn"
REST_FRAMEWORK = {**REST_FRAMEWORK, "DEFAULT_THROTTLE_RATES": {"track": "1000/min"}}
REGISTER_ADAPTERS = dict.fromkeys(
    ("population", "civil_status", "birth_notice"), "procedures.registers.standins.StandIn"
)
# Tests share a process: the faults of one must not rest a register for the next.
REGISTER_BREAKER_FAULTS = 1_000_000
