"""What is kept apart for one viewer, for their own page: never its words, these are asked for while somebody holds."""

from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from conference.access import policy
from conference.access.policy import Permission
from conference.case import use_cases as cases
from conference.core import looks
from conference.core.validation import AMSTERDAM
from conference.records import labels
from conference.table.shields import told
from conference.table.shields import use_cases as shields
from models.case import Case
from models.enums import MeetingState, ShieldDeed
from models.log import LogEntry
from models.meeting import Meeting
from models.people import Person
from models.shields import Shield, ShieldAsk


@dataclass(frozen=True)
class Kept:
    """One shield as a page shows it: what it is, of whom, for whom, why, until when; and what the viewer may do."""

    shield: Shield
    called: str
    of: Person | None
    people: list[Person]
    outside: list[Person]
    category: str
    due: bool
    may: frozenset[str]
    #: On which day who read it in an emergency, without being one of them.
    emergencies: list[tuple[date, str]]

    @property
    def asked(self) -> list[ShieldAsk]:
        """What waits for a yes."""
        return self.shield.waiting


class Apart:
    """The shields of one viewer: first those to look at again now, then the others."""

    def __init__(self, session: Session, viewer: policy.Viewer, at: datetime) -> None:
        self._session, self._viewer = session, viewer
        self.today: date = at.astimezone(AMSTERDAM).date()
        self.last: date = self.today + cases.LONGEST_SHIELD
        self._case = session.get_one(Case, viewer.case_id)
        self.all = [self._kept(one) for one in shields.of_viewer(session, viewer)]

    @property
    def now(self) -> list[Kept]:
        """To be looked at again, or to be signed."""
        return [one for one in self.all if one.due]

    @property
    def later(self) -> list[Kept]:
        """The others."""
        return [one for one in self.all if not one.due]

    @property
    def phones(self) -> list[Person]:
        """Whom this viewer can tell a code."""
        if not policy.may(self._viewer, Permission.CODE_TELL, self._case):
            return []
        return [one for one in told.people_with_a_phone(self._case) if one.around(self.today)]

    @property
    def closed_meetings(self) -> list[Meeting]:
        """The meetings that may have an annex; the page of an annex says whether there is one."""
        found = select(Meeting).where(Meeting.case_id == self._case.id, Meeting.state == MeetingState.CLOSED)
        return list(self._session.scalars(found.order_by(Meeting.starts_at.desc()))) if self.all else []

    def deed(self, asked: ShieldAsk) -> str:
        """What somebody asks, in words."""
        if asked.deed == ShieldDeed.LIFT or asked.person is None:
            return str(gettext("Mag dit aan tafel?"))
        return str(gettext("Mag %(name)s dit ook lezen?", name=asked.person.name))

    def may_answer(self, asked: ShieldAsk) -> bool:
        """Whether it is this viewer who says yes or no: whom it protects, or a safety partner in their place."""
        mine = asked.shield.protects_id == self._viewer.person_id
        allowed = policy.may(self._viewer, Permission.SHIELD_AGREE, asked.shield)
        return mine or (
            allowed and asked.by_id != self._viewer.person_id and not shields.is_childs(asked.shield)
        )

    def is_mine(self, shield: Shield) -> bool:
        """Whether it protects this very viewer."""
        return shield.protects_id == self._viewer.person_id

    def _kept(self, shield: Shield) -> Kept:
        with looks.looking():  # what stands closed on a page is not read
            found = policy.readable(shields.newest(self._session, shield), self._viewer)
        called = [str(gettext(shields.kind_with(one).called)) for one in found]
        signing = shield.provisional and not shield.refused_why and self._guards(shield)
        return Kept(
            shield,
            ", ".join(dict.fromkeys(called)) or str(gettext("Niets meer")),
            shield.protects,
            [one for one in self._case.people if one.id in shield.person_ids],
            [one for one in self._case.people if one.id not in shield.person_ids and one.around(self.today)],
            str(gettext(labels.SHIELD_CATEGORIES[shield.category].label)),
            signing or shield.review_on <= self.today,
            self._deeds(shield, signing),
            self._emergencies(shield),
        )

    def _emergencies(self, shield: Shield) -> list[tuple[date, str]]:
        names = {f"person:{one.id}": one.name for one in self._case.people}
        found = (
            select(LogEntry.actor, func.max(LogEntry.at))
            .where(LogEntry.deed == "see.emergency", LogEntry.thing == f"shield:{shield.id}")
            .group_by(LogEntry.actor, func.date(LogEntry.at))
            .order_by(func.max(LogEntry.at).desc())
        )
        rows = self._session.execute(found)
        return [(at.astimezone(AMSTERDAM).date(), names[who]) for who, at in rows if who in names]

    def _guards(self, shield: Shield) -> bool:
        me = self._viewer.person_id
        return me != shield.set_by_id and me in {one.id for one in cases.guards(self._case, self.today)}

    def _deeds(self, shield: Shield, signing: bool) -> frozenset[str]:
        rights = {
            "narrow": Permission.SHIELD_NARROW,
            "widen": Permission.SHIELD_WIDEN,
            "lift": Permission.SHIELD_LIFT,
            "review": Permission.SHIELD_REVIEW,
        }
        may = {name for name, right in rights.items() if policy.may(self._viewer, right, shield)}
        return frozenset(may | ({"confirm"} if signing else set()))
