"""A second line on one seat: it waits until the first says whether this is the same phone (J06).

A page that is opened anew, or another tab, has the same browser: it told its other pages so itself (`tab`), and the
first page says it heard. A first line that is dead does not answer, and goes. Else the human at the first line is
asked, the chair sees *tweede toestel*, and the second line is refused until somebody said yes.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from realtime.connections import Connection

#: How long a yes holds: long enough for a line that tries again and again, more and more slowly.
YES_HOLDS = timedelta(minutes=5)


class Verdict(StrEnum):
    """What the first line says of the second."""

    SAME = "same"
    OTHER = "other"
    SILENT = "silent"


@dataclass(eq=False)
class Question:
    """One question to a first line about one second line, until it answers or is gone."""

    first: str
    tab: str
    answered: threading.Event = field(default_factory=threading.Event)
    verdict: Verdict = Verdict.SILENT

    def answer(self, verdict: Verdict) -> None:
        """What the first line says; the first word counts."""
        if not self.answered.is_set():
            self.verdict = verdict
            self.answered.set()


class SecondLines:
    """The open questions of this process, safe to ask from any thread. `patience`: seconds for a line to answer."""

    def __init__(self, patience: float) -> None:
        self._patience = patience
        self._lock = threading.Lock()
        self._open: set[Question] = set()
        self._yes: dict[str, datetime] = {}

    def ask(self, first: Connection, tab: str, tell: Callable[[], None]) -> Verdict:
        """Ask a line about a second one, and wait for its answer. Several may wait: none takes the place of another,
        else two at once would make an honest first line look as if it were dead."""
        question = Question(first.sid, tab)
        with self._lock:
            self._open.add(question)
        tell()
        question.answered.wait(self._patience)
        with self._lock:
            self._open.discard(question)
        return question.verdict

    def answer(self, sid: str, tab: str, verdict: Verdict) -> bool:
        """What a first line says of this tab. Returns whether it was asked that."""
        with self._lock:
            asked = [one for one in self._open if (one.first, one.tab) == (sid, tab)]
        for question in asked:
            question.answer(verdict)
        return bool(asked)

    def left(self, sid: str) -> None:
        """A line is gone: whoever waited for it waits no longer."""
        with self._lock:
            asked = [one for one in self._open if one.first == sid]
        for question in asked:
            question.answer(Verdict.SILENT)

    def allow(self, session_id: str, until: datetime) -> None:
        """Somebody said that both are theirs."""
        with self._lock:
            self._yes[session_id] = until

    def allowed(self, session_id: str, at: datetime) -> bool:
        """Whether somebody said so a moment ago."""
        with self._lock:
            self._yes = {key: until for key, until in self._yes.items() if at < until}
            return session_id in self._yes
