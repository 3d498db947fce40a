"""The door: invitations, phones without an account, and shared screens.

No secret is kept here in a readable form: links as SHA-256 of 128 random bits, the six told digits as argon2id
because they are few. What a browser shows stands in `models.sessions`.
"""

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Key, Moment
from models.enums import Door, GoneReason, GuestState
from models.meeting import Meeting
from models.people import Person
from models.sealed import Scope, Sealed

#: How often one may be wrong at a link before it waits, and how long it waits after each further time.
FREE_TRIES = 5
WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1))


class Invitation(Base):
    """A personal link from home (*persoonlijke link*). It opens with six digits that are told, not sent."""

    __tablename__ = "invitation"

    id: Mapped[Key]
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[Moment]
    ends_at: Mapped[Moment]
    revoked_at: Mapped[Moment | None]
    code_hash: Mapped[str | None] = mapped_column(String(200))
    code_ends_at: Mapped[Moment | None]

    meeting: Mapped[Meeting] = relationship()
    person: Mapped[Person] = relationship()

    def usable(self, at: datetime) -> bool:
        """Neither revoked nor past its end."""
        return self.revoked_at is None and at < self.ends_at


class DoorTry(Base):
    """How often somebody tried these letters since it last went well, whether or not there is such a link.

    `letters` is a keyed hash: of what strangers make up nothing is kept that says anything.
    """

    __tablename__ = "door_try"

    letters: Mapped[str] = mapped_column(String(64), primary_key=True)
    tried: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[Moment] = mapped_column(index=True)

    def waits(self, at: datetime) -> bool:
        """Whether nothing is taken at this link now: after five tries a minute, then longer each time."""
        over = self.tried - FREE_TRIES
        return over >= 0 and at < self.last_at + WAITS[min(over, len(WAITS) - 1)]


class Guest(Base):
    """A phone or laptop without an account: first in the waiting room, then on a seat at the table."""

    __tablename__ = "guest"

    id: Mapped[Key]
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), index=True)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"), index=True)
    invitation_id: Mapped[str | None] = mapped_column(ForeignKey("invitation.id"), index=True)
    state: Mapped[GuestState] = mapped_column(String(20), default=GuestState.WAITING)
    name = Sealed[str]()
    door: Mapped[Door] = mapped_column(String(10))
    device: Mapped[str] = mapped_column(String(20), default="phone")
    language: Mapped[str] = mapped_column(String(5), default="nl")
    match: Mapped[str] = mapped_column(String(2))
    asked_at: Mapped[Moment]
    seated_at: Mapped[Moment | None]
    ends_at: Mapped[Moment]
    gone_at: Mapped[Moment | None]
    gone_reason: Mapped[GoneReason | None] = mapped_column(String(20))

    meeting: Mapped[Meeting] = relationship()
    person: Mapped[Person | None] = relationship()

    def locked_under(self) -> Scope:
        """That of the meeting: who waits is nobody yet."""
        return self.of(Meeting, self.meeting_id).locked_under()

    def sit(self, person: Person, at: datetime) -> None:
        """Admit this phone to a seat."""
        self.state, self.person, self.seated_at = GuestState.SEATED, person, at

    def leave(self, reason: GoneReason, at: datetime) -> None:
        """End it for good: this phone has to knock again."""
        self.state, self.gone_at, self.gone_reason = GuestState.GONE, at, reason


class Screen(Base):
    """A shared screen (*groot scherm*): a viewer of its own with the lowest rights."""

    __tablename__ = "screen"

    id: Mapped[Key]
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), index=True)
    code_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    code_ends_at: Mapped[Moment]
    started_at: Mapped[Moment | None]
    ended_at: Mapped[Moment | None]

    meeting: Mapped[Meeting] = relationship()
