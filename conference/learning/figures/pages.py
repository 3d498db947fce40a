"""Figures of a region on the web, and the reports for its boards.

A form of more than one line comes back whole when something is wrong with it: the sentence at the field, nothing lost.
Small deeds at a card go through `learning.wish`.
"""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template, request, url_for

from conference.core import spreadsheet
from conference.learning.figures import board_reports, measuring, trend
from conference.learning.figures import use_cases as measured
from conference.learning.figures.batches import Point
from conference.learning.figures.board_report_view import BoardReportView
from conference.learning.figures.library import Definition, library
from conference.learning.visit import Learner, enter, learner, wrong
from conference.region import profile
from conference.web import common, printing, respond
from models.errors.base import Refused
from models.learning import Indicator

pages = Blueprint("figures", __name__, url_prefix="/leren")


#: What the forms on the page of an indicator do.
INDICATOR_DEEDS = {"aan": "indicator:on", "verhaal": "indicator:tell", "uit": "indicator:off"}


@dataclass(frozen=True)
class Shown:
    """One indicator of the library on a page; `record` is None while it is off."""

    definition: Definition
    record: Indicator | None
    trend: trend.Trend
    language: str

    @property
    def key(self) -> str:
        """Its name for programs."""
        return self.definition.key

    @property
    def name(self) -> str:
        """What it is called."""
        return profile.say(self.definition.label, self.language)

    @property
    def meaning(self) -> str:
        """What is counted."""
        return profile.say(self.definition.meaning, self.language)

    @property
    def suggestion(self) -> str:
        """A question it can answer."""
        return profile.say(self.definition.suggestion, self.language)

    @property
    def version(self) -> str:
        """Which story stands here."""
        return measured.version(self.record) if self.record else ""

    def percent(self, share: int) -> str:
        """A share in words."""
        return trend.percent(share)

    def period(self, point: Point) -> str:
        """The months of a point."""
        return trend.period(point.first, point.last, self.language, "MMM")


def shown(me: Learner, key: str, record: Indicator | None) -> Shown:
    """An indicator as this reader sees it."""
    definition = measured.definition(key)
    points = measuring.points(me.session, me.viewer, record) if record else {}
    baseline = record.baseline if record else None
    drawn = trend.Trend(points, definition.all_groups, baseline, me.viewer.language)
    return Shown(definition, record, drawn, me.viewer.language)


def let_out() -> None:
    """What can come out by now comes out, before somebody looks."""
    with learner() as me:
        may, region = me.may("indicator.read"), me.region.id
    if may:
        measuring.release_when_due(common.house().database, region, common.now())


@pages.get("/<region>/cijfers")
def indicators(region: str) -> str:
    """What is measured, with its story, and what else could be."""
    let_out()
    with learner() as me:
        enter(me, "indicator.read")
        on = measured.of_region(me.session, me.viewer)
        return render_template(
            "figures/indicators.html",
            me=me,
            on=[shown(me, key, on[key]) for key in library() if key in on],
            off=[shown(me, key, None) for key in library() if key not in on],
        )


@pages.get("/<region>/cijfers/<key>")
def indicator(region: str, key: str) -> str:
    """Switch it on, or write the story beside it."""
    let_out()
    with learner() as me:
        return _indicator_page(me, key)


def _indicator_again(refused: Refused, region: str, key: str) -> str:
    with learner() as me:
        return _indicator_page(me, key, refused)


@pages.post("/<region>/cijfers/<key>")
@respond.comes_back(_indicator_again)
@common.limiter.limit("30/minute")
def set_indicator(region: str, key: str) -> Any:
    """On, off, or the story beside it; at the address of the page, which may be asked for again."""
    name = INDICATOR_DEEDS.get(request.form.get("doe", ""), "")
    home = url_for("figures.indicators", region=region)
    return respond.respond(common.visitor(), name, go=lambda _: f"{home}#i-{key}", code=303, key=key)


def _indicator_page(me: Learner, key: str, refused: Refused | None = None) -> str:
    enter(me, "indicator.set")
    record = measured.of_region(me.session, me.viewer).get(key)
    base = {"value": "", "day": ""}
    if record is not None:
        base["value"] = "" if record.baseline is None else f"{record.baseline:.0f}"
        base["day"] = str(record.baseline_on or "")
    view = shown(me, key, record)
    return render_template(
        "figures/indicator.html", me=me, view=view, base=base, form=respond.typed(), **wrong(refused)
    )


# --- reports for the boards


@pages.get("/<region>/verslagen")
def reports(region: str) -> str:
    """Every report that was made."""
    with learner() as me:
        enter(me, "board_report.read")
        sheets = [_sheet(me, one.id) for one in board_reports.of_region(me.session, me.viewer)]
        return render_template("figures/board_reports.html", me=me, sheets=sheets)


@pages.get("/<region>/verslagen/nieuw")
def new_report(region: str) -> str:
    """The report maker."""
    with learner() as me:
        return _report_form(me)


def _report_again(refused: Refused, region: str) -> str:
    with learner() as me:
        return _report_form(me, refused)


@pages.post("/<region>/verslagen/nieuw")
@respond.comes_back(_report_again)
@common.limiter.limit("20/minute")
def make_report(region: str) -> Any:
    """Make it and keep it."""
    return respond.respond(
        common.visitor(),
        "board_report:make",
        go=lambda made: url_for("figures.report", region=region, key=made["board_report"]),
        code=303,
    )


@pages.get("/<region>/verslagen/<key>")
def report(region: str, key: str) -> str:
    """A report as a page."""
    with learner() as me:
        return render_template("figures/board_report.html", me=me, sheet=_sheet(me, key))


@pages.get("/<region>/verslagen/<key>/verslag.pdf")
@common.limiter.limit("20/minute")
def report_paper(region: str, key: str) -> Any:
    """The same on paper."""
    with learner() as me:
        sheet = _sheet(me, key)
        html = render_template("figures/board_paper.html", me=me, sheet=sheet, style=printing.style())
        return printing.answer(html, "bestuursverslag.pdf")


@pages.get("/<region>/verslagen/<key>/verslag.xlsx")
@common.limiter.limit("20/minute")
def report_sheet(region: str, key: str) -> Any:
    """The same as a spreadsheet."""
    with learner() as me:
        body = spreadsheet.write(_sheet(me, key).rows())
        return printing.download(body, spreadsheet.MIMETYPE, "bestuursverslag.xlsx")


def _sheet(me: Learner, key: str) -> BoardReportView:
    found = board_reports.find(me.session, me.viewer, key)
    return BoardReportView(found, me.profile.minimum_group, me.viewer.language)


def _report_form(me: Learner, refused: Refused | None = None) -> str:
    enter(me, "board_report.make")
    periods = [
        (f"{first} {last}", trend.period(first, last, me.viewer.language))
        for first, last in board_reports.periods(me.at)
    ]
    return render_template(
        "figures/board_new.html", me=me, periods=periods, form=respond.typed(), **wrong(refused)
    )
