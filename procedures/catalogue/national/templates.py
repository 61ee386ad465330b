"""A paper's name and the file name of its form stand in one run: cut only where it is certain."""

from __future__ import annotations

import re

from procedures.catalogue.national.legal_basis import NUMBER
from procedures.catalogue.national.reading import CAPITALS

_KINDS = "docx|doc|xlsx|xls|pdf|rtf|zip|rar|odt|jpeg|jpg|png|dotx|dot|pptx|ppt"
_FILE_END = re.compile(rf"\.(?:{_KINDS})$", re.IGNORECASE)
# Atomic: the "x" of ".docx" is no text after ".doc".
_FILE_WITHIN = re.compile(rf"\.(?>{_KINDS})(?=[^\W_])", re.IGNORECASE)
_BULLETS = re.compile(r"[\s\-+*•–.]{1,10}")
# "NĐ-CPMau so 1": the end of a number and the beginning of a file name.
_CAPITALS_MEET = re.compile(rf"(?<=[{CAPITALS}]{{2}})(?=[{CAPITALS}][^\W\d_{CAPITALS}])")
_MEASURE = re.compile(r"(?<![^\W\d_])[ckd]?m$")  # "15m2"
_CLOSING = ".;:)]”"
LONGEST_FILE = 120


def split_template(text: str) -> tuple[str, str, bool]:
    """The paper's name, the file name of its form, and whether the cut is certain."""
    whole = text.strip()
    if not _FILE_END.search(whole):
        return named(whole), "", not _FILE_WITHIN.search(whole)
    seams = _seams(_FILE_END.sub("", whole))
    cut = seams[0] if seams else 0
    file = whole[cut:]
    if cut and not _FILE_WITHIN.search(whole) and _ends_name(whole[:cut]) and _is_file(file):
        return named(whole[:cut]), file, True
    return named(whole), "", False


def _ends_name(text: str) -> bool:
    """Whether a paper's name can end here: a legal number, a Vietnamese word, a sentence's end."""
    word = text.rpartition(" ")[2]
    bare = word.rstrip(_CLOSING)
    if any(found.end() == len(bare) for found in NUMBER.finditer(bare)):
        return True
    if word[-1:] in _CLOSING:
        # "01.NT": a full stop ends a sentence only after a word.
        return word[-1:] != "." or bare[-1:].islower()
    return bare[-1:].islower() and not word.isascii()


def _is_file(text: str) -> bool:
    """Whether all of a text is one file name: it hides no end of the paper's name."""
    stem = _FILE_END.sub("", text)
    if len(text) > LONGEST_FILE or not text[:1].isalnum():
        return False
    return not _seams(stem) or (stem.isascii() and not _CAPITALS_MEET.search(stem))


def _seams(text: str) -> list[int]:
    """Where no space parts two signs although a new word begins between them."""
    found = {place for place in range(1, len(text)) if _parted(text, place)}
    found |= {met.start() for met in _CAPITALS_MEET.finditer(text)}
    ends = (number.end() for number in NUMBER.finditer(text))
    return sorted(found | {end for end in ends if text[end : end + 1].isalnum()})


def _parted(text: str, place: int) -> bool:
    left, right, following = text[place - 1], text[place], text[place + 1 : place + 2]
    if left.islower():
        return right.isupper() or (right.isdigit() and not _MEASURE.search(text[:place][-4:]))
    if left.isdigit():
        return right.isupper() and following.isalpha()  # "Mẫu 13A" is one word
    # A full stop between digits is part of a number.
    before = text[place - 2 : place - 1]
    return left in _CLOSING and right.isalnum() and not (before.isdigit() and right.isdigit())


def named(text: str) -> str:
    """A name without its bullet and without its last full stop."""
    bullet = _BULLETS.match(text)
    name = text[bullet.end() :] if bullet else text
    return " ".join(name.split()).rstrip(" .;,")
