"""The main job: a parent's phone, the chair's laptop and the shared screen at one table, from a fresh start."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.fixtures import DemoServer

pytestmark = pytest.mark.browser
Album = Callable[[Page, str], None]


def go_to(chair: Page, part: str) -> None:
    """The chair brings everybody to a part."""
    if chair.locator(".rd-agenda .is-table", has_text=part).count():
        return
    chair.locator(".rd-agenda a", has_text=part).click()
    chair.get_by_role("button", name="Ga hier met iedereen heen").click()
    anyway, there = chair.get_by_role("button", name="Toch verder"), chair.locator(".rd-agenda .is-table")
    expect(anyway.or_(there.filter(has_text=part)).first).to_be_visible()
    if anyway.count():  # a question would be left behind
        anyway.click()
    expect(there.filter(has_text=part)).to_be_visible()
    chair.goto(chair.url.split("?")[0])
    chair.wait_for_selector("body[data-link='online']")


def write_worries(chair: Page, phone: Page, words: str) -> None:
    """A phone writes at the end of what worries the table, which the chair shows on the wall."""
    go_to(chair, "Samen begrijpen")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Samen begrijpen")
    chair.get_by_role("button", name="Op groot scherm: Waar maken we ons zorgen over").click()
    worries = phone.locator("section", has=phone.get_by_role("heading", name="Waar maken we ons zorgen over"))
    worries.get_by_role("button", name="Schrijf mee").click()
    phone.locator(".cm-content").click()
    phone.keyboard.press("Control+End")
    phone.keyboard.type(words, delay=20)


@pytest.mark.slow
def test_a_word_of_a_parent_stands_on_every_screen(demo_server: DemoServer, album: Album) -> None:
    chair, screen = demo_server.at_table("Hilde"), demo_server.screen()
    phone = demo_server.knock("Marleen")
    waiting = phone.content()
    for name in ("Dekkers", "Hilde", "Ruben", "Noor", "MDA"):
        assert name not in waiting, f"the waiting room shows {name}"
    album(phone, "phone-waiting")
    album(chair, "table-lobby")
    demo_server.admit(chair, phone, "Marleen Dekkers")
    write_worries(chair, phone, "\nIk slaap weer. Kolibrie!")
    for page in (chair, screen):
        expect(page.get_by_text("Kolibrie")).to_be_visible()
    expect(phone.locator("[data-saved-state=saved]")).to_be_visible()
    album(phone, "phone-writing")
    album(chair, "table-understand")
    album(screen, "screen-understand")


@pytest.mark.slow
def test_what_is_written_survives_a_power_cut(demo_server: DemoServer) -> None:
    chair = demo_server.at_table("Hilde")
    go_to(chair, "Samen begrijpen")
    chair.get_by_role("button", name="Schrijf mee: Wat gaat goed").click()
    chair.locator(".cm-content").click()
    chair.keyboard.press("Control+End")
    chair.keyboard.type(" Kolibrie.", delay=20)
    expect(chair.locator("[data-saved-state=saved]")).to_be_visible()
    demo_server.server.kill()
    expect(chair.locator("[data-saved-state=offline]")).to_be_visible()
    chair.keyboard.type(" Ijsvogel.", delay=20)
    demo_server.server.start()
    expect(chair.locator("[data-saved-state=saved]")).to_be_visible(timeout=30_000)
    other = demo_server.at_table("Fatma")
    expect(other.get_by_text("Kolibrie. Ijsvogel.")).to_be_visible()


@pytest.mark.slow
def test_an_update_in_a_meeting_is_told_and_over_by_itself(demo_server: DemoServer, album: Album) -> None:
    chair, phone = demo_server.at_table("Hilde"), demo_server.knock("Marleen")
    demo_server.admit(chair, phone, "Marleen Dekkers")
    go_to(chair, "Samen begrijpen")
    chair.get_by_role("button", name="Schrijf mee: Wat gaat goed").click()
    chair.locator(".cm-content").click()
    chair.keyboard.press("Control+End")
    chair.keyboard.type(" Kolibrie.", delay=20)
    expect(chair.locator("[data-saved-state=saved]")).to_be_visible()
    demo_server.server.leave()
    for page in (chair, phone):
        expect(page.locator("[data-saved-state=updating]")).to_be_visible()
        expect(page.get_by_text("Rondom wordt bijgewerkt. U komt zo vanzelf terug.")).to_be_visible()
    chair.keyboard.type(" Ijsvogel.", delay=20)
    album(phone, "phone-updating")
    album(chair, "table-updating")
    demo_server.server.start()
    for page in (chair, phone):
        expect(page.locator("[data-saved-state=saved]")).to_be_visible(timeout=30_000)
    other = demo_server.at_table("Fatma")
    expect(other.get_by_text("Kolibrie. Ijsvogel.")).to_be_visible()


def test_two_people_write_one_sentence_and_undo_only_their_own(demo_server: DemoServer) -> None:
    chair, other = demo_server.at_table("Hilde"), demo_server.at_table("Fatma")
    go_to(chair, "Samen begrijpen")
    for page, words in ((chair, "AAA "), (other, "BBB ")):
        page.get_by_role("button", name="Schrijf mee: Wij denken dit").click()
        page.locator(".cm-content").click()
        page.keyboard.press("Control+Home")
        page.keyboard.type(words, delay=15)
    expect(other.locator(".cm-content")).to_contain_text("AAA")
    expect(chair.locator(".cm-content")).to_contain_text("BBB")
    expect(chair.locator("[data-text-writers]").filter(has_text="Fatma")).to_be_visible()
    for _ in range(4):
        chair.keyboard.press("Control+z")
    expect(other.locator(".cm-content")).not_to_contain_text("AAA")
    expect(chair.locator(".cm-content")).to_contain_text("BBB")


@pytest.mark.slow
def test_the_table_moves_and_everyone_may_look_around(demo_server: DemoServer) -> None:
    chair, joost = demo_server.at_table("Hilde"), demo_server.at_table("Joost")
    go_to(chair, "Afspraken")
    expect(joost.get_by_role("heading", level=2, name="Afspraken")).to_be_visible()
    joost.locator(".rd-agenda a", has_text="Stem van het gezin").click()
    expect(joost.get_by_text("U kijkt vrij rond")).to_be_visible()
    go_to(chair, "Samen begrijpen")
    expect(joost.get_by_text("De tafel is bij: Samen begrijpen")).to_be_visible()
    expect(joost.get_by_role("heading", level=2, name="Stem van het gezin", exact=True)).to_be_visible()
    joost.get_by_role("link", name="Terug naar de tafel").click()
    expect(joost.get_by_role("heading", level=2, name="Samen begrijpen")).to_be_visible()


@pytest.mark.slow
def test_a_pause_calms_every_screen(demo_server: DemoServer, album: Album) -> None:
    chair, screen = demo_server.at_table("Hilde"), demo_server.screen()
    phone = demo_server.admit(chair, demo_server.knock("Ruben"), "Ruben Dekkers")
    phone.get_by_role("button", name="Pauze").click()
    for page in (phone, chair, screen):
        expect(page.get_by_text("pauze", exact=False).first).to_be_visible()
    expect(screen.get_by_role("heading", name="Het is pauze")).to_be_visible()
    assert "Ruben" not in screen.inner_text("body")
    album(phone, "phone-pause")
    album(screen, "screen-pause")
    phone.get_by_role("button", name="We gaan verder").click()
    expect(chair.get_by_text("Het is nu pauze")).to_be_hidden()


@pytest.mark.slow
def test_actions_are_made_together_and_a_conflict_shows_both(demo_server: DemoServer, album: Album) -> None:
    chair, fatma = demo_server.at_table("Hilde"), demo_server.at_table("Fatma")
    phone = demo_server.admit(chair, demo_server.knock("Marleen"), "Marleen Dekkers")
    go_to(chair, "Afspraken")
    phone.get_by_role("link", name="Afspraken", exact=True).click()
    phone.get_by_label("Wat is er nog nodig?").fill("Oma belt op woensdag")
    phone.get_by_role("button", name="Zet erbij").click()
    row = chair.locator(".rd-action", has_text="Oma belt op woensdag")
    expect(row).to_be_visible()
    expect(fatma.locator(".rd-action", has_text="Oma belt op woensdag")).to_be_visible()
    row.get_by_text("Wie, wanneer en hoe ver").click()
    row.get_by_label("Wie doet dit?").select_option(label="Marleen Dekkers")
    phone.get_by_role("button", name="Ik doe dit").first.click()
    expect(row.get_by_text("Zegt ja")).to_be_visible()
    theirs = fatma.locator(".rd-action", has_text="Oma belt op woensdag")
    theirs.get_by_text("Wie, wanneer en hoe ver").click()
    expect(theirs.locator("form[data-wish='action:state']")).to_have_count(0)  # Marleen said yes: it is hers
    form = row.locator("form[data-wish='action:state']")
    form.get_by_label("Waarom verandert u het?").fill("Marleen vertelde het aan tafel.")
    form.evaluate("form => { form.querySelector('[name=seen]').value = 'waiting'; }")
    form.get_by_label("Hoe staat het ervoor?").select_option("done")
    form.get_by_role("button", name="Bewaar hoe het ervoor staat").click()
    expect(row.get_by_text("Iemand anders veranderde dit net ook")).to_be_visible()
    album(chair, "table-conflict")
    row.get_by_role("button", name="Maak dit ervan").click()
    expect(theirs.locator(".rd-chip", has_text="gedaan")).to_be_visible()
    expect(theirs).to_contain_text("Veranderd door Hilde, omdat: Marleen vertelde het aan tafel.")


@pytest.mark.slow
def test_hands_go_up_and_the_family_goes_first(demo_server: DemoServer) -> None:
    chair, joost = demo_server.at_table("Hilde"), demo_server.at_table("Joost")
    phone = demo_server.admit(chair, demo_server.knock("Ruben"), "Ruben Dekkers")
    joost.get_by_role("button", name="Ik wil iets zeggen").click()
    expect(chair.locator(".rd-queue li")).to_have_count(1)
    phone.get_by_role("link", name="Vertellen").click()
    phone.get_by_role("button", name="Ik wil nu iets zeggen").click()
    expect(chair.locator(".rd-queue li").first).to_contain_text("Ruben")
    chair.get_by_role("button", name="Geef het woord aan Ruben").click()
    expect(phone.get_by_text("U hebt het woord.")).to_be_visible()


@pytest.mark.slow
def test_removal_puts_a_phone_out_at_once(demo_server: DemoServer) -> None:
    chair = demo_server.at_table("Hilde")
    phone = demo_server.admit(chair, demo_server.knock("Ruben"), "Ruben Dekkers")
    chair.get_by_label("Plek van Ruben").click()
    chair.once("dialog", lambda dialog: dialog.accept())
    chair.get_by_role("button", name="Haal van de tafel").click()
    phone.wait_for_url("**/mee/klaar?reden=removed")
    phone.goto("/nu")
    phone.wait_for_url("**/mee/klaar**")


def test_a_personal_link_opens_with_its_told_code(demo_server: DemoServer) -> None:
    chair = demo_server.at_table("Hilde")
    path, code = demo_server.printed.link("Inge")
    phone = demo_server.window("phone")
    phone.goto(path)
    assert "#" not in phone.url
    phone.get_by_label("Code van 6 cijfers").fill("000000" if code != "000000" else "111111")
    phone.get_by_role("button", name="Ga verder").click()
    expect(phone.get_by_role("alert")).to_contain_text("Dit lukt niet. Wacht even en probeer het nog eens")
    phone.get_by_label("Code van 6 cijfers").fill(code)
    phone.get_by_role("button", name="Ga verder").click()
    phone.get_by_label("Uw naam").fill("Inge")
    phone.get_by_role("button", name="Ga naar de wachtkamer").click()
    phone.wait_for_url("**/mee/wacht")
    demo_server.admit(chair, phone, "Inge van Dam")


def test_quick_exit_leaves_nothing_behind(demo_server: DemoServer) -> None:
    chair = demo_server.at_table("Hilde")
    phone = demo_server.admit(chair, demo_server.knock("Marleen"), "Marleen Dekkers")
    phone.route("https://www.knmi.nl/**", lambda route: route.fulfill(body="<title>weer</title>weer"))
    for _ in range(3):
        phone.keyboard.press("Shift")
    phone.wait_for_url("https://www.knmi.nl/**")
    for _ in range(50):  # the goodbye to the server travels behind the leaving page
        names = {cookie["name"] for cookie in demo_server.opened[-1].cookies()}
        if "rondom-plek" not in names:
            break
        phone.wait_for_timeout(100)
    assert "rondom-plek" not in names
    phone.goto(f"{demo_server.server.url}/nu")
    phone.wait_for_url("**/mee/klaar**")
    assert phone.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


@pytest.mark.slow
def test_somebody_reads_english_and_somebody_dutch(demo_server: DemoServer) -> None:
    chair, joost = demo_server.at_table("Hilde"), demo_server.sign_in("Joost")
    joost.get_by_role("button", name="EN, English").click()
    joost.goto(demo_server.printed.meeting)
    expect(joost.get_by_role("button", name="I want to say something")).to_be_visible()
    expect(chair.get_by_role("button", name="Ik wil iets zeggen")).to_be_visible()
    go_to(chair, "Afspraken")
    expect(joost.get_by_role("heading", level=2, name="Agreements")).to_be_visible()


def test_a_difficult_word_is_explained_on_tap(demo_server: DemoServer) -> None:
    chair = demo_server.at_table("Hilde")
    go_to(chair, "Samen begrijpen")
    chair.locator("a[data-term]").first.click()
    expect(chair.get_by_role("dialog")).to_be_visible()
    chair.keyboard.press("Escape")
    expect(chair.get_by_role("dialog")).to_be_hidden()


def test_after_closing_the_editor_the_new_words_stand_there(demo_server: DemoServer) -> None:
    chair = demo_server.at_table("Hilde")
    go_to(chair, "Samen begrijpen")
    section = chair.locator("article", has=chair.get_by_role("heading", name="Wat gaat goed"))
    section.get_by_role("button", name="Schrijf mee").click()
    section.locator(".cm-content").click()
    chair.keyboard.press("Control+End")
    chair.keyboard.type(" Kolibrie.", delay=20)
    section.get_by_role("button", name="Klaar", exact=True).click()
    expect(section.locator("[data-text-view]")).to_be_visible()
    expect(section.locator("[data-text-view]")).to_contain_text("Kolibrie.")


def test_a_paste_that_is_too_large_is_given_back_with_the_reason(demo_server: DemoServer) -> None:
    chair = demo_server.at_table("Hilde")
    go_to(chair, "Samen begrijpen")
    chair.get_by_role("button", name="Schrijf mee: Wat gaat goed").click()
    chair.locator(".cm-content").click()
    chair.keyboard.insert_text("woord " * 15_000)
    expect(chair.locator(".rd-refused")).to_be_visible()
    expect(chair.locator("[data-refused-words]")).to_have_value("woord " * 15_000)


@pytest.mark.slow
def test_a_parent_manages_an_agreement_on_the_phone(demo_server: DemoServer) -> None:
    chair = demo_server.at_table("Hilde")
    phone = demo_server.admit(chair, demo_server.knock("Marleen"), "Marleen Dekkers")
    phone.get_by_role("link", name="Afspraken", exact=True).click()
    phone.get_by_label("Wat is er nog nodig?").fill("Samen naar de juf")
    phone.get_by_role("button", name="Zet erbij").click()
    card = phone.locator("[data-fragment^='action:']", has_text="Samen naar de juf")
    card.get_by_text("Wijzig deze afspraak").click()
    card.get_by_label("Hoe staat het ervoor?").select_option("started")
    card.get_by_role("button", name="Bewaar hoe het ervoor staat").click()
    expect(card.locator(".rd-meta").filter(has_text="begonnen").first).to_be_visible()


def test_a_scanned_code_is_filled_in(demo_server: DemoServer) -> None:
    phone = demo_server.window("phone")
    phone.goto(f"/mee#{demo_server.printed.code}")
    expect(phone.get_by_label("Code van 6 cijfers")).to_have_value(demo_server.printed.code)
    assert "#" not in phone.url
    phone.get_by_role("button", name="Ga verder").click()
    phone.wait_for_url("**/mee/naam")
