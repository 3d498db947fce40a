"""How well the finder finds: sentences with what has to be found in them, and the count of hits against it."""

import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from conference.demo.story import Story
from conference.learning.finder.finder import Hit, Known, Person, find

MARKED = re.compile(r"\[(\*?)(\w+)\|([^\]]+)\]")
FIXTURES = Path(__file__).parent / "fixtures" / "finder.yaml"
DEMO_DAY = date(2026, 11, 24)
CASES = ("case-1", "case-2")
ROLES = {"dochter": "kind (11)", "zoon": "kind (7)"}


@dataclass(frozen=True)
class Wanted:
    """One thing that has to be found."""

    start: int
    end: int
    kind: str
    known: bool


@dataclass(frozen=True)
class Sentence:
    """A sentence with everything that has to be found in it."""

    words: str
    language: str
    wanted: tuple[Wanted, ...]


@dataclass
class Score:
    """Hits with the right place and kind, and what was missed or marked without need, per kind."""

    right: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    needless: Counter[str] = field(default_factory=Counter)
    known_covered: int = 0
    known_missed: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def add(self, sentence: Sentence, hits: list[Hit]) -> None:
        """Count one sentence."""
        found = {(_bare(sentence.words, hit.start), hit.end, hit.kind.value) for hit in hits}
        wanted = {(_bare(sentence.words, want.start), want.end, want.kind) for want in sentence.wanted}
        self.right.update(kind for *_, kind in found & wanted)
        self.missed.update(kind for *_, kind in wanted - found)
        self.needless.update(kind for *_, kind in found - wanted)
        for start, end, kind in sorted(found ^ wanted):
            sign = "missed" if (start, end, kind) in wanted else "needless"
            self.faults.append(f"{sign} {kind} «{sentence.words[start:end]}» in: {sentence.words}")
        for want in sentence.wanted:
            if want.known and not covered(want.start, want.end, hits):
                self.known_missed.append(sentence.words[want.start : want.end])
            self.known_covered += want.known and covered(want.start, want.end, hits)

    @property
    def recall(self) -> float:
        """Of what was to be found, the part that was found exactly."""
        return _part(self.right.total(), self.missed.total())

    @property
    def precision(self) -> float:
        """Of what was marked, the part that had to be."""
        return _part(self.right.total(), self.needless.total())

    @property
    def known_recall(self) -> float:
        """Of what the case knows, the part of which no letter is left."""
        return _part(self.known_covered, len(self.known_missed))

    def lines(self) -> Iterator[str]:
        """The score as a table."""
        yield f"{'kind':<14}{'found':>6}{'missed':>8}{'needless':>10}{'recall':>9}{'precision':>11}"
        for kind in sorted(self.right | self.missed | self.needless):
            right, missed, needless = self.right[kind], self.missed[kind], self.needless[kind]
            yield _line(kind, right, missed, needless)
        yield _line("all", self.right.total(), self.missed.total(), self.needless.total())
        yield f"known in the case: {self.known_recall:.3f} of {self.known_covered + len(self.known_missed)}"


def _bare(words: str, start: int) -> int:
    """Where a place or a body begins without its article: one goes along where the replacement has one of its own."""
    found = re.match(r"(?:de|het|een)\s", words[start:], re.IGNORECASE)
    return start + (found.end() if found else 0)


def _line(kind: str, right: int, missed: int, needless: int) -> str:
    recall, precision = _part(right, missed), _part(right, needless)
    return f"{kind:<14}{right:>6}{missed:>8}{needless:>10}{recall:>9.3f}{precision:>11.3f}"


def _part(right: int, wrong: int) -> float:
    return right / (right + wrong) if right + wrong else 1.0


def covered(start: int, end: int, hits: Iterable[Hit]) -> bool:
    """Whether every letter from start to end lies in a hit."""
    letters = {at for hit in hits for at in range(hit.start, hit.end)}
    return letters.issuperset(range(start, end))


# ---- The 200 sentences


def sentences() -> tuple[Known, list[Sentence]]:
    """The sentences of the fixture, and what their case knows."""
    return _fixture(FIXTURES)


def _fixture(path: Path) -> tuple[Known, list[Sentence]]:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    known = data["known"]
    people = tuple(
        Person(entry["name"], entry["role"], tuple(entry.get("nicknames", ())))
        for entry in known.pop("people")
    )
    case = Known(people, **{kind: tuple(names) for kind, names in known.items()})
    return case, [_read(words, language) for language in ("nl", "en") for words in data.get(language, ())]


def _read(marked: str, language: str) -> Sentence:
    parts, wanted, at = [], [], 0
    for found in MARKED.finditer(marked):
        parts.append(marked[at : found.start()])
        start = sum(map(len, parts))
        parts.append(found[3])
        wanted.append(Wanted(start, start + len(found[3]), found[2], bool(found[1])))
        at = found.end()
    return Sentence("".join([*parts, marked[at:]]), language, tuple(wanted))


def score_of_sentences() -> Score:
    """The score over the fixture."""
    known, every = sentences()
    score = Score()
    for sentence in every:
        score.add(sentence, find(sentence.words, known, sentence.language))
    return score


# ---- The demo cases


def demo_case(name: str) -> tuple[Known, list[str]]:
    """What is known in a demo case, and every text in it that somebody wrote."""
    story = Story.read(name, DEMO_DAY)
    people = story.all("persons")
    known = Known(
        people=tuple(Person(entry["name"], ROLES.get(entry["role"], entry["role"])) for entry in people),
        places=(story.case["municipality"],),
        organisations=tuple(entry["organisation"] for entry in people if "organisation" in entry),
    )
    written = [
        story.case,
        story.analysis,
        *(story.all(kind) for kind in ("facts", "factors", "goals", "actions")),
    ]
    return known, [*_texts(written), *_texts(story.all("safety_ratings"))]


def _texts(entry: Any) -> Iterator[str]:
    """All texts of more than one word in an entry, however deep."""
    if isinstance(entry, dict):
        entry = entry.values()
    if isinstance(entry, str):
        yield from [entry] if " " in entry else []
    elif not isinstance(entry, (int, float, date)) and entry is not None:
        for part in entry:
            yield from _texts(part)


def named(words: str, known: Known) -> Iterator[tuple[int, int]]:
    """Every name of the case in a text, by a search that knows nothing of the finder: the words of each full name."""
    small = {"van", "de", "der", "den", "el", "ten"}
    parts = {part for person in known.people for part in person.name.split() if part.lower() not in small}
    for part in sorted(parts):
        for found in re.finditer(rf"(?<!\w){re.escape(part)}(?:'?s)?(?!\w)", words, re.IGNORECASE):
            yield found.span()


# ---- The notes


NOTES = Path(__file__).parent / "fixtures" / "finder_notes.yaml"
ARTICLES = re.compile(r"(?:de|het|een|zijn|haar|hun|op|om|per)\s", re.IGNORECASE)


def notes() -> tuple[Known, list[Sentence]]:
    """The notes, and what their case knows."""
    return _fixture(NOTES)


def unseen(sentence: Sentence) -> bool:
    """One in three, by its words alone: never looked at while the finder was made."""
    return zlib.crc32(sentence.words.encode()) % 3 == 0


@dataclass
class Measure:
    """How well one finder does: per kind what was found and missed, ordinary words replaced, and words asked about."""

    found: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    words: int = 0
    replaced: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def add(
        self, sentence: Sentence, spans: Iterable[tuple[int, int, str]], asked: Iterable[tuple[int, int]] = ()
    ) -> None:
        """Count one sentence. A span has what stands there afterwards; what is asked about counts as found."""
        spans, asked = list(spans), list(asked)
        letters = {
            at
            for start, end in [*((one, other) for one, other, _ in spans), *asked]
            for at in range(start, end)
        }
        for want in sentence.wanted:
            kind = "known" if want.known else want.kind
            article = ARTICLES.match(sentence.words[want.start : want.end])
            begins = want.start + (article.end() if article else 0)
            needed = [at for at in range(begins, want.end) if sentence.words[at].isalnum()]
            if letters.issuperset(needed):
                self.found[kind] += 1
            else:
                self.missed[kind] += 1
                self.faults.append(
                    f"missed {kind} «{sentence.words[want.start : want.end]}» in: {sentence.words}"
                )
        for word in re.finditer(r"[^\W\d_]+", sentence.words):
            self.words += 1
            if any(want.start < word.end() and word.start() < want.end for want in sentence.wanted):
                continue
            if word[0].lower() in {"de", "het"} and any(
                word.end() + 1 == want.start for want in sentence.wanted
            ):
                continue  # an article goes along with a club or a paper
            over = [instead for start, end, instead in spans if start < word.end() and word.start() < end]
            if over and word[0].lower() not in re.findall(r"[^\W\d_]+", over[0].lower()):
                self.replaced.append(f"{word[0]} in: {sentence.words}")
            if any(start < word.end() and word.start() < end for start, end in asked):
                self.asked.append(f"{word[0]} in: {sentence.words}")

    def recall(self, *kinds: str) -> float:
        """The part that was found, of these kinds."""
        return _part(sum(self.found[kind] for kind in kinds), sum(self.missed[kind] for kind in kinds))


def measure(every: Iterable[Sentence], known: Known) -> Measure:
    """How well our finder does over these sentences."""
    total = Measure()
    for sentence in every:
        hits = find(sentence.words, known, sentence.language)
        total.add(
            sentence,
            [(hit.start, hit.end, hit.proposal) for hit in hits if not hit.ask],
            [(hit.start, hit.end) for hit in hits if hit.ask],
        )
    return total
