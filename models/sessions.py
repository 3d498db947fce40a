"""Sessions: every browser that is in, with what proves it. Nothing here refers to a case, a person or words."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Key, Moment
from models.enums import SessionKind


class DeviceSession(Base):
    """One browser that is in (*sessie*): signed in, in a waiting room, on a seat, or a shared screen.

    `of_id` is the account, guest or screen it is of. The cookie holds id, generation and secret; of the secret only
    hashes are kept: of the present one, of the next (offered, not yet seen), and of the last. `device` says kind and
    browser as codes, `device_key` is the public half of a key that never leaves that browser.
    """

    __tablename__ = "session"
    __table_args__ = (Index("ix_session_kind_of_id", "kind", "of_id"),)

    id: Mapped[Key]
    kind: Mapped[SessionKind] = mapped_column(String(10))
    of_id: Mapped[str] = mapped_column(String(16))
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    next_hash: Mapped[str | None] = mapped_column(String(64))
    last_hash: Mapped[str | None] = mapped_column(String(64))
    generation: Mapped[int] = mapped_column(default=0)
    rotated_at: Mapped[Moment]
    device: Mapped[str] = mapped_column(String(40), default="")
    device_key: Mapped[str | None] = mapped_column(String(200))
    method: Mapped[str] = mapped_column(String(20), default="")
    started_at: Mapped[Moment]
    seen_at: Mapped[Moment]
    idle_until: Mapped[Moment]
    ends_at: Mapped[Moment]
    step_up_at: Mapped[Moment | None]
    ended_at: Mapped[Moment | None] = mapped_column(index=True)
    ended_why: Mapped[str | None] = mapped_column(String(20))

    def live(self, at: datetime) -> bool:
        """Whether it means something: not ended, not idle too long, not at its last moment."""
        return self.ended_at is None and at < self.until

    @property
    def until(self) -> datetime:
        """When it ends if nothing more is heard of it."""
        return min(self.idle_until, self.ends_at)

    def end(self, why: str, at: datetime) -> None:
        """End it for good; the first reason stays."""
        if self.ended_at is None:
            self.ended_at, self.ended_why = at, why
