"""The one error of the package language: a sentence and the exact place it speaks of."""

from __future__ import annotations


class PackageError(ValueError):
    """A package document is not acceptable; `place` is a path such as `substance.fees.lines[0]`."""

    def __init__(self, place: str, message: str) -> None:
        super().__init__(f"{place}: {message}" if place else message)
        self.place = place
        self.message = message
