"""The only place where words of people become HTML, and where dates become words.

What people write is Markdown of a small kind: headings, lists, emphasis, quotes, tables, links. It passes three
gates, in this order: its length, a Markdown reader that knows no HTML, and an allow-list that every tag and attribute
has to pass at the very end. Nothing that somebody wrote vanishes: what is not understood is shown as it was typed.
"""

import html
import re
from collections.abc import Iterator
from datetime import date, datetime
from functools import lru_cache
from xml.etree.ElementTree import Element, SubElement
from zoneinfo import ZoneInfo

from babel.dates import format_date
from bleach import clean
from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import HashHeaderProcessor
from markdown.extensions import Extension
from markdown.extensions.sane_lists import SaneOListProcessor
from markdown.extensions.tables import TableProcessor
from markdown.inlinepatterns import InlineProcessor, SimpleTagInlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString
from markupsafe import Markup, escape

from conference.core import alike, glossary
from models.errors.validation import TextTooLong

MAX_LENGTH = 20_000
TIME_ZONE = ZoneInfo("Europe/Amsterdam")

TAGS = frozenset(
    "p br strong em s ul ol li h3 h4 h5 blockquote code pre hr table thead tbody tr th td a".split()
)
LINK_SCHEMES = frozenset({"https", "mailto", "tel"})
LINK_REL = "noopener noreferrer nofollow"
TERM_CLASS = "rd-term"
HEADINGS = {"h1": "h3", "h2": "h3", "h3": "h4", "h4": "h5", "h5": "h5", "h6": "h5"}
UNHINTED = frozenset({"a", "code", "pre", "h3", "h4", "h5"})

# A host must follow at once: no `https:/x`, no `https://user@host` that reads like another host.
SAFE_LINK = re.compile(
    r"(?i:https)://[\w.-]+(?::\d{1,5})?(?:[/?#][^\s<>\"\\]*)?|mailto:[^\s<>\"\\@]+@[\w.-]+|tel:\+?[\d()-]{3,20}"
)
TERM_LINK = re.compile(r"/woord/[a-z0-9-]+")
AMPERSAND = "\ue000"
LIST_LINE = re.compile(r"[ ]{0,1}(?:[*+-]|1\.)[ ]+\S")
#: The number of a line in a list: one that a browser and the paper show as it was typed. `007.` and `١.` are words.
LIST_NUMBER = r"(?:0|[1-9][0-9]{0,8})\."
ANY_LIST_LINE = re.compile(rf"[ ]*(?:[*+-]|{LIST_NUMBER})[ ]")
#: How many columns a table gets at most beside those of its heading.
WIDER = 12
# Bounded on purpose: Markdown's own search for the closing bracket takes seconds for 20,000 opening ones.
NAMED_LINK = r"(?<!!)\[([^\[\]\n]{1,500})\]\(((?:[^()\s<>]|\([^()\s<>]{0,200}\)){1,1000})\)"
BARE_LINK = r"<((?i:https)://[^\s<>]{1,1000})>"
#: A letter of a script that runs from right to left: Hebrew, Arabic, Syriac, Thaana, N'Ko.
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
BLOCKS = frozenset("p ul ol li h3 h4 h5 blockquote pre td th".split())
QUOTE_LINE = re.compile(r"[ ]{0,3}>")


# ---- Words


@lru_cache(maxsize=256)
def prose(words: str, language: str) -> Markup:
    """The words of a person as safe HTML, with a hint at each word of the trade that `language` can explain.

    Raises TextTooLong past 20,000 characters, before any work is done.
    """
    _require_length(words)
    try:
        source = words.replace(AMPERSAND, "\ufffd").replace("&", AMPERSAND)
        marked = _reader(language).convert(source).replace(AMPERSAND, "&amp;")
    except RecursionError:  # nested deeper than any person writes
        return _plain_lines(words)
    return Markup(clean(marked, tags=TAGS, attributes=_is_kept, protocols=LINK_SCHEMES, strip=True))  # noqa: S704


def plain_line(words: str) -> Markup:
    """A text of one line, such as a name or an action: nothing in it is Markdown. Raises TextTooLong."""
    _require_length(words)
    return escape(" ".join(words.split()))


def excerpt(words: str, length: int) -> str:
    """The beginning of a text without its marks, at most `length` characters, cut between words. Not yet escaped."""
    return _cut(_bare_words(words), length)


def found_in(words: str, wanted: str, length: int) -> alike.Place:
    """The part of a text in which something was found (`wanted` as `alike.plain`), without its marks, of about `length`
    characters; the beginning, with nothing marked, where it stands elsewhere. Not yet escaped."""
    where = alike.place(_bare_words(words), wanted)
    if where is None:
        return alike.Place(excerpt(words, length), "", "")
    room = max(length - len(where.hit), 0)
    after = _cut(where.after, max(room - len(where.before), room * 2 // 3))
    before = _cut(where.before[::-1], room - len(after))[::-1]
    return alike.Place(before, where.hit, after)


def _bare_words(words: str) -> str:
    shown = re.sub(r"</?(?:strong|em|s|code|a)\b[^>]*>", "", prose(words, glossary.SOURCE_LANGUAGE))
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", shown)).split())


def _cut(text: str, length: int) -> str:
    if len(text) <= length:
        return text
    kept = text[: max(length - 1, 0)]
    return (kept.rsplit(" ", 1)[0] if " " in kept else kept).rstrip(" ,;:.-") + "…"


def _require_length(words: str) -> None:
    if len(words) > MAX_LENGTH:
        raise TextTooLong(limit=MAX_LENGTH)


def _plain_lines(words: str) -> Markup:
    return Markup("<p>%s</p>") % Markup("<br>").join(words.splitlines())


def _is_kept(tag: str, name: str, value: str) -> bool:
    """The allow-list of attributes: bleach keeps what this says yes to. Links are judged here once more."""
    if name == "dir":
        return tag in BLOCKS and value in {"ltr", "rtl"}
    if (tag, name) in {("ol", "start"), ("li", "value")}:
        return value.isdecimal()
    if tag != "a":
        return False
    if name == "href":
        return _is_safe_link(value) or TERM_LINK.fullmatch(value) is not None
    return (name, value) in {("rel", LINK_REL), ("class", TERM_CLASS), ("data-term", "")}


def _is_safe_link(address: str) -> bool:
    return SAFE_LINK.fullmatch(html.unescape(address.replace(AMPERSAND, "&"))) is not None


# ---- The Markdown of the table


def _reader(language: str) -> Markdown:
    """A fresh reader: one is not meant to be shared between threads, and making it costs little."""
    return Markdown(extensions=["tables", "nl2br", "sane_lists", _Dialect(language)], tab_length=2)


class _Dialect(Extension):
    """Less than Markdown, and never a surprise: no HTML, no pictures, no code by indenting, no vanishing lines."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name Markdown looks for
        """Take away what nobody at the table means, add what they do."""
        md.preprocessors.deregister("html_block")
        for name in ("code", "setextheader", "reference"):
            md.parser.blockprocessors.deregister(name)
        for name in ("html", "entity", "autolink", "automail", "link", "reference", "short_reference"):
            md.inlinePatterns.deregister(name)
        for name in ("image_link", "image_reference", "short_image_ref"):
            md.inlinePatterns.deregister(name)
        md.preprocessors.register(_ListsMayFollow(md), "lists_may_follow", 10)
        md.parser.blockprocessors.register(_SpacedHeading(md.parser), "hashheader", 70)
        md.parser.blockprocessors.register(_WholeRows(md.parser, {"use_align_attribute": False}), "table", 75)
        md.parser.blockprocessors.register(_TypedNumbers(md.parser), "olist", 40)
        md.inlinePatterns.register(_SafeLink(NAMED_LINK, md), "named_link", 160)
        md.inlinePatterns.register(_SafeLink(BARE_LINK, md), "bare_link", 120)
        md.inlinePatterns.register(SimpleTagInlineProcessor(r"(~~)([^~\n]+)~~", "s"), "struck", 55)
        md.treeprocessors.register(_LowerHeadings(md), "lower_headings", -10)
        md.treeprocessors.register(_OwnDirections(md), "own_directions", -15)
        md.treeprocessors.register(_Hints(md, self.language), "hints", -20)


class _ListsMayFollow(Preprocessor):
    """A list may begin right under a sentence, as the editor shows it."""

    def run(self, lines: list[str]) -> list[str]:
        """Put the empty line there that Markdown wants."""
        return list(self._spaced(lines))

    @staticmethod
    def _spaced(lines: list[str]) -> Iterator[str]:
        before, in_list = "", False
        for line in lines:
            if LIST_LINE.match(line) and before.strip() and not in_list and not QUOTE_LINE.match(before):
                yield ""
            in_list = bool(line.strip()) and (in_list or ANY_LIST_LINE.match(line) is not None)
            before = line
            yield line


class _SpacedHeading(HashHeaderProcessor):
    """`# Heading` is a heading; `#1` and `#hashtag` are words."""

    RE = re.compile(r"(?:^|\n)(?P<level>#{1,6})[ ]+(?P<header>[^\n#][^\n]*?)[ ]*#*(?:\n|$)")


class _WholeRows(TableProcessor):
    """A row may have more cells than the heading: then the heading gets empty ones, so that no cell falls off."""

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Make the table; wider when words are missing, and as it was typed when that does not bring them back."""
        typed = blocks[0]
        for _ in range(WIDER):
            super().run(parent, blocks)
            if _signs("".join(parent[-1].itertext())) == _signs(typed):
                return
            parent.remove(parent[-1])
            wider = _wider(typed)
            blocks.insert(0, wider)
            if not self.test(parent, wider):
                break
            typed = wider
        SubElement(parent, "p").text = blocks.pop(0)


def _wider(table: str) -> str:
    """The same with one more column."""
    heading, line, *rows = table.split("\n")
    heading, line = (f"| {row.strip().strip('|')} |" for row in (heading, line))
    return "\n".join([f"{heading} |", f"{line} --- |", *rows])


def _signs(words: str) -> str:
    return "".join(re.findall(r"\w", words))


class _TypedNumbers(SaneOListProcessor):
    """A list keeps the numbers that were typed (`2019.`, `2021.`, `2024.`), also when they go down."""

    def __init__(self, parser: BlockParser) -> None:
        super().__init__(parser)
        self.RE = re.compile(rf"^[ ]{{0,{self.tab_length - 1}}}{LIST_NUMBER}[ ]+(.*)")
        self.CHILD_RE = re.compile(rf"^[ ]{{0,{self.tab_length - 1}}}(({LIST_NUMBER}))[ ]+(.*)")

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Make the lines as the reader does, then give each whose number is not the next one its own."""
        typed = [found[1] for line in blocks[0].split("\n") if (found := self.CHILD_RE.match(line))]
        above = self.lastChild(parent)
        if above is None or above.tag not in self.SIBLING_TAGS:
            above = parent if parent.tag in {"ol", "ul"} else None
        before = len(above) if above is not None else 0
        super().run(parent, blocks)
        items = above if above is not None else parent[-1]
        for item, number in zip(items[before:], typed, strict=False):
            item.set("value", number.rstrip("."))


class _SafeLink(InlineProcessor):
    """A link that may be followed. Any other stays on the page as it was typed."""

    def handleMatch(  # type: ignore[override]  # noqa: N802 - the name Markdown looks for
        self, m: re.Match[str], data: str
    ) -> tuple[Element, int, int] | tuple[None, None, None]:
        """Name and address for `[name](address)`; the address is its own name in `<address>`."""
        name, address = m.group(1), m.group(m.re.groups)
        if not _is_safe_link(address):
            return None, None, None
        link = Element("a", {"href": address, "rel": LINK_REL})
        link.text = AtomicString(name) if name == address else name
        return link, m.start(0), m.end(0)


class _LowerHeadings(Treeprocessor):
    """Headings of a text stand below those of the page."""

    def run(self, root: Element) -> None:
        """Rename every heading."""
        for element in root.iter():
            element.tag = HEADINGS.get(element.tag, element.tag)


class _OwnDirections(Treeprocessor):
    """Words in Arabic run from right to left, also on a Dutch page, and the marks of their list stand at the right."""

    def run(self, root: Element) -> None:
        """Each block runs as its first letter does. Said in words: `auto` skips the lines of a list."""
        if not RIGHT_TO_LEFT.search("".join(root.itertext())):
            return
        for element in root.iter():
            first = next((sign for text in element.itertext() for sign in text if sign.isalpha()), "")
            if element.tag in BLOCKS and first:
                element.set("dir", "rtl" if RIGHT_TO_LEFT.match(first) else "ltr")


class _Hints(Treeprocessor):
    """The first time a text uses a word of the trade, the word leads to its explanation."""

    def __init__(self, md: Markdown, language: str) -> None:
        super().__init__(md)
        self.language = language

    def run(self, root: Element) -> None:
        """Walk in reading order; what is hinted once is left alone after that."""
        self.hinted: set[str] = set()
        self._walk(root)

    def _walk(self, parent: Element) -> None:
        if parent.tag in UNHINTED:
            return
        children = list(parent)
        parent.text, links = self._split(parent.text or "")
        parent[:] = links
        for child in children:
            self._walk(child)
            child.tail, links = self._split(child.tail or "")
            parent.extend([child, *links])

    def _split(self, text: str) -> tuple[str, list[Element]]:
        """Cut a text into what comes before the first hint, and the hints with what follows each."""
        first, links, past = text, list[Element](), 0
        for start, end, slug in list(glossary.find(text)):
            if slug in self.hinted or glossary.explain(slug, self.language) is None:
                continue
            self.hinted.add(slug)
            self._close(links, text[past:start])
            first = first if links else text[:start]
            links.append(_hint(text[start:end], slug))
            past = end
        self._close(links, text[past:])
        return first, links

    @staticmethod
    def _close(links: list[Element], tail: str) -> None:
        if links:
            links[-1].tail = tail


def _hint(word: str, slug: str) -> Element:
    link = Element("a", {"class": TERM_CLASS, "data-term": "", "href": f"/woord/{slug}"})
    link.text = word
    return link


# ---- Dates and times


def full_date(when: date, language: str) -> str:
    """`woensdag 3 juni 2026`. A moment is read on the clock of the Netherlands."""
    return format_date(_day(when), "EEEE d MMMM y", locale=language)


def short_date(when: date, language: str) -> str:
    """`wo 3 juni`, for lists in which the year is clear."""
    return format_date(_day(when), "EEE d MMMM", locale=language)


def plain_date(when: date, language: str) -> str:
    """`3 juni 2026`: the date of something that happened, without its day of the week."""
    return format_date(_day(when), "d MMMM y", locale=language)


def month_day(month: str) -> date:
    """The first day of a month that is kept as `2026-05`."""
    return date(int(month[:4]), int(month[5:7]), 1)


def part_of_date(when: date, precision: str, language: str) -> str:
    """`maart 2026` for a `month`, `2026` for a `year`: no more than is known."""
    return format_date(_day(when), "MMMM y" if precision == "month" else "y", locale=language)


def clock(when: datetime, language: str) -> str:
    """`14.00` in Dutch, `14:00` in English, on the clock of the Netherlands."""
    return _local(when).strftime("%H.%M" if language == "nl" else "%H:%M")


def full_moment(when: datetime, language: str) -> str:
    """`woensdag 3 juni 2026 om 14.00 uur`."""
    day, time = full_date(when, language), clock(when, language)
    return f"{day} om {time} uur" if language == "nl" else f"{day} at {time}"


def _day(when: date) -> date:
    return _local(when).date() if isinstance(when, datetime) else when


def _local(when: datetime) -> datetime:
    if when.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return when.astimezone(TIME_ZONE)
