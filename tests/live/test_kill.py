"""The server dies, lines break, strangers send rubbish: what was promised stays, and the rest is said clearly."""

import random
import time
from typing import Any

import pytest

from tests.live.people import People
from tests.live.proxy import Proxy
from tests.live.table import Table

LETTERS = {"yusuf": "YU", "noor": "NO🌊", "femke": "fem\n", "anna": "anü", "sam": "تىر"}
KILLS = 20


@pytest.mark.slow
@pytest.mark.parametrize("seed", [20_261_123])
def test_twenty_sudden_deaths_lose_nothing_that_was_promised(table: Table, people: People, seed: int) -> None:
    chance, text = random.Random(seed), table.cast.text_id("explanation")
    people.join(
        [
            table.person(name, table.server.url, text, letters=letters, twice=0.1)
            for name, letters in LETTERS.items()
        ],
        seed,
    )
    people.storm()
    for _ in range(KILLS):
        time.sleep(chance.uniform(0.1, 0.9))
        table.server.kill()
        table.server.start()
    people.calm()
    people.settle()
    log, report = table.log(text), people.report()

    log.check()
    for name, person in report.items():
        assert person["words"] == log.words
        assert (person["wrong"], person["refusals"]) == ([], []), name
        log.check_promises(person)
        assert person["acknowledged"], f"{name} saved nothing"
        assert person["drops"], f"{name} never lost the server"
    assert " broken " not in table.server.log
    assert "announcing failed" not in table.server.log


def test_a_line_that_breaks_in_the_middle_of_a_word(table: Table, people: People) -> None:
    text = table.cast.text_id("explanation")
    with Proxy(table.server.port) as line:
        people.join(
            [table.person("anna", line.url, text), table.person("noor", table.server.url, text)], seed=1
        )
        people.type("anna", "Wij wil", pause=20)
        line.tear()
        people.type("anna", "len rust", pause=20)
        line.down()
        people.type("anna", " in huis.", pause=20)
        line.up()
        people.type("anna", " Sam ook.", pause=20)
        people.settle()
        report = people.report()
    log = table.log(text)
    log.check()
    assert log.words == "Wij willen rust in huis. Sam ook."
    assert {person["words"] for person in report.values()} == {log.words}
    assert report["anna"]["drops"]
    assert not report["anna"]["refusals"]


def test_a_held_line_that_never_comes_back(table: Table, people: People) -> None:
    """Nothing is answered any more and nothing breaks, until it does: a change may have arrived without its answer."""
    text = table.cast.text_id("explanation")
    with Proxy(table.server.port) as line:
        people.join([table.person("anna", line.url, text)], seed=1)
        line.hold()
        people.type("anna", "een keer", pause=30)
        line.cut()
        line.release()
        people.settle()
    log = table.log(text)
    log.check()
    assert log.words == "een keer"


def test_words_for_a_meeting_that_closed_meanwhile_are_given_back_with_the_reason(
    table: Table, people: People
) -> None:
    text = table.cast.text_id("explanation")
    with Proxy(table.server.port) as line:
        people.join([table.person("anna", line.url, text)], seed=1)
        people.type("anna", "Dit telt.", pause=10)
        people.settle()
        line.down()
        people.type("anna", " Dit niet meer.")
        table.cast.close()
        line.up()
        person = _until_refused(people, "anna")
    assert [(one["code"], one["words"]) for one in person["refusals"]] == [("closed", " Dit niet meer.")]
    assert person["refusals"][0]["message"] == "Dit overleg is voorbij. U kunt hier niets meer veranderen."
    assert table.log(text).words == "Dit telt."


def _until_refused(people: People, name: str) -> dict[str, Any]:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        person = people.report()[name]
        if person["refusals"]:
            return person
        time.sleep(0.05)
    raise AssertionError(f"nothing was refused: {person}")
