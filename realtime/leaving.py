"""How the program goes when it is asked to (SIGTERM) while people sit at their tables: an update in a meeting (R18).

Nothing new begins, everybody is told, what was begun is committed and answered, the lines are closed, and the process
is gone within five seconds. Who was told keeps what they typed, comes back by themselves and sends it; a change that
was committed and not answered is sent again and answered as before, so nothing is lost and nothing doubled.
"""

import logging
import os
import queue
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

log = logging.getLogger(__name__)
#: Seconds for what was begun; for its answers to go out; for the other sides to say goodbye; for the last log rows.
FINISH_WITHIN, ANSWERS, GOODBYES, ROWS = 2.0, 0.1, 0.8, 0.5
#: Seconds after which it ends whatever holds it. More than all of these together, and below the five that are promised.
GONE_WITHIN = 4.0
STEP = 0.02


class Deeds:
    """What is being done now. Once closed, nothing begins any more. Safe to ask from any thread."""

    def __init__(self) -> None:
        self._change = threading.Condition()
        self._count = 0
        self._closed = False

    @property
    def closed(self) -> bool:
        """Whether the program is leaving."""
        return self._closed

    def begin(self) -> bool:
        """A deed asks to begin. Returns whether it may; if so, `done` has to follow."""
        with self._change:
            if not self._closed:
                self._count += 1
            return not self._closed

    def done(self) -> None:
        """It is committed or refused."""
        with self._change:
            self._count -= 1
            self._change.notify_all()

    @contextmanager
    def page(self) -> Iterator[None]:
        """A page or a form that came in all the same: its words have no other place, so it is waited for."""
        with self._change:
            self._count += 1
        try:
            yield
        finally:
            self.done()

    def close(self) -> None:
        """From now on nothing begins."""
        with self._change:
            self._closed = True

    def settled(self, patience: float) -> bool:
        """Wait until nothing is being done. Returns whether it came to that."""
        with self._change:
            return self._change.wait_for(lambda: self._count == 0, patience)


class Leaving:
    """Says goodbye, in a thread of its own that waits from the start: a signal may come in the middle of anything."""

    def __init__(
        self,
        deeds: Deeds,
        *,
        tell: Callable[[], None],
        close: Callable[[], bool],
        cut: Callable[[], None],
        settle: Callable[[float], object],
        end: Callable[[], None] = lambda: os._exit(0),
    ) -> None:
        """`tell` everybody, `close` the lines (True when none is left), `cut` those that hold on, `settle` the last
        rows of the log; `end` is for when something still holds the process then."""
        self.deeds, self._tell, self._close, self._cut, self._settle = deeds, tell, close, cut, settle
        self._end = end
        # The one queue that may be used in a signal handler: it never waits for a lock that the thread below it has.
        self._asked: queue.SimpleQueue[None] = queue.SimpleQueue()
        self._said = False

    def listen(self) -> None:
        """Hear SIGTERM from now on. What stood there is done as well (gunicorn then takes no more and ends by itself);
        where nothing stood, the program ends after the goodbyes as it does after Ctrl-C. Only in the main thread."""
        before = signal.getsignal(signal.SIGTERM)

        def handle(number: int, frame: FrameType | None) -> None:
            self._asked.put(None)
            if callable(before):
                before(number, frame)
            elif self._said:
                raise SystemExit(0)

        def run() -> None:
            self._asked.get()
            self.go()
            if not callable(before):
                os.kill(os.getpid(), signal.SIGTERM)

        signal.signal(signal.SIGTERM, handle)
        signal.siginterrupt(signal.SIGTERM, False)
        threading.Thread(target=run, name="leaving", daemon=True).start()

    def go(self) -> None:
        """Say goodbye, and come back when all is said."""
        last = threading.Timer(GONE_WITHIN, self._held)
        last.daemon = True
        last.start()
        self.deeds.close()
        self._each(self._tell)
        if not self.deeds.settled(FINISH_WITHIN):
            log.warning("leaving: something takes too long, and is not waited for")
        time.sleep(ANSWERS)
        until = time.monotonic() + GOODBYES
        while not self._closed() and time.monotonic() < until:
            time.sleep(STEP)
        self._each(self._cut)
        self._each(lambda: self._settle(ROWS))
        self._said = True

    def _closed(self) -> bool:
        try:
            return self._close()
        except Exception:
            log.exception("leaving: a line could not be closed")
            return False

    def _each(self, deed: Callable[[], object]) -> None:
        """What fails does not stop the rest."""
        try:
            deed()
        except Exception:
            log.exception("leaving: a goodbye failed")

    def _held(self) -> None:
        log.warning("leaving: ended while something still held it")
        self._end()
