"""Change what was planned: when, where, who comes, and whether it takes place at all."""

from collections.abc import Sequence
from datetime import datetime

from conference.access import identity, policy
from conference.case import colleagues
from conference.core.events import LobbyChanged, MeetingChanged
from conference.core.unit_of_work import UnitOfWork
from conference.core.validation import safe_text
from conference.door import use_cases as door
from conference.region import profile
from conference.table.meeting import use_cases as meetings
from conference.table.meeting.use_cases import MeetingPlan
from models.errors.validation import ChoiceUnknown
from models.meeting import Meeting
from models.people import Person


def change(
    work: UnitOfWork, viewer: policy.Viewer, meeting_id: str, wish: MeetingPlan, at: datetime
) -> Meeting:
    """Another day, hour, place, chair, length or table for a meeting that has not begun; its kind stays.

    Whoever is invited no longer has no way in: their personal link and their seat end at once.
    Raises MeetingStarted, MeetingClosed, or a refusal that names the field.
    """
    meeting = _meeting(work, viewer, meeting_id)
    meeting.require_prepared()
    if wish.kind != meeting.kind:
        raise ChoiceUnknown("kind")
    given = meetings.read_plan(meeting.case, wish, len(meeting.parts), at)
    for person in set(meeting.invited) - set(given.invited):
        door.close_to(work, meeting, person, at)
    meeting.starts_at, meeting.place, meeting.chair_id = given.starts_at, given.place, given.chair_id
    meeting.why_no_family, meeting.invited = given.why_no_family, given.invited
    for part, minutes in zip(meeting.parts, given.minutes, strict=True):
        part.minutes = minutes
    meeting.minutes = sum(given.minutes)
    colleagues.keep_places(work, viewer, meeting.id, wish.awaited, at)
    _changed(work, viewer, meeting, "meeting.change", at)
    return meeting


def invite_more(
    work: UnitOfWork,
    viewer: policy.Viewer,
    meeting_id: str,
    people: Sequence[str],
    many_ok: bool,
    at: datetime,
) -> Meeting:
    """Ask more people to come, also while the table is at work. Nobody is taken off the list here."""
    meeting = _meeting(work, viewer, meeting_id)
    meeting.refuse_if_over()
    already = {person.id for person in meeting.invited}
    by_id = {person.id: person for person in meeting.case.people if identity.is_around(person, at)}
    if any(person_id not in by_id for person_id in people):
        raise ChoiceUnknown("invited")
    more: list[Person] = [by_id[key] for key in dict.fromkeys(people) if key not in already]
    if not more:
        raise ChoiceUnknown("invited")
    settings = profile.of(meeting.case.profile.settings)
    meetings.require_not_too_many(settings, len(already) + len(more), confirmed=many_ok)
    meeting.invited = [*meeting.invited, *more]
    if any(person.in_family for person in more):
        meeting.why_no_family = ""
    _changed(work, viewer, meeting, "meeting.change", at)
    return meeting


def cancel(work: UnitOfWork, viewer: policy.Viewer, meeting_id: str, why: str, at: datetime) -> Meeting:
    """It does not take place (*afgezegd*): doors shut, nothing is deleted, and everybody invited can read why."""
    meeting = _meeting(work, viewer, meeting_id)
    meeting.cancel(safe_text(why, "why", 500), at)
    door.end_all(work, meeting, at)
    _changed(work, viewer, meeting, "meeting.cancel", at)
    return meeting


def _meeting(work: UnitOfWork, viewer: policy.Viewer, meeting_id: str) -> Meeting:
    meeting = work.lock(Meeting, meeting_id)
    policy.require(viewer, policy.Permission.MEETING_PLAN, meeting)
    return meeting


def _changed(work: UnitOfWork, viewer: policy.Viewer, meeting: Meeting, deed: str, at: datetime) -> None:
    work.record(viewer.actor, deed, f"meeting:{meeting.id}", meeting.case_id, at)
    work.tell(MeetingChanged(meeting.case_id, meeting.id))
    work.tell(LobbyChanged(meeting.case_id, meeting.id))
