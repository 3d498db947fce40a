"""The picture of the map in real browsers: two people drag and one draws at once, and every screen shows the same."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.fixtures import DemoServer

pytestmark = [pytest.mark.browser, pytest.mark.slow]
BOX = "[data-node]"
SHOWN = f"""() => ({{
    boxes: Object.fromEntries([...document.querySelectorAll("{BOX}")].map(
        (one) => [one.dataset.node, one.getAttribute("transform")])),
    arrows: Object.fromEntries([...document.querySelectorAll('[data-fragment^="arrow:"]')].map(
        (one) => [one.dataset.fragment, one.innerHTML])),
    strange: [...document.querySelectorAll("[data-map] *")].filter(
        (one) => one.namespaceURI !== "http://www.w3.org/2000/svg").length,
}})"""


def box(page: Page, words: str) -> str:
    """The id of a box by its first words."""
    found = page.locator(BOX).filter(has_text=re.compile(words)).first
    key = found.get_attribute("data-node")
    assert key
    return key


def take(page: Page, key: str) -> tuple[float, float]:
    """Press a box; returns where."""
    found = page.locator(f'[data-node="{key}"]')
    found.scroll_into_view_if_needed()
    area = found.bounding_box()
    assert area
    x, y = area["x"] + area["width"] / 2, area["y"] + area["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    return x, y


def place(page: Page, key: str) -> str:
    """Where a box stands on a page."""
    return page.locator(f'[data-node="{key}"]').get_attribute("transform") or ""


def alike(*pages: Page) -> Any:
    """What all these pages show, once they show the same and nothing is on its way any more."""
    first, *others = pages
    for _ in range(80):
        first.wait_for_timeout(250)
        shown = first.evaluate(SHOWN)
        if all(page.evaluate(SHOWN) == shown for page in others):
            return shown
    raise AssertionError([page.evaluate(SHOWN) for page in pages])


def test_two_drag_and_one_draws_an_arrow_and_all_see_the_same(demo_server: DemoServer) -> None:
    hilde, joost, karim = (demo_server.at_table(name) for name in ("Hilde", "Joost", "Karim"))
    screen = demo_server.screen()
    alcohol, parents = box(hilde, "Alcohol"), box(hilde, "Beide")
    before = {key: place(hilde, key) for key in (alcohol, parents)}
    started = {hilde: take(hilde, alcohol), joost: take(joost, parents)}
    for step in range(1, 7):
        for page, (x, y) in started.items():
            page.mouse.move(x + step * 6, y + step * 5)
        if step == 3:
            form = karim.locator("form[data-wish='link:add']")
            form.locator("[name=source]").select_option(label="Alcohol")
            form.locator("[name=relation]").select_option("worsens")
            form.locator("[name=target]").select_option(label="Noor mist school")
            form.get_by_role("button", name="Teken de pijl").click()
    for page in started:
        page.mouse.up()
    for key in before:
        expect(screen.locator(f'[data-node="{key}"]')).not_to_have_attribute("transform", before[key])
    for page in (hilde, joost, karim, screen):
        expect(page.locator('[data-fragment^="arrow:"]')).to_have_count(15)
    shown = alike(hilde, joost, karim, screen)
    assert shown["strange"] == 0
    assert {key: shown["boxes"][key] != stood for key, stood in before.items()} == dict.fromkeys(before, True)
    hilde.reload()
    hilde.wait_for_selector(BOX)
    assert hilde.evaluate(SHOWN) == shown


def test_a_box_does_not_jump_under_the_hand_that_holds_it(demo_server: DemoServer) -> None:
    hilde, joost = demo_server.at_table("Hilde"), demo_server.at_table("Joost")
    key = box(hilde, "Alcohol")
    x, y = take(hilde, key)
    hilde.mouse.move(x + 30, y + 20)
    held = place(hilde, key)
    before = place(joost, key)
    joost.evaluate(
        """(key) => {
            const form = document.querySelector(`#factor-${CSS.escape(key)} form[data-wish="factor:nudge"]`);
            form.requestSubmit();
        }""",
        key,
    )
    expect(joost.locator(f'[data-node="{key}"]')).not_to_have_attribute("transform", before)
    joost.wait_for_timeout(300)
    assert place(hilde, key) == held
    hilde.mouse.up()
    expect(joost.locator(f'[data-node="{key}"]')).to_have_attribute("transform", held)
    assert place(hilde, key) == held


def test_the_list_does_everything_with_the_keyboard_alone(demo_server: DemoServer) -> None:
    hilde, screen = demo_server.at_table("Hilde"), demo_server.screen()
    hilde.locator("#new-factor").fill("Opa komt elke zondag")
    hilde.locator("#new-factor").press("Enter")
    expect(screen.locator(BOX)).to_have_count(14)
    key = box(screen, "Opa")
    row = hilde.locator(f"#factor-{key}")
    summary = row.locator("summary", has_text="Soort, gebied")
    summary.press("Enter")
    before = place(screen, key)
    row.get_by_role("button", name="Omhoog").press("Enter")
    expect(screen.locator(f'[data-node="{key}"]')).not_to_have_attribute("transform", before)
    row.get_by_role("button", name="Haal dit van de kaart").press("Enter")
    expect(screen.locator(f'[data-node="{key}"]')).to_have_count(0)
    hilde.locator("summary", has_text="Weggehaald").press("Enter")
    hilde.get_by_role("button", name="Zet terug: Opa").press("Enter")
    expect(screen.locator(f'[data-node="{key}"]')).to_have_count(1)
