"""Vorige keer: an old agreement is answered on its owner's phone, and everybody sees it at once."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.fixtures import DemoServer
from tests.browser.test_pages import look_at
from tests.browser.test_three_windows import go_to

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Album = Callable[[Page, str], None]


def test_an_old_agreement_is_answered_by_its_owner(demo_server: DemoServer, album: Album) -> None:
    chair, screen = demo_server.at_table("Hilde"), demo_server.screen()
    marleen = demo_server.admit(chair, demo_server.knock("Marleen"), "Marleen Dekkers")
    go_to(chair, "Vorige keer")
    mine = marleen.locator("[data-fragment='looking_back'] section", has_text="Dit zou u doen").first
    expect(mine).to_be_visible()
    agreed = mine.locator(".rd-pfact").inner_text().strip()
    expect(screen.locator("[data-fragment='looking_back']")).to_contain_text(agreed)
    album(marleen, "looking-back-phone")
    album(screen, "looking-back-screen")

    mine.get_by_label("Hoe staat het ervoor?").select_option(label="niet gedaan")
    mine.get_by_role("button", name="Bewaar hoe het ervoor staat").click()
    expect(mine).to_contain_text("Kies waarom het niet is gedaan.")
    mine.get_by_label("Hoe staat het ervoor?").select_option(label="gedaan")
    mine.get_by_label("Hoe ging het? (mag leeg blijven)").fill("Het ging beter dan ik dacht.")
    mine.get_by_role("button", name="Bewaar hoe het ervoor staat").click()

    row = chair.locator("[data-fragment='looking_back'] li", has_text=agreed).first
    expect(row).to_contain_text("Het ging beter dan ik dacht.")
    expect(screen.locator("[data-fragment='looking_back'] li", has_text=agreed)).to_contain_text("gedaan")
    album(chair, "looking-back-laptop")
    for page in (chair, marleen, screen):
        look_at(page, "looking back")
