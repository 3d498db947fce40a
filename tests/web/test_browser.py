"""T29 in a real browser: our own pages break no rule of the content policy; what does is blocked and told."""

import time

import pytest
from playwright.sync_api import Page, expect

from tests.browser.fixtures import DemoServer
from tests.browser.test_three_windows import go_to

pytestmark = pytest.mark.browser
LISTEN = """
window.blocked = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.blocked.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));
"""


def watched(page: Page) -> Page:
    """From the next page on, what the browser blocks is kept."""
    page.context.add_init_script(LISTEN)
    page.reload()
    return page


def blocked(page: Page) -> list[str]:
    """What this page had blocked."""
    found: list[str] = page.evaluate("window.blocked")
    return found


@pytest.mark.slow
def test_our_own_pages_break_no_rule(demo_server: DemoServer) -> None:
    chair = watched(demo_server.at_table("Hilde"))
    chair.wait_for_selector("body[data-link='online']")
    phone = watched(demo_server.admit(chair, demo_server.knock("Marleen"), "Marleen Dekkers"))
    screen = watched(demo_server.screen())
    laptop = watched(demo_server.at_table("Samira"))
    assert chair.evaluate("typeof trustedTypes.createPolicy") == "function", (
        "this browser knows trusted types"
    )

    # Live parts, an editor, a picture, an answer in a form, a word explained.
    go_to(chair, "Samen begrijpen")
    for page in (laptop, phone):
        page.get_by_role("heading", name="Samen begrijpen").wait_for()
    chair.get_by_role("button", name="Schrijf mee: Wat gaat goed").click()
    chair.wait_for_selector(".cm-content")
    chair.keyboard.type(" En dit ook.")
    expect(laptop.get_by_text("En dit ook.")).to_be_visible()
    for path in ("/", "/zoek?q=Marleen", "/gezinnen"):
        laptop.goto(path)
        assert blocked(laptop) == [], path
    for page in (chair, phone, screen):
        assert blocked(page) == []


def test_a_string_never_becomes_html_outside_the_one_place(demo_server: DemoServer) -> None:
    page = watched(demo_server.window())
    page.goto("/aanmelden")
    for attack in (
        "document.body.innerHTML = '<img src=x onerror=1>'",
        "document.body.insertAdjacentHTML('beforeend', '<p>')",
        "new DOMParser().parseFromString('<p>', 'text/html')",
        "document.createElement('script').text = '1'",
        "document.createElement('script').src = '/static/x.js'",
        "document.write('<p>')",
        "setTimeout('1')",
        "trustedTypes.createPolicy('rondom', {createHTML: (html) => html})",
        "trustedTypes.createPolicy('other', {createHTML: (html) => html})",
        "trustedTypes.createPolicy('default', {createHTML: (html) => html})",
    ):
        outcome = page.evaluate(
            f"() => {{ try {{ {attack}; return 'done'; }} catch (no) {{ return no.name; }} }}"
        )
        assert outcome == "TypeError", attack
    assert len(blocked(page)) >= 7


def test_what_a_browser_blocked_is_heard(demo_server: DemoServer) -> None:
    page = demo_server.window()
    page.goto("/aanmelden")
    page.evaluate("document.body.append(Object.assign(new Image(), {src: 'https://evil.example/KANARIE'}))")
    until = time.monotonic() + 90
    wanted = "a browser blocked something from elsewhere by img-src at /aanmelden"
    while wanted not in demo_server.server.log and time.monotonic() < until:
        page.wait_for_timeout(200)
    assert wanted in demo_server.server.log
    assert "KANARIE" not in demo_server.server.log
