"""Who was asked where they stand, who is at the table, and whether it is consent (*met instemming*).

Consent is only what it is: of everybody who was asked their own *steun ik* or *kan ermee leven*, to the words of now.
"""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.access import identity, policy
from conference.access.permissions import MATRIX, Permission
from conference.door import use_cases as door
from models.decisions import Decision, Stand
from models.enums import LIVE, DecisionState
from models.meeting import Invitee, Meeting
from models.people import Person


def asked(session: Session, decision: Decision) -> list[Person]:
    """Who is asked where they stand: once it was decided, those who were asked then.

    Until then who is invited, who sits at the table, and absent children whose voice is there; under a shield only
    those inside, nobody who may see a part of the case only that it is not in, and nobody whose access ended before the
    day of that table. Family first.
    """
    found = decision.asked if decision.state == DecisionState.DECIDED else _to_ask(session, decision)
    return sorted(found, key=lambda one: (not one.in_family, one.position))


def _to_ask(session: Session, decision: Decision) -> list[Person]:
    meeting = meeting_of(session, decision)
    here = {one.id for one in meeting.invited} | {
        guest.person_id for guest in door.seated(session, meeting.id)
    }
    rights, day = MATRIX[Permission.DECISION_STAND], identity.today(meeting.starts_at)
    return [
        one
        for one in meeting.case.people
        if one.around(day)
        and (one.id in here or (not one.at_table and one.voice_via_id in here))
        and rights[str(one.role)] != "-"
        and (decision.shield is None or one.id in decision.shield.person_ids)
        and policy.in_part(one, decision)
    ]


def meeting_of(session: Session, decision: Decision) -> Meeting:
    """The table at which it is asked: an open question that an earlier one left is asked at the one that is at work."""
    live = select(Meeting).where(Meeting.case_id == decision.case_id, Meeting.state.in_(LIVE))
    now = session.scalars(live).first() if decision.state != DecisionState.DECIDED else None
    return now or session.get_one(Meeting, decision.meeting_id)


def present(session: Session, meeting_id: str) -> frozenset[str]:
    """Ids of those who sit at the table as the chair let them in: with a phone, or in the room without one."""
    in_room = select(Invitee.person_id).where(Invitee.meeting_id == meeting_id, Invitee.in_room)
    seats = {guest.person_id for guest in door.seated(session, meeting_id)}
    return frozenset({*session.scalars(in_room), *seats} - {None})


def with_device(session: Session, meeting_id: str) -> frozenset[str]:
    """Ids of those who sit there with a phone of their own: they answer themselves."""
    return frozenset(guest.person_id for guest in door.seated(session, meeting_id) if guest.person_id)


def current(stances: Iterable[Stand]) -> dict[str, Stand]:
    """The answers to what stands there now, by person. One to earlier words is no answer to these."""
    return {one.person_id: one for one in stances if one.fits}


def unanswered(session: Session, decision: Decision) -> list[Person]:
    """Who was asked and gave no answer to these words."""
    given = current(decision.stances)
    return [one for one in asked(session, decision) if one.id not in given]


def to_ask_aloud(session: Session, decision: Decision) -> list[Person]:
    """Family at the table without an answer to these words: nothing is decided before they were asked aloud."""
    here = present(session, meeting_of(session, decision).id)
    return [one for one in unanswered(session, decision) if one.in_family and one.id in here]


def by_everybody(session: Session, decision: Decision) -> bool:
    """*Met instemming van iedereen*: everybody who was asked agreed themselves, to the words of now."""
    people, given = asked(session, decision), current(decision.stances)
    return bool(people) and all(one.id in given and given[one.id].agrees for one in people)
