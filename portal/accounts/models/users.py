"""The sign-in, and nothing but the sign-in."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from portal.core.uuid7 import uuid7


def new_username() -> str:
    """Make an opaque name: who somebody is stands in `Person` or `StaffMember`, never here."""
    return uuid7().hex


class UserManager(BaseUserManager["User"]):
    """Makes sign-ins; one without a password can only come in by an identity provider."""

    def create_user(self, username: str = "", *, password: str | None = None) -> User:
        """Create a sign-in."""
        user = self.model(username=username or new_username())
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A way to sign in; the person or staff member points to it and may lack it."""

    username = models.CharField("tên đăng nhập", max_length=64, unique=True, default=new_username)
    is_active = models.BooleanField("đang hoạt động", default=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"

    class Meta:
        verbose_name = "tài khoản đăng nhập"
        verbose_name_plural = "tài khoản đăng nhập"

    def __str__(self) -> str:
        return self.username
