"""Upwards and back on the web: what holds people back, the figures of a region, and the reports for its boards.

A form of more than one line comes back whole when something is wrong with it: the sentence at the field, nothing lost.
Small deeds at a card go through `learning.wish`.
"""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for

from conference import profile, wishes
from conference.deeds import board_reports, measuring
from conference.deeds import indicators as measured
from conference.deeds import obstacles as raised
from conference.learning.figures import Point
from conference.learning.indicators import Definition, library
from conference.reports import sheet as spreadsheet
from conference.views import trend
from conference.views.board_report import BoardSheet
from conference.web import common, printing
from conference.web.learning import Learner, credentials, learner
from models.learning import Indicator
from models.refusals import NotFound, Refused

pages = Blueprint("upward", __name__, url_prefix="/leren")


def enter(me: Learner, deed: str) -> None:
    """For whoever may not do this the page does not exist. Raises NotFound."""
    if not me.may(deed):
        raise NotFound


def carry_out(region: str, name: str, **given: str) -> dict[str, Any]:
    """Do a wish with the form of this request and what the address says. Raises Refused."""
    fields = common.form_fields({"csrf_token", "doe"}) | given
    return wishes.do_learning(common.house().database, credentials(region), name, fields, common.now())


def refused_page(refused: Refused) -> dict[str, Any]:
    """What a form needs to say what is wrong. A page that does not exist stays so."""
    if refused.status == NotFound.status:
        raise refused
    return {"refused": refused, "sentence": common.sentence(refused)}


# --- what holds us back


@pages.get("/<region>/obstakels")
@common.signed_in
def obstacles(region: str) -> str:
    """What waits for an answer and what was answered; the steering group sees what came to it."""
    with learner(region) as me:
        enter(me, "obstacle.read")
        return render_template(
            "learning/obstacles.html", me=me, seen=raised.listed(me.session, me.viewer, me.at)
        )


@pages.get("/<region>/obstakels/nieuw")
@common.signed_in
def new_obstacle(region: str) -> str:
    """The form of the project team; `?reflectie=` is a note it comes from."""
    with learner(region) as me:
        return _obstacle_form(me, request.args.get("reflectie", ""))


@pages.post("/<region>/obstakels/nieuw")
@common.signed_in
@common.limiter.limit("30/minute")
def raise_obstacle(region: str) -> Any:
    """Put it on the list."""
    try:
        made = carry_out(region, "obstacle:raise")
    except Refused as refused:
        wrong = refused_page(refused)
        with learner(region) as me:
            return _obstacle_form(me, request.form.get("note", ""), **wrong), refused.status
    return redirect(url_for("upward.obstacles", region=region) + f"#o-{made['obstacle']}", code=303)


def _obstacle_form(me: Learner, note_id: str, **wrong: Any) -> str:
    enter(me, "obstacle.write")
    note = raised.published_note(me.session, me.viewer, note_id)
    given = {"refused": None, "sentence": "", **wrong}
    return render_template("learning/obstacle_new.html", me=me, note=note, form=request.form, **given)


# --- figures

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


def let_out(region: str) -> None:
    """What can come out by now comes out, before somebody looks."""
    house, at = common.house(), common.now()
    with learner(region) as me:
        due = me.may("indicator.read") and measuring.is_due(me.session, me.region, at)
    if due:
        with house.database.work() as work:
            measuring.release(work, region, at)


@pages.get("/<region>/cijfers")
@common.signed_in
def indicators(region: str) -> str:
    """What is measured, with its story, and what else could be."""
    let_out(region)
    with learner(region) as me:
        enter(me, "indicator.read")
        on = measured.of_region(me.session, me.viewer)
        return render_template(
            "learning/indicators.html",
            me=me,
            on=[shown(me, key, on[key]) for key in library() if key in on],
            off=[shown(me, key, None) for key in library() if key not in on],
        )


@pages.get("/<region>/cijfers/<key>")
@common.signed_in
def indicator(region: str, key: str) -> str:
    """Switch it on, or write the story beside it."""
    let_out(region)
    with learner(region) as me:
        return _indicator_page(me, key)


@pages.post("/<region>/cijfers/<key>")
@common.signed_in
@common.limiter.limit("30/minute")
def set_indicator(region: str, key: str) -> Any:
    """On, off, or the story beside it; at the address of the page, which may be asked for again."""
    name = INDICATOR_DEEDS.get(request.form.get("doe", ""), "")
    try:
        carry_out(region, name, key=key)
    except Refused as refused:
        wrong = refused_page(refused)
        with learner(region) as me:
            return _indicator_page(me, key, **wrong), refused.status
    return redirect(url_for("upward.indicators", region=region) + f"#i-{key}", code=303)


def _indicator_page(me: Learner, key: str, **wrong: Any) -> str:
    enter(me, "indicator.set")
    record = measured.of_region(me.session, me.viewer).get(key)
    base = {"value": "", "day": ""}
    if record is not None:
        base["value"] = "" if record.baseline is None else f"{record.baseline:.0f}"
        base["day"] = str(record.baseline_on or "")
    given = {"refused": None, "sentence": "", **wrong}
    view = shown(me, key, record)
    return render_template("learning/indicator.html", me=me, view=view, base=base, form=request.form, **given)


# --- reports for the boards


@pages.get("/<region>/verslagen")
@common.signed_in
def reports(region: str) -> str:
    """Every report that was made."""
    with learner(region) as me:
        enter(me, "board_report.read")
        sheets = [_sheet(me, one.id) for one in board_reports.of_region(me.session, me.viewer)]
        return render_template("learning/board_reports.html", me=me, sheets=sheets)


@pages.get("/<region>/verslagen/nieuw")
@common.signed_in
def new_report(region: str) -> str:
    """The report maker."""
    with learner(region) as me:
        return _report_form(me)


@pages.post("/<region>/verslagen/nieuw")
@common.signed_in
@common.limiter.limit("20/minute")
def make_report(region: str) -> Any:
    """Make it and keep it."""
    try:
        made = carry_out(region, "board_report:make")
    except Refused as refused:
        wrong = refused_page(refused)
        with learner(region) as me:
            return _report_form(me, **wrong), refused.status
    return redirect(url_for("upward.report", region=region, key=made["board_report"]), code=303)


@pages.get("/<region>/verslagen/<key>")
@common.signed_in
def report(region: str, key: str) -> str:
    """A report as a page."""
    with learner(region) as me:
        return render_template("learning/board_report.html", me=me, sheet=_sheet(me, key))


@pages.get("/<region>/verslagen/<key>/verslag.pdf")
@common.signed_in
@common.limiter.limit("20/minute")
def report_paper(region: str, key: str) -> Any:
    """The same on paper."""
    with learner(region) as me:
        sheet = _sheet(me, key)
        html = render_template("learning/board_paper.html", me=me, sheet=sheet, style=printing.style())
        return printing.answer(html, "bestuursverslag.pdf")


@pages.get("/<region>/verslagen/<key>/verslag.xlsx")
@common.signed_in
@common.limiter.limit("20/minute")
def report_sheet(region: str, key: str) -> Any:
    """The same as a spreadsheet."""
    with learner(region) as me:
        body = spreadsheet.write(_sheet(me, key).rows())
        return printing.download(body, spreadsheet.MIMETYPE, "bestuursverslag.xlsx")


def _sheet(me: Learner, key: str) -> BoardSheet:
    found = board_reports.find(me.session, me.viewer, key)
    return BoardSheet(found, me.profile.minimum_group, me.viewer.language)


def _report_form(me: Learner, **wrong: Any) -> str:
    enter(me, "board_report.make")
    periods = [
        (f"{first} {last}", trend.period(first, last, me.viewer.language))
        for first, last in board_reports.periods(me.at)
    ]
    given = {"refused": None, "sentence": "", **wrong}
    return render_template("learning/board_new.html", me=me, periods=periods, form=request.form, **given)
