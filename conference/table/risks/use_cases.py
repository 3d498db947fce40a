"""The three biggest risks (*Top 3*, domain SP-04): each names their own alone, all are shown side by side, and the
table makes one list of it in words that everybody edits.

As with safety numbers nothing is counted together: what several people named stays in the words of each.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.access import policy
from conference.access.policy import Permission
from conference.core.unit_of_work import UnitOfWork
from conference.core.validation import safe_text
from conference.records import texts
from conference.records.fields import changed, just_touched, last_position, remember
from models.case import Case
from models.enums import MAX_WORDS, TextKind
from models.errors.base import NotFound, WasRemoved
from models.errors.safety import AlreadyShown, NothingToReveal
from models.errors.validation import TextNeeded
from models.meeting import Meeting
from models.people import Person
from models.risks import NamedRisk, Risk, RiskAnswer, RiskRound

#: So many each names, and so many stand at the top of the list of the table.
MOST = 3
PLACES = ("first", "second", "third")


@dataclass(frozen=True)
class NewAnswer:
    """What the form holds: at most three risks, the biggest first; `none` for who rather gives none."""

    words: Sequence[str]
    none: bool = False
    off_screen: bool = False


def give(
    work: UnitOfWork, viewer: policy.Viewer, person_id: str, told: NewAnswer, at: datetime
) -> RiskAnswer:
    """Name one's biggest risks, for oneself or for whom one speaks; the first answer opens the round.

    It can be changed until all are shown. Raises AlreadyShown after that, TextNeeded without a risk or `none`.
    """
    meeting = work.lock(Meeting, viewer.meeting_id)
    person = work.load(Person, person_id or viewer.person_id)
    policy.require(viewer, Permission.SAFETY_GIVE, person)
    policy.require_reach(viewer, "risk_round")
    meeting.require_live()
    longest = MAX_WORDS[TextKind.RISK]
    said = [
        safe_text(words, name, longest, needed=False)
        for name, words in zip(PLACES, told.words, strict=False)
        if not told.none
    ]
    if not told.none and not any(said):
        raise TextNeeded(PLACES[0])
    found = of_meeting(work.session, meeting.id) or work.add(
        RiskRound(case_id=meeting.case_id, meeting_id=meeting.id, opened_at=at)
    )
    if found.revealed_at is not None:
        raise AlreadyShown
    answer = work.session.get(RiskAnswer, (found.id, person.id)) or RiskAnswer(round=found, person=person)
    answer.given_by_id, answer.at, answer.off_screen = viewer.person_id or "", at, told.off_screen
    answer.named.clear()
    work.session.add(answer)
    work.session.flush()
    for place, words in enumerate(filter(None, said), start=1):
        answer.named.append(NamedRisk(place=place, words=words))
    work.session.flush()
    changed(work, viewer, Permission.SAFETY_GIVE, found, at, listed=True)
    return answer


def reveal(work: UnitOfWork, viewer: policy.Viewer, at: datetime) -> None:
    """Show all lists side by side. A second press changes nothing; without any there is nothing to show."""
    meeting = work.lock(Meeting, viewer.meeting_id)
    policy.require(viewer, Permission.SAFETY_REVEAL, meeting)
    found = of_meeting(work.session, meeting.id)
    if found is None or not found.answers:
        raise NothingToReveal
    if found.revealed_at is None:
        found.revealed_at = at
        changed(work, viewer, Permission.SAFETY_REVEAL, found, at, listed=True)


def add(work: UnitOfWork, viewer: policy.Viewer, words: str, named: Sequence[str], at: datetime) -> Risk:
    """Put a risk on the list of the table; `named` are the risks of people (`NamedRisk.id`) that it stands for.

    The same form sent twice makes one. A fourth one stands below the three, and nothing of it is lost.
    """
    case = work.lock(Case, viewer.case_id)
    policy.require(viewer, Permission.SECTION_WRITE, case)
    said = safe_text(words, "words", MAX_WORDS[TextKind.RISK])
    twin = _just_added(work.session, viewer, said, at)
    if twin is not None:
        return twin
    author = work.load(Person, viewer.person_id)
    risk = work.add(
        Risk(
            case_id=case.id,
            meeting_id=viewer.meeting_id,
            text_id=texts.new_text(work, case.id, TextKind.RISK).id,
            position=last_position(work.session, Risk, case.id) + 1,
            added_by_id=author.id,
            added_at=at,
        )
    )
    texts.set_words(work, author, risk.text, said, at)
    for key in named:
        _named(work, viewer, key).risk = risk
    changed(work, viewer, Permission.SECTION_WRITE, risk, at, listed=True)
    return risk


def belongs(work: UnitOfWork, viewer: policy.Viewer, named_id: str, risk_id: str, at: datetime) -> None:
    """Say that what somebody named is this risk of the list; without `risk_id` that it is none of them (yet)."""
    named = _named(work, viewer, named_id)
    risk = _standing(work, viewer, risk_id) if risk_id else None
    before = named.risk_id or ""
    if before == risk_id:
        return
    for one in (named.risk, risk):
        if one is not None:
            policy.require(viewer, Permission.SECTION_WRITE, one)
            remember(work, viewer, one, "named", before, named.id, at)
    named.risk = risk
    changed(work, viewer, Permission.SECTION_WRITE, named.answer.round, at, listed=True)


def move(work: UnitOfWork, viewer: policy.Viewer, risk_id: str, up: bool, at: datetime) -> None:
    """One place up or down. Only what the viewer sees counts as a neighbour."""
    risk = _standing(work, viewer, risk_id)
    order = standing(work.session, viewer)
    place = order.index(risk)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(order):
        return
    beside = work.lock(Risk, order[other].id)
    risk.position, beside.position = beside.position, risk.position
    remember(work, viewer, risk, "place", str(place + 1), str(other + 1), at)
    changed(work, viewer, Permission.SECTION_WRITE, risk, at, listed=True)


def remove(work: UnitOfWork, viewer: policy.Viewer, risk_id: str, at: datetime) -> None:
    """Take a risk off the list. It can be put back as it was; what people named stays theirs."""
    _take_away(work, viewer, risk_id, at, at)


def restore(work: UnitOfWork, viewer: policy.Viewer, risk_id: str, at: datetime) -> None:
    """*Zet terug*."""
    _take_away(work, viewer, risk_id, None, at)


# --- reading


def of_meeting(session: Session, meeting_id: str) -> RiskRound | None:
    """What was named at a meeting, if anybody named something."""
    return session.scalar(select(RiskRound).where(RiskRound.meeting_id == meeting_id))


def readable(session: Session, viewer: policy.Viewer) -> list[Risk]:
    """The list of the viewer's case as far as this viewer may see it, also what was taken off, in its order."""
    found = select(Risk).where(Risk.case_id == viewer.case_id).order_by(Risk.position, Risk.id)
    return policy.readable(session.scalars(found), viewer)


def standing(session: Session, viewer: policy.Viewer) -> list[Risk]:
    """The same without what was taken off."""
    return [one for one in readable(session, viewer) if one.removed_at is None]


# --- helpers


def _named(work: UnitOfWork, viewer: policy.Viewer, key: str) -> NamedRisk:
    """What somebody named, once all may know of it. Raises NotFound."""
    named = work.lock(NamedRisk, key)
    if named.answer.round.revealed_at is None or not policy.visible(named, viewer):
        raise NotFound
    return named


def _standing(work: UnitOfWork, viewer: policy.Viewer, risk_id: str) -> Risk:
    risk = work.lock(Risk, risk_id)
    policy.require(viewer, Permission.SECTION_WRITE, risk)
    if risk.removed_at is not None:
        raise WasRemoved
    return risk


def _take_away(
    work: UnitOfWork, viewer: policy.Viewer, risk_id: str, removed_at: datetime | None, at: datetime
) -> None:
    risk = work.lock(Risk, risk_id)
    policy.require(viewer, Permission.SECTION_WRITE, risk)
    if (risk.removed_at is None) == (removed_at is None):
        return
    risk.removed_at = removed_at
    before, after = ("", "yes") if removed_at else ("yes", "")
    remember(work, viewer, risk, "removed", before, after, at)
    changed(work, viewer, Permission.SECTION_WRITE, risk, at, listed=True)


def _just_added(session: Session, viewer: policy.Viewer, words: str, at: datetime) -> Risk | None:
    """The same words by the same person a moment ago: a form that was sent twice, not a second risk."""
    ids = just_touched(session, viewer, "risk", Permission.SECTION_WRITE, at)
    return next(
        (
            one
            for one in standing(session, viewer)
            if one.id in ids and one.added_by_id == viewer.person_id and one.text.words == words
        ),
        None,
    )
