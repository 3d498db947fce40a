"""What people type into fields: cleaned, bounded, and refused with a sentence at the field."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from models.changesets import ChangeSet, is_blank
from models.errors.base import ReasonNeeded
from models.errors.door import NameInvalid
from models.errors.validation import (
    BsnNotAllowed,
    CharNotAllowed,
    DateInvalid,
    DateOutOfRange,
    NumberInvalid,
    TextNeeded,
    TextTooLong,
    TimeInvalid,
    TimeSkipped,
)

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
#: What ends a line in the programs people paste from.
LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
#: Marks that show nothing and that nobody typed: telephones and office programs put them around numbers and names.
MARKS_UNSEEN = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
# Digits, with up to two dots or spaces (also those that show nothing) between two groups of them.
DIGITS = re.compile("[0-9]+(?:[ .\u00a0\u00ad\u2007-\u200d\u202f\u2060\ufeff]{1,2}[0-9]+)*")
GROUP = re.compile("[0-9]+")
DATE = re.compile(r"\b\d{1,2}[. ]\d{1,2}[. ](?:19|20)\d\d\b")
#: How far around a change a BSN can reach: nine digits with what may stand between them, and what stands beside.
BSN_REACH = 30
NAME_SIGNS = " '’-."
#: Apostrophes and hyphens as keyboards write them (`‘t Hart`, `D´Hondt`, `Anne–Marie`), and what a name keeps.
NAME_SPELLINGS = {
    ord(sign): kept for signs, kept in (("‘‛´`ʹʻʼʽˈ′＇", "’"), ("‐‑‒–—―−﹣－", "-")) for sign in signs
}
REASON_LENGTH = 15


def safe_text(value: str, field: str, limit: int, *, needed: bool = True) -> str:
    """Trimmed text in NFC of at most `limit` code points, its lines ended by `\\n`, without marks that show nothing.

    Raises TextNeeded, TextTooLong, CharNotAllowed, BsnNotAllowed.
    """
    text = unicodedata.normalize("NFC", MARKS_UNSEEN.sub("", LINE_ENDS.sub("\n", value))).strip()
    if FORBIDDEN.search(text):
        raise CharNotAllowed(field)
    if needed and is_blank(text):
        raise TextNeeded(field)
    if len(text) > limit:
        raise TextTooLong(field, limit=limit)
    if has_bsn(text):
        raise BsnNotAllowed(field)
    return "" if is_blank(text) else text


def safe_reason(value: str, field: str, limit: int = 300) -> str:
    """Why somebody does what needs a reason. Raises ReasonNeeded for too few words, and what `safe_text` raises."""
    reason = safe_text(value, field, limit, needed=False)
    if len(reason) < REASON_LENGTH:
        raise ReasonNeeded(field)
    return reason


def safe_name(value: str, field: str = "name") -> str:
    """A display name: 1 to 60 letters of any script, with spaces, dots, hyphens and apostrophes, whichever a keyboard
    writes. Raises NameInvalid."""
    typed = MARKS_UNSEEN.sub("", value).translate(NAME_SPELLINGS)
    name = " ".join(unicodedata.normalize("NFC", typed).split())
    if not 1 <= len(name) <= 60 or not any(sign.isalpha() for sign in name):
        raise NameInvalid(field)
    if any(not is_name_sign(sign) for sign in name):
        raise NameInvalid(field)
    return name


def is_name_sign(sign: str) -> bool:
    """Whether a sign may stand in a name. Some letters show nothing (a Hangul filler): nobody can be called that."""
    return sign in NAME_SIGNS or (unicodedata.category(sign)[0] in "LM" and not is_blank(sign))


def read_date(
    value: str, field: str, today: date, *, years_back: int = 2, years_ahead: int = 5
) -> date | None:
    """A date as 14-05-2026 or 2026-05-14; empty is None. Raises DateInvalid, DateOutOfRange."""
    typed = value.strip()
    if not typed:
        return None
    found = re.fullmatch(r"(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})[-/](\d{1,2})[-/](\d{4}))", typed)
    if found is None:
        raise DateInvalid(field)
    year, month, day, day2, month2, year2 = (int(part) if part else 0 for part in found.groups())
    try:
        read = date(year or year2, month or month2, day or day2)
    except ValueError as wrong:
        raise DateInvalid(field) from wrong
    first, last = today - timedelta(days=365 * years_back), today + timedelta(days=365 * years_ahead)
    if not first <= read <= last:
        raise DateOutOfRange(field, first=f"{first:%d-%m-%Y}", last=f"{last:%d-%m-%Y}")
    return read


def read_moment(day: date, clock: str, field: str = "time") -> datetime:
    """A Dutch wall-clock time (13:30 or 13.30) on a day. Raises TimeInvalid, and TimeSkipped for one in the hour that
    the last Sunday of March does not have."""
    found = re.fullmatch(r"(\d{1,2})[:.](\d{2})", clock.strip())
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        raise TimeInvalid(field)
    moment = datetime.combine(day, time(int(found[1]), int(found[2])), AMSTERDAM)
    if moment.astimezone(UTC).astimezone(AMSTERDAM).time() != moment.time():
        raise TimeSkipped(field)
    return moment


def read_number(value: str, field: str, first: int, last: int) -> int:
    """A whole number in a range. Raises NumberInvalid."""
    typed = value.strip()
    if not re.fullmatch(r"\d{1,6}", typed) or not first <= int(typed) <= last:
        raise NumberInvalid(field, first=first, last=last)
    return int(typed)


def has_bsn(text: str) -> bool:
    """Whether a burgerservicenummer stands in it, also written with dots or spaces."""
    return any(True for _ in _bsns(text))


def brings_bsn(before: str, change: ChangeSet) -> bool:
    """Whether a change brings a burgerservicenummer into a (wide) text: typed, pasted, or made by a deletion.

    Digits that begin with a nought may be the first nine of a telephone number that is being typed: these count
    when something else follows. Raises TextLength for a change of another text.
    """
    after, place, was = change.apply(before), 0, 0
    for span in change.spans:
        end = place + span.given
        if span.put is not None:
            start = max(0, place - BSN_REACH)
            around = after[start : end + BSN_REACH]
            for first, last, digits in _bsns(around):
                touched = first + start <= end and last + start >= place
                goes_on = digits[0] == "0" and last + start == end and 0 < span.given < len(digits)
                if touched and not goes_on and digits not in _known_bsns(before, was):
                    return True
        place, was = end, was + span.taken
    return False


def _known_bsns(before: str, place: int) -> set[str]:
    """Those that stood in a text already; one that was still being typed at this place did not."""
    return {one for _, last, one in _bsns(before) if one[0] != "0" or last != place}


def _bsns(text: str) -> Iterator[tuple[int, int, str]]:
    """Where each burgerservicenummer begins and ends, and its digits.

    Nine digits in a row, or in groups of at least two, or a whole row of digits that is nine long; no date, and no
    telephone number with a country before it.
    """
    for row in DIGITS.finditer(text):
        if text[row.start() - 1 : row.start()] == "+":
            continue
        groups = list(GROUP.finditer(text, row.start(), row.end()))
        for first in range(len(groups)):
            for last in range(first, min(first + 9, len(groups))):
                some = groups[first : last + 1]
                digits = "".join(one[0] for one in some)
                if len(digits) >= 9:
                    break
            whole = len(some) == len(groups)
            fits = len(digits) == 9 and (whole or min(len(one[0]) for one in some) > 1)
            begin, end = some[0].start(), some[-1].end()
            if fits and is_bsn(digits) and not DATE.search(text[begin:end]):
                yield begin, end, digits


def is_bsn(digits: str) -> bool:
    """The eleven-test (*elfproef*) of a burgerservicenummer of nine digits."""
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    total: int = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))
    return digits != "000000000" and total % 11 == 0
