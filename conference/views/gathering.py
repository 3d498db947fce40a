"""The meeting as a whole: opening, questions, added expertise, check-out."""

from conference.views.look import Look


class Gathering:
    """The meeting as a whole: opening, questions, added expertise, check-out."""

    def __init__(self, look: Look) -> None:
        self._look = look
