"""Development hours of the one who looks, after a meeting."""

from functools import cached_property

from flask_babel import gettext

from conference.access import policy
from conference.access.policy import Permission
from conference.core.security import Keyring
from conference.learning.hours import use_cases as hours
from conference.records.context import ViewContext
from models.enums import HourKind, MeetingState
from models.learning import DevelopmentHours
from models.people import Person
from models.translation import N_

KINDS = {
    HourKind.CASE_EXTRA_TIME: N_("Extra tijd voor dit gezin"),
    HourKind.REFLECTION: N_("Stilstaan en terugkijken"),
    HourKind.LEARNING_TABLE: N_("Leertafel"),
    HourKind.LEARNING_TABLE_PREP: N_("Leertafel voorbereiden"),
    HourKind.KNOWLEDGE_MEETING: N_("Kennis delen"),
    HourKind.PROJECT: N_("Werk voor het project"),
}


#: Whoever learns has no family to give time to.
OF_A_FAMILY = {HourKind.CASE_EXTRA_TIME}


def learning_kinds() -> list[tuple[str, str]]:
    """What the hours of somebody who learns can go into, in the reader's language."""
    return [(str(kind), gettext(label)) for kind, label in KINDS.items() if kind not in OF_A_FAMILY]


def kind_said(kind: str) -> str:
    """A kind of hours in words."""
    return str(gettext(KINDS[HourKind(kind)]))


class Hours:
    """Two taps for a professional once the meeting is over; nobody else sees what was given."""

    choices = hours.CHOICES
    most = hours.MOST

    def __init__(self, look: ViewContext, keys: Keyring) -> None:
        self._look, self._keys = look, keys

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
        return hours.given_after(self._look.session, self._keys, self._look.viewer, self.giver)

    @property
    def kinds(self) -> list[tuple[str, str]]:
        """What hours can go into, in the reader's language."""
        return [(str(kind), gettext(label)) for kind, label in KINDS.items()]

    def said(self, kind: str) -> str:
        """One of them in words."""
        return kind_said(kind)
