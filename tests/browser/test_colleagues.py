"""A colleague who only learns so far is asked beside a family: she says yes to one, and no to another question."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.fixtures import DemoServer
from tests.browser.test_access import Recorder, family_of, no_word_of
from tests.browser.test_pages import look_at

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Album = Callable[[Page, str], None]

#: By how many pixels something is wider than its place, and what sticks out of it.
WIDER = """part => [part.scrollWidth - part.clientWidth, ...[...part.querySelectorAll("*")]
  .filter(one => one.getBoundingClientRect().right > part.getBoundingClientRect().right).map(one => one.outerHTML)]"""
ADDRESS, WHY = "nadia.kok@leren.example", "Meedenken over school en thuis."


def ask(lotte: Page, address: str = ADDRESS) -> None:
    """Haal iemand erbij: a name of one's own, an address, and why."""
    if not lotte.get_by_label("Naam", exact=True).is_visible():
        lotte.get_by_text("Haal iemand erbij", exact=True).click()
    lotte.get_by_label("Naam", exact=True).fill("Nans")
    lotte.get_by_label("Wat is deze persoon?").select_option("specialist")
    lotte.get_by_label("E-mailadres, als deze persoon zich kan aanmelden").fill(address)
    lotte.get_by_label("Waarvoor?").fill(WHY)
    lotte.get_by_label("Wat mag deze persoon lezen?").select_option("everything")
    lotte.get_by_role("button", name="Haal erbij").click()
    expect(lotte.get_by_text("De vraag staat klaar")).to_be_visible()


def show(album: Album, page: Page, name: str, at: str) -> None:
    """A picture at each width, and one with letters twice as large, which do not run out of a telephone."""
    for width, height in ((390, 844), (1366, 768), (1920, 1080)):
        page.set_viewport_size({"width": width, "height": height})
        page.locator(at).scroll_into_view_if_needed()
        album(page, f"{name}-{width}")
    page.set_viewport_size({"width": 390, "height": 844})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    page.locator(at).scroll_into_view_if_needed()
    album(page, f"{name}-large")
    wide = page.locator(at).evaluate(WIDER)
    page.evaluate("document.documentElement.style.fontSize = ''")
    assert wide == [0], f"{name} is too wide"
    page.set_viewport_size({"width": 1366, "height": 768})


def test_a_colleague_is_asked_and_says_yes_or_no(demo_server: DemoServer, album: Album) -> None:
    hilde = demo_server.sign_in("Hilde")
    nadia = demo_server.window("laptop")
    recorder = Recorder(nadia)
    nadia.goto("/aanmelden")
    nadia.get_by_label("E-mailadres").fill(ADDRESS)
    nadia.get_by_label("Wachtwoord").fill(demo_server.printed.password)
    nadia.get_by_role("button", name="Aanmelden").click()
    nadia.wait_for_url("**/")
    nadia.get_by_role("link", name="Wie kan een gezin openen?").click()
    expect(nadia.get_by_role("button", name="Begin")).to_have_count(0)
    look_at(nadia, "who may not open a family")
    show(album, nadia, "colleague-may-not-open", "main")

    family = family_of(hilde)
    hilde.goto(family)
    ask(hilde)
    ask(hilde, "niemand@elders.example")
    expect(hilde.get_by_text("Gevraagd, nog geen antwoord")).to_have_count(2)
    hilde.locator("#gevraagd").scroll_into_view_if_needed()
    look_at(hilde, "a family with colleagues who were asked")
    hilde.goto(f"{family}#gevraagd")
    show(album, hilde, "colleague-asked", "#gevraagd + p + ul > li:last-child")
    hilde.goto(f"{family}/overleg/nieuw")
    look_at(hilde, "a plan with colleagues who were asked")
    hilde.goto(f"{family}/rondom")
    look_at(hilde, "who reads what, with colleagues who were asked")

    ruben = demo_server.admit(demo_server.at_table("Hilde"), demo_server.knock("Ruben"), "Ruben Dekkers")
    ruben.goto("/nu/wie")
    ruben.get_by_role("heading", name="Gevraagd om erbij te komen").scroll_into_view_if_needed()
    album(ruben, "colleague-asked-phone")
    look_at(ruben, "who may read what, on the phone of a father, with colleagues who were asked")

    nadia.goto("/")
    nadia.get_by_role("link", name="Lees het en geef antwoord").click()
    expect(nadia.get_by_role("heading", name="Hilde")).to_be_visible()
    look_at(nadia, "who asks you")
    show(album, nadia, "colleague-question", "main ul")
    no_word_of(recorder, "Dekkers", "Ruben", family.rsplit("/", 1)[1], "Nans")
    nadia.get_by_text("Nee, ik kom er niet bij").click()
    look_at(nadia, "saying no")
    nadia.get_by_label("Wilt u er iets bij zeggen?").fill("Ik werk deze maand niet.")
    nadia.get_by_role("button", name="Zeg nee").press("Enter")
    expect(nadia.get_by_text("Niemand vraagt u nu ergens bij.")).to_be_visible()
    look_at(nadia, "nobody asks you")
    no_word_of(recorder, "Dekkers", "Ruben", family.rsplit("/", 1)[1], "Nans")
    hilde.goto(family)
    expect(hilde.get_by_text("Ik werk deze maand niet.")).to_be_visible()
    hilde.goto(f"{family}#gevraagd")
    album(hilde, "colleague-said-no")
    ruben.reload()
    expect(ruben.get_by_text("Nans")).to_have_count(1)  # the other one, who did not answer

    ask(hilde)
    nadia.goto("/gevraagd")
    nadia.get_by_role("button", name="Ja, ik kom erbij").press("Enter")
    expect(nadia).to_have_url(re.compile(f"{family}$"))
    expect(nadia.get_by_text("Nadia Kok").first).to_be_visible()
    look_at(nadia, "a family after a yes")
