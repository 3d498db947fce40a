"""What people type into fields: cleaned, bounded, and refused with a sentence at the field."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

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
)

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
INVISIBLE = re.compile("[\\s\u200b\u200c\u200d\u2060\ufeff]+")
NINE_DIGITS = re.compile(r"(?<!\d)\d{9}(?!\d)")
NAME_SIGNS = " '’-."


def safe_text(value: str, field: str, limit: int, *, needed: bool = True) -> str:
    """Trimmed text in NFC of at most `limit` code points.

    Raises TextNeeded, TextTooLong, CharNotAllowed, BsnNotAllowed.
    """
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if FORBIDDEN.search(text):
        raise CharNotAllowed(field)
    if needed and not INVISIBLE.sub("", text):
        raise TextNeeded(field)
    if len(text) > limit:
        raise TextTooLong(field, limit=limit)
    if any(is_bsn(digits) for digits in NINE_DIGITS.findall(text)):
        raise BsnNotAllowed(field)
    return text


def safe_name(value: str, field: str = "name") -> str:
    """A display name: 1 to 60 letters of any script, with spaces, dots, hyphens and apostrophes."""
    name = " ".join(unicodedata.normalize("NFC", value).split())
    if not 1 <= len(name) <= 60 or not any(sign.isalpha() for sign in name):
        raise NameInvalid(field)
    if any(unicodedata.category(sign)[0] not in "LM" and sign not in NAME_SIGNS for sign in name):
        raise NameInvalid(field)
    return name


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
    """A Dutch wall-clock time (13:30 or 13.30) on a day. Raises TimeInvalid."""
    found = re.fullmatch(r"(\d{1,2})[:.](\d{2})", clock.strip())
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        raise TimeInvalid(field)
    return datetime.combine(day, time(int(found[1]), int(found[2])), AMSTERDAM)


def read_number(value: str, field: str, first: int, last: int) -> int:
    """A whole number in a range. Raises NumberInvalid."""
    typed = value.strip()
    if not re.fullmatch(r"\d{1,6}", typed) or not first <= int(typed) <= last:
        raise NumberInvalid(field, first=first, last=last)
    return int(typed)


def is_bsn(digits: str) -> bool:
    """The eleven-test (*elfproef*) of a burgerservicenummer of nine digits."""
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    total: int = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))
    return digits != "000000000" and total % 11 == 0
