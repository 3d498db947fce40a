"""What a clock tells a stranger: whether two refusals can be told apart by how long they take.

    .venv/bin/python benchmarks/timing.py                # every pair, 200 tries of each
    .venv/bin/python benchmarks/timing.py --tries 1000 --only door

For each door and each refused look there are two kinds of tries: one at something that is there (a link that was
made, an account that exists, a family of others, something that is kept apart) and one at something that is not. They
are done in turn, in an order by chance, on the small table of the tests. Printed for each pair:

- `ratio`: the middle time of what is there over that of what is not;
- `AUC`: how often a try at what is there takes longer than one at what is not. 0.5 is a coin, 1 (or 0) gives it away
  with one try. Behind it the 95 % interval by 1,000 draws from the measured times (bootstrap);
- `same`: the AUC of what is not there beside itself, half against half: as far from 0.5 as chance alone brings it.

Times are of the clock on the wall, as somebody in the same room as the server would take them; what is not here
leaves at a whole tick (`conference/core/even.py`). `--work` takes those of the processor, without the ticks: the work
itself, whatever else the machine does. No test asks for a time: `tests/door/test_use_cases.py` and
`tests/accounts/test_pages.py` ask that the work is the same, `tests/web/test_even.py` that both are waited for.
"""

import argparse
import json
import random
import statistics
import sys
import time
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from flask.testing import FlaskClient

from conference.app import create_app
from conference.core import schema
from conference.core.runtime import build
from conference.core.settings import TICK
from conference.door import use_cases as door
from conference.web import common
from realtime import attach
from realtime.handlers import Handlers
from tests import cast as players
from tests.cast import Cast
from tests.conftest import settings_for
from tests.lines import Lines
from tests.pages import PageClient, Signed

NOWHERE = "bestaatniet12345"
DRAWS = 1_000


@dataclass(frozen=True)
class Pair:
    """Two tries that have to be alike: at what is there, and at what is not."""

    name: str
    there: Callable[[], Any]
    not_there: Callable[[], Any]


# --- what is tried


def pairs(cast: Cast, lines: Lines) -> list[Pair]:
    """Every door and every refused look."""
    return [*doors(cast, lines), *looks(cast, lines)]


def doors(cast: Cast, lines: Lines) -> list[Pair]:
    """Links, codes and accounts that are there or not, with a wrong secret."""
    invitation, token = cast.yusuf.do(door.invite, cast.anna.id)
    cast.yusuf.do(door.new_code, invitation.id)
    revoked, old = cast.yusuf.do(door.invite, cast.sam.id)
    cast.yusuf.do(door.revoke, revoked.id)
    made_up = "x" * len(token)
    browser = lines.as_("nobody")
    browser.get("/j")

    def link(letters: str) -> Callable[[], Any]:
        fields = {"token": letters, "code": "000000"}
        return lambda: _post(browser, "/j", fields)

    def account(email: str) -> Callable[[], Any]:
        fields = {"email": email, "password": "niet het wachtwoord"}
        return lambda: _post(browser, "/aanmelden", fields)

    return [
        Pair("door: a link, wrong code", link(token), link(made_up)),
        Pair("door: a link that was taken back", link(old), link(made_up)),
        Pair("door: an account, wrong password", account(cast.karim.email), account("niemand@werk.example")),
    ]


def looks(cast: Cast, lines: Lines) -> list[Pair]:
    """Things of others, and things that are kept apart, by their ids."""
    action = cast.action(cast.add_action("Dit is apart", by="noor", shared_with="lotte"))
    told = cast.statement(cast.add_statement("Dit is apart", by="noor", shared_with="lotte", about=[]))
    karim, anna, bas = lines("karim"), lines("anna"), lines.as_("bas")
    bas.get("/")

    def wish(line: Any, event: str, **fields: Any) -> Callable[[], Any]:
        return lambda: line.socket.emit(event, fields, callback=True)

    def page(browser: Any, path: str) -> Callable[[], Any]:
        return lambda: FlaskClient.get(browser, path)

    change = {"epoch": 0, "version": 1, "client": "x.y", "seq": 0, "changes": [[0, "x"]]}
    seen = {"field": "phase", "value": "recovery", "seen": ""}
    return [
        Pair("look: a family of others", page(bas, f"/gezin/{cast.case_id}"), page(bas, f"/gezin/{NOWHERE}")),
        Pair(
            "look: a meeting of others",
            page(bas, f"/overleg/{cast.meeting_id}"),
            page(bas, f"/overleg/{NOWHERE}"),
        ),
        Pair(
            "apart: open its text, laptop",
            wish(karim, "text:open", text=action.text_id),
            wish(karim, "text:open", text=NOWHERE),
        ),
        Pair(
            "apart: open its text, phone",
            wish(anna, "text:open", text=action.text_id),
            wish(anna, "text:open", text=NOWHERE),
        ),
        Pair(
            "apart: type in it",
            wish(karim, "text:change", text=action.text_id, **change),
            wish(karim, "text:change", text=NOWHERE, **change),
        ),
        Pair(
            "apart: change a field of it",
            wish(karim, "record:set", thing=f"action:{action.id}", **seen),
            wish(karim, "record:set", thing=f"action:{NOWHERE}", **seen),
        ),
        Pair(
            "apart: answer to it",
            wish(anna, "response:give", statement=told.id, person=cast.anna.id, stance="agrees"),
            wish(anna, "response:give", statement=NOWHERE, person=cast.anna.id, stance="agrees"),
        ),
        Pair(
            "apart: search for its words",
            page(karim.browser, "/zoek?q=apart"),
            page(karim.browser, "/zoek?q=niets1"),
        ),
        Pair(
            "apart: typing its very words elsewhere",
            wish(karim, "text:check", text=cast.text_id("worries"), words="Dit is apart"),
            wish(karim, "text:check", text=cast.text_id("worries"), words="Dit is niets"),
        ),
    ]


def _post(browser: Any, path: str, fields: dict[str, str]) -> Any:
    """As a stranger of somebody else's address each time, so that nobody waits for too many tries."""
    address = f"2001:db8:{random.randrange(65_536):x}:{random.randrange(65_536):x}::1"
    headers = {"X-CSRFToken": browser.csrf, "Accept": "application/json"}
    return browser.post(path, data=fields, headers=headers, environ_overrides={"REMOTE_ADDR": address})


# --- what the clock says


def measure(pair: Pair, tries: int, clock: Callable[[], float]) -> tuple[list[float], list[float]]:
    """Times in milliseconds of both, done in turn in an order by chance."""
    found: tuple[list[float], list[float]] = ([], [])
    for deed in (pair.there, pair.not_there):
        deed()
    for _ in range(tries):
        turn = [(0, pair.there), (1, pair.not_there)]
        random.shuffle(turn)
        for which, deed in turn:
            begun = clock()
            deed()
            found[which].append((clock() - begun) * 1000)
    return found


def auc(some: list[float], others: list[float]) -> float:
    """How often one of these is larger than one of the others; equal ones count half."""
    ranked = sorted(others)
    won = sum(bisect_left(ranked, one) + bisect_right(ranked, one) for one in some)
    return won / (2 * len(some) * len(others))


def interval(some: list[float], others: list[float]) -> tuple[float, float]:
    """The 95 % interval of the AUC, by drawing from what was measured."""
    drawn = sorted(
        auc(random.choices(some, k=len(some)), random.choices(others, k=len(others))) for _ in range(DRAWS)
    )
    return drawn[int(DRAWS * 0.025)], drawn[int(DRAWS * 0.975)]


def main() -> None:
    """Print a table; as JSON with `--json`."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tries", type=int, default=200)
    parser.add_argument("--only", default="", help="only the pairs whose name holds this")
    parser.add_argument("--work", action="store_true", help="time of the processor, without the ticks")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    clock = time.process_time if chosen.work else time.perf_counter
    found: list[dict[str, Any]] = []
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/table.sqlite"
        schema.upgrade(url)
        house = build(replace(settings_for(url), tick=0.0 if chosen.work else TICK))
        cast = Cast(house, players.make(house))
        app = create_app(house)
        app.testing, app.test_client_class = True, PageClient
        app.config["PROPAGATE_EXCEPTIONS"] = False
        common.limiter.enabled = False
        lines = Lines(app, attach(app, house, at_once=True), cast, Signed(app, cast))
        Handlers._count = lambda *given: None  # type: ignore[method-assign]  # nobody waits for too many tries
        for pair in pairs(cast, lines):
            if chosen.only not in pair.name:
                continue
            there, not_there = measure(pair, chosen.tries, clock)
            low, high = interval(there, not_there)
            half = len(not_there) // 2
            found.append({
                "pair": pair.name,
                "there": statistics.median(there),
                "not_there": statistics.median(not_there),
                "ratio": statistics.median(there) / statistics.median(not_there),
                "auc": auc(there, not_there),
                "low": low,
                "high": high,
                "same": auc(not_there[:half], not_there[half:]),
            })  # fmt: skip
            if not chosen.json:
                print(_line(found[-1]), flush=True)
        house.looks.settle()
        house.database.engine.dispose()
    if chosen.json:
        print(json.dumps(found, indent=2))


def _line(one: dict[str, Any]) -> str:
    return (
        f"{one['pair']:<42}{one['there']:8.2f} ms {one['not_there']:8.2f} ms   ratio {one['ratio']:.3f}"
        f"   AUC {one['auc']:.2f} ({one['low']:.2f} to {one['high']:.2f})   same {one['same']:.2f}"
    )


if __name__ == "__main__":
    main()
