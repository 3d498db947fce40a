"""What hands do on more than one page of a meeting."""

import sqlite3
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Locator, Page, expect

from tests.browser.fixtures import DemoServer


def write(page: Page, place: Locator, label: str, words: str) -> None:
    """Type in one shared text, letter by letter, and leave it."""
    place.get_by_role("button", name=f"Schrijf mee: {label}").click()
    editor = place.locator(".cm-content")
    editor.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(words, delay=5)
    place.get_by_role("button", name="Klaar", exact=True).click()
    expect(editor).to_have_count(0)


def let_two_days_pass(house: DemoServer) -> None:
    """The window for corrections is over: its end is moved back in the database, as time would."""
    with sqlite3.connect(house.server.log_file.with_name("rondom.db")) as database:
        over = f"{datetime.now(UTC) - timedelta(seconds=5):%Y-%m-%d %H:%M:%S}"
        database.execute("UPDATE report SET window_until = ? WHERE state = 'review'", (over,))


def block(page: Page, label: str) -> Locator:
    """A shared text by its name."""
    return page.locator(f"[data-text][data-label='{label}']")
