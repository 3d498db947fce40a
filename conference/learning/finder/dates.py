"""Days and times in a text. Of a date the month stays: it is what a note keeps anyway ("op 14 februari": "in
februari").

A bare weekday stays ("elke woensdag", "op vrijdag"): without its week it is no date. So do round hours and months.
Patterns hold only bounded parts in a fixed order, nothing that repeats within a repeat.
"""

import re
from collections.abc import Iterator
from functools import cache

from conference.learning.finder.hits import Kind, Mark
from conference.learning.finder.lexicon import feasts, proposals

MONTHS = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december".split(),
    "en": "January February March April May June July August September October November December".split(),
}
SHORT = {
    "nl": "jan feb mrt apr mei jun jul aug sep okt nov dec".split(),
    "en": "jan feb mar apr may jun jul aug sep oct nov dec".split(),
}
DAYS = {
    "nl": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag".split(),
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
}
COUNTED = (
    "eenendertig|dertig|negenentwintig|achtentwintig|zevenentwintig|zesentwintig|vijfentwintig|vierentwintig|"
    "drieëntwintig|drieentwintig|tweeëntwintig|tweeentwintig|eenentwintig|twintig|negentien|achttien|zeventien|zestien|"
    "vijftien|veertien|dertien|twaalf|elf|tien|negen|acht|zeven|zes|vijf|vier|drie|twee|een|eerste|tweede|derde"
)
_MONTH_COUNTED = "eerste|tweede|derde|vierde|vijfde|zesde|zevende|achtste|negende|tiende|elfde|twaalfde"
_YEAR_WORDS = r"(?:negentien|twee)?(?:honderd|duizend)\w{0,25}|\d{4}"
ORDINALS = re.compile(
    rf"\b(?:de\s)?(?:{_MONTH_COUNTED}|[0-3]?\d(?:e|ste|de)|\w{{0,12}}(?:tiende|twintigste|dertigste))\svan\sde\s"
    rf"(?:{_MONTH_COUNTED}|1?\d(?:e|de|ste))\b(?!\s(?!tweed|negen)[a-z]+e\b)(?:\s(?:{_YEAR_WORDS}))?",
    re.IGNORECASE,
)
WEEKDAY_THE = re.compile(
    r"\b(?:maan|dins|woens|donder|vrij|zater|zon)dag\sde\s(?:[0-3]?\d(?:e|ste|de)|\w{3,25}(?:de|ste))\b",
    re.IGNORECASE,
)
_HOUR = "een|één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|[1-9]|1[0-2]"
CLOCK_WORDS = re.compile(
    rf"\b(?:(om|rond|tegen|sinds|tot|vanaf|na|voor)\s)?(?:(?:kwart|vijf|tien|twintig|5|10|20)\s(?:over|voor)\s(?:half\s)?(?:{_HOUR})|"
    rf"(?<=\b(?:om)\s)half\s(?:{_HOUR})|half\s(?:{_HOUR}))\b(?!\s(?:uur\slang|jaar|weken|dagen))",
    re.IGNORECASE,
)
NUMERIC = re.compile(
    r"(?:\b(op|on)\s)?(?<![\d.,/-])(?:(\d{4})-(\d{2})-\d{2}|\d{1,2}([-/.])(\d{1,2})\4(\d{4}|\d{2}))(?![\d/-])",
    re.IGNORECASE,
)
NO_YEAR = re.compile(
    r"\b(?:(op|on)|van|tot|per|vanaf|sinds|from|until|since|d\.d\.)\s(\d{1,2})[-/](\d{1,2})(?![\d/-]|\s?(?:keer|uur|maal|weken|dagen|times|hours))",
    re.IGNORECASE,
)
CLOCK = re.compile(
    r"\b(?:(om|rond|tegen|at|around)\s)?(?<![\d.:,])([01]?\d|2[0-3])(?:(:)|\.)[0-5]\d(?![\d:]|\.\d)(\s?(?:uur|u|am|pm)\b)?",
    re.IGNORECASE,
)
PREPOSITION = re.compile(
    r"\b(?:van|tot|vanaf|sinds|na|voor|naar|per|over|rond|tussen|tot en met|t/m|en|"
    r"from|to|until|since|after|before|of|and|between)\s(?:de\s)?$",
    re.IGNORECASE,
)
HOURS = ((6, "night"), (12, "morning"), (18, "afternoon"), (24, "evening"))


def marks(words: str, language: str) -> Iterator[Mark]:
    """Every day and exact time in a text."""
    yield from _written(words, language)
    yield from _numeric(words, language)
    yield from _relative(words, language)
    yield from _clock(words, language)
    if language == "nl":
        yield from _in_dutch_words(words)


def _in_dutch_words(words: str) -> Iterator[Mark]:
    """Days and times without a figure that others write with one: kwart over drie, de derde van de vierde."""
    shown = proposals("nl")
    for found in ORDINALS.finditer(words):
        yield Mark(*found.span(), Kind.DATE, shown["date"])
    for found in WEEKDAY_THE.finditer(words):
        yield Mark(*found.span(), Kind.DATE, shown["date"])
    for found in CLOCK_WORDS.finditer(words):
        yield Mark(*found.span(), Kind.TIME, f"{shown['time']}" if found[1] else shown["moment"])


@cache
def _date_in_words(language: str) -> re.Pattern[str]:
    """ "op dinsdag 14 februari 2025", "14 en 15 februari", "veertien februari"; "14 February", "February 14th"."""
    months = "|".join([*MONTHS[language], *SHORT[language], "sept"])
    days = "|".join(DAYS[language])
    day = rf"(?:[0-3]?\d(?:e|de|ste|st|nd|rd|th)?|{COUNTED})"
    more = rf"(?:\s?(?:en|op|tot|tot en met|t/m|and|to|-|–)\s?{day})?"
    before = rf"(?:\b(?P<on>op|on)\s)?(?:\b(?:{days}),?\s)?(?:de\s|the\s)?(?<![\w.,])"
    body = rf"{day}{more}\s(?:of\s)?(?P<month>{months})\b"
    if language == "en":
        body = rf"(?:{body}|(?P<first>{months})\s[0-3]?\d(?:st|nd|rd|th)?\b,?)"
    return re.compile(rf"{before}{body}(?:\.?\s(?P<year>(?:19|20)\d\d)\b)?", re.IGNORECASE)


@cache
def _relative_days(language: str) -> re.Pattern[str]:
    """ "afgelopen dinsdag", "vorige week woensdag", "dinsdag jl.", "gisteravond", "op de 14e."."""
    if language == "en":
        day = f"(?:{'|'.join(DAYS['en'])})"
        return re.compile(
            rf"\b(?:on\s)?(?:(?:last|next|this|coming)\s(?:week\s(?:on\s)?)?{day}|{day}\s(?:last|next)\sweek|"
            r"the day before yesterday|yesterday|tomorrow|on the [0-3]?\d(?:st|nd|rd|th)(?=[.,;:!?)]|$))",
            re.IGNORECASE,
        )
    day = f"(?:{'|'.join(DAYS['nl'])})(?:ochtend|morgen|middag|avond|nacht)?"
    near = "afgelopen|vorige|volgende|komende|aanstaande|aankomende|verleden|deze"
    return re.compile(
        rf"\b(?:op\s)?(?:(?:{near})\s(?:week\s(?:op\s)?)?{day}\b|{day}\s(?:jl\.?|j\.l\.|a\.s\.|(?:{near})\sweek\b|aanstaande\b)|"
        r"(?:eer)?gister(?:en|ochtend|middag|avond|nacht)\b|overmorgen\b|"
        r"(?<!goede )(?<!de )(?<!elke )(?<!iedere )(?<!'s )(?<!tot )"
        r"morgen(?:ochtend|middag|avond|vroeg)?\b|"
        r"op de [0-3]?\d(?:e|ste|de)(?=[.,;:!?)]|$|\s(?:is|was|komt|kwam|gaat|ging|moet|"
        r"begint|wordt|werd|staat|zien|spreken|hebben)\b))",
        re.IGNORECASE,
    )


@cache
def _feasts(language: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, feasts(language)))})\b", re.IGNORECASE)


def _written(words: str, language: str) -> Iterator[Mark]:
    for found in _date_in_words(language).finditer(words):
        named = found["month"] or found.groupdict().get("first") or ""
        yield _in_month(found, _month_number(named, language), found["year"], found["on"], language)


def _month_number(name: str, language: str) -> int:
    return SHORT[language].index({"maa": "mrt"}.get(name.lower()[:3], name.lower()[:3])) + 1


def _numeric(words: str, language: str) -> Iterator[Mark]:
    for found in NUMERIC.finditer(words):
        month = int(found[3] or found[5])
        year = found[2] or (found[6] if len(found[6]) == 4 else None)
        if 1 <= month <= 12:
            yield _in_month(found, month, year, found[1], language)
    for found in NO_YEAR.finditer(words):
        if 1 <= int(found[2]) <= 31 and 1 <= int(found[3]) <= 12:
            start = found.start() if found[1] else found.start(2)
            month_name = MONTHS[language][int(found[3]) - 1]
            yield Mark(start, found.end(), Kind.DATE, f"in {month_name}" if found[1] else month_name)


def _in_month(found: re.Match[str], month: int, year: str | None, on: str | None, language: str) -> Mark:
    named = MONTHS[language][month - 1] + (f" {year}" if year else "")
    bare = not on and PREPOSITION.search(found.string, max(0, found.start() - 20), found.start())
    return Mark(*found.span(), Kind.DATE, named if bare else f"in {named}")


def _relative(words: str, language: str) -> Iterator[Mark]:
    shown = proposals(language)
    on = "op" if language == "nl" else "on"
    for found in _relative_days(language).finditer(words):
        bare = PREPOSITION.search(words, max(0, found.start() - 20), found.start())
        yield Mark(*found.span(), Kind.DATE, shown["date"] if bare else f"{on} {shown['date']}")
    for found in _feasts(language).finditer(words):
        yield Mark(*found.span(), Kind.DATE, shown["feast"])
    for found in re.finditer(r"\bweek \d{2}\b", words, re.IGNORECASE):
        yield Mark(*found.span(), Kind.DATE, shown["week"])


def _clock(words: str, language: str) -> Iterator[Mark]:
    """Of a time the part of the day stays. A figure with a point needs "om" or "uur" to be a time."""
    for found in CLOCK.finditer(words):
        if not (found[1] or found[3] or found[4]):
            continue
        part = next(name for hour, name in HOURS if int(found[2]) < hour)
        if found[4] and "pm" in found[4].lower() and int(found[2]) < 12:
            part = "afternoon" if int(found[2]) < 6 else "evening"
        yield Mark(*found.span(), Kind.TIME, proposals(language)[part])
