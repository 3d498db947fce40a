"""The report of a meeting (*verslag*): one source; the family sees it first."""

from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Key, Moment, Personal
from models.enums import ReportState
from models.people import Person
from models.sealed import Scope, Sealed, SealedData


class Report(Base):
    """What the table made, as it stood when the meeting closed. `content` follows `conference.report`.

    Each item in `content` says who may see it; a reader gets only those. `digest` is of the whole, once frozen.
    """

    __tablename__ = "report"

    id: Mapped[Key]
    case_id: Mapped[str] = mapped_column(ForeignKey("family_case.id"), index=True)
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), unique=True)
    state: Mapped[ReportState] = mapped_column(String(20), default=ReportState.FAMILY_FIRST)
    content = SealedData[dict[str, Any]]()
    made_at: Mapped[Moment]
    shared_at: Mapped[Moment | None]
    window_until: Mapped[Moment | None]
    frozen_at: Mapped[Moment | None]
    digest: Mapped[str] = mapped_column(String(64), default="")

    corrections: Mapped[list["Correction"]] = relationship(back_populates="report", order_by="Correction.at")
    reopenings: Mapped[list["Reopening"]] = relationship(order_by="Reopening.at")


class Correction(Personal, Base):
    """What somebody who was there adds beside the original (*aanvulling of correctie*). `item` names the place."""

    __tablename__ = "correction"

    id: Mapped[Key]
    report_id: Mapped[str] = mapped_column(ForeignKey("report.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    item: Mapped[str] = mapped_column(String(60), default="")
    words = Sealed[str]()
    at: Mapped[Moment]

    report: Mapped[Report] = relationship(back_populates="corrections")
    person: Mapped[Person] = relationship()


class Reopening(Base):
    """A frozen report was opened again: by whom, why, and the fingerprint it had."""

    __tablename__ = "reopening"

    id: Mapped[Key]
    report_id: Mapped[str] = mapped_column(ForeignKey("report.id"), index=True)
    by_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    why = Sealed[str]()
    digest: Mapped[str] = mapped_column(String(64))
    at: Mapped[Moment]

    by: Mapped[Person] = relationship()

    def locked_under(self) -> Scope:
        """That of the report."""
        return self.of(Report, self.report_id).locked_under()
