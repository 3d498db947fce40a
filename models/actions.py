"""The action list (*actielijst*): who does what, by when, and how the table will see that it works."""

from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Key
from models.decisions import Decision
from models.enums import ActionState, NotDoneReason, WaitingReason
from models.factors import Factor
from models.people import Person
from models.plans import Goal
from models.sealed import Sealed
from models.shields import Shield
from models.texts import Text


class Action(Base):
    """One agreement (*actie*, on screen *afspraak*). It has exactly one owner, who may be of the family."""

    __tablename__ = "action"

    id: Mapped[Key]
    case_id: Mapped[str] = mapped_column(ForeignKey("family_case.id"), index=True)
    text_id: Mapped[str] = mapped_column(ForeignKey("text.id"), index=True)
    seen_when_id: Mapped[str] = mapped_column(ForeignKey("text.id"), index=True)
    owner_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"), index=True)
    phase: Mapped[str] = mapped_column(String(40))
    due: Mapped[date | None]
    state: Mapped[ActionState] = mapped_column(String(20), default=ActionState.PLANNED)
    taken_said = Sealed[str]("")
    position: Mapped[float]
    goal_id: Mapped[str | None] = mapped_column(ForeignKey("goal.id"), index=True)
    decision_id: Mapped[str | None] = mapped_column(ForeignKey("decision.id"), index=True)
    waiting_reason: Mapped[WaitingReason | None] = mapped_column(String(30))
    not_done_reason: Mapped[NotDoneReason | None] = mapped_column(String(30))
    bridge = Sealed[str]("")
    note = Sealed[str]("")
    shield_id: Mapped[str | None] = mapped_column(ForeignKey("shield.id"), index=True)
    added_by_id: Mapped[str] = mapped_column(ForeignKey("person.id"))

    text: Mapped[Text] = relationship(foreign_keys=[text_id])
    seen_when: Mapped[Text] = relationship(foreign_keys=[seen_when_id])
    owner: Mapped[Person | None] = relationship(foreign_keys=[owner_id])
    added_by: Mapped[Person] = relationship(foreign_keys=[added_by_id])
    shield: Mapped[Shield | None] = relationship()
    goal: Mapped[Goal | None] = relationship()
    decision: Mapped[Decision | None] = relationship()
    factors: Mapped[list[Factor]] = relationship(secondary="action_factor", order_by=Factor.position)
    partners: Mapped[list[Person]] = relationship(secondary="action_partner", order_by=Person.position)

    def said(self, **before: str) -> str:
        """What the owner says *ik doe dit* to: what happens, how that is seen, the day, who helps. A line for each.

        `before` are values of before a change, by name (`text`, `seen_when`, `due`, `partners`).
        """
        now = {
            "text": self.text.words,
            "seen_when": self.seen_when.words,
            "due": self.due.isoformat() if self.due else "",
            "partners": " ".join(sorted(one.id for one in self.partners)),
        }
        return "\n".join(" ".join(words.split()) for words in (now | before).values())

    @property
    def taken(self) -> bool:
        """Whether the owner said *ik doe dit* to what it says now; to other words they are asked again."""
        return self.taken_said != "" and self.taken_said == self.said()

    @property
    def taken_words(self) -> str:
        """The words somebody said yes to, as people read them."""
        return " · ".join(filter(None, self.taken_said.split("\n")[:3]))

    def give_to(self, person: Person | None) -> None:
        """Another owner has to say *ik doe dit* again: nobody is bound by someone else's yes."""
        if person is not self.owner:
            self.taken_said = ""
        self.owner, self.owner_id = person, person.id if person else None

    def take(self) -> None:
        """The owner says *ik doe dit*."""
        self.taken_said = self.said()


class ActionPartner(Base):
    """Somebody who helps with an action (*met wie*)."""

    __tablename__ = "action_partner"

    action_id: Mapped[str] = mapped_column(ForeignKey("action.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)


class ActionFactor(Base):
    """A factor an action works on (*pakt aan*)."""

    __tablename__ = "action_factor"

    action_id: Mapped[str] = mapped_column(ForeignKey("action.id"), primary_key=True)
    factor_id: Mapped[str] = mapped_column(ForeignKey("factor.id"), primary_key=True, index=True)
