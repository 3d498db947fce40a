"""Choosing everything and one key more: the question in the editor, and the way back on *Wie schreef dit?*"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.fixtures import DemoServer
from tests.browser.test_pages import look_at
from tests.browser.test_three_windows import go_to

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_much_that_goes_is_asked_about_and_can_be_put_back(
    demo_server: DemoServer, album: Callable[[Page, str], None]
) -> None:
    chair, laptop = demo_server.at_table("Hilde"), demo_server.at_table("Samira")
    phone = demo_server.admit(chair, demo_server.knock("Marleen"), "Marleen Dekkers")
    go_to(chair, "Samen begrijpen")
    phone.get_by_role("heading", name="Samen begrijpen").wait_for()
    block = phone.locator('[data-text][data-label="Wat gaat goed"]')
    words = block.locator("[data-text-view]").inner_text()
    assert len(words) > 120
    last = words.split()[-1]
    block.get_by_role("button", name="Schrijf mee: Wat gaat goed").click()
    editor = block.locator(".cm-content")
    editor.wait_for()

    phone.keyboard.press("Control+a")
    phone.keyboard.press("Delete")
    question = block.get_by_role("alertdialog", name="U haalt in één keer veel weg. Klopt dat?")
    question.wait_for()
    album(phone, "bulk-question")
    look_at(phone, "much goes at once", "phone")
    assert laptop.get_by_text(words.splitlines()[0]).first.is_visible()
    question.get_by_role("button", name="Nee, zet het terug").click()
    block.locator(".cm-content", has_text=last).wait_for()
    assert question.count() == 0

    editor.click()
    phone.keyboard.press("Control+a")
    phone.keyboard.press("Delete")
    question.wait_for()
    phone.keyboard.press("Tab")
    phone.keyboard.press("Enter")
    laptop.get_by_text(words.splitlines()[0]).first.wait_for(state="detached")

    chair.get_by_role("link", name="Wie schreef dit? Wat gaat goed").click()
    back = chair.get_by_role("button", name="Zet terug wat er hiervoor stond").first
    back.wait_for()
    album(chair, "bulk-put-back")
    look_at(chair, "putting back")
    back.click()
    laptop.get_by_text(words.splitlines()[0]).first.wait_for()
    chair.go_back()
