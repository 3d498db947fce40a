"""Development hours of the one who looks, after a meeting."""

from functools import cached_property

from flask_babel import gettext

from conference.access import policy
from conference.access.policy import Permission
from conference.learning.hours import use_cases as hours
from conference.learning.hours.view import KINDS, kind_said
from conference.reflection.hours import given_after
from conference.table.context import ViewContext, on_table
from models.enums import MeetingState
from models.learning import DevelopmentHours
from models.people import Person


@on_table("hours", place=70)
class Hours:
    """Two taps for a professional once the meeting is over; nobody else sees what was given."""

    choices = hours.CHOICES
    most = hours.MOST

    def __init__(self, look: ViewContext) -> None:
        self._look, self._keys = look, look.runtime.keys

    @cached_property
    def giver(self) -> Person | None:
        """Whose hours can be given here now: those of the professional who looks."""
        look = self._look
        if look.meeting.state != MeetingState.CLOSED or look.viewer.person_id is None:
            return None
        person = look.session.get(Person, look.viewer.person_id)
        if person is None or person.account_id is None:
            return None
        return person if policy.may(look.viewer, Permission.HOURS_GIVE, person) else None

    @cached_property
    def given(self) -> DevelopmentHours | None:
        """What this professional gave for this meeting."""
        if self.giver is None:
            return None
        return given_after(self._look.session, self._keys, self._look.viewer, self.giver)

    @property
    def kinds(self) -> list[tuple[str, str]]:
        """What hours can go into, in the reader's language."""
        return [(str(kind), gettext(label)) for kind, label in KINDS.items()]

    def said(self, kind: str) -> str:
        """One of them in words."""
        return kind_said(kind)
