"""Names the case does not know: people, places, streets, schools and organisations, by how they are written.

A capital in the middle of a sentence says most. A list of first names helps where capitals do not: at the start of a
sentence, and in notes typed without them. Each search walks over the words once and looks a few words ahead or back.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from conference.learning.finder.hits import Kind, Mark
from conference.learning.finder.known import (
    BARE_APOSTROPHE,
    HOUSE_NUMBER,
    OWN_S,
    after_age,
    after_point,
    possessive,
    start_of_title,
)
from conference.learning.finder.lexicon import (
    Phrases,
    is_abbreviation,
    is_common,
    is_ordinary,
    is_thing,
    phrases_of,
    proposals,
    titles,
    words_of,
)
from conference.learning.finder.tokens import CLIPPED, Token

DETERMINERS = frozenset(
    {
        "de",
        "het",
        "een",
        "zijn",
        "haar",
        "hun",
        "mijn",
        "onze",
        "ons",
        "uw",
        "jouw",
        "deze",
        "die",
        "dit",
        "dat",
        "the",
        "a",
        "his",
        "her",
        "their",
        "my",
        "our",
    }
)
#: What is shown for these is the word itself: "zus Marit" is "zus".
KEPT = frozenset({"een familielid", "een bekende", "een hulpverlener"})
LINKS = frozenset({"de", "het", "t", "van", "der", "den", "en", "ter", "ten", "op", "aan", "le", "la"})
CLEAR_PREFIXES = frozenset({"der", "den", "ter", "ten", "el", "al", "ait", "vd", "vander", "vanden"})
SMALL_ENDINGS = ("etje", "tje", "pje", "je", "s")
NUMBER_BEFORE = re.compile(r"\d{1,4} $")
MOST = 6  # words in one name
GAPS = frozenset(
    {" ", "  ", "-", "\u2010", "\u2011", "–", ".", ". ", " '", " ’", " ‘", "'", "’", ". '", ". ’"}
)
LATIN = re.compile(r"[a-z0-9]")
VERBS = ("de", "te", "den", "ten")  # "Karimde hij?" is a slip of the hand, not a name
PET_BEHIND = re.compile(
    r", (?:de|het|een|hun|haar|zijn|onze) (?:hond|kat|poes|kater|pony|paard|konijn|cavia)\b"
)
NAMED = frozenset({"heet", "heette", "heten", "noemt", "noemde", "noem", "genaamd", "genoemd"})


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
        latin = sum(bool(LATIN.match(token.folded)) for token in tokens)
        self.latin = latin * 2 > len(tokens)

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
                elif self._may_be_place(at):
                    yield replace(self._mark(at, at, Kind.PLACE, self.shown["place"]), ask=True)

    def _is_place(self, at: int, length: int) -> bool:
        """A place that is also a word or a first name needs more than its letters."""
        token = self.tokens[at]
        if length > 1 or not (is_ordinary(token.plain) or token.folded in words_of("names", "given")):
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

    def _may_be_place(self, at: int) -> bool:
        """A village with the letters of an ordinary word (Rozendorp): it is asked about."""
        token = self.tokens[at]
        capital = token.capital and not token.first and not token.shouted and len(token.folded) > 3
        inside = self._before(at, words_of("finder", "place_words"))
        return (
            capital
            and inside
            and is_ordinary(token.plain)
            and not is_common(token.folded)
            and at not in self.taken
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
            named = self._close(at) and self.tokens[at - 1].capital
            surname = named and self.tokens[at - 1].folded in words_of("finder", "surname_prefixes")
            return token.capital and not token.first and named and not surname and not token.shouted
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
                self.taken.update(range(at, at + length))
                last = self._name_after(at + length - 1)
                if last >= at + length:
                    written = self.words[self.tokens[at].start : self.tokens[at + length - 1].end]
                    yield self._mark(at, last, Kind.ORGANISATION, written)
                continue
            if self.tokens[at].folded in words_of("things", "heads") and (last := self._name_after(at)) > at:
                self.taken.update(range(at, last + 1))
                yield self._mark(at, last, Kind.ORGANISATION, self.shown["organisation"])
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
        """People by title, by first name, by tussenvoegsel, by capital; and what may be one, to ask about."""
        at = 0
        while at < len(self.tokens):
            if at in self.taken:
                at += 1
                continue
            if self._starts_name(at):
                last = self._run(at)
                yield self._person(at, last)
                at = last
            elif self._may_start_name(at):
                last = self._run(at)
                yield replace(self._person(at, last), ask=last == at)
                at = last
            at += 1

    def _starts_name(self, at: int) -> bool:
        token = self.tokens[at]
        if self._other_script(token) or self._one_letter(at) or self._shouted_name(at):
            return True
        if self._is_given(token):
            return (token.capital and not token.shouted) or not is_ordinary(token.plain)
        if token.capital and not token.shouted and (self._before(at, self.titles) or self._titled_prefix(at)):
            return not self._is_after_the(at) and token.folded not in self.titles
        if token.capital and self._before(at, words_of("finder", "naming")) and not token.shouted:
            return not is_thing(token.plain) or self.tokens[at - 1].folded in NAMED
        if self._initial(at) or self._unheard(at) or self._opens_with_prefix(at):
            return True
        return token.capital and token.first and not is_thing(token.plain) and self._surname_follows(at)

    def _may_start_name(self, at: int) -> bool:
        """A first name that is an ordinary word too (*Wil*), or a strange word that opens a sentence."""
        token = self.tokens[at]
        given = token.folded in words_of("names", "given")
        if not token.capital:
            return given and not is_common(token.folded) and not any(other.capital for other in self.tokens)
        if token.shouted:
            return False
        if given and is_ordinary(token.plain):
            return not (token.first and is_common(token.folded))
        if PET_BEHIND.match(self.words, token.end) and not is_common(token.folded):
            return True
        slip = next((token.folded.removesuffix(end) for end in VERBS if token.folded.endswith(end)), "")
        strange = token.first and len(token.folded) > 2 and not is_thing(token.plain)
        known_thing = token.folded in words_of("things", "origins") or token.folded in words_of(
            "things", "countries"
        )
        return strange and not known_thing and slip not in words_of("names", "given")

    def _titled_prefix(self, at: int) -> bool:
        """ "meneer 't Hof", "dokter de Wild": small words between a title and a name."""
        first = at
        while (
            first
            and self._close(first)
            and self.tokens[first - 1].folded in words_of("finder", "surname_prefixes")
        ):
            first -= 1
        return first < at and self._before(first, self.titles)

    def _other_script(self, token: Token) -> bool:
        """A word in another alphabet, in a text that is written in ours."""
        return self.latin and len(token.folded) > 1 and not LATIN.match(token.folded)

    def _one_letter(self, at: int) -> bool:
        """ "Papa heet R", "tante I.", "Dhr. D.": somebody of whom one letter is left."""
        token = self.tokens[at]
        if len(token.folded) != 1 or not token.capital or not token.folded.isascii():
            return False
        around = self.words[max(0, token.start - 1) : token.start] + self.words[token.end : token.end + 1]
        if any(sign.isdigit() or sign in "+-/'’&" for sign in around) or token.folded in {"u", "i", "x"}:
            return False
        if self._before(at, self.titles):
            return True
        before = self.tokens[at - 1].folded if at else ""
        lettered = before in words_of("things", "lettered") or (
            is_ordinary(before) and before.endswith("plan")
        )
        return (not token.first and not lettered and before not in {"of", "en"}) or self._one_of_row(at)

    def _one_of_row(self, at: int) -> bool:
        """N en S, behind somebody who was called by a letter."""
        before = self.tokens[at - 2] if at > 1 else None
        return before is not None and len(before.folded) == 1 and self._one_letter(at - 2)

    def _shouted_name(self, at: int) -> bool:
        """JAN JANSEN among words that are not all in capitals."""
        token = self.tokens[at]
        if not token.shouted or len(token.folded) < 3:
            return False
        given = token.folded in words_of("names", "given") and not is_common(token.folded)
        if given:
            return not self._is_body(token) or bool(self._shouted_beside(at))
        if is_ordinary(token.plain) or (self._is_body(token) and is_abbreviation(token.folded)):
            return False
        if self._before(at, self.titles):
            return True
        beside = self._shouted_beside(at)
        plain = not is_thing(token.plain) and not any(is_ordinary(word) for word in beside)
        return bool(beside) and len(token.folded) > 3 and plain

    def _shouted_beside(self, at: int) -> list[str]:
        beside = [number for number in (at - 1, at + 1) if 0 <= number < len(self.tokens)]
        return [self.tokens[number].plain for number in beside if self.tokens[number].shouted]

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
            return not is_ordinary(token.plain) or (
                token.capital and not token.first and not is_common(token.folded)
            )
        if is_ordinary(token.plain) or not token.capital:
            return False
        return any(
            token.folded.endswith(end) and token.folded.removesuffix(end) in given for end in SMALL_ENDINGS
        )

    def _unheard(self, at: int) -> bool:
        """A capital in the middle of a sentence on a word that is none we know."""
        token = self.tokens[at]
        if not token.capital or token.first or token.shouted or len(token.folded) < 3 or at in self.taken:
            return False
        shorter = token.plain.removesuffix("s") if len(token.plain) > 5 else token.plain
        return not is_thing(token.plain) and not is_thing(shorter)

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
                return not token.shouted and (not is_thing(token.plain) or self._needs_no_more(at))
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
            if self._goes_on(step, shouted=self.tokens[at].shouted):
                last = step
            elif token.folded not in words_of("finder", "surname_prefixes"):
                break
            step += 1
        return last

    def _goes_on(self, step: int, *, shouted: bool) -> bool:
        token = self.tokens[step]
        if token.folded in words_of("finder", "surname_prefixes") and not (
            token.shouted and len(token.folded) < 3
        ):
            return False
        if len(token.folded) == 1 and token.capital:
            return self.words[token.end : token.end + 1] == "."
        if not token.capital:
            return token.folded in words_of("names", "surnames") and not is_ordinary(token.plain)
        pointed = ". " in self.words[self.tokens[step - 1].end : token.start]
        if pointed and is_common(token.folded) and step > 1 and self._is_given(self.tokens[step - 2]):
            return False  # "Ruben D. Daarna ging het goed."
        return (
            token.shouted == shouted
            and token.folded not in words_of("ordinary", "capitals")
            and step not in self.taken
        )

    def _person(self, at: int, last: int) -> Mark:
        first = self._prefixes_before(at)
        title = self._title_before(first)
        proposal = self.titles.get(title or "", self.shown["person"])
        if title:
            first = start_of_title(self.words, self.tokens, first - 1)
            kept = proposal in KEPT or (
                first and self._close(first) and self.tokens[first - 1].folded in DETERMINERS
            )
            if kept:
                proposal = self.words[
                    self.tokens[first].start : self.tokens[first].end
                ]  # "zijn broer Dirk": zijn broer
        start, end = self.tokens[first].start, after_point(self.words, self.tokens, last)
        if self.words[start - 1 : start] in {"'", "’", "‘"} and self.tokens[first].folded in CLIPPED:
            start -= 1
        end = after_age(self.words, end)
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
        if first == at or self._is_given(self.tokens[at]) or len(self.tokens[at].folded) == 1:
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
        if at == 0 or self.tokens[at].first:
            return False
        return self.words[self.tokens[at - 1].end : self.tokens[at].start].replace("\u00a0", " ") in GAPS

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
            if token.capital and not token.shouted and not (token.first and is_ordinary(token.plain)):
                first = step
            elif token.folded not in LINKS:
                break
        return first


def _bodies() -> Phrases:
    return phrases_of("finder", "bodies")
