"""Reading in an emergency (*noodinzage*) as a kind: for who asked, who may agree, and the privacy officer.

That somebody asked says nothing of whether there is anything to read: it can be asked of every family.
"""

from collections.abc import Iterable

from conference.access.kinds import Chapter, Kept, Kind, Left, Part, Say, itself, of_case, register
from conference.access.permissions import Permission
from conference.access.policy import Viewer
from conference.records import labels
from conference.records.told import joined, on_day
from models.emergencies import Emergency
from models.translation import N_


def _within(record: Emergency, viewer: Viewer) -> bool:
    """Of the family; or of a family of the region, for its privacy officer. That opens no family."""
    if viewer.profile_id is not None:
        return record.profile_id == viewer.profile_id
    return of_case(record, viewer)


def _asked(one: Emergency, say: Say) -> Iterable[Kept]:
    category = say(labels.SHIELD_CATEGORIES[one.category].label)
    said = joined(" ", one.reason, one.answer, one.review)
    yield Kept(on_day(one.asked_at), joined(": ", category, said), one.number)


def _answered(one: Emergency, say: Say) -> Iterable[Kept]:
    """What was found of a colleague later is between that one and the privacy officer."""
    category = say(labels.SHIELD_CATEGORIES[one.category].label)
    yield Kept(on_day(one.answered_at or one.asked_at), joined(": ", category, one.answer), one.number)


def _people(one: Emergency, permission: Permission) -> Iterable[str | None]:
    return one.person_id, one.second_id


EMERGENCY = register(
    Kind(
        name="emergency",
        model=Emergency,
        part=Part(own=lambda one: (one.person_id,)),
        read=Permission.EMERGENCY_READ,
        within=_within,
        owners=_people,
        stands=Left("what was asked in an emergency stands on pages of its own, not at the table"),
        report=Left("that somebody read in an emergency is no part of what the table made"),
        own_data=(
            Chapter(
                place=172,
                key="emergencies",
                title=N_("Noodinzage die u vroeg"),
                mine=lambda me: Emergency.person_id == me,
                order=(Emergency.asked_at,),
                said=_asked,
                asked=itself,
            ),
            Chapter(
                place=173,
                key="emergencies_answered",
                title=N_("Noodinzage van een collega, door u beantwoord"),
                mine=lambda me: Emergency.second_id == me,
                order=(Emergency.asked_at,),
                said=_answered,
                asked=itself,
            ),
        ),
    )
)
