"""All that Rondom holds of one person (*inzage*): in plain words for a page, and the same as a file.

Only for the person themselves, and through the gate: what they may not know of stays away here too, also when it is
about them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from conference.access import policy
from conference.core import rendering
from conference.core.i18n import gettext
from conference.core.validation import AMSTERDAM
from conference.records import labels
from models.actions import Action
from models.decisions import Stand
from models.door import Guest
from models.factors import Factor
from models.gathering import CheckOut, Explanation
from models.people import Person
from models.plans import Goal
from models.reflections import Reflection
from models.reports import Correction
from models.safety import SafetyNumber
from models.statements import Response, Statement
from models.texts import Text
from models.translation import N_

TITLES = {
    "who": N_("Wie u bent"),
    "own_words": N_("Uw eigen woorden"),
    "statements": N_("Wat over u of van u is opgeschreven"),
    "responses": N_("Uw antwoorden"),
    "factors": N_("Wat meespeelt en over u gaat"),
    "actions": N_("Uw afspraken"),
    "goals": N_("Uw doelen"),
    "safety": N_("Uw cijfers voor veiligheid"),
    "stances": N_("Waar u stond bij een besluit"),
    "check_outs": N_("Hoe het overleg voor u was"),
    "questions": N_("Wat u vroeg om uit te leggen"),
    "corrections": N_("Wat u bij een verslag schreef"),
    "reflections": N_("Uw notities"),
    "devices": N_("Met welk apparaat u meedeed"),
}


@dataclass(frozen=True)
class Kept:
    """One thing: the day it is of (empty when it has none), what it says, and what belongs to it."""

    on: str
    words: str
    more: str = ""


class OwnData:
    """What is held of the viewer, chapter by chapter; a chapter without anything is left out."""

    def __init__(self, session: Session, viewer: policy.Viewer) -> None:
        self._session, self._viewer = session, viewer
        self.person = session.get_one(Person, viewer.person_id)

    def chapters(self) -> dict[str, list[Kept]]:
        """By stable key, in the order of `TITLES`."""
        found = {key: list(getattr(self, f"_{key}")()) for key in TITLES}
        return {key: rows for key, rows in found.items() if rows}

    def as_file(self) -> dict[str, Any]:
        """The same for a program: days as `2026-05-01`."""
        return {
            "format": "rondom-own-data",
            "version": 1,
            "case": self.person.case.title,
            "data": {key: [asdict(one) for one in rows] for key, rows in self.chapters().items()},
        }

    # --- chapter by chapter

    def _who(self) -> Iterable[Kept]:
        one = self.person
        for label, value in (
            (gettext("Naam"), one.name),
            (gettext("Leeftijd"), one.age),
            (gettext("Rol"), one.role_words),
            (gettext("Organisatie"), one.organisation),
            (gettext("E-mailadres"), one.account.email if one.account else ""),
            (gettext("Wie voor u spreekt"), one.voice_via.name if one.voice_via else ""),
        ):
            if value not in ("", None):
                yield Kept("", str(value), label)

    def _own_words(self) -> Iterable[Kept]:
        return (Kept("", one.words) for one in self._mine(Text, Text.owner_id) if one.words.strip())

    def _statements(self) -> Iterable[Kept]:
        me = self.person.id
        mine = or_(
            Statement.about.any(Person.id == me), Statement.source_id == me, Statement.added_by_id == me
        )
        for one in self._seen(select(Statement).where(mine).order_by(Statement.position)):
            source = one.source.name if one.source else one.source_words
            said = ", ".join(filter(None, (gettext(labels.STATEMENT_KINDS[one.kind].label), source)))
            yield Kept(_day(one.happened_on), one.text.words, said)

    def _responses(self) -> Iterable[Kept]:
        for one in self._mine(Response, Response.person_id):
            if policy.visible(one.statement, self._viewer):
                said = ": ".join(filter(None, (gettext(labels.RESPONSES[one.stance].label), one.words)))
                yield Kept(_day(one.at), said, one.statement.text.words)

    def _factors(self) -> Iterable[Kept]:
        me = self.person.id
        mine = or_(Factor.about.any(Person.id == me), Factor.named_by.any(Person.id == me))
        found = self._seen(select(Factor).where(mine, Factor.case_id == self.person.case_id))
        return (Kept("", one.text.words) for one in found)

    def _actions(self) -> Iterable[Kept]:
        me = self.person.id
        mine = or_(Action.owner_id == me, Action.partners.any(Person.id == me))
        for one in self._seen(select(Action).where(mine).order_by(Action.position)):
            yield Kept(_day(one.due), one.text.words, gettext(labels.ACTION_STATES[one.state].in_report))

    def _goals(self) -> Iterable[Kept]:
        return (
            Kept("", one.text.words)
            for one in self._seen(select(Goal).where(Goal.owner_id == self.person.id))
        )

    def _safety(self) -> Iterable[Kept]:
        found = self._mine(SafetyNumber, SafetyNumber.person_id)
        return (Kept(_day(one.at), str(one.score), one.why) for one in found)

    def _stances(self) -> Iterable[Kept]:
        for one in self._mine(Stand, Stand.person_id):
            if policy.visible(one.decision, self._viewer):
                said = ": ".join(filter(None, (gettext(labels.STANCES[one.stance].label), one.words)))
                yield Kept(_day(one.at), said, one.decision.question.words)

    def _check_outs(self) -> Iterable[Kept]:
        for one in self._mine(CheckOut, CheckOut.person_id):
            numbers = gettext(
                "gehoord %(heard)s, onderwerpen %(topics)s, manier %(way)s, geheel %(overall)s",
                heard=one.heard,
                topics=one.topics,
                way=one.way,
                overall=one.overall,
            )
            yield Kept(_day(one.at), numbers, one.tip)

    def _questions(self) -> Iterable[Kept]:
        found = self._mine(Explanation, Explanation.asked_by_id)
        return (Kept(_day(one.asked_at), one.words or gettext("iets aan tafel"), one.answer) for one in found)

    def _corrections(self) -> Iterable[Kept]:
        return (Kept(_day(one.at), one.words) for one in self._mine(Correction, Correction.person_id))

    def _reflections(self) -> Iterable[Kept]:
        found = self._mine(Reflection, Reflection.person_id)
        return (Kept(_day(one.at), one.words, one.friction) for one in found)

    def _devices(self) -> Iterable[Kept]:
        found = self._mine(Guest, Guest.person_id)
        return (Kept(_day(one.seated_at), one.device) for one in found if one.seated_at)

    # --- helpers

    def _mine(self, kind: Any, owner: Any) -> Sequence[Any]:
        return self._session.scalars(select(kind).where(owner == self.person.id)).all()

    def _seen(self, found: Any) -> Sequence[Any]:
        return policy.readable(self._session.scalars(found), self._viewer)


def said(on: str, language: str) -> str:
    """A day in words."""
    return rendering.plain_date(date.fromisoformat(on), language) if on else ""


def _day(when: date | None) -> str:
    if when is None:
        return ""
    return (when.astimezone(AMSTERDAM).date() if isinstance(when, datetime) else when).isoformat()
