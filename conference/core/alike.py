"""Words that are the same to whoever reads them: composed or not, with or without accents, in capitals or small."""

import unicodedata
from typing import NamedTuple


class Place(NamedTuple):
    """What was looked for, as it stands there, between the words around it."""

    before: str
    hit: str
    after: str


def plain(words: str) -> str:
    """As it is compared: no capitals, accents or signs that show nothing, and one space between words."""
    return " ".join(_bare(words).split())


def holds(words: str, wanted: str) -> bool:
    """Whether these words hold what is wanted (already `plain`)."""
    return wanted in plain(words)


def place(words: str, wanted: str) -> Place | None:
    """Where what is wanted (already `plain`) stands first in these words; None when it does not."""
    signs, whence = "", list[int]()
    for at, sign in enumerate(words):
        bare = " " if sign.isspace() else _bare(sign)
        if bare == " " and (not signs or signs.endswith(" ")):
            continue
        signs += bare
        whence += [at] * len(bare)
    start = signs.find(wanted)
    if start < 0 or not wanted:
        return None
    first, last = whence[start], whence[start + len(wanted) - 1] + 1
    while last < len(words) and not _bare(words[last]) and not words[last].isspace():
        last += 1  # the accent that stands behind its letter
    return Place(words[:first], words[first:last], words[last:])


def _bare(words: str) -> str:
    """Without what composing added, what only changes the sign before it, and what shows nothing."""
    if words.isascii():
        return words.casefold()
    small = unicodedata.normalize("NFKD", words).casefold()
    return "".join(
        one for one in unicodedata.normalize("NFKD", small) if unicodedata.category(one) not in _GONE
    )


_GONE = frozenset({"Mn", "Me", "Cf"})
