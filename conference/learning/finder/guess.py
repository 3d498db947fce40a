"""Names the case does not know: people, places, streets, schools and organisations, by how they are written.

A capital in the middle of a sentence says most. A list of first names helps where capitals do not: at the start of a
sentence, and in notes typed without them. Each search walks over the words once and looks a few words ahead or back.
"""

import re
from collections.abc import Iterator

from conference.learning.finder.hits import Kind, Mark
from conference.learning.finder.known import BARE_APOSTROPHE, HOUSE_NUMBER, OWN_S, possessive, start_of_title
from conference.learning.finder.lexicon import (
    Phrases,
    bodies,
    is_ordinary,
    is_thing,
    phrases_of,
    proposals,
    titles,
    words_of,
)
from conference.learning.finder.tokens import CLIPPED, Token

LINKS = frozenset({"de", "het", "t", "van", "der", "den", "en", "ter", "ten", "op", "aan", "le", "la"})
CLEAR_PREFIXES = frozenset({"der", "den", "ter", "ten", "el", "al", "ait", "vd", "vander", "vanden"})
SMALL_ENDINGS = ("etje", "tje", "pje", "je", "s")
NUMBER_BEFORE = re.compile(r"\d{1,4} $")
MOST = 6  # words in one name


def marks(words: str, tokens: list[Token], language: str, taken: set[int]) -> Iterator[Mark]:
    """Everything in a text that is written like a name. `taken` are the numbers of words that are no person's."""
    reader = _Reader(words, tokens, language, taken)
    yield from reader.places()
    yield from reader.streets()
    yield from reader.schools()
    yield from reader.organisations()
    yield from reader.people()


class _Reader:
    """One text, read for names."""

    def __init__(self, words: str, tokens: list[Token], language: str, taken: set[int]) -> None:
        self.words, self.tokens, self.language = words, tokens, language
        self.shown = proposals(language)
        self.titles = titles(language)
        self.taken = taken

    # ---- Places

    def places(self) -> Iterator[Mark]:
        """Municipalities, villages and regions; and what is unknown but stands after "in" or "uit"."""
        for at in range(len(self.tokens)):
            for key, shown in (("regions", "region"), ("places", "place")):
                length = self._phrase_at(at, phrases_of("places", key))
                if length and self._is_place(at, length):
                    yield self._mark(at, at + length - 1, Kind.PLACE, self.shown[shown])
                    break
            else:
                if self._after_place_word(at):
                    yield self._mark(at, self._run(at), Kind.PLACE, self.shown["place"])

    def _is_place(self, at: int, length: int) -> bool:
        """A place that is also a word or a first name needs more than its letters."""
        token = self.tokens[at]
        if length > 1 or not (is_ordinary(token.folded) or token.folded in words_of("names", "given")):
            return any(part.capital or len(part.folded) > 4 for part in self.tokens[at : at + length])
        named = self._before(at, self.titles) or self._before(at, words_of("finder", "surname_prefixes"))
        return token.capital and not token.first and not named

    def _after_place_word(self, at: int) -> bool:
        token = self.tokens[at]
        return (
            self._unheard(at)
            and self._before(at, words_of("finder", "place_words"))
            and not token.folded.endswith(tuple(words_of("finder", "streets")))
            and not self._is_given(token)
            and token.folded not in words_of("names", "surnames")
        )

    # ---- Streets

    def streets(self) -> Iterator[Mark]:
        """Kerkstraat 12, Burgemeester van Royensingel, Church Street."""
        for at, token in enumerate(self.tokens):
            number = HOUSE_NUMBER.match(self.words, token.end)
            if self._is_street(at, numbered=number is not None):
                first = self._capitals_before(at)
                mark = self._mark(first, at, Kind.STREET, self.shown["street"])
                before = NUMBER_BEFORE.search(self.words, max(0, mark.start - 5), mark.start)
                start = before.start() if before and self.language == "en" else mark.start
                yield Mark(start, number.end() if number else mark.end, mark.kind, mark.proposal)

    def _is_street(self, at: int, *, numbered: bool) -> bool:
        token, endings = self.tokens[at], words_of("finder", "streets")
        if token.folded in endings:
            return token.capital and not token.first and self._close(at) and self.tokens[at - 1].capital
        named = any(token.folded.endswith(end) and len(token.folded) > len(end) + 2 for end in endings)
        if not named or token.folded in words_of("finder", "not_streets"):
            return False
        return numbered or (token.capital and not token.first)

    # ---- Schools and organisations

    def schools(self) -> Iterator[Mark]:
        """Basisschool De Wilgenkap, OBS 't Kompas, het Farel College."""
        for at, token in enumerate(self.tokens):
            length = self._phrase_at(at, phrases_of("finder", "schools"))
            last = self._name_after(at + length - 1) if length else at
            if length and last >= at + length:
                yield self._mark(at, last, Kind.SCHOOL, self.shown["school"])
            elif self._ends_as_school(at):
                first = self._capitals_before(at)
                if first < at or len(token.folded) > 9:
                    yield self._mark(first, at, Kind.SCHOOL, self.shown["school"])

    def _ends_as_school(self, at: int) -> bool:
        token = self.tokens[at]
        return (
            token.capital
            and not token.first
            and token.folded.endswith(tuple(words_of("finder", "school_endings")))
        )

    def organisations(self) -> Iterator[Mark]:
        """Veilig Thuis with its region, and bodies that work in one region only."""
        for at in range(len(self.tokens)):
            length = self._phrase_at(at, _bodies())
            if length:
                general = tuple(token.folded for token in self.tokens[at : at + length])
                self.taken.update(range(at, at + length))
                last = self._name_after(at + length - 1)
                if last >= at + length:
                    yield self._mark(at, last, Kind.ORGANISATION, bodies()[general])
                continue
            length = self._phrase_at(at, phrases_of("finder", "organisations"))
            if length and self.tokens[at].capital and not (self.tokens[at].first and length == 1):
                yield self._mark(at, at + length - 1, Kind.ORGANISATION, self.shown["organisation"])

    def _name_after(self, at: int) -> int:
        """The last word of the name with capitals that follows, or `at` when none does."""
        last = at
        for step in range(at + 1, min(len(self.tokens), at + MOST)):
            token = self.tokens[step]
            if not self._close(step) or token.first:
                break
            if token.capital and not self._is_given_here(step, at) and not self._is_body(token):
                last = step
            elif token.capital or token.folded not in LINKS:
                break
        return last

    def _is_given_here(self, step: int, at: int) -> bool:
        """ "Veilig Thuis Joost belde" names a person; "school De Anna" and "Anna van Burenschool" do not."""
        return step == at + 1 and self._is_given(self.tokens[step]) and self._phrase_at(at, _bodies()) > 0

    def _is_body(self, token: Token) -> bool:
        return token.shouted and len(token.folded) < 6

    # ---- People

    def people(self) -> Iterator[Mark]:
        """People by title, by first name, by tussenvoegsel, by capital."""
        at = 0
        while at < len(self.tokens):
            if at not in self.taken and self._starts_name(at):
                last = self._run(at)
                yield self._person(at, last)
                at = last
            at += 1

    def _starts_name(self, at: int) -> bool:
        token = self.tokens[at]
        if self._is_given(token):
            return token.capital or not is_ordinary(token.folded)
        if token.capital and not token.shouted and self._before(at, self.titles):
            return not self._is_after_the(at) and token.folded not in self.titles
        if self._initial(at) or self._unheard(at) or self._opens_with_prefix(at):
            return True
        return token.capital and token.first and not is_thing(token.folded) and self._surname_follows(at)

    def _opens_with_prefix(self, at: int) -> bool:
        """ "dat Van Houten belde"; at the start of a sentence only with a clear one: "Van der Sluis belde"."""
        token, following = self.tokens[at], self.tokens[at + 1 : at + 2]
        if not token.capital or token.shouted or token.folded not in words_of("finder", "surname_prefixes"):
            return False
        clear = any(word.folded in CLEAR_PREFIXES for word in following)
        return len(token.folded) > 1 and (clear or not token.first) and self._surname_follows(at)

    def _is_after_the(self, at: int) -> bool:
        """Words that are never a name behind a title: "gezin Voorop"."""
        return self.tokens[at].folded in words_of("ordinary", "capitals")

    def _is_given(self, token: Token) -> bool:
        """A first name, also small or owning: Pietje, Fatima's, Piets."""
        given = words_of("names", "given")
        if token.folded in given:
            return not (token.first and is_ordinary(token.folded))
        if is_ordinary(token.folded) or not token.capital:
            return False
        return any(
            token.folded.endswith(end) and token.folded.removesuffix(end) in given for end in SMALL_ENDINGS
        )

    def _unheard(self, at: int) -> bool:
        """A capital in the middle of a sentence on a word that is none we know."""
        token = self.tokens[at]
        if not token.capital or token.first or token.shouted or len(token.folded) < 3 or at in self.taken:
            return False
        return not is_thing(token.folded) and not is_thing(token.folded.removesuffix("s"))

    def _initial(self, at: int) -> bool:
        """ "J. de Vries": one capital, a point, and a name behind it."""
        token = self.tokens[at]
        pointed = self.words[token.end : token.end + 1] == "."
        return len(token.folded) == 1 and token.capital and pointed and self._surname_follows(at)

    def _surname_follows(self, at: int) -> bool:
        step = at + 1
        while step < len(self.tokens) and step < at + 4 and self._close(step):
            token = self.tokens[step]
            if token.capital and token.folded not in LINKS:
                return not token.shouted and (not is_thing(token.folded) or self._needs_no_more(at))
            if token.folded not in words_of("finder", "surname_prefixes") and len(token.folded) > 1:
                return False
            step += 1
        return False

    def _needs_no_more(self, at: int) -> bool:
        """Behind an initial or a prefix with a capital an ordinary word is a name too: J. de Boer, Van Houten."""
        word = self.tokens[at].folded
        return len(word) == 1 or word in words_of("finder", "surname_prefixes")

    def _run(self, at: int) -> int:
        """The last word of the name that starts here."""
        last, step = at, at + 1
        while step < len(self.tokens) and step <= at + MOST and self._close(step):
            token = self.tokens[step]
            if token.first:
                break
            if self._goes_on(step):
                last = step
            elif token.folded not in words_of("finder", "surname_prefixes"):
                break
            step += 1
        return last

    def _goes_on(self, step: int) -> bool:
        token = self.tokens[step]
        if token.folded in words_of("finder", "surname_prefixes"):
            return False
        if not token.capital:
            return token.folded in words_of("names", "surnames") and not is_ordinary(token.folded)
        return (
            not token.shouted
            and token.folded not in words_of("ordinary", "capitals")
            and step not in self.taken
        )

    def _person(self, at: int, last: int) -> Mark:
        first = self._prefixes_before(at)
        title = self._title_before(first)
        proposal = self.titles.get(title or "", self.shown["person"])
        if title:
            first = start_of_title(self.words, self.tokens, first - 1)
        start, end = self.tokens[first].start, self.tokens[last].end
        owned = OWN_S.match(self.words, end)
        if owned is None and self.words[end - 1] in "sxz":
            owned = BARE_APOSTROPHE.match(self.words, end)
        end = owned.end() if owned else end
        if owned or self._owns(self.tokens[last]):
            proposal = possessive(proposal, self.language)
        return Mark(start, end, Kind.PERSON, proposal)

    def _owns(self, token: Token) -> bool:
        given = words_of("names", "given")
        return token.folded not in given and token.folded.endswith("s") and token.folded[:-1] in given

    def _prefixes_before(self, at: int) -> int:
        """Van den Berg without a first name. "de fiets van Piet" and "bij de Hema" keep their small word."""
        first = at
        while (
            first
            and self._close(first)
            and self.tokens[first - 1].folded in words_of("finder", "surname_prefixes")
        ):
            first -= 1
        if first == at or self._is_given(self.tokens[at]):
            return at
        before = self.tokens[first:at]
        clear = (
            any(token.folded in CLEAR_PREFIXES for token in before) or self._title_before(first) is not None
        )
        with_capital = [token for token in before if token.capital and not token.first]
        if clear:
            return first
        return self.tokens.index(with_capital[0], first) if with_capital else at

    def _title_before(self, first: int) -> str | None:
        return self.tokens[first - 1].folded if self._before(first, self.titles) else None

    # ---- Looking around

    def _mark(self, first: int, last: int, kind: Kind, proposal: str) -> Mark:
        if kind is not Kind.PLACE or last == first:
            self.taken.update(range(first, last + 1))
        start = self.tokens[first].start
        clipped = self.tokens[first].folded in CLIPPED and self.words[max(0, start - 1) : start] in {"'", "’"}
        return Mark(start - clipped, self.tokens[last].end, kind, proposal)

    def _close(self, at: int) -> bool:
        """Whether only a space or a small sign stands before this word."""
        return at > 0 and self.words[self.tokens[at - 1].end : self.tokens[at].start] in {
            " ",
            "-",
            ".",
            ". ",
            " '",
            " ’",
            "'",
            "’",
        }

    def _before(self, at: int, wanted: frozenset[str] | dict[str, str]) -> bool:
        return self._close(at) and self.tokens[at - 1].folded in wanted

    def _phrase_at(self, at: int, phrases: Phrases) -> int:
        """How many words of a listed phrase stand here."""
        for wanted in phrases.get(self.tokens[at].folded, ()):
            here = self.tokens[at : at + len(wanted)]
            if tuple(token.folded for token in here) == wanted and all(
                self._close(step) or "+" in self.words[self.tokens[step - 1].end : self.tokens[step].start]
                for step in range(at + 1, at + len(wanted))
            ):
                return len(wanted)
        return 0

    def _capitals_before(self, at: int) -> int:
        """Where the words with capitals begin that end in this one."""
        first = at
        for step in range(at - 1, max(-1, at - MOST), -1):
            token = self.tokens[step]
            if not self._close(step + 1):
                break
            if token.capital and not token.shouted and not (token.first and is_ordinary(token.folded)):
                first = step
            elif token.folded not in LINKS:
                break
        return first


def _bodies() -> Phrases:
    return phrases_of("finder", "bodies")
