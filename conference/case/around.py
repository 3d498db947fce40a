"""Who stands around a family, as those around it read it: what for, what part they see, until when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from conference.access import identity, policy
from conference.case import access, colleagues
from conference.core.i18n import gettext, language
from conference.region import profile
from conference.region.profile import Profile
from models.case import Case
from models.enums import Sees
from models.people import AccessRequest, Departure, Person


@dataclass(frozen=True)
class Standing:
    """One person on the list. `sees` says in words what they read, `level` from 1 (own part) to 3 (everything).

    `ends_soon`: within a week. `asked`: what the family asked about them, of what the reader may know. `departure`
    is why they were taken off, None for who stands there or whose last day passed.
    """

    person: Person
    sees: str
    level: int
    until: date | None
    ends_soon: bool
    asked: Sequence[AccessRequest]
    departure: Departure | None


class Around:
    """Everybody of a case: who stands there `now`, and who is `off`."""

    def __init__(self, session: Session, viewer: policy.Viewer, case: Case, at: datetime) -> None:
        self._case, self._viewer, self._day = case, viewer, identity.today(at)
        #: Who was asked and is not there: they answered nothing yet; for whoever asked also who did not come.
        self.colleagues = colleagues.asked(session, viewer, at)
        self._settings = profile.of(case.profile.settings)
        self._asked = access.requests(session, viewer)
        self._left = {one.person_id: one for one in reversed(access.departures(session, case.id))}

    @property
    def now(self) -> list[Standing]:
        """Who has access today, in the order of the family."""
        return [self._standing(one) for one in self._case.people if self._is_there(one)]

    @property
    def people(self) -> list[Person]:
        """The same as people."""
        return [one for one in self._case.people if self._is_there(one)]

    @property
    def off(self) -> list[Standing]:
        """Who has none any more: taken off, or their last day passed."""
        return [self._standing(one) for one in self._case.people if not self._is_there(one)]

    @property
    def asked(self) -> list[AccessRequest]:
        """What the family asked and nobody answered yet."""
        return [one for one in self._asked if one.answered_at is None]

    def of(self, person: Person) -> Standing:
        """One of them."""
        return self._standing(person)

    def _is_there(self, person: Person) -> bool:
        return person.around(self._day) and (person.supports is None or person.supports.around(self._day))

    def _standing(self, person: Person) -> Standing:
        until = person.until
        return Standing(
            person,
            sees_in_words(self._settings, person),
            3 if person.sees == Sees.EVERYTHING else 2 if person.sees == Sees.CHOSEN else 1,
            until,
            until is not None and 0 <= (until - self._day).days < 7,
            [one for one in self._asked if one.person_id == person.id],
            self._left.get(person.id) if person.left_at is not None else None,
        )


def sees_in_words(settings: Profile, person: Person) -> str:
    """What somebody reads: *Alles op tafel*, *Wat Ruben leest*, *Eigen deel, en: Geld, Wonen*."""
    if person.supports is not None:
        return gettext("Wat %(name)s leest", name=person.supports.first_name)
    if person.sees == Sees.EVERYTHING:
        return gettext("Alles op tafel")
    names = [_called(settings, one) for one in access.chosen(settings, person)]
    if person.sees == Sees.OWN_PART or not names:
        return gettext("Eigen deel")
    return gettext("Eigen deel, en: %(parts)s", parts=", ".join(names))


def choices_in_words(settings: Profile) -> list[tuple[str, str]]:
    """What can be chosen for somebody who sees a part, each with its name."""
    return [(one, _called(settings, one)) for one in access.choices(settings)]


def look(session: Session, viewer: policy.Viewer, case: Case, at: datetime) -> Around:
    """The list as this viewer reads it. Ask the gate about the case before."""
    return Around(session, viewer, case, at)


def _called(settings: Profile, choice: str) -> str:
    what, _, key = choice.partition(":")
    entries = settings.parts if what == "part" else settings.life_areas
    return next((profile.say(one.label, language()) for one in entries if one.key == key), key)
