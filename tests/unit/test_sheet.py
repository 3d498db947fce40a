"""A spreadsheet holds no formula, whatever somebody wrote."""

import csv
import io

import pytest

from conference.reports import sheet


@pytest.mark.parametrize(
    "words",
    ["=1+1", "+31", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "  =HYPERLINK(1)", "|calc", "＝1+1", "%0A"],
)
def test_what_could_be_a_formula_is_only_words(words: str) -> None:
    read = list(csv.reader(io.StringIO(sheet.write([[words, "x"]]).decode("utf-8-sig")), delimiter=";"))
    assert read[0][0] == f"'{words}"
    assert read[0][-1] == "x"


def test_words_with_separators_and_lines_stay_in_their_cell() -> None:
    row = ['Ze zei: "ja; nee"', "twee\nregels", 3, None, 4.5]
    read = list(csv.reader(io.StringIO(sheet.write([row]).decode("utf-8-sig"), newline=""), delimiter=";"))
    assert read == [['Ze zei: "ja; nee"', "twee\nregels", "3", "", "4.5"]]
