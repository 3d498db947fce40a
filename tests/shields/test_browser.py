"""Case 1: Marleen keeps her words apart on her phone while Ruben sits at the table, and what he gets to see of it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.fixtures import DemoServer
from tests.browser.test_three_windows import go_to

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SECRET = "Ruben leest soms mee op mijn telefoon, KANARIE."
WHY = "Ik kies zelf wanneer hij dit hoort."


def no_trace(page: Page) -> None:
    """Not on the page as it stands, nor as it is made anew."""
    expect(page.get_by_text("KANARIE")).to_have_count(0)
    assert "KANARIE" not in page.content()


def test_marleen_keeps_her_words_apart_before_ruben(demo_server: DemoServer) -> None:
    chair, screen = demo_server.at_table("Hilde"), demo_server.screen()
    marleen = demo_server.admit(chair, demo_server.knock("Marleen"), "Marleen Dekkers")
    ruben = demo_server.admit(chair, demo_server.knock("Ruben"), "Ruben Dekkers")
    go_to(chair, "Wat is er gebeurd")
    # Something new, apart from its first moment.
    marleen.goto(marleen.url.split("/nu")[0] + "/nu/vertellen")
    marleen.get_by_role("link", name="Iets erbij, alleen voor").click()
    expect(marleen.get_by_role("heading", level=1)).to_have_text("Alleen voor wie?")
    expect(marleen.get_by_text("Dit lezen alleen u en")).to_be_visible()
    marleen.get_by_label("In één zin").fill("kort")
    marleen.get_by_label("Wat wilt u zeggen?").fill(SECRET)
    marleen.get_by_role("button", name="Zet dit apart").click()
    expect(marleen.get_by_text("minstens 15 tekens").first).to_be_visible()
    expect(marleen.get_by_label("Wat wilt u zeggen?")).to_have_value(SECRET)
    marleen.get_by_label("In één zin").fill(WHY)
    marleen.get_by_role("button", name="Zet dit apart").click()
    marleen.wait_for_url("**/nu")
    for page in (marleen, ruben, screen, chair):
        no_trace(page)
        page.reload()
        no_trace(page)
    # Joost guards it, tells a code, and she holds to read.
    joost = demo_server.sign_in("Joost")
    joost.get_by_role("link", name=re.compile("apart sta")).first.click()
    card = joost.locator(".rd-kept", has_text="Marleen zette dit zelf apart")
    expect(card).to_be_visible()
    no_trace(joost)
    joost.get_by_label("Voor wie is de code?").select_option(label="Marleen Dekkers")
    joost.get_by_role("button", name="Geef een code").click()
    digits = joost.locator(".rd-told__digits").inner_text()
    marleen.goto(marleen.url.split("/nu")[0] + "/nu/apart")
    marleen.get_by_label("De cijfers").fill(digits)
    marleen.get_by_role("button", name="Verder").click()
    no_trace(marleen)
    found = False
    for button in marleen.get_by_role("button", name="Houd vast om te lezen").all():
        button.focus()
        marleen.keyboard.down("Enter")
        words = button.locator("xpath=ancestor::form").locator("[data-hold-words]")
        expect(words).not_to_be_empty()
        found = found or "KANARIE" in words.inner_text()
        marleen.keyboard.up("Enter")
        expect(words).to_be_empty()
    assert found
    no_trace(marleen)
    no_trace(ruben)
