"""Builds the content of a report from the records, as they stand at one moment.

The names of fields are the export format of `docs/report.md`: they stay as they are; another shape gets another
`VERSION`. The items are written by the kinds of record that stand in a report (`Export`). Moments are ISO 8601 in UTC,
dates ISO; words are what people wrote, as they wrote it (Markdown).
"""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.access.kinds import KINDS, Item, Writing, exports
from conference.records.export import day, moment
from conference.region import profile
from models.case import Case
from models.door import Guest
from models.enums import GuestState
from models.gathering import RulesAgreed
from models.meeting import Meeting
from models.people import Person

FORMAT = "rondom-report"
VERSION = 1
Content = dict[str, Any]


def build(session: Session, meeting: Meeting) -> Content:
    """Everything the table made, with who may see what. Not for a reader: `reading.part_of` gives that."""
    session.flush()
    settings = profile.of(meeting.case.profile.settings)
    writing, items = Writing(session, meeting), list[Item]()
    for _, export in exports():
        written = list(export.items(writing))
        writing.audiences.update({item["id"]: item["for"] for item in written})
        items += written
    return {
        "format": FORMAT,
        "version": VERSION,
        "case": {"id": meeting.case_id, "title": meeting.case.title, "frame": _frame(meeting.case)},
        "meeting": _meeting(session, meeting, settings),
        "labels": _labels(settings),
        "people": [_person(one) for one in meeting.case.people],
        "items": items,
    }


def _frame(case: Case) -> dict[str, Any]:
    """Voluntary or with a measure, as it stood when the meeting closed."""
    return {"frame": str(case.legal_frame), "since": day(case.frame_since), "words": case.frame_words}


def _meeting(session: Session, meeting: Meeting, settings: profile.Profile) -> dict[str, Any]:
    kind = settings.meeting(meeting.kind)
    yeses = _yeses(session, meeting)
    return {
        "id": meeting.id,
        "kind": meeting.kind,
        "label": kind.label if kind else {"nl": meeting.kind},
        "starts_at": moment(meeting.starts_at),
        "opened_at": moment(meeting.opened_at),
        "closed_at": moment(meeting.closed_at),
        "place": meeting.place,
        "chair": meeting.chair_id,
        "case_director": meeting.case.case_director_id,
        "why_no_family": meeting.why_no_family,
        "invited": _there(session, meeting),
        "agreed_to_rules": sorted(one["person"] for one in yeses if one["to_this_wording"]),
        "rules": list(settings.house_rules["nl"]),
        "rules_yes": yeses,
        "parts": [
            {
                "key": part.key,
                "label": settings.part(part.key).label,
                "minutes": part.minutes,
                "visited": part.visited,
                "turns": part.turns,
                "skipped_why": part.skipped_why,
            }
            for part in meeting.parts
        ],
        "passed_over": [
            {"key": one.key, "people": one.people, "why": one.why, "by": one.by_id, "at": moment(one.at)}
            for one in meeting.passed_over
        ],
    }


def _yeses(session: Session, meeting: Meeting) -> list[dict[str, Any]]:
    """Who said yes to the rules of the game, and to which rules."""
    found = select(RulesAgreed).where(RulesAgreed.meeting_id == meeting.id)
    return [
        {"person": given.person, "at": moment(one.at), **given.told}
        for one in session.scalars(found.order_by(RulesAgreed.at, RulesAgreed.person_id))
        for given in KINDS["rules"].yes(one)
    ]


def _there(session: Session, meeting: Meeting) -> list[str]:
    """Who was asked to come, and who sat at the table without being asked."""
    seated = select(Guest.person_id).where(
        Guest.meeting_id == meeting.id, Guest.state == GuestState.SEATED, Guest.person_id.is_not(None)
    )
    found = dict.fromkeys(person.id for person in meeting.invited) | dict.fromkeys(session.scalars(seated))
    return [*dict.fromkeys([*found, meeting.chair_id])]


def _labels(settings: profile.Profile) -> dict[str, Any]:
    """The region's own words of that day, so that a report reads the same when the region renames something."""
    return {
        "phases": {phase.key: phase.label for phase in settings.phases},
        "sections": {section.key: section.label for section in settings.sections},
        "relations": {str(key): label for key, label in settings.relations.items()},
        "life_areas": {area.key: area.label for area in settings.life_areas},
        "hats": {hat.key: hat.label for hat in settings.hats},
        "reserved_acts": {act.key: {**act.label, "law": act.law} for act in settings.reserved_acts},
        "roles": {str(role): label for role, label in settings.roles.items()},
    }


def _person(person: Person) -> dict[str, Any]:
    return {
        "id": person.id,
        "name": person.name,
        "role": str(person.role),
        "role_words": person.role_words,
        "organisation": person.organisation,
        "side": str(person.side),
        "at_table": person.at_table,
        "voice_via": person.voice_via_id,
        "hat": person.hat,
        "mandate": person.mandate,
    }
