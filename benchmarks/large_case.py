"""How the pages and live parts of one case grow with the case: pages, queries, and what one change costs.

`make bench-case` runs it. Everything happens in this process, without a network: 12 visitors with a line each.
See README.md in this folder for what the numbers mean.
"""

import argparse
import json
import math
import platform
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import event, select
from werkzeug.test import TestResponse

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from conference.app import create_app  # noqa: E402
from conference.core import schema  # noqa: E402
from conference.core.runtime import Runtime, build  # noqa: E402
from conference.table.meeting import use_cases as meetings  # noqa: E402
from models.actions import Action  # noqa: E402
from models.enums import (  # noqa: E402
    Basis,
    Certainty,
    FactorNature,
    Precision,
    Relation,
    ResponseStance,
    StatementKind,
    TextKind,
)
from models.factors import MAP_HEIGHT, MAP_WIDTH, Factor, Link  # noqa: E402
from models.people import Person  # noqa: E402
from models.statements import Response, Statement  # noqa: E402
from models.texts import Text  # noqa: E402
from realtime import attach  # noqa: E402
from tests import cast as players  # noqa: E402
from tests.cast import PEOPLE, Cast, Clock  # noqa: E402
from tests.conftest import settings_for  # noqa: E402
from tests.lines import Line, Lines  # noqa: E402
from tests.pages import PageClient, Signed  # noqa: E402

#: The whole case; smaller ones have a part of each.
STATEMENTS, ACTIONS, FACTORS = 500, 200, 100
SHARES = (0.05, 0.1, 0.25, 0.5, 1.0)
PARTS = {"facts": "happened", "map": "understand", "actions": "agreements"}
CSRF = re.compile(r'name="csrf-token" content="([^"]*)"')
Result = dict[str, Any]


@dataclass
class Measured:
    """One thing that was timed: milliseconds (median and most), queries to the database, and bytes that were sent."""

    median_ms: float
    most_ms: float
    queries: float
    kilobytes: float


class Counter:
    """Counts what is asked of the database."""

    def __init__(self, house: Runtime) -> None:
        self.queries = 0
        event.listen(house.database.engine, "before_cursor_execute", self._count)

    def _count(self, *_: Any) -> None:
        self.queries += 1


class Unchecked(PageClient):
    """A browser that does not check its pages: what is timed is the program. It takes the token where it stands."""

    def _look_at(self, response: TestResponse) -> None:
        found = CSRF.search(response.text)
        self.csrf = found[1] if found else self.csrf


def fill(cast: Cast, share: float) -> None:
    """Put a share of the whole case in, straight into the tables: this is about reading and changing, not adding."""
    with cast.house.database.work() as work:
        people = [work.load(Person, cast.script.people[name]) for name in PEOPLE]
        at, family = cast.house.clock(), [person for person in people if person.in_family]

        def text(kind: TextKind, words: str) -> str:
            return work.add(Text(case_id=cast.case_id, kind=kind, words=words)).id

        statements = [
            work.add(
                Statement(
                    case_id=cast.case_id,
                    meeting_id=cast.meeting_id,
                    kind=list(StatementKind)[number % 5],
                    text_id=text(
                        TextKind.STATEMENT, f"Op dag {number} was Sam niet op school; de juf belde Anna op."
                    ),
                    happened_on=at.date(),
                    precision=Precision.DAY,
                    source_id=people[number % len(people)].id,
                    source_words="gesprek",
                    basis=Basis.HEARD_SELF,
                    position=number,
                    added_by_id=people[0].id,
                    added_at=at,
                    about=family,
                )
            )
            for number in range(round(STATEMENTS * share))
        ]
        for number, statement in enumerate(statements):
            person = family[number % len(family)]
            work.add(
                Response(
                    statement_id=statement.id,
                    person_id=person.id,
                    stance=list(ResponseStance)[number % 5],
                    words="Zo heb ik het ook beleefd.",
                    said=statement.said(),
                    given_by_id=person.id,
                    at=at,
                )
            )
        factors = [
            work.add(
                Factor(
                    case_id=cast.case_id,
                    text_id=text(TextKind.FACTOR, f"Wat speelt mee {number}"),
                    nature=list(FactorNature)[number % 4],
                    x=80 + number * 137 % (MAP_WIDTH - 160),
                    y=60 + number * 71 % (MAP_HEIGHT - 120),
                    position=number,
                    added_by_id=people[0].id,
                    statements=statements[number * 3 : number * 3 + 3],
                )
            )
            for number in range(round(FACTORS * share))
        ]
        for number, factor in enumerate(factors):
            for step in (1, 7):
                other = factors[(number + step) % len(factors)]
                if other is not factor:
                    work.session.merge(
                        Link(
                            id=f"link{number:06}{step:06}",
                            case_id=cast.case_id,
                            from_id=factor.id,
                            to_id=other.id,
                            relation=list(Relation)[number % 8] if step == 1 else Relation.CONTRIBUTES_TO,
                            certainty=list(Certainty)[number % 4],
                            added_by_id=people[0].id,
                        )
                    )
                    work.session.flush()
        for number in range(round(ACTIONS * share)):
            work.add(
                Action(
                    case_id=cast.case_id,
                    text_id=text(TextKind.ACTION, f"Elke week bellen met oma {number}"),
                    seen_when_id=text(TextKind.SEEN_WHEN, "Oma zegt dat het lukt."),
                    owner_id=people[number % len(people)].id,
                    phase="immediate_safety",
                    position=number,
                    added_by_id=people[0].id,
                )
            )


@contextmanager
def case(share: float) -> Iterator[tuple[Cast, Lines, Counter]]:
    """A case of this size with the program around it; what is told is told at once."""
    with tempfile.TemporaryDirectory(prefix="rondom-bench-") as folder:
        url = f"sqlite:///{folder}/case.sqlite"
        schema.upgrade(url)
        house = build(settings_for(url))
        house.clock = Clock()
        cast = Cast(house, players.make(house))
        fill(cast, share)
        app = create_app(house)
        app.test_client_class = Unchecked
        socketio = attach(app, house, at_once=True)
        yield cast, Lines(app, socketio, cast, Signed(app, cast)), Counter(house)
        house.database.engine.dispose()


def timed(counter: Counter, rounds: int, run: Callable[[int], int]) -> Measured:
    """Run it a few times; `run` gets the number of the round and gives the bytes that were sent."""
    spans, sizes, before = [], [], counter.queries
    for number in range(rounds + 1):
        if number == 1:  # the first round warms up
            before = counter.queries
        start = time.perf_counter()
        size = run(number)
        if number:
            spans.append((time.perf_counter() - start) * 1000)
            sizes.append(size)
    queries = (counter.queries - before) / rounds
    return Measured(
        round(statistics.median(spans), 2),
        round(max(spans), 2),
        round(queries, 1),
        round(statistics.mean(sizes) / 1024, 1),
    )


def measure(share: float, rounds: int) -> Result:
    """All pages and changes at one size."""
    with case(share) as (cast, lines, counter):
        found: Result = {}
        chair = lines("chair")
        for name, key in PARTS.items():
            cast.yusuf.do(meetings.move, next(part.id for part in cast.meeting.parts if part.key == key))
            found[f"laptop page: {name}"] = asdict(timed(counter, rounds, lambda _: _page(chair, chair.home)))
            if name != "actions":
                phone = lines("anna")
                found[f"phone page: {name}"] = asdict(
                    timed(counter, rounds, lambda _, of=phone: _page(of, "/nu"))
                )
            everybody = _table(lines)
            found[f"one change: {name}"] = asdict(
                timed(
                    counter, rounds, lambda number, key=name, told=everybody: _change(cast, key, number, told)
                )
            )
            for line in everybody:
                line.socket.disconnect()
        return found


def _table(lines: Lines) -> list[Line]:
    """Twelve visitors: everybody of the cast but one, and the shared screen."""
    return [lines(name) for name in [*PEOPLE, "screen"]]


def _page(line: Line, path: str) -> int:
    return len(line.browser.get(path).data)


def _change(cast: Cast, kind: str, number: int, everybody: list[Line]) -> int:
    """One field of one record is changed by Noor; what all twelve receive is counted."""
    writer = everybody[list(PEOPLE).index("noor")]
    with cast.house.database.read() as session:
        model = {"facts": Statement, "map": Factor, "actions": Action}[kind]
        record = session.scalars(
            select(model).where(model.case_id == cast.case_id).order_by(model.position)
        ).first()
        assert record is not None
        thing = {"facts": "statement", "map": "factor", "actions": "action"}[kind]
        field = {"facts": "life_area", "map": "life_area", "actions": "note"}[kind]
        seen = getattr(record, field)
    value = ("money", "housing")[number % 2] if field == "life_area" else f"nummer {number}"
    answer = writer.socket.emit(
        "record:set",
        {"thing": f"{thing}:{record.id}", "field": field, "value": value, "seen": seen},
        callback=True,
    )
    assert answer["ok"], answer
    return sum(len(json.dumps(line.socket.get_received())) for line in everybody)


def growth(sizes: list[float], values: list[float]) -> float:
    """The power with which it grows: 0 stays the same, 1 is linear, 2 is square (least squares on logarithms)."""
    xs, ys = [math.log(size) for size in sizes], [math.log(max(value, 0.01)) for value in values]
    mx, my = statistics.mean(xs), statistics.mean(ys)
    return sum((x - mx) * (y - my) for x, y in zip(xs, ys, strict=True)) / sum((x - mx) ** 2 for x in xs)


def report(results: dict[float, Result]) -> str:
    """A page for people."""
    shares = sorted(results)
    lines = [
        f"# One large case, {datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "",
        f"The whole case: {STATEMENTS} statements, {ACTIONS} actions, {FACTORS} factors; 12 visitors. "
        f"{platform.machine()}, Python {platform.python_version()}, SQLite.",
        "",
        "Median milliseconds at each size; `growth` is the power of the size (0: always the same, 1: linear).",
        "",
        "| | "
        + " | ".join(f"{share:.0%}" for share in shares)
        + " | growth | queries at 100% | kB at 100% |",
        "|---|" + "---:|" * (len(shares) + 3),
    ]
    for name in results[shares[-1]]:
        spans = [results[share][name]["median_ms"] for share in shares]
        last = results[shares[-1]][name]
        lines.append(
            f"| {name} | "
            + " | ".join(f"{span:.1f}" for span in spans)
            + f" | {growth(shares, spans):.2f} | {last['queries']:.0f} | {last['kilobytes']:.0f} |"
        )
    return "\n".join(lines) + "\n"


def tell(name: str, page: str, results: Mapping[Any, Result], *, keep: bool) -> None:
    """Print the page; with `keep` it stands in benchmarks/results too, with the numbers beside it."""
    print(page)
    if keep:
        target = ROOT / "benchmarks" / "results" / f"{datetime.now(UTC):%Y-%m-%d-%H%M}-{name}"
        target.with_suffix(".md").write_text(page, encoding="utf-8")
        kept = {str(size): found for size, found in results.items()}
        target.with_suffix(".json").write_text(json.dumps(kept, indent=1), encoding="utf-8")


def main() -> None:
    """Measure every size, print the page and keep it with the numbers."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=7)
    options.add_argument("--shares", type=float, nargs="+", default=SHARES)
    options.add_argument("--keep", action="store_true", help="write to benchmarks/results")
    chosen = options.parse_args()
    results = {share: measure(share, chosen.rounds) for share in chosen.shares}
    tell("large-case", report(results), results, keep=chosen.keep)


if __name__ == "__main__":
    main()
