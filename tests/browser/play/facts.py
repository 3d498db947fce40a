"""What happened: a sentence becomes a fact, both parents answer it, and what stood there before stays readable."""

from datetime import datetime, timedelta

from playwright.sync_api import Locator, Page, expect

from conference.core.validation import AMSTERDAM
from tests.browser.play.answers import CERTAIN, answers, card, rewrite
from tests.browser.play.players import Players
from tests.browser.test_three_windows import go_to

THOUGHT = "Wat we denken of vinden"
FIVE_DAYS_AGO = (datetime.now(AMSTERDAM) - timedelta(days=5)).date().isoformat()


def facts(players: Players) -> None:
    """From a first sentence to a corrected fact on the shared screen."""
    go_to(players.chair, "Wat is er gebeurd")
    key = _without_a_source_it_is_no_fact(players)
    _a_loaded_word_asks_what_was_seen(players, key)
    _a_thought_stands_apart(players, key)
    answers(players, key)
    _a_correction_keeps_what_was_there(players, key)


def _under(page: Page, title: str, key: str) -> Locator:
    """A statement in the list below a title, the same on every device."""
    return page.locator(
        f"xpath=//*[self::h1 or self::h2 or self::h3][normalize-space()='{title}']"
        f"/following::*[self::ul or self::ol][1]/li[@data-fragment='{key}']"
    )


def _without_a_source_it_is_no_fact(players: Players) -> str:
    """Source and date are asked for one after the other, at their field; the words stay. Returns its key."""
    chair, story = players.chair, players.story
    chair.get_by_text("Zet er iets bij", exact=True).click()
    form = chair.locator("form[data-wish='statement:add']")
    words = form.get_by_label("Wat is er gezien, gehoord of gedacht?")
    add = form.get_by_role("button", name="Zet erbij")
    words.fill(story.loaded)
    for name in story.parents:
        form.get_by_text(name, exact=True).click()
    add.click()
    expect(form.get_by_role("alert")).to_contain_text("zonder bron en datum is geen feit")
    form.get_by_label("Wie zegt dit?").select_option(label=story.seats[1])
    add.click()
    expect(form.get_by_role("alert")).to_contain_text("Vul de datum in")
    expect(form.get_by_role("alert")).to_be_in_viewport()
    players.picture(chair, "fact-refused")
    expect(words).to_have_value(story.loaded)
    form.get_by_label("Dag", exact=True).fill(FIVE_DAYS_AGO)
    add.click()
    key = chair.locator("li.rd-fact", has_text=story.loaded).get_attribute("data-fragment") or ""
    for page in players.everybody:
        expect(_under(page, CERTAIN, key)).to_have_count(1)
    return key


def _a_loaded_word_asks_what_was_seen(players: Players, key: str) -> None:
    """Never a block: the sentence stands, and asks; it stops asking when it says what was seen."""
    readers = [players.chair, players.partner, *players.phones]
    for page in readers:
        expect(card(page, key)).to_contain_text("Wat zag of hoorde u?")
    card(players.chair, key).scroll_into_view_if_needed()
    players.picture(players.chair, "hint")
    rewrite(players.chair, key, players.story.said)
    for page in readers:
        expect(card(page, key)).to_contain_text(players.story.said)
        expect(card(page, key)).not_to_contain_text("Wat zag of hoorde u?")


def _a_thought_stands_apart(players: Players, key: str) -> None:
    """Is this seen, or thought? The answer moves the sentence on every window, and back."""
    chair = players.chair
    for kind, there, elsewhere in (("mening", THOUGHT, CERTAIN), ("feit", CERTAIN, THOUGHT)):
        card(chair, key).get_by_role("button", name="Soort, bron en datum").click()
        card(chair, key).get_by_label("Is dit gezien of gehoord, of gedacht?").select_option(label=kind)
        for page in players.everybody:
            expect(_under(page, there, key)).to_have_count(1)
            expect(_under(page, elsewhere, key)).to_have_count(0)
        if kind == "mening":
            card(chair, key).scroll_into_view_if_needed()
            expect(_under(players.screen, there, key)).to_be_in_viewport()
            players.picture(chair, "thought")
            players.picture(players.screen, "thought")


def _a_correction_keeps_what_was_there(players: Players, key: str) -> None:
    """Whose words it is puts a new sentence in the place; the old one stays below it with its answers."""
    chair, phone, story = players.chair, players.other_parent, players.story
    expect(card(chair, key).get_by_role("button", name="Soort, bron en datum")).to_have_count(0)
    if not card(phone, key).is_visible():  # the answers before this may have opened the list
        phone.locator("summary", has_text=CERTAIN).click()
    card(phone, key).get_by_role("button", name="Soort, bron en datum").click()
    card(phone, key).get_by_label("Klopt de zin niet? Schrijf hoe het wel is").fill(story.better)
    card(phone, key).get_by_role("button", name="Verbeter").click()
    expect(players.screen.locator(".rd-bigfocus")).to_contain_text(story.better)
    for page in (chair, players.partner, *players.phones):
        expect(card(page, key)).to_have_count(0)
        better = page.locator("li.rd-fact", has_text=story.better)
        expect(better.locator(".rd-earlier")).to_contain_text(story.fact)
        expect(better.locator(".rd-earlier")).to_contain_text(f"{story.parents[1]}: klopt deels")
        expect(better.get_by_text("nog niet gevraagd")).to_have_count(2)
    better = chair.locator("li.rd-fact", has_text=story.better)
    better.get_by_text("Eerst stond hier").click()
    better.scroll_into_view_if_needed()
    players.picture(chair, "corrected")
    players.picture(players.screen, "corrected")
    better.get_by_role("button", name="Haal van het grote scherm").click()
    expect(players.screen.locator(".rd-bigfacts[data-goes-on]", has_text=story.better)).to_be_visible()
    players.picture(players.screen, "facts")
