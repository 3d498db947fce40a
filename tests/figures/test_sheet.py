"""A spreadsheet holds what was said, and nothing that a program would carry out."""

import io

import pytest
from openpyxl import load_workbook

from conference.core import spreadsheet as sheet


def cells(*rows: list[object]) -> list[list[tuple[object, str]]]:
    """What another program reads: value and kind (`s` words, `n` a number, `f` a formula) of each cell."""
    page = load_workbook(io.BytesIO(sheet.write(rows))).active
    return [[(cell.value, cell.data_type) for cell in row] for row in page.iter_rows()]


@pytest.mark.parametrize(
    "words",
    [
        "=1+1",
        "+31",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "  =HYPERLINK(1)",
        "|calc",
        "＝1+1",
        "https://weer.example",
        "06",
    ],
)
def test_words_are_only_words(words: str) -> None:
    assert cells([words]) == [[(words, "s")]]


def test_numbers_can_be_counted_with_and_lines_stay_in_their_cell() -> None:
    (row,) = cells(['Ze zei: "ja; nee"', "twee\nregels", 3, None, 4.5])
    assert row == [
        ('Ze zei: "ja; nee"', "s"),
        ("twee\nregels", "s"),
        (3, "n"),
        (None, "n"),
        (4.5, "n"),
    ]


def test_no_rows_and_very_long_words_are_no_fault() -> None:
    assert load_workbook(io.BytesIO(sheet.write([]))).active.max_row == 1
    ((long, _),) = cells(["x" * 40_000])[0]
    assert len(str(long)) == sheet.LONGEST
