"""How a message of the socket is read: JSON that two readers could take for two things is no message of ours.

The library would end the line, or say nothing, where JSON cannot be read. Here such a message becomes an event
(`UNREADABLE`) that is answered with a refusal like any other, on the same line.
"""

import json
import math
from typing import Any

from socketio.packet import Packet

#: What stands in the place of data that cannot be read: an event of this name. It carries nothing of what was sent.
UNREADABLE = "unreadable"
#: Digits of a whole number; a browser holds sixteen.
MOST_DIGITS = 100


class StrictPacket(Packet):  # type: ignore[misc]
    """A packet of Socket.IO whose data is read strictly."""

    class json:  # noqa: N801  the library asks for a module of this name
        """What the library calls in place of the module `json`."""

        dumps = staticmethod(json.dumps)

        @staticmethod
        def loads(written: str) -> Any:
            """What was written; `[UNREADABLE]` when that cannot be said."""
            try:
                return _DECODER.decode(written)
            except (ValueError, RecursionError):
                return [UNREADABLE]


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) != len(pairs):
        raise ValueError("a key stands there twice")
    return read


def _whole(digits: str) -> int:
    if len(digits) > MOST_DIGITS:
        raise ValueError("a number without end")
    return int(digits)


def _broken(digits: str) -> float:
    read = float(digits)
    if not math.isfinite(read):
        raise ValueError("no number a browser can write")
    return read


def _no_number(word: str) -> Any:
    raise ValueError("NaN and Infinity are no JSON")


_DECODER = json.JSONDecoder(
    object_pairs_hook=_once, parse_int=_whole, parse_float=_broken, parse_constant=_no_number
)
