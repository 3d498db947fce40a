"""No word changes on its way: a reader gets the words and numbers that the writer typed, in their order.

The inputs with an F are those of public bug reports of people who make comparable software.
"""

import re
from collections.abc import Iterator
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from bs4.element import Tag
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from conference.core import pdf
from conference.core.rendering import prose

YEARS = "2019. Verhuisd\n2021. Scheiding\n2024. Eerste melding"
PARENT = r"""| Wie | Wat |
| --- | --- |
| Moeder | slaapt | niet bij vader |
| Vader | ja|nee |
| Sem |
| Noor | ja \| nee |"""


def words_of(text: str) -> list[str]:
    """Words and numbers, in their order."""
    return re.findall(r"\w+", text)


def shown(text: str) -> list[str]:
    """The words that a reader sees, the numbers before the lines of a list with them."""
    page = BeautifulSoup(prose(text, "nl"), "html5lib")
    for item, number in list(_numbered(page)):
        item.insert(0, f"{number}. ")
    for line in page.find_all(["p", "li", "td", "th", "h3", "h4", "h5", "br", "blockquote", "pre"]):
        line.insert_before("\n")
        line.append("\n")
    return words_of(page.get_text())


def _numbered(page: BeautifulSoup) -> Iterator[tuple[Tag, int]]:
    """Each item of a list with the number that a browser gives it."""
    for items in page.find_all("ol"):
        number = int(str(items.get("start", 1))) - 1
        for item in items.find_all("li", recursive=False):
            number = int(str(item.get("value", number + 1)))
            yield item, number


@pytest.mark.parametrize(
    "text",
    [
        YEARS,
        "1. a\n3. c\n7. g",
        "10. tien\n9. negen\n8. acht",
        "1. een\n\n3. drie\n\n4. vier",
        "1. een\n   2. binnen\n   5. ook\n4. vier",
        "- 2019. Verhuisd\n- 2021. Scheiding",
        "007. geheim",
        "١. een\n٢. twee",
        "12345678901. lang\n1. kort",
        PARENT,
        "> 3. drie\n> 5. vijf",
        "1. - a\n2. - b",
        "2019.\nVerhuisd",
        "1986. Een mooi jaar.\nEn toen 1987. Nog een.",
    ],
    ids=lambda text: text.split("\n")[0],
)
def test_f10_f12_numbers_and_cells_stay_what_they_are(text: str) -> None:
    assert shown(text) == words_of(text)


def test_f10_f12_paper_says_what_the_page_says() -> None:
    page = f"<html lang=nl><title>Verslag</title>{prose(YEARS, 'nl')}{prose(PARENT, 'nl')}"
    paper = " ".join(sheet.extract_text() for sheet in PdfReader(BytesIO(pdf.make(page, {}))).pages)
    assert sorted(words_of(paper)) == sorted(words_of(f"{YEARS} {PARENT}"))


def signs(words: list[str]) -> str:
    """The letters and digits alone: a mark in the middle of a word (`**ver**geten`) is no end of it."""
    return "".join(words).replace("_", "")


WORDS = st.sampled_from(
    [
        "moeder",
        "slaapt",
        "niet",
        "bij",
        "vader",
        "3",
        "2019",
        "é",
        "kind_1",
        "a",
        "zegt:",
        "(soms)",
        "10.30",
        "07",
    ]
)
MARKS = st.sampled_from(
    [
        "- ",
        "* ",
        "+ ",
        "1. ",
        "3. ",
        "2019. ",
        "# ",
        "### ",
        "> ",
        "| ",
        " | ",
        "  ",
        "    ",
        "**",
        "*",
        "~~",
        "`",
        "|---|---|\n",
        "---\n",
        "===\n",
        "\\",
        "[",
        "](",
        ")",
        "<",
        ">",
        "&",
        "_",
        "\n",
        "\n\n",
        "\t",
    ]
)
TEXTS = st.lists(st.one_of(WORDS, MARKS, st.just(" "), st.just("\n")), max_size=40).map("".join)


@settings(max_examples=400)
@given(TEXTS)
def test_whatever_is_typed_keeps_its_words(text: str) -> None:
    assert signs(shown(text)) == signs(words_of(text))


@pytest.mark.parametrize(
    ("text", "turned"),
    [
        ("الأم: لا أنام جيدا (3 keer per nacht)!", ["p rtl"]),
        ("- نعم\n- nee", ["ul rtl", "li rtl", "li ltr"]),
        ("> שלום\n\nGewoon Nederlands.", ["blockquote rtl", "p rtl", "p ltr"]),
        ("Gewoon Nederlands.", []),
    ],
)
def test_f16_a_block_runs_in_the_direction_of_its_own_words(text: str, turned: list[str]) -> None:
    page = BeautifulSoup(prose(text, "nl"), "html5lib")
    assert [f"{block.name} {block['dir']}" for block in page.find_all(attrs={"dir": True})] == turned
