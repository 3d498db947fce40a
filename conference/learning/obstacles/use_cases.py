"""What holds people back (*knelpunten*): up without names, with an owner and a date, and the answer comes back (GO-01).

Somebody who wrote a reflection raises one from it (`raise_by_mark`), the project team raises one itself
(`raise_one`). It lies with the project team, goes up to the steering group with a reason, and is answered where it
lies. A push-back (*terugduwen*, GO-03) goes to the steering group at once. Who raised it reads every step on their
own page: by a keyed mark, so that nobody else learns who it was.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from conference.access import policy
from conference.access.policy import Permission
from conference.core.events import LearningChanged
from conference.core.unit_of_work import UnitOfWork, possible_key
from conference.core.validation import AMSTERDAM, read_date, safe_text
from conference.learning.finder import names
from conference.learning.log import shared_notes
from conference.learning.obstacles.kind import ABOVE_THE_TEAM
from conference.learning.ports import RaisedWords
from models.enums import CardColumn, ObstacleLevel
from models.errors.base import NotFound, WasRemoved
from models.errors.obstacles import AnswerDateNeeded, AnswerDatePast, ObstacleAnswered, OwnerNeeded
from models.errors.validation import ChoiceUnknown
from models.learning import CycleCard, LearningCycle, LearningNote, NoteOutcome, Obstacle, ObstacleStep
from models.region import RegionProfile

LONGEST, LONGEST_STEP, LONGEST_ANSWER, LONGEST_OWNER = 500, 500, 500, 80


@dataclass(frozen=True)
class NewObstacle:
    """What the form of the project team holds. `note`: a published note it comes from, `cycle`: a learning cycle.

    `confirmed`: the writer looked once more at what the finder found.
    """

    words: str
    owner: str
    answer_before: str
    note: str = ""
    cycle: str = ""
    pushed_back: bool = False
    confirmed: bool = False


@dataclass(frozen=True)
class ShownObstacle:
    """An obstacle as a learner sees it."""

    obstacle: Obstacle
    late: bool
    mine: bool


def raise_one(work: UnitOfWork, viewer: policy.Viewer, wish: NewObstacle, at: datetime) -> Obstacle:
    """The project team puts an obstacle on the list, with who takes it up and when there is an answer.

    The same words once more, while they wait for an answer, are the same obstacle.
    """
    region = work.lock(RegionProfile, viewer.profile_id)
    policy.require(viewer, Permission.OBSTACLE_WRITE, region)
    words = safe_text(wish.words, "words", LONGEST)
    owner, before = _owner(wish.owner), _answer_date(wish.answer_before, at)
    names.look(work, {"words": words}, viewer.language, confirmed=wish.confirmed)
    note = _note(work.session, viewer, wish.note)
    author = note.author_mark if note else ""
    # By the note, never by who wrote it: else one row or two tells whether two notes have one author.
    of_note = {"note_id": note.id if note else None, "author_mark": author}
    same = _waiting_already(work.session, region.id, words, **of_note)
    if same is not None:
        return same
    made = Obstacle(
        profile_id=region.id,
        cycle_id=_cycle(work.session, viewer, wish.cycle),
        note_id=note.id if note else None,
        author_mark=author,
        words=words,
        owner=owner,
        answer_before=before,
        **_first_place(wish.pushed_back),
    )
    _begin(work, made, at)
    _changed(work, viewer, made, "obstacle.raise", at)
    return made


def raise_by_mark(work: UnitOfWork, told: RaisedWords, at: datetime) -> tuple[Obstacle, bool]:
    """Put on the list what somebody raised without a name. Returns it, and whether it is new.

    The same words once more, while they wait for an answer, are the same obstacle. The first step keeps the month
    only: nothing leads back to a meeting.
    """
    same = _waiting_already(work.session, told.region_id, told.words, author_mark=told.author_mark)
    if same is not None:
        return same, False
    copy = work.session.scalar(select(LearningNote.id).where(LearningNote.mark == told.note_mark))
    made = Obstacle(
        profile_id=told.region_id,
        note_id=copy,
        author_mark=told.author_mark,
        words=told.words,
        **_first_place(told.pushed_back),
    )
    month = at.astimezone(AMSTERDAM).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    _begin(work, made, month)
    work.tell(LearningChanged("", told.region_id))
    return made, True


def raise_from_card(
    work: UnitOfWork, viewer: policy.Viewer, card_id: str, at: datetime, *, confirmed: bool = False
) -> Obstacle:
    """*Terugduwen*: a card of a running cycle goes to the steering group in one step, in the very words of the card.

    Who takes it up comes later, as with what comes from a reflection. The same card once more is the same obstacle.
    Raises NamesLeft, ChoiceUnknown for a card of another column, CycleClosed.
    """
    card = work.load(CycleCard, card_id)
    if not policy.visible(card, viewer):
        raise NotFound
    cycle = work.lock(LearningCycle, card.cycle_id)
    policy.require(viewer, Permission.CYCLE_WRITE, cycle)
    policy.require(viewer, Permission.OBSTACLE_WRITE, work.load(RegionProfile, cycle.profile_id))
    card = work.lock(CycleCard, card_id)
    if card.removed_at is not None:
        raise WasRemoved
    if card.column != CardColumn.PUSH_BACK:
        raise ChoiceUnknown("card")
    same = of_card(work.session, card)
    if same is not None:
        return same
    names.look(work, {"confirmed": card.words}, viewer.language, confirmed=confirmed)
    made = Obstacle(profile_id=cycle.profile_id, cycle_id=cycle.id, words=card.words, **_first_place(True))
    _begin(work, made, at)
    _changed(work, viewer, made, "obstacle.push_back", at)
    return made


def of_card(session: Session, card: CycleCard) -> Obstacle | None:
    """What was pushed back with the words that stand on this card now; other words are another push."""
    pushed = select(Obstacle).where(
        Obstacle.cycle_id == card.cycle_id,
        Obstacle.words == card.words,
        Obstacle.pushed_back.is_(True),
    )
    return session.scalars(pushed.order_by(Obstacle.id)).first()


def take_back_by_mark(work: UnitOfWork, key: str, author_mark: str) -> None:
    """Who raised it takes it back. An answer that was given stays. Raises NotFound for what somebody else raised."""
    found = work.lock(Obstacle, key)
    if found.author_mark != author_mark:
        raise NotFound
    _refuse_answered(found)
    work.session.execute(delete(ObstacleStep).where(ObstacleStep.obstacle_id == found.id))
    work.session.delete(found)
    work.tell(LearningChanged("", found.profile_id))


def assign(
    work: UnitOfWork, viewer: policy.Viewer, key: str, owner: str, answer_before: str, at: datetime
) -> Obstacle:
    """Who takes it up, and when there is an answer. Both are needed."""
    found = _waiting(work, viewer, key, Permission.OBSTACLE_WRITE)
    found.owner, found.answer_before = _owner(owner), _answer_date(answer_before, at)
    _changed(work, viewer, found, "obstacle.assign", at)
    return found


def move_up(
    work: UnitOfWork, viewer: policy.Viewer, key: str, why: str, at: datetime, *, confirmed: bool = False
) -> Obstacle:
    """The project team cannot solve it: to the steering group, with the reason. A second time changes nothing.

    It needs an owner and an answer date first: what goes up has to come back.
    """
    found = _waiting(work, viewer, key, Permission.OBSTACLE_WRITE)
    if found.level in ABOVE_THE_TEAM:
        return found
    said = safe_text(why, "why", LONGEST_STEP)
    names.look(work, {"why": said}, viewer.language, confirmed=confirmed)
    if not found.owner:
        raise OwnerNeeded
    if found.answer_before is None:
        raise AnswerDateNeeded
    found.level = ObstacleLevel.STEERING
    work.add(ObstacleStep(obstacle_id=found.id, level=found.level, words=said, at=at))
    _changed(work, viewer, found, "obstacle.up", at)
    return found


def answer(work: UnitOfWork, viewer: policy.Viewer, key: str, words: str, at: datetime) -> Obstacle:
    """Answer it where it lies. The answer goes back to who raised it; a second answer is refused.

    An obstacle that came from a shared note is told there as what was done (*u vertelde, wij deden*).
    """
    found = work.lock(Obstacle, key)
    policy.require(viewer, Permission.OBSTACLE_ANSWER, found)
    said = safe_text(words, "answer", LONGEST_ANSWER)
    _refuse_answered(found)
    found.answer, found.answered_at = said, at
    if found.note_id:
        work.add(NoteOutcome(note_id=found.note_id, words=said, at=at))
    _changed(work, viewer, found, Permission.OBSTACLE_ANSWER, at)
    return found


def listed(session: Session, viewer: policy.Viewer, at: datetime) -> list[ShownObstacle]:
    """Every obstacle this learner may see: what waits first, the late ones on top; what was answered newest first."""
    today = at.astimezone(AMSTERDAM).date()
    found = policy.readable(
        session.scalars(select(Obstacle).where(Obstacle.profile_id == viewer.profile_id)), viewer
    )
    waiting = sorted(
        (one for one in found if one.answered_at is None),
        key=lambda one: (one.answer_before or date.max, one.id),
    )
    answered = [one for one in found if one.answered_at is not None]
    answered.sort(key=lambda one: (one.answered_at, one.id), reverse=True)
    return [
        ShownObstacle(one, is_late(one, today), policy.may(viewer, Permission.OBSTACLE_ANSWER, one))
        for one in [*waiting, *answered]
    ]


def is_late(obstacle: Obstacle, today: date) -> bool:
    """Whether there should have been an answer by now."""
    before = obstacle.answer_before
    return obstacle.answered_at is None and before is not None and before < today


def of_author(session: Session, author_mark: str) -> list[Obstacle]:
    """What somebody raised themselves and what no note of theirs shows, newest first."""
    own = Obstacle.author_mark == author_mark
    found = session.scalars(select(Obstacle).where(own, Obstacle.note_id.is_(None)))
    return sorted(found, key=lambda one: (one.steps[0].at, one.id), reverse=True)


def published_note(session: Session, viewer: policy.Viewer, key: str) -> LearningNote | None:
    """A note the project team may read, to raise an obstacle from; None for any other."""
    try:
        return _note(session, viewer, key)
    except NotFound:
        return None


def _note(session: Session, viewer: policy.Viewer, key: str) -> LearningNote | None:
    if not key:
        return None
    if key not in {note.id for note in shared_notes.published(session, viewer)}:
        raise NotFound
    return session.get_one(LearningNote, key)


def _cycle(session: Session, viewer: policy.Viewer, key: str) -> str | None:
    if not key:
        return None
    found = session.get(LearningCycle, key) if possible_key(key) else None
    if found is None or not policy.visible(found, viewer):
        raise NotFound
    return found.id


def _first_place(pushed_back: bool) -> dict[str, object]:
    level = ObstacleLevel.STEERING if pushed_back else ObstacleLevel.PROJECT
    return {"level": level, "pushed_back": pushed_back}


def _begin(work: UnitOfWork, made: Obstacle, at: datetime) -> None:
    work.add(made)
    made.steps.append(ObstacleStep(level=made.level, at=at))
    work.session.flush()


def _waiting(work: UnitOfWork, viewer: policy.Viewer, key: str, deed: Permission) -> Obstacle:
    found = work.lock(Obstacle, key)
    policy.require(viewer, deed, found)
    _refuse_answered(found)
    return found


def _refuse_answered(obstacle: Obstacle) -> None:
    if obstacle.answered_at is not None:
        raise ObstacleAnswered


def _waiting_already(session: Session, region: str, words: str, **whose: str | None) -> Obstacle | None:
    same = select(Obstacle).filter_by(profile_id=region, words=words, answered_at=None, **whose)
    return session.scalars(same).first()


def _owner(typed: str) -> str:
    owner = safe_text(typed, "owner", LONGEST_OWNER, needed=False)
    if not owner:
        raise OwnerNeeded
    return owner


def _answer_date(typed: str, at: datetime) -> date:
    today = at.astimezone(AMSTERDAM).date()
    day = read_date(typed, "answer_before", today, years_back=1, years_ahead=1)
    if day is None:
        raise AnswerDateNeeded
    if day < today:
        raise AnswerDatePast
    return day


def _changed(work: UnitOfWork, viewer: policy.Viewer, found: Obstacle, deed: str, at: datetime) -> None:
    work.record(viewer.actor, deed, f"obstacle:{found.id}", None, at)
    work.tell(LearningChanged("", found.profile_id))
