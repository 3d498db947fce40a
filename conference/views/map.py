"""Factors and the arrows between them."""

from conference.views.look import Look


class Map:
    """Factors and the arrows between them."""

    def __init__(self, look: Look) -> None:
        self._look = look

    def open_points(self) -> list[str]:
        """What the chair should know is still open before the meeting closes."""
        return []
