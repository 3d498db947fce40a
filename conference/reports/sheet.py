"""A spreadsheet as CSV that opens as it should: with a mark for its letters, and no cell that could be a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

#: A program for spreadsheets reads a cell that begins so as a formula, or as a command.
DANGEROUS = tuple("=+-@|%\t\r\n＝＋－＠")
#: Dutch spreadsheets split at a semicolon.
SPLIT = ";"


def write(rows: Iterable[Sequence[object]]) -> bytes:
    """The file. Numbers stay numbers; words that look like a formula get an apostrophe before them."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=SPLIT, lineterminator="\r\n")
    for row in rows:
        writer.writerow([cell(value) for value in row])
    return out.getvalue().encode("utf-8-sig")


def cell(value: object) -> object:
    """One cell that is only what it says."""
    if value is None:
        return ""
    if isinstance(value, int | float):
        return value
    words = str(value).replace("\x00", "")
    return f"'{words}" if words.lstrip().startswith(DANGEROUS) or words.startswith(DANGEROUS) else words
