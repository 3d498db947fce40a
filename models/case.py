"""The case of one family, and the regional way of working it follows."""

from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Key, Moment
from models.enums import Face, LegalFrame
from models.people import Person
from models.region import RegionProfile
from models.sealed import Scope, Sealed


class Case(Base):
    """Everything around one family (*zaak*). Its title is chosen with the family and holds no problem word.

    `legal_frame`: whether help is voluntary or comes with a measure, since when; `frame_words` says which, for whom.
    """

    __tablename__ = "family_case"

    id: Mapped[Key]
    profile_id: Mapped[str] = mapped_column(ForeignKey("region_profile.id"), index=True)
    title = Sealed[str]()
    municipality: Mapped[str] = mapped_column(String(120), default="")
    phase: Mapped[str] = mapped_column(String(40))
    summary = Sealed[str]("")
    opened_on: Mapped[date]
    legal_frame: Mapped[LegalFrame] = mapped_column(
        String(20), default=LegalFrame.NOT_SAID, server_default=LegalFrame.NOT_SAID.value
    )
    frame_since: Mapped[date | None]
    frame_words = Sealed[str]("")
    fixed_face_id: Mapped[str | None] = mapped_column(ForeignKey("person.id", use_alter=True), index=True)
    second_face_id: Mapped[str | None] = mapped_column(ForeignKey("person.id", use_alter=True), index=True)
    case_director_id: Mapped[str | None] = mapped_column(ForeignKey("person.id", use_alter=True), index=True)

    profile: Mapped[RegionProfile] = relationship()
    people: Mapped[list[Person]] = relationship(
        back_populates="case", foreign_keys=[Person.case_id], order_by=Person.position
    )

    @property
    def number(self) -> str:
        """How the privacy officer calls this family: it says nothing of it."""
        return f"G-{self.id[:6].upper()}"

    def locked_under(self) -> Scope:
        """The family itself."""
        return "case", self.id


class FaceChange(Base):
    """Somebody else stays with the family (*wissel van gezicht*): who, why, and when they met. Never taken back."""

    __tablename__ = "face_change"

    id: Mapped[Key]
    case_id: Mapped[str] = mapped_column(ForeignKey("family_case.id"), index=True)
    face: Mapped[Face] = mapped_column(String(20))
    before_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"), index=True)
    after_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"), index=True)
    reason = Sealed[str]()
    met_on: Mapped[date | None]
    by_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    at: Mapped[Moment]

    before: Mapped[Person | None] = relationship(foreign_keys=[before_id])
    after: Mapped[Person | None] = relationship(foreign_keys=[after_id])

    @property
    def is_loss(self) -> bool:
        """Whether somebody went: a face that comes beside another is no change for the family."""
        return self.before_id is not None and self.face != Face.DIRECTOR


class FrameChange(Base):
    """The step between voluntary and with a measure (*vrijwillig / met maatregel*): marked, and never taken back."""

    __tablename__ = "frame_change"

    id: Mapped[Key]
    case_id: Mapped[str] = mapped_column(ForeignKey("family_case.id"), index=True)
    frame: Mapped[LegalFrame] = mapped_column(String(20))
    since: Mapped[date | None]
    words = Sealed[str]("")
    by_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[Moment]

    by: Mapped[Person] = relationship(foreign_keys=[by_id])
