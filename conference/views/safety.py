"""How safe it is now."""

from conference.views.look import Look


class Safety:
    """How safe it is now."""

    def __init__(self, look: Look) -> None:
        self._look = look
