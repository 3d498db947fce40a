"""The report (*verslag*) as a kind: the family reads it first."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.access.kinds import Chapter, Copy, Kept, Kind, Left, register
from conference.access.permissions import Permission
from conference.access.policy import Viewer, around_text
from conference.records.told import on_day
from models.enums import ReportState, Role
from models.reports import Correction, Reopening, Report
from models.texts import Text
from models.translation import N_

#: Who reads a report before it is shared: the family with who stands beside them, and who wrote it down.
FAMILY_FIRST = frozenset(
    {Role.PARENT, Role.CHILD, Role.SUPPORTER, Role.INTERPRETER, Role.CHAIR, Role.CASE_DIRECTOR}
)


def _given(report: Any, viewer: Viewer) -> bool:
    """Whether a report is for this reader by now: only who was asked to come or sat there, and the case director."""
    if report.state == ReportState.FAMILY_FIRST and not viewer.roles & FAMILY_FIRST:
        return False
    return viewer.person_id in report.content["meeting"]["invited"] or Role.CASE_DIRECTOR in viewer.roles


def _copies(session: Session, text: Text) -> Iterable[Copy]:
    """What was written down of the table. A report that is settled is opened first, with a reason."""
    only = around_text(session, text)
    for report in session.scalars(select(Report).where(Report.case_id == text.case_id)):
        yield Copy(report, "content", settled=report.state == ReportState.FROZEN, only=only)


REPORT = register(
    Kind(
        name="report",
        model=Report,
        part=Left("each of its items is asked for by itself"),
        read=Permission.REPORT_READ,
        shown=_given,
        copies=_copies,
        stands=Left("a report is read on a page of its own"),
        report=Left("it is the report"),
        own_data=(
            Chapter(
                place=125,
                key="reopenings",
                title=N_("Waarom u een verslag weer opende"),
                model=Reopening,
                mine=lambda me: Reopening.by_id == me,
                order=(Reopening.at,),
                said=lambda reopening, say: [Kept(on_day(reopening.at), reopening.why)],
                asked=Left("it is what they wrote themselves"),
            ),
        ),
    )
)
CORRECTION = register(
    Kind(
        name="correction",
        model=Correction,
        part=Left("it stands in its report"),
        read=Permission.REPORT_READ,
        carrier=lambda correction: correction.report,
        stands=Left("it stands in its report"),
        report=Left("it stands beside what was fixed at the end of the meeting: `corrections`"),
        own_data=(
            Chapter(
                place=120,
                key="corrections",
                title=N_("Wat u bij een verslag schreef"),
                mine=lambda me: Correction.person_id == me,
                order=(Correction.at,),
                said=lambda correction, say: [Kept(on_day(correction.at), correction.words)],
                asked=Left("it is what they wrote themselves"),
            ),
        ),
    )
)
