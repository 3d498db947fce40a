"""A request to see one's data (*verzoek om inzage*) as a kind: for who asked, who directs, and the privacy officer."""

from collections.abc import Iterable
from typing import Any

from conference.access.kinds import Chapter, Kept, Kind, Left, Part, Say, itself, of_case, register
from conference.access.permissions import Permission
from conference.access.policy import Viewer
from conference.records import labels
from conference.records.told import joined, on_day
from models.requests import AccessToData
from models.translation import N_


def _within(record: Any, viewer: Viewer) -> bool:
    """Of the family; or of a family of the region, for who answers it. That opens the request, never the family."""
    if viewer.profile_id is not None:
        return bool(record.case.profile_id == viewer.profile_id)
    return of_case(record, viewer)


def _told(one: AccessToData, say: Say) -> Iterable[Kept]:
    if one.outcome is None:
        stands = say(N_("U krijgt antwoord op of voor %(day)s."), day=f"{one.due_on:%d-%m-%Y}")
        yield Kept(on_day(one.asked_at), joined(" ", stands, one.longer_why), one.number)
    else:
        said = say(labels.REQUEST_OUTCOMES[one.outcome].label)
        yield Kept(on_day(one.asked_at), joined(". ", said, one.answer), one.number)


ACCESS_TO_DATA = register(
    Kind(
        name="data_request",
        model=AccessToData,
        part=Part(own=lambda one: (one.person_id,)),
        read=Permission.REQUEST_READ,
        also_read=(Permission.REQUEST_ANSWER,),
        within=_within,
        owners=lambda one, permission: (one.person_id,),
        stands=Left("a request stands on pages of its own, not at the table"),
        report=Left("what somebody asks of the privacy officer is no part of what the table made"),
        own_data=(
            Chapter(
                place=170,
                key="requests",
                title=N_("Wat u vroeg aan de privacyfunctionaris"),
                mine=lambda me: AccessToData.person_id == me,
                order=(AccessToData.asked_at,),
                said=_told,
                asked=itself,
            ),
        ),
    )
)
