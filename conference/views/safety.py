"""How safe it is now."""

from conference.views.look import Look


class Safety:
    """How safe it is now."""

    def __init__(self, look: Look) -> None:
        self._look = look

    def open_points(self) -> list[str]:
        """What the chair should know is still open before the meeting closes."""
        return []
