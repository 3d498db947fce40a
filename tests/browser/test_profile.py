"""An administrator changes words of the region, and a table that is open shows them."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import ALBUM, SIZES, House
from tests.browser.test_pages import look_at

pytestmark = pytest.mark.browser
PHASE, RELATION, PROMPT = "Fases", "Woorden voor verbanden", "Vragen om terug te kijken"


def change(page: Page, group: str, name: str, words: str) -> str:
    """Change one field of a group and save it. Returns what stood there."""
    form = page.get_by_role("form", name=group, exact=True)
    if not form.is_visible():
        page.locator("summary", has_text=group).click()
    field = form.locator(f"[name='{name}']")
    before = field.input_value()
    field.fill(words)
    form.get_by_role("button", name="Bewaar").click()
    expect(page.get_by_role("status").filter(has_text="Bewaard.")).to_be_visible()
    return before


def test_an_open_table_shows_the_new_words(demo_house: House) -> None:
    chair = demo_house.at_table("Hilde")
    page = demo_house.sign_in("Ineke")
    page.goto("/leren/")
    page.get_by_role("link", name="Regioprofiel").click()
    look_at(page, "the profile of a region")
    chair.get_by_role("navigation").get_by_text("Afspraken", exact=True).first.click()
    changed = [
        (PHASE, "phases.recovery.short.nl", "Fase 3: weer rust"),
        (RELATION, "relations.triggers.nl", "zet aan tot"),
        (PROMPT, "prompts.did_what_was_needed.label.nl", "Hielp ik vandaag?"),
    ]
    before = []
    try:
        for group, name, words in changed:
            before.append(change(page, group, name, words))
        expect(chair.get_by_text("Fase 3: weer rust").first).to_be_visible()
        chair.get_by_role("navigation").get_by_text("Samen begrijpen").first.click()
        expect(chair.get_by_text("zet aan tot").first).to_be_attached()
        page.locator("summary", has_text=PHASE).click()
        for size, (width, height) in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            ALBUM.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=ALBUM / f"profile-{size}.png", full_page=True)
        look_at(page, "a profile with open groups")
        page.get_by_label("Begin met een profiel dat klaarstaat").select_option("amsterdam")
        page.get_by_role("button", name="Laat zien wat er verandert").click()
        expect(page.get_by_role("heading", name="Dit verandert er")).to_be_visible()
        look_at(page, "what a ready-made profile changes")
        page.set_viewport_size({"width": 390, "height": 844})
        page.screenshot(path=ALBUM / "profile-import-phone.png", full_page=True)
    finally:
        page.goto("/leren/")
        page.get_by_role("link", name="Regioprofiel").click()
        for (group, name, _), words in zip(changed, before, strict=False):
            change(page, group, name, words)
