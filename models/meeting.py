"""A meeting (*overleg*), its parts, who is invited and who wants to say something."""

from datetime import datetime, timedelta

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Key, Moment
from models.case import Case
from models.enums import LIVE, MeetingState
from models.errors.meeting import MeetingCancelled, MeetingClosed, MeetingNotOpen, MeetingStarted
from models.people import Person
from models.sealed import Scope, Sealed


class Meeting(Base):
    """One meeting about one case. State moves through verbs only; `state` is never assigned from outside.

    `focus` names what stands alone on the shared screen: `section:ID`, `statement:ID`..., or is empty.
    """

    __tablename__ = "meeting"
    __table_args__ = (CheckConstraint("minutes BETWEEN 5 AND 480", name="minutes_possible"),)

    id: Mapped[Key]
    case_id: Mapped[str] = mapped_column(ForeignKey("family_case.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    starts_at: Mapped[Moment]
    minutes: Mapped[int]
    place = Sealed[str]("")
    chair_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    state: Mapped[MeetingState] = mapped_column(String(20), default=MeetingState.PREPARED)
    opened_at: Mapped[Moment | None]
    paused_at: Mapped[Moment | None]
    paused_by_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[Moment | None]
    part_id: Mapped[str | None] = mapped_column(ForeignKey("part.id", use_alter=True), index=True)
    part_since: Mapped[Moment | None]
    focus: Mapped[str] = mapped_column(String(60), default="")
    code_hash: Mapped[str | None] = mapped_column(String(64), index=True)
    code_turn: Mapped[int] = mapped_column(default=0)
    join_shown: Mapped[bool] = mapped_column(default=True)

    case: Mapped[Case] = relationship()
    chair: Mapped[Person] = relationship(foreign_keys=[chair_id])
    paused_by: Mapped[Person | None] = relationship(foreign_keys=[paused_by_id])
    parts: Mapped[list["Part"]] = relationship(
        back_populates="meeting", foreign_keys="Part.meeting_id", order_by="Part.position"
    )
    part: Mapped["Part | None"] = relationship(foreign_keys=[part_id], post_update=True)
    invited: Mapped[list[Person]] = relationship(secondary="invitee", order_by=Person.position)
    passed_over: Mapped[list["PassedOver"]] = relationship(
        order_by="PassedOver.at, PassedOver.key", viewonly=True
    )
    why_no_family = Sealed[str]("")
    why_cancelled = Sealed[str | None](None, nullable=True)

    def open(self, at: datetime) -> None:
        """Start, at the first part. Opening an open meeting changes nothing: two people may press at once."""
        self.refuse_if_over()
        if self.state in LIVE:
            return
        self.state, self.opened_at = MeetingState.OPEN, at
        if self.parts:
            self.move_to(self.parts[0], at)

    def move_to(self, part: "Part", at: datetime) -> None:
        """Bring the whole table to another part. Moving to where the table already is keeps the clock."""
        self.require_live()
        if part.id == self.part_id:
            return
        self._begin(part, at)
        part.turns = part.turns or 1

    def repeat(self, part: "Part", why: str, at: datetime) -> None:
        """Do a part once more, with a reason; its clock starts anew, also when the table is there already."""
        self.require_live()
        part.turns, part.again_why = (part.turns or 1) + 1, why
        self._begin(part, at)

    def skip(self, part: "Part", why: str, at: datetime) -> None:
        """Leave a part out, with a reason. A table that is there goes on to the next part that is not left out."""
        self.require_live()
        part.skipped_why = why
        rest = [one for one in self.parts if one.position > part.position and not one.skipped_why]
        if part.id == self.part_id and rest:
            self.move_to(rest[0], at)

    def pause(self, by: Person, at: datetime) -> None:
        """Anyone may ask for rest, without a reason."""
        self.require_live()
        if self.state == MeetingState.OPEN:
            self.state, self.paused_at, self.paused_by = MeetingState.PAUSED, at, by

    def resume(self, at: datetime) -> None:
        """Go on; the clock of the part did not run during the pause."""
        self.refuse_if_over()
        if self.state != MeetingState.PAUSED:
            return
        if self.part_since is not None and self.paused_at is not None:
            self.part_since += at - max(self.paused_at, self.part_since)  # the table may have moved meanwhile
        self.state, self.paused_at, self.paused_by = MeetingState.OPEN, None, None

    def close(self, at: datetime) -> None:
        """End it for everybody. The code at the door dies with it."""
        self.refuse_if_over()
        self.state, self.closed_at = MeetingState.CLOSED, at
        self.paused_at, self.paused_by = None, None
        self.code_hash, self.join_shown = None, False

    def cancel(self, why: str, at: datetime) -> None:
        """It does not take place (*afgezegd*). Only before it began; everything that was prepared stays readable."""
        self.require_prepared()
        self.state, self.closed_at, self.why_cancelled = MeetingState.CANCELLED, at, why
        self.code_hash, self.join_shown = None, False

    def part_ends_at(self) -> datetime | None:
        """When the minutes of the present part are over."""
        if self.part is None or self.part_since is None:
            return None
        return self.part_since + timedelta(minutes=self.part.minutes)

    def _begin(self, part: "Part", at: datetime) -> None:
        self.part, self.part_id, self.part_since = part, part.id, at
        self.focus = ""
        part.visited, part.skipped_why = True, ""

    def refuse_if_over(self) -> None:
        """Raise MeetingClosed or MeetingCancelled when nothing more happens at this table."""
        if self.state == MeetingState.CLOSED:
            raise MeetingClosed
        if self.state == MeetingState.CANCELLED:
            raise MeetingCancelled

    def require_prepared(self) -> None:
        """Raise MeetingClosed, MeetingCancelled or MeetingStarted unless the plan can still change."""
        self.refuse_if_over()
        if self.state in LIVE:
            raise MeetingStarted

    def require_live(self) -> None:
        """Raise a MeetingClosed or MeetingNotOpen unless the table is at work (a pause counts as at work)."""
        self.refuse_if_over()
        if self.state not in LIVE:
            raise MeetingNotOpen


class Part(Base):
    """One step of a meeting (*onderdeel*); `key` names it in the region profile.

    `turns` counts how often the table set out on it; `again_why` says why once more, `skipped_why` why not at all.
    """

    __tablename__ = "part"
    __table_args__ = (CheckConstraint("minutes BETWEEN 1 AND 240", name="minutes_possible"),)

    id: Mapped[Key]
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), index=True)
    key: Mapped[str] = mapped_column(String(40))
    minutes: Mapped[int]
    position: Mapped[int]
    visited: Mapped[bool] = mapped_column(default=False)
    turns: Mapped[int] = mapped_column(default=0)
    skipped_why = Sealed[str]("")
    again_why = Sealed[str]("")

    meeting: Mapped[Meeting] = relationship(back_populates="parts", foreign_keys=[meeting_id])

    def locked_under(self) -> Scope:
        """That of the meeting."""
        return self.of(Meeting, self.meeting_id).locked_under()


class PassedOver(Base):
    """Something that was asked before closing and was passed over, with the reason (*overgeslagen*).

    `key` is how the profile names it, `people` are ids of those it lacked of. Never changed: the family reads it.
    """

    __tablename__ = "passed_over"

    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    people: Mapped[list[str]] = mapped_column(JSON)
    why = Sealed[str]()
    by_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[Moment]

    def locked_under(self) -> Scope:
        """That of the meeting."""
        return self.of(Meeting, self.meeting_id).locked_under()


class Invitee(Base):
    """Somebody who is asked to come to this meeting; `in_room` when they sit there without a device."""

    __tablename__ = "invitee"

    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    in_room: Mapped[bool] = mapped_column(default=False, server_default=false())


class Hand(Base):
    """Somebody who wants to say something (*wil iets zeggen*). One hand a person."""

    __tablename__ = "hand"
    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)

    id: Mapped[Key]
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    raised_at: Mapped[Moment]
    called_at: Mapped[Moment | None]

    person: Mapped[Person] = relationship()


def turn_order(hands: list[Hand]) -> list[Hand]:
    """Who is speaking, then the family, then the others; each group in the order of asking (*gezin gaat voor*)."""
    return sorted(hands, key=lambda hand: (hand.called_at is None, not hand.person.in_family, hand.raised_at))
