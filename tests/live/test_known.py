"""What is kept of the people at a table holds as long as nothing but typing was done: the very next key is asked anew.

`gate` stands beside it: whatever is kept has to be what the gate says at that moment, at every question.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask_socketio import SocketIO
from sqlalchemy import event, select
from sqlalchemy.exc import NoResultFound

from conference.access import identity, policy, sessions
from conference.access.identity import Credentials
from conference.accounts import use_cases as accounts
from conference.core import deeds
from conference.core.runtime import Runtime, build
from conference.door import use_cases as door
from conference.records import pen
from models.accounts import Account
from models.errors.base import Refused
from models.people import Person
from models.sessions import DeviceSession
from models.texts import Text
from realtime.known import Table
from realtime.messages import Renew
from realtime.outbox import Outbox
from tests.cast import Cast, Clock
from tests.conftest import settings_for
from tests.lines import Line, Lines
from tests.live.test_access import AFTER_THE_END, WISHES, Stage

pytestmark = pytest.mark.both
KEPT_UNDER = ("anna", "noor", "karim")


class Writer:
    """Somebody with a line and a text open in it."""

    def __init__(self, line: Line, text: str) -> None:
        self.line, self.text, self.seq = line, text, 0
        opened = line.wish("text:open", text=text)
        assert opened["ok"], opened
        self.client, self.length = opened["client"], len(opened["words"])
        self.version = opened["version"]

    def key(self, letter: str = "x") -> dict[str, Any]:
        """Press one key at the end. Others may have written: their keys were heard, and are counted here."""
        for said in self.line.heard():
            if said["name"] == "text:changed":
                self.version = max(self.version, said["args"][0]["version"])
                self.length = sum(
                    one if isinstance(one, int) else len("".join(one[1:]))
                    for one in said["args"][0]["changes"]
                )
        put = [[0, letter]] if self.length == 0 else [self.length, [0, letter]]
        answer = self.line.wish(
            "text:change",
            text=self.text,
            epoch=0,
            version=self.version,
            client=self.client,
            seq=self.seq,
            changes=put,
        )
        self.seq += bool(answer["ok"])
        return answer

    def caret(self) -> dict[str, Any]:
        """Say where the caret stands."""
        return self.line.wish("text:cursor", text=self.text, version=self.version, anchor=0, head=0)

    def told(self) -> list[str]:
        """Which kinds of news of this text came down since the last time."""
        return [said["name"] for said in self.line.heard() if said["name"].startswith("text:")]


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Where what is kept was not what the gate says. Stays empty."""
    differs: list[str] = []

    def beside(name: str, fresh: Callable[..., Any]) -> None:
        kept = getattr(Table, name)

        def asked(self: Table, *given: Any) -> Any:
            given = tuple(
                list(one) if isinstance(one, Iterable) and not isinstance(one, str | tuple) else one
                for one in given
            )
            found = kept(self, *given)
            if found != (said := fresh(self._session, self._at, *given)):
                differs.append(f"{name}: kept {found}, the gate says {said}")
            return found

        monkeypatch.setattr(Table, name, asked)

    def text(session: Any, shown: Credentials, at: Any, key: str) -> tuple[Text | None, policy.Viewer | None]:
        return session.get(Text, key), identity.viewers_of(session, [shown], at).get(shown)

    def knows(session: Any, at: Any, shown: Credentials, _viewer: Any, key: str) -> bool:
        found, viewer = text(session, shown, at, key)
        return found is not None and viewer is not None and policy.visible(found, viewer)

    def writes(session: Any, at: Any, shown: Credentials, _viewer: Any, key: str) -> bool:
        found, viewer = text(session, shown, at, key)
        return found is not None and viewer is not None and policy.may_write(viewer, found)

    def with_pen(session: Any, at: Any, shown: Credentials, _viewer: Any, key: str) -> pen.Pen | None:
        viewer = identity.viewers_of(session, [shown], at).get(shown)
        return pen.pen(session, viewer, key) if viewer is not None else None

    beside("present", lambda session, at, shown: identity.viewers_of(session, shown, at))
    beside("may_know", knows)
    beside("may_write", writes)
    beside("pen", with_pen)
    return differs


@pytest.fixture
def writers(lines: Lines, cast: Cast, gate: list[str]) -> dict[str, Writer]:
    """Three who write in one text on which nothing hangs; what is known of them is kept."""
    text = cast.text_id("worries")
    found = {name: Writer(lines(name), text) for name in KEPT_UNDER}
    for one in found.values():
        assert one.key()["ok"]
        assert one.caret()["ok"]
    return found


def questions(house: Runtime, deed: Callable[[], Any]) -> int:
    """How many statements a deed takes."""
    seen: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    event.listen(house.database.engine, "before_cursor_execute", note)
    try:
        deed()
    finally:
        event.remove(house.database.engine, "before_cursor_execute", note)
    return len(seen)


def counted(house: Runtime, cast: Cast) -> int | None:
    with house.database.read() as session:
        return deeds.done(session, cast.case_id)


# --- plain typing


def test_a_key_is_written_in_few_statements_and_counts_as_no_deed(
    house: Runtime, cast: Cast, writers: dict[str, Writer], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the gate beside it, which asks everything anew."""
    monkeypatch.undo()
    anna, before = writers["anna"], counted(house, cast)
    anna.key()
    assert (
        questions(house, anna.key) <= 16
    )  # written, told to two others, and looked whether anybody reads along
    assert counted(house, cast) == before
    assert cast.words(anna.text) == "xxxxx"


def test_others_hear_each_key_and_each_caret(writers: dict[str, Writer], gate: list[str]) -> None:
    anna, noor = writers["anna"], writers["noor"]
    noor.told()
    anna.key()
    assert noor.told() == ["text:changed"]
    anna.caret()
    assert noor.told() == ["text:cursor"]
    assert gate == []


# --- the very next key


def _leaves_the_seat(cast: Cast, lines: Lines) -> None:
    cast.yusuf.do(door.remove, cast.anna.id)


def _ends(cast: Cast, lines: Lines) -> None:
    with cast.house.database.work() as work:
        seats = select(DeviceSession).where(DeviceSession.kind.in_(sessions.OF_PHONES))
        for row in work.session.scalars(seats):
            sessions.end(work, row, "removed", cast.house.clock())


def _last_day(cast: Cast, lines: Lines) -> None:
    with cast.house.database.work() as work:
        work.load(Person, cast.anna.id).until = cast.house.clock().date() - timedelta(days=1)


def _pauses(cast: Cast, lines: Lines) -> None:
    cast.close()


#: Each takes from Anna, on her phone, that she may write.
TAKES = {"seat": _leaves_the_seat, "session": _ends, "last day": _last_day, "meeting": _pauses}


@pytest.mark.parametrize("how", TAKES)
def test_the_next_key_of_who_may_not_write_any_more_is_refused(
    cast: Cast, lines: Lines, writers: dict[str, Writer], gate: list[str], how: str
) -> None:
    anna = writers["anna"]
    before = cast.words(anna.text)
    cast.house.database.bus._listeners.clear()  # type: ignore[attr-defined]
    TAKES[how](cast, lines)  # nobody hears of it: no line is closed, no editor shut
    assert anna.line.socket.is_connected()
    answer = anna.key()
    assert not answer["ok"], how
    assert not anna.caret()["ok"]
    assert cast.words(anna.text) == before
    assert gate == []


def test_an_account_that_is_closed_and_one_that_signs_out_write_no_key_more(
    cast: Cast, lines: Lines, writers: dict[str, Writer], gate: list[str]
) -> None:
    noor, karim = writers["noor"], writers["karim"]
    before = cast.words(noor.text)
    cast.house.database.bus._listeners.clear()  # type: ignore[attr-defined]
    with cast.house.database.work() as work:
        accounts.close(work, work.load(Account, cast.script.accounts["noor"]), cast.house.clock())
        sessions.end_all(
            work, sessions.OF_ACCOUNTS, cast.script.accounts["karim"], "signed_out", cast.house.clock()
        )
    assert [noor.key()["ok"], karim.key()["ok"], noor.caret()["ok"]] == [False, False, False]
    assert cast.words(noor.text) == before
    assert gate == []


def _narrows(cast: Cast, text: str) -> None:
    with cast.house.database.work() as work:
        work.load(Person, cast.karim.id).sees = "nothing"


def _shields(cast: Cast, text: str) -> None:
    hidden = cast.action(cast.add_action(by="noor", shared_with="femke")).shield_id
    with cast.house.database.work() as work:
        work.load(Text, text).shield_id = hidden


@pytest.mark.parametrize("keeps_out", [_narrows, _shields], ids=["narrow access", "shield"])
def test_who_is_kept_out_writes_no_key_more_and_hears_none(
    cast: Cast, lines: Lines, gate: list[str], keeps_out: Callable[[Cast, str], None]
) -> None:
    """Of the deed itself nobody hears: no editor is shut by it."""
    text = cast.text_id("worries")
    karim, femke, noor = (Writer(lines(name), text) for name in ("karim", "femke", "noor"))
    for one in (karim, femke, noor):
        assert one.key()["ok"]
        assert one.caret()["ok"]
    listeners = cast.house.database.bus._listeners  # type: ignore[attr-defined]
    hear = listeners.copy()
    listeners.clear()
    keeps_out(cast, text)
    listeners.extend(hear)
    for one in (karim, femke):
        one.told()
    assert noor.key()["ok"]
    assert noor.caret()["ok"]
    assert (femke.told(), karim.told()) == (["text:changed", "text:cursor"], [])
    assert [karim.key()["ok"], karim.caret()["ok"], noor.key()["ok"]] == [False, False, True]
    assert gate == []


def test_a_message_for_nobody_reaches_nobody(app: Flask, socketio: SocketIO, lines: Lines) -> None:
    """The library takes a message to no one for one to everyone."""
    noor = lines("noor")
    noor.heard()
    Outbox(socketio).send(Renew())
    assert noor.heard() == []


def test_what_ends_by_time_ends_on_the_next_key(
    cast: Cast, clock: Clock, writers: dict[str, Writer], gate: list[str]
) -> None:
    """No commit tells of the end of a session, of a seat, or of a day."""
    clock.move(hours=13)
    for one in writers.values():
        assert not one.key()["ok"]
        assert not one.caret()["ok"]
    assert gate == []


def test_what_another_process_does_acts_on_the_next_key(
    house: Runtime, cast: Cast, writers: dict[str, Writer], gate: list[str]
) -> None:
    """A house of its own on the same database: this one hears nothing of it."""
    other = build(settings_for(house.database.engine.url.render_as_string(hide_password=False)))
    try:
        with other.database.work() as work:
            door.remove(work, cast.yusuf.viewer, cast.anna.id, house.clock())
    finally:
        other.database.engine.dispose()
    assert not writers["anna"].key()["ok"]
    assert writers["noor"].key()["ok"]
    assert gate == []


@pytest.mark.slow
def test_after_every_wish_of_the_table_what_is_kept_is_what_the_gate_says(
    cast: Cast, lines: Lines, writers: dict[str, Writer], gate: list[str]
) -> None:
    """Every deed of the table of rights, one after the other; between two of them everybody types."""
    chair, done = lines("chair"), 0
    for deed in sorted(set(WISHES) - AFTER_THE_END):
        for mine in (True, False):
            # In a world in which all the others were done before, some cannot be tried again.
            with suppress(Refused, NoResultFound):
                name, fields = WISHES[deed](Stage(cast, lines, "chair", mine=mine))
                done += bool(chair.wish(name, **fields)["ok"])
            for one in writers.values():
                one.key()
                one.caret()
            assert gate == [], deed
    assert done > 30


# --- where a deed is counted


def test_a_deed_in_one_family_is_not_counted_for_another(house: Runtime, cast: Cast) -> None:
    before, other = counted(house, cast), _done(house, "another")
    with house.database.work() as work:
        work.load(Person, cast.anna.id).position += 1
    assert counted(house, cast) == (before or 0) + 1
    assert _done(house, "another") == other


def test_what_leads_to_no_family_is_counted_everywhere(house: Runtime, cast: Cast) -> None:
    before, other = counted(house, cast), _done(house, "another")
    with house.database.work() as work:
        work.load(Account, cast.script.accounts["noor"]).language = "en"
    assert counted(house, cast) != before
    assert _done(house, "another") != other


def _done(house: Runtime, case_id: str) -> int:
    with house.database.read() as session:
        return deeds.done(session, case_id) or 0
