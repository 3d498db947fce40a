"""The life of a report: the family reads it first, then all who were there correct it, then it is fixed."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.access import policy
from conference.core.database import Database
from conference.core.unit_of_work import UnitOfWork, possible_key
from conference.core.validation import AMSTERDAM, safe_text
from conference.door import use_cases as door
from conference.region import profile
from conference.report import content, reading
from models.enums import ReportState
from models.errors.base import AlreadyAnswered, NotFound, ReasonNeeded
from models.errors.report import ReportFrozen, ReportNotShared, WindowOpen
from models.errors.validation import ChoiceUnknown
from models.meeting import Meeting
from models.people import Person
from models.reports import Correction, Reopening, Report

WORDS_LENGTH = 2000
WHY_LENGTH = 500
SHORTEST_WHY = 15


def make(work: UnitOfWork, meeting: Meeting, at: datetime) -> Report:
    """Write down what the table made, in the transaction that closes the meeting. Part of closing, not a deed."""
    return work.add(
        Report(
            case_id=meeting.case_id,
            meeting_id=meeting.id,
            content=content.build(work.session, meeting),
            made_at=at,
        )
    )


def of_meeting(session: Session, viewer: policy.Viewer, meeting_id: str) -> Report:
    """The report of a meeting. Raises NotFound, also for who may not read it (yet)."""
    found = select(Report).where(Report.meeting_id == meeting_id)
    report = session.scalar(found) if possible_key(meeting_id) else None
    if report is None:
        raise NotFound
    policy.require(viewer, policy.Permission.REPORT_READ, report)
    return report


def of_case(session: Session, viewers: dict[str, policy.Viewer]) -> dict[str, Report]:
    """The reports that somebody may read, by meeting; `viewers` says as whom one sits at each meeting."""
    found = session.scalars(select(Report).where(Report.meeting_id.in_(list(viewers))))
    return {one.meeting_id: one for one in found if policy.visible(one, viewers[one.meeting_id])}


def waits_for_family(session: Session, viewer: policy.Viewer, meeting_id: str) -> bool:
    """Whether somebody who was there has to wait until the family shares it."""
    report = session.scalar(select(Report).where(Report.meeting_id == meeting_id))
    return (
        report is not None
        and report.state == ReportState.FAMILY_FIRST
        and viewer.person_id in report.content["meeting"]["invited"]
    )


def share(work: UnitOfWork, viewer: policy.Viewer, report_id: str, at: datetime) -> None:
    """Give it to all who were there. From now on they can correct it, for as long as the region says."""
    report = _found(work, viewer, report_id, policy.Permission.REPORT_SHARE)
    if report.state != ReportState.FAMILY_FIRST:
        raise AlreadyAnswered
    report.state, report.shared_at = ReportState.REVIEW, at
    _open_window(work, report, at)
    work.record(viewer.actor, policy.Permission.REPORT_SHARE, f"report:{report.id}", report.case_id, at)


def correct(
    work: UnitOfWork, viewer: policy.Viewer, report_id: str, item: str, words: str, at: datetime
) -> Correction:
    """Put own words beside an item of the report, or beside the whole. The original stays as it is."""
    report = _found(work, viewer, report_id, policy.Permission.REPORT_READ)
    person = work.load(Person, viewer.person_id)
    policy.require(viewer, policy.Permission.REPORT_CORRECT, person)
    _require_open(report, at)
    if item and item not in {
        one["id"] for one in reading.part_of(work.session, report.content, viewer)["items"]
    }:
        raise ChoiceUnknown("item")
    said = safe_text(words, "words", WORDS_LENGTH)
    twin = next((one for one in report.corrections if _is_same(one, person, item, said)), None)
    if twin is not None:
        return twin
    made = work.add(Correction(report=report, person=person, item=item, words=said, at=at))
    work.record(viewer.actor, policy.Permission.REPORT_CORRECT, f"correction:{made.id}", report.case_id, at)
    return made


def withdraw(work: UnitOfWork, viewer: policy.Viewer, correction_id: str, at: datetime) -> None:
    """Take one's own correction back, while the report is not fixed."""
    correction = work.load(Correction, correction_id)
    report = _found(work, viewer, correction.report_id, policy.Permission.REPORT_READ)
    policy.require(viewer, policy.Permission.REPORT_CORRECT, correction.person)
    _require_open(report, at)
    report.corrections.remove(correction)
    work.session.delete(correction)
    work.record(viewer.actor, "report.withdraw", f"correction:{correction_id}", report.case_id, at)


def freeze(work: UnitOfWork, viewer: policy.Viewer, report_id: str, at: datetime) -> None:
    """Fix it, after the window. Everybody's time to correct is theirs: not before."""
    report = _found(work, viewer, report_id, policy.Permission.REPORT_LEAD)
    if report.state == ReportState.FAMILY_FIRST:
        raise ReportNotShared
    if not settle(report, at):
        until = report.window_until.astimezone(AMSTERDAM) if report.window_until else at
        raise WindowOpen(until=f"{until:%d-%m-%Y %H.%M}")
    work.record(viewer.actor, "report.freeze", f"report:{report.id}", report.case_id, at)


def settle(report: Report, at: datetime) -> bool:
    """Fix a report whose window is over: at the first look after it. Returns whether it is fixed now."""
    if report.state == ReportState.REVIEW and report.window_until is not None and at >= report.window_until:
        report.state, report.frozen_at = ReportState.FROZEN, report.window_until
        report.digest = reading.digest(report)
    return report.state == ReportState.FROZEN


def is_due(session: Session, meeting_id: str, at: datetime) -> bool:
    """Whether the report of a meeting has to be fixed: its window is over."""
    found = select(Report.id).where(
        Report.meeting_id == meeting_id, Report.state == ReportState.REVIEW, Report.window_until <= at
    )
    return session.scalar(found) is not None


def settle_meeting(work: UnitOfWork, meeting_id: str, at: datetime) -> None:
    """Fix the report of a meeting, if it is time. Nobody's deed: the clock's."""
    found = select(Report).where(Report.meeting_id == meeting_id).with_for_update()
    report = work.session.scalar(found)
    if report is not None and report.state == ReportState.REVIEW and settle(report, at):
        work.record("clock", "report.freeze", f"report:{report.id}", report.case_id, at)


def settle_when_due(database: Database, meeting_id: str, at: datetime) -> None:
    """The same before somebody looks; who looks too early writes nothing."""
    with database.read() as session:
        due = is_due(session, meeting_id, at)
    if due:
        with database.work() as work:
            settle_meeting(work, meeting_id, at)


def reopen(work: UnitOfWork, viewer: policy.Viewer, report_id: str, why: str, at: datetime) -> None:
    """Open a fixed report again, with a reason that everybody reads, and a new time to correct."""
    report = _found(work, viewer, report_id, policy.Permission.REPORT_LEAD)
    if not settle(report, at):
        raise AlreadyAnswered
    said = safe_text(why, "why", WHY_LENGTH)
    if len(said) < SHORTEST_WHY:
        raise ReasonNeeded("why")
    by = work.load(Person, viewer.person_id)
    report.reopenings.append(Reopening(report_id=report.id, by=by, why=said, digest=report.digest, at=at))
    report.state, report.frozen_at, report.digest = ReportState.REVIEW, None, ""
    _open_window(work, report, at)
    work.record(viewer.actor, "report.reopen", f"report:{report.id}", report.case_id, at)


def is_whole(report: Report) -> bool:
    """Whether a fixed report still is what it was when it was fixed."""
    return report.digest == reading.digest(report)


def _found(work: UnitOfWork, viewer: policy.Viewer, report_id: str, deed: policy.Permission) -> Report:
    """The report of the very meeting at which the viewer sits."""
    report = work.lock(Report, report_id)
    if report.meeting_id != viewer.meeting_id:
        raise NotFound
    policy.require(viewer, deed, report)
    return report


def _require_open(report: Report, at: datetime) -> None:
    """Raise ReportFrozen after the window, ReportNotShared before it."""
    if report.state == ReportState.FAMILY_FIRST:
        return  # the family may say at once what is not right
    if report.window_until is None or at >= report.window_until:
        raise ReportFrozen


def _open_window(work: UnitOfWork, report: Report, at: datetime) -> None:
    meeting = work.load(Meeting, report.meeting_id)
    days = profile.of(meeting.case.profile.settings).correction_days
    report.window_until = at + timedelta(days=days)
    door.keep_for_report(work, meeting, report.window_until, at)


def _is_same(one: Correction, person: Person, item: str, words: str) -> bool:
    """A form that is sent twice adds once."""
    return (one.person_id, one.item, one.words) == (person.id, item, words)
