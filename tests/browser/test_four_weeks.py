"""Four weeks of learning, as its people live them: from three meetings to a changed question and an answer.

Both families meet, six roles write a note, two of the project team lay notes together at once, and what held a mother
back goes up to the steering group and comes back to her own page. Days go by in between.
"""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from conference.inputs import AMSTERDAM
from tests.browser.conftest import House
from tests.browser.test_cycles import add, column, online
from tests.browser.test_gathering import fill
from tests.browser.test_pages import look_at
from tests.browser.test_profile import change
from tests.browser.test_three_windows import go_to

pytestmark = pytest.mark.browser
Album = Callable[[Page, str], None]
QUESTION = "Wat helpt een ouder om aan tafel te durven praten?"
THEME = "Durven praten"
INSIGHT = "Wie eerst een vraag krijgt, praat eerder mee."
DONE = "Elk overleg begint nu met één vraag aan de ouder."
HELD_BACK = "De tolk was er niet, dus ik zei weinig."
ANSWER = "Vanaf nu belt de voorzitter zelf een tolk, ook dezelfde dag."
NEW_QUESTION = "Wat durfde u vandaag te zeggen?"
#: Who writes at the desk, in which family: first name, what they write. Nobody outside may learn the names in it.
AT_THE_DESK = (
    ("Hilde", "Dekkers", "Ik vroeg Marleen eerst wat zij nodig had. Daarna durfde zij te praten."),
    ("Joost", "Dekkers", "Ik durfde te zeggen dat ik het niet zeker wist. Ruben knikte."),
    ("Samira", "Dekkers", "Een ouder durft meer als iemand naast haar zit die het kent."),
    ("Carlijn", "Milan", "Milan durfde pas te praten toen zijn opa erbij zat."),
)
#: Colleagues elsewhere in the region, each at another family: a note of one family would say who it is.
ELSEWHERE = (
    ("tamara@lindehof.example", "Lev", "De vader durfde te praten toen de zaal leeg was."),
    ("youssef@lindehof.example", "Tess", "Een stilte laten duren helpt iemand om te durven."),
    ("margriet@lindehof.example", "Mees", "De moeder durfde meer met de vragen vooraf op papier."),
)


def test_four_weeks_of_learning(demo_house: House, album: Album) -> None:
    nadia, board = a_cycle_begins(demo_house)
    marleen = the_dekkers_meet(demo_house, album)
    what_held_her_back_is_put_forward(marleen, album)
    milan_meets(demo_house)
    for name, family, words in AT_THE_DESK:
        tell_the_team(desk(demo_house.sign_in(name), family), words)
    learning = nadia.url.split("/rondes")[0]
    nothing_of_two_families_alone(demo_house, learning)

    demo_house.let_days_pass(7)
    for email, family, words in ELSEWHERE:
        tell_the_team(desk(colleague(demo_house, email), family), words)
    two_lay_together(demo_house, learning, album)

    demo_house.let_days_pass(7)
    an_insight_changes_a_question(demo_house, learning, board, album)
    it_goes_up_and_comes_back(demo_house, learning, album)

    demo_house.let_days_pass(7)
    the_mother_reads_what_was_done(demo_house, album)
    demo_house.let_days_pass(8)
    the_cycle_ends(demo_house, board, album)


# --- the first week


def a_cycle_begins(house: House) -> tuple[Page, str]:
    """The project team begins a round. Returns Nadia's page and the address of the board."""
    nadia = house.sign_in("Nadia")
    nadia.get_by_role("link", name="Leren", exact=True).click()
    nadia.get_by_role("link", name="Leerrondes").click()
    rounds = nadia.url
    nadia.get_by_label("Onze leervraag").fill(QUESTION)
    nadia.get_by_label("Wat proberen we?").fill("De voorzitter stelt eerst een vraag aan de ouder.")
    nadia.get_by_label("In welke teams?").fill("Alle wijkteams")
    nadia.get_by_role("button", name="Begin de ronde").click()
    nadia.wait_for_url("**/ronde/*")
    board = nadia.url
    nadia.goto(rounds)
    return nadia, board


def the_dekkers_meet(house: House, album: Album) -> Page:
    """The first family: the mother says how it was and writes a note without names. Returns her phone."""
    chair = house.at_table("Hilde")
    marleen = house.admit(chair, house.knock("Marleen"), "Marleen Dekkers")
    go_to(chair, "Afsluiten")
    expect(marleen.get_by_role("heading", level=1, name="Afsluiten")).to_be_visible()
    fill(marleen, 7, 7, 6, 7)
    close(chair)
    marleen.get_by_role("link", name="Even stilstaan").click()
    expect(marleen.get_by_label("Voelde u zich gehoord? Waardoor?")).to_be_visible()
    marleen.get_by_label(re.compile("Waar schuurde het")).fill(HELD_BACK)
    words = "Ik durfde te praten omdat Hilde mij eerst iets vroeg. Ruben luisterde."
    tell_the_team(marleen, words, phone=True)
    album(marleen, "weeks-note-phone")
    look_at(marleen, "a note that was shared")
    return marleen


def tell_the_team(page: Page, words: str, *, phone: bool = False) -> None:
    """Write a note and share it: names are marked, the role words in their place are agreed to."""
    page.locator("textarea[name=words]").fill(words)
    page.locator("input[name=layer][value=learning]").check()
    page.get_by_role("button", name="Bewaar", exact=True).click()
    others = page.get_by_label("Dit lezen anderen")
    for name in ("Marleen", "Ruben", "Hilde", "Milan"):
        expect(others).not_to_have_value(re.compile(name))
    page.get_by_role("button", name="Deel deze woorden").click()
    expect(page.get_by_text("Het leerteam heeft uw woorden.").first).to_be_visible()


def what_held_her_back_is_put_forward(marleen: Page, album: Album) -> None:
    """What was in her way goes to those who can change it, in words that do not tell who she is."""
    marleen.get_by_role("link", name="Leg dit voor als knelpunt").click()
    expect(marleen.get_by_label("Dit leest het projectteam")).to_have_value(HELD_BACK)
    album(marleen, "weeks-obstacle-phone")
    marleen.get_by_role("button", name="Leg dit voor").click()
    expect(marleen.get_by_text("Uw knelpunt ligt bij het projectteam.").first).to_be_visible()


def milan_meets(house: House) -> None:
    """The second family: Milan writes on his own phone."""
    chair = house.sign_in("Roos")
    chair.goto("/overleggen")
    chair.locator("main a[href^='/overleg/']").first.click()
    chair.wait_for_selector("body[data-link='online']")
    chair.get_by_role("button", name="Begin het overleg").click()
    code = chair.locator(".rd-join b").inner_text().replace(" ", "")
    milan = house.admit(chair, house.knock("Milan", code), "Milan Verhoef")
    go_to(chair, "Stem van het gezin")
    go_to(chair, "Afsluiten")
    close(chair)
    milan.get_by_role("link", name="Even stilstaan").click()
    tell_the_team(milan, "Ik durfde te praten omdat opa Henk naast mij zat.", phone=True)


def close(chair: Page) -> None:
    chair.get_by_text("Meer voor de voorzitter").locator("xpath=ancestor::summary").click()
    chair.get_by_role("button", name="Sluit het overleg af").click()
    chair.get_by_role("button", name="Toch afsluiten").click()
    expect(chair.get_by_text("Dit overleg is voorbij")).to_be_visible()


def desk(page: Page, family: str) -> Page:
    """Where a professional writes about a family, reached from their own start page."""
    page.locator("a.rd-family", has_text=family).first.click()
    page.get_by_role("link", name="Even stilstaan").click()
    return page


def nothing_of_two_families_alone(house: House, learning: str) -> None:
    """Notes of two families wait until there are enough others: their words are nowhere, not in a search either."""
    tom = house.sign_in("Tom")
    tom.goto(learning)
    expect(tom.locator("body")).not_to_contain_text("naast haar zit")
    tom.get_by_label("Zoek een woord").fill("durfde")
    tom.get_by_label("Zoek een woord").press("Enter")
    expect(tom.locator("[data-fragment='log']")).not_to_contain_text("durfde te praten")


# --- the second week


def colleague(house: House, email: str) -> Page:
    """Somebody of another team, who signs in with the password of the demo."""
    page = house.window()
    page.goto("/aanmelden")
    page.get_by_label("E-mailadres").fill(email)
    page.get_by_label("Wachtwoord").fill(house.printed.password)
    page.get_by_role("button", name="Aanmelden").click()
    page.wait_for_url("**/")
    return page


def two_lay_together(house: House, learning: str, album: Album) -> None:
    """Both lay what they read under one theme at the same moment, and see what the other laid there."""
    team = [house.sign_in(name) for name in ("Nadia", "Tom")]
    for page in team:
        page.goto(learning)
        page.get_by_label("Leerronde", exact=True).select_option(label="Leerronde 4")
        page.get_by_role("button", name="Toon").click()
        page.wait_for_selector("body[data-link='online']")
        expect(page.locator("[data-fragment='log'] li.rd-card")).to_have_count(9)
        for name in ("Marleen", "Ruben", "Milan", "Henk", "Hilde"):
            expect(page.locator("body")).not_to_contain_text(name)
    nadia, tom = team
    for page, places in ((nadia, range(5)), (tom, range(4, 9))):
        for place in places:
            page.locator("input[name='notes[]']").nth(place).check()
        page.get_by_label("Leg ze samen onder een thema").fill(THEME)
    for page in team:
        page.get_by_role("button", name="Leg samen").click()
    for page in team:
        expect(page.locator("aside li", has_text=THEME)).to_contain_text("9")
        expect(page.locator("[data-fragment='log'] li.rd-card .rd-chip", has_text=THEME)).to_have_count(9)
    album(nadia, "weeks-theme-laptop")
    look_at(tom, "notes under a theme")


# --- the third week


def an_insight_changes_a_question(house: House, learning: str, board: str, album: Album) -> None:
    """What the team saw becomes an insight with its evidence; who wrote is told; a question of the region changes."""
    nadia = online(house.sign_in("Nadia"), board)
    add(nadia, "Inzicht", INSIGHT)
    card = column(nadia, "Inzicht").locator(".rd-cyclecard", has_text=INSIGHT)
    card.get_by_text("Wijzig of verplaats").click()
    rests_on = card.locator("select", has=nadia.locator("option", has_text=THEME))
    rests_on.select_option(rests_on.locator("option", has_text=THEME).get_attribute("value"))
    expect(card).to_contain_text(THEME)
    album(nadia, "weeks-insight-laptop")
    nadia.goto(learning)
    theme = nadia.locator("aside li", has_text=THEME)
    theme.get_by_text("Vertel wat we ermee deden").click()
    theme.get_by_label("Wie dit schreef, leest dit op de eigen pagina").fill(DONE)
    theme.get_by_role("button", name="Vertel het").click()
    expect(theme.get_by_label("Wie dit schreef, leest dit op de eigen pagina")).to_have_value("")

    ineke = house.sign_in("Ineke")
    ineke.goto("/leren/")
    ineke.get_by_role("link", name="Regioprofiel").click()
    change(ineke, "Vragen om terug te kijken", "prompts.felt_heard.label.nl", NEW_QUESTION)


def it_goes_up_and_comes_back(house: House, learning: str, album: Album) -> None:
    """The project team cannot solve it; the steering group can, and says so."""
    nadia, bram = house.sign_in("Nadia"), house.sign_in("Bram")
    for page in (nadia, bram):
        page.goto(f"{learning}/obstakels")
        page.wait_for_selector("body[data-link='online']")
    expect(bram.locator("body")).not_to_contain_text(HELD_BACK)
    card = nadia.locator("li.rd-card", has_text=HELD_BACK)
    card.locator("summary", has_text="Wie en wanneer").click()
    card.get_by_label("Wie pakt dit op?").fill("De stuurgroep")
    until = datetime.now(AMSTERDAM) + timedelta(days=9)
    card.get_by_label("Wanneer is er een antwoord?").fill(f"{until:%Y-%m-%d}")
    card.get_by_role("button", name="Bewaar").click()
    expect(card).to_contain_text("De stuurgroep")
    card.locator("summary", has_text="Naar de stuurgroep").click()
    card.get_by_label(re.compile("Waarom lukt het hier niet")).fill(
        "Tolken zijn een afspraak van de besturen."
    )
    card.get_by_role("button", name="Naar de stuurgroep").click()
    above = bram.locator("li.rd-card", has_text=HELD_BACK)
    expect(above).to_be_visible()
    above.locator("summary", has_text="Geef antwoord").click()
    above.get_by_label("Wat is het antwoord?").fill(ANSWER)
    album(bram, "weeks-steering-laptop")
    above.get_by_role("button", name="Geef dit antwoord").click()
    for page in (nadia, bram):
        expect(page.locator("li.rd-card", has_text=HELD_BACK)).to_contain_text(ANSWER)


# --- the fourth week


def the_mother_reads_what_was_done(house: House, album: Album) -> None:
    """The Dekkers meet again; on her own page the mother finds the new question, and what came of her words."""
    chair = house.sign_in("Hilde")
    chair.locator("a.rd-family", has_text="Dekkers").first.click()
    chair.get_by_role("link", name="Plan een overleg").click()
    now = datetime.now(AMSTERDAM)
    chair.get_by_label("Datum").fill(f"{now:%Y-%m-%d}")
    chair.get_by_label("Begint om").fill(f"{now + timedelta(minutes=5):%H:%M}")
    chair.get_by_label("Plaats").fill("Wijkgebouw")
    chair.get_by_role("button", name="Plan dit overleg").click()
    chair.wait_for_selector("body[data-link='online']")
    chair.get_by_role("button", name="Begin het overleg").click()
    code = chair.locator(".rd-join b").inner_text().replace(" ", "")
    marleen = house.admit(chair, house.knock("Marleen", code), "Marleen Dekkers")
    marleen.goto("/nu/vertellen")
    marleen.get_by_role("link", name="Even stilstaan").click()
    expect(marleen.get_by_label(NEW_QUESTION)).to_be_visible()
    for words in (THEME, DONE, ANSWER):
        expect(marleen.get_by_text(words).first).to_be_visible()
    marleen.get_by_text(DONE).first.scroll_into_view_if_needed()
    album(marleen, "weeks-answer-phone")
    look_at(marleen, "what was done with her words")
    go_to(chair, "Stem van het gezin")
    go_to(chair, "Afsluiten")
    close(chair)


def the_cycle_ends(house: House, board: str, album: Album) -> None:
    """The four weeks are over: the round asks to be closed, and its report tells what was learned without a name."""
    nadia = online(house.sign_in("Nadia"), board)
    expect(nadia.get_by_text("Tijd om af te sluiten").first).to_be_visible()
    nadia.get_by_label("Dit houden we").fill("Eerst een vraag aan de ouder.")
    nadia.get_by_role("button", name="Sluit de ronde af").click()
    nadia.get_by_role("link", name="Verslag van de ronde").click()
    for words in (QUESTION, INSIGHT, "Eerst een vraag aan de ouder."):
        expect(nadia.locator("article")).to_contain_text(words)
    for name in ("Marleen", "Ruben", "Milan", "Hilde", "Dekkers"):
        expect(nadia.locator("article")).not_to_contain_text(name)
    album(nadia, "weeks-report-laptop")
    look_at(nadia, "the report of four weeks")
