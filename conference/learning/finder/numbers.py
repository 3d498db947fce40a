"""Numbers and addresses of machines: telephone, postcode, BSN, e-mail, link, number plate, IBAN, case number, amount.

Every pattern repeats a bounded number of signs (`{1,n}`) and never repeats a group that repeats within, except over
signs of different kinds that take turns. So each start costs at most a fixed number of steps and a long text costs
as many times more as it is longer.
"""

import re
from collections.abc import Callable, Iterator

from conference.core.validation import is_bsn
from conference.learning.finder.hits import Kind, Mark
from conference.learning.finder.lexicon import proposals

EMAIL = re.compile(r"(?<![\w.+-])[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>\"]{1,500}(?<![.,;:!?)'])|"
    r"(?<![\w@.-])[\w-]{2,63}\.(?:[\w-]{2,63}\.)?(?:nl|com|org|eu|net|info)(?![\w@-])(?:/[^\s<>\"]{0,300}(?<![.,;:!?)']))?",
    re.IGNORECASE,
)
POSTCODE = re.compile(r"(?<![\w-])[1-9]\d{3} ?(?!SA|SD|SS)[A-Z]{2}(?!\w)|(?<![\w-])[1-9]\d{3}[a-z]{2}(?!\w)")
PHONE = re.compile(r"(?<![\w.+-])(?:(?:\+|00)\d[\d ().-]{7,15}\d|\(?0\d[\d ().-]{6,13}\d)(?!\d)")
EMERGENCY = re.compile(r"(?:112|113|0800[ -]?\d{4}|0900[ -]?\d{4})")
BSN = re.compile(r"(?<![\w.,-])\d(?:[ .-]?\d){7,8}(?![\w-]|[.,]\d)")
BSN_WORD = re.compile(r"(?:bsn|burgerservicenummer|sofi(?:nummer)?)\W{0,4}$", re.IGNORECASE)
IBAN = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?!\w)", re.IGNORECASE)
PLATE = re.compile(r"(?<![\w-])[A-Z0-9]{1,3}-[A-Z0-9]{1,3}-[A-Z0-9]{1,3}(?![\w-])", re.IGNORECASE)
CASE_NUMBER = re.compile(
    r"\b(?:zaak|dossier|case|file|cli[eë]nt|meld|rekest|parket|polis|klant|kenmerk|patient|pati[eë]nt|ref|inschrijf)-?"
    r"(?:nummer|nr\.?|number|no\.?)?[ :#]{1,3}([A-Z0-9](?:[A-Z0-9]|[-/.](?=\w)){2,24})",
    re.IGNORECASE,
)
LONG_NUMBER = re.compile(r"(?<![\w.,/-])\d{6,20}(?![\w/-]|[.,]\d)")
CODED = re.compile(r"(?<![\w/-])[A-Z]{1,4}[-/.]?\d{2,4}[-/.]\d{3,8}(?![\w/-])")
AMOUNT = re.compile(
    r"(?:€|EUR) ?(?:\d{1,3}(?:[.,]\d{3}){1,3}|\d{4,9})(?:,\d{2}|,-)?(?!\d)|"
    r"(?<![\d.,])(?:\d{1,3}(?:[.,]\d{3}){1,3}|\d{4,9})(?:,\d{2})? ?(?:euros?|eur|€)(?!\w)",
    re.IGNORECASE,
)


def marks(words: str, language: str) -> Iterator[Mark]:
    """Every number in a text that could lead to somebody."""
    shown = proposals(language)
    for kind, pattern, fits in SEARCHES:
        for found in pattern.finditer(words):
            if fits(found):
                group = 1 if found.re.groups else 0
                yield Mark(*found.span(group), kind, shown[kind.value])


def _digits(found: re.Match[str]) -> str:
    return "".join(sign for sign in found[0] if sign.isdecimal())


def _any(found: re.Match[str]) -> bool:
    return bool(found)


def _as_phone(found: re.Match[str]) -> bool:
    digits, shown = _digits(found), found[0]
    if EMERGENCY.fullmatch(shown):
        return False
    return len(digits) == 10 if not shown.startswith(("+", "00")) else 10 <= len(digits) <= 15


def _as_bsn(found: re.Match[str]) -> bool:
    digits = _digits(found)
    said = BSN_WORD.search(found.string, max(0, found.start() - 30), found.start())
    return said is not None or (len(digits) == 9 and is_bsn(digits))


def _as_iban(found: re.Match[str]) -> bool:
    """The test of 97, so that a sentence in capitals is no account."""
    sign = found[0].replace(" ", "").upper()
    if sign[:2] == "NL":
        return len(sign) == 18 and sign[4:8].isalpha()
    turned = int("".join(str(int(letter, 36)) for letter in sign[4:] + sign[:4]))
    return len(sign) >= 15 and turned % 97 == 1


def _as_plate(found: re.Match[str]) -> bool:
    sign = found[0].replace("-", "")
    return len(sign) == 6 and not sign.isdecimal() and not sign.isalpha()


def _as_case_number(found: re.Match[str]) -> bool:
    return sum(sign.isdecimal() for sign in str(found[1])) >= 3


Fits = Callable[[re.Match[str]], bool]
SEARCHES: tuple[tuple[Kind, re.Pattern[str], Fits], ...] = (
    (Kind.BSN, BSN, _as_bsn),
    (Kind.EMAIL, EMAIL, _any),
    (Kind.LINK, LINK, _any),
    (Kind.POSTCODE, POSTCODE, _any),
    (Kind.PHONE, PHONE, _as_phone),
    (Kind.IBAN, IBAN, _as_iban),
    (Kind.PLATE, PLATE, _as_plate),
    (Kind.NUMBER, CASE_NUMBER, _as_case_number),
    (Kind.NUMBER, LONG_NUMBER, _any),
    (Kind.NUMBER, CODED, _any),
    (Kind.AMOUNT, AMOUNT, _any),
)
