"""Who and what a case is about, and where a text speaks of it.

Everything is looked up word by word in dictionaries that are made once per case, in folded form: without capitals and
accents. A name that is also an ordinary word (Mol, Bos) is marked wherever it stands: the author decides.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from conference.learning.finder.hits import Kind, Mark
from conference.learning.finder.lexicon import (
    Phrases,
    bodies,
    by_first_word,
    is_abbreviation,
    is_common,
    is_ordinary,
    is_proper,
    proposals,
    titles,
    words_of,
)
from conference.learning.finder.spelling import Spellings
from conference.learning.finder.tokens import Token, fold, phrase, tokens_of

SHORT_PREFIXES = frozenset({"v", "d", "vd", "vande", "vanden", "vander", "t", "s"})
JOINS = re.compile(r"[ \u00a0\u202f.,'’‘´`\u2010\u2011–-]{1,3}")
HOUSE_NUMBER = re.compile(r" \d{1,5}(?: ?[a-zA-Z](?!\w))?(?:[-/]\d{1,4})?")
INITIALS = re.compile(r"(?<![\w.])[A-Z]\. ?(?:[A-Za-z]\. ?){0,3}[A-Z]\.(?!\w)")
OWN_S = re.compile(r"['’]s(?!\w)")
BARE_APOSTROPHE = re.compile(r"['’](?= \w)")
BRACKETS = re.compile(r"\([^()]{0,200}\)")
AGE_BEHIND = re.compile(r" \(\d{1,2}(?: jaar| jr\.?)?\)")
DANGLING = re.compile(r"[\s,(:;-]+$")
LOOSE_ENDS = frozenset(
    {"van", "of", "de", "het", "namens", "bij", "the", "for", "from", "zus", "broer", "sister", "brother"}
)


@dataclass(frozen=True)
class Person:
    """Somebody of the case: full name, what others read ("moeder", "kind (11)"), and nicknames (*roepnamen*)."""

    name: str
    role: str
    nicknames: tuple[str, ...] = ()


@dataclass(frozen=True)
class Known:
    """What is known in a case, in plain values."""

    people: tuple[Person, ...] = ()
    places: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    schools: tuple[str, ...] = ()
    streets: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Names:
    """The words of one person's name."""

    given: tuple[str, ...]
    prefix: tuple[str, ...]  # tussenvoegsels
    last: tuple[str, ...]


@dataclass
class _Meant:
    """Whom one word may mean."""

    who: set[int] = field(default_factory=set)
    last: bool = False  # as a family name
    owns: bool = False  # Noors
    family: bool = False  # de Dekkersen


class KnownSearch:
    """Finds everything of one case in one text."""

    def __init__(self, known: Known, language: str) -> None:
        self.language, self.people = language, known.people
        self.names = [_read_name(person.name) for person in known.people]
        self.forms: dict[str, _Meant] = {}
        self.near_forms: set[str] = set()
        for who, names in enumerate(self.names):
            self._learn(who, names)
        self.spellings = Spellings(self.near_forms)
        self.phrases: Phrases = {}
        self.means: dict[tuple[str, ...], tuple[Kind, str]] = {}
        self._learn_phrases(known)
        self.phrase_spellings = Spellings(words[0] for words in self.means if len(words) == 1)
        self.roles = [person.role for person in known.people]
        self.roles = [self.safe_role(person.role) for person in known.people]

    # ---- Learning the case

    def _learn(self, who: int, names: _Names) -> None:
        for word in names.given:
            self._called(who, word)
        self._called(who, "".join(names.given), small=False)
        for nickname in self.people[who].nicknames:
            self._nickname(who, phrase(nickname))
        for word in names.last:
            self._add(who, word, last=True)
            self._family(who, word)
        joined = "".join(names.last)
        for before in {"".join(names.prefix), "".join(word[0] for word in names.prefix)}:
            for given in ("", *names.given[:1], "".join(names.given)):
                if joined and (given or before):
                    self._add(who, given + before + joined, last=not given)
        for wide in {"".join(names.given), *names.given[:1]}:
            if wide and joined:
                self._add(who, wide + joined)

    def _called(self, who: int, word: str, *, small: bool = True) -> None:
        """A first name with what people make of it: Noortje, Semmie."""
        if not word:
            return
        self._add(who, word)
        self.near_forms.add(word)
        for made in _diminutives(word) if small else ():
            self._add(who, made)

    def _nickname(self, who: int, words: tuple[str, ...]) -> None:
        """What somebody is called: one word, or a whole name of before (*Fatma Yıldız*)."""
        prefixes = words_of("finder", "prefixes")
        for number, word in enumerate(words):
            if word in prefixes and len(words) > 1:
                continue
            if number and number == len(words) - 1:
                self._add(who, word, last=True)
            else:
                self._called(who, word)

    def _family(self, who: int, word: str) -> None:
        """A family together, or the smallest of them: de Dekkersen, Dekkertje."""
        self.near_forms.add(word)
        for many in (word + "en", word + "'s") if word.endswith("s") else (word + "s", word + "en"):
            self._add(who, many, last=True, family=True)
        for made in _diminutives(word.removesuffix("s")):
            self._add(who, made)

    def _add(self, who: int, word: str, *, last: bool = False, family: bool = False) -> None:
        for form, owns in ((word, False), (word + "s", True)):
            if owns and form in self.forms and not self.forms[form].owns:
                continue  # the s belongs to somebody's name
            meant = self.forms.setdefault(form, _Meant(owns=owns, family=family))
            meant.owns = meant.owns and owns
            meant.family = meant.family and family
            meant.who.add(who)
            meant.last = meant.last or last

    def _learn_phrases(self, known: Known) -> None:
        shown = proposals(self.language)
        for name in known.organisations:
            self._organisation(BRACKETS.sub("", name), shown)
        for kind, names in (
            (Kind.SCHOOL, known.schools),
            (Kind.STREET, known.streets),
            (Kind.PLACE, known.places),
        ):
            for name in names:
                for words in _parts(phrase(BRACKETS.sub("", name)), kind):
                    self._phrase(words, kind, shown[kind.value])
        self.phrases = by_first_word(self.means)

    def _organisation(self, name: str, shown: dict[str, str]) -> None:
        """Of "Veilig Thuis Oosterdelta" the general part stays; its region is also found alone."""
        words = phrase(name)
        general = max((body for body in bodies() if words[: len(body)] == body), key=len, default=())
        if words == general:
            return
        kind = _kind_of(words)
        self._phrase(words, kind, bodies()[general] if general else shown[kind.value])
        if words[0] in words_of("things", "foundations"):
            self._phrase(words[1:], kind, shown[kind.value])
        rest = words[len(general) :]
        if general and rest[0] not in {"de", "het", "the"}:
            self._phrase(rest, Kind.PLACE, shown["place"])
        elif general:
            self._phrase(rest, Kind.ORGANISATION, shown["organisation"])
            self._phrase(rest[1:], Kind.ORGANISATION, shown["organisation"])

    def _phrase(self, words: tuple[str, ...], kind: Kind, proposal: str) -> None:
        if not words:
            return
        self.means.setdefault(words, (kind, proposal))
        if kind is Kind.PLACE:
            for ending in ("s", "se", "er"):
                self.means.setdefault((*words[:-1], words[-1] + ending), (kind, proposal))

    def safe_role(self, role: str) -> str:
        """The role word without anything that would give a name away: "tante (zus van Marleen)" is "tante"."""
        for shorter in (role, BRACKETS.sub("", role).strip()):
            marks = self.marks(shorter, tokens_of(shorter, frozenset()))
            first = min((mark.start for mark in marks), default=None)
            if first is None:
                return shorter
        words = DANGLING.sub("", shorter[:first]).split(" ")
        while words and fold(words[-1]) in LOOSE_ENDS:
            words.pop()
        return " ".join(words) or proposals(self.language)["person"]

    # ---- Reading a text

    def marks(self, words: str, tokens: list[Token]) -> Iterator[Mark]:
        """Everything of the case in a text."""
        yield from _People(self, words, tokens).marks()
        yield from self._initials(words, tokens)
        yield from self._found_phrases(words, tokens)

    def meant(self, token: Token) -> _Meant | None:
        """Whom a word means: exactly, or by one wrong letter when it is no ordinary word itself."""
        exact = self.forms.get(token.folded)
        if exact or not _may_be_misspelt(token):
            return exact
        near = [self.forms[form] for form in self.spellings.near(token.folded)]
        if not near:
            return None
        who = set().union(*(meant.who for meant in near))
        return _Meant(who, any(meant.last for meant in near), all(meant.owns for meant in near))

    def role_of(self, who: Iterable[int]) -> str:
        """What to call one of these people: their role when that is certain."""
        roles = {self.roles[number] for number in who}
        return roles.pop() if len(roles) == 1 else proposals(self.language)["person"]

    def _initials(self, words: str, tokens: list[Token]) -> Iterator[Mark]:
        """ "M.D." for Marleen Dekkers; also MD, and M where people are called by one letter."""
        for found in INITIALS.finditer(words):
            letters = "".join(sign for sign in found[0] if sign.isalpha()).lower()
            if who := self._with_initials(letters):
                yield Mark(*found.span(), Kind.PERSON, self.role_of(who), known=True)
        for at, token in enumerate(tokens):
            bare = token.shouted and 2 <= len(token.folded) <= 4
            if bare and not self._in_capitals(tokens, at) and (who := self._with_initials(token.folded)):
                ask = is_abbreviation(token.folded) or is_ordinary(token.plain)
                yield Mark(token.start, token.end, Kind.PERSON, self.role_of(who), known=True, ask=ask)

    def _with_initials(self, letters: str) -> list[int]:
        return [number for number, names in enumerate(self.names) if letters in _initials_of(names)]

    def _in_capitals(self, tokens: list[Token], at: int) -> bool:
        """Whether the words around it are in capitals too: then capitals say nothing."""
        return any(token.shouted and len(token.folded) > 4 for token in tokens[max(0, at - 1) : at + 2])

    def _found_phrases(self, words: str, tokens: list[Token]) -> Iterator[Mark]:
        for at, token in enumerate(tokens):
            found = self._phrase_at(words, tokens, at)
            if found:
                kind, proposal = self.means[found]
                end = tokens[at + len(found) - 1].end
                number = HOUSE_NUMBER.match(words, end) if kind is Kind.STREET else None
                yield Mark(token.start, number.end() if number else end, kind, proposal, known=True)

    def _phrase_at(self, words: str, tokens: list[Token], at: int) -> tuple[str, ...] | None:
        for wanted in self.phrases.get(tokens[at].folded, ()):
            here = tokens[at : at + len(wanted)]
            if tuple(token.folded for token in here) == wanted and _joined(words, here):
                return wanted
        if not _may_be_misspelt(tokens[at]):
            return None
        near = self.phrase_spellings.near(tokens[at].folded)
        return (min(near),) if near else None


class _People:
    """Puts the words of names together: initials, tussenvoegsels and titles go with the name they belong to."""

    def __init__(self, search: KnownSearch, words: str, tokens: list[Token]) -> None:
        self.search, self.words, self.tokens = search, words, tokens
        self.meant = [search.meant(token) for token in tokens]
        self.small = not any(token.capital for token in tokens)

    def marks(self) -> Iterator[Mark]:
        """Each person that is named."""
        at = 0
        while at < len(self.tokens):
            meant = self.meant[at]
            if meant is None:
                at += 1
                continue
            last, who = self._to_the_right(at, set(meant.who))
            mark = self._mark(at, last, who)
            ask = self._is_ordinary_here(at, last, mark)
            if not ask:
                yield mark
            elif self._may_be_meant(at):
                yield replace(mark, ask=True)
            at = last + 1

    def _is_ordinary_here(self, at: int, last: int, mark: Mark) -> bool:
        """Whether what stands here is an ordinary word too, and nothing around it says that it is a name."""
        token = self.tokens[at]
        if last > at or (mark.start < token.start and token.capital):
            return False
        if not is_ordinary(token.plain):
            return False
        known_as_name = token.folded in words_of("names", "given") and not is_common(token.folded)
        return not (known_as_name and token.capital)

    def _may_be_meant(self, at: int) -> bool:
        """A name in a capital; in small letters only where the writer uses no capitals at all."""
        return self.tokens[at].capital or self.small

    def _to_the_right(self, at: int, who: set[int]) -> tuple[int, set[int]]:
        """The last word of the name that starts here, and whom it leaves."""
        last = at
        while (following := self._next_of(last, who)) is not None:
            last = following
            meant = self.meant[last]
            who = who & meant.who if meant else who
        return last, who

    def _next_of(self, last: int, who: set[int]) -> int | None:
        step = last + 1
        prefixes = {word for number in who for word in self.search.names[number].prefix} | SHORT_PREFIXES
        while step < len(self.tokens) and step < last + 5 and self._joins(step - 1):
            meant = self.meant[step]
            if meant is not None and meant.who & who:
                return step
            if step == last + 1 and self._is_last_initial(step, who):
                return step
            if self.tokens[step].folded not in prefixes:
                return None
            step += 1
        return None

    def _is_last_initial(self, step: int, who: set[int]) -> bool:
        """ "Ruben D.": of the family name one letter is left."""
        token = self.tokens[step]
        pointed = self.words[token.end : token.end + 1] == "."
        letters = {word[0] for number in who for word in (*self.search.names[number].last,)}
        return len(token.folded) == 1 and token.capital and pointed and token.folded in letters

    def _joins(self, at: int) -> bool:
        """Whether only a space or a small sign stands between this word and the next."""
        gap = self.words[self.tokens[at].end : self.tokens[at + 1].start]
        return JOINS.fullmatch(gap) is not None

    def _mark(self, at: int, last: int, who: set[int]) -> Mark:
        first = at
        meant = self.meant[at]
        if meant and meant.last:
            first = self._prefixes(first, who)
            first, who = self._initials(first, who)
        first, title = self._title(first)
        start, end = self.tokens[first].start, self.tokens[last].end
        end = after_point(self.words, self.tokens, last)
        end = after_age(self.words, end)
        end, owns = self._possessive(start, last, end)
        family = {"familie": "family", "fam": "family", "gezin": "home"}.get(title or "")
        if meant and meant.family and first == at == last:
            family = "family"
        if self.search.language == "en" and self.words[end : end + 7].lower() == " family":
            end, family = end + 7, "family"
        proposal = proposals(self.search.language)[family] if family else self.search.role_of(who)
        proposal = possessive(proposal, self.search.language) if owns else proposal
        return Mark(start, end, Kind.PERSON, proposal, known=True)

    def _prefixes(self, first: int, who: set[int]) -> int:
        """Van den Berg, v.d. Berg: only as many words as the person has."""
        own = max((self.search.names[number].prefix for number in who), key=len, default=())
        allowed = {*own, *SHORT_PREFIXES} if own else set()
        for _ in own:
            if first == 0 or self.tokens[first - 1].folded not in allowed or not self._joins(first - 1):
                break
            first -= 1
        return first

    def _initials(self, first: int, who: set[int]) -> tuple[int, set[int]]:
        while first and self.tokens[first - 1].capital and self._of_initials(first - 1):
            gap = self.words[self.tokens[first - 1].end : self.tokens[first].start]
            if gap not in {".", ". ", " "}:
                break
            first -= 1
            letter = self.tokens[first].folded[0]
            who = {
                number
                for number in who
                if self.search.names[number].given[:1][0:1]
                and self.search.names[number].given[0][0] == letter
            } or who
        return first, who

    def _of_initials(self, at: int) -> bool:
        """One letter, or a few in capitals: "A. Bakker", "AS Bakker"."""
        token = self.tokens[at]
        return len(token.folded) == 1 or (
            token.shouted and len(token.folded) < 4 and not is_ordinary(token.plain)
        )

    def _title(self, first: int) -> tuple[int, str | None]:
        """ "juf Anouk": the word before goes with the name."""
        gap = self.words[self.tokens[first - 1].end : self.tokens[first].start] if first else ""
        if (
            first
            and not self.tokens[first].first
            and re.fullmatch(r"\.?\s{1,2}['’‘]?", gap)
            and "\n" not in gap
        ):
            title = self.tokens[first - 1].folded
            if title in titles(self.search.language):
                return start_of_title(self.words, self.tokens, first - 1), title
        return first, None

    def _possessive(self, start: int, last: int, end: int) -> tuple[int, bool]:
        """ "Noors", "Marleen's", "Hans' fiets"."""
        meant = self.meant[last]
        owned = OWN_S.match(self.words, end)
        if owned:
            return owned.end(), True
        quoted = start > 0 and self.words[start - 1] in "'‘’"
        if self.words[end - 1] in "sxz" and not quoted and (bare := BARE_APOSTROPHE.match(self.words, end)):
            return bare.end(), True
        return end, bool(meant and meant.owns)


def after_point(words: str, tokens: list[Token], last: int) -> int:
    """Where a name ends: the point behind a single letter belongs to it when the sentence goes on."""
    end = tokens[last].end
    goes_on = last + 1 < len(tokens) and not tokens[last + 1].capital and not tokens[last + 1].first
    return end + 1 if len(tokens[last].folded) == 1 and words[end : end + 1] == "." and goes_on else end


def after_age(words: str, end: int) -> int:
    """An age in brackets goes with the name: Sem (7)."""
    found = AGE_BEHIND.match(words, end)
    return found.end() if found else end


def start_of_title(words: str, tokens: list[Token], at: int) -> int:
    """The first word of a title: "de heer" is one thing."""
    gentleman = tokens[at].folded == "heer" and at and tokens[at - 1].folded == "de"
    return at - 1 if gentleman and words[tokens[at - 1].end : tokens[at].start] == " " else at


def possessive(role: str, language: str) -> str:
    """ "moeders", "opa's", "kind (11)'s": what is read before something that belongs to them."""
    if language == "en" or not role[-1:].isalpha():
        return f"{role}'s"
    if role[-1] in "sxz":
        return f"{role}'"
    return f"{role}'s" if role[-1] in "aiouyé" else f"{role}s"


def _read_name(name: str) -> _Names:
    """First names, tussenvoegsels, family names. Of one word alone it is a first name.

    `van der Berg` has no first name: if `van` were one, every "van" of a text would be somebody. `Ben` and `Al` are.
    """
    words = phrase(BRACKETS.sub("", name))
    prefixes = words_of("finder", "prefixes")
    first = 0 if len(words) > 1 and words[0] not in words_of("names", "given") else 1
    at = next((at for at, word in enumerate(words) if at >= first and word in prefixes), None)
    if at is None:
        at = max(1, len(words) - 1)
    until = next((until for until in range(at, len(words)) if words[until] not in prefixes), len(words))
    last = tuple(word for word in words[until:] if len(word) > 1 and word not in prefixes)
    return _Names(tuple(word for word in words[:at] if len(word) > 1), words[at:until], last)


def _diminutives(name: str) -> Iterator[str]:
    """Noortje, Semmetje, Brammie, Evaatje: also when they are somebody's, with an s."""
    if len(name) < 2:
        return
    stems = {name, name + name[-1]}
    if name[-1] == "i":
        stems.add(name + "e")
    for stem in stems:
        for ending in ("je", "tje", "pje", "etje", "ke", "ie", "y"):
            yield stem + ending


def _initials_of(names: _Names) -> set[str]:
    given, last = names.given[:1], names.last[:1]
    alone = {"".join(word[0] for word in names.given)} if len(names.given) > 1 else set()
    if not given or not last:
        return alone
    every = "".join(word[0] for word in names.given)
    return alone | {
        first + middle + last[0][0]
        for first in (given[0][0], every)
        for middle in ("", "".join(p[0] for p in names.prefix))
    }


def _parts(words: tuple[str, ...], kind: Kind) -> Iterator[tuple[str, ...]]:
    """A phrase, and for a school also what is left without "basisschool" and without "De"."""
    yield words
    if kind is Kind.SCHOOL:
        while words and (words[0] in words_of("finder", "schools") or words[0] in {"de", "het", "t"}):
            words = words[1:]
            yield words


def _may_be_misspelt(token: Token) -> bool:
    """An ordinary word in small letters never is (*huilde* is not Hilde), and *Noorse* is no Noor.

    With a capital it may be one, and is asked about.
    """
    if is_ordinary(token.plain):
        return token.capital and not token.shouted and not is_common(token.folded)
    named = token.folded in words_of("names", "given") or token.folded in words_of("names", "surnames")
    return named or not (is_proper(token.plain) and token.folded.endswith("se"))


def _kind_of(words: tuple[str, ...]) -> Kind:
    """What a body of the case is: a club, a church, or something else."""
    if words[0] in words_of("things", "clubs"):
        return Kind.CLUB
    if any(word.endswith(tuple(words_of("things", "churches"))) for word in words):
        return Kind.CHURCH
    return Kind.ORGANISATION


def _joined(words: str, tokens: list[Token]) -> bool:
    pairs = pairwise(tokens)
    return all(
        0 < after.start - before.end <= 3 and "\n" not in words[before.end : after.start]
        for before, after in pairs
    )
