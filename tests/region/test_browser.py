"""An administrator changes how the region works, without a developer; both families of the demo follow."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.fixtures import ALBUM, SIZES, DemoServer
from tests.browser.test_pages import look_at
from tests.browser.test_three_windows import go_to

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PHASE, RELATION, PROMPT = "Fases", "Woorden voor verbanden", "Vragen om terug te kijken"
SECTION, MEETING, LENGTHS = (
    "Onderdelen van de analyse en het plan",
    "Soorten overleg en hun agenda",
    "Leerronde en aantallen",
)
RETREAT, PUSHES, HELPED = "Fase 3: weer rust", "zet aan tot", "Hielp ik vandaag?"


def profile_of(house: DemoServer) -> Page:
    """The profile, as its administrator reaches it."""
    page = house.sign_in("Ineke")
    page.goto("/leren/")
    page.get_by_role("link", name="Regioprofiel").click()
    return page


def change(page: Page, group: str, name: str = "", words: str = "", **more: str) -> None:
    """Change fields of a group and save it. `__` in a name stands for a dot."""
    form = page.get_by_role("form", name=group, exact=True)
    if not form.is_visible():
        page.locator("summary", has_text=group).click()
    for field, value in {name: words, **{key.replace("__", "."): told for key, told in more.items()}}.items():
        place = form.locator(f"[name='{field}']")
        if not field:
            continue
        if place.evaluate("one => one.tagName") == "SELECT":
            place.select_option(value)
        else:
            place.fill(value)
    form.get_by_role("button", name="Bewaar").click()
    expect(page.get_by_role("status").filter(has_text="Bewaard.")).to_be_visible()


def shoot(page: Page, name: str) -> None:
    """The whole page at each size."""
    ALBUM.mkdir(parents=True, exist_ok=True)
    look_at(page, name)
    before = page.viewport_size
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        page.screenshot(path=ALBUM / f"{name}-{size}.png", full_page=True)
    if before:
        page.set_viewport_size(before)


def second_table(house: DemoServer) -> Page:
    """The meeting of the other family, begun by its chair."""
    page = house.sign_in("Roos")
    page.goto("/overleggen")
    page.locator("main a[href^='/overleg/']").first.click()
    page.wait_for_selector("body[data-link='online']")
    page.get_by_role("button", name="Begin het overleg").click()
    return page


def look_around(page: Page, part: str) -> None:
    """Somebody looks at a part on their own, wherever the table is."""
    page.locator(".rd-agenda a", has_text=part).click()
    expect(page.get_by_role("heading", name=part, exact=True)).to_be_visible()
    page.wait_for_selector("body[data-link='online']")


def test_both_families_follow_what_a_region_changes(demo_server: DemoServer) -> None:
    tables = [demo_server.at_table("Hilde"), second_table(demo_server)]
    for table in tables:
        look_around(table, "Afspraken")
    page = profile_of(demo_server)
    change(page, PHASE, "phases.recovery.short.nl", RETREAT)
    for table in tables:
        expect(table.get_by_text(RETREAT).first).to_be_visible()
        look_around(table, "Samen begrijpen")
    change(page, RELATION, "relations.triggers.nl", PUSHES)
    for table in tables:
        expect(table.get_by_text(PUSHES).first).to_be_attached()
    change(page, PROMPT, "prompts.did_what_was_needed.label.nl", HELPED)
    change(page, LENGTHS, "cycle_days", "21")
    for name, family in (("Fatma", "Dekkers"), ("Carlijn", "Milan")):
        writer = demo_server.sign_in(name)
        writer.locator("a.rd-family", has_text=family).first.click()
        writer.get_by_role("link", name="Even stilstaan").click()
        expect(writer.get_by_label(HELPED)).to_be_visible()
    nadia = demo_server.sign_in("Nadia")
    nadia.goto("/leren/")
    nadia.get_by_role("link", name="Leerrondes").click()
    expect(nadia.get_by_text("Leeg: na 21 dagen.")).to_be_visible()
    nadia.get_by_role("link", name="Cijfers").click()
    nadia.get_by_role("link", name=re.compile("Zet aan.*gehoord")).click()
    nadia.get_by_label("Wie gebruikt dit?").fill("Het projectteam")
    nadia.get_by_label("Welk besluit neemt u ermee?").fill("Gaan we door met eerst het gezin?")
    nadia.get_by_role("button", name="Zet aan").click()
    expect(nadia.get_by_text("Nog te weinig gezinnen om te tonen.")).to_be_visible()


def test_something_new_stands_where_the_region_puts_it(demo_server: DemoServer) -> None:
    table = second_table(demo_server)
    page = profile_of(demo_server)
    change(
        page,
        SECTION,
        sections__new__label__nl="Wat zegt school",
        sections__new__hint__nl="Met toestemming van het gezin.",
        sections__new__part="happened",
        sections__worries__part="happened",
    )
    go_to(table, "Stem van het gezin")
    go_to(table, "Wat is er gebeurd")
    for heading in ("Wat zegt school", "Waar maken we ons zorgen over"):
        expect(table.get_by_role("heading", name=heading)).to_be_visible()

    # An agenda in another order; a kind of its own. The next meeting that is planned has it.
    change(page, MEETING, meetings__mdo__turn__safety="2", meetings__new__label__nl="Spoedtafel")
    carlijn = demo_server.sign_in("Carlijn")
    carlijn.locator("a.rd-family", has_text="Milan").first.click()
    carlijn.get_by_role("link", name="Plan een overleg").click()
    carlijn.get_by_role("link", name="MDO", exact=True).click()
    expect(carlijn.locator(".rd-minutes li").nth(1)).to_contain_text("Hoe veilig is het nu")
    expect(carlijn.get_by_role("link", name="Spoedtafel")).to_be_visible()

    # What a family uses is named and stays; what was typed is not lost.
    form = page.get_by_role("form", name=SECTION, exact=True)
    page.locator("summary", has_text=SECTION).click()
    form.locator("[name='sections.worries.label.nl']").fill("")
    form.locator("[name='sections.new.label.nl']").fill("Nog een onderdeel")
    form.locator("[name='sections.new.hint.nl']").fill("Waarover?")
    form.get_by_role("button", name="Bewaar").click()
    expect(page.get_by_role("alert").first).to_contain_text("Waar maken we ons zorgen over")
    expect(form.locator("[name='sections.new.label.nl']")).to_have_value("Nog een onderdeel")
    shoot(page, "profile-in-use")


def test_a_ready_made_profile_is_compared_first(demo_server: DemoServer) -> None:
    page = profile_of(demo_server)
    for group in (PHASE, MEETING, PROMPT):
        page.locator("summary", has_text=group).click()
    shoot(page, "profile")
    page.get_by_label("Begin met een profiel dat klaarstaat").select_option("amsterdam")
    page.get_by_role("button", name="Laat zien wat er verandert").click()
    expect(page.get_by_role("heading", name="Dit verandert er")).to_be_visible()
    expect(page.get_by_text("Soorten overleg en hun agenda, MDO, Naam, Nederlands")).to_be_visible()
    shoot(page, "profile-import")
