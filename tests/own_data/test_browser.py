"""What Rondom holds of somebody, on their own phone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.fixtures import DemoServer
from tests.browser.test_pages import look_at

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_mother_reads_and_keeps_her_own_data(
    demo_server: DemoServer, album: Callable[[Page, str], None]
) -> None:
    chair = demo_server.at_table("Hilde")
    marleen = demo_server.admit(chair, demo_server.knock("Marleen"), "Marleen Dekkers")
    marleen.get_by_role("link", name="Vertellen").click()
    marleen.get_by_role("link", name="Wat bewaart Rondom van mij?").click()
    expect(marleen.get_by_text("Ik wil niet meer bang zijn in mijn eigen keuken.").first).to_be_visible()
    look_at(marleen, "own data")
    album(marleen, "own-data-phone")
    with marleen.expect_download() as kept:
        marleen.get_by_role("link", name="Bewaar als bestand").click()
    assert "Marleen Dekkers" in Path(kept.value.path()).read_text(encoding="utf-8")
