"""The browser of every day: each surface opens, breaks no rule, and a word written on one stands on the others.

What people do there, page by page, at every size, is played in the browser by `make test-all`.
"""

import pytest
from playwright.sync_api import expect

from tests.browser.fixtures import DemoServer
from tests.browser.test_pages import look_at
from tests.browser.test_three_windows import write_worries

pytestmark = pytest.mark.browser


def test_every_surface_opens_and_a_word_written_on_the_phone_stands_on_all(demo_server: DemoServer) -> None:
    chair, screen = demo_server.at_table("Hilde"), demo_server.screen()
    phone = demo_server.knock("Marleen")
    look_at(phone, "the door", "phone")
    demo_server.admit(chair, phone, "Marleen Dekkers")
    write_worries(chair, phone, " Kolibrie.")
    for page in (chair, screen):
        expect(page.get_by_text("Kolibrie.")).to_be_visible()
    expect(phone.locator("[data-saved-state=saved]")).to_be_visible()
    look_at(phone, "the phone while somebody writes", "phone")
    look_at(chair, "the table", "laptop")
    look_at(screen, "the screen", "screen")


def test_the_desk_opens(demo_server: DemoServer) -> None:
    desk = demo_server.sign_in("Fatma")
    look_at(desk, "the desk", "laptop")
    desk.locator("a.rd-family").first.click()
    expect(desk.get_by_role("heading", level=1)).to_be_visible()
    look_at(desk, "a family", "laptop")
