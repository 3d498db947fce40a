"""Statements and the answers to them."""

from conference.views.look import Look


class Facts:
    """Statements and the answers to them."""

    def __init__(self, look: Look) -> None:
        self._look = look
