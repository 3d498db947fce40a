"""A server with the demo in it, started as a newcomer starts it, and windows of a real browser on it."""

import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from tests.live.server import ROOT, Server

expect.set_options(timeout=20_000)  # a slow machine is not a fault; timings belong in benchmarks/
SIZES = {"phone": (390, 844), "laptop": (1366, 768), "screen": (1920, 1080)}
ALBUM = ROOT / "test-results" / "album"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
PASSWORD = re.compile(r"password of everybody: (\S+)\)")


@dataclass(frozen=True)
class Printed:
    """What `up` printed: everything a newcomer has to go on."""

    text: str

    @property
    def password(self) -> str:
        """The password of all demo accounts."""
        return self._found(PASSWORD)

    @property
    def meeting(self) -> str:
        """The path of the open meeting."""
        return self._found(re.compile(r"The open meeting: \S+?(/overleg/\S+)"))

    @property
    def code(self) -> str:
        """The code of the room."""
        return self._found(re.compile(r"/mee  code (\d{6})"))

    @property
    def screen(self) -> str:
        """The path that opens the shared screen."""
        return self._found(re.compile(r"(/scherm#\S+)"))

    def email(self, first_name: str) -> str:
        """The address of a professional."""
        return self._found(re.compile(rf"^\s+(\S+@\S+)\s*{first_name} ", re.M))

    def link(self, first_name: str) -> tuple[str, str]:
        """The path of somebody's personal link, and its code."""
        found = re.findall(rf"^\s+{first_name}\b.*?(/j#\S+)  code (\d{{6}})", self.text, re.M)
        assert found, f"no link for {first_name} in what was printed"
        path, code = found[-1]
        return path, code

    def _found(self, wanted: re.Pattern[str]) -> str:
        found = wanted.findall(self.text)
        assert found, f"{wanted.pattern} not in what was printed:\n{self.text[-3000:]}"
        return str(found[-1])


@dataclass
class DemoServer:
    """The running server and a browser to visit it with."""

    server: Server
    browser: Browser
    opened: list[BrowserContext]

    @property
    def printed(self) -> Printed:
        """What the server printed when it started."""
        return Printed(self.server.log)

    def window(self, size: str = "laptop", **options: object) -> Page:
        """A window of its own, with its own cookies. A fault in a page's script fails the test."""
        width, height = SIZES[size]
        context = self.browser.new_context(
            base_url=self.server.url,
            viewport={"width": width, "height": height},
            locale="nl-NL",
            timezone_id="Europe/Amsterdam",
            has_touch=size == "phone",
            is_mobile=size == "phone",
            reduced_motion="reduce",
            **options,  # type: ignore[arg-type]
        )
        context.set_default_timeout(20_000)
        self.opened.append(context)
        page = context.new_page()
        page.on("pageerror", self._fault)
        return page

    def sign_in(self, first_name: str, size: str = "laptop", window: Page | None = None) -> Page:
        """A professional at the desk, in a window of their own or one that is there."""
        page = window or self.window(size)
        page.goto("/aanmelden")
        page.get_by_label("E-mailadres").fill(self.printed.email(first_name))
        page.get_by_label("Wachtwoord").fill(self.printed.password)
        page.get_by_role("button", name="Aanmelden").click()
        page.wait_for_url("**/")
        return page

    def at_table(self, first_name: str, size: str = "laptop") -> Page:
        """A professional at the open meeting."""
        page = self.sign_in(first_name, size)
        page.goto(self.printed.meeting)
        page.wait_for_selector("body[data-link='online']")
        return page

    def knock(self, name: str, code: str = "") -> Page:
        """A phone in the waiting room, in through the door of the room; of the open meeting unless a code is given."""
        page = self.window("phone")
        page.goto("/mee")
        page.get_by_label("Code van 6 cijfers").fill(code or self.printed.code)
        page.get_by_role("button", name="Ga verder").click()
        page.get_by_label("Uw naam").fill(name)
        page.get_by_role("button", name="Ga naar de wachtkamer").click()
        page.wait_for_url("**/mee/wacht")
        return page

    def admit(self, chair: Page, phone: Page, seat: str) -> Page:
        """The chair lets a waiting phone in on a seat, by the number it says."""
        number = phone.locator(".rd-matchnumber").inner_text().strip()
        form = chair.locator("form[data-wish='guest:admit']").last
        form.get_by_label("Wie is dit?").select_option(label=seat)
        form.locator(f"input[value='{number}']").check(force=True)
        form.get_by_role("button", name="Laat binnen").click()
        expect(phone).to_have_url(re.compile("/nu$"))
        phone.wait_for_selector("body[data-link='online']")
        return phone

    def screen(self) -> Page:
        """The shared screen, opened with the printed address."""
        page = self.window("screen")
        page.goto(self.printed.screen)
        page.wait_for_selector(".rd-big")
        page.wait_for_selector("body[data-link='online']")
        return page

    def _fault(self, fault: Exception) -> None:
        self.faults.append(str(fault))

    def __post_init__(self) -> None:
        self.faults: list[str] = []


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright itself."""
    with sync_playwright() as made:
        yield made


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """One browser for all tests; `RONDOM_BROWSER` says which, else Playwright's own."""
    made = playwright.chromium.launch(
        executable_path=os.environ.get("RONDOM_BROWSER") or None, args=ARGUMENTS
    )
    yield made
    made.close()


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that the server filled by itself, as at the first start of a newcomer."""
    folder = tmp_path_factory.mktemp("demo")
    with Server(f"sqlite:///{folder}/rondom.db", folder):
        pass
    with sqlite3.connect(folder / "rondom.db") as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return folder / "rondom.db"


@pytest.fixture
def demo_server(tmp_path: Path, demo_file: Path, browser: Browser) -> Iterator[DemoServer]:
    """A server of its own on a copy of the demo."""
    shutil.copy(demo_file, tmp_path / "rondom.db")
    with Server(f"sqlite:///{tmp_path}/rondom.db", tmp_path, RONDOM_RATE_LIMITS="off") as server:
        house = DemoServer(server, browser, [])
        yield house
        for context in house.opened:
            context.close()
        assert not house.faults, house.faults


@pytest.fixture
def album() -> Callable[[Page, str], None]:
    """Takes a picture for the album in `test-results/album`."""
    ALBUM.mkdir(parents=True, exist_ok=True)

    def take(page: Page, name: str) -> None:
        page.screenshot(path=ALBUM / f"{name}.png")

    return take
