"""The meeting (*overleg*), its parts and raised hands as kinds."""

from collections.abc import Iterable

from conference.access.kinds import Chapter, Kept, Kind, Left, Say, of_meeting, register
from conference.access.permissions import Permission
from conference.records import labels
from conference.records.told import on_day
from conference.region import profile
from models.meeting import Hand, Meeting, PassedOver
from models.people import Person
from models.translation import N_


def _planned(one: Meeting, say: Say) -> Iterable[Kept]:
    kind = profile.of(one.case.profile.settings).meeting(one.kind)
    yield Kept(on_day(one.starts_at), say.label(kind.label) if kind else one.kind, one.place)


MEETING = register(
    Kind(
        name="meeting",
        model=Meeting,
        part=Left("everybody around a family knows when the table meets; reasons ask `Viewer.narrow`"),
        read=Permission.MEETING_READ,
        # Who asked for a pause may end it.
        owners=lambda meeting, permission: (meeting.paused_by_id,),
        stands=Left("it is the table itself"),
        report=Left("it heads the report: `meeting`"),
        own_data=(
            Chapter(
                place=17,
                key="meetings",
                title=N_("Overleggen waarvoor u gevraagd bent"),
                mine=lambda me: Meeting.invited.any(Person.id == me),
                order=(Meeting.starts_at,),
                said=_planned,
                asked=Left("who was asked knows of it"),
            ),
            Chapter(
                place=18,
                key="chaired",
                title=N_("Overleggen waar u voorzitter bent"),
                mine=lambda me: Meeting.chair_id == me,
                order=(Meeting.starts_at,),
                said=_planned,
                asked=Left("the chair knows of it"),
            ),
            Chapter(
                place=16,
                key="passed_over",
                title=N_("Wat u oversloeg, met uw reden"),
                model=PassedOver,
                mine=lambda me: PassedOver.by_id == me,
                order=(PassedOver.at, PassedOver.key),
                said=lambda one, say: [Kept(on_day(one.at), one.why, say(labels.PASSED[one.key].label))],
                asked=Left("it is their own reason"),
            ),
        ),
    )
)
HAND = register(
    Kind(
        name="hand",
        model=Hand,
        part=Left("everybody at the table sees who wants to speak"),
        read=Permission.MEETING_READ,
        within=of_meeting,
        owners=lambda hand, permission: (hand.person_id,),
        stands=Left("hands stand in the queue of the shell"),
        report=Left("a raised hand is over when somebody spoke"),
        own_data=(
            Chapter(
                place=105,
                key="hands",
                title=N_("Wanneer u iets wilde zeggen"),
                mine=lambda me: Hand.person_id == me,
                order=(Hand.raised_at,),
                said=lambda hand, say: [Kept(on_day(hand.raised_at), say(N_("U stak uw hand op.")))],
                asked=Left("it is their own hand"),
            ),
        ),
    )
)
