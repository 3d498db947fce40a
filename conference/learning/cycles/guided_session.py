"""Guided sessions (*begeleide sessies*): somebody leads step by step, everybody follows.

In a silent step each card is its writer's alone. The leader shows all of them at once by going on to the next step;
then they are grouped, chosen with dots and agreed, which lays them on the board of the cycle. Where a session is
stands in the database, so that it goes on after whatever happens to a program or a laptop.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.access import policy
from conference.core.unit_of_work import UnitOfWork, possible_key
from conference.core.validation import safe_text
from conference.learning.cycles import cards
from conference.learning.cycles import use_cases as cycles
from conference.learning.cycles.kind import LONGEST_CARD
from conference.learning.cycles.templates import StepKind, step_of, template_of, templates
from conference.records import fields as records
from models.enums import CardColumn
from models.errors.base import NotFound
from models.errors.cycles import DotsUsed, NotLeading, SessionOver, WrongStep
from models.errors.validation import ChoiceUnknown
from models.learning import CardDot, CycleCard, GuidedSession, LearningCycle

#: How many cards one person may choose.
DOTS = 3
LONGEST_PILE = 80


def find(session: Session, viewer: policy.Viewer, key: str) -> GuidedSession:
    """One session. Raises NotFound."""
    found = session.get(GuidedSession, key) if possible_key(key) else None
    if found is None or not policy.visible(found, viewer):
        raise NotFound
    return found


def of_cycle(session: Session, viewer: policy.Viewer, cycle: LearningCycle) -> list[GuidedSession]:
    """The sessions of a cycle, the latest first."""
    found = select(GuidedSession).where(GuidedSession.cycle_id == cycle.id)
    return policy.readable(
        session.scalars(found.order_by(GuidedSession.step_since.desc(), GuidedSession.id)), viewer
    )


def on_table(session: Session, viewer: policy.Viewer, guided: GuidedSession) -> list[CycleCard]:
    """The cards on the table that this viewer may read: what others write in silence is not among them."""
    found = select(CycleCard).where(
        CycleCard.session_id == guided.id,
        CycleCard.column == CardColumn.SESSION,
        CycleCard.removed_at.is_(None),
    )
    return policy.readable(session.scalars(found.order_by(CycleCard.position, CycleCard.id)), viewer)


def agreed(session: Session, viewer: policy.Viewer, guided: GuidedSession) -> list[CycleCard]:
    """The cards of a session that were laid on the board."""
    found = cycles.on_board(session, viewer, guided.cycle)
    return [card for card in found if card.session_id == guided.id]


# --- leading


def start(
    work: UnitOfWork, viewer: policy.Viewer, cycle_id: str, template: str, at: datetime
) -> GuidedSession:
    """Begin a session; who begins leads. A cycle has one at a time: who comes second joins the first.

    Raises ChoiceUnknown, CycleClosed.
    """
    cycle = work.lock(LearningCycle, cycle_id)
    policy.require(viewer, policy.Permission.CYCLE_WRITE, cycle)
    if template not in templates():
        raise ChoiceUnknown("template")
    running = select(GuidedSession).where(
        GuidedSession.cycle_id == cycle.id, GuidedSession.closed_at.is_(None)
    )
    for there in work.session.scalars(running):
        return there
    guided = work.add(
        GuidedSession(cycle_id=cycle.id, template=template, step_since=at, led_by_id=viewer.account_id or "")
    )
    _done(work, viewer, "session.start", guided, at)
    return guided


def step(
    work: UnitOfWork, viewer: policy.Viewer, session_id: str, seen: int, to: int, at: datetime
) -> GuidedSession:
    """Go one step on or back. `seen`: the step on the leader's screen; a second press changes nothing.

    The step that reveals shows every card, for everybody at once. Raises NotLeading, SessionOver, ChoiceUnknown.
    """
    guided = _led(work, viewer, session_id)
    if guided.step != seen:
        return guided
    if abs(to - seen) != 1 or not 0 <= to < len(template_of(guided).steps):
        raise ChoiceUnknown("to")
    guided.step, guided.step_since = to, at
    if step_of(guided).kind is StepKind.REVEAL:
        for card in guided.cards:
            card.revealed = True
    _done(work, viewer, "session.step", guided, at)
    return guided


def lead(work: UnitOfWork, viewer: policy.Viewer, session_id: str, at: datetime) -> GuidedSession:
    """Take over: a leader who drops out does not hold the table up."""
    guided = _running(work, viewer, session_id)
    guided.led_by_id = viewer.account_id or ""
    _done(work, viewer, "session.lead", guided, at)
    return guided


def finish(work: UnitOfWork, viewer: policy.Viewer, session_id: str, at: datetime) -> GuidedSession:
    """End a session. What was never shown stays its writer's."""
    guided = _led(work, viewer, session_id)
    guided.closed_at = at
    _done(work, viewer, "session.finish", guided, at)
    return guided


# --- taking part


def write(work: UnitOfWork, viewer: policy.Viewer, session_id: str, words: str, at: datetime) -> CycleCard:
    """A card on the table, in a silent step for its writer alone. A form that was sent twice makes one card."""
    guided = _running(work, viewer, session_id)
    said = safe_text(words, "words", LONGEST_CARD)
    card = cycles.lay(work.session, viewer, guided.cycle, CardColumn.SESSION, said)
    card.session_id, card.revealed = guided.id, step_of(guided).kind is not StepKind.SILENCE
    twin = cards.just_added(work, viewer, card, at)
    if twin is not None and twin.session_id == guided.id:
        return twin
    work.add(card)
    records.changed(work, viewer, cards.ADD_DEED, card, at)
    return card


def pile(
    work: UnitOfWork, viewer: policy.Viewer, session_id: str, card_ids: Sequence[str], name: str, at: datetime
) -> None:
    """Lay cards together under a name; without a name each lies alone again. WrongStep before they are shown."""
    guided = _running(work, viewer, session_id)
    if step_of(guided).kind is StepKind.SILENCE:
        raise WrongStep
    called = safe_text(name, "name", LONGEST_PILE, needed=False)
    for card in on_table(work.session, viewer, guided):
        if card.id in card_ids:
            card.pile = called
    _done(work, viewer, "session.pile", guided, at)


def dot(work: UnitOfWork, viewer: policy.Viewer, card_id: str, wanted: bool, at: datetime) -> None:
    """Give a card one's dot, or take it back. Raises WrongStep, DotsUsed."""
    card = work.load(CycleCard, card_id)
    if not policy.visible(card, viewer) or card.session_id is None:
        raise NotFound
    guided = _running(work, viewer, card.session_id)
    if step_of(guided).kind is not StepKind.CHOOSE:
        raise WrongStep
    mine = dots_of(work.session, viewer, guided)
    there = next((one for one in mine if one.card_id == card.id), None)
    if wanted and there is None:
        if len(mine) >= DOTS:
            raise DotsUsed(most=DOTS)
        work.add(CardDot(card_id=card.id, account_id=viewer.account_id or ""))
    elif not wanted and there is not None:
        work.session.delete(there)
    records.changed(work, viewer, "session.dot", card, at)


def dots_of(session: Session, viewer: policy.Viewer, guided: GuidedSession) -> list[CardDot]:
    """The dots this viewer gave to cards that lie on the table."""
    mine = (
        select(CardDot)
        .join(CycleCard)
        .where(
            CardDot.account_id == viewer.account_id,
            CycleCard.session_id == guided.id,
            CycleCard.column == CardColumn.SESSION,
            CycleCard.removed_at.is_(None),
        )
    )
    return list(session.scalars(mine))


# --- helpers


def _running(work: UnitOfWork, viewer: policy.Viewer, session_id: str) -> GuidedSession:
    guided = work.lock(GuidedSession, session_id)
    policy.require(viewer, policy.Permission.CYCLE_WRITE, guided)
    if guided.closed_at is not None:
        raise SessionOver
    return guided


def _led(work: UnitOfWork, viewer: policy.Viewer, session_id: str) -> GuidedSession:
    guided = _running(work, viewer, session_id)
    if guided.led_by_id != viewer.account_id:
        raise NotLeading
    return guided


def _done(work: UnitOfWork, viewer: policy.Viewer, deed: str, guided: GuidedSession, at: datetime) -> None:
    records.changed(work, viewer, deed, guided, at)
