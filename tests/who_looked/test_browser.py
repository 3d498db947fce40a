"""*Wie keek mee?* on the phone of a mother, as she finds it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.fixtures import DemoServer
from tests.browser.test_pages import look_at

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_mother_reads_who_looked(demo_server: DemoServer, album: Callable[[Page, str], None]) -> None:
    chair = demo_server.at_table("Hilde")
    marleen = demo_server.admit(chair, demo_server.knock("Marleen"), "Marleen Dekkers")
    marleen.get_by_role("link", name="Vertellen").click()
    marleen.get_by_role("link", name="Wie keek mee?").click()
    expect(marleen.get_by_role("heading", level=1, name="Wie keek mee?")).to_be_visible()
    row = marleen.get_by_role("listitem").filter(has_text="Hilde").first
    expect(row).to_contain_text("bij het overleg")
    look_at(marleen, "who looked")
    album(marleen, "who-looked-phone")
