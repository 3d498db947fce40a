"""Goals and plans, phase by phase."""

from conference.views.look import Look


class Plan:
    """Goals and plans, phase by phase."""

    def __init__(self, look: Look) -> None:
        self._look = look
