"""Writes looks into the log beside the deeds: one thread for each process, a commit each 10 ms or 200 rows.

A page does not wait for it. What is for named people, a report and whatever is taken along does (`wait`): its row is
committed before a byte leaves, and without a row there is no byte (`LogDown`); all else goes on.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import insert

from conference.core.database import Database
from models.errors.base import LogDown, NotNow
from models.log import LogEntry

log = logging.getLogger(__name__)
GATHER = 0.01  # seconds in which rows come together
TOGETHER = 200  # rows in one commit
MOST = 5_000  # rows that wait at most
PATIENCE = 3.0  # seconds that a look waits for its row
IDLE = 2.0  # seconds after which the thread ends; the next row starts another
AGAIN = 0.5  # seconds until rows that could not be written are tried again
TRIES = 20  # times
#: How long it waits for its turn among the writers of this process; then the database decides.
TURN = 0.05

Row = dict[str, Any]


@dataclass(eq=False)
class _Waiting:
    """Rows of one look. `done` when they are committed or will not be."""

    rows: Sequence[Row]
    sensitive: bool
    written: bool = False
    tries: int = 0
    done: threading.Event = field(default_factory=threading.Event)


class LookLog:
    """The looks of one process. Safe to use from any thread."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._change = threading.Condition()
        self._waiting: deque[_Waiting] = deque()
        self._thread: threading.Thread | None = None
        self._busy = self._full = False

    def put(self, rows: Sequence[Row], *, wait: bool = False) -> None:
        """Write rows (the columns of `LogEntry`). `wait`: not before they are committed. Raises LogDown."""
        if not rows:
            return
        one = _Waiting(rows, wait)
        with self._change:
            if sum(len(other.rows) for other in self._waiting) >= MOST:
                log.error("the log of looks is full")
                if wait:
                    raise LogDown
                return
            self._waiting.append(one)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="looks", daemon=True)
                self._thread.start()
            self._change.notify_all()
        if wait and not (one.done.wait(PATIENCE) and one.written):
            raise LogDown

    def settle(self, patience: float = 10.0) -> bool:
        """Wait until everything that was put is written. Returns whether it is."""
        with self._change:
            return self._change.wait_for(lambda: not self._waiting and not self._busy, patience)

    def _run(self) -> None:
        while True:
            with self._change:
                if not self._change.wait_for(lambda: bool(self._waiting), IDLE):
                    self._thread = None
                    return
            time.sleep(GATHER)
            self._write(self._taken())

    def _taken(self) -> list[_Waiting]:
        with self._change:
            self._busy = True
            taken, count = [], 0
            while self._waiting and count < TOGETHER:
                taken.append(self._waiting.popleft())
                count += len(taken[-1].rows)
            return taken

    def _write(self, taken: list[_Waiting]) -> None:
        """Together; what cannot be written together is tried one by one, so that one cannot hold up the others."""
        failed: list[_Waiting] = []
        if not self._committed(taken):
            failed = [one for one in taken if len(taken) == 1 or not self._committed([one])]
        with self._change:
            for one in reversed(taken):
                one.written = one not in failed
                one.tries += 0 if self._full else 1
                if one in failed and not one.sensitive and one.tries < TRIES:
                    self._waiting.appendleft(one)
                one.done.set()
            self._busy = False
            self._change.notify_all()
        if failed:
            time.sleep(AGAIN)

    def _committed(self, looks: list[_Waiting]) -> bool:
        try:
            with self._database.work(TURN) as work:
                work.session.execute(insert(LogEntry), [row for one in looks for row in one.rows])
        except NotNow:  # it says so itself, loudly; what waits for room is not given up
            self._full = True
            return False
        except Exception:
            log.exception("writing %s looks failed", len(looks))
            return False
        self._full = False
        return True
