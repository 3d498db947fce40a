"""The report: read it, correct it, take it along; on a laptop, and on a phone with the same seat as at the table."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for
from sqlalchemy.orm import Session

from conference.access import identity, policy
from conference.access.identity import Credentials, Kind
from conference.access.policy import Permission, Viewer
from conference.report import compare, content, reading, words_path
from conference.report import use_cases as reports
from conference.report.annex import AnnexView
from conference.report.view import ReportView
from conference.table.meeting import use_cases as meetings
from conference.web import common, entry, printing, respond
from models.enums import FAMILY, MeetingState, ReportState
from models.errors.base import NotFound, Refused
from models.errors.door import SeatGone
from models.meeting import Meeting
from models.people import Person
from models.reports import Report

pages = Blueprint("report", __name__)
DEEDS = {"share", "correct", "withdraw", "freeze", "reopen"}


@dataclass(frozen=True)
class Opened:
    """A report in the hands of one reader."""

    session: Session
    viewer: Viewer
    meeting: Meeting
    report: Report
    sheet: ReportView
    at: datetime

    def may(self, deed: str) -> bool:
        """Whether the reader may do this with the report."""
        return policy.may(self.viewer, Permission(deed), self.report)

    @property
    def me(self) -> str | None:
        """Who reads."""
        return self.viewer.person_id

    @property
    def open(self) -> bool:
        """Whether something can be added now."""
        return self.report.state != ReportState.FROZEN

    @property
    def whole(self) -> bool:
        """Whether a fixed report still is what it was."""
        return self.open or reports.is_whole(self.report)

    @property
    def on_phone(self) -> bool:
        """Whether it is read with a seat, not with an account."""
        return self.viewer.account_id is None

    @property
    def guests(self) -> list[Person]:
        """Those without an account, who can get a link to read from home."""
        if not self.open or not policy.may(self.viewer, Permission.INVITE, self.meeting):
            return []
        return [
            one
            for one in self.meeting.case.people
            if one.account_id is None and one.id in self.report.content["meeting"]["invited"]
        ]

    def url(self, page: str, **more: Any) -> str:
        """The address of a page about this report, for this reader."""
        if self.on_phone:
            return url_for(f"report.phone_{page}", **more)
        return url_for(f"report.{page}", meeting_id=self.meeting.id, **more)


# --- the report


def _page(refused: Refused | None = None) -> Any:
    shown = common.visitor(late=True)
    try:
        with _opened(shown) as opened:
            return render_template(
                "report/report.html",
                opened=opened,
                sheet=opened.sheet,
                refused=refused,
                sentence=common.sentence(refused) if refused else "",
                typed=respond.typed(),
            )
    except SeatGone:
        return redirect(url_for("door.waiting"))
    except NotFound:
        return _not_yet(shown)


@entry.desk_and_phone(pages, "/overleg/<meeting_id>/verslag", "/nu/verslag")
def read() -> Any:
    """The report: with an account, or with the seat of the meeting."""
    return _page()


def _again(refused: Refused, deed: str) -> Any:
    return _page(refused)


@entry.desk_and_phone(pages, "/overleg/<meeting_id>/verslag/<deed>", "/nu/verslag/<deed>", methods=["POST"])
@respond.comes_back(_again)
@common.limiter.limit("30/minute")
def act(deed: str) -> Any:
    """Share, correct, withdraw, fix or open again."""
    if deed not in DEEDS:
        raise NotFound
    shown = common.visitor(late=True)
    respond.send(shown, f"report:{deed}")
    if shown.kind == Kind.ACCOUNT:
        home = url_for("report.read", meeting_id=shown.meeting_id)
    else:
        home = url_for("report.phone_read")
    anchor = request.form.get("item", "").replace(":", "-") if deed == "correct" else ""
    return respond.onward(f"{home}#{anchor or 'inhoud'}", code=303)


@entry.desk_and_phone(pages, "/overleg/<meeting_id>/verslag.pdf", "/nu/verslag.pdf")
@common.limiter.limit("20/minute")
def paper() -> Any:
    """The report on paper."""
    return _paper("report/paper.html", "verslag.pdf")


@entry.desk_and_phone(pages, "/overleg/<meeting_id>/afspraken.pdf", "/nu/afspraken.pdf")
@common.limiter.limit("20/minute")
def summary() -> Any:
    """All agreements on one sheet."""
    return _paper("report/summary.html", "afspraken.pdf")


@entry.desk_and_phone(pages, "/overleg/<meeting_id>/verslag.json", "/nu/verslag.json")
def data() -> Any:
    """The report as data, in the format of docs/report.md."""
    with _opened(common.visitor(late=True)) as opened:
        told = reading.for_file(opened.report, opened.viewer, opened.at)
        written = json.dumps(told, sort_keys=True, ensure_ascii=False, indent=2)
        return printing.download(written.encode(), "application/json", "verslag.json")


# --- what stands in no report of the table


@pages.get("/overleg/<meeting_id>/bijlage")
def annex(meeting_id: str) -> str:
    """What is for this reader and some others only. For everybody else there is no such page."""
    with _opened_annex() as (opened, view):
        return render_template("report/annex.html", opened=opened, view=view)


@pages.get("/overleg/<meeting_id>/bijlage.pdf")
@common.limiter.limit("20/minute")
def annex_paper(meeting_id: str) -> Any:
    """The same on paper, marked on every sheet and in its name."""
    with _opened_annex() as (opened, view):
        html = render_template("report/annex_paper.html", opened=opened, view=view, style=printing.style())
        return printing.answer(html, view.file_name)


# --- what became of my words


@entry.desk_and_phone(pages, "/overleg/<meeting_id>/mijn-woorden", "/nu/mijn-woorden")
def words() -> Any:
    """*Wat is er met mijn woorden gedaan?* One's own, or with `?persoon=` those of somebody one speaks for.

    The chair talks them through together with anybody of the family.
    """
    try:
        with common.house().database.read() as session:
            viewer, meeting = identity.viewer_of(session, common.visitor(late=True), common.now())
            g.language = viewer.language
            people = _speaks_for(viewer, meeting)
            wanted = request.args.get("persoon", "") or viewer.person_id
            person = next((one for one in people if one.id == wanted), None)
            if person is None:
                raise NotFound
            part = _part_for(session, viewer, person, meeting)
            sheet = ReportView({**part, "corrections": []}, viewer.language)
            return render_template(
                "report/words.html",
                path=words_path.follow(part, person.id),
                sheet=sheet,
                person=person,
                people=people,
                meeting=meeting,
                own=person.id == viewer.person_id,
                on_phone=viewer.account_id is None,
            )
    except SeatGone:
        return redirect(url_for("door.waiting"))


# --- two meetings side by side


@pages.get("/gezin/<case_id>/vergelijk")
def comparison(case_id: str) -> Any:
    """The analysis of two meetings, `?van=` and `?naar=`; without `naar` as it stands now."""
    with common.house().database.read() as session:
        account = identity.account_of(session, common.credentials(Kind.ACCOUNT), common.now())
        case, person = identity.seat(session, account, case_id, common.now())
        viewer = policy.in_case(person, case, common.language())
        policy.require(viewer, Permission.CASE_READ, case)
        closed = [one for one in meetings.of_case(session, case.id) if one.state == MeetingState.CLOSED]
        seats = {one.id: policy.at_table(person, one, common.language()) for one in closed}
        known = reports.of_case(session, seats)
        listed = [one for one in closed if one.id in known]
        chosen = request.args.get("van", ""), request.args.get("naar", "")
        found = _compared(session, listed, known, seats, chosen, viewer)
        return render_template("report/compare.html", case=case, listed=listed, chosen=chosen, **found)


def _compared(
    session: Session,
    listed: list[Meeting],
    known: dict[str, Report],
    seats: dict[str, Viewer],
    chosen: tuple[str, str],
    viewer: Viewer,
) -> dict[str, Any]:
    """The two versions and their differences; nothing when nothing was chosen."""
    first, last = chosen
    if not first:
        return {"differences": None, "sheet": None}
    if first not in known or (last and last not in known):
        raise NotFound
    before = reading.part_of(session, known[first].content, seats[first])
    if last:
        after = reading.part_of(session, known[last].content, seats[last])
    else:
        meeting = next(one for one in listed if one.id == first)
        after = reading.part_of(session, content.build(session, meeting), viewer)
    sheet = ReportView({**after, "corrections": []}, common.language())
    return {"differences": compare.compare(before, after), "sheet": sheet}


# --- helpers


@contextmanager
def _opened(shown: Credentials) -> Iterator[Opened]:
    """The report as this reader gets it. One whose window is over is fixed by this look."""
    house, at = common.house(), common.now()
    with house.database.read() as session:
        viewer, meeting = identity.viewer_of(session, shown, at)
        g.language = viewer.language
    reports.settle_when_due(house.database, meeting.id, at)
    with house.database.read() as session:
        viewer, meeting = identity.viewer_of(session, shown, at)
        report = reports.of_meeting(session, viewer, meeting.id)
        sheet = ReportView(reading.document(report, viewer), viewer.language)
        yield Opened(session, viewer, meeting, report, sheet, at)


@contextmanager
def _opened_annex() -> Iterator[tuple[Opened, AnnexView]]:
    """The report with its annex for this reader. Raises NotFound when nothing is for them alone."""
    with _opened(common.visitor(late=True)) as opened:
        part = reading.annex_for(opened.session, opened.report, opened.viewer, opened.at)
        sheet = ReportView({**part, "corrections": []}, opened.viewer.language)
        yield opened, AnnexView(sheet, opened.viewer.person_id or "")


def _not_yet(shown: Credentials) -> Any:
    """Who was there and cannot read yet hears why; for others there is no report."""
    with common.house().database.read() as session:
        viewer, meeting = identity.viewer_of(session, shown, common.now())
        if reports.waits_for_family(session, viewer, meeting.id):
            return render_template("report/wait.html", on_phone=viewer.account_id is None, meeting=meeting)
        if shown.kind == Kind.GUEST and meeting.state != MeetingState.CLOSED:
            return redirect(url_for("table.now"))
    raise NotFound


def _paper(template: str, name: str) -> Any:
    with _opened(common.visitor(late=True)) as opened:
        html = render_template(template, opened=opened, sheet=opened.sheet, style=printing.style())
        return printing.answer(html, name)


def _speaks_for(viewer: Viewer, meeting: Meeting) -> list[Person]:
    """Whose words this viewer may follow: their own, those of somebody they speak for; the chair all, to explain."""
    leads = policy.may(viewer, Permission.MEETING_LEAD, meeting)
    return [
        one for one in meeting.case.people if one.role in FAMILY and (leads or viewer.person_id in one.voices)
    ]


def _part_for(session: Session, viewer: Viewer, person: Person, meeting: Meeting) -> content.Content:
    """What both the viewer and the person may see: of the report, or of the table while it is at work."""
    of_person = policy.at_table(person, meeting, viewer.language)
    if meeting.state == MeetingState.CLOSED:
        whole = reports.of_meeting(session, viewer, meeting.id).content
    else:
        whole = content.build(session, meeting)
    return reading.part_of(session, whole, viewer, of_person)
