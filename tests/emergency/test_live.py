"""Told at once at every desk that has to know, and gone at once from the page on which it was read."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from conference.case import access
from conference.emergency import use_cases as emergencies
from realtime.announcer import Announcer
from realtime.connections import Connections
from realtime.ended import EndedSessions
from tests.cast import TITLE, Cast
from tests.emergency.conftest import CANARY, WHY, agreed, asked, desk, proved, reading
from tests.lines import Line, Lines
from tests.pages import PageClient, Signed

NO = "Dit kan ook zonder te lezen."
Desk = Callable[..., Line]


@pytest.fixture
def at_desk(lines: Lines) -> Desk:
    """The line of a page outside every table; with an emergency that of the page on which it is read."""

    def open_line(browser: PageClient, emergency: str | None = None) -> Line:
        hello = {"as": "desk", "emergency": emergency}
        return Line(lines.app, lines.socketio, browser, hello, "/")

    return open_line


def news(line: Line) -> list[dict[str, Any]]:
    return [one["args"][0] for one in line.heard() if one["name"] == "news"]


def test_who_may_answer_hears_it_at_once_and_nobody_else(
    cast: Cast, as_: Signed, at_desk: Desk, lines: Lines
) -> None:
    inside = {name: at_desk(as_(name)) for name in ("noor", "lotte", "yusuf")}
    officer, office = desk(cast, as_)
    inside["hilde"] = at_desk(officer)
    outside = [at_desk(as_(name)) for name in ("femke", "karim", "samira", "bas")]
    outside += [lines(name) for name in ("anna", "sam", "screen", "noor")]  # at a table others look along
    key = asked(cast)
    for name, line in inside.items():
        (told,) = news(line)
        assert told["key"] == f"{key}:waits"
        assert "Een collega vraagt noodinzage. Zeg ja of nee." in told["html"]
        assert (office if name == "hilde" else f"/gezin/{cast.case_id}/noodinzage") in told["html"]
        for words in (WHY, TITLE, "Femke"):  # it stands on whatever page somebody has open
            assert words not in told["html"]
    assert not any(news(line) for line in outside)


def test_who_asked_hears_the_answer_and_the_others_that_it_is_open(
    cast: Cast, as_: Signed, at_desk: Desk
) -> None:
    femke, lotte, karim = (at_desk(as_(name)) for name in ("femke", "lotte", "karim"))
    key = asked(cast)
    cast.noor.do(emergencies.answer, key, True, "", viewer=proved(cast.noor))
    assert [one["key"] for one in news(femke)] == [f"{key}:open"]
    assert [one["key"] for one in news(lotte)] == [f"{key}:waits", f"{key}:open"]
    cast.noor.do(emergencies.close, key, viewer=cast.noor.outside)
    key = asked(cast)
    cast.noor.do(emergencies.answer, key, False, NO, viewer=proved(cast.noor))
    (told,) = news(femke)
    assert "niet goedgekeurd" in told["html"]
    assert NO not in told["html"]
    assert news(karim) == []


def test_a_page_that_opens_its_line_later_hears_what_goes_on(cast: Cast, as_: Signed, at_desk: Desk) -> None:
    key = asked(cast)
    assert [one["key"] for one in news(at_desk(as_("noor")))] == [f"{key}:waits"]
    assert news(at_desk(as_("karim"))) == []
    cast.house.clock.move(hours=2)
    assert news(at_desk(as_("noor"))) == []


def test_it_is_told_in_the_language_of_the_account(cast: Cast, as_: Signed, at_desk: Desk) -> None:
    noor = as_("noor")
    noor.get("/")
    noor.send("/taal", language="en", back="/")
    line = at_desk(noor)
    asked(cast)
    assert "A colleague asks for emergency reading. Say yes or no." in news(line)[0]["html"]


# --- over: gone from the page within a second


@pytest.fixture
def look(app: Flask, lines: Lines) -> Callable[[], None]:
    """What every process does three times a second: find what ended, also elsewhere."""
    announcer: Announcer = app.extensions["announcer"]
    connections: Connections = announcer._connections
    return EndedSessions(lines.cast.house, connections, announcer).look


def over_by_time(cast: Cast, key: str) -> None:
    cast.house.clock.move(minutes=30)


def over_by_a_second(cast: Cast, key: str) -> None:
    cast.noor.do(emergencies.close, key, viewer=cast.noor.outside)


def over_with_the_place(cast: Cast, key: str) -> None:
    cast.lotte.do(access.take_off, cast.femke.id, "Zij werkt hier niet meer.", viewer=cast.lotte.outside)


def over_by_the_reader(cast: Cast, key: str) -> None:
    cast.femke.do(emergencies.close, key, viewer=reading(cast, key))


@pytest.mark.parametrize("end", [over_by_time, over_by_a_second, over_with_the_place, over_by_the_reader])
def test_the_page_is_empty_when_it_is_over(
    cast: Cast,
    hidden: str,
    as_: Signed,
    at_desk: Desk,
    look: Callable[[], None],
    end: Callable[[Cast, str], None],
) -> None:
    key = agreed(cast)
    femke = as_("femke")
    reads, other = at_desk(femke, key), at_desk(femke)
    look()
    assert reads.socket.is_connected()
    end(cast, key)
    look()
    assert not reads.socket.is_connected()
    assert other.socket.is_connected()


def test_no_line_opens_for_what_is_over(cast: Cast, hidden: str, as_: Signed, at_desk: Desk) -> None:
    key = agreed(cast)
    cast.noor.do(emergencies.close, key, viewer=cast.noor.outside)
    assert not at_desk(as_("femke"), key).socket.is_connected()
    for key in ("bestaatniet12345", "x\x00", ""):
        line = at_desk(as_("femke"), key)
        assert line.socket.is_connected() == (not key)  # without one it is any other page


def test_at_the_table_the_same_person_stays_outside(cast: Cast, hidden: str, lines: Lines) -> None:
    agreed(cast)
    femke = lines("femke")
    assert femke.wish("text:open", text=cast.statement(hidden).text_id)["code"] == "not_found"
    assert CANARY not in femke.everything
