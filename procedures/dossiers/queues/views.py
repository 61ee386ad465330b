"""Saved views: kept, renamed, chosen as the first, removed, each by its owner alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from portal.core.errors import FieldError, InvalidInput, NotAllowed, NotFound, Refused
from portal.core.text import nfc
from procedures.dossiers.models import SavedView
from procedures.dossiers.models.views import LONGEST_NAME

if TYPE_CHECKING:
    from portal.accounts.actors import Actor
    from portal.accounts.models import StaffMember
    from procedures.dossiers.queues.filters import Filter

MOST = 20


def saved_views(actor: Actor) -> list[SavedView]:
    """The actor's views in the order in which they were saved."""
    return list(SavedView.objects.filter(staff=_member(actor))[:MOST])


def save_view(actor: Actor, name: str, wanted: Filter) -> SavedView:
    """Keep a filter under a name; a name that is taken gets the new filter."""
    member = _member(actor)
    said = _name(name)
    with transaction.atomic():
        mine = SavedView.objects.filter(staff=member)
        if not mine.filter(name=said).exists() and mine.count() >= MOST:
            raise Refused(f"Bạn đã lưu {MOST} khung nhìn. Hãy xóa bớt trước khi lưu thêm.")
        view, _ = SavedView.objects.update_or_create(
            staff=member, name=said, defaults={"query": wanted.as_dict()}
        )
    return view


def rename_view(actor: Actor, key: int, name: str) -> SavedView:
    """Give a view another name."""
    view, said = get_view(actor, key), _name(name)
    if SavedView.objects.filter(staff=view.staff_id, name=said).exclude(pk=view.pk).exists():
        raise _wrong_name("taken", "Bạn đã có khung nhìn mang tên này.")
    view.name = said
    view.save(update_fields=["name"])
    return view


def default_view(actor: Actor, key: int, *, is_default: bool = True) -> SavedView:
    """Let a view open with the queue, instead of any other; or no view."""
    with transaction.atomic():
        view = get_view(actor, key)
        SavedView.objects.filter(staff=view.staff_id, is_default=True).update(is_default=False)
        view.is_default = is_default
        view.save(update_fields=["is_default"])
    return view


def delete_view(actor: Actor, key: int) -> None:
    """Remove a view; the dossiers stay where they are."""
    get_view(actor, key).delete()


def get_view(actor: Actor, key: int) -> SavedView:
    """Fetch one of the actor's own views."""
    view = SavedView.objects.filter(staff=_member(actor), pk=key).first()
    if view is None:
        raise NotFound("Không tìm thấy khung nhìn này.")
    return view


def _name(name: str) -> str:
    said = " ".join(nfc(name).split())
    if not said:
        raise _wrong_name("required", "Hãy đặt tên cho khung nhìn.")
    if len(said) > LONGEST_NAME:
        raise _wrong_name("too_long", f"Tên khung nhìn dài tối đa {LONGEST_NAME} ký tự.")
    return said


def _wrong_name(code: str, words: str) -> InvalidInput:
    return InvalidInput(words, errors=[FieldError("/name", code, words)])


def _member(actor: Actor) -> StaffMember:
    if actor.staff is None:
        raise NotAllowed("Trang này dành cho cán bộ, công chức.")
    return actor.staff
