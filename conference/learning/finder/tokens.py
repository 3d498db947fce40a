"""A text as words with their places, each also in the plain form in which words are compared."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

# A name may hide a joined accent, a soft hyphen or a sign without width. One sign at a time is repeated, so each
# sign of a text is looked at once.
HIDDEN = "\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff"
WORD = re.compile(rf"[^\W\d_](?:[^\W\d_]|[{HIDDEN}])*")
HIDDEN_SIGNS = re.compile(f"[{HIDDEN}]")
HIDDEN_ONLY = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe"})
SENTENCE_ENDS = ".!?…:\n"
OPENERS = "\"'“‘„«’”([*_>#~ \t\u00a0\u202f\u2009"
CLIPPED = frozenset({"t", "s", "n", "m"})  # 't Hof, 's avonds: their sign opens no quote
BULLETS = "-–—•+"


@dataclass(frozen=True)
class Token:
    """One word: `words[start:end]`, its folded form, and how it stands in its sentence.

    `plain` keeps the accents: the form in which a dictionary knows it.
    """

    start: int
    end: int
    folded: str
    plain: str
    capital: bool
    shouted: bool  # all capitals, and more than one
    first: bool  # opens a sentence, a quote or a line


def fold(word: str) -> str:
    """Without accents, capitals and hidden signs."""
    plain = unicodedata.normalize("NFKD", word.casefold())
    return HIDDEN_SIGNS.sub("", plain).translate(PLAIN)


def in_small(word: str) -> str:
    """In small letters with its accents, as a dictionary writes it."""
    return unicodedata.normalize("NFC", HIDDEN_ONLY.sub("", word)).lower()


def phrase(entry: str) -> tuple[str, ...]:
    """The folded words of a name, a place or another phrase."""
    return tuple(fold(found[0]) for found in WORD.finditer(entry))


def tokens_of(words: str, abbreviations: frozenset[str]) -> list[Token]:
    """All words of a text, from left to right."""
    return list(_tokens(words, abbreviations))


def _tokens(words: str, abbreviations: frozenset[str]) -> Iterator[Token]:
    last: Token | None = None
    for found in WORD.finditer(words):
        shown = found[0]
        shouted = len(shown) > 1 and shown.isupper()
        gap = words[last.end if last else 0 : found.start()]
        first = last is None or _opens(gap, last, abbreviations, quoted=fold(shown) not in CLIPPED)
        last = Token(
            found.start(), found.end(), fold(shown), in_small(shown), shown[0].isupper(), shouted, first
        )
        yield last


def _opens(gap: str, last: Token, abbreviations: frozenset[str], *, quoted: bool) -> bool:
    """Whether a sentence starts after this gap; the point of "dr." or of an initial ends none."""
    if "\n" in gap:
        return True
    rest = gap.strip(OPENERS + BULLETS)
    if rest == ".":
        return len(last.folded) > 1 and last.folded not in abbreviations
    return any(sign in SENTENCE_ENDS for sign in rest) or (quoted and _opens_quote(gap))


def _opens_quote(gap: str) -> bool:
    return any(f" {sign}" in gap for sign in "\"'“‘„«")
