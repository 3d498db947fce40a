"""What somebody gets to see while a page or a live part is made: noted by the gate, not by each page.

Whoever makes a page or a live part does so inside `looking()`. The gate notes for whom it opened something, and each
thing that is for named people only; the seams of web and sockets write it into the log (`look_log`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Look:
    """One look. `viewers` are those whom the gate let in, by family; `apart` what is for named people, as `kind:id`.

    `part` is the part of a meeting that was shown, `refused` the code of a refusal, and `logged` whether that stands
    in the log already.
    """

    viewers: dict[str | None, Any] = field(default_factory=dict)
    apart: dict[str, str | None] = field(default_factory=dict)
    part: str = ""
    refused: str = ""
    logged: bool = False

    def opened(self, viewer: Any, thing: str) -> None:
        """The gate opened something for a viewer; `thing` when it is for named people only.

        Who is asked about beside the one who looks does not look.
        """
        first = self.viewers.setdefault(viewer.case_id, viewer)
        if thing and first.person_id == viewer.person_id:
            self.apart[thing] = viewer.case_id


_now: ContextVar[Look | None] = ContextVar("look", default=None)


def now() -> Look | None:
    """The look that is going on."""
    return _now.get()


@contextmanager
def looking() -> Iterator[Look]:
    """Something is made to be looked at. Inside another look it stands on its own: what is only counted is not seen."""
    look = Look()
    token = _now.set(look)
    try:
        yield look
    finally:
        _now.reset(token)
