"""What stands on paper and in a spreadsheet, as a program that reads them finds it."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from pypdf import PdfReader
from pypdf.generic import DictionaryObject


def words_of(pdf: bytes) -> str:
    """All words in reading order, with single spaces between them."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def sheets_of(pdf: bytes) -> list[str]:
    """The words of each sheet apart, with what stands in its margins."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def pages_of(pdf: bytes) -> int:
    """How many sheets it takes."""
    return len(PdfReader(BytesIO(pdf)).pages)


def root_of(pdf: bytes) -> dict[str, Any]:
    """The catalogue of the document: language, tags, titles."""
    root = PdfReader(BytesIO(pdf)).trailer["/Root"].get_object()
    assert isinstance(root, dict)
    return dict(root)


def figures_of(pdf: bytes) -> list[str]:
    """What each picture says to somebody who does not see it; an empty one says nothing."""

    def below(element: Any) -> Iterator[str]:
        if not isinstance(element, DictionaryObject):
            return
        if element.get("/S") == "/Figure":
            yield str(element.get("/Alt", ""))
        children = element.get("/K", [])
        for child in children if isinstance(children, list) else [children]:
            yield from below(child.get_object())

    return list(below(root_of(pdf)["/StructTreeRoot"].get_object()))


def sheet_of(file: bytes) -> str:
    """The rows of a spreadsheet, a line each, with a semicolon between the cells."""
    page = load_workbook(BytesIO(file)).active
    assert page is not None
    return "\n".join(
        ";".join("" if value is None else str(value) for value in row).rstrip(";")
        for row in page.iter_rows(values_only=True)
    )
