"""Shared text: plain words, and the log of change sets that made them.

`Text.words` always equals the log replayed up to `Text.version`; both are written in one transaction.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Key, Moment
from models.changesets import ChangeSet, narrow, wide
from models.enums import MAX_WORDS, SINGLE, TextKind
from models.errors.texts import TextFull
from models.people import Person
from models.sealed import Scope, Sealed, SealedData
from models.shields import Shield

if TYPE_CHECKING:
    from models.actions import Action
    from models.analysis import Section
    from models.factors import Factor
    from models.plans import Goal
    from models.statements import Statement


class Text(Base):
    """A text that several people write at the same time: the unit of co-editing and of rights.

    `fixed`: part of something that was decided; nobody writes in it until that is opened again.
    """

    __tablename__ = "text"

    id: Mapped[Key]
    case_id: Mapped[str] = mapped_column(ForeignKey("family_case.id"), index=True)
    kind: Mapped[TextKind] = mapped_column(String(20))
    owner_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"), index=True)
    shield_id: Mapped[str | None] = mapped_column(ForeignKey("shield.id"), index=True)
    epoch: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=0)
    words = Sealed[str]("")
    fixed: Mapped[bool] = mapped_column(default=False, server_default=false())

    owner: Mapped[Person | None] = relationship()
    shield: Mapped[Shield | None] = relationship()
    action: Mapped["Action | None"] = relationship(
        primaryjoin="or_(Action.text_id == Text.id, Action.seen_when_id == Text.id)",
        foreign_keys="[Action.text_id, Action.seen_when_id]",
        uselist=False,
        viewonly=True,
    )
    section: Mapped["Section | None"] = relationship(
        primaryjoin="Section.text_id == Text.id",
        foreign_keys="[Section.text_id]",
        uselist=False,
        viewonly=True,
    )
    statement: Mapped["Statement | None"] = relationship(
        primaryjoin="Statement.text_id == Text.id",
        foreign_keys="[Statement.text_id]",
        uselist=False,
        viewonly=True,
    )
    factor: Mapped["Factor | None"] = relationship(
        primaryjoin="Factor.text_id == Text.id", foreign_keys="[Factor.text_id]", uselist=False, viewonly=True
    )

    goal: Mapped["Goal | None"] = relationship(
        primaryjoin="or_(Goal.text_id == Text.id, Goal.seen_when_id == Text.id)",
        foreign_keys="[Goal.text_id, Goal.seen_when_id]",
        uselist=False,
        viewonly=True,
    )

    def locked_under(self) -> Scope:
        """Own words belong to a person, all others to the family."""
        return ("person", self.owner_id) if self.owner_id else ("case", self.case_id)

    @property
    def single(self) -> bool:
        """Whether it is one line."""
        return self.kind in SINGLE

    def grow(self, change: ChangeSet, author_id: str, client: str, seq: int, at: datetime) -> "Change":
        """Apply a change that already fits the newest version. Lengths are in UTF-16 units, as browsers count.

        Raises TextFull when the text would pass its limit, TextSurrogate when a border splits a character.
        """
        before = wide(self.words)
        change.check_borders(before)
        after = change.apply(before)
        if len(after) > MAX_WORDS[self.kind] and len(after) > len(before):
            raise TextFull(limit=MAX_WORDS[self.kind])
        self.words = narrow(after)
        self.version += 1
        return Change(
            text_id=self.id,
            version=self.version,
            author_id=author_id,
            client=client,
            seq=seq,
            changes=change.to_json(),
            at=at,
        )


class Change(Base):
    """One accepted change: `version` is the version it made. The two keys make a lost race or a resend harmless.

    `proposed_by_id`: whose wording it is, when the owner of the words took it over. `restores`: the version whose words
    it put back; these stay of who wrote them.
    """

    __tablename__ = "change"
    __table_args__ = (UniqueConstraint("text_id", "client", "seq"),)

    text_id: Mapped[str] = mapped_column(ForeignKey("text.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    client: Mapped[str] = mapped_column(String(40))
    seq: Mapped[int]
    changes = SealedData[Any]()
    at: Mapped[Moment]
    proposed_by_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    restores: Mapped[int | None]

    author: Mapped[Person] = relationship(foreign_keys=[author_id])
    proposed_by: Mapped[Person | None] = relationship(foreign_keys=[proposed_by_id])

    def locked_under(self) -> Scope:
        """That of the text."""
        return self.of(Text, self.text_id).locked_under()
