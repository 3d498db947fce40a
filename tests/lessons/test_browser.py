"""Lesson cards and development hours in a real browser: written, carried to another pilot, looked at in three sizes."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.fixtures import SIZES, DemoServer
from tests.browser.test_pages import look_at

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_the_team_writes_a_card_and_gives_a_pack(
    demo_server: DemoServer, tmp_path: Path, album: Callable[[Page, str], None]
) -> None:
    nadia = demo_server.sign_in("Nadia")
    nadia.get_by_role("link", name="Leren").click()
    nadia.get_by_role("link", name="Leskaarten").click()
    nadia.get_by_role("link", name="Nieuwe leskaart").click()
    nadia.get_by_label("Titel").fill("Begin met wat goed gaat")
    nadia.get_by_label("Wat werkte?").fill("Marleen Dekkers mocht eerst vertellen wat goed gaat.")
    nadia.get_by_role("button", name="Bewaar de kaart").click()
    expect(nadia.get_by_role("alert").first).to_contain_text("Marleen Dekkers")
    album(nadia, "lesson-name-laptop")
    look_at(nadia, "a card with a name in it")
    nadia.get_by_label("Wat werkte?").fill("De ouder vertelt eerst wat goed gaat.")
    nadia.get_by_label("Deel de kaart").check()
    nadia.get_by_role("button", name="Bewaar de kaart").click()
    expect(nadia.get_by_role("heading", name="Begin met wat goed gaat")).to_be_visible()
    nadia.get_by_role("link", name="Leskaarten").click()
    with nadia.expect_download() as waiting:
        nadia.get_by_role("link", name="Pakket voor andere pilots").click()
    waiting.value.save_as(tmp_path / "pakket.zip")
    nadia.get_by_text("Neem kaarten van een andere pilot over").click()
    nadia.get_by_label("Het pakket").set_input_files(tmp_path / "pakket.zip")
    nadia.get_by_role("button", name="Neem over").click()
    expect(nadia.get_by_role("status")).to_contain_text("Deze kaarten had u al.")


def test_cards_and_hours_at_every_size(demo_server: DemoServer, album: Callable[[Page, str], None]) -> None:
    nadia = demo_server.sign_in("Nadia")
    nadia.goto("/leren/")
    region = nadia.url.rstrip("/").split("/")[-1]
    nadia.goto(f"/leren/{region}/lessen")
    lesson = nadia.get_by_role("link", name="Het gezin leest de feiten vooraf").get_attribute("href") or ""
    pages = {
        "learning": f"/leren/{region}",
        "lessons": f"/leren/{region}/lessen",
        "lesson": lesson,
        "lesson-form": f"{lesson}/wijzig",
        "hours": f"/leren/{region}/uren",
    }
    for name, path in pages.items():
        nadia.goto(path)
        for size, (width, height) in SIZES.items():
            nadia.set_viewport_size({"width": width, "height": height})
            album(nadia, f"{name}-{size}")
        look_at(nadia, name)


def test_two_taps_when_the_meeting_is_over(
    demo_server: DemoServer, album: Callable[[Page, str], None]
) -> None:
    chair, joost = demo_server.at_table("Hilde"), demo_server.at_table("Joost", "phone")
    chair.get_by_text("Meer voor de voorzitter").locator("xpath=ancestor::summary").click()
    chair.get_by_role("button", name="Sluit het overleg af").click()
    expect(chair.get_by_role("button", name="Toch afsluiten")).to_be_visible()
    for reason in chair.locator("[form=close-anyway]:is(input:not([type]))").all():
        reason.fill("Daar kwamen we niet aan toe.")
    chair.get_by_role("button", name="Toch afsluiten").click()
    expect(joost.get_by_role("heading", name="Uw ontwikkeluren")).to_be_visible()
    expect(chair.get_by_role("heading", name="Uw ontwikkeluren")).to_be_visible()
    album(chair, "hours-strip-laptop")
    look_at(chair, "hours after a meeting")
    album(joost, "hours-strip-phone")
    joost.get_by_role("radio", name="45").check(force=True)
    joost.get_by_role("button", name="Stilstaan en terugkijken").click()
    expect(joost.get_by_text("U schreef 45 minuten op")).to_be_visible()
    album(joost, "hours-given-phone")
