"""Two of the project team at one board and one session, each with an own window."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.fixtures import SIZES, DemoServer
from tests.browser.test_pages import look_at

pytestmark = [pytest.mark.browser, pytest.mark.slow]
QUESTION = "Hoe hoort een kind dat er niet bij is toch zijn eigen woorden?"


def rounds(house: DemoServer, name: str, size: str = "laptop") -> Page:
    """Somebody's page with all rounds, reached as a person reaches it."""
    page = house.sign_in(name, size)
    page.get_by_role("link", name="Leren", exact=True).click()
    page.get_by_role("link", name="Leerrondes").click()
    return page


def online(page: Page, url: str) -> Page:
    page.goto(url)
    page.wait_for_selector("body[data-link='online']")
    return page


def column(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name, exact=True)


def add(page: Page, where: str, words: str) -> None:
    """Lay a card in a column with its own form."""
    there = column(page, where)
    if not there.get_by_label("Nieuwe kaart").is_visible():
        there.get_by_text("Zet erbij").click()
    there.get_by_label("Nieuwe kaart").fill(words)
    there.get_by_role("button", name="Leg neer").click()
    laid, looked = there.locator(".rd-cyclecard", has_text=words), there.get_by_label("Zo mag het")
    expect(laid.or_(looked)).to_have_count(1)
    if looked.count():  # something in it may tell on a family: a yes to these words
        looked.check()
        there.get_by_role("button", name="Leg neer").click()
    expect(laid).to_have_count(1)


def test_two_of_the_team_share_a_board_and_a_session(
    demo_server: DemoServer, album: Callable[[Page, str], None]
) -> None:
    nadia = rounds(demo_server, "Nadia")
    nadia.get_by_label("Onze leervraag").fill(QUESTION)
    nadia.get_by_label("Eerste dag").fill("2026-05-20")
    nadia.get_by_label("Laatste dag").fill("2026-05-01")
    nadia.get_by_role("button", name="Begin de ronde").click()
    expect(nadia.locator("form")).to_contain_text(["De laatste dag moet na de eerste dag liggen"])
    nadia.get_by_label("Eerste dag").fill("")
    nadia.get_by_label("Laatste dag").fill("")
    nadia.get_by_label("Wat proberen we?").fill("Het kind kiest wie zijn woorden voorleest.")
    nadia.get_by_label("In welke teams?").fill("Wijkteam Noord en het kernteam veiligheid")
    nadia.get_by_role("button", name="Begin de ronde").click()
    nadia.get_by_label("Ik heb gekeken").check()  # the name of a team: nobody of a family
    nadia.get_by_role("button", name="Begin de ronde").click()
    nadia.wait_for_url("**/ronde/*")
    nadia.wait_for_selector("body[data-link='online']")
    tom = online(rounds(demo_server, "Tom"), nadia.url)

    # What one lays down, the other sees; a half-written card of the other stays.
    column(tom, "Inzicht").get_by_text("Zet erbij").click()
    column(tom, "Inzicht").get_by_label("Nieuwe kaart").fill("Vooraf lezen maakt")
    add(nadia, "Wat zagen we?", "Twee kinderen wilden liever een tekening op het scherm")
    add(nadia, "Wat zagen we?", "Ouders verbeterden vooraf 23 feiten")
    add(nadia, "Proefje", "Het kind kiest wie zijn woorden voorleest")
    seen = column(tom, "Wat zagen we?").locator(".rd-cyclecard")
    expect(seen).to_have_count(2)
    expect(column(tom, "Inzicht").get_by_label("Nieuwe kaart")).to_have_value("Vooraf lezen maakt")
    column(tom, "Inzicht").get_by_label("Nieuwe kaart").fill("Vooraf lezen maakt het gesprek korter")
    column(tom, "Inzicht").get_by_role("button", name="Leg neer").click()
    expect(column(nadia, "Inzicht")).to_contain_text("Vooraf lezen maakt het gesprek korter")

    # Both change one card: both versions are shown, one is chosen, and both read it.
    for page in (nadia, tom):
        column(page, "Inzicht").get_by_text("Wijzig of verplaats").click()
    words = column(nadia, "Inzicht").get_by_label("Woorden")
    words.fill("Vooraf lezen geeft rust")
    words.blur()
    expect(column(tom, "Inzicht").locator(".rd-cyclecard__words")).to_have_text("Vooraf lezen geeft rust")
    words = column(tom, "Inzicht").get_by_label("Woorden")
    words.fill("Vooraf lezen maakt het gesprek korter en rustiger")
    words.blur()
    both = column(tom, "Inzicht").locator(".rd-diff")
    expect(both).to_contain_text("Vooraf lezen geeft rust")
    expect(both).to_contain_text("korter en rustiger")
    album(tom, "cycle-conflict-laptop")
    both.get_by_role("button", name="Maak dit ervan").click()
    expect(column(nadia, "Inzicht").locator(".rd-cyclecard__words")).to_contain_text("korter en rustiger")
    for page in (nadia, tom):
        column(page, "Inzicht").get_by_text("Wijzig of verplaats").click()

    # While one writes on a card, the other puts it elsewhere and takes it away: the words stay where they are written.
    add(tom, "Stoppen", "Bellen zonder te vragen")
    column(tom, "Stoppen").get_by_text("Wijzig of verplaats").click()
    writing = tom.get_by_label("Woorden", exact=True).and_(tom.locator("textarea:visible"))
    writing.fill("Bellen zonder eerst te vragen")
    moving = column(nadia, "Stoppen").locator(".rd-cyclecard")
    moving.get_by_text("Wijzig of verplaats").click()
    moving.get_by_label("Verplaats naar").select_option(label="Nog open")
    expect(column(nadia, "Nog open").locator(".rd-cyclecard")).to_have_count(1)
    add(nadia, "Houden", "Eerst vragen, dan bellen")
    expect(column(tom, "Houden")).to_contain_text("Eerst vragen, dan bellen")
    expect(writing).to_have_value("Bellen zonder eerst te vragen")
    writing.blur()
    expect(column(nadia, "Nog open")).to_contain_text("Bellen zonder eerst te vragen")
    writing.fill("Nooit bellen zonder te vragen")
    column(nadia, "Nog open").get_by_text("Wijzig of verplaats").click()
    column(nadia, "Nog open").get_by_role("button", name="Haal weg").click()
    expect(column(nadia, "Nog open").locator(".rd-cyclecard")).to_have_count(0)
    writing.blur()
    expect(tom.locator("[data-answer]:visible")).to_contain_text("Iemand haalde dit net weg.")
    expect(writing).to_have_value("Nooit bellen zonder te vragen")
    tom.locator(".rd-cyclecard", has=tom.locator("textarea:visible")).locator("summary").click()
    expect(tom.locator(".rd-cyclecard", has_text="Bellen zonder")).to_have_count(0)

    # By keyboard, by list, and with the mouse.
    first = column(nadia, "Wat zagen we?").locator(".rd-cyclecard").first
    first.locator("summary").focus()
    nadia.keyboard.press("Enter")
    lower = first.get_by_role("button", name="Lager")
    lower.focus()
    nadia.keyboard.press("Enter")
    expect(seen.first).to_contain_text("23 feiten")
    moving = column(nadia, "Wat zagen we?").locator(".rd-cyclecard", has_text="tekening")
    moving.get_by_label("Verplaats naar").select_option(label="Nog open")
    expect(column(tom, "Nog open")).to_contain_text("tekening")
    trying = column(tom, "Proefje").locator(".rd-cyclecard__words")
    trying.drag_to(column(tom, "Inzicht").locator("header"))
    expect(column(nadia, "Inzicht").locator(".rd-cyclecard").first).to_contain_text("Het kind kiest")
    expect(column(nadia, "Proefje").locator(".rd-cyclecard")).to_have_count(0)

    # What could tell on a family gets a hint, and is taken away and put back.
    add(tom, "Terugduwen", "Oma belde op 06-12345678 dat de lijst voorging")
    expect(column(nadia, "Terugduwen").locator(".rd-hint")).to_contain_text("06-12345678")
    pushed = column(nadia, "Terugduwen").locator(".rd-cyclecard")
    pushed.get_by_text("Wijzig of verplaats").click()
    album(nadia, "cycle-board-laptop")
    pushed.get_by_role("button", name="Haal weg").click()
    expect(column(tom, "Terugduwen").locator(".rd-cyclecard")).to_have_count(0)
    tom.get_by_text("Weggehaalde kaarten").click()
    tom.get_by_role("button", name="Zet terug: Oma").click()
    expect(column(nadia, "Terugduwen").locator(".rd-cyclecard")).to_have_count(1)

    board = nadia.url
    session_together(demo_server, nadia, tom, album)
    finished(nadia, tom, board, album)


def session_together(house: DemoServer, nadia: Page, tom: Page, album: Callable[[Page, str], None]) -> None:
    """A whole session: silence, all cards at once, together, dots, agreed. The server falls over in between."""
    nadia.get_by_text("Begin een begeleide sessie").click()
    nadia.get_by_role("radio", name=re.compile("Waarderend onderzoek")).check()
    nadia.get_by_role("button", name="Begin een sessie").click()
    nadia.wait_for_url("**/sessie/*")
    tom.get_by_role("link", name="Doe mee").click()
    for page in (nadia, tom):
        page.wait_for_selector("body[data-link='online']")
    for page, words in ((nadia, "De moeder las haar eigen verhaal voor"), (tom, "Het kind mocht eerst")):
        page.get_by_label("Uw kaart", exact=True).fill(words)
        page.get_by_role("button", name="Leg neer").click()
        expect(page.locator(".rd-cyclecard")).to_contain_text([words])
    expect(nadia.locator("body")).to_contain_text("Er liggen 2 kaarten klaar.")
    expect(nadia.locator("body")).not_to_contain_text("Het kind mocht eerst")
    expect(tom.locator("body")).not_to_contain_text("De moeder las")
    album(nadia, "cycle-silence-laptop")
    look_at(nadia, "a session, in silence")
    tom.get_by_label("Uw kaart", exact=True).fill("Half geschreven")
    house.server.kill()
    house.server.start()
    nadia.wait_for_selector("body[data-link='online']")
    tom.wait_for_selector("body[data-link='online']")
    nadia.get_by_role("button", name="Toon alle kaarten").click()
    expect(tom.locator("body")).to_contain_text("De moeder las haar eigen verhaal voor")
    expect(nadia.locator("body")).to_contain_text("Het kind mocht eerst")
    expect(tom.get_by_label("Uw kaart", exact=True)).to_have_value("Half geschreven")
    expect(tom.get_by_role("button", name="Volgende stap")).to_have_count(0)

    nadia.get_by_role("button", name="Volgende stap").click()
    expect(tom.locator(".rd-step")).to_contain_text("Stap 3 van 5")
    for box in tom.locator("input[name='cards[]']").all():
        box.check()
    tom.get_by_label("Leg gekozen kaarten bij elkaar onder").fill("Wie het zelf zegt")
    tom.get_by_role("button", name="Leg samen").click()
    for page in (nadia, tom):
        expect(page.locator(".rd-pile--named")).to_contain_text("Wie het zelf zegt")
    expect(tom.locator("input[name='cards[]']:checked")).to_have_count(0)
    nadia.get_by_role("button", name="Volgende stap").click()
    for page in (nadia, tom):
        page.get_by_role("button", name="Geef een stip: De moeder las").click()
        expect(page.locator("body")).to_contain_text("U hebt nog 2 stippen.")
    look_at(tom, "a session, choosing")
    pictures(tom, "cycle-session", album)
    nadia.get_by_role("button", name="Volgende stap").click()
    expect(tom.locator(".rd-cyclecard", has_text="De moeder las")).to_contain_text("2 stippen")
    look_at(tom, "a session, agreeing")
    pictures(tom, "cycle-agree", album)
    tom.get_by_role("button", name="Spreek af: De moeder las").click()
    agreed = tom.locator("[data-fragment='session-agreed'] .rd-cyclecard")
    agreed.get_by_text("Wijzig").click()
    agreed.get_by_label("Wie trekt dit?").fill("Tamar")
    agreed.get_by_label("Wie trekt dit?").blur()
    expect(nadia.locator("[data-fragment='session-agreed']")).to_contain_text("Tamar")
    expect(agreed.get_by_label("Wie trekt dit?")).to_have_value("Tamar")
    look_at(tom, "what was agreed")
    album(tom, "cycle-agreed-laptop")
    nadia.get_by_role("button", name="Sluit de sessie af").click()
    expect(tom.locator("body")).to_contain_text("Deze sessie is voorbij")
    tom.get_by_role("link", name=re.compile("Naar het bord")).click()
    expect(column(tom, "Proefje")).to_contain_text("De moeder las haar eigen verhaal voor")


def finished(nadia: Page, tom: Page, board: str, album: Callable[[Page, str], None]) -> None:
    """The round is closed; its report is there to read, and the next one begins with what is open."""
    online(nadia, board)
    look_at(nadia, "the board of a round")
    nadia.evaluate("document.querySelectorAll('details.rd-change').forEach(one => { one.open = true })")
    look_at(nadia, "a board with all its forms open")
    pictures(nadia, "cycle-forms", album)
    online(nadia, board)
    pictures(nadia, "cycle-board", album)
    nadia.get_by_text("Sluit de ronde af").first.click()
    nadia.get_by_label("Dit veranderen we").fill("Iedereen stuurt de feiten drie dagen vooraf")
    nadia.get_by_role("button", name="Sluit de ronde af").click()
    expect(column(tom, "Veranderen")).to_contain_text("drie dagen vooraf")
    expect(tom.get_by_text("Zet erbij")).to_have_count(0)
    nadia.get_by_role("link", name="Verslag van de ronde").click()
    expect(nadia.locator("article")).to_contain_text("drie dagen vooraf")
    look_at(nadia, "the report of a round")
    pictures(nadia, "cycle-report", album)
    online(nadia, board)
    nadia.get_by_role("link", name="Begin de volgende ronde").click()
    expect(nadia.get_by_label(re.compile("Twee kinderen wilden"))).to_be_checked()
    look_at(nadia, "all rounds")
    pictures(nadia, "cycle-rounds", album)
    nadia.get_by_label("Onze leervraag").fill("Wat helpt een kind om te kiezen?")
    nadia.get_by_role("button", name="Begin de ronde").click()
    expect(column(nadia, "Nog open")).to_contain_text("Uit ronde 4")


def pictures(page: Page, name: str, album: Callable[[Page, str], None]) -> None:
    """The page at three sizes."""
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        album(page, f"{name}-{size}")
    page.set_viewport_size({"width": SIZES["laptop"][0], "height": SIZES["laptop"][1]})


def test_a_name_on_a_card_is_marked_and_needs_a_yes_to_these_words(
    demo_server: DemoServer, album: Callable[[Page, str], None]
) -> None:
    nadia = rounds(demo_server, "Nadia")
    nadia.get_by_label("Onze leervraag").fill("Wat helpt als bellen moeilijk is?")
    nadia.get_by_role("button", name="Begin de ronde").click()
    nadia.wait_for_url("**/ronde/*")
    nadia.wait_for_selector("body[data-link='online']")
    there = column(nadia, "Wat zagen we?")
    if not there.get_by_label("Nieuwe kaart").is_visible():
        there.get_by_text("Zet erbij").click()
    there.get_by_label("Nieuwe kaart").fill("Bellen met Marleen Dekkers werkte.")
    there.get_by_role("button", name="Leg neer").click()
    box = there.get_by_label("Zo mag het: dit verraadt geen gezin.")
    expect(there).to_contain_text("'Marleen Dekkers'")
    album(nadia, "card-name-laptop")
    look_at(nadia, "a card with a name in it")
    box.check()
    there.get_by_role("button", name="Leg neer").click()
    expect(there.locator(".rd-cyclecard", has_text="Bellen met Marleen Dekkers")).to_have_count(1)
