"""What tells who somebody is without being a name (an origin, an illness, a profession, an age), and what has a name
without being somebody: a club, a church, a paper, a car, an account on the internet.

Lists decide, and the words around them: *Noorse trui* is a jumper, *Noorse moeder* a person. What is shown instead
keeps the sentence: an article goes along with a paper, and stays with a car.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from conference.learning.finder.hits import Kind, Mark
from conference.learning.finder.lexicon import entries_of, is_ordinary, proposals, words_of
from conference.learning.finder.tokens import in_small

ARTICLE = r"(?:\b(?P<article>de|het|een|'t|zijn|haar|hun|mijn|onze)\s)?"
BEHIND = r"(?![\w’'-])"
NAME = r"(?:[-\s](?:de|het|van|'t|der|den|en|sint|st\.?|[A-ZÀ-Ý0-9][\w’'-]*))"
NUMBERS = "een|één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien|vijftien|zestien"
HANDLE = re.compile(
    r"(?<![\w.@/-])@[A-Za-z][\w.]{2,29}\w|"
    r"(?<![\w.@/-])(?=[\w.]{5,30}(?![\w@]))(?:[A-Za-z.]{2,29}_[\w.]{0,28}\w|[A-Za-z]{3,15}\.[A-Za-z]{2,15}\d{1,6}|[A-Za-z]{4,25}\d{2,6})(?![\w@-])"
)
AGE = re.compile(
    r"(?<![\d.,])(?P<years>\d{1,2})(?P<form>\s?jaar oud|\s?-?jarige?)\b|"
    r"\b(?:is|was|wordt|werd|van|en|nu|pas|al)\s(?P<bare>\d{1,2}) jaar(?P<old> oud)?\b"
    r"(?! en ouder| of ouder| geleden| lang| later|\w)",
    re.IGNORECASE,
)
BANDS = (
    (4, "0", "4"),
    (12, "4", "12"),
    (18, "12", "18"),
    (30, "18", "30"),
    (40, "30", "40"),
    (50, "40", "50"),
)
LAST_BAND = ("50", "100")
HOME = re.compile(
    rf"\b(?:flat|boerderij|caravan|woonboot|woonwagen|villa|bovenwoning)\s(?:in|van) het dorp\b|"
    rf"\b(?:{NUMBERS}|\d{{1,2}}) hoog\b",
    re.IGNORECASE,
)
EMPLOYER = re.compile(
    r"\b(?:werkt|werkte|werken|gewerkt|werk|baan|stage|contract|solliciteert|solliciteerde|schoon|vakken)\s(?:nu\s|jaren\s|al\s)?(?:bij|voor)\s"
    r"(?P<where>(?:de\s|het\s)?[A-ZÀ-Ý][\w&'’-]*(?:\s(?:en|&|van|de|[A-ZÀ-Ý][\w&'’-]*)(?=\s|[.,;:!?]|$)){0,3}(?<!\sen)(?<!\svan)(?<!\sde))"
)
IS = r"\b(?:is|was|ben|wordt|werd|waren|zijn|als)\s"


def marks(words: str, language: str) -> Iterator[Mark]:
    """Everything of the kind in a text. The lists are Dutch; of what is written alike everywhere the rest looks too."""
    shown = proposals(language)
    yield from _handles(words, shown)
    if language != "nl":
        return
    yield from _named(words, shown)
    yield from _vehicles(words, shown)
    yield from _professions(words, shown)
    yield from _origins(words, shown)
    yield from _diagnoses(words, shown)
    yield from _ages(words, shown)
    for found in EMPLOYER.finditer(words):
        yield Mark(*found.span("where"), Kind.ORGANISATION, shown["organisation"])
    for found in HOME.finditer(words):
        instead = shown["house"] if "dorp" in found[0].lower() else shown["flat"]
        yield Mark(*found.span(), Kind.PLACE, instead)


def _any_of(entries: Iterable[str]) -> str:
    return "|".join(re.escape(entry).replace(r"\ ", r"\s") for entry in entries)


def _listed(key: str) -> str:
    return _any_of(entries_of("things", key))


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(PATTERNS[name](), re.IGNORECASE if name in CASELESS else 0)


def _any_case(key: str) -> str:
    return rf"(?i:{_listed(key)})"


PATTERNS = {
    "club": lambda: (
        rf"{ARTICLE}\b{_any_case('clubs')}(?=\s['’]?[A-ZÀ-Ý0-9]|\sde\s[A-Z]|\shet\s[A-Z]){NAME}{{1,4}}|"
        rf"\b(?:{_listed('known_clubs')}){BEHIND}(?:\s(?:JO|MO|O)\d{{1,2}}(?:-\d)?)?"
    ),
    "church": lambda: (
        rf"{ARTICLE}(?:\b{_any_case('church_heads')}(?=\s['’]?[A-ZÀ-Ý]){NAME}{{1,4}}|"
        r"\b(?:[A-ZÀ-Ý][\w’'-]*[\s-]){0,3}[A-ZÀ-Ý][\w’'-]{2,}(?:kerk|kapel|moskee|synagoge|tempel|kathedraal|basiliek)\b|"
        r"\b[A-ZÀ-Ý][\w’'-]*\s(?:Kerk|Kapel|Moskee|Tempel)\b|"
        rf"\b(?:{_listed('church_names')}){BEHIND})"
    ),
    "paper": lambda: (
        rf"(?:\b(?P<article>[Dd]e|[Hh]et|'t)\s)?\b(?:(?:{_listed('papers')}){BEHIND}|"
        rf"(?:[A-ZÀ-Ý][\w’'-]*\s){{0,2}}(?:[A-ZÀ-Ý]\w*)(?:courant|dagblad|nieuwsblad|weekblad)\b|"
        r"(?:[A-ZÀ-Ý][\w’'-]*\s){1,2}(?:Courant|Dagblad|Nieuwsblad|Weekblad|Krant|Bode|Post)\b|"
        r"(?:Omroep|Omrop|RTV|Radio)\s[A-ZÀ-Ý][\w-]*)"
    ),
    "vehicle": lambda: (
        rf"{ARTICLE}(?:\b(?:{_listed('colours')})\s){{0,2}}\b(?:{_listed('vehicles')}){BEHIND}(?:\s(?:[A-Z][\w-]*|\d{{2,3}}\w?)(?![\w'’]))?"
    ),
    "profession": lambda: (
        rf"{IS}(?P<who>(?:(?:de|een|het|onze)\s)?(?:enige\s|bekende\s)?(?:{_listed('professions')}){BEHIND}"
        r"(?:\s(?:hier|van\s(?:het|de|ons)\s\w+|in\s(?:het|ons)\sdorp))?)"
    ),
    "diagnosis": lambda: (
        rf"(?:\b(?:het|de|een)\s)?\b(?:{_listed('diagnoses')}){BEHIND}|"
        rf"(?<=\b(?:heeft)\s)(?:{_listed('after_has')}){BEHIND}|(?<=\b(?:kreeg)\s)(?:{_listed('after_has')}){BEHIND}"
    ),
    "ill": lambda: rf"(?<=\b(?:is|as)\s)(?:{_listed('adjectives')}){BEHIND}",
    "origin": lambda: rf"(?<![\w-])(?:{_listed('countries')}|{_listed('origins')}){BEHIND}",
}
CASELESS = frozenset({"profession", "ill", "diagnosis"})


def _named(words: str, shown: dict[str, str]) -> Iterator[Mark]:
    for kind in (Kind.CLUB, Kind.CHURCH, Kind.PAPER):
        for found in _pattern(kind.value).finditer(words):
            instead = shown[kind.value]
            if kind is Kind.CHURCH and "moskee" in found[0].lower():
                instead = shown["mosque"]
            if kind is Kind.PAPER and re.match(r"omro|rtv|radio|nos|rtl|l1|at5", found[0], re.IGNORECASE):
                instead = shown["broadcaster"]
            start = found.start()
            if kind is not Kind.PAPER and (found.groupdict().get("article") or "").lower() not in {
                "",
                "de",
                "het",
                "een",
                "'t",
            }:
                start = found.end("article") + 1
                instead = instead.removeprefix("een ")
            yield Mark(start, found.end(), kind, instead)


def _vehicles(words: str, shown: dict[str, str]) -> Iterator[Mark]:
    """ "een rode Volvo" is "een auto", "haar Fiat Panda" is "haar auto"."""
    for found in _pattern("vehicle").finditer(words):
        make = found[0].split(" ")[-1]
        alone = not found["article"] and found[0] == make
        if alone and is_ordinary(in_small(make)):
            continue
        article = found["article"]
        yield Mark(*found.span(), Kind.VEHICLE, f"{article} {shown['car']}" if article else shown["vehicle"])


def _professions(words: str, shown: dict[str, str]) -> Iterator[Mark]:
    for found in _pattern("profession").finditer(words):
        yield Mark(*found.span("who"), Kind.PROFESSION, shown["profession"])


def _origins(words: str, shown: dict[str, str]) -> Iterator[Mark]:
    """A country, a people or a language; as an adjective only before somebody or nothing: *Noorse trui* stays."""
    countries = {entry.casefold() for entry in entries_of("things", "countries")}
    for found in _pattern("origin").finditer(words):
        if found[0].casefold() in countries:
            yield Mark(*found.span(), Kind.ORIGIN, shown["country"])
            continue
        following = re.match(r"\s([a-zà-ý]\w+)", words[found.end() : found.end() + 40])
        noun = following[1] if following else ""
        if not noun or noun in words_of("things", "origin_nouns"):
            adjective = bool(noun)
            yield Mark(*found.span(), Kind.ORIGIN, _of_elsewhere(words, found, shown, adjective=adjective))
        elif not found[0].endswith(("se", "che", "nse")) and noun in GOES_ON:
            yield Mark(*found.span(), Kind.ORIGIN, _of_elsewhere(words, found, shown, adjective=False))
        elif found[0].endswith(("se", "che")) and noun in GOES_ON:
            yield Mark(*found.span(), Kind.ORIGIN, shown["from_elsewhere"])


GOES_ON = frozenset(
    "en of maar is was haar zijn als met die dat in op spreekt praat kan leest van niet".split()
)


def _of_elsewhere(words: str, found: re.Match[str], shown: dict[str, str], *, adjective: bool) -> str:
    if adjective:
        return shown["foreign"] if found[0].endswith("e") else shown["foreign_bare"]
    before = words[max(0, found.start() - 30) : found.start()].lower()
    if re.search(
        r"(?:spreekt|sprak|spreken|praat|taal is|alleen|in het|leert|verstaat)\s(?:\w+\s)?$", before
    ):
        return shown["language"]
    return shown["from_elsewhere"]


def _diagnoses(words: str, shown: dict[str, str]) -> Iterator[Mark]:
    for found in _pattern("diagnosis").finditer(words):
        written = re.sub(r"^(?:het|de|een)\s", "", found[0], flags=re.IGNORECASE)
        in_capitals = {
            entry
            for key in ("diagnoses", "after_has")
            for entry in entries_of("things", key)
            if entry.isupper()
        }
        if written.upper() in in_capitals and not written.isupper() and len(written) < 4:
            continue  # "als", "add", "ass": words
        yield Mark(*found.span(), Kind.DIAGNOSIS, shown["diagnosis"])
    for found in _pattern("ill").finditer(words):
        yield Mark(*found.span(), Kind.DIAGNOSIS, shown["ill"])


def _ages(words: str, shown: dict[str, str]) -> Iterator[Mark]:
    """An age to the year becomes ten years or a school: 34 jaar is "30 tot 40 jaar"."""
    for found in AGE.finditer(words):
        years = int(found["years"] or found["bare"])
        low, high = next(((low, high) for top, low, high in BANDS if years < top), LAST_BAND)
        if found["years"] and "jarig" in found["form"]:
            yield Mark(*found.span(), Kind.AGE, f"{low}- tot {high}-{found['form'].strip(' -')}")
        elif found["years"]:
            yield Mark(*found.span(), Kind.AGE, f"{low} tot {high} jaar oud")
        else:
            start = found.start("bare")
            yield Mark(start, found.end(), Kind.AGE, f"{low} tot {high} jaar{found['old'] or ''}")


def _handles(words: str, shown: dict[str, str]) -> Iterator[Mark]:
    for found in HANDLE.finditer(words):
        if not re.fullmatch(r"(?i)(?:covid|corona|groep|klas|versie|windows|jo|mo)\d+", found[0]):
            yield Mark(*found.span(), Kind.HANDLE, shown["handle"])
