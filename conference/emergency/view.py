"""What one viewer finds of emergencies (*noodinzage*): what was asked, and what one that is open lets them read."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.access import identity, policy
from conference.access.policy import Permission
from conference.core.i18n import gettext
from conference.emergency import use_cases as emergencies
from conference.records import labels
from conference.table.shields import told
from conference.table.shields import use_cases as shields
from models.accounts import Account
from models.case import Case
from models.emergencies import Emergency
from models.enums import OfficeRole, ShieldCategory
from models.errors.base import NotFound
from models.people import Person
from models.translation import N_

#: Where an emergency stands, in words.
STATES = {
    "waits": N_("Wacht op een tweede"),
    "lapsed": N_("Niet op tijd beantwoord"),
    "refused": N_("Niet goedgekeurd"),
    "open": N_("Nu open"),
    "over": N_("Voorbij"),
    "right": N_("Beoordeeld: terecht"),
    "wrong": N_("Beoordeeld: niet terecht"),
}


#: What is told at once: to who may answer or stop it, and to who asked.
NEWS = {
    "waits": N_("Een collega vraagt noodinzage. Zeg ja of nee."),
    "open": N_("Een collega leest nu met noodinzage."),
}
NEWS_OF_MINE = {
    "open": N_("Uw noodinzage is open."),
    "refused": N_("Uw vraag om noodinzage is niet goedgekeurd."),
}


@dataclass(frozen=True)
class Asked:
    """One emergency as a page shows it. `mine`: this viewer asked it; `may`: yes, no or stop is theirs to say.

    `reason` and `answer` are about a family: a privacy officer gets no words of others, and speaks with who wrote them.
    """

    one: Emergency
    state: str
    category: str
    mine: bool
    may: bool
    late: bool
    second: str
    reason: str
    answer: str

    @property
    def said(self) -> str:
        """Where it stands, in words."""
        return gettext(STATES[self.state])

    @property
    def key(self) -> str:
        """Which news of it a page shows already."""
        return f"{self.one.id}:{self.state}"

    @property
    def news(self) -> str:
        """What somebody has to hear of it now, wherever they are; nothing for most."""
        found = (NEWS_OF_MINE if self.mine else NEWS if self.may else {}).get(self.state)
        return gettext(found) if found else ""


@dataclass(frozen=True)
class Read:
    """One thing that is open now: what it is, its words, whom it protects, and who else may know it."""

    called: str
    words: Sequence[str]
    of: Person | None
    people: list[Person]


class Emergencies:
    """What was asked, past the gate; of one family, or of all of a region for its privacy officer."""

    def __init__(self, session: Session, viewer: policy.Viewer, at: datetime) -> None:
        self._session, self._at = session, at
        self._viewer = shields.leading(session, viewer)

    @property
    def all(self) -> list[Asked]:
        """The newest first; what asks something of this viewer before all else."""
        rows = policy.readable(self._rows(), self._viewer)
        told = sorted(map(self._asked, rows), key=lambda one: one.one.asked_at, reverse=True)
        return sorted(told, key=lambda one: not self._asks(one))

    def one(self, emergency: Emergency) -> Asked | None:
        """A single one of them, for who may know of it."""
        known = policy.visible(emergency, self._viewer)
        return self._asked(emergency) if known else None

    def _asks(self, one: Asked) -> bool:
        return (
            one.state == "open"
            or (one.may and one.state == "waits")
            or (self._looks_back and one.state == "over")
        )

    @property
    def to_answer(self) -> list[Asked]:
        """What waits for this viewer: for a yes or no, or for a privacy officer to look back at."""
        return [one for one in self.all if one.state in self._waiting and (one.may or self._looks_back)]

    @property
    def _waiting(self) -> frozenset[str]:
        return frozenset({"waits", "open", "over"}) if self._looks_back else frozenset({"waits"})

    @property
    def _looks_back(self) -> bool:
        return bool(policy.cells(self._viewer, Permission.EMERGENCY_REVIEW) - {"-"})

    def _rows(self) -> Iterable[Emergency]:
        if self._viewer.profile_id is None:
            return emergencies.of_case(self._session, self._viewer.case_id or "")
        return self._session.scalars(select(Emergency).where(Emergency.profile_id == self._viewer.profile_id))

    def _asked(self, one: Emergency) -> Asked:
        mine = one.account_id == self._viewer.account_id
        agrees = policy.may(self._viewer, Permission.EMERGENCY_AGREE, one)
        reads = self._viewer.profile_id is None
        return Asked(
            one,
            _state(one, self._at),
            gettext(labels.SHIELD_CATEGORIES[ShieldCategory(one.category)].label),
            mine,
            agrees and not mine,
            one.due_on is not None and one.reviewed_at is None and one.due_on < emergencies.today(self._at),
            self._second(one),
            one.reason if reads else "",
            one.answer if reads or one.officer_id == self._viewer.account_id else "",
        )

    def _second(self, one: Emergency) -> str:
        """As the account of a colleague calls them: a privacy officer knows nobody of a family by name."""
        account = one.second.account if one.second is not None else one.officer
        return str(account.name) if account is not None else ""


def _state(one: Emergency, at: datetime) -> str:
    if one.agreed is None:
        return "waits" if emergencies.waits(one, at) else "lapsed"
    if not one.agreed:
        return "refused"
    if one.is_open(at):
        return "open"
    return "over" if one.reviewed_at is None else ("right" if one.justified else "wrong")


def news(session: Session, account: Account, found: Emergency, at: datetime) -> tuple[Asked, str] | None:
    """What somebody at a desk has to hear of an emergency now, and in which office (none: at the family)."""
    for viewer, office in _hats(session, account, found, at):
        asked = Emergencies(session, viewer, at).one(found)
        if asked is not None and asked.news:
            return asked, office
    return None


def _hats(
    session: Session, account: Account, found: Emergency, at: datetime
) -> Iterator[tuple[policy.Viewer, str]]:
    """As who an account may know of an emergency: with a place around the family, or as privacy officer."""
    with suppress(NotFound):
        case, person = identity.seat(session, account, found.case_id or "", at)
        yield policy.in_case(person, case, account.language), ""
    for role, region in identity.offices(session, account):
        if role == OfficeRole.PRIVACY_OFFICER and region.id == found.profile_id:
            yield policy.officer([str(role)], region, account.id, account.language), region.id


def may_ask(session: Session, viewer: policy.Viewer, case: Case) -> bool:
    """Whether this is somebody who may ask it at all."""
    return policy.may(shields.leading(session, viewer), Permission.EMERGENCY_ASK, case)


def opened(session: Session, viewer: policy.Viewer) -> Iterator[Read]:
    """What an emergency opens to this viewer: kind by kind, past the gate, and nothing that they knew already."""
    case = session.get_one(Case, viewer.case_id)
    for shield in shields.of_viewer(session, viewer):
        if not viewer.knows_as.isdisjoint(shield.person_ids):
            continue
        for record in policy.readable(shields.newest(session, shield), viewer):
            people = [one for one in case.people if one.id in shield.person_ids]
            called = gettext(shields.kind_with(record).called)
            yield Read(called, told.said(record), shield.protects, people)
