"""The report (*verslag*) as a kind: the family reads it first."""

from typing import Any

from conference.access.kinds import Chapter, Kept, Kind, Left, register
from conference.access.permissions import Permission
from conference.access.policy import Viewer
from conference.records.told import on_day
from models.enums import ReportState, Role
from models.reports import Correction, Reopening, Report
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


REPORT = register(
    Kind(
        name="report",
        model=Report,
        read=Permission.REPORT_READ,
        shown=_given,
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
