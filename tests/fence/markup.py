"""HTML in one spelling: what is left when white space, order of attributes, tokens and random ids are taken away.

Whoever formats, moves or splits a template changes nothing here; whoever changes what is shown does.
"""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
#: Words on both sides of one of these stand in one line.
INLINE = frozenset(
    "a abbr b bdi code em i label small span strong sub sup time u text tspan q s mark kbd".split()
)
UNSEEN = frozenset({"script", "style"})
ASSET = re.compile(r"(/static/[\w./-]*?)-[A-Z0-9]{8}(\.\w+)")
#: A drawing made of a random link; the digits of a waiting phone and the code of the room, drawn by chance.
CODE = "rd-qr"
DIGITS = re.compile(r"\b\d{3} ?\d{3}\b")
#: The seal of a report, which hangs on ids; that it is right is asked of the report itself.
SEAL = re.compile(r"(?:[0-9a-f]{16} ?){4}")
#: Who looked before hangs on which pages other tests opened.
LOOKED = re.compile(r"<div data-looked>.*?</div>", re.DOTALL)
#: Gives a new renamer, which numbers ids without a name of their own in the order in which it meets them.
Renamer = Callable[[], Callable[[str], str]]


@dataclass
class Piece:
    """A page, or a live part of one: words, shape (tags and attributes) and looks (classes), all of them in order.

    What another live part holds is not in it, only that it stands there.
    """

    name: str
    rename: Callable[[str], str]
    words: list[str] = field(default_factory=list)
    shape: list[str] = field(default_factory=list)
    looks: list[str] = field(default_factory=list)

    @property
    def print(self) -> str:
        """Three short fingerprints, so that a difference tells whether words, shape or looks changed."""
        return " ".join(_print(part) for part in (self.lines, self.shape, self.looks))

    @property
    def lines(self) -> list[str]:
        """What one reads, line by line."""
        return [line for line in (" ".join(part.split()) for part in "".join(self.words).split("\n")) if line]


def pieces(html: str, renamer: Renamer) -> list[Piece]:
    """The page (its name is empty) and every live part in it, in order."""
    reader = _Reader(renamer)
    reader.feed(html)
    reader.close()
    return reader.found


def words(html: str, renamer: Renamer) -> str:
    """All that one reads on a page, live parts where they stand."""
    reader = _Reader(renamer, whole=True)
    reader.feed(LOOKED.sub("", html))
    reader.close()
    return "\n".join(reader.found[0].lines)


def _print(parts: list[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:8]


class _Reader(HTMLParser):
    def __init__(self, renamer: Renamer, *, whole: bool = False) -> None:
        super().__init__(convert_charrefs=True)
        self._renamer, self._whole = renamer, whole
        self._name_parts = renamer()
        self.found = [Piece("", renamer())]
        self._open: list[tuple[str, Piece]] = []
        self._unseen = self._chance = 0
        self._matching = False

    @property
    def _piece(self) -> Piece:
        return self._open[-1][1] if self._open else self.found[0]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: " ".join((value or "").split()) for name, value in attrs}
        if given.get("name") in ("csrf_token", "csrf-token"):
            return
        piece, part = self._piece, given.get("data-fragment")
        if part is not None and not self._whole:
            name = self._name_parts(part)
            piece.shape.append(f"[{name.partition(':')[0]}]")
            piece = Piece(name, self._renamer())
            self.found.append(piece)
        self._chance += CODE in given.get("class", "")
        drawn = (tag == "path" and self._chance > 0) or given.get("name") == "match"
        piece.shape.append(f"<{tag} {'' if drawn else self._attributes(piece, given)}>")
        self._matching = self._matching or given.get("name") == "match"
        piece.looks.append(" ".join(sorted(given.get("class", "").split())))
        piece.words.append(" " if tag in INLINE else "\n")
        if tag not in VOID:
            self._open.append((tag, piece))
            self._unseen += tag in UNSEEN

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID or not any(name == tag for name, _ in self._open):
            return
        while self._open:
            name, piece = self._open.pop()
            self._unseen -= name in UNSEEN
            self._chance = 0 if name == "svg" else self._chance
            piece.shape.append(f"</{name}>")
            piece.words.append(" " if name in INLINE else "\n")
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        said = DIGITS.sub("000 000", self._piece.rename(" ".join(data.split())))
        said = SEAL.sub("(a seal)", said)
        if said and not self._unseen:
            said = "00" if said.isdigit() and self._matching else said
            self._matching = False
            self._piece.words.append(f" {said} ")
            self._piece.shape.append("words")

    def _attributes(self, piece: Piece, given: dict[str, str]) -> str:
        kept = {name: ASSET.sub(r"\1\2", value) for name, value in given.items() if name != "class"}
        return " ".join(f'{name}="{piece.rename(kept[name])}"' for name in sorted(kept))
