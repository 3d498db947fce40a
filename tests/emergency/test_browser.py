"""An emergency in real browsers: asked and answered with the keyboard, told at once, read on one page, gone at once."""

import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.fixtures import DemoServer
from tests.browser.test_pages import look_at

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SECRET = "Marleen zegt dat Ruben soms meeleest op haar telefoon."
WHY = "Marleen neemt niet op en Ruben staat voor de deur."
#: The last is a laptop on which somebody reads with letters of twice the size.
WIDTHS = {"phone": 390, "laptop": 1366, "screen": 1920, "large": 683}
ELSEWHERE = "Een collega vraagt noodinzage. Zeg ja of nee."


@pytest.fixture
def family(demo_server: DemoServer, tmp_path: Path) -> str:
    """The page of the first family, in which Fatma is taken out of what stands apart."""
    with sqlite3.connect(tmp_path / "rondom.db", timeout=20) as database:
        (found,) = database.execute(
            "select person.id, person.case_id from person join account on account.id = person.account_id"
            " where account.email like 'fatma@%'"
        ).fetchall()[:1]
        database.execute("delete from shield_audience where person_id = ?", found[:1])
    return f"/gezin/{found[1]}"


def pictures(page: Page, name: str, album: Callable[[Page, str], None]) -> None:
    """At every width, and with letters of twice the size: nothing is cut off, axe finds nothing."""
    look_at(page, name)
    for size, width in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": 900})
        album(page, f"emergency-{name}-{size}")
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{name} at {width} is {wide} pixels too wide"
    page.set_viewport_size({"width": 1366, "height": 900})


def ask(page: Page) -> None:
    """Fill in the form with the keyboard."""
    page.get_by_label("Wat moet u weten?").select_option("safety")
    page.get_by_label("Welk gevaar is er nu?").fill(WHY)
    page.get_by_role("button", name="Vraag noodinzage").press("Enter")
    expect(page.get_by_text("Wacht op een tweede")).to_be_visible()


def test_from_the_ask_to_the_judgement(
    demo_server: DemoServer, family: str, album: Callable[[Page, str], None]
) -> None:
    fatma, hilde, joke = (demo_server.sign_in(name) for name in ("Fatma", "Hilde", "Joke"))
    hilde.goto("/gezinnen")
    fatma.goto(family)
    fatma.get_by_role("link", name="Noodinzage").press("Enter")
    pictures(fatma, "empty", album)
    fatma.get_by_label("Welk gevaar is er nu?").fill("Kort.")
    fatma.get_by_role("button", name="Vraag noodinzage").press("Enter")
    expect(fatma.get_by_role("alert")).to_contain_text("minstens 30 tekens")
    expect(fatma.get_by_label("Welk gevaar is er nu?")).to_have_value("Kort.")
    look_at(fatma, "a reason that is too short")
    ask(fatma)
    pictures(fatma, "asked", album)

    # Told at once, on whatever page they have open.
    for page in (hilde, joke):
        expect(page.get_by_role("alert")).to_contain_text(ELSEWHERE)
    pictures(hilde, "told", album)
    joke.get_by_role("link", name="Bekijk dit nu").press("Enter")
    expect(joke.get_by_role("button", name="Ja, dit is nodig")).to_be_visible()
    assert WHY not in joke.content()
    assert "Dekkers" not in joke.content()
    expect(joke.get_by_role("alert")).to_have_count(0)
    pictures(joke, "officer", album)
    hilde.get_by_role("link", name="Bekijk dit nu").press("Enter")
    expect(hilde.get_by_text(WHY)).to_be_visible()
    hilde.get_by_text("Nee", exact=True).press("Enter")
    expect(hilde.get_by_label("Waarom niet?")).to_be_visible()
    pictures(hilde, "answer", album)
    hilde.get_by_role("button", name="Ja, dit is nodig").press("Enter")
    expect(hilde.get_by_text("Nu open")).to_be_visible()

    # Who asked hears it without doing anything, and reads.
    expect(fatma.get_by_role("alert")).to_contain_text("Uw noodinzage is open.")
    fatma.get_by_role("link", name="Bekijk dit nu").press("Enter")
    fatma.get_by_role("link", name="Lees wat nu open is").press("Enter")
    expect(fatma.get_by_text(SECRET)).to_be_visible()
    expect(fatma.get_by_role("alert")).to_have_count(0)
    pictures(fatma, "read", album)
    hilde.get_by_role("button", name="Stop dit nu").press("Enter")
    expect(fatma.get_by_text(SECRET)).to_have_count(0, timeout=3_000)
    fatma.wait_for_url("**/noodinzage")
    fatma.go_back()
    expect(fatma.get_by_text(SECRET)).to_have_count(0)
    pictures(fatma, "over", album)

    joke.reload()
    joke.get_by_label("Wat u vond").fill("Kort.")
    joke.get_by_role("button", name="Niet terecht").press("Enter")
    expect(joke.get_by_role("alert").first).to_contain_text("minstens 15 tekens")
    expect(joke.get_by_label("Wat u vond")).to_have_value("Kort.")
    look_at(joke, "a judgement without words")
    joke.get_by_label("Wat u vond").fill("Zij belde mij, het gevaar was echt.")
    joke.get_by_role("button", name="Terecht", exact=True).press("Enter")
    expect(joke.get_by_text("Beoordeeld: terecht")).to_be_visible()
    hilde.goto(f"{family}/apart")
    expect(hilde.get_by_text(re.compile("Fatma Yildirim las dit in nood")).first).to_be_visible()
    look_at(hilde, "who read it in an emergency")
    album(hilde, "emergency-apart")


def test_it_is_empty_without_a_line_and_while_nobody_looks(demo_server: DemoServer, family: str) -> None:
    fatma, hilde = (demo_server.sign_in(name) for name in ("Fatma", "Hilde"))
    fatma.goto(f"{family}/noodinzage")
    ask(fatma)
    hilde.goto(f"{family}/noodinzage")
    hilde.get_by_role("button", name="Ja, dit is nodig").click()
    expect(hilde.get_by_text("Nu open")).to_be_visible()
    fatma.goto(f"{family}/noodinzage")
    fatma.get_by_role("link", name="Lees wat nu open is").click()
    expect(fatma.get_by_text(SECRET)).to_be_visible()
    fatma.wait_for_timeout(1_500)  # the line is there: it stays
    expect(fatma.get_by_text(SECRET)).to_be_visible()
    fatma.context.set_offline(True)
    expect(fatma.get_by_text(SECRET)).to_have_count(0, timeout=40_000)
    fatma.context.set_offline(False)
    fatma.goto(f"{family}/noodinzage")
    fatma.get_by_role("link", name="Lees wat nu open is").click()
    expect(fatma.get_by_text(SECRET)).to_be_visible()
    fatma.get_by_role("button", name="Klaar met lezen").press("Enter")
    fatma.wait_for_url("**/noodinzage")
    expect(fatma.get_by_text("Voorbij")).to_be_visible()
