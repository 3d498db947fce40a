"""Four weeks of learning: three meetings of two families, one round, and what came of it on the page of a mother.

All in windows of a browser, by nine people who write and four who learn. Time is moved in the file of the server
(`weeks.a_week_passes`). The smallest group stays what the region chose: besides the two families of the demo three
others write a note as well, so that five families and more than five people are among those that come out.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser import weeks
from tests.browser.fixtures import ALBUM, SIZES, DemoServer
from tests.browser.test_pages import look_at
from tests.browser.test_three_windows import go_to
from tests.cycles.test_browser import add, column, online
from tests.region.test_browser import change

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Album = Callable[[Page, str], None]

QUESTION = "Hoe merkt een gezin dat zijn woorden iets veranderen?"
THEME, OTHER_THEME = "Wachten zonder bericht", "Zelf vertellen"
WAITING = "Het gezin hoort weken niets over de wachtlijst."
ANSWER = "Wie wacht, krijgt elke vrijdag een bericht. Dat begint in januari."
DONE = "We bellen elk gezin dat wacht, elke vrijdag."
INSIGHT = "Niet het wachten maar de stilte maakt mensen boos"
NEW_PROMPT = "Wat deden wij met wat u vorige keer vertelde?"
#: Who writes at their desk: whose first name, the note, the name that is found in it, and the word agreed on.
AT_THE_DESK = {
    "Hilde": "Ruben moest vier keer vragen wanneer hij aan de beurt is.",
    "Fatma": "Ik wist zelf ook niet hoe lang Ruben nog moet wachten.",
    "Joost": "Marleen werd onrustig van de stilte na de intake.",
    "Samira": "Ik zag dat Marleen niets meer durfde te vragen.",
}
#: Three other families, by the address of who writes about them.
OTHERS = {
    "tamara@lindehof.example": "Lev wacht en hoort niets van de wachtlijst.",
    "youssef@lindehof.example": "De ouders van Tess hoorden zes weken niets.",
    "margriet@lindehof.example": "Mees vroeg waarom niemand belt.",
}
MARLEEN = "Ik wacht al weken op bericht voor Ruben."
MILAN = "Opa mocht naast mij zitten. Milan mag zelf praten, dat was goed."


@pytest.fixture
def shoot() -> Album:
    """The whole page at three sizes, with axe."""
    ALBUM.mkdir(parents=True, exist_ok=True)

    def take(page: Page, name: str) -> None:
        was = page.viewport_size
        look_at(page, name)
        for size, (width, height) in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            page.screenshot(path=ALBUM / f"weeks-{name}-{size}.png", full_page=True)
        if was:
            page.set_viewport_size(was)

    return take


def test_four_weeks(demo_server: DemoServer, shoot: Album) -> None:
    weeks.give_seat(demo_server, "chantal@lindehof.example")
    nadia = demo_server.sign_in("Nadia")
    board = a_round_begins(nadia, shoot)
    the_first_meeting(demo_server, shoot)
    weeks.a_week_passes(demo_server)
    the_second_meeting(demo_server, shoot)
    three_other_families_write(demo_server)
    weeks.a_week_passes(demo_server)
    nadia = demo_server.sign_in("Nadia")
    chantal = weeks.sign_in_as(demo_server, "chantal@lindehof.example")
    two_group_at_once(nadia, chantal, shoot)
    an_insight(nadia, chantal, board, shoot)
    an_obstacle_goes_up_and_comes_back(demo_server, nadia, shoot)
    another_question(demo_server, shoot)
    weeks.a_week_passes(demo_server)
    the_third_meeting(demo_server, shoot)
    the_round_ends(demo_server.sign_in("Nadia"), board, shoot)


# --- week 1


def a_round_begins(nadia: Page, shoot: Album) -> str:
    """The project team opens a round. Returns the address of its board."""
    nadia.get_by_role("link", name="Leren", exact=True).click()
    nadia.get_by_role("link", name="Leerrondes").click()
    nadia.get_by_label("Onze leervraag").fill(QUESTION)
    nadia.get_by_label("Wat proberen we?").fill("Wie wacht, hoort elke week iets.")
    nadia.get_by_role("button", name="Begin de ronde").click()
    nadia.wait_for_url("**/ronde/*")
    shoot(nadia, "1-round")
    return nadia.url


def the_first_meeting(house: DemoServer, shoot: Album) -> None:
    """The open meeting of the first family ends. Five people at it write a note each, the mother on her phone."""
    chair = house.at_table("Hilde")
    marleen = house.admit(chair, house.knock("Marleen"), "Marleen Dekkers")
    weeks.skip(chair, "Samen begrijpen", "Dat deden we de vorige keer.")
    weeks.how_it_was(chair, marleen)
    weeks.close(chair)
    expect(marleen.get_by_role("link", name="Lees het verslag").first).to_be_visible()
    shoot(marleen, "1-mother-after")
    shoot(chair, "1-chair-after")
    marleen.get_by_role("link", name="Even stilstaan").first.click()
    expect(marleen.get_by_label("Voelde u zich gehoord? Waardoor?")).to_be_visible()
    mine = weeks.stand_still(marleen, MARLEEN, "Ruben", "vader", friction="Niemand belt Ruben.")
    shoot(marleen, "1-mother-agrees")
    weeks.share(marleen, mine)
    shoot(marleen, "1-mother-wrote")
    mine.get_by_role("link", name="Leg dit voor als knelpunt").click()
    expect(marleen.get_by_label("Dit leest het projectteam")).not_to_have_value(re.compile("Ruben"))
    marleen.get_by_label("Dit leest het projectteam").fill(WAITING)
    shoot(marleen, "1-mother-raises")
    marleen.get_by_role("button", name="Leg dit voor").click()
    expect(mine).to_contain_text("Uw knelpunt ligt bij het projectteam.")
    for name, words in AT_THE_DESK.items():
        page = house.sign_in(name)
        page.goto(f"{weeks.desk_of_family(page)}/reflectie")
        found = "Ruben" if "Ruben" in words else "Marleen"
        note = weeks.stand_still(page, words, found, "vader" if found == "Ruben" else "moeder")
        if name == "Samira":
            shoot(page, "1-expert-agrees")
        weeks.share(page, note)


# --- week 2


def the_second_meeting(house: DemoServer, shoot: Album) -> None:
    """The other family of the demo meets, and Milan writes on his phone."""
    chair = house.sign_in("Roos")
    chair.goto("/overleggen")
    chair.locator("main a[href^='/overleg/']").first.click()
    code = weeks.begin(chair, chair.url)
    milan = house.admit(chair, house.knock("Milan", code), "Milan Verhoef")
    go_to(chair, "Stem van het gezin")
    weeks.how_it_was(chair, milan)
    weeks.close(chair)
    milan.get_by_role("link", name="Even stilstaan").first.click()
    note = weeks.stand_still(milan, MILAN, "Milan", "kind")
    shoot(milan, "2-young-person-agrees")
    weeks.share(milan, note)


def three_other_families_write(house: DemoServer) -> None:
    """A small group would tell whose words they are: three other families of the region write too."""
    for email, words in OTHERS.items():
        page = weeks.sign_in_as(house, email)
        page.goto(f"{weeks.desk_of_family(page)}/reflectie")
        weeks.write(page, words)
        weeks.share(page, page.locator("article", has_text=words))


# --- week 3


def two_group_at_once(nadia: Page, chantal: Page, shoot: Album) -> None:
    """Each lays notes in a theme, in an own window, and sees the theme of the other appear."""
    for page in (nadia, chantal):
        page.goto("/leren/")
        page.wait_for_selector("body[data-link='online']")
    shoot(nadia, "3-log")
    for words in ("vier keer vragen", "ook niet hoe lang", "stilte na de intake", "niets meer durfde"):
        nadia.get_by_role("checkbox", name=re.compile(words)).check()
    for words in ("zelf praten", "bericht voor"):
        chantal.get_by_role("checkbox", name=re.compile(words)).check()
    chantal.get_by_label("Leg ze samen onder een thema").fill(OTHER_THEME)
    nadia.get_by_label("Leg ze samen onder een thema").fill(THEME)
    nadia.get_by_role("button", name="Leg samen").click()
    expect(chantal.get_by_role("complementary")).to_contain_text(THEME)
    expect(nadia.get_by_role("checkbox", name=re.compile("vier keer vragen"))).not_to_be_checked()
    # What the other was choosing and typing stays.
    expect(chantal.get_by_label("Leg ze samen onder een thema")).to_have_value(OTHER_THEME)
    expect(chantal.get_by_role("checkbox", name=re.compile("zelf praten"))).to_be_checked()
    chantal.get_by_role("button", name="Leg samen").click()
    expect(nadia.get_by_role("complementary")).to_contain_text(OTHER_THEME)
    # A theme shows its notes, however few; with those of the others there are enough to lay it on the board.
    theme = chantal.get_by_role("complementary").locator("li", has_text=THEME)
    expect(theme.locator(".rd-meta").first).to_have_text(re.compile(r"^[1-4]$"))
    expect(theme.get_by_role("button", name=re.compile("Zet in ronde"))).to_have_count(0)
    for words in ("hoort niets van", "zes weken niets", "waarom niemand belt", "bericht voor", "zelf praten"):
        chantal.get_by_role("checkbox", name=re.compile(words)).check()
    chantal.get_by_label("Leg ze samen onder een thema").fill(THEME)
    chantal.get_by_role("button", name="Leg samen").click()
    expect(nadia.get_by_role("complementary").get_by_role("link", name=THEME)).to_be_visible()
    shoot(nadia, "3-themes")


def an_insight(nadia: Page, chantal: Page, board: str, shoot: Album) -> None:
    """A note and the theme go onto the board of the round from the log; an insight rests on the theme."""
    theme = nadia.get_by_role("complementary").locator("li", has_text=THEME)
    theme.get_by_role("button", name=re.compile("Zet in ronde")).click()
    expect(theme).to_contain_text("Ligt in ronde")
    nadia.get_by_role("button", name=re.compile("Zet in ronde: .*niets meer durfde")).click()
    expect(nadia.locator("li", has_text="niets meer durfde")).to_contain_text("Ligt in ronde")
    online(nadia, board)
    for words in (THEME, "niets meer durfde"):
        expect(column(nadia, "Wat zagen we?")).to_contain_text(words)
    online(chantal, board)
    add(chantal, "Inzicht", INSIGHT)
    card = column(nadia, "Inzicht").locator(".rd-cyclecard", has_text=INSIGHT)
    card.get_by_text("Wijzig of verplaats").click()
    card.get_by_label("Steunt op reflecties").select_option(label=f"Thema ‘{THEME}’: 9 reflecties")
    expect(column(chantal, "Inzicht")).to_contain_text(THEME)
    shoot(chantal, "3-insight")


def an_obstacle_goes_up_and_comes_back(house: DemoServer, nadia: Page, shoot: Album) -> None:
    """What the mother raised goes to the steering group with an owner and a day, and is answered."""
    nadia.goto("/leren/")
    nadia.get_by_role("link", name="Wat ons tegenhoudt").click()
    card = nadia.locator("li.rd-card", has_text=WAITING)
    card.locator("summary", has_text="Wie en wanneer").click()
    card.get_by_label("Wie pakt dit op?").fill("Beleid jeugd")
    card.get_by_label("Wanneer is er een antwoord?").fill(
        f"{date.fromisoformat(weeks.today()) + timedelta(9)}"
    )
    card.get_by_role("button", name="Bewaar").click()
    expect(card).to_contain_text("Beleid jeugd")
    card.locator("summary", has_text="Naar de stuurgroep").click()
    card.get_by_label("Waarom lukt het hier niet?").fill("Dit vraagt geld en een besluit.")
    card.get_by_role("button", name="Naar de stuurgroep").click()
    expect(card).to_contain_text("de stuurgroep")
    bram = house.sign_in("Bram")
    bram.goto(nadia.url)
    asked = bram.locator("li.rd-card", has_text=WAITING)
    asked.locator("summary", has_text="Geef antwoord").click()
    asked.get_by_label("Wat is het antwoord?").fill(ANSWER)
    shoot(bram, "3-steering-group")
    asked.get_by_role("button", name="Geef dit antwoord").click()
    expect(card).to_contain_text(ANSWER)
    shoot(nadia, "3-answered")
    nadia.goto("/leren/")
    theme = nadia.get_by_role("complementary").locator("li", has_text=THEME)
    theme.get_by_text("Vertel wat we ermee deden").click()
    theme.get_by_label("Wie dit schreef, leest dit op de eigen pagina").fill(DONE)
    theme.get_by_role("button", name="Vertel het").click()
    expect(theme.get_by_role("textbox")).to_be_hidden()


def another_question(house: DemoServer, shoot: Album) -> None:
    """The administrator changes what parents are asked at the end."""
    ineke = house.sign_in("Ineke")
    ineke.goto("/leren/")
    ineke.get_by_role("link", name="Regioprofiel").click()
    change(ineke, "Vragen om terug te kijken", "prompts.felt_heard.label.nl", NEW_PROMPT)
    shoot(ineke, "3-prompt")


# --- week 4


def the_third_meeting(house: DemoServer, shoot: Album) -> None:
    """The first family meets again: the mother is asked the new question, and reads what was done."""
    fatma = house.sign_in("Fatma")
    table = weeks.plan(fatma, weeks.desk_of_family(fatma), "Hilde Brouwer")
    hilde = house.sign_in("Hilde")
    code = weeks.begin(hilde, table)
    marleen = house.admit(hilde, house.knock("Marleen", code), "Marleen Dekkers")
    go_to(hilde, "Stem van het gezin")
    weeks.how_it_was(hilde, marleen)
    marleen.get_by_role("link", name="Even stilstaan").first.click()
    expect(marleen.get_by_label(NEW_PROMPT)).to_be_visible()
    note = marleen.get_by_role("region", name="U vertelde, wij deden").locator("article", has_text=MARLEEN)
    for words in (THEME, DONE, ANSWER):
        expect(note).to_contain_text(words)
    note.scroll_into_view_if_needed()
    shoot(marleen, "4-mother-reads")
    weeks.close(hilde)
    fatma.goto(f"{weeks.desk_of_family(fatma)}/reflectie")
    expect(fatma.locator("article", has_text=AT_THE_DESK["Fatma"])).to_contain_text(DONE)
    assert ANSWER not in fatma.inner_text("body")  # the answer is hers who asked


def the_round_ends(nadia: Page, board: str, shoot: Album) -> None:
    """What is kept; the report tells of the insight."""
    online(nadia, board)
    nadia.get_by_text("Sluit de ronde af").first.click()
    nadia.get_by_label("Dit houden we").fill("Elke vrijdag bellen we wie wacht")
    nadia.get_by_role("button", name="Sluit de ronde af").click()
    nadia.get_by_role("link", name="Verslag van de ronde").click()
    expect(nadia.locator("article")).to_contain_text(INSIGHT)
    expect(nadia.locator("article")).to_contain_text(THEME)
    shoot(nadia, "4-report")
