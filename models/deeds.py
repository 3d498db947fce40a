"""How many deeds were done: what was looked up before the last of them may not hold any more."""

import zlib

from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base

#: The row for what is of no one family: it counts for all of them.
EVERYWHERE = 0
#: Families share so many rows: a family has no row of its own that would tell of it, and nothing is left when it goes.
SHARED = 255


class DeedCount(Base):
    """A count that goes up with every deed but plain typing, in the transaction of the deed."""

    __tablename__ = "deed_count"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    deeds: Mapped[int] = mapped_column(default=0)


def row_of(case_id: str) -> int:
    """The row in which the deeds of a family are counted."""
    return 1 + zlib.crc32(case_id.encode()) % SHARED
