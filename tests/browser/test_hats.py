"""Case 1: a hat is given and announced, a measure is marked, and both stand on table, phone and screen."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.fixtures import DemoServer
from tests.browser.test_access import family_of
from tests.browser.test_pages import look_at

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Album = Callable[[Page, str], None]


def test_a_hat_and_a_measure_stand_on_every_screen_at_once(demo_server: DemoServer, album: Album) -> None:
    chair, screen = demo_server.at_table("Hilde"), demo_server.screen()
    phone = demo_server.admit(chair, demo_server.knock("Marleen"), "Marleen Dekkers")
    everywhere = (chair, phone, screen)
    for page in everywhere:
        expect(page.get_by_text("Hulp aan dit gezin: vrijwillig").first).to_be_visible()
    desk = demo_server.sign_in("Fatma")
    family = family_of(desk)
    desk.goto(f"{family}/rondom")
    card = desk.locator("li.rd-card", has=desk.get_by_text("Welke pet draagt Wouter?"))
    card.get_by_text("Welke pet draagt Wouter?").click()
    card.get_by_label("Met welke pet op?").select_option(label="jeugdbescherming (GI)")
    card.get_by_label("Waarover mag deze persoon beslissen?").fill("")
    card.get_by_role("button", name="Bewaar de pet").click()
    expect(desk.get_by_text("Schrijf op waarover deze persoon").first).to_be_visible()
    expect(card.get_by_label("Met welke pet op?")).to_have_value("gi")
    card.scroll_into_view_if_needed()
    album(desk, "hats-form")
    look_at(desk, "who wears which hat, with a fault")
    desk.set_viewport_size({"width": 1366, "height": 768})
    card.get_by_label("Waarover mag deze persoon beslissen?").fill("Uitvoering van de maatregel")
    card.get_by_role("button", name="Bewaar de pet").click()
    desk.wait_for_url(re.compile("/rondom#"))
    for page in everywhere:
        expect(page.get_by_text("Wouter draagt nu de pet: jeugdbescherming (GI)").first).to_be_visible()
    desk.goto(family)
    desk.get_by_text("Schrijf op hoe het nu is").click()
    desk.get_by_label("Hoe krijgt dit gezin hulp?").select_option(label="ondertoezichtstelling")
    desk.get_by_label("Sinds wanneer?").fill("2026-11-02")
    desk.get_by_label("Welke maatregel, voor wie, en wie besloot dat?").fill(
        "Voor Noor en Sem, door de kinderrechter."
    )
    desk.locator("form", has=desk.get_by_label("Sinds wanneer?")).get_by_role("button", name="Bewaar").click()
    desk.wait_for_url(re.compile("#kader"))
    album(desk, "hats-family")
    for page, name in zip(everywhere, ("table", "phone", "screen"), strict=True):
        expect(page.get_by_text("Met maatregel: ondertoezichtstelling").first).to_be_visible()
        album(page, f"hats-{name}")
        look_at(page, f"a measure on the {name}")
    look_at(desk, "a family with a measure")
    phone.set_viewport_size({"width": 390, "height": 844})
    phone.evaluate("document.documentElement.style.fontSize = '200%'")
    cut: list[str] = phone.evaluate(
        "[...document.querySelectorAll('.rd-framebar *')]"
        ".filter(one => one.getBoundingClientRect().right > 390).map(one => one.textContent)"
    )
    assert not cut, f"cut off with large letters: {cut}"
