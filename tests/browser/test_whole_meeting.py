"""Both cases from welcome to a frozen report, with a chair, the family on phones, a partner and the shared screen."""

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from conference.inputs import AMSTERDAM
from tests.browser.conftest import House
from tests.browser.test_gathering import fill
from tests.browser.test_three_windows import go_to

pytestmark = pytest.mark.browser
Album = Callable[[Page, str], None]
QUESTION = "Gaat het veiligheidsplan nog vier weken door?"
FACT = "Ruben was op woensdag om zes uur thuis om te eten."


def write(page: Page, place: Locator, label: str, words: str) -> None:
    """Type in one shared text, letter by letter, and leave it."""
    place.get_by_role("button", name=f"Schrijf mee: {label}").click()
    editor = place.locator(".cm-content")
    editor.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(words, delay=5)
    place.get_by_role("button", name="Klaar", exact=True).click()
    expect(editor).to_have_count(0)


def add_fact(chair: Page, *about: str) -> Locator:
    """A fact of some days ago about these people, out of a conversation."""
    chair.get_by_text("Zet er iets bij", exact=True).click()
    form = chair.locator("form[data-wish='statement:add']")
    form.get_by_label("Wat is er gezien, gehoord of gedacht?").fill(FACT)
    form.get_by_label("Dag", exact=True).fill(
        (datetime.now(AMSTERDAM) - timedelta(days=5)).date().isoformat()
    )
    form.get_by_label("Waar staat of komt het vandaan?").fill("Gesprek bij de voordeur")
    for name in about:
        form.get_by_text(name, exact=True).click()
    form.get_by_role("button", name="Zet erbij").click()
    return chair.locator("li.rd-fact", has_text=FACT)


def answer(phone: Page, stance: str, words: str = "") -> None:
    """Answer the fact that the phone asks about."""
    question = phone.locator("[data-fragment='question']")
    expect(question).to_contain_text(FACT)
    question.get_by_text(stance).click()
    if words:
        question.get_by_label("Hoe ziet u het?").fill(words)
    question.get_by_role("button", name="Zet het antwoord erbij").click()
    expect(question).not_to_contain_text(FACT)


def give_number(page: Page, score: int, why: str) -> None:
    page.locator(f"input[name=score][value='{score}']").first.check(force=True)
    page.get_by_label("Waarom dit cijfer?").first.fill(why)
    page.get_by_role("button", name="Geef dit cijfer").first.click()
    expect(page.get_by_text(f"Gegeven: {score}.")).to_be_visible()


def stand(page: Page, stance: str, words: str = "") -> None:
    decision = page.locator(".rd-decision", has_text=QUESTION).first
    decision.get_by_label("In eigen woorden. Hebt u bezwaar: wat moet er anders?").first.fill(words)
    decision.get_by_role("button", name=stance).first.click()
    expect(decision.get_by_role("button", name=stance).first).to_have_attribute("aria-pressed", "true")


def let_two_days_pass(house: House) -> None:
    """The window for corrections is over: its end is moved back in the database, as time would."""
    with sqlite3.connect(house.server.log_file.with_name("rondom.db")) as database:
        over = f"{datetime.now(UTC) - timedelta(seconds=5):%Y-%m-%d %H:%M:%S}"
        database.execute("UPDATE report SET window_until = ? WHERE state = 'review'", (over,))


def test_from_welcome_to_a_frozen_report(demo_house: House, album: Album) -> None:
    chair, joost, screen = demo_house.at_table("Hilde"), demo_house.at_table("Joost"), demo_house.screen()
    marleen = demo_house.admit(chair, demo_house.knock("Marleen"), "Marleen Dekkers")
    ruben = demo_house.admit(chair, demo_house.knock("Ruben"), "Ruben Dekkers")

    # A fact with the answers of both parents beside it, on every device.
    go_to(chair, "Wat is er gebeurd")
    card = add_fact(chair, "Marleen", "Ruben")
    card.get_by_role("button", name="Zet op het grote scherm").click()
    marleen.locator("[data-fragment='question']", has_text=FACT).scroll_into_view_if_needed()
    album(marleen, "play-question-phone")
    answer(marleen, "Ja, dit klopt")
    answer(ruben, "Ik zie het anders", "Het was half zeven.")
    for place in (card, screen.locator(".rd-bigfocus")):
        expect(place).to_contain_text("Marleen: klopt")
        expect(place).to_contain_text("Het was half zeven.")
    album(chair, "play-facts-laptop")
    album(ruben, "play-facts-phone")
    album(screen, "play-facts-screen")

    # What plays a part, drawn the same for everybody.
    go_to(chair, "Samen begrijpen")
    expect(screen.locator("svg .rd-node, svg [data-fragment^='node:']").first).to_be_visible()
    album(chair, "play-map-laptop")
    album(screen, "play-map-screen")

    # Numbers given alone, and shown together.
    go_to(chair, "Hoe veilig is het nu")
    give_number(marleen, 6, "Ik slaap weer.")
    give_number(ruben, 8, "Ik weet wat ik moet doen.")
    give_number(joost, 5, "Nog geen behandeling.")
    expect(screen.get_by_text("3 van")).to_be_visible()
    for page in (chair, screen, ruben):
        assert "Nog geen behandeling." not in page.inner_text("body")
    album(marleen, "play-safety-phone")
    chair.get_by_role("button", name="Laat alle cijfers samen zien").click()
    for page in (chair, screen, ruben, marleen, joost):
        expect(page.locator(".rd-given", has_text="Nog geen behandeling.")).to_be_visible()
    album(screen, "play-safety-screen")
    album(chair, "play-safety-laptop")

    # A decision with an objection that is dealt with; nobody is overruled.
    go_to(chair, "Afspraken")
    decision = chair.locator(".rd-decision", has_text=QUESTION).first
    stand(ruben, "Ik heb bezwaar", "Ik wil ook op zaterdag thuis eten.")
    expect(decision).to_contain_text("Ik wil ook op zaterdag thuis eten.")
    chair.on("dialog", lambda dialog: dialog.accept())
    decision.get_by_role("button", name="Stel dit besluit vast").click()
    expect(decision.locator("[data-answer], [role=alert]").filter(has_text="Schrijf").first).to_be_visible()
    write(chair, decision, "Wat betekent dit voor Sem?", "Papa leest dinsdag en zaterdag voor.")
    waiting = "Waaraan zouden we merken dat we het mis hebben?"
    write(chair, decision, waiting, "Noor belt tante Inge omdat het niet goed gaat.")
    write(chair, decision, "Wat doen we met het bezwaar", "Zaterdag eten komt erbij, met Inge.")
    decision.get_by_role("button", name="Stel dit besluit vast").click()
    expect(decision.get_by_text("Er staat nog een bezwaar").first).to_be_visible()
    stand(ruben, "Ik kan ermee leven", "Met de zaterdag erbij.")
    expect(decision).to_contain_text("kan ermee leven")
    decision.get_by_role("button", name="Stel dit besluit vast").click()
    expect(chair.get_by_text("Besloten op").first).to_be_visible()
    expect(joost.get_by_text("Besloten op").first).to_be_visible()
    album(joost, "play-decision-laptop")
    album(ruben, "play-decision-phone")

    # How it was, and the end.
    go_to(chair, "Afsluiten")
    expect(marleen.get_by_role("heading", level=1, name="Afsluiten")).to_be_visible()
    for page, number in ((marleen, 8), (ruben, 7), (joost, 6)):
        fill(page, number, number, number, number)
    chair.get_by_text("Meer voor de voorzitter").locator("xpath=ancestor::summary").click()
    chair.get_by_role("button", name="Sluit het overleg af").click()
    chair.get_by_role("button", name="Toch afsluiten").click()
    expect(chair.get_by_text("Dit overleg is voorbij")).to_be_visible()

    _report(demo_house, chair, joost, marleen, album)


def _report(house: House, chair: Page, joost: Page, marleen: Page, album: Album) -> None:
    """The family reads first, then everybody; a correction stands beside it; then nothing changes any more."""
    report = f"{house.printed.meeting}/verslag"
    marleen.goto("/nu/verslag")
    expect(marleen.get_by_text(FACT).first).to_be_visible()
    expect(marleen.get_by_text("Het was half zeven.").first).to_be_visible()
    album(marleen, "play-report-phone")
    joost.goto(report)
    assert FACT not in joost.inner_text("body")
    chair.goto(report)
    chair.get_by_role("button", name="Deel met iedereen die erbij was").click()
    joost.goto(report)
    expect(joost.get_by_text(FACT).first).to_be_visible()
    expect(joost.get_by_text("Zaterdag eten komt erbij, met Inge.").first).to_be_visible()
    marleen.goto("/nu/verslag")
    marleen.get_by_text("Vul aan of verbeter").last.click()
    marleen.get_by_label("Wat klopt er niet, of wat mist er?").last.fill("Inge kookte die avond.")
    marleen.get_by_role("button", name="Zet dit erbij").last.click()
    joost.goto(report)
    expect(joost.get_by_text("Inge kookte die avond.").first).to_be_visible()
    let_two_days_pass(house)
    for page, path in ((joost, report), (marleen, "/nu/verslag")):
        page.goto(path)
        expect(page.get_by_text("Vastgelegd").first).to_be_visible()
        expect(page.get_by_text("Vingerafdruk van wat u leest:").first).to_be_visible()
        expect(page.get_by_role("button", name="Zet dit erbij")).to_have_count(0)
        expect(page.get_by_text("Inge kookte die avond.").first).to_be_visible()
    album(joost, "play-report-laptop")


def test_the_second_case_from_its_own_room_to_its_report(demo_house: House, album: Album) -> None:
    chair = demo_house.sign_in("Roos")
    chair.goto("/overleggen")
    chair.locator("main a[href^='/overleg/']").first.click()
    chair.wait_for_selector("body[data-link='online']")
    table = chair.url.split("?")[0]
    chair.get_by_role("button", name="Begin het overleg").click()
    code = chair.locator(".rd-join b").inner_text().replace(" ", "")
    milan = demo_house.admit(chair, demo_house.knock("Milan", code), "Milan Verhoef")
    dennis = demo_house.admit(chair, demo_house.knock("Dennis", code), "Dennis Verhoef")
    yusuf = demo_house.sign_in("Yusuf")
    yusuf.goto(table)
    yusuf.wait_for_selector("body[data-link='online']")

    go_to(chair, "Stem van het gezin")  # the family speaks first: going past it asks a reason
    go_to(chair, "Wat is er gebeurd")
    card = add_fact(chair, "Milan", "Dennis")
    card.get_by_role("button", name="Zet op het grote scherm").click()  # what is on the screen is asked first
    answer(milan, "Ja, dit klopt")
    answer(dennis, "Dit klopt deels", "Het was later op de avond.")
    expect(card).to_contain_text("Dennis: klopt deels")

    go_to(chair, "Hoe veilig is het nu")
    give_number(milan, 4, "Op straat niet.")
    give_number(yusuf, 5, "Het wordt rustiger.")
    assert "Op straat niet." not in yusuf.inner_text("body")
    chair.get_by_role("button", name="Laat alle cijfers samen zien").click()
    expect(dennis.locator(".rd-given", has_text="Op straat niet.")).to_be_visible()

    # The table does not get out of it, and says so with a next step.
    go_to(chair, "Afspraken")
    question = "Mag Milan in de vakantie een week bij opa slapen?"
    chair.get_by_label("Nieuwe vraag om over te besluiten").fill(question)
    chair.get_by_role("button", name="Leg op tafel").click()
    decision = chair.locator(".rd-decision", has_text=question).first
    expect(decision).to_be_visible()
    decision = chair.locator(f"#{decision.get_attribute('id')}")
    decision.get_by_text("We komen er nu niet uit").click()
    decision.get_by_label("Wat is de volgende stap?").fill("Opa en Milan praten er samen over.")
    decision.get_by_label("Wanneer?").fill((datetime.now(AMSTERDAM) + timedelta(days=14)).date().isoformat())
    decision.get_by_role("button", name="Leg vast dat we er nog niet uit zijn").click()
    expect(decision).to_contain_text("Opa en Milan praten er samen over.")
    expect(yusuf.locator(".rd-decision", has_text=question).first).to_contain_text(
        "Opa en Milan praten er samen over."
    )
    album(yusuf, "play-stuck-laptop")

    go_to(chair, "Afsluiten")
    chair.get_by_text("Meer voor de voorzitter").locator("xpath=ancestor::summary").click()
    chair.get_by_role("button", name="Sluit het overleg af").click()
    chair.get_by_role("button", name="Toch afsluiten").click()
    milan.get_by_role("link", name="Lees het verslag").first.click()
    for words in (
        FACT,
        "Het was later op de avond.",
        "Op straat niet.",
        "Opa en Milan praten er samen over.",
    ):
        expect(milan.get_by_text(words).first).to_be_visible()
    milan.goto("/nu/mijn-woorden")
    expect(milan.get_by_text(FACT).first).to_be_visible()
    album(milan, "play-words-phone")
    chair.goto(f"{table}/verslag")
    chair.get_by_role("button", name="Deel met iedereen die erbij was").click()
    let_two_days_pass(demo_house)
    yusuf.goto(f"{table}/verslag")
    expect(yusuf.get_by_text("Vastgelegd").first).to_be_visible()
    expect(yusuf.get_by_text(FACT).first).to_be_visible()
