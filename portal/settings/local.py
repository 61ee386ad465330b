"""The embedded portal: SQLite, local files, the local gateway, demo accounts. Never production."""

import secrets

from portal.settings.base import *  # noqa: F403
from portal.settings.base import INSTALLED_APPS, VAR_DIR
from portal.settings.values import env, flag, moment, number, pairs, text, writable

writable("PORTAL_VAR", VAR_DIR)
DEBUG = flag("PORTAL_DEBUG")
DEMO = True
SANDBOX_ENABLED = True
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *env.list("PORTAL_HOSTS", default=[])]
INSTALLED_APPS = [*INSTALLED_APPS, "payments.sandbox"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False


def _local_secret() -> str:
    """A secret of this installation, made once and kept beside its database."""
    path = VAR_DIR / "secret"
    if not path.exists():
        path.write_text(secrets.token_urlsafe(48))
        path.chmod(0o600)
    return path.read_text()


SECRET_KEY = text("SECRET_KEY") or _local_secret()

PORT = number("PORT", 8000)
PORTAL_BASE_URL = text("PORTAL_BASE_URL") or f"http://127.0.0.1:{PORT}"
PORTAL_NOW = moment("PORTAL_NOW")
PORTAL_NOW_SINCE = number("PORTAL_NOW_SINCE", 0.0)

VNPAY_TMN_CODE = "HPDEMO01"
VNPAY_SECRETS = ["local-gateway-secret-not-for-production"]
VNPAY_SECRET = VNPAY_SECRETS[0]
VNPAY_PAY_URL = f"{PORTAL_BASE_URL}/sandbox/vnpay/paymentv2/vpcpay.html"
VNPAY_IPN_URL = f"{PORTAL_BASE_URL}/payments/vnpay/ipn"
REGISTER_ADAPTERS = dict.fromkeys(
    ("population", "civil_status", "birth_notice"), "procedures.registers.standins.StandIn"
)
REGISTER_FAULTS = pairs("REGISTER_FAULTS")
OUTSIDE_STANDINS = number("OUTSIDE_STANDINS", 60)
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
