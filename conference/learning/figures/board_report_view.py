"""A report for the boards as it is read: the page, the paper and the spreadsheet are all made of this."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext

from conference.core import rendering
from conference.learning.figures import trend
from conference.learning.figures.batches import Point
from conference.region import profile
from models.enums import CardColumn
from models.learning import BoardReport
from models.translation import N_

HEADINGS = {
    "indicators": N_("Cijfers met een verhaal"),
    "themes": N_("Waar reflecties over gaan"),
    "obstacles": N_("Wat ons tegenhoudt"),
    "cycles": N_("Wat we leerden"),
}
COLUMNS = {
    CardColumn.INSIGHT: N_("Inzicht"),
    CardColumn.KEEP: N_("Houden"),
    CardColumn.CHANGE: N_("Veranderen"),
    CardColumn.STOP: N_("Stoppen"),
}
GROUPS = {"parent": N_("Ouders"), "child": N_("Kinderen"), "": N_("Gezinnen")}


@dataclass(frozen=True)
class Figure:
    """One indicator as it stood when the report was made."""

    told: dict[str, Any]
    trend: trend.Trend
    language: str

    @property
    def name(self) -> str:
        """What it is called."""
        return profile.say(self.told["label"], self.language)

    @property
    def meaning(self) -> str:
        """What is counted."""
        return profile.say(self.told["meaning"], self.language)

    def percent(self, share: int) -> str:
        """A share in words."""
        return trend.percent(share)

    def period(self, point: Point) -> str:
        """The months of a point."""
        return trend.period(point.first, point.last, self.language, "MMM")


@dataclass(frozen=True)
class Block:
    """One part of a report: words, and for all but a text what stood in the learning layer."""

    kind: str
    words: str
    content: list[Any]

    @property
    def heading(self) -> str:
        """What stands over it; a text has nothing over it."""
        return str(gettext(HEADINGS[self.kind])) if self.kind in HEADINGS else ""


class BoardReportView:
    """A kept report for one reader. What is too small by the minimum of today is left out, also of an old report."""

    def __init__(self, report: BoardReport, minimum: int, language: str) -> None:
        self.report, self._minimum, self._language = report, minimum, language

    @property
    def period(self) -> str:
        """The months it is about."""
        return trend.period(self.report.first_month, self.report.last_month, self._language)

    @property
    def blocks(self) -> list[Block]:
        """Everything in it, in order."""
        figures = {one["kind"]: one["content"] for one in self.report.figures}
        return [
            Block(one["kind"], one["words"], self._content(one["kind"], figures.get(one["kind"], [])))
            for one in self.report.blocks
        ]

    def day(self, kept: str) -> str:
        """A day as the report keeps it (`2026-05-14`), in words."""
        return rendering.full_date(date.fromisoformat(kept), self._language)

    def column(self, key: str) -> str:
        """What a column of the board of a cycle is called."""
        return str(gettext(COLUMNS[CardColumn(key)]))

    def rows(self) -> Iterator[list[object]]:
        """The report as a spreadsheet: numbers in columns of their own, everything else in words."""
        yield [self.report.title]
        yield [gettext("Periode"), self.period]
        for block in self.blocks:
            yield []
            if block.heading:
                yield [block.heading]
            if block.words:
                yield [block.words]
            yield from self._rows_of(block)

    def _rows_of(self, block: Block) -> Iterator[list[object]]:
        match block.kind:
            case "indicators":
                heads = N_("Cijfer"), N_("Wanneer"), N_("Wie"), N_("Deel"), N_("Gezinnen"), N_("Aantal")
                yield [gettext(head) for head in heads]
                for figure in block.content:
                    yield from _figure_rows(figure)
            case "themes":
                yield [gettext("Thema"), gettext("Reflecties")]
                yield from ([one["name"], one["count"]] for one in block.content)
            case "obstacles":
                asked = N_("Knelpunt"), N_("Pakt het op"), N_("Antwoord voor"), N_("Antwoord")
                yield [gettext(head) for head in asked]
                for one in block.content:
                    yield [one["words"], one["owner"], one["answer_before"], one["answer"]]
            case "cycles":
                yield [gettext("Leerronde"), gettext("Vraag"), gettext("Wat betekent dat?")]
                for one in block.content:
                    yield [one["number"], one["question"], one["meaning"]]
                    yield from (["", self.column(card["column"]), card["words"]] for card in one["cards"])

    def _content(self, kind: str, kept: list[dict[str, Any]]) -> list[Any]:
        if kind == "indicators":
            return [self._figure(one) for one in kept]
        if kind == "themes":
            return [one for one in kept if one["count"] >= self._minimum]
        return list(kept)

    def _figure(self, told: dict[str, Any]) -> Figure:
        points = {
            group: [Point(**one) for one in line if one["families"] >= self._minimum]
            for group, line in told["points"].items()
        }
        drawn = trend.Trend(points, told["groups"], told["baseline"], self._language)
        return Figure(told, drawn, self._language)


def _figure_rows(figure: Figure) -> Iterator[list[object]]:
    if figure.trend.empty:
        yield [figure.name, gettext("te weinig gezinnen om te tonen")]
    for group, one in figure.trend.rows:
        who = gettext(GROUPS[group])
        yield [figure.name, figure.period(one), who, figure.percent(one.share), one.families, one.answers]
    if figure.told["story"]:
        yield ["", gettext("Het verhaal erbij"), figure.told["story"]]
    if figure.told["what_we_do"]:
        yield ["", gettext("Wat doen we ermee?"), figure.told["what_we_do"]]
