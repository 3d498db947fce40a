"""What ended is told and closed on every line, also when it ended in another process (T19, F30, S15)."""

from contextlib import ExitStack

import pytest

from conference.access import sessions
from conference.accounts import use_cases as accounts
from conference.door import use_cases as door
from models.accounts import Account
from models.sessions import DeviceSession
from tests.cast import Cast, Clock
from tests.lines import Lines
from tests.live.raw import RawLine
from tests.live.table import Table


@pytest.mark.slow
def test_what_ends_in_another_process_is_told_and_closed(table: Table) -> None:
    """The server runs in a process of its own; what ends, ends in this one."""
    cast = table.cast
    seats = {name: table.seat(name) for name in ("lotte", "noor", "anna", "sam", "screen")}
    with ExitStack() as stack:
        open_ = {name: stack.enter_context(RawLine(table.server.url, seat)) for name, seat in seats.items()}
        _end(cast)
        told = _told(open_)
        assert open_["sam"].ask("hand:raise", {})["ok"]
    assert told == {
        "lotte": ["/aanmelden"],
        "noor": ["/aanmelden"],
        "anna": ["/mee/klaar?reden=removed"],
        "screen": ["/scherm"],
    }


def _end(cast: Cast) -> None:
    """By this process, of which the server hears nothing."""
    with cast.house.database.work() as work:
        lotte, now = cast.script.accounts["lotte"], cast.house.clock()
        sessions.end_all(work, sessions.OF_ACCOUNTS, lotte, "signed_out", now)
        accounts.close(work, work.load(Account, cast.script.accounts["noor"]), now)
    cast.yusuf.do(door.remove, cast.anna.id)
    cast.yusuf.do(door.end_screens)


def _told(open_: dict[str, RawLine]) -> dict[str, list[str]]:
    told = {}
    for name in ("lotte", "noor", "anna", "screen"):
        assert open_[name].is_closed(), f"the line of {name} stays open"
        told[name] = [given["href"] for event, given in open_[name].heard if event == "gone"]
    return told


def test_every_tab_of_a_browser_is_out_and_other_browsers_are_not(lines: Lines, cast: Cast) -> None:
    one, other = lines("lotte"), lines("noor")
    again = lines("lotte")  # a browser of its own
    one.browser.send("/afmelden")
    assert not one.socket.is_connected()
    assert again.wish("hand:raise")["ok"]
    assert other.wish("hand:raise")["ok"]


def test_an_event_on_a_line_whose_time_is_over_does_nothing(lines: Lines, cast: Cast, clock: Clock) -> None:
    """Before anybody looked for it: the row is asked at each event."""
    anna, lotte = lines("anna"), lines("lotte")
    clock.move(minutes=30)
    assert anna.wish("hand:raise")["code"] == "seat_gone"
    assert lotte.wish("hand:raise")["code"] == "sign_in"
    text = cast.text_id("worries")
    change = {"text": text, "epoch": 0, "version": 0, "client": "x", "seq": 1, "changes": [[0, "Hoi"]]}
    assert anna.wish("text:change", **change)["code"] == "seat_gone"
    assert cast.words(text) == ""


@pytest.mark.both
def test_which_sessions_are_over(cast: Cast, clock: Clock) -> None:
    cookies = {name: cast.seat(name).partition(".")[0] for name in ("anna", "sam")}
    with cast.house.database.work() as work:
        sessions.end(work, work.load(DeviceSession, cookies["anna"]), "removed", clock())
    with cast.house.database.read() as session:
        assert sessions.ended_since(session, clock() - sessions.LAST_STAYS)[cookies["anna"]] == "removed"
        assert cookies["sam"] not in sessions.ended_since(session, clock() - sessions.LAST_STAYS)
        assert sessions.out_of_time(session, cookies.values(), clock()) == {}
    clock.move(minutes=30)
    with cast.house.database.read() as session:
        assert cookies["sam"] in sessions.out_of_time(session, cookies.values(), clock())
        assert sessions.ended_since(session, clock() - sessions.LAST_STAYS) == {}
