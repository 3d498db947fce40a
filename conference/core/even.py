"""How long *this is not here* takes says nothing: it leaves at a whole tick after it was asked.

Something that is kept apart is looked up and then hidden, something that is not there is not even looked up. Both are
ready long before the first tick, so that a clock sees the same of them (security paper S01).
"""

import time


def rest(taken: float, tick: float) -> float:
    """Seconds from `taken` to the end of its tick; none without a tick."""
    return -taken % tick if tick else 0.0


def wait(begun: float, tick: float) -> None:
    """Wait for the next whole tick since `begun` (of `time.monotonic`)."""
    time.sleep(rest(time.monotonic() - begun, tick))
