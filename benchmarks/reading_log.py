"""What the log of looks costs: pages and keystrokes here, as ratios beside another checkout (one without it).

    git worktree add /tmp/before b8ddcde && .venv/bin/python benchmarks/reading_log.py --beside /tmp/before

Both run on the small table of the tests, in one process each, on a SQLite file: round by round in turn, so that a busy
machine is busy for both. Printed is the middle of all times of the processor (the writing thread included; waiting is
not counted, so that other work on the machine does not matter), and how much more it takes here. What waits for its row
waits `GATHER` and a commit on top, see `conference/core/look_log.py`.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

HERE = Path(__file__).resolve().parents[1]
PAGES, KEYS = 40, 80


def measure(root: Path) -> dict[str, list[float]]:
    """Times of the processor in milliseconds of one checkout, by what is done."""
    sys.path.insert(0, str(root))
    from flask.testing import FlaskClient

    from conference.app import create_app
    from conference.core import schema
    from conference.core.runtime import build
    from realtime import attach
    from tests import cast as players
    from tests.cast import Cast
    from tests.conftest import settings_for
    from tests.lines import Lines
    from tests.pages import PageClient, Signed

    with TemporaryDirectory() as folder:
        os.environ["RONDOM_KEYS_URL"] = f"sqlite:///{folder}/keys/keys.db"
        os.environ["RONDOM_MASTER_KEY_FILE"] = f"{folder}/master/master-key"
        url = f"sqlite:///{folder}/table.sqlite"
        schema.upgrade(url)
        house = build(settings_for(url))
        cast = Cast(house, players.make(house))
        apart = cast.add_action("Dit is apart", by="noor", shared_with="lotte")
        app = create_app(house)
        app.testing, app.test_client_class = True, PageClient
        as_ = Signed(app, cast)
        lines = Lines(app, attach(app, house, at_once=True), cast, as_)
        lotte, karim, anna = as_("lotte"), as_("karim"), as_("anna")
        found = {
            "page of a family": _times(PAGES, lambda _: FlaskClient.open(karim, f"/gezin/{cast.case_id}")),
            "the same, with something apart (waits)": _times(
                PAGES, lambda _: FlaskClient.open(lotte, f"/gezin/{cast.case_id}")
            ),
            "table on a laptop": _times(
                PAGES, lambda _: FlaskClient.open(karim, f"/overleg/{cast.meeting_id}")
            ),
            "table on a phone": _times(PAGES, lambda _: FlaskClient.open(anna, "/nu")),
        }
        readers = [lines(name) for name in ("lotte", "karim", "anna", "samira")]
        found["keystroke, four readers"] = _typing(lines("noor"), cast.text_id())
        found["keystroke, apart"] = _typing(lines("noor"), cast.action(apart).text_id)
        assert readers
        if hasattr(house, "looks"):
            house.looks.settle()
        house.database.engine.dispose()
    return found


def _times(count: int, deed: Callable[[int], Any]) -> list[float]:
    deed(0)
    found = []
    for number in range(count):
        begun = time.process_time()
        deed(number + 1)
        found.append((time.process_time() - begun) * 1000)
    return found


def _typing(line: Any, text: str) -> list[float]:
    opened = line.wish("text:open", text=text)
    length, first = len(opened["words"]), opened["version"]

    def key(number: int) -> None:
        change = [length + number, [0, "x"]] if length + number else [[0, "x"]]
        sent = {"text": text, "epoch": opened["epoch"], "client": opened["client"], "seq": number}
        answer = line.wish("text:change", **sent, version=first + number, changes=change)
        assert answer["ok"], answer

    return _times(KEYS, key)


def _of(root: Path) -> dict[str, list[float]]:
    command = [sys.executable, str(Path(__file__).resolve()), "--measure", str(root)]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    told: dict[str, list[float]] = json.loads(done.stdout.splitlines()[-1])
    return told


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--beside", type=Path, help="a checkout without the log of looks")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.measure:
        print(json.dumps(measure(chosen.measure.resolve())))
        return
    here: dict[str, list[float]] = {}
    other: dict[str, list[float]] = {}
    for _ in range(chosen.rounds):
        for times, root in ((here, HERE), (other, chosen.beside)):
            for what, found in (_of(root.resolve()) if root else {}).items():
                times.setdefault(what, []).extend(found)
    for what, found in here.items():
        middle = statistics.median(found)
        ratio = f"{middle / statistics.median(other[what]):.2f} times" if what in other else ""
        print(f"{what:<42}{middle:8.2f} ms   {ratio}")


if __name__ == "__main__":
    main()
