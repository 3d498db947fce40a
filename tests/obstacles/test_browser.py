"""Upwards and back in a real browser: an obstacle goes up and its answer comes down, figures and a report are read."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import delete

from conference.core.runtime import build
from conference.learning.figures.measuring import record
from conference.learning.ports import Measured
from models.learning import BoardReport, Indicator, Measurement, NoteOutcome, Obstacle, ObstacleStep
from tests.browser.fixtures import ALBUM, SIZES, DemoServer
from tests.browser.test_pages import look_at
from tests.conftest import settings_for

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Shoot = Callable[[Page, str], None]


@pytest.fixture
def shoot() -> Shoot:
    """Axe and a picture of the whole page at each size."""
    ALBUM.mkdir(parents=True, exist_ok=True)

    def take(page: Page, name: str) -> None:
        look_at(page, name)
        for size, (width, height) in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            page.screenshot(path=ALBUM / f"{name}-{size}.png", full_page=True)
        page.set_viewport_size({"width": 1366, "height": 768})

    return take


def months(count: int) -> list[str]:
    """The months before this one, oldest first."""
    day, found = date.today().replace(day=1), []  # noqa: DTZ011 - the month is all that counts
    for _ in range(count):
        day = (day - timedelta(days=1)).replace(day=1)
        found.append(f"{day:%Y-%m}")
    return found[::-1]


def region_of(page: Page) -> str:
    page.goto("/leren/")
    return page.url.rsplit("/", 1)[-1]


@pytest.fixture(autouse=True)
def nothing_yet(demo_server: DemoServer, tmp_path: Path) -> None:
    """A region at its beginning: without what the demo measured, met and reported."""
    house = build(settings_for(f"sqlite:///{tmp_path}/rondom.db"))
    try:
        with house.database.work() as work:
            for kind in (BoardReport, Measurement, Indicator, NoteOutcome, ObstacleStep, Obstacle):
                work.session.execute(delete(kind))
    finally:
        house.database.engine.dispose()


def fill(tmp_path: Path, region: str) -> None:
    """What many made-up parents and children said, ever more content."""
    house = build(settings_for(f"sqlite:///{tmp_path}/rondom.db"))
    try:
        with house.database.work() as work:
            for number, month in enumerate(months(8)):
                for case in range(6):
                    parents = Measured("parent", (case + number) % 8 > 2, 1)
                    children = Measured("child", case < number - 1, 1)
                    for told in (parents, children) if number % 2 else (parents,):
                        record(work, region, "felt_heard", f"made-up {number} {case}", month, told)
    finally:
        house.database.engine.dispose()


def test_an_obstacle_goes_up_and_its_answer_comes_down(demo_server: DemoServer, shoot: Shoot) -> None:
    nadia = demo_server.sign_in("Nadia")
    home = f"/leren/{region_of(nadia)}/obstakels"
    nadia.goto(home)
    nadia.get_by_role("link", name="Nieuw knelpunt").click()
    nadia.get_by_label("Wat houdt ons tegen?").fill("Een gezin wacht op twee lijsten na elkaar.")
    nadia.get_by_role("button", name="Zet op de lijst").click()
    expect(nadia.get_by_role("alert").first).to_contain_text("Schrijf op wie dit oppakt.")
    expect(nadia.get_by_label("Wat houdt ons tegen?")).to_have_value(
        "Een gezin wacht op twee lijsten na elkaar."
    )
    shoot(nadia, "obstacle-new")
    nadia.get_by_label("Wie pakt dit op?").fill("Beleid jeugd")
    nadia.get_by_label("Wanneer is er een antwoord?").fill(f"{date.today() + timedelta(days=9)}")  # noqa: DTZ011
    nadia.get_by_role("button", name="Zet op de lijst").click()
    expect(nadia.get_by_text("Een gezin wacht op twee lijsten na elkaar.")).to_be_visible()
    nadia.locator("summary", has_text="Naar de stuurgroep").click()
    nadia.get_by_label("Waarom lukt het hier niet?").fill("Dit gaat over geld.")
    look_at(nadia, "an obstacle with its form open")
    nadia.get_by_role("button", name="Naar de stuurgroep").click()
    expect(nadia.get_by_text("de stuurgroep", exact=True)).to_be_visible()

    bram = demo_server.sign_in("Bram")
    bram.goto(home)
    bram.locator("summary", has_text="Geef antwoord").click()
    bram.get_by_label("Wat is het antwoord?").fill("Eén lijst vanaf januari.")
    shoot(bram, "obstacles-steering")
    bram.get_by_role("button", name="Geef dit antwoord").click()
    expect(nadia.get_by_text("Eén lijst vanaf januari.")).to_be_visible()
    shoot(nadia, "obstacles")


def test_figures_and_a_report(demo_server: DemoServer, shoot: Shoot, tmp_path: Path) -> None:
    nadia = demo_server.sign_in("Nadia")
    region = region_of(nadia)
    shoot(nadia, "learning-home")
    nadia.goto(f"/leren/{region}/cijfers")
    shoot(nadia, "indicators-none")
    nadia.get_by_role("link", name=re.compile("Zet aan.*gehoord")).click()
    nadia.get_by_label("Wie gebruikt dit?").fill("Het projectteam, elke leerronde")
    nadia.get_by_role("button", name="Zet aan").click()
    expect(nadia.get_by_role("alert").first).to_contain_text("Schrijf op welk besluit u ermee neemt.")
    nadia.get_by_label("Welk besluit neemt u ermee?").fill("Gaan we door met eerst het gezin?")
    nadia.get_by_label("Nulmeting in procenten").fill("40")
    shoot(nadia, "indicator-on")
    nadia.get_by_role("button", name="Zet aan").click()
    expect(nadia.get_by_text("Nog te weinig gezinnen om te tonen.")).to_be_visible()

    fill(tmp_path, region)
    nadia.goto(f"/leren/{region}/cijfers/felt_heard")
    nadia.get_by_label("Wat vertellen mensen erbij?").fill("Wie eerst mocht praten, gaf een hoger cijfer.")
    nadia.get_by_label("Wat doen we ermee?").fill("We laten het gezin voortaan altijd beginnen.")
    shoot(nadia, "indicator-story")
    nadia.get_by_role("button", name="Bewaar").click()
    expect(nadia.locator("svg.rd-trend")).to_have_count(1)
    expect(nadia.locator("svg.rd-trend")).to_contain_text("Kinderen")
    shoot(nadia, "indicators")

    nadia.goto(f"/leren/{region}/verslagen/nieuw")
    nadia.get_by_label("Titel").fill("Wat we leerden met gezinnen")
    nadia.get_by_label("Inleiding").fill("Het gezin begint. Dat merken we.")
    period = nadia.get_by_label("Welke periode?")
    period.select_option(index=0)
    shoot(nadia, "report-new")
    nadia.get_by_role("button", name="Maak dit verslag").click()
    nadia.wait_for_url("**/verslagen/*")
    expect(nadia.get_by_role("heading", level=1)).to_have_text("Wat we leerden met gezinnen")
    shoot(nadia, "board-report")
    nadia.emulate_media(color_scheme="dark")
    look_at(nadia, "a report in the dark")
    with nadia.expect_download() as paper:
        nadia.get_by_role("link", name="PDF").click()
    assert Path(paper.value.path()).read_bytes().startswith(b"%PDF")
    paper.value.save_as(ALBUM / "board-report.pdf")


def test_who_was_held_back_raises_it_and_sees_where_it_lies(demo_server: DemoServer, shoot: Shoot) -> None:
    fatma = demo_server.sign_in("Fatma")
    case = fatma.locator("a.rd-family").first.get_attribute("href") or ""
    fatma.goto(f"{case}/reflectie")
    fatma.get_by_label("Waar schuurde het?").fill("Voor Marleen was er in juni geen plek.")
    fatma.locator("textarea[name=words]").fill("Het ging stroef.")
    fatma.get_by_role("button", name="Bewaar").click()
    fatma.get_by_role("link", name="Leg dit voor als knelpunt").first.click()
    expect(fatma.get_by_label("Dit leest het projectteam")).not_to_have_value(re.compile("Marleen"))
    fatma.get_by_label("Dit leest het projectteam").fill("Voor Marleen was er geen plek.")
    fatma.get_by_role("button", name="Leg dit voor").click()
    expect(fatma.get_by_role("alert").first).to_contain_text("Marleen")
    shoot(fatma, "reflection-obstacle")
    fatma.get_by_label("Dit leest het projectteam").fill("Voor een moeder was er geen plek.")
    fatma.get_by_role("button", name="Leg dit voor").click()
    expect(fatma.get_by_text("Uw knelpunt ligt bij het projectteam.")).to_be_visible()
    shoot(fatma, "reflection-raised")
