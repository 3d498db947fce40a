"""The door: invitations, phones without an account, and shared screens.

No secret is kept here in a readable form: links and cookies as SHA-256 of 128 and 256 random bits,
the six told digits as argon2id because they are few.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Key, Moment
from models.enums import Door, GoneReason, GuestState
from models.meeting import Meeting
from models.people import Person

MAX_TRIES = 5


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
    tries: Mapped[int] = mapped_column(default=0)

    meeting: Mapped[Meeting] = relationship()
    person: Mapped[Person] = relationship()

    def usable(self, at: datetime) -> bool:
        """Neither revoked nor past its end."""
        return self.revoked_at is None and at < self.ends_at

    @property
    def locked(self) -> bool:
        """Five wrong codes, counted over all codes of this link, lock it; a stranger without the link cannot."""
        return self.tries >= MAX_TRIES


class Guest(Base):
    """A phone or laptop without an account: first in the waiting room, then on a seat at the table."""

    __tablename__ = "guest"

    id: Mapped[Key]
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), index=True)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"), index=True)
    invitation_id: Mapped[str | None] = mapped_column(ForeignKey("invitation.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    state: Mapped[GuestState] = mapped_column(String(20), default=GuestState.WAITING)
    name: Mapped[str] = mapped_column(String(60))
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
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    started_at: Mapped[Moment | None]
    ended_at: Mapped[Moment | None]

    meeting: Mapped[Meeting] = relationship()
