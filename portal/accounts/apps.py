"""App of the people and agencies."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Owns the sign-in, persons, organisations, agencies and staff."""

    name = "portal.accounts"
    label = "accounts"
    verbose_name = "Tài khoản và cơ quan"
