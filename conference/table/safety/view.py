"""How safe it is now."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from flask_babel import ngettext

from conference.access import policy
from conference.access.policy import Permission
from conference.core import rendering
from conference.core.diagram.labels import free_height
from conference.table.context import ViewContext, on_table
from conference.table.safety import use_cases as safety
from conference.table.safety.kind import named_on_form
from models.enums import LIVE
from models.people import Person
from models.safety import SafetyNumber, SafetyRound

#: The history is drawn on a field of this size: the middle of the first and last meeting, and of 10 and 0.
LEFT, RIGHT, TOP, BOTTOM = 60, 560, 20, 240


@dataclass(frozen=True)
class Line:
    """The numbers of one person over the meetings: (x, y, number) of each, and where the name stands."""

    person: Person
    points: list[tuple[int, int, int]]
    label_y: int

    @property
    def path(self) -> str:
        """The line as SVG draws it."""
        return "M" + " L".join(f"{x} {y}" for x, y, _ in self.points)


@on_table("safety", place=40)
class Safety:
    """How safe it is now."""

    def __init__(self, look: ViewContext) -> None:
        self._look = look

    @cached_property
    def round(self) -> SafetyRound | None:
        """The numbers of this meeting, if anybody gave one that this viewer may know of."""
        found = safety.of_meeting(self._look.session, self._look.meeting.id)
        return found if found is not None and policy.visible(found, self._look.viewer) else None

    @property
    def revealed(self) -> bool:
        """Whether all numbers are shown."""
        return self.round is not None and self.round.revealed_at is not None

    @cached_property
    def given(self) -> frozenset[str]:
        """Ids of who gave a number; which one stays theirs until all are shown."""
        return frozenset(one.person_id for one in self.round.numbers) if self.round else frozenset()

    @cached_property
    def numbers(self) -> list[SafetyNumber]:
        """The numbers the viewer may see: their own, or all once they are shown. Family first."""
        found = policy.readable(self.round.numbers, self._look.viewer) if self.round else []
        return sorted(found, key=lambda one: (not one.person.in_family, one.person.position))

    @cached_property
    def mine(self) -> list[Person]:
        """For whom the viewer gives a number: themselves, and who asked them to speak."""
        if not policy.reaches(self._look.viewer, "safety_round"):
            return []  # nobody is asked about what they may not see
        people = [one for one in self._look.meeting.case.people if self._look.viewer.person_id in one.voices]
        return [one for one in people if policy.may(self._look.viewer, Permission.SAFETY_GIVE, one)]

    def number_of(self, person: Person) -> SafetyNumber | None:
        """What the viewer may see of somebody's number."""
        return next((one for one in self.numbers if one.person_id == person.id), None)

    def asked(self, here: Sequence[Person]) -> list[Person]:
        """Who is asked: who is at the table, those they speak for, and whoever gave one."""
        ids = {one.id for one in here} | self.given
        people = [one for one in self._look.meeting.case.people if policy.is_asked(one, "safety_round")]
        return [one for one in people if one.id in ids or (one.voices - {one.id}) & ids]

    @property
    def keepers(self) -> list[str]:
        """Who sees a number that stays off the wall, beside its giver: by first name, for the form that asks it."""
        me = self._look.viewer.person_id
        found = named_on_form(self._look.meeting)
        return [one.first_name for one in found if one.left_at is None and one.id != me]

    # --- earlier

    @cached_property
    def _rounds(self) -> list[tuple[str, dict[str, int]]]:
        """The day of each meeting whose numbers were shown, with the number of each person."""
        rounds = safety.shown(self._look.session, self._look.viewer)
        return [
            (
                rendering.short_date(meeting.starts_at, self._look.viewer.language),
                {
                    one.person_id: one.score
                    for one in policy.readable(round_.numbers, self._look.viewer)
                    if one.score is not None
                },
            )
            for meeting, round_ in rounds
        ]

    @property
    def days(self) -> list[str]:
        """The days of the history, oldest first."""
        return [day for day, _ in self._rounds]

    def place(self, number: int) -> int:
        """How far to the right a meeting stands in the picture."""
        steps = max(len(self._rounds) - 1, 1)
        return LEFT + (RIGHT - LEFT) * number // steps

    @cached_property
    def lines(self) -> list[Line]:
        """One line a person, a lone point for who gave one number; names never over each other."""
        found: list[Line] = []
        for person in self._people:
            points = [
                (self.place(place), _height(scores[person.id]), scores[person.id])
                for place, (_, scores) in enumerate(self._rounds)
                if person.id in scores
            ]
            x, y, _ = points[-1]
            beside = [line.label_y for line in found if line.points[-1][0] == x]
            found.append(Line(person, points, free_height(y, beside)))
        return found

    @property
    def table(self) -> list[tuple[Person, list[int | None]]]:
        """The same in numbers: each person, with one for each day or none."""
        return [(person, [scores.get(person.id) for _, scores in self._rounds]) for person in self._people]

    @cached_property
    def _people(self) -> list[Person]:
        ids = {key for _, scores in self._rounds for key in scores}
        people = [one for one in self._look.meeting.case.people if one.id in ids]
        return sorted(people, key=lambda one: (not one.in_family, one.position))

    def open_points(self) -> list[str]:
        """What the chair should know is still open before the meeting closes."""
        if self.revealed or not self.given or self._look.meeting.state not in LIVE:
            return []
        count = len(self.given)
        return [
            str(
                ngettext(
                    "%(num)s veiligheidscijfer is gegeven en nog niet getoond",
                    "%(num)s veiligheidscijfers zijn gegeven en nog niet getoond",
                    count,
                )
            )
        ]


def _height(score: int) -> int:
    """Where a number stands: 10 at the top."""
    return BOTTOM - (BOTTOM - TOP) * score // 10
