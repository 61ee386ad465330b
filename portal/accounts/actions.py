"""What changes who is who: loading the shipped data, and the local demo sign-in."""

from __future__ import annotations

from django.conf import settings

from portal.accounts import demo
from portal.accounts.absences import end_absence, record_absence, record_by_codes
from portal.accounts.loading import load_agencies, load_demo_absences, load_demo_people
from portal.accounts.models import User
from portal.core.errors import NotAllowed, NotFound

__all__ = [
    "end_absence",
    "load_agencies",
    "load_demo_absences",
    "load_demo_people",
    "record_absence",
    "record_by_codes",
    "sign_in_demo",
]


def sign_in_demo(code: str) -> User:
    """Give the sign-in of a demo account, where the portal runs as a demonstration."""
    if not settings.DEMO:
        raise NotAllowed("Hệ thống này không cho đăng nhập bằng tài khoản thử nghiệm.")
    if code not in {account.code for account in demo.accounts()}:
        raise NotFound("Không có tài khoản thử nghiệm này.")
    user = User.objects.filter(username=code, is_active=True).first()
    if user is None:
        raise NotFound("Tài khoản thử nghiệm này chưa được nạp hoặc đã bị khóa.")
    return user
