"""Keeps the log sealed while the program runs, and looks whether it still is what was sealed."""

import logging
import threading
import time
from datetime import date, datetime

from sqlalchemy.orm import Session

from conference.core import seals
from conference.core.heads import Heads, HeadsWrong
from conference.core.runtime import Runtime
from models.log import LogEntry

log = logging.getLogger(__name__)
BEAT = 5.0  # seconds between two seals: what came after the last one is not vouched for yet
PATIENCE = 10.0  # seconds in which the last seal is made when the program ends
WHOLE = 3600.0  # seconds between two looks through the whole log for a row without a leaf
#: What the log keeps of each look through everything.
VERIFIED = "log.verify"
NIGHT = 3  # the hour (UTC) after which everything is verified once a day


class LogBroken(Exception):
    """The log is not what was sealed; the message says what to do."""

    def __init__(self, why: object) -> None:
        self.why = why
        super().__init__(
            f"The log is not as it was sealed: {why}.\n"
            "Do not run this database. Keep a copy of it and tell the privacy officer; then restore the last backup in "
            "which `log verify` finds nothing.\n"
            "Was a backup restored, or the database made anew on purpose? Then put its file of heads aside "
            "(RONDOM_LOG_HEADS, or beside the database: *.heads): the next start begins another one."
        )


def require_whole(house: Runtime, *, everything: bool = False) -> None:
    """Raise LogBroken when the newest sealed day, or everything, does not verify."""
    with house.database.read() as session:
        require_whole_in(session, Heads.of(house.settings, house.keys), everything=everything)


def require_whole_in(session: Session, heads: Heads, *, everything: bool = False) -> None:
    """The same in a session that is open."""
    fault = seals.first_fault(session, None if everything else seals.newest_day(session))
    if fault is not None:
        raise LogBroken(fault)
    try:
        heads.check(session)
    except HeadsWrong as wrong:
        raise LogBroken(wrong) from wrong


def verify(house: Runtime) -> None:
    """Look through everything, and keep in the log when that was and what came of it. Raises LogBroken."""
    outcome = "broken"
    try:
        require_whole(house, everything=True)
        outcome = "ok"
    finally:
        with house.database.work() as work:
            work.session.add(
                LogEntry(
                    case_id=None, at=house.clock(), actor="house", deed=VERIFIED, thing="", outcome=outcome
                )
            )


def seal_all(house: Runtime, *, whole: bool = False) -> int:
    """Seal every row that waits, and write the head of each day that is over. Returns how many seals were made."""
    made = 0
    while _waiting(house, whole):
        with house.database.work() as work:
            if seals.seal(work.session, house.clock(), whole=whole) is None:
                break  # another process is at it
            made += 1
    return made


def _waiting(house: Runtime, whole: bool) -> bool:
    with house.database.read() as session:
        return seals.waiting(session, whole=whole)


class Watch:
    """Seals every few seconds in a thread of its own, and verifies everything at night. `with Watch(house):`"""

    def __init__(self, house: Runtime) -> None:
        self._house = house
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="log-seals", daemon=True)
        self._heads = Heads.of(house.settings, house.keys)
        self._whole_at = 0.0
        self._headed: date | None = None
        self._verified: date = house.clock().date()

    def start(self) -> "Watch":
        """Begin."""
        self._thread.start()
        return self

    __enter__ = start

    def __exit__(self, *fault: object) -> None:
        """End, after a last seal."""
        self._over.set()
        self._thread.join(PATIENCE)

    def _run(self) -> None:
        over = False
        while not over:
            over = self._over.wait(BEAT)
            try:
                self.beat()
            except Exception:
                log.exception("sealing the log failed")

    def beat(self) -> None:
        """One beat: seal what waits; once a day a head, and a look at everything."""
        whole = time.monotonic() >= self._whole_at
        if whole:
            self._whole_at = time.monotonic() + WHOLE
        seal_all(self._house, whole=whole)
        now = self._house.clock()
        if self._headed != now.date():
            with self._house.database.read() as session:
                self._heads.write_due(session, now)
            self._headed = now.date()
        self._at_night(now)

    def _at_night(self, now: datetime) -> None:
        if now.date() > self._verified and now.hour >= NIGHT:
            try:
                verify(self._house)
            except LogBroken as broken:
                log.critical("%s", broken)
            self._verified = now.date()  # what could not be looked through is tried at the next beat
