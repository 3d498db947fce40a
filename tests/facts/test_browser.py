"""A fact is put on the table, answered by the people it is about, and shown to everybody at once."""

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from conference.core.validation import AMSTERDAM
from tests.browser.fixtures import DemoServer
from tests.browser.play.answers import asked_about
from tests.browser.test_pages import look_at

pytestmark = [pytest.mark.browser, pytest.mark.slow]
DAY = datetime.now(AMSTERDAM).date() - timedelta(days=30)


def with_everybody(chair: Page, part: str) -> None:
    """The chair brings the table to a part."""
    chair.get_by_role("link", name=part).first.click()
    chair.get_by_role("button", name="Ga hier met iedereen heen").click()
    expect(chair.get_by_role("button", name="Ga hier met iedereen heen")).to_have_count(0)


def test_a_fact_gets_both_answers_on_every_device(demo_server: DemoServer) -> None:
    chair = demo_server.at_table("Hilde")
    marleen = demo_server.admit(chair, demo_server.knock("Marleen"), "Marleen Dekkers")
    ruben = demo_server.admit(chair, demo_server.knock("Ruben"), "Ruben Dekkers")
    screen = demo_server.screen()
    with_everybody(chair, "Wat is er gebeurd")

    # Without a source it is no fact; what was typed stays.
    chair.get_by_text("Zet er iets bij", exact=True).click()
    words = "De televisie was kapot toen de politie kwam."
    form = chair.locator("form[data-wish='statement:add']")
    form.get_by_label("Wat is er gezien, gehoord of gedacht?").fill(words)
    form.get_by_label("Dag", exact=True).fill(DAY.isoformat())
    form.get_by_text("Marleen", exact=True).click()
    form.get_by_text("Ruben", exact=True).click()
    form.get_by_role("button", name="Zet erbij").click()
    expect(form).to_contain_text("Een uitspraak zonder bron en datum is geen feit")
    form.get_by_label("Waar staat of komt het vandaan?").fill("Verslag van de politie")
    form.get_by_role("button", name="Zet erbij").click()
    card = chair.locator("li.rd-fact", has_text=words)
    expect(card).to_contain_text("Marleen: nog niet gevraagd")
    card = chair.locator(f"#{card.get_attribute('id')}")

    # It stands on the shared screen; the phone of who it is about asks for it first.
    card.get_by_role("button", name="Zet op het grote scherm").click()
    expect(screen.locator(".rd-bigfocus")).to_contain_text(words)
    question = asked_about(ruben, words)
    question.get_by_role("button", name="Ik zie het anders").click()
    question.get_by_label("Wilt u er iets bij zeggen?").fill("Hij was al eerder kapot.")
    question.get_by_role("button", name="Zet deze woorden erbij").click()
    asked_about(marleen, words).get_by_role("button", name="Ja, dit klopt").click()
    for page in (card, screen.locator(".rd-bigfocus")):
        expect(page).to_contain_text("Ruben: klopt niet")
        expect(page).to_contain_text("Hij was al eerder kapot.")
        expect(page).to_contain_text("Marleen: klopt")
    question.get_by_role("button", name="Verder").click()
    expect(question).not_to_contain_text(words)

    # Somebody rewrites the sentence: a hint, and both are asked again.
    card.get_by_role("button", name="Wijzig: Wat staat er?").click()
    chair.locator(".cm-content").click()
    # The start of the text, not of the line on the screen: a long sentence runs over two.
    chair.keyboard.press("Control+Home")
    chair.keyboard.type("Altijd: ")
    expect(card).to_contain_text("Wat zag of hoorde u?")
    asked_again = ruben.locator("li.rd-fact", has_text=f"Altijd: {words}")
    expect(asked_again).to_contain_text("De zin is veranderd. Klopt het nog?")
    expect(card).to_contain_text(f"over een eerdere tekst: “{words}”")
    assert "Hij was al eerder kapot." in card.inner_text()


def test_one_field_changed_on_two_devices_is_chosen_between(demo_server: DemoServer) -> None:
    """The fact is Joost's: he has it open twice."""
    joost, again = demo_server.at_table("Joost"), demo_server.at_table("Joost")
    with_everybody(demo_server.at_table("Hilde"), "Wat is er gebeurd")
    first = "De politie kwam op"
    for page in (joost, again):
        card = page.locator("li.rd-fact", has_text=first).first
        card.get_by_role("button", name="Soort, bron en datum").click()
        expect(card.get_by_label("Hoe weten we het?")).to_be_visible()
    mine, theirs = (page.locator("li.rd-fact", has_text=first).first for page in (again, joost))
    theirs.get_by_label("Hoe weten we het?").select_option(label="zelf gehoord")
    expect(theirs.get_by_label("Hoe weten we het?")).to_have_value("heard_self")
    expect(joost.locator("[data-saved-state='saved']").first).to_be_visible()
    mine.get_by_label("Hoe weten we het?").select_option(label="zelf gezien")
    expect(mine).to_contain_text("Iemand anders veranderde dit net ook.")
    expect(mine).to_contain_text("zelf gehoord")
    mine.get_by_role("button", name="Maak dit ervan").click()
    expect(mine).not_to_contain_text("Iemand anders veranderde dit net ook.")


def test_everybody_can_use_the_pages_with_facts(demo_server: DemoServer) -> None:
    chair = demo_server.at_table("Hilde")
    ruben = demo_server.admit(chair, demo_server.knock("Ruben"), "Ruben Dekkers")
    screen = demo_server.screen()
    with_everybody(chair, "Wat is er gebeurd")
    joost = demo_server.at_table("Joost")
    chair.get_by_text("Zet er iets bij", exact=True).click()
    chair.get_by_text("Stel andere woorden voor").first.click()
    joost.get_by_role("button", name="Soort, bron en datum").first.click()
    expect(joost.get_by_label("Hoe weten we het?").first).to_be_visible()
    expect(screen.locator(".rd-bigfacts li").first).to_be_visible()
    look_at(chair, "the facts on a laptop")
    look_at(joost, "one's own fact on a laptop")
    look_at(ruben, "the facts on a phone")
    look_at(screen, "the facts on the shared screen")
