"""Sessions in a real browser: two tabs, two devices, a copied cookie, and the way back (T19, T20; J06, J15)."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from time import time

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.accounts.conftest import Mailbox
from tests.browser.fixtures import DemoServer
from tests.browser.test_pages import look_at, visit
from tests.live.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow]
OUT = re.compile(r"/aanmelden")
#: Where the way back leads when the page itself was put in place of: to signing in, or to an empty window.
BEFORE = re.compile(r"/aanmelden|^about:blank$")


def empty(page: Page) -> None:
    """Nothing of the family is on the page, nor in it."""
    expect(page).to_have_url(OUT)
    expect(page.get_by_role("heading", name="Aanmelden")).to_be_visible()
    assert "Dekkers" not in page.content()


def test_signing_out_in_one_tab_empties_the_others_and_the_way_back(demo_server: DemoServer) -> None:
    table = demo_server.at_table("Hilde")
    office, reading = table.context.new_page(), table.context.new_page()
    office.goto("/gezinnen")
    reading.goto("/overleggen")
    for page in (office, reading):
        expect(page.get_by_text("Dekkers").first).to_be_visible()
    office.locator("summary.rd-person").click()
    office.get_by_role("button", name="Afmelden").click()
    for page in (office, table, reading):
        empty(page)
    for page in (office, table, reading):
        page.go_back()
        expect(page).to_have_url(BEFORE)
        assert "Dekkers" not in page.content()


def test_signing_out_another_device_from_the_list(demo_server: DemoServer) -> None:
    there, here = demo_server.at_table("Hilde"), demo_server.sign_in("Hilde")
    here.locator("summary.rd-person").click()
    here.get_by_role("link", name="Mijn apparaten").click()
    expect(here.get_by_role("heading", level=2, name="Dit apparaat")).to_be_visible()
    here.get_by_role("button", name=re.compile("^Meld af:")).click()
    empty(there)
    expect(there.get_by_text("U bent afgemeld.")).to_be_visible()
    expect(here.get_by_role("button", name=re.compile("^Meld af:"))).to_have_count(0)
    look_at(here, "my devices")
    visit(here, "/opnieuw")
    here.goto("/apparaten")
    here.get_by_role("button", name="Meld overal af").click()
    empty(here)


def test_a_copied_cookie_of_an_account_ends_it_on_both_devices(demo_server: DemoServer) -> None:
    own = demo_server.at_table("Hilde")
    copy = demo_server.window()
    copy.context.add_cookies(own.context.cookies())  # type: ignore[arg-type]
    copy.goto("/gezinnen")
    for page in (copy, own):
        empty(page)
        expect(page.get_by_text("ook ergens anders in gebruik")).to_be_visible()


def test_the_own_browser_goes_on_and_proves_itself_again(demo_server: DemoServer) -> None:
    own = demo_server.at_table("Hilde")
    own.reload()
    own.wait_for_selector("body[data-link='online']")
    own.goto("/opnieuw")
    own.get_by_label("Wachtwoord").fill(demo_server.printed.password)
    own.get_by_role("button", name="Ga verder").click()
    own.wait_for_url("**/")
    own.goto(demo_server.printed.meeting)
    own.wait_for_selector("body[data-link='online']")


def test_a_code_of_an_app_is_set_up_by_keyboard_and_asked_at_the_next_sign_in(
    demo_server: DemoServer, album: Callable[[Page, str], None]
) -> None:
    page = demo_server.sign_in("Hilde")
    page.locator("summary.rd-person").click()
    page.get_by_role("link", name="Mijn account").click()
    look_at(page, "my account")
    visit(page, "/account/wachtwoord")
    album(page, "account_password")
    page.goto("/account")
    page.get_by_role("link", name="Zet aan").press("Enter")
    look_at(page, "setting up")
    album(page, "account_set_up")
    secret = page.locator(".rd-dealt").inner_text().replace(" ", "")
    page.get_by_label("Code van 6 cijfers").fill("12")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Deze code klopt niet")).to_be_visible()
    look_at(page, "a wrong first code", "phone")
    assert page.locator(".rd-dealt").inner_text().replace(" ", "") == secret
    page.get_by_label("Code van 6 cijfers").fill(pyotp.TOTP(secret).now())
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Uw herstelcodes")).to_be_visible()
    look_at(page, "codes for on paper")
    album(page, "account_codes")
    paper = page.locator(".rd-dealtlist li").first.inner_text()
    page.get_by_role("link", name="Ik heb ze bewaard").press("Enter")
    expect(page.get_by_text("Nog 10 codes over")).to_be_visible()
    look_at(page, "my account with codes")
    album(page, "account_own")

    again = demo_server.window("phone")
    half_in(demo_server, again)
    look_at(again, "one more step")
    album(again, "account_code")
    again.get_by_label("Code van 6 cijfers").fill("000000")
    again.keyboard.press("Enter")
    expect(again.get_by_label("Code van 6 cijfers")).to_have_attribute("aria-invalid", "true")
    look_at(again, "a wrong code", "phone")
    again.get_by_label("Code van 6 cijfers").fill(pyotp.TOTP(secret).at(int(time()) + 30))
    again.keyboard.press("Enter")
    again.wait_for_url("**/")

    third = demo_server.window()
    half_in(demo_server, third)
    third.get_by_text("Ik heb mijn telefoon niet bij me").click()
    look_at(third, "a code from paper", "phone")
    third.get_by_label("Herstelcode").fill(paper.lower())
    third.keyboard.press("Enter")
    third.wait_for_url("**/")
    third.goto("/account")
    expect(third.get_by_text("Nog 9 codes over")).to_be_visible()


def half_in(demo_server: DemoServer, page: Page) -> None:
    """With the right password, and before the code."""
    page.goto("/aanmelden")
    page.get_by_label("E-mailadres").fill(demo_server.printed.email("Hilde"))
    page.get_by_label("Wachtwoord").fill(demo_server.printed.password)
    page.get_by_role("button", name="Aanmelden").click()
    expect(page.get_by_role("heading", level=1, name="Nog één stap")).to_be_visible()


def test_signing_in_with_the_account_of_the_own_organisation_and_by_a_link_from_the_mail(
    tmp_path: Path,
    demo_file: Path,
    browser: Browser,
    issuer: str,
    mailbox: Mailbox,
    album: Callable[[Page, str], None],
) -> None:
    shutil.copy(demo_file, tmp_path / "rondom.db")
    told = {
        "RONDOM_OIDC_ISSUER": issuer,
        "RONDOM_OIDC_CLIENT_ID": "rondom",
        "RONDOM_OIDC_CLIENT_SECRET": "geheim",
        "RONDOM_OIDC_NAME": "Gemeente Waterveen",
        "RONDOM_SMTP_HOST": "127.0.0.1",
        "RONDOM_SMTP_PORT": str(mailbox.port),
        "RONDOM_SMTP_TLS": "off",
        "RONDOM_MAIL_FROM": "post@werk.example",
    }
    with Server(f"sqlite:///{tmp_path}/rondom.db", tmp_path, RONDOM_RATE_LIMITS="off", **told) as server:
        house = DemoServer(server, browser, [])
        page = house.window()
        page.goto(f"http://localhost:{server.port}/gezinnen")
        look_at(page, "signing in with another account")
        album(page, "account_sign_in")
        page.get_by_role("button", name="Ga verder met Gemeente Waterveen").press("Enter")
        page.wait_for_url(f"{issuer}/**")
        page.locator("input[name=sub]").first.fill("hilde-1")
        page.locator("input[name=sub]").first.press("Enter")
        page.wait_for_url("**/gezinnen")
        expect(page.get_by_text("Dekkers").first).to_be_visible()
        page.goto(f"http://localhost:{server.port}/account")
        expect(page.get_by_text("U meldt zich ook hiermee aan")).to_be_visible()
        look_at(page, "my account with another one")
        page.goto(f"http://localhost:{server.port}/aanmelden/terug?code=x&state=y")
        expect(page.get_by_text("Begin opnieuw")).to_be_visible()
        look_at(page, "an answer that nobody asked for", "phone")

        fresh = house.window("phone")
        fresh.goto(f"http://localhost:{server.port}/aanmelden")
        fresh.get_by_role("link", name="Wachtwoord vergeten?").press("Enter")
        look_at(fresh, "a forgotten password")
        fresh.get_by_label("E-mailadres").fill("hilde@mda.example")
        fresh.keyboard.press("Enter")
        expect(fresh.get_by_text("Is er een account met dit e-mailadres?")).to_be_visible()
        look_at(fresh, "a link was asked for", "phone")
        album(fresh, "account_forgotten")
        fresh.goto(mailbox.link(r"http://localhost:\d+/aanmelden/nieuw/\S+"))
        look_at(fresh, "a new password")
        for label in ("Nieuw wachtwoord", "Nieuw wachtwoord, nog een keer"):
            fresh.get_by_label(label, exact=True).fill("kastanje fietsbel zeven wolken")
        fresh.keyboard.press("Enter")
        expect(fresh.get_by_text("Meld u er nu mee aan")).to_be_visible()
        fresh.get_by_label("E-mailadres").fill("hilde@mda.example")
        fresh.get_by_label("Wachtwoord").fill("kastanje fietsbel zeven wolken")
        fresh.get_by_role("button", name="Aanmelden").click()
        fresh.wait_for_url(f"http://localhost:{server.port}/")
        assert mailbox.link(r"http://localhost:\d+/apparaten$"), "of the new device she hears by mail"
        for context in house.opened:
            context.close()
        assert not house.faults, house.faults


def test_a_passkey_is_made_on_a_device_and_signs_in_by_keyboard(
    tmp_path: Path, demo_file: Path, browser: Browser, album: Callable[[Page, str], None]
) -> None:
    shutil.copy(demo_file, tmp_path / "rondom.db")
    with Server(f"sqlite:///{tmp_path}/rondom.db", tmp_path, RONDOM_RATE_LIMITS="off") as server:
        house, here = DemoServer(server, browser, []), f"http://localhost:{server.port}"
        page = house.window()
        chrome = page.context.new_cdp_session(page)
        chrome.send("WebAuthn.enable")
        device = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
        }
        ready = {"isUserVerified": True, "automaticPresenceSimulation": True}
        made = chrome.send("WebAuthn.addVirtualAuthenticator", {"options": {**device, **ready}})
        page.goto(f"{here}/aanmelden")
        page.get_by_label("E-mailadres").fill(house.printed.email("Hilde"))
        page.get_by_label("Wachtwoord").fill(house.printed.password)
        page.get_by_role("button", name="Aanmelden").click()
        page.wait_for_url(f"{here}/")
        page.goto(f"{here}/account")
        page.get_by_role("link", name="Voeg toe").press("Enter")
        look_at(page, "a passkey more")
        page.get_by_role("button", name="Maak een passkey").press("Enter")
        expect(page.get_by_role("heading", name="Passkey: Laptop of computer")).to_be_visible()
        look_at(page, "my account with a passkey")
        album(page, "account_passkey")
        page.locator("summary.rd-person").click()
        page.get_by_role("button", name="Afmelden").click()
        empty(page)
        look_at(page, "signing in with a passkey")
        page.get_by_role("button", name="Ga verder met een passkey").press("Enter")
        page.wait_for_url(f"{here}/")
        unwilling = {"authenticatorId": made["authenticatorId"], "isUserVerified": False}
        page.locator("summary.rd-person").click()
        page.get_by_role("button", name="Afmelden").click()
        empty(page)
        chrome.send("WebAuthn.setUserVerified", unwilling)
        page.get_by_role("button", name="Ga verder met een passkey").press("Enter")
        expect(page.get_by_text("Dit lukte niet met een passkey")).to_be_visible()
        look_at(page, "a device that does not want to", "phone")
        for context in house.opened:
            context.close()
        assert not house.faults, house.faults
