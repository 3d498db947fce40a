"""A meeting as a whole with a parent's phone, the chair and the shared screen: yes, a question, and how it was."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.fixtures import DemoServer
from tests.browser.test_three_windows import go_to

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Album = Callable[[Page, str], None]


def fill(page: Page, *numbers: int) -> None:
    """Give the four numbers at the end."""
    for name, number in zip(("heard", "topics", "way", "overall"), numbers, strict=True):
        page.locator(f"input[name={name}][value='{number}']").check(force=True)
    page.get_by_role("button", name="Klaar", exact=True).click()
    expect(page.get_by_text("U kunt dit nog veranderen tot het overleg sluit.")).to_be_visible()


def test_a_word_is_asked_on_a_phone_and_explained_at_once(demo_server: DemoServer, album: Album) -> None:
    chair = demo_server.at_table("Hilde")
    phone = demo_server.admit(chair, demo_server.knock("Ruben"), "Ruben Dekkers")
    phone.get_by_text("Moeilijk woord? Vraag het").click()
    phone.get_by_label("Welk woord of welke zin?").fill("huisverbod")
    phone.get_by_role("button", name="Vraag uitleg").click()
    expect(phone.get_by_text("De voorzitter geeft u uitleg.")).to_be_visible()
    question = chair.locator(".rd-question", has_text="huisverbod")
    expect(question).to_be_visible()
    assert "Ruben" not in question.inner_text()
    album(chair, "table-question")
    question.get_by_label("Uw uitleg in gewone woorden").fill(
        "De burgemeester zegt: u mag tien dagen niet thuis."
    )
    question.get_by_role("button", name="Geef uitleg").click()
    expect(phone.get_by_text("De burgemeester zegt")).to_be_visible()
    expect(chair.locator(".rd-question", has_text="huisverbod")).to_have_count(0)
    album(phone, "phone-explained")


def test_rules_are_agreed_and_the_end_is_said_without_names(demo_server: DemoServer, album: Album) -> None:
    chair, petra, screen = demo_server.at_table("Hilde"), demo_server.at_table("Petra"), demo_server.screen()
    phone = demo_server.admit(chair, demo_server.knock("Marleen"), "Marleen Dekkers")
    go_to(chair, "Welkom")
    expect(chair.get_by_text("Nog geen ja van: Petra, Samira.")).to_be_visible()
    petra.get_by_role("button", name="Zo doe ik mee").click()
    expect(chair.get_by_text("Nog geen ja van: Samira.")).to_be_visible()
    expect(screen.get_by_text("11 mensen zeggen: zo doe ik mee.")).to_be_visible()
    album(screen, "screen-welcome")
    album(phone, "phone-welcome")
    go_to(chair, "Afsluiten")
    expect(phone.get_by_role("heading", level=1, name="Afsluiten")).to_be_visible()
    fill(phone, 8, 7, 6, 8)
    fill(petra, 9, 7, 6, 8)
    expect(chair.locator(".rd-dotrow")).to_have_count(0)
    fill(chair, 4, 7, 6, 8)
    for page in (chair, phone):
        expect(page.get_by_role("img", name="Antwoorden: 4, 8, 9")).to_be_visible()
    expect(screen.get_by_text("3 mensen gaven antwoord.")).to_be_visible()
    album(phone, "phone-check-out")
    album(screen, "screen-check-out")
    chair.get_by_text("Meer voor de voorzitter").locator("xpath=ancestor::summary").click()
    chair.get_by_role("button", name="Sluit het overleg af").click()
    expect(chair.get_by_text("Dit staat nog open")).to_be_visible()
    album(chair, "table-closing")
    expect(chair.get_by_role("button", name="Toch afsluiten")).to_be_visible()
    for reason in chair.locator("[form=close-anyway]:is(input:not([type]))").all():
        reason.fill("Daar kwamen we niet aan toe.")
    chair.get_by_role("button", name="Toch afsluiten").click()
    expect(chair.get_by_text("Dit overleg is voorbij")).to_be_visible()
