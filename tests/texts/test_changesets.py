"""Change sets: the answers of the real editor package, the traps by name, what a stranger may send."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from models.changesets import (
    MAX_INSERTED,
    MAX_SECTIONS,
    ChangeSet,
    check_words,
    diff,
    narrow,
    rebase,
    wide,
)
from models.errors.texts import (
    TextBehind,
    TextChar,
    TextLength,
    TextMalformed,
    TextRefused,
    TextSurrogate,
    TextTooLarge,
)

GOLDEN = Path(__file__).parents[1] / "fixtures" / "changesets.json.gz"
Case = dict[str, Any]


@pytest.fixture(scope="module")
def golden() -> list[Case]:
    """Answers of @codemirror/state; tests/golden/README.md tells how they are made."""
    with gzip.open(GOLDEN, "rt", encoding="utf-8") as file:
        cases: list[Case] = json.load(file)["cases"]
    return cases


def parse(*sections: object) -> ChangeSet:
    return ChangeSet.parse(list(sections))


def our_answers(case: Case) -> Case:
    """The questions of one golden case, asked to our own module."""
    doc = wide(case["doc"])
    a, b, c = (ChangeSet.stored(case[name]) for name in "abc")
    both, back = a.compose(c), a.invert(doc)
    return {
        "doc": narrow(doc),
        "a": a.to_json(),
        "b": b.to_json(),
        "c": c.to_json(),
        "after": narrow(a.apply(doc)),
        "inverse": back.to_json(),
        "composed": both.to_json(),
        "mapped": [m.to_json() for m in (a.map(b), a.map(b, True), b.map(a), b.map(a, True))],
        "oneByOne": rebase(b, [a, c]).to_json(),
        "overComposed": b.map(both).to_json(),
        "thereAndBack": b.map(a).map(back, True).to_json(),
    }


# --- the same letters as the browser


def test_we_answer_every_golden_case_as_the_editor_does(golden: list[Case]) -> None:
    assert len(golden) >= 5_000
    wrong = [case for case in golden if our_answers(case) != case]
    assert wrong[:3] == []


def test_the_golden_cases_hold_the_hard_ones(golden: list[Case]) -> None:
    def holds(case: Case, character: str) -> bool:
        return character in json.dumps(case, ensure_ascii=False)

    for character in ("😀", "👩\u200d👧", "م", "\ud83d", "e\u0301"):
        assert sum(holds(case, character) for case in golden) > 100
    assert sum(case["doc"] == "" for case in golden) > 100
    assert sum("\n" in case["doc"] for case in golden) > 1_000
    assert sum(case["oneByOne"] != case["overComposed"] for case in golden) > 100


def test_c2_both_ways_round_the_square_end_alike_in_every_golden_case(golden: list[Case]) -> None:
    for case in golden:
        doc = wide(case["doc"])
        early, late = ChangeSet.stored(case["a"]), ChangeSet.stored(case["b"])
        one_way = late.map(early).apply(early.apply(doc))
        assert early.map(late, before=True).apply(late.apply(doc)) == one_way


# --- the rules by name


def test_c1_lengths_count_as_browsers_do() -> None:
    assert len(wide("a😀م")) == 4
    assert narrow(wide("a😀م")) == "a😀م"
    assert wide(wide("😀")) == wide("😀")
    assert narrow(parse(1, 2, [0, "!"]).apply(wide("a😀"))) == "a😀!"


def test_c3_of_two_inserts_at_one_place_the_log_stands_first() -> None:
    log, late = parse(2, [0, "B"], 2), parse(2, [0, "A"], 2)
    assert late.map(log).apply(log.apply("abcd")) == "abBAcd"


def test_c3_an_insert_before_a_replaced_stretch_goes_first_whoever_came_first() -> None:
    insert, replacement = parse(1, [0, "+"], 3), parse(1, [2, "new"], 1)
    assert insert.map(replacement).apply(replacement.apply("abcd")) == "a+newd"
    assert replacement.map(insert).apply(insert.apply("abcd")) == "a+newd"


@pytest.mark.parametrize("place", [2, 3])
def test_c4_an_insert_in_or_behind_a_replaced_stretch_survives(place: int) -> None:
    replacement, insert = parse(1, [2, "new"], 1), parse(place, [0, "+"], 4 - place)
    assert insert.map(replacement).apply(replacement.apply("abcd")) == "anew+d"


def test_c5_overlapping_deletions_become_their_union() -> None:
    log, late = parse(1, [3], 2), parse(2, [3], 1)
    assert late.map(log).apply(log.apply("abcdef")) == "af"


def test_c5_two_replacements_of_one_stretch_both_stay() -> None:
    log, late = parse([3, "one"]), parse([3, "two"])
    assert late.map(log).apply(log.apply("abc")) == "onetwo"


def test_c5_a_change_cut_in_pieces_puts_its_words_at_the_first() -> None:
    log, late = parse(2, [0, "+"], 2), parse([4, "new"])
    assert late.map(log).to_json() == [[2, "new"], 1, [2]]


def test_c6_the_trap_mapping_over_composed_entries_gives_other_letters() -> None:
    first, second, late = parse(5, [0, "ab"], 5), parse(6, [2], 4), parse(5, [0, "X"], 5)
    composed = first.compose(second)
    newest = second.apply(first.apply("0123456789"))
    assert composed.to_json() == [5, [1, "a"], 4]
    assert composed.apply("0123456789") == newest
    assert rebase(late, [first, second]).apply(newest) == "01234aX6789"
    assert late.map(composed).apply(newest) == "01234Xa6789"


def test_c8_catching_up_is_bounded() -> None:
    late, log = parse(1, [0, "x"], 1), [parse(2, [0, "y"])]
    assert rebase(late, log, budget=5).to_json() == [1, [0, "x"], 2]
    with pytest.raises(TextBehind):
        rebase(late, log, budget=4)


def test_the_work_to_catch_up_counts_the_pieces_a_change_is_cut_into() -> None:
    log = [parse(2 * entry + 1, [0, "-"], 99 - entry) for entry in range(99)]
    one, many = parse(1, [0, "x"], 99), parse([100])
    assert rebase(one, log, budget=1_000).new_length == 200
    assert rebase(many, log[:20], budget=1_000).new_length == 20
    with pytest.raises(TextBehind):
        rebase(many, log, budget=1_000)


def test_a_change_cut_in_more_pieces_than_a_stranger_may_send_can_be_read_from_the_log() -> None:
    cut = parse([2_000]).map(ChangeSet.stored([x for _ in range(1_000) for x in (1, [0, "-"], 1)]))
    assert len(cut.to_json()) > 2_000
    assert ChangeSet.stored(cut.to_json()) == cut


def test_a_change_that_came_to_nothing_still_is_one() -> None:
    gone = parse(1, [2], 1).map(parse([4]))
    assert gone.to_json() == []
    assert gone.apply("") == ""


def test_an_own_change_can_be_taken_back() -> None:
    change = parse(1, [2, "new", "line"], 1, [0, "!"])
    assert change.invert("abcd").apply(change.apply("abcd")) == "abcd"


# --- a text set as a whole


@pytest.mark.parametrize(
    ("old", "new", "sections"),
    [
        ("", "", []),
        ("", "new", [[0, "new"]]),
        ("old", "", [[3]]),
        ("same", "same", [4]),
        ("aaa", "aaaa", [3, [0, "a"]]),
        ("one two", "one and two", [4, [0, "and "], 3]),
        ("a\nb", "a\n\nb", [2, [0, "", ""], 1]),
        ("😀", "😁", [[2, "😁"]]),  # they share their first half
        ("\U0001f600", "\U0001fa00", [[2, "\U0001fa00"]]),  # they share their second half
        ("a😀", "a", [1, [2]]),
        ("😀😀", "😀", [2, [2]]),
    ],
)
def test_diff_changes_what_differs_and_no_half_character(old: str, new: str, sections: list[object]) -> None:
    change = diff(old, new)
    assert change.to_json() == sections
    change.check_borders(wide(old))
    assert narrow(change.apply(wide(old))) == new


@pytest.mark.parametrize(("words", "code"), [("a\r\nb", TextChar), ("a\ud83d", TextSurrogate)])
def test_a_text_set_as_a_whole_is_checked_too(words: str, code: type[TextRefused]) -> None:
    with pytest.raises(code):
        diff("old", words)


# --- what a stranger may send


def nested(deep: int) -> list[Any]:
    inside: list[Any] = []
    for _ in range(deep):
        inside = [inside]
    return inside


MALFORMED: list[Any] = [
    None, True, 3, 0.5, "5", {}, {"0": 5}, (5,), {5},
    [None], [True], [False], ["5"], [5.0], [float("nan")], [float("inf")], [{}],
    [-1], [0], [2**53], [10**400], [3, -3],
    [[]], [[0]], [[0, ""]], [[-1]], [[-1, "a"]], [[True]], [[True, "a"]], [[None, "a"]], [["a"]],
    [["1", "a"]], [[1.0, "a"]], [[2**53, "a"]], [[1, None]], [[1, 2]], [[1, True]], [[1, ["a"]]], [[1, b"a"]],
    [[1, "a", 2]], [[1, {"a": 1}]], [[[1], "a"]], [5, [0, "a"], None],
    [[0, "a\nb"]], [[0, "a\rb"]], [[0, "a\r\nb"]], [[0, "a", "\n"]],
    nested(1), nested(900),
]  # fmt: skip
HALVES: list[Any] = [
    [[0, "\ud83d"]],
    [[0, "\ude00"]],
    [[0, "\ude00\ud83d"]],
    [[0, "a\ud83db"]],
    [[0, "\ud83d", "\ude00"]],  # a pair split over two lines
    [[0, "\ud83d"], [0, "\ude00"]],  # and over two sections
    [[0, "\ud83d\ud83d\ude00"]],
]
TOO_LARGE: list[Any] = [
    [1] * (MAX_SECTIONS + 1),
    [None] * 100_000,
    [[0, "a" * (MAX_INSERTED + 1)]],
    [[0, "م" * (MAX_INSERTED // 2 + 1)]],
    [[0, "😀" * (MAX_INSERTED // 4 + 1)]],
    [[0, *[""] * 100_000]],
    [x for _ in range(400) for x in (1, [0, "a" * 100])],
]


FORBIDDEN = [range(0x20), range(0x7F, 0xA0), range(0x202A, 0x202F), range(0x2066, 0x206A)]


@pytest.mark.parametrize("raw", MALFORMED, ids=lambda raw: repr(raw)[:30])
def test_malformed_is_refused_as_such(raw: object) -> None:
    with pytest.raises(TextMalformed):
        ChangeSet.parse(raw)


@pytest.mark.parametrize("raw", HALVES, ids=ascii)
def test_half_a_character_is_refused(raw: object) -> None:
    with pytest.raises(TextSurrogate):
        ChangeSet.parse(raw)


@pytest.mark.parametrize("raw", TOO_LARGE, ids=range(len(TOO_LARGE)))
def test_too_much_is_refused(raw: object) -> None:
    with pytest.raises(TextTooLarge):
        ChangeSet.parse(raw)


@pytest.mark.parametrize(
    "character",
    [chr(code) for codes in FORBIDDEN for code in codes],
    ids=ascii,
)
def test_a_character_no_text_may_hold_is_refused(character: str) -> None:
    if character == "\t":
        assert parse([0, character]).apply("") == "\t"
        return
    with pytest.raises(TextMalformed if character in "\r\n" else TextChar):
        parse([0, f"a{character}b"])


@pytest.mark.parametrize("character", [*"\u200d\u200e\u200f\u061c\u00a0\ufe0f", "😀", "مرحبا"])
def test_characters_that_people_need_pass(character: str) -> None:
    check_words(character)
    assert narrow(parse([0, character]).apply("")) == character


def test_the_largest_allowed_change_passes() -> None:
    assert parse(*[[1]] * MAX_SECTIONS).length == MAX_SECTIONS
    assert parse([0, "a" * MAX_INSERTED]).new_length == MAX_INSERTED


def test_a_wrong_length_is_refused_by_each_operation() -> None:
    short, long = parse(2, [0, "x"]), parse(3, [0, "y"], 1)
    for attempt in (
        lambda: short.apply("abc"),
        lambda: short.invert("abc"),
        lambda: short.check_borders("abc"),
        lambda: short.map(long),
        lambda: short.map(parse(5)),
        lambda: short.compose(long),
        lambda: short.compose(parse(2)),
        lambda: rebase(short, [long]),
    ):
        with pytest.raises(TextLength):
            attempt()


SPLITTING = [[1, [0, "x"], 3], [1, [1], 2], [2, [1, "x"], 1], [[1], 3], [1, [1], [1], 1]]
WHOLE = [[1, 1, [0, "x"], 1, 1], [[2], 2], [[4, "x"]], [4, [0, "x"]], [[0, "x"], 4]]


@pytest.mark.parametrize("sections", SPLITTING)
def test_c7_a_border_within_a_character_is_refused(sections: list[object]) -> None:
    text = wide("😀😀")
    change = ChangeSet.parse(sections)
    with pytest.raises(TextSurrogate):
        change.check_borders(text)


@pytest.mark.parametrize("sections", WHOLE)
def test_c7_a_border_between_characters_passes(sections: list[object]) -> None:
    ChangeSet.parse(sections).check_borders(wide("😀😀"))


def test_each_refusal_carries_the_code_of_the_wire() -> None:
    kinds = (TextMalformed, TextLength, TextSurrogate, TextTooLarge, TextChar, TextBehind)
    codes = ["malformed", "length", "surrogate", "too_large", "char", "behind"]
    assert [kind.code for kind in kinds] == codes
