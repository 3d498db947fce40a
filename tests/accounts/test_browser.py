"""Sessions in a real browser: two tabs, two devices, a copied cookie, and the way back (T19, T20; J06, J15)."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.fixtures import DemoServer
from tests.browser.test_pages import look_at, visit

pytestmark = [pytest.mark.browser, pytest.mark.slow]
OUT = re.compile(r"/aanmelden")
#: Where the way back leads when the page itself was put in place of: to signing in, or to an empty window.
BEFORE = re.compile(r"/aanmelden|^about:blank$")


def empty(page: Page) -> None:
    """Nothing of the family is on the page, nor in it."""
    expect(page).to_have_url(OUT)
    expect(page.get_by_role("heading", name="Aanmelden")).to_be_visible()
    assert "Dekkers" not in page.content()


def test_signing_out_in_one_tab_empties_the_others_and_the_way_back(demo_server: DemoServer) -> None:
    table = demo_server.at_table("Hilde")
    office, reading = table.context.new_page(), table.context.new_page()
    office.goto("/gezinnen")
    reading.goto("/overleggen")
    for page in (office, reading):
        expect(page.get_by_text("Dekkers").first).to_be_visible()
    office.locator("summary.rd-person").click()
    office.get_by_role("button", name="Afmelden").click()
    for page in (office, table, reading):
        empty(page)
    for page in (office, table, reading):
        page.go_back()
        expect(page).to_have_url(BEFORE)
        assert "Dekkers" not in page.content()


def test_signing_out_another_device_from_the_list(demo_server: DemoServer) -> None:
    there, here = demo_server.at_table("Hilde"), demo_server.sign_in("Hilde")
    here.locator("summary.rd-person").click()
    here.get_by_role("link", name="Mijn apparaten").click()
    expect(here.get_by_role("heading", level=2, name="Dit apparaat")).to_be_visible()
    here.get_by_role("button", name=re.compile("^Meld af:")).click()
    empty(there)
    expect(there.get_by_text("U bent afgemeld.")).to_be_visible()
    expect(here.get_by_role("button", name=re.compile("^Meld af:"))).to_have_count(0)
    look_at(here, "my devices")
    visit(here, "/opnieuw")
    here.goto("/apparaten")
    here.get_by_role("button", name="Meld overal af").click()
    empty(here)


def test_a_copied_cookie_of_an_account_ends_it_on_both_devices(demo_server: DemoServer) -> None:
    own = demo_server.at_table("Hilde")
    copy = demo_server.window()
    copy.context.add_cookies(own.context.cookies())  # type: ignore[arg-type]
    copy.goto("/gezinnen")
    for page in (copy, own):
        empty(page)
        expect(page.get_by_text("ook ergens anders in gebruik")).to_be_visible()


def test_the_own_browser_goes_on_and_proves_itself_again(demo_server: DemoServer) -> None:
    own = demo_server.at_table("Hilde")
    own.reload()
    own.wait_for_selector("body[data-link='online']")
    own.goto("/opnieuw")
    own.get_by_label("Wachtwoord").fill(demo_server.printed.password)
    own.get_by_role("button", name="Ga verder").click()
    own.wait_for_url("**/")
    own.goto(demo_server.printed.meeting)
    own.wait_for_selector("body[data-link='online']")
