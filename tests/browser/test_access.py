"""Case 1, as who see a part play it: the debt worker, the teacher, and who stands beside Ruben.

Every byte that a window receives is kept, of each page and of each message of its line; what is somebody else's part is
looked for in all of it. Marleen's phone (f14, a9) is nobody's of them.
"""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Error, Page, Request, WebSocket, expect

from tests.browser.fixtures import DemoServer
from tests.browser.test_pages import look_at
from tests.browser.test_three_windows import go_to
from tests.paper import words_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Album = Callable[[Page, str], None]

KEPT_APART = ("meeleest op haar telefoon", "Veilige telefoon", "wachtwoorden en instellingen")
INJURY, DRINKING, SLEEP = "gebroken rechterpols", "biertjes", "drie tot vier uur per nacht"
OF_MONEY = ("31.400 euro", "Brief van de woningcorporatie", "Betaalplan regelen")
SAFETY_PLAN = "Bij gevaar meteen"
STEPS = ("Welkom", "Wat is er gebeurd", "Samen begrijpen", "Afspraken")


class Recorder:
    """Everything a window receives: pages and data as they came, files, and each message of its line.

    It listens and holds nothing up: a page that waits for its recorder would not be the page that people use.
    """

    def __init__(self, page: Page) -> None:
        self.page, self._heard, self._lost = page, list[str](), list[str]()
        page.on("requestfinished", self._fetched)
        page.on("websocket", self._line)

    @property
    def everything(self) -> str:
        """All of it in one; an answer that could not be read fails the test."""
        assert not self._lost, self._lost
        return "\n".join([*self._heard, self.page.content()])

    def walk(self, *paths: str) -> None:
        """Open pages one after the other; each must be there, and is kept whole."""
        for path in paths:
            answer = self.page.goto(path)
            assert answer is not None
            assert answer.status == 200, f"{path} answers {answer.status}"
            self._heard.append(answer.text())

    def take(self, path: str) -> None:
        """Fetch a file as this window would: data as it is, paper as its words."""
        answer = self.page.request.get(path)
        assert answer.status == 200, f"{path} answers {answer.status}"
        self._heard.append(words_of(answer.body()) if path.endswith(".pdf") else answer.text())

    def _fetched(self, request: Request) -> None:
        path = urlsplit(request.url).path
        answer = request.response()
        if answer is None or path.startswith(("/static/", "/socket.io/")) or 300 <= answer.status < 400:
            return
        try:
            self._heard.append(answer.text())
        except (
            Error
        ):  # the page has gone on, and the browser let go of it: what it came for is asked once more
            if request.method == "GET":
                self._heard.append(self.page.request.get(request.url).text())
            else:
                self._lost.append(f"{request.method} {path}")

    def _line(self, line: WebSocket) -> None:
        line.on(
            "framereceived", lambda told: self._heard.append(told if isinstance(told, str) else told.decode())
        )


def no_word_of(recorder: Recorder, *words: str) -> None:
    """What is not for this window is in nothing it received."""
    found = [one for one in (*KEPT_APART, *words) if one in recorder.everything]
    assert not found, found


def family_of(page: Page) -> str:
    """The path of the family Dekkers."""
    page.goto("/gezinnen")
    return page.locator("a.rd-family", has_text="Dekkers").first.get_attribute("href") or ""


def write_a_fact(page: Page, words: str, area: str = "") -> None:
    """Put something before the table, without who said it."""
    page.get_by_text("Zet er iets bij").click()
    page.get_by_label("Wat is er gezien, gehoord of gedacht?").fill(words)
    page.get_by_label("Wat is het?", exact=True).select_option("opinion")
    if area:
        page.locator("#new-area").select_option(area)
    page.get_by_role("button", name="Zet erbij").click()
    expect(page.locator("details.rd-addfact[open]")).to_have_count(0)


def test_the_debt_worker_reads_money_and_nothing_else(demo_server: DemoServer, album: Album) -> None:
    chair, joost = demo_server.at_table("Hilde"), demo_server.at_table("Joost")
    petra = demo_server.window("laptop")
    recorder = Recorder(petra)
    demo_server.sign_in("Petra", window=petra)
    recorder.walk(demo_server.printed.meeting)
    petra.wait_for_selector("body[data-link='online']")
    for step in STEPS:
        go_to(chair, step)
        expect(petra.locator(".rd-agenda .is-table").filter(has_text=step)).to_be_visible()
        if step == "Wat is er gebeurd":
            joost.goto(demo_server.printed.meeting)
            write_a_fact(joost, "KANARIE: Ruben dronk weer.", "care_health")
            write_a_fact(joost, "De energie is afgesloten.", "money")
            expect(petra.get_by_text("De energie is afgesloten.").first).to_be_visible()
            album(petra, "access-debt-worker-facts")
        look_at(petra, f"the table of a debt worker at {step}")
    family = family_of(petra)
    recorder.walk("/", "/gezinnen", "/overleggen", family, f"{family}/rondom", f"{family}/mijn-gegevens")
    album(petra, "access-debt-worker-family")
    recorder.walk(*(f"/zoek?q={word}" for word in ("kanarie", "pols", "telefoon", "schulden")), family)
    report = petra.get_by_role("link", name="Verslag").first.get_attribute("href") or ""
    recorder.walk(report)
    recorder.take(f"{report}.json")
    recorder.take(f"{report}.pdf")
    no_word_of(recorder, "KANARIE", INJURY, DRINKING, SLEEP)
    for one in (*OF_MONEY, SAFETY_PLAN):
        assert one in recorder.everything, one


def test_the_teacher_reads_what_is_hers(demo_server: DemoServer, album: Album) -> None:
    chair, joost = demo_server.at_table("Hilde"), demo_server.at_table("Joost")
    waiting = demo_server.knock("Anouk")
    recorder = Recorder(waiting)
    anouk = demo_server.admit(chair, waiting, "Anouk Timmer")
    for step in STEPS:
        go_to(chair, step)
        expect(anouk.get_by_role("heading", level=1)).to_have_text(step)
        if step == "Wat is er gebeurd":
            joost.goto(demo_server.printed.meeting)
            write_a_fact(joost, "KANARIE: Ruben dronk weer.")
            write_a_fact(anouk, "Noor is deze week elke dag op school.")
            expect(joost.get_by_text("Noor is deze week elke dag op school.").first).to_be_visible()
            album(anouk, "access-teacher-facts")
        look_at(anouk, f"the phone of a teacher at {step}")
    recorder.walk("/nu/afspraken", "/nu/wie", "/nu/plan", "/nu/vertellen", "/nu/mijn-gegevens", "/nu")
    no_word_of(recorder, "KANARIE", INJURY, DRINKING, SLEEP, *OF_MONEY)
    for one in (SAFETY_PLAN, "Elke maandag vijf minuten praten", "elke dag op school"):
        assert one in recorder.everything, one
    # Her last moment: the chair takes her off, and her page empties by itself.
    anouk.goto("/nu")
    anouk.wait_for_selector("body[data-link='online']")
    people = chair.context.new_page()
    people.goto(f"{family_of(people)}/rondom")
    card = people.locator("li.rd-card", has=people.get_by_text("Haal Anouk eraf"))
    card.get_by_text("Haal Anouk eraf").click()
    card.get_by_label("Waarom?").fill("kort")
    card.get_by_role("button", name="Haal eraf").click()
    expect(people.get_by_role("alert").first).to_be_visible()
    album(people, "access-take-off")
    card.get_by_label("Waarom?").fill("De school van Noor is klaar met meedenken.")
    card.get_by_role("button", name="Haal eraf").click()
    expect(anouk.get_by_text(SAFETY_PLAN)).to_have_count(0)
    expect(anouk.get_by_text("Elke maandag vijf minuten")).to_have_count(0)
    look_at(people, "who reads what")
    people.set_viewport_size({"width": 1366, "height": 768})
    album(people, "access-around")


def test_beside_ruben_nadia_sees_what_he_sees_and_writes_while_he_is_there(
    demo_server: DemoServer, album: Album
) -> None:
    chair, joost = demo_server.at_table("Hilde"), demo_server.at_table("Joost")
    waiting = demo_server.knock("Nadia")
    recorder = Recorder(waiting)
    nadia = demo_server.admit(chair, waiting, "Nadia El Amrani")
    go_to(chair, "Wat is er gebeurd")
    expect(nadia.get_by_role("heading", level=1)).to_have_text("Wat is er gebeurd")
    joost.goto(demo_server.printed.meeting)
    write_a_fact(joost, "De energie is afgesloten.", "money")
    expect(nadia.get_by_text("De energie is afgesloten.").first).to_be_attached()
    expect(nadia.get_by_text("Zet er iets bij")).to_have_count(
        0
    )  # Ruben is not at the table: nor does she write
    ruben = demo_server.admit(chair, demo_server.knock("Ruben"), "Ruben Dekkers")
    nadia.reload()
    nadia.wait_for_selector("body[data-link='online']")
    write_a_fact(nadia, "Ruben wil dit zelf uitleggen.")
    expect(joost.get_by_text("Ruben wil dit zelf uitleggen.").first).to_be_visible()
    album(nadia, "access-supporter-facts")
    look_at(nadia, "the phone of a supporter")
    for step in STEPS:
        go_to(chair, step)
        expect(nadia.get_by_role("heading", level=1)).to_have_text(step)
        look_at(nadia, f"the phone of a supporter at {step}")
    recorder.walk("/nu/afspraken", "/nu/wie", "/nu/plan", "/nu/vertellen", "/nu/mijn-gegevens", "/nu")
    no_word_of(recorder)
    for one in (INJURY, DRINKING, SAFETY_PLAN, *OF_MONEY[:1]):
        assert one in recorder.everything, one
    ruben.goto("/nu/wie")
    ruben.set_viewport_size({"width": 390, "height": 844})
    album(ruben, "access-family-list")
    look_at(ruben, "who may read what, on the phone of a father")
