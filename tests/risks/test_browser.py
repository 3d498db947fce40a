"""The three biggest risks with a phone, the chair and the shared screen: alone, side by side, then one list."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.fixtures import DemoServer
from tests.browser.test_pages import look_at
from tests.browser.test_three_windows import go_to

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Album = Callable[[Page, str], None]
HERS = "Dat hij weer een huisverbod krijgt"
NEW = "Dat niemand de kinderen vraagt hoe het gaat"


def name_risks(page: Page, *words: str) -> None:
    """Fill in one's own form and send it."""
    form = page.locator("form[data-wish='risks:give']").first
    for place, said in zip(("first", "second", "third"), words, strict=False):
        form.locator(f"input[name={place}]").fill(said)
    form.get_by_role("button", name="Zo is het").click()
    expect(page.get_by_text("Uw antwoord staat erbij.").first).to_be_visible()


def test_each_names_them_alone_then_all_make_one_list(demo_server: DemoServer, album: Album) -> None:
    chair, screen = demo_server.at_table("Hilde"), demo_server.screen()
    phone = demo_server.admit(chair, demo_server.knock("Marleen"), "Marleen Dekkers")
    go_to(chair, "Wat eerst?")
    expect(phone.get_by_role("heading", level=1, name="Wat eerst?")).to_be_visible()
    look_at(phone, "the risks on a phone, before anybody answered")
    name_risks(phone, HERS, "We moeten het huis uit")
    expect(chair.get_by_text("1 van")).to_be_visible()
    for page in (chair, screen):
        expect(page.get_by_text(HERS)).to_have_count(0)
    name_risks(chair, "Nieuw geweld")
    chair.get_by_role("button", name="Laat alles naast elkaar zien").click()
    for page in (chair, phone, screen):
        expect(page.get_by_text(HERS).first).to_be_visible()
        expect(page.get_by_text("Nieuw geweld", exact=True).first).to_be_visible()
    album(screen, "screen-risks")
    chair.locator("form[data-wish='risk:add'] [name=words]").fill(NEW)
    chair.locator("form[data-wish='risk:add']").get_by_role("button", name="Zet erbij").click()
    for page in (chair, phone):  # three stand above; a fourth one is kept below them
        page.get_by_text("Ook op de lijst").click()
        expect(page.locator("[data-fragment=risks]").get_by_text(NEW).first).to_be_visible()
    for page, where in ((chair, "table"), (phone, "phone")):
        page.locator("[data-fragment=risks]").evaluate("one => one.scrollIntoView()")
        album(page, f"{where}-risks")
        look_at(page, f"the risks on a {where}")
    look_at(screen, "the risks on the screen")
