"""The regional way of working (*regioprofiel*)."""

from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Key


class RegionProfile(Base):
    """The words and steps of one region (*regioprofiel*); `settings` follows `conference.region.profile.Profile`."""

    __tablename__ = "region_profile"

    id: Mapped[Key]
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    settings: Mapped[dict[str, Any]] = mapped_column(JSON)
