"""The plan: goals by phase, the safety plan written together, read on a phone and printed on one page."""

from datetime import datetime
from io import BytesIO

from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from conference.core.validation import AMSTERDAM
from tests.browser.play.hands import write
from tests.browser.play.players import Players
from tests.browser.test_three_windows import go_to

PHASES = ("immediate_safety", "risk_driven_help", "recovery")
SIGNALS, CALL, REFUGE, CHILDREN = (
    "Hieraan merken we dat het misgaat",
    "Wie bellen we",
    "Waar gaan we heen",
    "Voor de kinderen",
)


def make_the_plan(players: Players) -> None:
    """A goal that its owner looks back on, the words of the safety plan, a look together, and the paper."""
    go_to(players.chair, "Afspraken")
    _set_a_goal(players)
    _write_the_safety_plan(players)
    _look_together(players)
    _read_it_on_a_phone(players)
    _print(players)


def _goal(page: Page, words: str) -> Locator:
    return page.locator("[data-fragment^='goal:']", has_text=words)


def _set_a_goal(players: Players) -> None:
    chair, goal = players.chair, players.story.goal
    chair.get_by_label("Nieuw doel").fill(goal)
    chair.locator("form[data-wish='goal:add']").get_by_role("button", name="Zet erbij").click()
    for page in players.everybody:
        expect(_goal(page, goal)).to_be_visible()
    card = _goal(chair, goal)
    card.get_by_text("Van wie, en in welke fase").click()
    card.get_by_label("Wiens doel is dit?").select_option(label=players.story.seats[0])
    expect(card).to_contain_text(f"Doel van {players.story.parents[0]}")
    # Only whose goal it is says whether it was reached, on the own phone.
    expect(_goal(players.other_parent, goal)).to_contain_text(f"Doel van {players.story.parents[0]}")
    for page in (chair, players.other_parent):
        expect(_goal(page, goal).get_by_role("button", name="Te vroeg om te zeggen")).to_have_count(0)
    _goal(players.parent, goal).get_by_role("button", name="Te vroeg om te zeggen").click()
    for page in (chair, players.other_parent):
        expect(_goal(page, goal)).to_contain_text("Te vroeg om te zeggen")
    players.picture(players.screen, "goal")
    players.picture(players.parent, "goal")


def _write_the_safety_plan(players: Players) -> None:
    """The chair and the partner each write; both see every word at once."""
    story, chair, partner = players.story, players.chair, players.partner
    for page in (chair, partner):
        page.get_by_text("Schrijf samen het veiligheidsplan").click()
    for page, label, words in (
        (chair, SIGNALS, story.signal),
        (partner, CALL, story.call),
        (chair, REFUGE, story.refuge),
        (partner, CHILDREN, story.for_children),
    ):
        write(page, page.locator(f"[data-label='{label}']"), label, f"- {words}")
        for reader in (chair, partner):
            expect(reader.locator(f"[data-label='{label}']")).to_contain_text(words)
    players.picture(partner, "plan-written")


def _look_together(players: Players) -> None:
    players.chair.get_by_role("button", name="We keken dit samen na: Eerst veilig").click()
    for page in (players.chair, players.partner):
        expect(page.locator(".rd-plancheck").first).to_contain_text(_today())


def _read_it_on_a_phone(players: Players) -> None:
    story, phone = players.story, players.other_parent
    phone.get_by_role("link", name="Bekijk het plan op één bladzijde").click()
    if story.begins:  # this family is in a later phase: that plan comes first
        phone.get_by_role("navigation", name="Andere plannen").get_by_role("link").first.click()
    page = phone.get_by_role("main")
    for words in (story.signal, story.call, story.refuge, story.for_children, _today(), "Bel 112"):
        expect(page).to_contain_text(words)
    players.picture(phone, "plan")
    phone.goto("/nu")
    phone.wait_for_selector("body[data-link='online']")


def _print(players: Players) -> None:
    """Each of the three plans is one sheet of paper."""
    chair = players.chair
    for phase in PHASES:
        chair.goto(f"{players.table}/plan?fase={phase}")
        expect(chair.get_by_role("heading", name="Dit spraken we af")).to_be_visible()
        paper = PdfReader(BytesIO(chair.pdf(format="A4", prefer_css_page_size=True)))
        assert len(paper.pages) == 1, phase
        if phase == PHASES[0]:
            said = " ".join(paper.pages[0].extract_text().split())
            assert players.story.for_children in said, said
            players.picture(chair, "plan-page")
    chair.goto(players.table)
    chair.wait_for_selector("body[data-link='online']")


def _today() -> str:
    months = "januari februari maart april mei juni juli augustus september oktober november december".split()
    now = datetime.now(AMSTERDAM)
    return f"{now.day} {months[now.month - 1]} {now.year}"
