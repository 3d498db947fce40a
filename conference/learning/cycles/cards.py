"""Cards on the board of a cycle: add, move, put in order, take away and put back.

Whatever somebody wrote stays: a card that was taken away can be put back, an earlier value of a field is kept, and
when two people change one field at once both values are shown (`records.fields`).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from conference.access import policy
from conference.access.kinds import Change, ref
from conference.core.unit_of_work import UnitOfWork
from conference.learning.cycles import evidence
from conference.learning.cycles import use_cases as cycles
from conference.learning.cycles.kind import CARD_FIELDS, LONGEST_CARD
from conference.learning.cycles.templates import StepKind, step_of
from conference.records import fields as records
from models.enums import CardColumn
from models.errors.base import WasRemoved
from models.errors.cycles import WrongStep
from models.errors.validation import ChoiceUnknown
from models.learning import CycleCard, GuidedSession, LearningCycle, LearningNote
from models.log import LogEntry

#: The columns of the board, in their order.
BOARD = tuple(column for column in CardColumn if column != CardColumn.SESSION)
ADD_DEED = "card.add"
#: What stands on a card whose words were taken back.
GONE = "…"
RESEND_WITHIN = timedelta(minutes=1)


@dataclass(frozen=True)
class NewCard:
    """A card for a column: its words, and what belongs to it there.

    `source`: where it was seen (a note, a story, a number). `evidence`: how one knows, in own words;
    `evidence_of`: a theme or group of notes of the log (`evidence.choices`). `holds_when`: when it is true.
    `owner`, `until` (a date as typed) and `result` are of an experiment.
    """

    column: str
    words: str
    source: str = ""
    evidence: str = ""
    evidence_of: str = ""
    holds_when: str = ""
    owner: str = ""
    until: str = ""
    result: str = ""


def add(work: UnitOfWork, viewer: policy.Viewer, cycle_id: str, wish: NewCard, at: datetime) -> CycleCard:
    """Lay a card at the end of a column. A form that was sent twice makes one card.

    Raises TextNeeded, BsnNotAllowed, ChoiceUnknown, DateInvalid, EvidenceTooFew, CycleClosed.
    """
    cycle = work.lock(LearningCycle, cycle_id)
    policy.require(viewer, policy.Permission.CYCLE_WRITE, cycle)
    card = cycles.lay(work.session, viewer, cycle, column_of(wish.column), wish.words)
    change = Change(work, viewer, at)
    for name, described in CARD_FIELDS.items():
        value = described.check(change, card, getattr(wish, name))
        if value:
            described.put(change, card, value)
    twin = just_added(work, viewer, card, at)
    if twin is not None:
        return twin
    work.add(card)
    records.changed(work, viewer, ADD_DEED, card, at)
    return card


def lay_from_log(
    work: UnitOfWork,
    viewer: policy.Viewer,
    cycle_id: str,
    at: datetime,
    *,
    note_id: str = "",
    theme_id: str = "",
) -> CycleCard:
    """*Zet in ronde*: a note or a theme of the log as an observation on the board of a running cycle.

    Only what the log shows can be laid there. What lies there already stays one card, whoever laid it. A card with
    the words of a note knows whose copy it is, so that taking the note back takes the card away (`forget_note`).
    Raises ReflectionWithdrawn, EvidenceTooFew, CycleClosed.
    """
    cycle = work.lock(LearningCycle, cycle_id)
    policy.require(viewer, policy.Permission.CYCLE_WRITE, cycle)
    rests_on = f"theme:{theme_id}" if theme_id else evidence.of_note(note_id)
    there = cycles.on_board(work.session, viewer, cycle)
    same = next((card for card in there if evidence.of_card(card) == rests_on), None)
    if same is not None:
        return same
    said = evidence.words_of(work.session, viewer, theme_id, note_id)
    card = cycles.lay(work.session, viewer, cycle, CardColumn.OBSERVATION, cut(said))
    evidence.put(Change(work, viewer, at), card, rests_on)
    work.add(card)
    records.changed(work, viewer, ADD_DEED, card, at)
    return card


def forget_note(work: UnitOfWork, note: LearningNote, at: datetime) -> None:
    """Who wrote a note takes it back: a card that still has its words is gone, and so are its earlier words."""
    copied = cut(note.words)
    laid = select(CycleCard).where(CycleCard.evidence_of == evidence.of_note(note.id))
    for card in work.session.scalars(laid.with_for_update()):
        for change in records.history(work.session, ref(card)):
            if copied in (change.before, change.after):
                work.session.delete(change)
        card.evidence_of = ""
        if card.words == copied:
            card.words, card.removed_at = GONE, card.removed_at or at


def cut(words: str) -> str:
    """Words of a note as long as a card can be."""
    return words if len(words) <= LONGEST_CARD else words[: LONGEST_CARD - 1].rstrip() + "…"


def move(
    work: UnitOfWork, viewer: policy.Viewer, card_id: str, column: str, before_id: str, at: datetime
) -> CycleCard:
    """Put a card in a column of the board: before another card there, else at the end.

    A card of a guided session comes on the board this way (*afspreken*): WrongStep before that step.
    """
    card = _card(work, viewer, card_id)
    wanted = column_of(column)
    if card.column == CardColumn.SESSION and not _agreeing(card.session):
        raise WrongStep
    order = [
        other
        for other in cycles.on_board(work.session, viewer, card.cycle)
        if other.column == wanted and other.id != card.id
    ]
    place = next((number for number, other in enumerate(order) if other.id == before_id), len(order))
    order.insert(place, card)
    if card.column != wanted:
        records.remember(work, viewer, card, "column", str(card.column), str(wanted), at)
    card.column = wanted
    for number, one in enumerate(order, start=1):
        one.position = float(number)
    records.changed(work, viewer, "card.move", card, at)
    return card


def remove(work: UnitOfWork, viewer: policy.Viewer, card_id: str, at: datetime) -> CycleCard:
    """Take a card away; it can be put back as long as the cycle runs."""
    card = _locked(work, viewer, card_id)
    if card.removed_at is None:
        card.removed_at = at
        records.changed(work, viewer, "card.remove", card, at)
    return card


def put_back(work: UnitOfWork, viewer: policy.Viewer, card_id: str, at: datetime) -> CycleCard:
    """Put a card back where it lay."""
    card = _locked(work, viewer, card_id)
    if card.removed_at is not None:
        card.removed_at = None
        records.changed(work, viewer, "card.put_back", card, at)
    return card


# --- helpers


def column_of(key: str) -> CardColumn:
    """A column of the board. Raises ChoiceUnknown."""
    if key not in BOARD:
        raise ChoiceUnknown("column")
    return CardColumn(key)


def just_added(work: UnitOfWork, viewer: policy.Viewer, card: CycleCard, at: datetime) -> CycleCard | None:
    """The same words in the same place by the same person a moment ago: a form that was sent twice."""
    added = select(LogEntry.thing).where(
        LogEntry.actor == viewer.actor, LogEntry.deed == ADD_DEED, LogEntry.at > at - RESEND_WITHIN
    )
    things = set(work.session.scalars(added))
    same = select(CycleCard).where(
        CycleCard.cycle_id == card.cycle_id,
        CycleCard.column == card.column,
        CycleCard.words == card.words,
        CycleCard.added_by_id == card.added_by_id,
        CycleCard.removed_at.is_(None),
    )
    return next((one for one in work.session.scalars(same) if f"card:{one.id}" in things), None)


def _locked(work: UnitOfWork, viewer: policy.Viewer, card_id: str) -> CycleCard:
    """A card that the viewer may change, locked with its cycle: a board is changed or closed by one at a time."""
    card: CycleCard = records.lock(work, viewer, f"card:{card_id}")
    return card


def _card(work: UnitOfWork, viewer: policy.Viewer, card_id: str) -> CycleCard:
    """The same for one that was not taken away."""
    card = _locked(work, viewer, card_id)
    if card.removed_at is not None:
        raise WasRemoved
    return card


def _agreeing(session: GuidedSession | None) -> bool:
    """Whether the session has come to agreeing; after its end what lies on its table may still be agreed."""
    return session is None or session.closed_at is not None or step_of(session).kind is StepKind.AGREE
