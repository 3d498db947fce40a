"""Organisations and the accounts of professionals. They stand apart from every case: nothing here refers to one."""

from sqlalchemy import BigInteger, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Key, Moment
from models.sealed import Scope, Sealed


class Organisation(Base):
    """An employer of professionals (*organisatie*)."""

    __tablename__ = "organisation"

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(String(120), unique=True)
    #: Whether its people prove in a second way who they are, each time they sign in (*tweede stap*).
    second_factor: Mapped[bool] = mapped_column(default=False)


class Account(Base):
    """A professional who signs in. The family never needs one."""

    __tablename__ = "account"

    id: Mapped[Key]
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    email: Mapped[str] = mapped_column(String(200), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    password_hash: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(5), default="nl")
    active: Mapped[bool] = mapped_column(default=True)

    organisation: Mapped[Organisation] = relationship()


class Authenticator(Base):
    """An app that shows an account another code every half minute (TOTP); confirmed by a first code.

    `last_step` is the half minute whose code was used last: no code is used twice, nor one of before it.
    """

    __tablename__ = "authenticator"

    id: Mapped[Key]
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), unique=True)
    secret = Sealed[str]()
    set_at: Mapped[Moment]
    last_step: Mapped[int]

    def locked_under(self) -> Scope:
        """A key of the account's own."""
        return "account", self.account_id


class RecoveryCode(Base):
    """One code on paper for a lost phone (*herstelcode*): shown once, used once, kept as a keyed fingerprint."""

    __tablename__ = "recovery_code"

    id: Mapped[Key]
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    used_at: Mapped[Moment | None]


class LinkedLogin(Base):
    """An account of the own organisation that somebody signs in with (OpenID Connect): `subject` at `issuer`."""

    __tablename__ = "linked_login"
    __table_args__ = (
        UniqueConstraint("issuer", "subject"),
        UniqueConstraint("account_id", "issuer"),
    )

    id: Mapped[Key]
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    issuer: Mapped[str] = mapped_column(String(200))
    subject: Mapped[str] = mapped_column(String(255))
    linked_at: Mapped[Moment]


class Passkey(Base):
    """The public half of a key on a device of an account; `asked_at`: when the last question it answered was drawn."""

    __tablename__ = "passkey"

    id: Mapped[Key]
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    credential: Mapped[str] = mapped_column(String(1400), unique=True)
    public_key: Mapped[bytes]
    sign_count: Mapped[int] = mapped_column(BigInteger)
    device: Mapped[str] = mapped_column(String(40))
    made_at: Mapped[Moment]
    asked_at: Mapped[Moment]
