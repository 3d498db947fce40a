"""What is asked before a meeting closes, and what was passed over: for the chair, and for the family afterwards."""

from functools import cached_property

from flask_babel import gettext

from conference.records import labels
from conference.region import profile
from conference.table.context import ViewContext, on_table
from conference.table.meeting import closing
from models.errors.meeting import Lacks
from models.meeting import Meeting, Part, PassedOver
from models.people import Person


@on_table("closing", place=5)
class Closing:
    """What lacks before the end, and what was left out with which reason."""

    def __init__(self, look: ViewContext) -> None:
        self._look = look

    @cached_property
    def lacking(self) -> list[tuple[Lacks, str]]:
        """What lacks now, each with its sentence: what, and of whom."""
        found = closing.lacking(self._look.session, self._look.meeting)
        return [(one, str(gettext(one.sentence, **one.values))) for one in found]

    @cached_property
    def _me(self) -> Person | None:
        key = self._look.viewer.person_id
        return self._look.session.get(Person, key) if key else None

    @cached_property
    def without_us(self) -> list[Meeting]:
        """Meetings that the family was left out of, with the reason: told to the family itself."""
        if self._me is None or not self._me.in_family:
            return []
        return closing.without_family(self._look.session, self._look.meeting.case_id)

    @cached_property
    def passed_before(self) -> Meeting | None:
        """The meeting before this one, when something was left out of it: told to the family at the next table."""
        found = closing.before(self._look.session, self._look.meeting)
        here = self._me is not None and self._me.in_family
        return found if here and found is not None and (found.passed_over or self.skipped(found)) else None

    def skipped(self, meeting: Meeting) -> list[Part]:
        """Parts at which the table never was, with a reason or without one."""
        return [part for part in meeting.parts if not part.visited]

    def part(self, part: Part) -> str:
        """What a part is called."""
        return self._say(self._look.profile.part(part.key).label)

    def passed(self, one: PassedOver) -> str:
        """What was passed over, and of whom."""
        words = str(gettext(labels.PASSED[one.key].label))
        people = [person.first_name for person in self._look.meeting.case.people if person.id in one.people]
        return f"{words} ({', '.join(people)})" if people else words

    def chair(self, meeting: Meeting) -> str:
        """Who led a meeting."""
        return meeting.chair.name

    def _say(self, label: dict[str, str]) -> str:
        return profile.say(label, self._look.viewer.language)
