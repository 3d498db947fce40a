"""Safety numbers (*veiligheidscijfers*) as kinds: each is its giver's alone until all are shown together."""

from collections.abc import Iterable

from sqlalchemy import and_, exists, select
from sqlalchemy.orm import object_session, selectinload

from conference.access.kinds import (
    Chapter,
    Export,
    Item,
    Kept,
    Kind,
    Left,
    Own,
    Part,
    Say,
    Stands,
    Writing,
    block_place,
    itself,
    on_all,
    register,
)
from conference.access.permissions import Permission
from conference.access.policy import Viewer
from conference.records.export import head, moment
from conference.records.told import joined, on_day
from conference.region.profile import Block
from models.enums import Role
from models.meeting import Meeting
from models.people import ColleagueInvitation, Person
from models.safety import SafetyNumber, SafetyRound
from models.translation import N_


def _whose(number: SafetyNumber) -> frozenset[str]:
    """Whom it is of, and who gave it while they speak for them: who speaks later learns nothing of before."""
    return number.person.voices & {number.person_id, number.given_by_id}


def named_on_form(meeting: Meeting) -> list[Person]:
    """Who sees a number of this meeting that its giver keeps off the wall: they are named on the form before it is
    given. The chair cannot change once a meeting began; who chairs or joins a later one was not named."""
    partners = [one for one in meeting.invited if one.role == Role.SAFETY_PARTNER]
    return [meeting.chair, *(one for one in partners if one.id != meeting.chair_id)]


def _shown(number: SafetyNumber, viewer: Viewer) -> bool:
    """One's own always; that of others once all are shown, unless they keep it off the wall."""
    if viewer.person_id in _whose(number):
        return True
    if number.round.revealed_at is None:
        return False
    return not number.off_screen or _was_named(number, viewer)


def _was_named(number: SafetyNumber, viewer: Viewer) -> bool:
    """Whether the form named them when the number was given: a partner who said yes since then was not there yet."""
    meeting = number.round.meeting
    if viewer.person_id == meeting.chair_id:
        return True
    if viewer.person_id not in {one.id for one in named_on_form(meeting)}:
        return False
    said_yes = ColleagueInvitation.person_id == viewer.person_id, ColleagueInvitation.answered_at > number.at
    session = object_session(number)
    return session is not None and not session.scalar(select(exists().where(*said_yes)))


def _rounds(writing: Writing) -> Iterable[Item]:
    """Numbers that were shown together. One that was not is nobody's but its giver's, and what somebody kept off the
    wall is in no report: who gave none and who kept it are told apart by nobody."""
    found = writing.of_case(SafetyRound).where(SafetyRound.revealed_at.is_not(None))
    loaded = selectinload(SafetyRound.numbers)
    for one in writing.session.scalars(found.order_by(SafetyRound.opened_at).options(loaded)):
        yield {
            **head("safety_round", one.id),
            "revealed_at": moment(one.revealed_at),
            "new": one.meeting_id == writing.meeting.id,
            "numbers": [
                {
                    "person": number.person_id,
                    "score": number.score,
                    "why": number.why,
                    "given_by": number.given_by_id,
                }
                for number in sorted(one.numbers, key=lambda number: number.at)
                if not number.off_screen
            ],
        }


def _number(one: SafetyNumber, say: Say) -> str:
    if one.score is None:
        return say(N_("Geen cijfer gegeven"))
    return f"{one.score} ({say(N_('niet op het scherm'))})" if one.off_screen else str(one.score)


def _given(one: SafetyNumber, say: Say) -> list[Kept]:
    return [Kept(on_day(one.at), _number(one, say), one.why)]


def _given_for(one: SafetyNumber, say: Say) -> Iterable[Kept]:
    yield Kept(on_day(one.at), _number(one, say), joined(": ", one.person.name, one.why))


ROUND = register(
    Kind(
        name="safety_round",
        model=SafetyRound,
        part=Part(place=block_place(Block.SAFETY)),
        read=Permission.SAFETY_READ,
        stands=Stands(lists=on_all("safety"), alone=frozenset(), blocks={Block.SAFETY: ("safety",)}),
        report=Export(place=50, items=_rounds, own=Own("person", ("why", "score"), inside="numbers")),
        own_data=Left("a round is the table's; each number in it is somebody's"),
    )
)
NUMBER = register(
    Kind(
        name="safety_number",
        model=SafetyNumber,
        part=Part(place=block_place(Block.SAFETY), own=_whose),
        read=Permission.SAFETY_READ,
        shown=_shown,
        stands=Left("a number stands in its round"),
        report=Left("it stands with its round, once all are shown together"),
        own_data=(
            Chapter(
                place=80,
                key="safety",
                title=N_("Uw cijfers voor veiligheid"),
                mine=lambda me: SafetyNumber.person_id == me,
                order=(SafetyNumber.at,),
                said=_given,
                asked=Left("one's own number is one's own, also before all are shown"),
            ),
            Chapter(
                place=82,
                key="safety_for",
                title=N_("Cijfers die u voor een ander gaf"),
                mine=lambda me: and_(SafetyNumber.given_by_id == me, SafetyNumber.person_id != me),
                order=(SafetyNumber.at,),
                said=_given_for,
                asked=itself,
            ),
        ),
    )
)
