"""*Wie keek mee*: which professional looked at what of this family, on which day, in plain words.

Through the gate of whoever asks: a row whose thing they may not know of now is not there, nor is any about what stands
apart (a phone can be looked at over a shoulder). What family, network and supporters looked at is told to nobody: a
partner must not learn when somebody looked. Days only, never a minute, a place or a device.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from conference.access import kinds, policy
from conference.access.kinds import Kept
from conference.core import looks
from conference.core.i18n import gettext
from conference.core.validation import AMSTERDAM
from conference.region import profile
from models.accounts import Account
from models.case import Case
from models.door import Guest
from models.enums import FAMILY, Role
from models.log import LogEntry
from models.meeting import Meeting, Part
from models.people import Person
from models.translation import N_

#: How far back is told; older rows are kept longer than that (`conference.core.seals`).
BACK = timedelta(days=365)
#: Whose looks are their own.
THEIR_OWN = FAMILY | {Role.NETWORK, Role.SUPPORTER}
#: What a look is called; `%(what)s` is the part of the meeting.
TOLD = {
    "see.case.around": N_("bekeek wie wat mag lezen"),
    "see.case.page": N_("las de pagina van het gezin"),
    "see.case.person": N_("bekeek wat er bij uw naam staat"),
    "see.emergency": N_("las in nood iets wat alleen voor enkele mensen is"),
    "see.erasure.page": N_("bekeek of alles van het gezin bewaard blijft of wordt gewist"),
    "see.office.home": N_("zag het gezin op de eigen lijst"),
    "see.office.search": N_("zocht en vond iets van het gezin"),
    "see.part": N_("las bij het overleg: %(what)s"),
    "see.plan.read": N_("las het plan"),
    "see.planning.change": N_("bekeek wanneer het overleg is en wie er komt"),
    "see.report.comparison": N_("legde twee overleggen naast elkaar"),
    "see.report.data": N_("haalde het verslag op als bestand"),
    "see.report.paper": N_("maakte een pdf van het verslag"),
    "see.report.read": N_("las het verslag"),
    "see.report.summary": N_("maakte een pdf van de afspraken"),
    "see.report.words": N_("bekeek wat er met woorden van het gezin is gedaan"),
    "see.table.agreements": N_("las de afspraken"),
    "see.table.meeting": N_("opende het overleg"),
    "see.table.now": N_("opende het overleg"),
    "see.table.people": N_("bekeek wie er bij het overleg is"),
    "see.wording.read": N_("las wie iets schreef, en wat er eerst stond"),
}
#: Said only when no part is named beside it.
OPENED = frozenset({"see.table.meeting", "see.table.now"})
#: Looks at a family that are told to nobody, and why.
NOT_TOLD = {
    "see.apart": "what stands apart is never shown on a phone, not even that it is there",
    "see.emergency.page": "where somebody asks: what was read in an emergency is told by itself (`see.emergency`)",
    "see.emergency.read": "the page around what was read in an emergency, which is told by itself",
    "see.shields.page": "a look at what stands apart: to tell of it would tell that it is there",
    "see.shields.new": "somebody is about to keep something apart: to tell of it would tell that it is there",
    "see.report.annex": "a look at what stands apart: to tell of it would tell that it is there",
    "see.report.annex_paper": "a look at what stands apart: to tell of it would tell that it is there",
    "see.erasure.own": "somebody's own data",
    "see.own_data.file": "somebody's own data",
    "see.own_data.page": "somebody's own data",
    "see.reflections.page": "somebody's own notes",
    "see.reflections.obstacle": "somebody's own notes",
    "see.reflections.share": "somebody's own notes",
    "see.screen.show": "the shared screen is nobody; everybody sees that it is on",
    "see.table.tell": "where somebody writes their own words",
    "see.who_looked.page": "this page, which each sees for themselves",
}


@dataclass(frozen=True)
class Reader:
    """Who looked on a day, and at what, in sentences."""

    on: date
    name: str
    role: str
    looks: list[str]
    refused: bool = False


class WhoLooked:
    """The looks that one viewer may know of, newest day first."""

    def __init__(self, session: Session, viewer: policy.Viewer, at: datetime) -> None:
        self._session, self._viewer, self._at = session, viewer, at
        self._case = session.get_one(Case, viewer.case_id)
        self._people = {f"person:{one.id}": one for one in self._case.people}

    @cached_property
    def readers(self) -> list[Reader]:
        """One for each reader and day, looks of one kind told once. Who came to nothing stands there, too."""
        found: dict[tuple[date, str], dict[str, list[str]]] = {}
        for actor, deed, thing, last in self._rows():
            if self._tells(actor, deed, thing):
                looks = found.setdefault((_day(last), actor), {}).setdefault(deed, [])
                looks.append(self._part_label(thing) if deed == "see.part" else "")
        readers = [self._reader(on, actor, looks) for (on, actor), looks in found.items()]
        return sorted(
            [*readers, *self._refused()], key=lambda one: (-one.on.toordinal(), one.refused, one.name)
        )

    def kept(self) -> list[Kept]:
        """The same for the file of one's own data."""
        return [
            Kept(one.on.isoformat(), "; ".join(one.looks), f"{one.name}, {one.role}") for one in self.readers
        ]

    # --- which rows

    def _rows(self) -> Iterator[tuple[str, str, str, datetime]]:
        """Once for each reader, look, thing and day."""
        found = (
            select(LogEntry.actor, LogEntry.deed, LogEntry.thing, func.max(LogEntry.at))
            .where(LogEntry.case_id == self._viewer.case_id, LogEntry.at > self._at - BACK)
            .where(LogEntry.deed.in_(TOLD), LogEntry.outcome == "ok")
            .group_by(LogEntry.actor, LogEntry.deed, LogEntry.thing, func.date(LogEntry.at))
            .order_by(func.max(LogEntry.at))
        )
        yield from self._session.execute(found)

    def _tells(self, actor: str, deed: str, thing: str) -> bool:
        """Whether this viewer is told of this look."""
        reader = self._people.get(actor)
        if reader is None or reader.role in THEIR_OWN:
            return False
        if deed == "see.case.person":
            return thing == f"person:{self._viewer.person_id}" and actor != thing
        if not self._of_family:
            return actor == self._viewer.actor  # a professional sees what they looked at themselves
        return self._may_know(thing)

    @property
    def _of_family(self) -> bool:
        """Somebody of the family itself; a professional has an account."""
        return bool(self._viewer.roles & FAMILY)

    def _may_know(self, thing: str) -> bool:
        """The gate, now. A page of the family is the family's; a meeting is of who was asked or sat there."""
        kind, _, key = thing.partition(":")
        match kind:
            case "" | "case":
                return True
            case "meeting":
                return key in self._meetings
            case "part":
                part = self._parts.get(key)
                return part is not None and part.meeting_id in self._meetings
        with looks.looking():  # to hear who looked at it is not to look at it
            return policy.visible(kinds.find(self._session, thing), self._viewer)

    @cached_property
    def _meetings(self) -> set[str]:
        me = self._viewer.person_id
        seats = select(Guest.meeting_id).where(Guest.person_id == me, Guest.seated_at.is_not(None))
        asked = select(Meeting.id).where(
            Meeting.case_id == self._case.id, Meeting.invited.any(Person.id == me)
        )
        return {*self._session.scalars(seats), *self._session.scalars(asked)}

    @cached_property
    def _parts(self) -> Mapping[str, Part]:
        found = (
            select(Part).join(Meeting, Meeting.id == Part.meeting_id).where(Meeting.case_id == self._case.id)
        )
        return {one.id: one for one in self._session.scalars(found)}

    def _refused(self) -> Iterator[Reader]:
        """Somebody with an account and without a seat here who tried: the family hears of which organisation."""
        if not self._of_family:
            return
        things = [f"case:{self._case.id}", *(f"meeting:{key}" for key in self._meetings)]
        found = (
            select(LogEntry.actor, func.max(LogEntry.at))
            .where(LogEntry.thing.in_(things), LogEntry.at > self._at - BACK)
            .where(LogEntry.actor.startswith("account:"), LogEntry.outcome == "not_found")
            .group_by(LogEntry.actor, func.date(LogEntry.at))
        )
        for actor, last in self._session.execute(found):
            account = self._session.get(Account, actor.partition(":")[2])
            where = account.organisation.name if account else ""
            yield Reader(
                _day(last), where, "", [gettext("wilde het gezin openen en mocht dat niet")], refused=True
            )

    # --- in words

    def _reader(self, on: date, actor: str, looks: dict[str, list[str]]) -> Reader:
        person = self._people[actor]
        words = [
            gettext(TOLD[deed], what=", ".join(dict.fromkeys(filter(None, parts))))
            for deed, parts in looks.items()
            if deed not in OPENED or "see.part" not in looks
        ]
        return Reader(on, person.name, self._role(person), list(dict.fromkeys(words)))

    def _role(self, person: Person) -> str:
        settings = profile.of(self._case.profile.settings)
        role = profile.say(settings.roles[Role(person.role)], self._viewer.language)
        return f"{role}, {person.organisation}" if person.organisation else role

    def _part_label(self, thing: str) -> str:
        part = self._parts.get(thing.partition(":")[2])
        if part is None:
            return ""
        settings = profile.of(self._case.profile.settings)
        return profile.say(settings.part(part.key).label, self._viewer.language)


def _day(when: datetime) -> date:
    return when.astimezone(AMSTERDAM).date()
