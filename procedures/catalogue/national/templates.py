"""A paper's name and the file name of its form stand in one run: cut only where it is certain."""

from __future__ import annotations

import re

from procedures.catalogue.national.reading import CAPITALS

_KINDS = "docx|doc|xlsx|xls|pdf|rtf|zip|rar|odt|jpeg|jpg|png|dotx|dot|pptx|ppt"
_FILE_END = re.compile(rf"\.(?:{_KINDS})$", re.IGNORECASE)
# Atomic: the "x" of ".docx" is no text after ".doc".
_FILE_WITHIN = re.compile(rf"\.(?>{_KINDS})(?=[^\W_])", re.IGNORECASE)
_BULLETS = re.compile(r"[\s\-+*•–.]{1,10}")
# "NĐ-CPMau so 1": the end of a number and the beginning of a file name.
_CAPITALS_MEET = re.compile(rf"(?<=[{CAPITALS}]{{2}})(?=[{CAPITALS}][^\W\d_{CAPITALS}])")
_CLOSING = ".;:)]”"
LONGEST_FILE = 120


def split_template(text: str) -> tuple[str, str, bool]:
    """The paper's name, the file name of its form, and whether the cut is certain."""
    whole = text.strip()
    if not _FILE_END.search(whole):
        return named(whole), "", not _FILE_WITHIN.search(whole)
    seams = _seams(whole)
    cut = seams[0] if seams else 0
    word, file = whole[:cut].rpartition(" ")[2], whole[cut:]
    if word and not _FILE_WITHIN.search(whole) and _ends_name(word) and _is_file(file):
        return named(whole[:cut]), file, True
    return named(whole), "", False


def _ends_name(word: str) -> bool:
    """Whether the paper's name can end here: a Vietnamese word, or the end of a sentence."""
    return word.rstrip(_CLOSING)[-1:].islower() and (word[-1] in _CLOSING or not word.isascii())


def _is_file(text: str) -> bool:
    """Whether all of a text is one file name: it hides no end of the paper's name."""
    stem = _FILE_END.sub("", text)
    if len(text) > LONGEST_FILE or not (text[:1].isupper() or text[:1].isdigit()):
        return False
    return not _seams(stem) or (stem.isascii() and not _CAPITALS_MEET.search(stem))


def _seams(text: str) -> list[int]:
    """Where no space parts two signs although a new word begins between them."""
    found = [
        place
        for place in range(1, len(text))
        if _parted(text[place - 1], text[place], text[place - 2 : place - 1])
    ]
    return sorted([*found, *(met.start() for met in _CAPITALS_MEET.finditer(text))])


def _parted(left: str, right: str, before: str) -> bool:
    if left.islower():
        return right.isupper() or right.isdigit()
    if left.isdigit():
        return right.isupper()
    # A full stop between digits is part of a number.
    return left in _CLOSING and right.isalnum() and not (before.isdigit() and right.isdigit())


def named(text: str) -> str:
    """A name without its bullet and without its last full stop."""
    bullet = _BULLETS.match(text)
    name = text[bullet.end() :] if bullet else text
    return " ".join(name.split()).rstrip(" .;,")
