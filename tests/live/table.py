"""The table of the cast on a real server, and what its database says afterwards about one text."""

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from sqlalchemy import select

from conference.core import schema
from conference.core.runtime import build
from models.changesets import ChangeSet, narrow, wide
from models.texts import Change, Text
from tests import cast as players
from tests.cast import Cast, Script
from tests.conftest import settings_for
from tests.live.seats import Seat, seat_of
from tests.live.server import Server


@dataclass(frozen=True)
class Log:
    """One text as it stands in the database, with the log of its changes."""

    words: str
    version: int
    changes: list[Change]

    @cached_property
    def story(self) -> list[tuple[list[str], Change]]:
        """Each change with who had written each unit before it. A letter that an *undo* brings back is new."""
        authors: list[str] = []
        found = []
        for change in self.changes:
            found.append((authors, change))
            authors = _with(authors, change)
        return found

    def of_others(self, author: str) -> str:
        """The words without the letters of this person, wide."""
        return "".join(unit for unit, by in zip(wide(self.words), self._authors, strict=True) if by != author)

    def writers(self) -> set[str]:
        """Whose letters stand in the text, by id."""
        return set(self._authors)

    def losers(self, by: str, since: int) -> set[str]:
        """Whose letters this person took away after a version."""
        found = set[str]()
        for authors, change in self.story[since:]:
            place = 0
            for taken, put in ChangeSet.stored(change.changes).spans:
                if put is not None and change.author_id == by:
                    found |= set(authors[place : place + taken])
                place += taken
        return found

    def check(self) -> None:
        """The log has every version once, no number of a client twice, and replays to the words."""
        assert [change.version for change in self.changes] == list(range(1, self.version + 1))
        twice = [
            key for key, count in Counter((one.client, one.seq) for one in self.changes).items() if count > 1
        ]
        assert not twice, f"stored more than once: {twice}"
        replayed = ""
        for change in self.changes:
            replayed = ChangeSet.stored(change.changes).apply(replayed)
        assert narrow(replayed) == self.words

    def check_promises(self, person: dict[str, Any]) -> None:
        """Everything this person was told is saved stands in the log, as the version they were told."""
        stored = {(one.client, one.seq): one.version for one in self.changes}
        for promise in person["acknowledged"]:
            version = stored.get((promise["client"], promise["seq"]))
            assert version == promise["version"], f"{person['name']}: promised {promise}, stored as {version}"

    @property
    def _authors(self) -> list[str]:
        return _with(*self.story[-1]) if self.story else []


def _with(authors: list[str], change: Change) -> list[str]:
    place, grown = 0, []
    for taken, put in ChangeSet.stored(change.changes).spans:
        grown += authors[place : place + taken] if put is None else [change.author_id] * len(put)
        place += taken
    return grown


class Table:
    """The cast at a meeting that is open now, in a database file of its own, with a server in its own process."""

    def __init__(self, server: Server, cast: Cast) -> None:
        self.server, self.cast = server, cast

    def seat(self, name: str) -> Seat:
        """What the browser of one of the cast carries."""
        return seat_of(self.cast, name)

    def person(self, name: str, url: str, text: str, **how: Any) -> dict[str, Any]:
        """Somebody for `People.join`."""
        return {**self.seat(name).as_json(), "url": url, "text": text, **how}

    def log(self, text_id: str) -> Log:
        """A text with its log, read from the file."""
        with self.cast.house.database.read() as session:
            text = session.get_one(Text, text_id)
            found = select(Change).where(Change.text_id == text_id).order_by(Change.version)
            return Log(text.words, text.version, list(session.scalars(found)))


@contextmanager
def served(folder: Path) -> Iterator[Table]:
    """A table with its server running; both are gone afterwards."""
    made, script = _made()
    url = f"sqlite:///{shutil.copy(made, folder / 'table.sqlite')}"
    house = build(settings_for(url))
    try:
        with Server(url, folder) as server:
            yield Table(server, Cast(house, script))
    finally:
        house.database.engine.dispose()


@cache
def _made() -> tuple[Path, Script]:
    """A database with the cast in it, whose meeting began just now; made once a process, to be copied."""
    path = Path(tempfile.mkdtemp(prefix="rondom-table-")) / "cast.sqlite"
    schema.upgrade(f"sqlite:///{path}")
    house = build(settings_for(f"sqlite:///{path}"))
    try:
        return path, players.make(house)
    finally:
        house.database.engine.dispose()
