"""Amounts of đồng on pages: `{{ fee.total|vnd }}`."""

from __future__ import annotations

from django import template

from portal.core.money import format_vnd

register = template.Library()
register.filter("vnd", format_vnd)
