"""Goals (*doelen*) and when a plan was last checked (domain paper 5.5). The words of a plan are sections."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Key, Moment
from models.enums import Attainment
from models.people import Person
from models.sealed import Sealed, SealedData
from models.shields import Shield
from models.texts import Text


class Goal(Base):
    """What has to be different in one phase, whose goal it is, and how everybody will see it."""

    __tablename__ = "goal"

    id: Mapped[Key]
    case_id: Mapped[str] = mapped_column(ForeignKey("family_case.id"), index=True)
    phase: Mapped[str] = mapped_column(String(40))
    text_id: Mapped[str] = mapped_column(ForeignKey("text.id"), index=True)
    seen_when_id: Mapped[str] = mapped_column(ForeignKey("text.id"), index=True)
    owner_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"), index=True)
    attainment: Mapped[Attainment | None] = mapped_column(String(20))
    attained_said = Sealed[str]("")
    position: Mapped[float]
    removed_at: Mapped[Moment | None]
    shield_id: Mapped[str | None] = mapped_column(ForeignKey("shield.id"), index=True)
    added_by_id: Mapped[str] = mapped_column(ForeignKey("person.id"))

    text: Mapped[Text] = relationship(foreign_keys=[text_id])
    seen_when: Mapped[Text] = relationship(foreign_keys=[seen_when_id])
    owner: Mapped[Person | None] = relationship(foreign_keys=[owner_id])
    added_by: Mapped[Person] = relationship(foreign_keys=[added_by_id])
    shield: Mapped[Shield | None] = relationship()

    def said(self, **before: str) -> str:
        """What its owner says *gehaald* or not to: the goal, and how it is seen. `before`: words of before a change."""
        now = {"text": self.text.words, "seen_when": self.seen_when.words}
        return "\n".join(" ".join(words.split()) for words in (now | before).values())

    @property
    def attained_fits(self) -> bool:
        """Whether what was said of it is about the goal as it stands now."""
        return self.attainment is not None and self.attained_said == self.said()

    @property
    def attained_words(self) -> str:
        """The words that was said of, as people read them."""
        return " · ".join(filter(None, self.attained_said.split("\n")))


class PlanCheck(Base):
    """The table looked at the plan of a phase together and says it still holds (*laatst nagekeken*).

    `said` is the plan as it stood then: `[thing, words]` for each goal and text of it that was everybody's. None is a
    check of before this was kept.
    """

    __tablename__ = "plan_check"

    id: Mapped[Key]
    case_id: Mapped[str] = mapped_column(ForeignKey("family_case.id"), index=True)
    phase: Mapped[str] = mapped_column(String(40))
    meeting_id: Mapped[str | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    by_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    at: Mapped[Moment]
    said = SealedData[list[list[str]] | None](None, nullable=True)

    by: Mapped[Person] = relationship()
