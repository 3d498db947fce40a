"""A second line on one seat waits until somebody at the first said whose it is (T20; J06)."""

import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from conference.access.identity import Credentials, Kind
from conference.table.board import PageView
from models.door import Guest
from models.log import LogEntry
from realtime.connections import Connection
from realtime.second import SecondLines, Verdict
from tests.live.raw import RawLine
from tests.live.seats import Seat
from tests.live.table import Table

TAB = "another-page"


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2) as made:
        yield made


def opens(table: Table, seat: Seat) -> RawLine | str:
    """A line with this cookie from somewhere else, or why it was not let in."""
    try:
        return RawLine(table.server.url, replace(seat, hello={**seat.hello, "tab": TAB}))
    except AssertionError as refused:
        return str(refused)


def asked(first: RawLine) -> dict[str, Any]:
    """What the first line is asked; it comes while the second one waits."""
    for _ in range(200):
        first.ask("view:show", {"view": "now"})
        for name, given in first.heard:
            if name == "second":
                return dict(given)
    raise AssertionError("the first line was not asked")


def second(table: Table, pool: ThreadPoolExecutor, first: RawLine, seat: Seat, says: str) -> RawLine | str:
    """Open a second line, and let the first say this of it."""
    first.heard.clear()
    waiting: Future[RawLine | str] = pool.submit(opens, table, seat)
    question = asked(first)
    assert question["tab"] == TAB
    assert "Bent u dit ook?" in question["html"]
    assert not waiting.done()
    assert first.ask(f"second:{says}", {"tab": TAB})["ok"]
    return waiting.result(20)


def chair_sees(table: Table) -> bool:
    """Whether *tweede toestel* stands on the page of the chair, and not on that of who lets nobody in."""
    pages = {}
    for name in ("yusuf", "karim"):
        page = urllib.request.Request(  # noqa: S310 - our own server
            f"{table.server.url}/overleg/{table.cast.meeting_id}", headers={"Cookie": table.seat(name).cookie}
        )
        with urllib.request.urlopen(page) as answer:  # noqa: S310
            pages[name] = "tweede toestel" in answer.read().decode()
    assert not pages["karim"]
    return pages["yusuf"]


def logged(table: Table) -> list[str]:
    with table.cast.house.database.read() as session:
        found = select(LogEntry.deed).where(LogEntry.deed.like("seat:%")).order_by(LogEntry.seq)
        return list(session.scalars(found))


def test_another_device_waits_the_first_is_asked_and_the_chair_sees_it(
    table: Table, pool: ThreadPoolExecutor
) -> None:
    seat = table.seat("anna")
    with RawLine(table.server.url, seat) as first:
        refused = second(table, pool, first, seat, "other")
        assert "second_device" in str(refused)
        assert chair_sees(table)
        assert logged(table) == ["seat:second"]
        assert first.ask("second:mine", {"mine": True})["ok"]
        assert not chair_sees(table)
        both = opens(table, seat)
        assert isinstance(both, RawLine)
        with both:
            assert both.ask("hand:raise", {})["ok"]
            assert first.ask("hand:lower", {})["ok"]


def test_a_no_ends_the_seat_on_both(table: Table, pool: ThreadPoolExecutor) -> None:
    seat = table.seat("anna")
    with RawLine(table.server.url, seat) as first:
        second(table, pool, first, seat, "other")
        first.ask("second:mine", {"mine": False})
        assert first.is_closed()
        gone = [given for name, given in first.heard if name == "gone"]
        assert gone == [{"reason": "copied", "href": "/mee/klaar?reden=copied"}]
    assert isinstance(opens(table, seat), str)
    assert logged(table)[-1] == "seat:not_mine"
    with table.cast.house.database.read() as session:
        assert session.scalars(select(Guest.gone_reason)).all() == ["copied"]


def test_a_page_of_the_same_browser_comes_in_unseen(table: Table, pool: ThreadPoolExecutor) -> None:
    seat = table.seat("anna")
    with RawLine(table.server.url, seat) as first:
        both = second(table, pool, first, seat, "same")
        assert isinstance(both, RawLine)
        with both:
            assert both.ask("hand:raise", {})["ok"]
            assert not chair_sees(table)
    assert logged(table) == []


@pytest.mark.slow
def test_a_first_line_that_is_dead_goes(table: Table) -> None:
    seat = table.seat("anna")
    with RawLine(table.server.url, seat) as first:
        both = opens(table, seat)
        assert isinstance(both, RawLine)
        with both:
            assert both.ask("hand:raise", {})["ok"]
            assert first.is_closed()


def test_two_second_lines_at_once_do_not_make_a_living_first_one_look_dead() -> None:
    """Whoever has a copied cookie asks twice: neither question hides the other from the line that answers."""
    lines, first = (
        SecondLines(20),
        Connection("first", Credentials(Kind.GUEST, ""), "", "", PageView("phone", "now", None)),
    )
    told: list[str] = []
    with ThreadPoolExecutor(2) as both:
        asked = [both.submit(lines.ask, first, tab, partial(told.append, tab)) for tab in ("one", "two")]
        while len(told) < 2:
            time.sleep(0.01)
        assert all(lines.answer("first", tab, Verdict.OTHER) for tab in ("one", "two"))
        assert [one.result(30) for one in asked] == [Verdict.OTHER, Verdict.OTHER]
    assert not lines.answer("first", "one", Verdict.SAME)  # it is over
