"""The meeting (*overleg*), its parts and raised hands as kinds."""

from conference.access.kinds import Kind, Left, of_meeting, register
from conference.access.permissions import Permission
from models.meeting import Hand, Meeting

MEETING = register(
    Kind(
        name="meeting",
        model=Meeting,
        read=Permission.MEETING_READ,
        # Who asked for a pause may end it.
        owners=lambda meeting, permission: (meeting.paused_by_id,),
        stands=Left("it is the table itself"),
        report=Left("it heads the report: `meeting`"),
        own_data=Left("not told yet"),
    )
)
HAND = register(
    Kind(
        name="hand",
        model=Hand,
        read=Permission.MEETING_READ,
        within=of_meeting,
        owners=lambda hand, permission: (hand.person_id,),
        stands=Left("hands stand in the queue of the shell"),
        report=Left("a raised hand is over when somebody spoke"),
        own_data=Left("not told yet"),
    )
)
