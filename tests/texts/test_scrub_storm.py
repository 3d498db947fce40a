"""Five people write in one text, and a slip is taken out of it while they do: nobody waits, and it is nowhere after."""

import time
from pathlib import Path

import pytest

from conference.records.texts import log_since
from models.changesets import ChangeSet
from tests.live.people import People
from tests.live.raw import RawLine
from tests.live.table import Table
from tests.texts.test_scrub import cells, rows

#: Everybody types letters of their own; none of them is in a slip.
LETTERS = {"yusuf": "YU", "noor": "NO🌊", "femke": "fem\n", "anna": "an👩‍👧", "sam": "تىر"}
SLIPS = ("Kijkstraat 17", "Klokweg 23", "Zilvergil 5")
PATIENCE = 20.0


def stored(table: Table, text: str, slip: str) -> set[bytes]:
    """Wait until a version holds the slip. How the changes of the text lie in the database then, locked."""
    end = time.monotonic() + PATIENCE
    while not any(slip in words for words in versions(table, text)):
        assert time.monotonic() < end, "the slip did not arrive"
        time.sleep(0.05)
    with table.cast.house.database.read() as session:
        return {one.changes_cell for one in log_since(session, text, 0) if slip in str(one.changes)}


def versions(table: Table, text: str) -> list[str]:
    """The words at every version."""
    words = [""]
    for change in table.log(text).changes:
        words.append(ChangeSet.stored(change.changes).apply(words[-1]))
    return words


def beside(table: Table) -> bytes:
    """Every byte of the database and of its log, read where no connection of this process is open to it."""
    url = table.cast.house.database.engine.url.database
    table.cast.house.database.engine.dispose()
    return b"".join(Path(f"{url}{end}").read_bytes() for end in ("", "-wal") if Path(f"{url}{end}").exists())


@pytest.mark.slow
@pytest.mark.parametrize("seed", [20_261_129])
def test_a_slip_goes_while_five_write(table: Table, people: People, seed: int) -> None:
    cast, text, url = table.cast, table.cast.text_id("explanation"), table.server.url
    people.join(
        [table.person(name, url, text, letters=letters, twice=0.1) for name, letters in LETTERS.items()], seed
    )
    gone = set[bytes]()
    with RawLine(url, table.seat("noor")) as partner, RawLine(url, table.seat("screen")) as screen:
        people.storm()
        for slip, who in zip(SLIPS, ("anna", "noor", "sam"), strict=True):
            people.paste(who, f" {slip} ")
            held = stored(table, text, slip)
            time.sleep(1)  # the others read it, write in it, and take some of it away
            done = partner.ask("text:scrub", {"text": text, "slip": slip})
            assert done["ok"], done
            assert not any(slip in words for words in versions(table, text)), "it stands in a version"
            assert held
            gone |= held
            assert not held & set(cells(cast.house, text)), "the change that brought it stayed as it was"
            time.sleep(1)  # what was on its way arrives
            people.forget()
            screen.heard.clear()
            time.sleep(1)
        people.calm()
        people.settle()
        report, log = people.report(), table.log(text)

        log.check()
        for name, person in report.items():
            assert person["words"] == log.words, name
            assert person["wrong"] == [], name
            assert person["acknowledged"], f"{name} saved nothing"
        for slip in SLIPS:
            assert slip not in log.words
            assert not any(slip in words for words in versions(table, text))
            assert slip not in rows(cast.house)
            assert people.heard(slip) == []
            assert slip not in str(screen.heard)
    table.cast.add_action()  # the next deed of anybody: a look that was open may have put it off
    left = beside(table)
    assert not any(cell in left for cell in gone), "how it lay in the database is still there"
    assert not any(slip.encode() in left for slip in SLIPS)
    assert " broken " not in table.server.log
    assert "announcing failed" not in table.server.log
