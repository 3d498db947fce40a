"""Weeks that pass in a test, meetings in short, and a note on its way to those who learn.

Time is moved in the file of the running server, never in the program: every moment and every day in the database
goes back, which is to everybody who looks the same as a clock that went on. Months that were kept for a group
(`2026-05`) stay what they are: a note is of the month in which it was shared. So do the log and its seals: they only
grow, and the database refuses to change them.
"""

import os
import re
import sqlite3
import subprocess
import sys
from datetime import datetime

from playwright.sync_api import Locator, Page, expect
from sqlalchemy import Date

from conference.core.validation import AMSTERDAM
from conference.region.profile import NEUTRAL
from models.base import Base, Utc
from tests.browser.fixtures import DemoServer
from tests.browser.test_three_windows import go_to
from tests.gathering.test_browser import fill
from tests.live.server import ROOT, SECRET

LENGTHS = {Utc: "strftime('%Y-%m-%d %H:%M:%f000', {0}, '-{1} days')", Date: "date({0}, '-{1} days')"}
#: The tables of which the database refuses every change.
ONLY_GROW = "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_no_update'"


def a_week_passes(house: DemoServer, days: int = 7) -> None:
    """Everything that is known happened a week longer ago."""
    with sqlite3.connect(house.server.log_file.with_name("rondom.db"), timeout=30) as database:
        growing = {name for (name,) in database.execute(ONLY_GROW)}
        for table in Base.metadata.tables.values():
            if table.name in growing:
                continue
            for column in table.columns:
                moved = LENGTHS.get(type(column.type))
                if moved:
                    name = f'"{column.name}"'
                    database.execute(f'UPDATE "{table.name}" SET {name} = {moved.format(name, days)}')  # noqa: S608


def give_seat(house: DemoServer, email: str) -> None:
    """Who runs the server gives somebody a part in the project team, as the README says."""
    settings = {
        "RONDOM_DATABASE_URL": f"sqlite:///{house.server.log_file.with_name('rondom.db')}",
        "RONDOM_SECRET_KEY": SECRET,
    }
    given = ["--profile", NEUTRAL, "--email", email, "--role", "project_team"]
    command = [sys.executable, "-m", "conference.cli", "seat", "give", *given]
    subprocess.run(command, cwd=ROOT, env=os.environ | settings, check=True)


def sign_in_as(house: DemoServer, email: str, size: str = "laptop") -> Page:
    """A professional whose address the server did not print at its start."""
    page = house.window(size)
    page.goto("/aanmelden")
    page.get_by_label("E-mailadres").fill(email)
    page.get_by_label("Wachtwoord").fill(house.printed.password)
    page.get_by_role("button", name="Aanmelden").click()
    page.wait_for_url("**/")
    return page


# --- a meeting in short


def plan(page: Page, case: str, chair: str) -> str:
    """A colleague of the family plans a meeting for today. Returns its address."""
    page.goto(case)
    page.get_by_role("link", name="Plan een overleg").first.click()
    page.get_by_label("Plaats").fill("Wijkgebouw Noord")
    page.get_by_label("Wie zit voor?").select_option(label=chair)
    page.get_by_role("button", name="Plan dit overleg").click()
    many = page.locator("input[name=many_ok]")
    if many.count():  # more people than a family can bear: it has to be said once more
        many.check()
        page.get_by_role("button", name="Plan dit overleg").click()
    page.wait_for_url("**/overleg/*")
    return page.url


def begin(page: Page, table: str) -> str:
    """The chair begins a meeting that was planned. Returns the code of the room."""
    page.goto(table)
    page.wait_for_selector("body[data-link='online']")
    page.get_by_role("button", name="Begin het overleg").click()
    return page.locator(".rd-join b").inner_text().replace(" ", "")


def skip(chair: Page, part: str, why: str) -> None:
    """The chair leaves a part out and says why."""
    go_to(chair, part)
    chair.get_by_text("Meer voor de voorzitter").locator("xpath=ancestor::summary").click()
    form = chair.locator("form[data-wish='part:skip']")
    if not form.is_visible():
        form.locator("xpath=ancestor::details[1]/summary").click()
    form.get_by_label("Waarom slaan we dit over?").fill(why)
    form.get_by_role("button", name="Sla over").click()
    expect(chair.locator(".rd-partstate", has_text=why).first).to_be_visible()


def how_it_was(chair: Page, *phones: Page) -> None:
    """The last part: everybody gives the four numbers."""
    go_to(chair, "Afsluiten")
    for phone in phones:
        expect(phone.get_by_role("heading", level=1, name="Afsluiten")).to_be_visible()
        fill(phone, 8, 7, 8, 8)


def close(chair: Page) -> None:
    """The meeting is over, also when something is still open."""
    chair.get_by_text("Meer voor de voorzitter").locator("xpath=ancestor::summary").click()
    chair.get_by_role("button", name="Sluit het overleg af").click()
    anyway, over = (
        chair.get_by_role("button", name="Toch afsluiten"),
        chair.get_by_text("Dit overleg is voorbij"),
    )
    expect(anyway.or_(over).first).to_be_visible()
    if anyway.count():
        for reason in chair.locator("[form=close-anyway]:is(input:not([type]))").all():
            reason.fill("Daar kwamen we niet aan toe.")
        anyway.click()
    expect(over).to_be_visible()


# --- a note on its way


def stand_still(page: Page, words: str, found: str, agreed: str, *, friction: str = "") -> Locator:
    """Write a note with a name in it, look at what others would read, and agree. Returns the note on the own page."""
    write(page, words, friction)
    expect(page.locator("del.rd-found", has_text=found).first).to_be_visible()
    expect(page.locator("ins.rd-instead", has_text=agreed).first).to_be_visible()
    expect(page.get_by_label("Dit lezen anderen")).not_to_have_value(re.compile(found))
    return page.locator("article", has_text=words)


def write(page: Page, words: str, friction: str = "") -> None:
    """Write a note that is meant for those who learn."""
    page.locator("textarea[name=words]").fill(words)
    if friction:
        page.get_by_label("Waar schuurde het?").fill(friction)
    page.get_by_text("Leren, zonder namen", exact=True).click()
    page.get_by_role("button", name="Bewaar").click()
    expect(page.get_by_role("heading", name="Wat lezen anderen?")).to_be_visible()


def share(page: Page, note: Locator) -> None:
    """Agree with the words without names; what may be a name is asked about once more."""
    page.get_by_role("button", name="Deel deze woorden").click()
    looked = page.get_by_label("Ik heb gekeken")
    expect(note.or_(looked)).to_be_visible()
    if looked.is_visible():
        looked.check()
        page.get_by_role("button", name="Deel deze woorden").click()
    expect(note).to_contain_text("Het leerteam heeft uw woorden.")


def desk_of_family(page: Page) -> str:
    """The page of the first family of somebody at the desk."""
    page.goto("/")
    return page.locator("a.rd-family").first.get_attribute("href") or ""


def today() -> str:
    """Today, as a field of a form wants it."""
    return datetime.now(AMSTERDAM).date().isoformat()
