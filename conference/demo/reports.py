"""What became of the reports of past meetings: the first is fixed with a correction, the last can be corrected."""

from datetime import datetime, timedelta

from sqlalchemy import select

from conference.access import policy
from conference.demo.stage import Stage
from conference.report import use_cases as reports
from models.enums import MeetingState, Role
from models.meeting import Meeting
from models.people import Person
from models.reports import Report

READ_AFTER = timedelta(hours=3)
CORRECTED_AFTER = timedelta(hours=20)
SHARED_BEFORE = timedelta(hours=4)
CORRECTION = (
    "Ik heb in dit overleg ook gezegd dat ik zelf hulp wil zoeken. Dat mis ik. "
    "Verder staat het er zoals ik het zei."
)
SECOND = "Ik wil hier graag bij: het gaat thuis al een week rustiger dan eerst."


def play(stage: Stage, now: datetime) -> None:
    """Share and correct the reports of the meetings that are over."""
    found = select(Report).join(Meeting, Meeting.id == Report.meeting_id)
    found = found.where(Meeting.case_id == stage.case.id, Meeting.state == MeetingState.CLOSED)
    made = list(stage.work.session.scalars(found.order_by(Meeting.starts_at)))
    for report in made[:-1]:
        closed_at = report.made_at
        _share(stage, report, closed_at + READ_AFTER)
        if report is made[0]:
            _correct(stage, report, CORRECTION, closed_at + CORRECTED_AFTER)
        if report.window_until is not None:
            reports.settle_meeting(stage.work, report.meeting_id, report.window_until)
    if made:
        shared_at = max(now - SHARED_BEFORE, made[-1].made_at)
        _share(stage, made[-1], shared_at)
        _correct(stage, made[-1], SECOND, now)


def _share(stage: Stage, report: Report, at: datetime) -> None:
    meeting = stage.work.load(Meeting, report.meeting_id)
    reports.share(stage.work, policy.at_table(meeting.chair, meeting, "nl"), report.id, at)


def _correct(stage: Stage, report: Report, words: str, at: datetime) -> None:
    """By a parent who was there."""
    meeting = stage.work.load(Meeting, report.meeting_id)
    parent = next(one for one in meeting.invited if one.role == Role.PARENT)
    viewer = policy.at_table(stage.work.load(Person, parent.id), meeting, "nl")
    reports.correct(stage.work, viewer, report.id, "", words, at)
