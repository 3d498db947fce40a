"""What stands on paper: the words of a PDF, as a program that reads it aloud finds them."""

from io import BytesIO

from pypdf import PdfReader


def words_of(pdf: bytes) -> str:
    """All words in reading order, with single spaces between them."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def pages_of(pdf: bytes) -> int:
    """How many sheets it takes."""
    return len(PdfReader(BytesIO(pdf)).pages)


def root_of(pdf: bytes) -> dict[str, object]:
    """The catalogue of the document: language, tags, titles."""
    root = PdfReader(BytesIO(pdf)).trailer["/Root"].get_object()
    assert isinstance(root, dict)
    return dict(root)
