"""JSON pointers (RFC 6901) into what was sent."""

from __future__ import annotations


def below(pointer: str, name: object) -> str:
    """The pointer of a member or an element of what `pointer` names."""
    return f"{pointer}/{str(name).replace('~', '~0').replace('/', '~1')}"
