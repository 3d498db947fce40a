"""Mail that waits (*uitgaande post*), and the links in it. No words: these are made when it is sent."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Key, Moment
from models.enums import MailKind, MailState
from models.sealed import Scope, Sealed


class Mail(Base):
    """One mail, from when it was asked for until it went; `to` is emptied then.

    `next_at`: when it is tried again; while it is being sent, until when that may take.
    """

    __tablename__ = "mail"

    id: Mapped[Key]
    kind: Mapped[MailKind] = mapped_column(String(20))
    to = Sealed[str]()
    state: Mapped[MailState] = mapped_column(String(10), default=MailState.WAITING)
    tries: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[Moment]
    next_at: Mapped[Moment] = mapped_column(index=True)

    def locked_under(self) -> Scope:
        """A key for all mail: whose address it is, is only looked up when it is sent."""
        return "house", "mail"


class PasswordLink(Base):
    """A link with which whoever reads the mail of an account chooses another password: the newest, once, shortly."""

    __tablename__ = "password_link"

    id: Mapped[Key]
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), unique=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    until: Mapped[Moment]
