"""A slip is scrubbed from the page itself, on a laptop and on a phone; a warning before words that are kept apart."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.fixtures import DemoServer
from tests.browser.test_pages import look_at
from tests.browser.test_three_windows import go_to

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SLIP = "Kanariestraat 7"
SECTION = "Wat gaat goed"
APART = "Marleen zegt dat Ruben soms meeleest op haar telefoon."


def write(page: Page, words: str) -> None:
    page.get_by_role("button", name=f"Schrijf mee: {SECTION}").click()
    page.wait_for_selector(".cm-content")
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


def paste(page: Page, words: str) -> None:
    page.evaluate(
        """words => {
          const data = new DataTransfer();
          data.setData("text/plain", words);
          const told = { clipboardData: data, bubbles: true, cancelable: true };
          document.querySelector(".cm-content").dispatchEvent(new ClipboardEvent("paste", told));
        }""",
        words,
    )


def test_a_slip_goes_from_every_screen(demo_server: DemoServer) -> None:
    chair, laptop = demo_server.at_table("Hilde"), demo_server.at_table("Samira")
    phone = demo_server.admit(chair, demo_server.knock("Marleen"), "Marleen Dekkers")
    go_to(chair, "Samen begrijpen")
    for page in (laptop, phone):
        page.get_by_role("heading", name="Samen begrijpen").wait_for()
    write(laptop, f" Zij woont {SLIP}")
    for page in (chair, phone):
        page.get_by_text(SLIP).first.wait_for()

    for _ in SLIP:
        laptop.keyboard.press("Shift+ArrowLeft")
    laptop.get_by_role("button", name="Wis een vergissing").click()
    field = laptop.get_by_label("Deze woorden moeten weg")
    expect(field).to_have_value(SLIP)
    look_at(laptop, "a slip on a laptop")
    laptop.get_by_role("button", name="Nee, niet wissen").click()
    expect(laptop.locator(".cm-content")).to_be_focused()
    laptop.get_by_role("button", name="Wis een vergissing").press("Enter")
    laptop.get_by_role("button", name="Ja, wis dit overal").press("Enter")
    laptop.get_by_text("De woorden zijn overal gewist.").wait_for()
    for page in (chair, laptop, phone):
        expect(page.get_by_text(SLIP)).to_have_count(0)
    expect(laptop.locator(".cm-content")).to_contain_text("Zij woont")
    laptop.keyboard.press("Control+z")
    expect(laptop.locator(".cm-content")).not_to_contain_text(SLIP)
    laptop.get_by_role("button", name="Klaar").click()

    # On the phone: typed and deleted at once; it still stood in the history.
    write(phone, f" {SLIP}")
    chair.get_by_text(SLIP).first.wait_for()
    for _ in f" {SLIP}":
        phone.keyboard.press("Backspace")
    expect(chair.get_by_text(SLIP)).to_have_count(0)
    phone.get_by_role("button", name="Wis een vergissing").click()
    phone.get_by_label("Deze woorden moeten weg").fill("Kanariestraat 8")
    phone.get_by_role("button", name="Ja, wis dit overal").click()
    phone.get_by_text("Deze woorden hebben hier nooit zo gestaan.").wait_for()
    look_at(phone, "a slip on a phone")
    phone.get_by_label("Deze woorden moeten weg").fill(SLIP)
    phone.get_by_role("button", name="Ja, wis dit overal").click()
    phone.get_by_text("De woorden zijn overal gewist.").wait_for()


def test_what_is_kept_apart_is_held_before_it_is_pasted(demo_server: DemoServer) -> None:
    chair = demo_server.at_table("Hilde")
    go_to(chair, "Samen begrijpen")
    write(chair, " ")
    paste(chair, "Een gewone zin over school.")
    expect(chair.locator(".cm-content")).to_contain_text("Een gewone zin over school.")
    paste(chair, APART)
    chair.get_by_text("Dit staat apart. De hele tafel ziet wat u hier zet.").wait_for()
    expect(chair.locator(".cm-content")).not_to_contain_text("meeleest")
    look_at(chair, "a paste that is held")
    chair.get_by_role("button", name="Niet plakken").click()
    expect(chair.locator(".cm-content")).not_to_contain_text("meeleest")

    chair.keyboard.type(APART)
    chair.get_by_role("button", name="Wis dit overal").click()
    chair.get_by_text("De woorden zijn overal gewist.").wait_for()
    expect(chair.locator(".cm-content")).not_to_contain_text("soms meeleest")


def test_a_bsn_stays_with_who_typed_it(demo_server: DemoServer) -> None:
    laptop = demo_server.at_table("Samira")
    go_to(demo_server.at_table("Hilde"), "Samen begrijpen")
    laptop.get_by_role("heading", name="Samen begrijpen").wait_for()
    write(laptop, " ")
    paste(laptop, "Zijn BSN is 1234.56.782 volgens mij.")
    laptop.get_by_text("Zet hier geen burgerservicenummer (BSN).").wait_for()
    expect(laptop.get_by_label("Uw woorden")).to_have_value("Zijn BSN is 1234.56.782 volgens mij.")
    expect(laptop.locator(".cm-content")).not_to_contain_text("1234.56.782")
