"""The report: the family first, corrections beside it, fixed with a fingerprint, opened again, and on paper."""

import json
import re
from io import BytesIO

from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from tests.browser.play import decisions
from tests.browser.play.hands import let_two_days_pass
from tests.browser.play.players import Players

CORRECTION = "Oma was er die avond ook bij."
TOO_LATE = "Dit schrijf ik te laat."
SHORT, WHY = "Fout.", "De naam van de school klopt niet, dat moet eerst goed."


def read_the_report(players: Players) -> None:
    """From the first look of the family to paper that says the same as the page."""
    _family_first(players)
    _share(players)
    _correct(players)
    late = _a_correction_being_typed(players)
    _fix(players)
    _too_late(late, players)
    _open_again(players)
    _papers(players)
    _my_words(players)


def _report(page: Page, players: Players) -> Locator:
    """Open the report on a laptop or a phone."""
    page.goto("/nu/verslag" if page in players.phones else f"{players.table}/verslag")
    return page.get_by_role("main")


def _fingerprint(page: Locator) -> str:
    found = re.search(r"Vingerafdruk van wat u leest:\s*([0-9a-f ]{16,})", page.inner_text())
    assert found, page.inner_text()[-600:]
    return found[1].strip()


def _family_first(players: Players) -> None:
    story = players.story
    players.parent.get_by_role("link", name="Lees het verslag").first.click()
    expect(players.parent.get_by_role("main")).to_contain_text(story.known_answer)
    players.picture(players.parent, "report-first")
    waiting = _report(players.partner, players)
    expect(waiting).to_contain_text("gezin")
    expect(waiting).not_to_contain_text(story.known_answer)
    players.picture(players.partner, "report-waits")


def _share(players: Players) -> None:
    _report(players.chair, players)
    players.chair.get_by_role("button", name="Deel met iedereen die erbij was").click()
    expect(players.chair.get_by_role("button", name="Deel met iedereen")).to_have_count(0)
    _who_was_not_there_understands(players, _report(players.partner, players))


def _who_was_not_there_understands(players: Players, page: Locator) -> None:
    """Each decision has everything that a stranger asks about it, also who is against it, at one size."""
    story = players.story
    decided = page.locator("article", has_text=story.question)
    for words in (
        *decisions.OPTIONS,
        decisions.REASON,
        *story.children,
        decisions.MEANS,
        decisions.SUPPORT,
        story.objection,
        story.handled,
        decisions.SIGN,
        "we kijken opnieuw op",
        story.known_fact,
        "Niet eens met dit besluit?",
    ):
        expect(decided).to_contain_text(words)
    small = page.locator("article", has_text=story.small_question)
    if story.hat_is_worn:
        expect(small).to_contain_text(story.law)
        expect(small).to_contain_text(f"als {story.hat}: {story.partner}")
    else:
        expect(small).not_to_contain_text(story.hat)
    stuck = page.locator("article", has_text=story.stuck_question)
    expect(stuck).to_contain_text(f"Volgende stap: {decisions.NEXT_STEP}")
    sizes = {
        stuck.locator(".rd-repreply .rd-prose", has_text=each).evaluate("it => getComputedStyle(it).fontSize")
        for each in (decisions.SUPPORT, decisions.DISSENT)
    }
    assert len(sizes) == 1, sizes
    decided.scroll_into_view_if_needed()
    players.picture(players.partner, "report-decision")


def _type_beside(page: Page, players: Players, words: str) -> Locator:
    """Begin a correction beside the well-known fact, with the seat of the meeting."""
    fact = _report(page, players).locator(".rd-repfact", has_text=players.story.known_fact)
    fact.get_by_text("Vul aan of verbeter").click()
    fact.get_by_label("Wat klopt er niet, of wat mist er?").fill(words)
    return fact


def _correct(players: Players) -> None:
    fact = _type_beside(players.parent, players, CORRECTION)
    fact.get_by_role("button", name="Zet dit erbij").click()
    for page in (players.partner, players.other_parent):
        fact = _report(page, players).locator(".rd-repfact", has_text=players.story.known_fact)
        expect(fact.locator(".rd-repadded")).to_contain_text(CORRECTION)
        expect(fact.locator(".rd-repadded")).to_contain_text(players.story.parents[0])
    fact.scroll_into_view_if_needed()
    players.picture(players.other_parent, "report-correction")


def _a_correction_being_typed(players: Players) -> Locator:
    return _type_beside(players.other_parent, players, TOO_LATE)


def _fix(players: Players) -> None:
    """The time to correct is over: who looks next finds it fixed."""
    let_two_days_pass(players.house)
    for page in (players.chair, players.partner, players.parent):
        report = _report(page, players)
        expect(report).to_contain_text("Vastgelegd")
        expect(report).to_contain_text(CORRECTION)
        expect(page.get_by_role("button", name="Zet dit erbij")).to_have_count(0)
        assert _fingerprint(report)
    players.picture(players.chair, "report-frozen")


def _too_late(fact: Locator, players: Players) -> None:
    """Who was still typing is refused in a clear sentence, and keeps the words."""
    fact.get_by_role("button", name="Zet dit erbij").click()
    page = players.other_parent.get_by_role("main")
    expect(page).to_contain_text("Dit verslag staat vast. Er kan niets meer bij of af.")
    expect(page).to_contain_text(TOO_LATE)
    players.picture(players.other_parent, "report-too-late")
    expect(_report(players.partner, players)).not_to_contain_text(TOO_LATE)


def _open_again(players: Players) -> None:
    """Only the chair, with a reason that everybody reads; then it is fixed again, with another fingerprint."""
    before = _fingerprint(_report(players.chair, players))
    _report(players.partner, players)
    expect(players.partner.get_by_role("button", name="Open het verslag opnieuw")).to_have_count(0)
    for why in (SHORT, WHY):
        players.chair.get_by_label("Waarom?").fill(why)
        players.chair.get_by_role("button", name="Open het verslag opnieuw").click()
        if why == SHORT:
            expect(players.chair.get_by_text("Schrijf waarom (minstens 15 tekens).")).to_be_visible()
            expect(players.chair.get_by_label("Waarom?")).to_have_value(SHORT)
    for page in (players.partner, players.parent):
        opened = _report(page, players)
        expect(opened).to_contain_text("Dit verslag is opnieuw geopend")
        expect(opened).to_contain_text(f"door {players.story.chair}")
        expect(opened).to_contain_text(WHY)
        expect(page.get_by_text("Vul aan of verbeter").first).to_be_visible()
    players.picture(players.parent, "report-reopened")
    let_two_days_pass(players.house)
    fixed = _report(players.chair, players)
    expect(fixed).to_contain_text("Vastgelegd")
    expect(fixed).to_contain_text(WHY)
    assert _fingerprint(fixed) != before


def _papers(players: Players) -> None:
    """Page, paper and data say the same: the fact, the answer to it, and who was against."""
    story, page = players.story, players.partner
    said = (story.known_fact, story.known_answer, CORRECTION, decisions.DISSENT, story.objection, WHY)
    shown = _report(page, players)
    paper = PdfReader(BytesIO(page.request.get(f"{players.table}/verslag.pdf").body()))
    assert paper.trailer["/Root"]["/MarkInfo"]["/Marked"], "the paper cannot be read aloud"
    assert "/StructTreeRoot" in paper.trailer["/Root"]
    printed = " ".join(" ".join(sheet.extract_text() for sheet in paper.pages).split())
    data = json.dumps(_data(players), ensure_ascii=False)
    for words in said:
        expect(shown).to_contain_text(words)
        assert words in printed, words
        assert words in data, words
    assert _fingerprint(shown).replace(" ", "") in printed.replace(" ", "")
    short = PdfReader(BytesIO(page.request.get(f"{players.table}/afspraken.pdf").body()))
    assert len(short.pages) == 1
    assert story.to_do in " ".join(short.pages[0].extract_text().split())


def _data(players: Players) -> object:
    """The report as data. It leaves the house: who signed in longer ago says once more who it is."""
    page, address = players.partner, f"{players.table}/verslag.json"
    given = page.request.get(address)
    if given.headers["content-type"].startswith("text/html"):
        page.goto(address)
        page.get_by_label("Wachtwoord").fill(players.house.printed.password)
        page.get_by_role("button", name="Ga verder").click()
        expect(page.get_by_role("link", name="Haal het bestand op")).to_be_visible()
        players.picture(page, "report-data")
        given = page.request.get(address)
        _report(page, players)
    return given.json()


def _my_words(players: Players) -> None:
    """What became of what I said."""
    phone = players.other_parent
    phone.goto("/nu/verslag")
    phone.get_by_role("link", name="Wat is er met mijn woorden gedaan?").click()
    words = phone.get_by_role("main")
    for said in (players.story.objection, players.story.handled, decisions.DISSENT):
        expect(words).to_contain_text(said)
    players.picture(phone, "my-words")
