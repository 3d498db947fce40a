"""Erasing in a real browser: by the keyboard, at every width, from the ask to the certificate."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.fixtures import DemoServer
from tests.browser.test_pages import look_at
from tests.cast import PASSWORD, Cast
from tests.erasure.conftest import Places
from tests.live.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def served(cast: Cast, places: Places, tmp_path: Path, browser: Browser) -> Iterator[DemoServer]:
    """The installation of these tests, served."""
    cast.house.database.engine.dispose()
    keys = places.settings.keys_url
    with Server(places.url, tmp_path, RONDOM_KEYS_URL=keys, RONDOM_RATE_LIMITS="off") as server:
        made = DemoServer(server, browser, [])
        yield made
        for context in made.opened:
            context.close()
        assert not made.faults, made.faults


def desk(served: DemoServer, cast: Cast, name: str) -> Page:
    """Somebody on the page about erasing and keeping."""
    page = served.window()
    page.goto("/aanmelden")
    page.get_by_label("E-mailadres").fill(f"{name}@werk.example")
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/")
    page.goto(f"/gezin/{cast.case_id}")
    page.get_by_role("link", name="Wissen of bewaren").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/wissen")
    return page


def test_what_is_ones_own(served: DemoServer, cast: Cast, album: Callable[[Page, str], None]) -> None:
    lotte = desk(served, cast, "lotte")
    lotte.goto(f"/gezin/{cast.case_id}/mijn-gegevens")
    lotte.get_by_role("link", name="Ik wil dat dit wordt gewist").press("Enter")
    lotte.get_by_label("Waarom wilt u dit?").fill("Ik werk hier niet meer.")
    look_at(lotte, "erase what is mine")
    for size, width in (("phone", 390), ("laptop", 1366)):
        lotte.set_viewport_size({"width": width, "height": 900})
        album(lotte, f"erase-own-{size}")
    lotte.get_by_role("button", name="Vraag om te wissen").press("Enter")
    expect(lotte.get_by_text("Het wacht op iemand die het goedkeurt.")).to_be_visible()
    noor = desk(served, cast, "noor")
    expect(noor.get_by_role("heading", name="Gevraagd: Lotte de Wit wissen")).to_be_visible()
    look_at(noor, "somebody alone")
    album(noor, "erase-somebody")


def test_from_the_ask_to_the_certificate(
    served: DemoServer, cast: Cast, album: Callable[[Page, str], None]
) -> None:
    lotte = desk(served, cast, "lotte")
    look_at(lotte, "erase or keep, empty")
    lotte.get_by_text("Leg vast dat dit bewaard moet blijven").click()
    lotte.get_by_label("Waarom moet dit blijven?").fill("Kort.")
    lotte.get_by_role("button", name="Leg vast", exact=True).press("Enter")
    expect(lotte.get_by_text("Schrijf waarom (minstens 15 tekens).")).to_be_visible()
    expect(lotte.get_by_label("Waarom moet dit blijven?")).to_have_value("Kort.")
    look_at(lotte, "a hold that was refused")
    lotte.get_by_role("combobox", name="Op welke grond?").select_option("asked")
    lotte.get_by_label("Waarom?", exact=True).fill("Het gezin vroeg dit na het laatste overleg.")
    lotte.get_by_role("button", name="Vraag om te wissen").press("Enter")
    expect(lotte.get_by_text("Iemand anders moet dit goedkeuren.")).to_be_visible()
    look_at(lotte, "asked by oneself")
    noor = desk(served, cast, "noor")
    expect(noor.get_by_text("Gevraagd door Lotte de Wit")).to_be_visible()
    look_at(noor, "asked by another")
    for size, width in (("phone", 390), ("laptop", 1366), ("screen", 1920)):
        noor.set_viewport_size({"width": width, "height": 900})
        album(noor, f"erase-asked-{size}")
    noor.get_by_role("button", name="Ja, wis dit gezin").press("Enter")
    expect(noor.get_by_role("heading", name="Bewijs van wissen")).to_be_visible()
    expect(noor.get_by_text("Dit bewijs klopt.")).to_be_visible()
    look_at(noor, "certificate")
    for size, width in (("phone", 390), ("laptop", 1366), ("screen", 1920)):
        noor.set_viewport_size({"width": width, "height": 900})
        album(noor, f"erase-certificate-{size}")
    lotte.reload()
    expect(lotte.get_by_role("heading", name="Niet gevonden")).to_be_visible()
    family = served.window("phone")
    family.goto("/gewist")
    family.get_by_label("Het nummer van uw bewijs").fill("zomaar iets")
    family.keyboard.press("Enter")
    expect(family.get_by_text("Dit nummer kennen we niet.")).to_be_visible()
    look_at(family, "a number that nobody knows")
    family.get_by_label("Het nummer van uw bewijs").fill(os.path.basename(noor.url))
    family.keyboard.press("Enter")
    expect(family.get_by_text("Dit bewijs klopt.")).to_be_visible()
    look_at(family, "certificate on a phone")
