"""Every page at three sizes: axe finds nothing, nothing sticks out sideways, and the phone loads little."""

import gzip
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.fixtures import SIZES, DemoServer
from tests.browser.test_three_windows import go_to
from tests.live.server import ROOT

#: What lies past the edge of a page that is wider than its window: what it is, and how it begins.
STICKS_OUT = """() => {
    const width = document.documentElement.clientWidth;
    const scrolls = (one) => one && (getComputedStyle(one).overflowX !== "visible" || scrolls(one.parentElement));
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.querySelectorAll("body *")].filter(
        (one) => one.getBoundingClientRect().right > width + 1 && !scrolls(one.parentElement)
    ).map((one) => `${one.tagName} ${one.getAttribute("class")} ${one.textContent.trim().slice(0, 30)}`).slice(0, 9);
}"""
pytestmark = pytest.mark.browser
Album = Callable[[Page, str], None]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FIRST_LOAD = 200_000  # octets, packed, without the editor
PARTS = ["Welkom", "Stem van het gezin", "Samen begrijpen", "Afspraken", "Afsluiten"]


def visit(page: Page, address: str, status: int = 200) -> None:
    """Open a page that should be there, and look at it."""
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == status, f"{address} answers {answer.status}"
    look_at(page, address)


def look_at(page: Page, where: str, *sizes: str) -> None:
    """Run axe over the whole page at each size, or at those that are named: high enough that no bar at an edge lies
    over a part of it."""
    for size in sizes or SIZES:
        width, height = SIZES[size]
        page.set_viewport_size({"width": width, "height": height})
        whole: int = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": width, "height": max(height, whole)})
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE.read_text(encoding="utf-8"))
        found: list[dict[str, Any]] = page.evaluate(
            "rules => axe.run({runOnly: rules}).then(result => result.violations)", RULES
        )
        faults = [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]
        assert not faults, f"{where} on a {size}: {faults}"
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{where} on a {size} is {wide} pixels too wide"
        page.set_viewport_size({"width": width, "height": height})
    if not sizes or "phone" in sizes:
        nothing_sticks_out(page, where)
    page.set_viewport_size({"width": width, "height": height})


def nothing_sticks_out(page: Page, where: str) -> None:
    """With letters of double size a phone has half its width (WCAG 1.4.4, 1.4.10): nobody has to push the page aside.

    The wall is not read on a phone.
    """
    if page.locator(".rd-big").count():
        return
    width, height = SIZES["phone"]
    page.set_viewport_size({"width": width // 2, "height": height // 2})
    found: list[str] = page.evaluate(STICKS_OUT)
    assert not found, f"{where} with letters of double size: {found}"


@pytest.mark.slow
def test_pages_of_the_office(demo_server: DemoServer) -> None:
    page = demo_server.window()
    page.goto("/aanmelden")
    look_at(page, "sign in")
    page = demo_server.sign_in("Fatma")
    case = page.locator("a.rd-family").first.get_attribute("href") or ""
    plan = f"{case}/overleg/nieuw"
    apart = [f"{case}/apart", f"{case}/apart/nieuw"]
    addresses = ["/", "/gezinnen", "/gezinnen/nieuw", case, plan, *apart, "/overleggen", "/zoek?q=schulden"]
    for address in [*addresses, "/woorden", "/woord/veiligheidsplan"]:
        visit(page, address)
    visit(page, "/gezin/bestaat-niet", 404)
    page.goto(case)
    visit(page, page.locator(".rd-peoplelist__change").first.get_attribute("href") or "")
    page.goto(case)
    page.evaluate("document.querySelectorAll('details.rd-change').forEach(one => { one.open = true })")
    look_at(page, "a family with all its forms open")
    visit(page, f"{page.locator('#meetings ~ ul a').first.get_attribute('href')}/planning")
    page.goto(plan)
    page.get_by_role("button", name="Plan dit overleg").click()
    page.get_by_role("link", name="Wijzig de planning").click()
    page.get_by_text("Gaat dit overleg niet door?").click()
    look_at(page, "a plan that changes")


def test_pages_of_the_door(demo_server: DemoServer) -> None:
    page = demo_server.window("phone")
    for address in ("/mee", "/j", "/mee/klaar?reden=removed", "/scherm"):
        visit(page, address)
    page.goto("/mee")
    page.get_by_label("Code van 6 cijfers").fill("12")
    page.get_by_role("button", name="Ga verder").click()
    look_at(page, "a wrong code")
    waiting = demo_server.knock("Marleen")
    look_at(waiting, "the waiting room")


@pytest.mark.slow
def test_pages_of_the_table(demo_server: DemoServer) -> None:
    chair, screen = demo_server.at_table("Hilde"), demo_server.screen()
    waiting = demo_server.knock("Ruben")
    look_at(chair, "the table with somebody waiting")
    phone = demo_server.admit(chair, waiting, "Ruben Dekkers")
    for part in PARTS:
        chair.set_viewport_size({"width": 1366, "height": 768})
        go_to(chair, part)
        look_at(chair, f"the table at {part}")
        look_at(phone, f"the phone at {part}")
        look_at(screen, f"the screen at {part}")
    for address in ("/nu/vertellen", "/nu/afspraken", "/nu/wie"):
        visit(phone, address)


@pytest.mark.slow
def test_an_open_editor_and_an_open_action(demo_server: DemoServer) -> None:
    chair = demo_server.at_table("Hilde")
    go_to(chair, "Samen begrijpen")
    chair.get_by_role("button", name="Schrijf mee: Wat gaat goed").click()
    chair.wait_for_selector(".cm-content")
    look_at(chair, "an open editor")
    chair.set_viewport_size({"width": 1366, "height": 768})
    chair.get_by_role("button", name="Klaar", exact=True).click()
    go_to(chair, "Afspraken")
    chair.locator(".rd-action").first.get_by_text("Wie, wanneer en hoe ver").click()
    look_at(chair, "an open action")


@pytest.mark.slow
def test_pages_at_rest(demo_server: DemoServer) -> None:
    chair, screen = demo_server.at_table("Hilde"), demo_server.screen()
    chair.get_by_role("button", name="Pauze").click()
    chair.wait_for_selector("#rest-title")
    look_at(chair, "the table at rest")
    look_at(screen, "the screen at rest")


@pytest.mark.slow
def test_the_phone_loads_little(demo_server: DemoServer) -> None:
    chair = demo_server.at_table("Hilde")
    phone = demo_server.admit(chair, demo_server.knock("Marleen"), "Marleen Dekkers")
    bodies: dict[str, bytes] = {}
    phone.on("response", lambda answer: bodies.update({answer.url: answer.body()}))
    phone.goto("/nu")
    phone.wait_for_selector("body[data-link='online']")
    packed = sum(
        len(body) if url.endswith(".woff2") else len(gzip.compress(body)) for url, body in bodies.items()
    )
    assert len(bodies) >= 4, "the page loads its style, script, font and icons"
    assert not any("session-" in url for url in bodies), "the editor waits for the first touch"
    assert packed < FIRST_LOAD, f"{packed} octets"


def test_the_keyboard_reaches_everything(demo_server: DemoServer) -> None:
    chair = demo_server.at_table("Hilde")
    go_to(chair, "Samen begrijpen")
    chair.keyboard.press("Tab")
    assert "Ga naar de inhoud" in chair.evaluate("document.activeElement.textContent")
    chair.get_by_role("button", name="Schrijf mee: Wat gaat goed").focus()
    chair.keyboard.press("Enter")
    chair.wait_for_selector(".cm-content")
    chair.wait_for_function("document.activeElement.classList.contains('cm-content')")
    chair.keyboard.press("Control+End")
    chair.keyboard.type(" Ook dit.")
    chair.keyboard.press("Escape")
    chair.keyboard.press("Tab")
    assert not chair.evaluate("document.activeElement.classList.contains('cm-content')")


@pytest.mark.slow
def test_pictures_of_the_pages(demo_server: DemoServer, album: Album) -> None:
    chair, screen = demo_server.at_table("Hilde"), demo_server.screen()
    phone = demo_server.admit(chair, demo_server.knock("Marleen"), "Marleen Dekkers")
    for part in PARTS:
        go_to(chair, part)
        screen.wait_for_selector("body[data-link='online']")
        name = part.lower().replace(" ", "-")
        for page, who in ((chair, "table"), (screen, "screen"), (phone, "phone")):
            page.wait_for_timeout(300)
            album(page, f"{who}-{name}")
    for view, address in (("tell", "/nu/vertellen"), ("actions", "/nu/afspraken"), ("people", "/nu/wie")):
        phone.goto(address)
        album(phone, f"phone-{view}")
    desk = demo_server.sign_in("Fatma")
    album(desk, "office-home")
    desk.goto(desk.locator("a.rd-family").first.get_attribute("href") or "")
    desk.screenshot(path=ROOT / "test-results" / "album" / "office-case.png", full_page=True)
