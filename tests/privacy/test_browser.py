"""The office of the privacy officer in a real browser: what she asks of it, and what a mother asks of her."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.fixtures import DemoServer
from tests.browser.test_pages import look_at

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WHY = "Een deel gaat over iemand anders."


def test_a_mother_asks_and_the_officer_answers(
    demo_server: DemoServer, album: Callable[[Page, str], None]
) -> None:
    chair = demo_server.at_table("Hilde")
    marleen = demo_server.admit(chair, demo_server.knock("Marleen"), "Marleen Dekkers")
    marleen.goto("/nu/mijn-gegevens")
    look_at(marleen, "own data before asking")
    album(marleen, "privacy-own-data")
    marleen.get_by_role("button", name="Vraag inzage").click()
    expect(marleen.get_by_text("U vroeg dit op")).to_be_visible()
    look_at(marleen, "own data after asking")
    family = demo_server.sign_in("Fatma").locator("a.rd-family").first.get_attribute("href") or ""
    tom = demo_server.sign_in("Tom")
    tom.goto(family)
    joke = demo_server.sign_in("Joke")
    expect(joke.get_by_text("Iemand wilde een gezin openen")).to_be_visible()
    album(joke, "privacy-today")
    joke.get_by_role("link", name="Bekijk de meldingen").click()
    expect(joke.get_by_role("heading", name="Tom Visser, Regio Oosterdelta")).to_be_visible()
    look_at(joke, "the office of the privacy officer")
    for size in ("phone", "laptop", "screen"):
        sized(joke, size)
        album(joke, f"privacy-office-{size}")
    sized(joke, "laptop")
    summary = joke.get_by_text("Geef antwoord").first
    summary.focus()
    joke.keyboard.press("Enter")
    joke.get_by_label("Wat u besloot").select_option(label="Een deel is gegeven")
    joke.get_by_label("Wat u antwoordt").fill("Kort.")
    joke.get_by_role("button", name="Verstuur het antwoord").click()
    expect(joke.get_by_role("alert")).to_have_text("Schrijf waarom (minstens 15 tekens).")
    expect(joke.get_by_label("Wat u antwoordt")).to_have_value("Kort.")
    look_at(joke, "a refused answer")
    album(joke, "privacy-refused")
    joke.get_by_label("Wat u antwoordt").fill(WHY)
    joke.get_by_role("button", name="Verstuur het antwoord").click()
    expect(joke.get_by_text("U kreeg een deel te zien")).to_be_visible()
    marleen.reload()
    expect(marleen.get_by_text(WHY)).to_be_visible()
    joke.get_by_role("button", name="Ik heb ze gezien").click()
    expect(joke.get_by_text("nieuwe melding")).to_have_count(0)


def test_after_a_leak_she_asks_who_could_have_seen_it(
    demo_server: DemoServer, album: Callable[[Page, str], None]
) -> None:
    chair = demo_server.at_table("Hilde")
    number = chair.locator("[data-text]").first.get_attribute("data-text")
    joke = demo_server.sign_in("Joke")
    joke.get_by_role("link", name="Privacy", exact=True).click()
    joke.get_by_role("link", name="Wie kon dit zien?").click()
    joke.get_by_label("Nummer").fill("text:bestaatniet")
    joke.get_by_label("Nummer").press("Enter")
    expect(joke.get_by_role("alert")).to_contain_text("Dit nummer kennen wij hier niet.")
    look_at(joke, "a number that is none")
    joke.get_by_label("Nummer").fill(f"text:{number}")
    joke.get_by_role("button", name="Zoek uit").click()
    expect(joke.get_by_role("heading", name="Hilde Brouwer, MDA++ Oosterdelta")).to_be_visible()
    look_at(joke, "who could have seen it")
    for size in ("phone", "laptop", "screen"):
        sized(joke, size)
        album(joke, f"breach-{size}")


def test_the_leader_of_a_team_reads_names(
    demo_server: DemoServer, album: Callable[[Page, str], None]
) -> None:
    mirjam = demo_server.sign_in("Mirjam")
    mirjam.get_by_role("link", name="Team", exact=True).click()
    expect(mirjam.get_by_role("heading", level=1, name="Gezinnen van het team")).to_be_visible()
    look_at(mirjam, "the families of a team")
    album(mirjam, "privacy-team")


def sized(page: Page, size: str) -> None:
    """The window of a phone, a laptop or a large screen."""
    width, height = {"phone": (390, 844), "laptop": (1366, 768), "screen": (1920, 1080)}[size]
    page.set_viewport_size({"width": width, "height": height})
