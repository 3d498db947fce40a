"""Decisions and who stands where."""

from conference.views.look import Look


class Decisions:
    """Decisions and who stands where."""

    def __init__(self, look: Look) -> None:
        self._look = look

    def open_points(self) -> list[str]:
        """What the chair should know is still open before the meeting closes."""
        return []
