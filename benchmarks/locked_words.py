"""What locking words costs: pages and keystrokes, as ratios beside the same program with words that lie open.

    .venv/bin/python benchmarks/locked_words.py

Both run on the furnished table of the tests, each on a SQLite file of its own, in one process and by turns, so that a
machine is as busy for both. Beside the keys stands a vault that locks nothing; all else is the same. Printed is
the middle of all times of the processor (waiting is not counted), and how many times as much it is with locked words.
The last rows are the vault alone: a hundred times a text of 9,000 signs, and 12,000 cells.
"""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

HERE = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(HERE))
TURNS, TEXT, CELLS = 60, 9_000, 12_000

Deeds = dict[str, Callable[[int], Any]]


class Open:
    """A vault that locks nothing: the words lie in the cell as they are."""

    def seal(self, scope: tuple[str, str], place: bytes, words: bytes) -> bytes:
        """The words, behind a sign that says that they lie open."""
        return b"\x00" + words

    def open(self, place: bytes, cell: bytes) -> bytes:
        """The words of a cell."""
        return cell[1:]


def table(folder: str, *, locked: bool) -> Deeds:
    """What is done at one table, each by its name."""
    from flask.testing import FlaskClient

    from conference.app import create_app
    from conference.core import schema
    from conference.core.runtime import build
    from realtime import attach
    from tests import cast as players
    from tests.cast import Cast
    from tests.conftest import settings_for
    from tests.furnished import furnish
    from tests.lines import Lines
    from tests.pages import PageClient, Signed

    url = f"sqlite:///{folder}/{'locked' if locked else 'open'}.sqlite"
    schema.upgrade(url)
    house = build(settings_for(url))
    if not locked:
        house.database.vault = Open()  # type: ignore[assignment]
    cast = Cast(house, players.make(house))
    furnish(cast)
    app = create_app(house)
    app.testing, app.test_client_class = True, PageClient
    as_ = Signed(app, cast)
    lines = Lines(app, attach(app, house, at_once=True), cast, as_)
    karim, anna = as_("karim"), as_("anna")
    for name in ("lotte", "karim", "femke", "samira"):
        lines(name)
    return {
        "page of a family": lambda _: FlaskClient.open(karim, f"/gezin/{cast.case_id}"),
        "search": lambda _: FlaskClient.open(karim, "/zoek?q=politie"),
        "table on a laptop": lambda _: FlaskClient.open(karim, f"/overleg/{cast.meeting_id}"),
        "table on a phone": lambda _: FlaskClient.open(anna, "/nu"),
        "keystroke, four readers": _typing(lines("noor"), cast.text_id()),
    }


def _typing(line: Any, text: str) -> Callable[[int], None]:
    opened = line.wish("text:open", text=text)
    length, first = len(opened["words"]), opened["version"]

    def key(number: int) -> None:
        change = [length + number, [0, "x"]] if length + number else [[0, "x"]]
        sent = {"text": text, "epoch": opened["epoch"], "client": opened["client"], "seq": number}
        answer = line.wish("text:change", **sent, version=first + number, changes=change)
        assert answer["ok"], answer

    return key


def alone(folder: str) -> Deeds:
    """The vault by itself."""
    from conference.core.database import open_key_store
    from conference.core.vault import KeyStore

    keys = KeyStore(open_key_store(f"sqlite:///{folder}/alone.db"), bytes(32))
    scope, place, words = ("case", "bench"), b"text\x1fwords\x1fbench", b"x" * TEXT
    cells = [keys.seal(scope, place, b"Zij slaapt niet bij papa. " * 4) for _ in range(CELLS)]
    return {
        f"locking a text of {TEXT:,} signs, 100 times": lambda _: [
            keys.seal(scope, place, words) for _ in range(100)
        ],
        f"opening {CELLS:,} cells": lambda _: [keys.open(place, cell) for cell in cells],
    }


def timed(deed: Callable[[int], Any], number: int) -> float:
    """Milliseconds of the processor."""
    begun = time.process_time()
    deed(number)
    return (time.process_time() - begun) * 1000


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=TURNS)
    turns = parser.parse_args().turns
    with TemporaryDirectory() as folder:
        os.environ["RONDOM_KEYS_URL"] = f"sqlite:///{folder}/keys/keys.db"
        os.environ["RONDOM_MASTER_KEY_FILE"] = f"{folder}/master/master-key"
        locked, beside = table(folder, locked=True), table(folder, locked=False)
        for what, deed in locked.items():
            times: dict[bool, list[float]] = {True: [], False: []}
            for number in range(turns):
                for is_locked, one in ((True, deed), (False, beside[what])):
                    times[is_locked].append(timed(one, number))
            middle, plain = statistics.median(times[True]), statistics.median(times[False])
            print(f"{what:<42}{middle:8.2f} ms   {middle / plain:.2f} times")
        for what, deed in alone(folder).items():
            print(f"{what:<42}{statistics.median(timed(deed, number) for number in range(5)):8.2f} ms")


if __name__ == "__main__":
    main()
