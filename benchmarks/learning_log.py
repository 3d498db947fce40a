"""How quick the reflection log stays as a region learns: pages and searches at 5,000 to 20,000 notes.

`make bench-learning` runs it: 300 families, 60 cycles, 40 themes, in this process, without a network. What counts is
how the times grow from the smallest size to the largest, and that the number of queries does not grow at all.
"""

import argparse
import platform
import random
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup
from sqlalchemy import insert, select

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.large_case import Counter, growth, tell, timed  # noqa: E402
from conference.accounts import use_cases as accounts  # noqa: E402
from conference.app import create_app  # noqa: E402
from conference.core import schema  # noqa: E402
from conference.core.runtime import Runtime, build  # noqa: E402
from conference.learning.log import shared_notes  # noqa: E402
from models.accounts import Account  # noqa: E402
from models.base import new_key  # noqa: E402
from models.enums import Answer, LearningRole, NoteKind, Principle, Role  # noqa: E402
from models.learning import LearningCycle, LearningNote, NoteTheme, Theme  # noqa: E402
from models.region import RegionProfile  # noqa: E402
from tests import cast as players  # noqa: E402
from tests.cast import Cast, Clock  # noqa: E402
from tests.conftest import settings_for  # noqa: E402
from tests.pages import PageClient, Signed  # noqa: E402

SIZES = (5_000, 10_000, 20_000)
FAMILIES, CYCLES, THEMES, ORGANISATIONS, MONTHS = 300, 60, 40, 12, 36
#: How many notes come out together.
BATCH = 40
#: How many notes a theme holds when the log is full.
IN_THEME = 250
WORDS = (
    "wachten tafel feiten vooraf gezin stem kind moeder vader rust plan overleg bellen verslag hulp school oma "
    "luisteren vragen samen weten zien denken durven praten lezen schrijven helpen blijven beginnen"
).split()
ROLES = (Role.PARENT, Role.LOCAL_TEAM, Role.SPECIALIST, Role.SAFETY_PARTNER, Role.EXPERIENCE)
Result = dict[str, Any]


@dataclass(frozen=True)
class Region:
    """What is asked for at one size."""

    id: str
    theme: str


def fill(house: Runtime, size: int) -> Region:
    """Put a log of this size in, straight into the tables: this is about reading it."""
    drawn = random.Random(size)
    with house.database.work() as work:
        region = work.session.scalars(select(RegionProfile)).one()
        first = date(2022, 1, 3)
        cycles = [
            work.add(
                LearningCycle(
                    profile_id=region.id,
                    number=number + 1,
                    question=f"Wat helpt een gezin bij vraag {number + 1}?",
                    starts_on=first + timedelta(days=25 * number),
                    ends_on=first + timedelta(days=25 * number + 24),
                    closed_at=house.clock(),
                )
            ).id
            for number in range(CYCLES)
        ]
        made = [_note(drawn, region.id, number, size, cycles) for number in range(size)]
        work.session.execute(insert(LearningNote), made)
        themes = [
            work.add(Theme(profile_id=region.id, name=f"Thema {number}")).id for number in range(THEMES)
        ]
        share = round(IN_THEME * size / max(SIZES))
        inside = [
            {"note_id": note["id"], "theme_id": theme}
            for theme in themes
            for note in drawn.sample(made, share)
        ]
        work.session.execute(insert(NoteTheme), inside)
        return Region(region.id, themes[0])


def _note(drawn: random.Random, region: str, number: int, size: int, cycles: list[str]) -> Result:
    family, role = drawn.randrange(FAMILIES), drawn.choice(ROLES)
    when = number * MONTHS // size
    return {
        "id": new_key(),
        "profile_id": region,
        "mark": f"mark{number}",
        "case_mark": f"case{family}",
        "author_mark": f"author{family}-{role}",
        "month": f"{2022 + when // 12}-{when % 12 + 1:02}",
        "batch": number // BATCH + 1,
        "cycle_id": cycles[number * CYCLES // size],
        "role": role,
        "organisation": f"Organisatie {drawn.randrange(ORGANISATIONS)}" if role != Role.PARENT else "",
        "prompt": "remember",
        "words": " ".join(drawn.choices(WORDS, k=25)).capitalize() + ".",
        "friction": " ".join(drawn.choices(WORDS, k=8)) if number % 3 == 0 else "",
        "kind": drawn.choice(list(NoteKind)),
        "principles": [drawn.choice(list(Principle))],
        "better_off": drawn.choice(list(Answer)),
        "could_do": None,
    }


@contextmanager
def log(size: int) -> Iterator[tuple[Region, PageClient, Counter]]:
    """A region with a log of this size, somebody of its project team, and a count of queries."""
    with tempfile.TemporaryDirectory(prefix="rondom-bench-") as folder:
        url = f"sqlite:///{folder}/log.sqlite"
        schema.upgrade(url)
        house = build(settings_for(url))
        house.clock = Clock()
        cast = Cast(house, players.make(house))
        region = fill(house, size)
        with house.database.work() as work:
            karim = work.load(Account, cast.script.accounts["karim"])
            found = work.load(RegionProfile, region.id)
            accounts.give_learning_seat(work, karim, found, LearningRole.PROJECT_TEAM)
        app = create_app(house)
        app.test_client_class = _Unchecked
        yield region, Signed(app, cast)("karim"), Counter(house)
        house.database.engine.dispose()


class _Unchecked(PageClient):
    """A browser that does not look at its pages: that would be measured too."""

    def _look_at(self, response: Any) -> None:
        return


def measure(size: int, rounds: int) -> Result:
    """Every way to look, at one size; and every page of learning that the log leads to."""
    with log(size) as (region, browser, counter):
        home = f"/leren/{region.id}"
        ways = {
            "the log": home,
            "one role and kind": f"{home}?role=parent&kind=works",
            "one month": f"{home}?month=2022-03",
            "a word in many notes": f"{home}?q=wachten",
            "a word in no note": f"{home}?q=olifant",
            "a theme": f"{home}?thema={region.theme}",
        }
        page = BeautifulSoup(browser.get(home).text, "html.parser")
        for link in page.select("main a[href^='/leren/']"):
            path = str(link["href"])
            if "?" not in path:
                ways[f"page: {link.get_text(' ', strip=True)}"] = path
        found = {name: asdict(timed(counter, rounds, _opens(browser, path))) for name, path in ways.items()}
        found["the log, after new notes"] = asdict(timed(counter, rounds, _opens(browser, home, fresh=True)))
        return found


def _opens(browser: PageClient, path: str, *, fresh: bool = False) -> Callable[[int], int]:
    def run(_: int) -> int:
        if fresh:
            shared_notes._kept.cache_clear()  # as after each batch of notes
        answer = browser.get(path)
        assert answer.status_code == 200, path
        return len(answer.data)

    return run


def report(results: dict[int, Result]) -> str:
    """A page for people."""
    sizes = sorted(results)
    first, last = sizes[0], sizes[-1]
    lines = [
        f"# The reflection log, {datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "",
        f"{FAMILIES} families, {CYCLES} cycles, {THEMES} themes. "
        f"{platform.machine()}, Python {platform.python_version()}, SQLite.",
        "",
        f"Median milliseconds at each number of notes; `times` is the last over the first ({last / first:g} times as "
        "many notes), `growth` the power of the number (0: always the same, 1: linear).",
        "",
        "| | " + " | ".join(f"{size:,}" for size in sizes) + " | times | growth | queries | kB |",
        "|---|" + "---:|" * (len(sizes) + 4),
    ]
    for name in results[last]:
        spans = [results[size][name]["median_ms"] for size in sizes]
        full = results[last][name]
        asked = {results[size][name]["queries"] for size in sizes}
        power = growth([float(size) for size in sizes], spans) if len(sizes) > 1 else 0.0
        lines.append(
            f"| {name} | "
            + " | ".join(f"{span:.1f}" for span in spans)
            + f" | {spans[-1] / max(spans[0], 0.01):.2f} | {power:.2f} "
            + f"| {min(asked):.0f}–{max(asked):.0f} | {full['kilobytes']:.0f} |"
        )
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure every size, print the page and keep it with the numbers."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=7)
    options.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    options.add_argument("--keep", action="store_true", help="write to benchmarks/results")
    chosen = options.parse_args()
    results = {size: measure(size, chosen.rounds) for size in chosen.sizes}
    tell("learning-log", report(results), results, keep=chosen.keep)


if __name__ == "__main__":
    main()
