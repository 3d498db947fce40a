"""A spreadsheet (*rekenblad*): numbers can be counted with, and words are only words, never a formula or a link."""

import io
from collections.abc import Iterable, Sequence

import xlsxwriter

#: What browsers and programs call it.
MIMETYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: A cell of a spreadsheet holds no more.
LONGEST = 32_767
#: In letters; a longer sentence goes on at the next line of its cell.
WIDEST = 60
#: Words go in as they are: no guess that they are a formula, an address or a number.
PLAIN = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write(rows: Iterable[Sequence[object]]) -> bytes:
    """The file (xlsx); the first row is its heading."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, PLAIN) as book:
        page = book.add_worksheet()
        heading = book.add_format({"bold": True})
        lines = book.add_format({"text_wrap": True, "valign": "top"})
        widths: dict[int, int] = {}
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                look = heading if at == 0 else lines
                if isinstance(value, int | float):
                    page.write_number(at, column, value, look)
                elif value:
                    page.write_string(at, column, str(value)[:LONGEST], look)
                if len(row) > 1:  # a sentence on its own may run over its neighbours
                    widths[column] = max(widths.get(column, 8), min(len(str(value)) + 2, WIDEST))
        for column, width in widths.items():
            page.set_column(column, column, width)
        page.freeze_panes(1, 0)
    return out.getvalue()
