"""Five people type in one text at once, on bad lines: all end with the same words, and nothing is lost or doubled."""

import random
import time
from contextlib import ExitStack

import pytest

from tests.live.people import People
from tests.live.proxy import Proxy
from tests.live.table import Table

#: Everybody types letters of their own, so that each letter of the text shows who wrote it.
LETTERS = {
    "yusuf": "YUü",  # an account, who only adds and takes back
    "noor": "NO🌊",  # an account; letters of two units
    "femke": "fem\n",  # an account
    "anna": "an👩‍👧",  # a phone; a family of several characters
    "sam": "تىر",  # a phone; from right to left
}
ADDS = "yusuf"
STORM = 9.0  # seconds


@pytest.mark.slow
@pytest.mark.parametrize("seed", [20_261_122])
def test_five_people_on_bad_lines_end_alike(table: Table, people: People, seed: int) -> None:
    chance, text = random.Random(seed), table.cast.text_id("explanation")
    with ExitStack() as lines:
        proxies = {name: lines.enter_context(Proxy(table.server.port)) for name in LETTERS}
        people.join(
            [
                table.person(name, proxies[name].url, text, letters=letters, adds=name == ADDS, twice=0.15)
                for name, letters in LETTERS.items()
            ],
            seed,
        )
        people.storm()
        _bad_weather(list(proxies.values()), chance)
        people.calm()
        people.settle()
        before = table.log(text)
        taken_back = people.undo(ADDS)
        people.settle()
        after, report = table.log(text), people.report()

    after.check()
    for name, person in report.items():
        assert person["words"] == after.words
        assert (person["wrong"], person["refusals"]) == ([], []), name
        after.check_promises(person)
        assert person["acknowledged"], f"{name} saved nothing"
        assert person["drops"], f"the line of {name} never broke"
    quiet = getattr(table.cast, ADDS).id
    assert taken_back
    assert quiet in before.writers()
    assert quiet not in after.writers()
    assert after.of_others(quiet) == before.of_others(quiet)
    assert after.losers(quiet, before.version) == {quiet}
    assert " broken " not in table.server.log
    assert "announcing failed" not in table.server.log


def _bad_weather(lines: list[Proxy], chance: random.Random) -> None:
    """Delays all the time, one phone far away, and each line broken a few times in one of three ways."""
    end = time.monotonic() + STORM
    for line in lines:
        line.slow(chance.uniform(0, 0.03))
    lines[-1].slow(0.2)
    troubles = [(line, trouble) for line in lines for trouble in ("cut", "tear", "hold")]
    chance.shuffle(troubles)
    for line, trouble in troubles:
        time.sleep(max(0.0, (end - time.monotonic()) / len(troubles)) * chance.uniform(0.5, 1.5))
        match trouble:
            case "hold":
                line.hold()
                time.sleep(chance.uniform(0.1, 0.4))
                line.release()
            case "tear":
                line.tear()
            case "cut":
                line.cut()
    time.sleep(max(0.0, end - time.monotonic()))
