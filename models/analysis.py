"""The explanatory analysis (*verklarende analyse*) as a row of texts, one or more for each section."""

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Key
from models.texts import Text


class Section(Base):
    """One block of the analysis. `key` names the section in the region profile (domain paper 5.4).

    A section of own words holds one block for each family member; all others hold exactly one block.
    """

    __tablename__ = "section"
    __table_args__ = (UniqueConstraint("text_id"),)

    id: Mapped[Key]
    case_id: Mapped[str] = mapped_column(ForeignKey("family_case.id"), index=True)
    key: Mapped[str] = mapped_column(String(40))
    position: Mapped[int]
    text_id: Mapped[str] = mapped_column(ForeignKey("text.id"))

    text: Mapped[Text] = relationship()

    @property
    def shield_id(self) -> str | None:
        """A section is shielded by its text."""
        return self.text.shield_id
