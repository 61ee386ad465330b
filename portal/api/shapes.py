"""What requests may hold: a name that is not listed is a mistake of the caller."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError


class _Listed(serializers.Serializer[Any]):
    """A shape that knows all its names."""

    unlisted = ""

    def to_internal_value(self, data: Any) -> Any:
        """Name what is not listed, then check the rest."""
        if isinstance(data, dict) and (unknown := set(data) - set(self.fields)):
            word = ErrorDetail(self.unlisted, code="unknown")
            raise ValidationError({name: [word] for name in sorted(unknown)})
        return super().to_internal_value(data)


class Body(_Listed):
    """What the body of a request may hold."""

    unlisted = "Không có trường này."


class Asked(_Listed):
    """What the query of an address may hold."""

    unlisted = "Không có tham số này."
