"""Who is there: open connections with who they are now, asked anew for each event, in one go.

Everyone who passes something on asks here: the announcer, carets, the closing of editors, the sweep.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from conference.access import identity, policy
from conference.core.runtime import Runtime
from conference.table.board import Board, PageView
from models.meeting import Meeting
from realtime.connections import Connection


@dataclass(frozen=True)
class Listener:
    """One open connection, and who it is at this moment."""

    connection: Connection
    viewer: policy.Viewer

    def may_know(self, thing: Any) -> bool:
        """Whether this viewer may know that the thing exists."""
        return policy.visible(thing, self.viewer)


class Audience:
    """Some connections at one moment. `listeners` have a seat; `gone` lost theirs, and get to know nothing more."""

    def __init__(self, house: Runtime, session: Session, connections: Iterable[Connection]) -> None:
        self._house, self.session, self.at = house, session, house.clock()
        asked = list(connections)
        viewers = identity.viewers_of(session, {one.shown for one in asked}, self.at)
        self.listeners = [Listener(one, viewers[one.shown]) for one in asked if one.shown in viewers]
        self.gone = [one for one in asked if one.shown not in viewers]
        self._boards: dict[tuple[identity.Credentials, PageView], Board] = {}

    def who_may_know(self, thing: Any) -> list[Listener]:
        """Those who may know that the thing exists."""
        return [one for one in self.listeners if one.may_know(thing)]

    def board(self, listener: Listener) -> Board:
        """What this viewer finds on the table; made once for each viewer and page."""
        shown, seen, viewer = listener.connection.shown, listener.connection.seen, listener.viewer
        if (shown, seen) not in self._boards:
            meeting = self.session.get_one(Meeting, viewer.meeting_id)
            self._boards[shown, seen] = Board(self._house, self.session, viewer, meeting, seen, self.at)
        return self._boards[shown, seen]
