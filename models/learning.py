"""The learning layer: notes without names, cycles, obstacles, indicators and lessons (domain paper 5.8 to 5.10).

It stands apart: nothing here refers to a case or to anybody around a family. `case_mark` and `author_mark` are
keyed marks (`Keyring.mark`), which tell that two notes come from one case, and let an answer find its way back,
without telling which case or who. Moments are kept as months.
"""

from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import Account
from models.base import Base, Key, Moment
from models.enums import Answer, CardColumn, HourKind, LearningRole, NoteKind, ObstacleLevel


class LearningSeat(Base):
    """A professional's part in the learning of a region: project team, steering group or administrator."""

    __tablename__ = "learning_seat"

    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), primary_key=True)
    profile_id: Mapped[str] = mapped_column(ForeignKey("region_profile.id"), primary_key=True, index=True)
    role: Mapped[LearningRole] = mapped_column(String(20), primary_key=True)


class LearningNote(Base):
    """What others read of a reflection: its author saw and agreed to exactly these words.

    Notes come out in batches that are large enough (`batch`; None while it waits), so that the newest one cannot be
    told from the others by looking again.
    """

    __tablename__ = "learning_note"

    id: Mapped[Key]
    profile_id: Mapped[str] = mapped_column(ForeignKey("region_profile.id"), index=True)
    mark: Mapped[str] = mapped_column(String(64), unique=True)
    case_mark: Mapped[str] = mapped_column(String(64), index=True)
    author_mark: Mapped[str] = mapped_column(String(64), index=True)
    month: Mapped[str] = mapped_column(String(7), index=True)
    batch: Mapped[int | None] = mapped_column(index=True)
    cycle_id: Mapped[str | None] = mapped_column(ForeignKey("learning_cycle.id"), index=True)
    role: Mapped[str] = mapped_column(String(20), index=True)
    organisation: Mapped[str] = mapped_column(String(120), default="")
    prompt: Mapped[str] = mapped_column(String(40))
    words: Mapped[str] = mapped_column(String(1200))
    friction: Mapped[str] = mapped_column(String(700), default="")
    kind: Mapped[NoteKind | None] = mapped_column(String(20), index=True)
    principles: Mapped[list[Any]] = mapped_column(JSON, default=list)
    better_off: Mapped[Answer | None] = mapped_column(String(20))
    could_do: Mapped[Answer | None] = mapped_column(String(20))

    themes: Mapped[list["Theme"]] = relationship(secondary="note_theme", back_populates="notes")


class Theme(Base):
    """Notes that belong together (*thema*), named by the project team."""

    __tablename__ = "theme"
    __table_args__ = (UniqueConstraint("profile_id", "name"),)

    id: Mapped[Key]
    profile_id: Mapped[str] = mapped_column(ForeignKey("region_profile.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))

    notes: Mapped[list[LearningNote]] = relationship(secondary="note_theme", back_populates="themes")


class NoteTheme(Base):
    """A note in a theme."""

    __tablename__ = "note_theme"

    note_id: Mapped[str] = mapped_column(ForeignKey("learning_note.id"), primary_key=True)
    theme_id: Mapped[str] = mapped_column(ForeignKey("theme.id"), primary_key=True, index=True)


class LearningCycle(Base):
    """Three to four weeks around one learning question (*leercyclus*, *leerronde*)."""

    __tablename__ = "learning_cycle"
    __table_args__ = (
        UniqueConstraint("profile_id", "number"),
        CheckConstraint("ends_on > starts_on", name="ends_after_start"),
    )

    id: Mapped[Key]
    profile_id: Mapped[str] = mapped_column(ForeignKey("region_profile.id"), index=True)
    number: Mapped[int]
    question: Mapped[str] = mapped_column(String(300))
    method: Mapped[str] = mapped_column(String(40), default="free")
    we_try: Mapped[str] = mapped_column(String(1000), default="")
    teams: Mapped[str] = mapped_column(String(300), default="")
    we_look_at: Mapped[str] = mapped_column(String(500), default="")
    meaning: Mapped[str] = mapped_column(String(2000), default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    closed_at: Mapped[Moment | None]
    still_open: Mapped[bool] = mapped_column(default=False)
    next_id: Mapped[str | None] = mapped_column(ForeignKey("learning_cycle.id"), index=True)

    cards: Mapped[list["CycleCard"]] = relationship(back_populates="cycle", order_by="CycleCard.position")


class CycleCard(Base):
    """One card on the board of a cycle: what was seen, an insight, an experiment, what we keep, change, stop...

    A card that was written in a guided session lies on the table of that session until it is agreed; what was
    written in silence is its writer's alone until the leader reveals all (`revealed`). What it rests on in the log
    (`theme` or `evidence_of`) is kept with the number as it stood then: one that could be shown.
    """

    __tablename__ = "cycle_card"

    id: Mapped[Key]
    cycle_id: Mapped[str] = mapped_column(ForeignKey("learning_cycle.id"), index=True)
    column: Mapped[CardColumn] = mapped_column("board_column", String(20))
    words: Mapped[str] = mapped_column(String(500))
    source: Mapped[str] = mapped_column(String(200), default="")
    evidence: Mapped[str] = mapped_column(String(300), default="")
    holds_when: Mapped[str] = mapped_column(String(300), default="")
    owner: Mapped[str] = mapped_column(String(80), default="")
    until: Mapped[date | None]
    result: Mapped[str] = mapped_column(String(300), default="")
    theme_id: Mapped[str | None] = mapped_column(ForeignKey("theme.id"), index=True)
    evidence_of: Mapped[str] = mapped_column(String(140), default="")
    evidence_count: Mapped[int | None]
    revealed: Mapped[bool] = mapped_column(default=True)
    session_id: Mapped[str | None] = mapped_column(ForeignKey("guided_session.id"), index=True)
    pile: Mapped[str] = mapped_column(String(80), default="")
    carried_from_id: Mapped[str | None] = mapped_column(ForeignKey("cycle_card.id"), index=True)
    added_by_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    position: Mapped[float]
    removed_at: Mapped[Moment | None]

    cycle: Mapped[LearningCycle] = relationship(back_populates="cards")
    theme: Mapped[Theme | None] = relationship()
    session: Mapped["GuidedSession | None"] = relationship(back_populates="cards")
    carried_from: Mapped["CycleCard | None"] = relationship(remote_side="CycleCard.id")
    dots: Mapped[list["CardDot"]] = relationship()


class CardDot(Base):
    """Somebody's choice for a card (*stip*)."""

    __tablename__ = "card_dot"

    card_id: Mapped[str] = mapped_column(ForeignKey("cycle_card.id"), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), primary_key=True, index=True)


class GuidedSession(Base):
    """A session led step by step (*leertafel, spiegelgesprek...*): which template, which step, since when."""

    __tablename__ = "guided_session"

    id: Mapped[Key]
    cycle_id: Mapped[str] = mapped_column(ForeignKey("learning_cycle.id"), index=True)
    template: Mapped[str] = mapped_column(String(40))
    step: Mapped[int] = mapped_column(default=0)
    step_since: Mapped[Moment]
    closed_at: Mapped[Moment | None]
    led_by_id: Mapped[str] = mapped_column(ForeignKey("account.id"))

    cycle: Mapped[LearningCycle] = relationship()
    led_by: Mapped[Account] = relationship()
    cards: Mapped[list[CycleCard]] = relationship(back_populates="session", order_by=CycleCard.position)


class Obstacle(Base):
    """What professionals cannot solve themselves (*knelpunt*): it goes up with an owner and a date, and comes back."""

    __tablename__ = "obstacle"

    id: Mapped[Key]
    profile_id: Mapped[str] = mapped_column(ForeignKey("region_profile.id"), index=True)
    cycle_id: Mapped[str | None] = mapped_column(ForeignKey("learning_cycle.id"), index=True)
    note_id: Mapped[str | None] = mapped_column(ForeignKey("learning_note.id"), index=True)
    author_mark: Mapped[str] = mapped_column(String(64), default="", index=True)
    words: Mapped[str] = mapped_column(String(500))
    level: Mapped[ObstacleLevel] = mapped_column(String(20), default=ObstacleLevel.PROJECT)
    owner: Mapped[str] = mapped_column(String(80), default="")
    answer_before: Mapped[date | None]
    answer: Mapped[str] = mapped_column(String(1000), default="")
    answered_at: Mapped[Moment | None]
    pushed_back: Mapped[bool] = mapped_column(default=False)

    steps: Mapped[list["ObstacleStep"]] = relationship(order_by="ObstacleStep.at")


class ObstacleStep(Base):
    """One step of an obstacle on its way up or back."""

    __tablename__ = "obstacle_step"

    id: Mapped[Key]
    obstacle_id: Mapped[str] = mapped_column(ForeignKey("obstacle.id"), index=True)
    level: Mapped[ObstacleLevel] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(String(500), default="")
    at: Mapped[Moment]


class NoteOutcome(Base):
    """What was done with a note (*u vertelde, wij deden*): its author reads it on their own page."""

    __tablename__ = "note_outcome"

    id: Mapped[Key]
    note_id: Mapped[str] = mapped_column(ForeignKey("learning_note.id"), index=True)
    words: Mapped[str] = mapped_column(String(500))
    at: Mapped[Moment]


class Indicator(Base):
    """An indicator that is switched on: with a question, a user and the decision it feeds (MI-05)."""

    __tablename__ = "indicator"
    __table_args__ = (
        UniqueConstraint("profile_id", "key"),
        CheckConstraint(
            "length(question) > 0 AND length(used_by) > 0 AND length(decision) > 0", name="has_a_purpose"
        ),
    )

    id: Mapped[Key]
    profile_id: Mapped[str] = mapped_column(ForeignKey("region_profile.id"), index=True)
    key: Mapped[str] = mapped_column(String(40))
    question: Mapped[str] = mapped_column(String(300))
    used_by: Mapped[str] = mapped_column(String(200))
    decision: Mapped[str] = mapped_column(String(300))
    baseline: Mapped[float | None]
    baseline_on: Mapped[date | None]
    story: Mapped[str] = mapped_column(String(2000), default="")
    what_we_do: Mapped[str] = mapped_column(String(1000), default="")
    switched_off_at: Mapped[Moment | None]


class Measurement(Base):
    """One value, of one case in one month for one group of people: `value` of `answers`.

    It is shown only in a batch of enough families (`batch`; None while it waits), which never changes.
    """

    __tablename__ = "measurement"
    __table_args__ = (UniqueConstraint("profile_id", "key", "case_mark", "month", "group_of"),)

    id: Mapped[Key]
    profile_id: Mapped[str] = mapped_column(ForeignKey("region_profile.id"), index=True)
    key: Mapped[str] = mapped_column(String(40), index=True)
    case_mark: Mapped[str] = mapped_column(String(64))
    month: Mapped[str] = mapped_column(String(7))
    group_of: Mapped[str] = mapped_column(String(20), default="")
    value: Mapped[float]
    answers: Mapped[int] = mapped_column(default=1)
    batch: Mapped[int | None] = mapped_column(index=True)


class LessonCard(Base):
    """What worked, for whom, under which conditions, and what it took (*leskaart*)."""

    __tablename__ = "lesson_card"

    id: Mapped[Key]
    profile_id: Mapped[str] = mapped_column(ForeignKey("region_profile.id"), index=True)
    cycle_id: Mapped[str | None] = mapped_column(ForeignKey("learning_cycle.id"), index=True)
    title: Mapped[str] = mapped_column(String(120))
    what: Mapped[str] = mapped_column(String(1000))
    for_whom: Mapped[str] = mapped_column(String(500), default="")
    conditions: Mapped[str] = mapped_column(String(500), default="")
    what_it_took: Mapped[str] = mapped_column(String(500), default="")
    proof: Mapped[str] = mapped_column(String(500), default="")
    #: The region it came from and its key there; empty for a card of this region.
    origin: Mapped[str] = mapped_column(String(120), default="")
    origin_key: Mapped[str] = mapped_column(String(40), default="")
    version: Mapped[int] = mapped_column(default=0)
    published_at: Mapped[Moment | None]

    cycle: Mapped[LearningCycle | None] = relationship()
    themes: Mapped[list[Theme]] = relationship(secondary="lesson_theme", order_by=Theme.name)


class LessonTheme(Base):
    """A theme that a lesson card rests on."""

    __tablename__ = "lesson_theme"

    lesson_id: Mapped[str] = mapped_column(ForeignKey("lesson_card.id"), primary_key=True)
    theme_id: Mapped[str] = mapped_column(ForeignKey("theme.id"), primary_key=True, index=True)


class BoardReport(Base):
    """A report for the boards over a period: text blocks and the figures as they stood when it was made."""

    __tablename__ = "board_report"

    id: Mapped[Key]
    profile_id: Mapped[str] = mapped_column(ForeignKey("region_profile.id"), index=True)
    title: Mapped[str] = mapped_column(String(120))
    first_month: Mapped[str] = mapped_column(String(7))
    last_month: Mapped[str] = mapped_column(String(7))
    blocks: Mapped[list[Any]] = mapped_column(JSON, default=list)
    figures: Mapped[list[Any]] = mapped_column(JSON, default=list)
    made_at: Mapped[Moment]


class OwnTerm(Base):
    """How a region calls something (*zo noemen wij dat hier*), over the word list that comes with the program."""

    __tablename__ = "own_term"
    __table_args__ = (UniqueConstraint("profile_id", "term"),)

    id: Mapped[Key]
    profile_id: Mapped[str] = mapped_column(ForeignKey("region_profile.id"), index=True)
    term: Mapped[str] = mapped_column(String(80))
    plain: Mapped[str] = mapped_column(String(500))
    asked: Mapped[int] = mapped_column(default=0)


class DevelopmentHours(Base):
    """Time for learning, meeting and reflecting, apart from regular work (*ontwikkeluren*).

    `mark` is a keyed mark of account and occasion: the same occasion counts once, and no column leads to a case.
    """

    __tablename__ = "development_hours"

    id: Mapped[Key]
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    profile_id: Mapped[str] = mapped_column(ForeignKey("region_profile.id"), index=True)
    month: Mapped[str] = mapped_column(String(7), index=True)
    minutes: Mapped[int]
    kind: Mapped[HourKind] = mapped_column(String(40))
    action_line: Mapped[str] = mapped_column(String(40), default="")
    note: Mapped[str] = mapped_column(String(200), default="")
    mark: Mapped[str | None] = mapped_column(String(64), unique=True)
    at: Mapped[Moment]
