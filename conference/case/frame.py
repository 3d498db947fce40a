"""Whether help is voluntary or comes with a measure (*vrijwillig / met maatregel*, domain paper LP-04).

It stands as a banner wherever the table looks, the step from one to the other is marked and kept, and a decision rests
on no order of a judge or mayor while there is none.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.access import identity, policy
from conference.access.policy import Permission
from conference.case.hats import tell_everything
from conference.core.unit_of_work import UnitOfWork
from conference.core.validation import read_date, safe_text
from conference.records import labels
from models.case import Case, FrameChange
from models.enums import MEASURES, LegalBasis, LegalFrame
from models.errors.hats import MeasureNeeded, SinceNeeded
from models.errors.validation import ChoiceUnknown

#: On which frames a ground in the law rests that somebody else decided; other grounds rest on any.
RESTS_ON: dict[LegalBasis, frozenset[LegalFrame]] = {
    LegalBasis.COURT_ORDER: frozenset(
        {LegalFrame.SUPERVISION_ORDER, LegalFrame.PLACEMENT_ORDER, LegalFrame.CRIMINAL_MEASURE}
    ),
    LegalBasis.MAYOR_ORDER: frozenset({LegalFrame.RESTRAINING_ORDER}),
}


@dataclass(frozen=True)
class NewFrame:
    """What the form holds: a choice of `LegalFrame`, since when, and which measure for whom."""

    frame: str
    since: str = ""
    words: str = ""


@dataclass(frozen=True)
class Banner:
    """What everybody sees: in words, and whether a judge or mayor decided it. `words`: which measure, for whom."""

    frame: LegalFrame
    label: str
    measure: bool
    since: date | None
    words: str


def set_frame(work: UnitOfWork, viewer: policy.Viewer, wish: NewFrame, at: datetime) -> Case:
    """Write down how this family gets help now. Every table of theirs shows it at once.

    A measure asks since when, and which it is for whom. Raises ChoiceUnknown, SinceNeeded, MeasureNeeded, DateInvalid,
    DateOutOfRange.
    """
    case = work.lock(Case, viewer.case_id)
    policy.require(viewer, Permission.FRAME_SET, case)
    if wish.frame not in set(LegalFrame) - {LegalFrame.NOT_SAID}:
        raise ChoiceUnknown("frame")
    frame, today = LegalFrame(wish.frame), identity.today(at)
    since = read_date(wish.since, "since", today, years_back=18, years_ahead=0)
    words = safe_text(wish.words, "words", 300, needed=False)
    if frame in MEASURES and since is None:
        raise SinceNeeded
    if frame in MEASURES and not words:
        raise MeasureNeeded
    if (case.legal_frame, case.frame_since, case.frame_words) == (frame, since, words):
        return case
    case.legal_frame, case.frame_since, case.frame_words = frame, since, words
    work.add(
        FrameChange(case_id=case.id, frame=frame, since=since, words=words, by_id=viewer.person_id, at=at)
    )
    work.record(viewer.actor, Permission.FRAME_SET, f"case:{case.id}", case.id, at)
    tell_everything(work, case)
    return case


def banner(viewer: policy.Viewer, case: Case, say: Callable[[str], str]) -> Banner | None:
    """What stands above a table; nothing for who may see a part of the case only."""
    if viewer.narrow:
        return None
    frame = LegalFrame(case.legal_frame)
    return Banner(
        frame, say(labels.FRAMES[frame].label), frame in MEASURES, case.frame_since, case.frame_words
    )


def stood(session: Session, case_id: str, at: datetime) -> LegalFrame | None:
    """What was written down last up to a moment; None when nobody had written anything."""
    found = select(FrameChange.frame).where(FrameChange.case_id == case_id, FrameChange.at <= at)
    frame = session.scalars(found.order_by(FrameChange.at.desc()).limit(1)).first()
    return LegalFrame(frame) if frame else None


def fits(ground: LegalBasis, frame: LegalFrame) -> bool:
    """Whether a ground in the law can be given under this frame."""
    return frame in RESTS_ON.get(ground, frozenset(LegalFrame))


def changes(session: Session, case_id: str) -> list[FrameChange]:
    """Every step, newest first."""
    found = select(FrameChange).where(FrameChange.case_id == case_id)
    return list(session.scalars(found.order_by(FrameChange.at.desc(), FrameChange.id)))
