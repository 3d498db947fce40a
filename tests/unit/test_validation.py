"""What is typed into any field: numbers that may not stand there, and signs that show nothing (T26)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.core.validation import brings_bsn, has_bsn, is_bsn, read_moment, safe_name, safe_text
from conference.records import commands
from conference.records.commands import Sender
from models.changesets import ChangeSet, diff, is_blank, wide
from models.errors.door import NameInvalid
from models.errors.validation import BsnNotAllowed, FieldUnknown, TextNeeded, TimeSkipped

BSN = "123456782"
#: One with the digits that our ids are made of.
IN_AN_ID = next(
    f"{number}"
    for number in range(222_222_222, 999_999_999)
    if is_bsn(f"{number}") and not {"0", "1"} & {*f"{number}"}
)
#: The ways in which people write one.
WRITTEN = [
    BSN, "1234.56.782", "1234 56 782", "123.456.782", "123 456 782", "12 34 56 782", "123\u00a0456\u00a0782",
    "123\u200b456\u200b782", "1 2 3 4 5 6 7 8 2", "123. 456. 782", "BSN123456782", "(123456782)", "111222333",
]  # fmt: skip
#: What looks like one and is none.
OTHER = [
    "123456783", "1234567821", "06 12345678", "0612345678", "+31 6 12345678", "+31612345678", "12-03-2026",
    "12.03.2026 om 14.30", "12.03.2026 4", "2024 2025 2026", "7 8 6 5 4 7 8 6 5 4 3", "000000000",
    "NL91 ABNA 0417 1643 00", "€ 1.234.567", "abc", "", "123456782 1".replace(" ", ""),
]  # fmt: skip


@pytest.mark.parametrize("written", WRITTEN)
def test_a_bsn_is_known_however_it_is_written(written: str) -> None:
    assert has_bsn(f"Het is {written}, zei hij")
    with pytest.raises(BsnNotAllowed):
        safe_text(f"Het is {written}.", "words", 200)


@pytest.mark.parametrize("written", OTHER)
def test_other_numbers_are_no_bsn(written: str) -> None:
    assert not has_bsn(f"Het is {written}, zei hij")


def test_a_year_beside_a_bsn_hides_it_not() -> None:
    assert has_bsn(f"{BSN} 2026")
    assert has_bsn("in 2026 1234.56.782")


@given(st.integers(0, 999_999_999), st.sampled_from(["", ".", " ", "\u00a0"]))
def test_the_eleven_test_decides(number: int, between: str) -> None:
    digits = f"{number:09d}"
    written = between.join((digits[:3], digits[3:6], digits[6:]))
    assert has_bsn(f"x {written} x") == is_bsn(digits)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Nummer ", f"Nummer {BSN}"),
        ("Nummer 12345678", f"Nummer {BSN}"),
        ("Nummer 1234a56782", f"Nummer {BSN}"),
        ("😀 1234.56.78 😀", "😀 1234.56.782 😀"),
        ("Nummer 012345672", "Nummer 012345672 "),
    ],
)
def test_a_change_of_a_text_that_makes_a_bsn_is_seen(before: str, after: str) -> None:
    assert brings_bsn(wide(before), diff(before, after))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"Nummer {BSN}", f"Nummer {BSN}."),  # it stood there
        (f"Nummer {BSN} en meer", "Nummer en meer"),
        ("Bel 01234567", "Bel 012345672"),  # the tenth digit of a telephone number may follow
        ("Nummer 1234", "Nummer 12345"),
        ("", "x" * 5_000),
    ],
)
def test_a_change_that_makes_none_passes(before: str, after: str) -> None:
    assert not brings_bsn(wide(before), diff(before, after))


def test_a_bsn_far_from_the_change_does_not_stop_the_writing() -> None:
    before = BSN + "x" * 200
    assert not brings_bsn(before, ChangeSet.parse([len(before), [0, "7"]]))


@pytest.mark.parametrize("value", [f"Het is {BSN}", "1234 56 782", [BSN], {"nl.title": f"a {BSN}"}])
def test_no_field_of_any_form_takes_a_bsn(value: object) -> None:
    """Before anybody looks at the command itself: also fields without a rule of their own."""
    with pytest.raises(BsnNotAllowed) as refused:
        commands.read(Sender.TABLE, "action:add", {"what": value})
    assert (refused.value.code, refused.value.field) == ("bsn", "what")


@pytest.mark.parametrize(
    "fields", [{"x": "0.12345678"}, {"password": BSN}, {"thing": f"fact:abc{IN_AN_ID}defg"}]
)
def test_places_secrets_and_ids_are_no_words(fields: dict[str, str]) -> None:
    with pytest.raises(FieldUnknown):  # and not for its number
        commands.read(Sender.TABLE, "action:add", {"what": "Bellen", **fields})


UNSEEN = [
    "",
    " ",
    "\u3164",
    "\u00ad",
    "\u2800",
    "\u200b\u200d",
    "\u115f\u1160",
    "\ufe0f",
    "\u180e \u2063\t",
    "\u034f",
    "\U000e0020",
]


@pytest.mark.parametrize("words", UNSEEN, ids=ascii)
def test_what_nobody_sees_is_no_answer(words: str) -> None:
    assert is_blank(words)
    assert safe_text(words, "words", 20, needed=False) == ""
    with pytest.raises(TextNeeded):
        safe_text(words, "words", 20)


@pytest.mark.parametrize("words", ["a", "👩‍👧", "\u00adx", "؟", "가", "-", "\u20e3"])
def test_what_is_seen_is_an_answer(words: str) -> None:
    assert not is_blank(words)


@pytest.mark.parametrize("name", ["\u3164", "Sam\u3164", "\uffa0"])
def test_a_name_is_seen(name: str) -> None:
    with pytest.raises(NameInvalid):
        safe_name(name)


# ---- Inputs of public bug reports (F07, F09, F15): what a keyboard or a program adds is mended, not refused


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("‘t Hart", "’t Hart"),
        ("van ‘t Hof", "van ’t Hof"),
        ("D´Hondt", "D’Hondt"),
        ("O`Neil", "O’Neil"),
        ("Hawaiʻi", "Hawai’i"),
        ("Anne–Marie", "Anne-Marie"),
        ("Anne‑Marie", "Anne-Marie"),
        ("\u2068Marleen\u2069", "Marleen"),
        ("Jan\u200b", "Jan"),
        ("\u202eanna", "anna"),
        ("'t Hart", "'t Hart"),
    ],
    ids=ascii,
)
def test_f07_a_name_may_be_typed_on_any_keyboard(typed: str, kept: str) -> None:
    assert safe_name(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("bel \u202a06 12345678\u202c", "bel 06 12345678"),
        ("Jan\u200b en \ufeffPiet", "Jan en Piet"),
        ("Word\x0bzachte regel", "Word\nzachte regel"),
        ("een\u2028twee\u2029drie\x85vier\x0cvijf\r\nzes", "een\ntwee\ndrie\nvier\nvijf\nzes"),
        ("👨‍👩‍👧 نمی‌خواهم", "👨‍👩‍👧 نمی‌خواهم"),
    ],
    ids=ascii,
)
def test_f09_f15_marks_go_and_line_ends_stay_line_ends(typed: str, kept: str) -> None:
    assert safe_text(typed, "words", 200) == kept


def test_f34_a_time_that_does_not_exist_is_refused_and_one_that_comes_twice_is_taken() -> None:
    with pytest.raises(TimeSkipped) as refused:
        read_moment(date(2027, 3, 28), "02:30")
    assert refused.value.field == "time"
    assert read_moment(date(2027, 10, 31), "02:30").hour == 2
    assert read_moment(date(2027, 3, 28), "03:00").hour == 3
