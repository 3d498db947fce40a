"""What happened: a sentence becomes a fact, both parents answer it, and what stood there before stays readable."""

import re
from datetime import datetime, timedelta

from playwright.sync_api import Locator, Page, expect

from conference.inputs import AMSTERDAM
from tests.browser.play.players import Players
from tests.browser.test_three_windows import go_to

CERTAIN, THOUGHT = "Wat weten we zeker?", "Wat we denken of vinden"
FIVE_DAYS_AGO = (datetime.now(AMSTERDAM) - timedelta(days=5)).date().isoformat()


def facts(players: Players) -> None:
    """From a first sentence to a corrected fact on the shared screen."""
    go_to(players.chair, "Wat is er gebeurd")
    key = _without_a_source_it_is_no_fact(players)
    _a_loaded_word_asks_what_was_seen(players, key)
    _a_thought_stands_apart(players, key)
    _the_source_agrees(players, key, players.story.said)
    _both_parents_answer(players, key)
    _changed_words_are_asked_again(players, key)
    _an_answer_is_changed_by_its_owner(players, key)
    _a_correction_keeps_what_was_there(players, key)


def card(page: Page, key: str) -> Locator:
    """One statement on any window."""
    return page.locator(f"[data-fragment='{key}']")


def _under(page: Page, title: str, key: str) -> Locator:
    """A statement in the list below a title, the same on every device."""
    return page.locator(
        f"xpath=//*[self::h1 or self::h2 or self::h3][normalize-space()='{title}']"
        f"/following::*[self::ul or self::ol][1]/li[@data-fragment='{key}']"
    )


def _without_a_source_it_is_no_fact(players: Players) -> str:
    """Source and date are asked for one after the other, at their field; the words stay. Returns the statement's key."""
    chair, story = players.chair, players.story
    chair.get_by_text("Zet er iets bij", exact=True).click()
    form = chair.locator("form[data-wish='statement:add']")
    words, add = (
        form.get_by_label("Wat is er gezien, gehoord of gedacht?"),
        form.get_by_role("button", name="Zet erbij"),
    )
    words.fill(story.loaded)
    for name in story.parents:
        form.get_by_text(name, exact=True).click()
    add.click()
    expect(form.get_by_role("alert")).to_contain_text("zonder bron en datum is geen feit")
    form.get_by_label("Wie zegt dit?").select_option(label=story.seats[1])
    add.click()
    expect(form.get_by_role("alert")).to_contain_text("datum")
    players.picture(chair, "fact-refused")
    expect(words).to_have_value(story.loaded)
    form.get_by_label("Dag", exact=True).fill(FIVE_DAYS_AGO)
    add.click()
    for page in players.everybody:
        expect(
            page.locator("[data-fragment='facts'] > *, .rd-bigfacts li").filter(has_text=story.loaded).first
        ).to_contain_text(story.loaded)
    key = chair.locator("li.rd-fact", has_text=story.loaded).get_attribute("data-fragment")
    assert key
    for page in players.everybody:
        expect(_under(page, CERTAIN, key)).to_have_count(1)
    return key


def _rewrite(page: Page, key: str, words: str) -> None:
    card(page, key).get_by_role("button", name="Wijzig: Wat staat er?").click()
    editor = card(page, key).locator(".cm-content")
    editor.click()
    page.keyboard.press("Control+a")
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    expect(editor).to_have_count(0)


def _a_loaded_word_asks_what_was_seen(players: Players, key: str) -> None:
    """Never a block: the sentence stands, and asks; it stops asking when it says what was seen."""
    readers = [players.chair, players.partner, *players.phones]
    for page in readers:
        expect(card(page, key)).to_contain_text("Wat zag of hoorde u?")
    card(players.chair, key).scroll_into_view_if_needed()
    players.picture(players.chair, "hint")
    _rewrite(players.chair, key, players.story.said)
    for page in readers:
        expect(card(page, key)).to_contain_text(players.story.said)
        expect(card(page, key)).not_to_contain_text("Wat zag of hoorde u?")


def _a_thought_stands_apart(players: Players, key: str) -> None:
    """Is this seen, or thought? The answer moves the sentence on every window, and back."""
    partner = players.partner
    for kind, there, elsewhere in (("mening", THOUGHT, CERTAIN), ("feit", CERTAIN, THOUGHT)):
        card(partner, key).get_by_role("button", name="Soort, bron en datum").click()
        card(partner, key).get_by_label("Is dit gezien of gehoord, of gedacht?").select_option(label=kind)
        for page in players.everybody:
            expect(_under(page, there, key)).to_have_count(1)
            expect(_under(page, elsewhere, key)).to_have_count(0)
        if kind == "mening":
            card(partner, key).scroll_into_view_if_needed()
            players.picture(partner, "thought")
            players.picture(players.screen, "thought")


def _the_source_agrees(players: Players, key: str, words: str) -> None:
    """Who said it says on the own phone that it is written well; nobody else has a button for it."""
    phone, name = players.other_parent, players.story.parents[1]
    for page in (players.chair, players.partner, players.parent):
        expect(card(page, key)).to_contain_text(words)
        expect(card(page, key).locator("form[data-wish='statement:accord']")).to_have_count(0)
    phone.locator("summary", has_text=CERTAIN).click()
    card(phone, key).get_by_role("button", name="Akkoord, zo staat het goed").click()
    for page in (players.chair, players.partner, *players.phones):
        expect(card(page, key)).to_contain_text(f"Akkoord van de bron: {name}")
    card(phone, key).scroll_into_view_if_needed()
    players.picture(phone, "accord")
    phone.locator("summary", has_text=CERTAIN).click()


def _both_parents_answer(players: Players, key: str) -> None:
    """On the shared screen first, so that phones ask it; each answer counts and stands beside it, as large."""
    chair, screen, (first, second) = players.chair, players.screen, players.story.parents
    card(chair, key).get_by_role("button", name="Zet op het grote scherm").click()
    for page in (card(chair, key), screen.locator(".rd-bigfocus")):
        expect(page).to_contain_text(f"{first}: nog niet gevraagd")
        expect(page).to_contain_text(f"{second}: nog niet gevraagd")
    waiting = _waiting(chair)
    players.parent.locator(
        "[data-fragment='question']", has_text=players.story.said
    ).scroll_into_view_if_needed()
    players.picture(players.parent, "question")
    _answer(players.parent, players.story.said, "Ja, dit klopt", "Ik had al gekookt.")
    _answer(players.other_parent, players.story.said, "Ik zie het anders", "Het was druk op de weg.")
    expect(chair.locator(".rd-asked")).to_contain_text(f"{waiting - 2} antwoord")
    for page in (card(chair, key), card(players.partner, key), screen.locator(".rd-bigfocus")):
        expect(page).to_contain_text(f"{first}: klopt")
        expect(page).to_contain_text("Ik had al gekookt.")
        expect(page).to_contain_text(f"{second}: klopt niet")
        expect(page).to_contain_text("Het was druk op de weg.")
    for phone in players.phones:
        expect(card(phone, key)).to_contain_text("Het was druk op de weg.")
    _as_large(card(chair, key).locator(".rd-line, .rd-differs .rd-fact__text"))
    _as_large(screen.locator(".rd-biganswer div > span"))
    card(chair, key).scroll_into_view_if_needed()
    players.picture(chair, "answers")
    players.picture(screen, "answers")


def _waiting(chair: Page) -> int:
    found = re.search(r"\d+", chair.locator(".rd-asked").inner_text())
    assert found
    return int(found.group())


def _as_large(words: Locator) -> None:
    sizes = words.evaluate_all("all => all.map((one) => getComputedStyle(one).fontSize)")
    assert len(sizes) > 1
    assert len(set(sizes)) == 1, sizes


def _answer(phone: Page, words: str, stance: str, own: str) -> None:
    question = phone.locator("[data-fragment='question']")
    expect(question).to_contain_text(words)
    question.get_by_text(stance).click()
    question.get_by_label("Hoe ziet u het?").fill(own)
    question.get_by_role("button", name="Zet het antwoord erbij").click()
    expect(question).not_to_contain_text(words)


def _changed_words_are_asked_again(players: Players, key: str) -> None:
    """Another sentence is another question: the yes of the source and both answers belong to what was said then."""
    chair, screen, story = players.chair, players.screen, players.story
    _rewrite(chair, key, story.fact)
    expect(card(chair, key)).to_contain_text("is de zin veranderd. Vraag het opnieuw.")
    expect(screen.locator(".rd-bigfocus")).to_contain_text(story.fact)
    for page in (card(chair, key), screen.locator(".rd-bigfocus")):
        expect(page.get_by_text("De zin is daarna veranderd.")).to_have_count(2)
    expect(card(players.parent, key)).to_contain_text("De zin is veranderd. Klopt het nog?")
    players.picture(chair, "asked-again")
    players.picture(screen, "asked-again")
    _the_source_agrees(players, key, story.fact)


def _an_answer_is_changed_by_its_owner(players: Players, key: str) -> None:
    """Each phone holds a form for the own answer alone; a laptop of the table holds none."""
    for page in (players.chair, players.partner):
        expect(card(page, key).locator("form[data-wish='response:give']")).to_have_count(0)
    for phone, name in zip((players.parent, players.other_parent), players.story.parents, strict=True):
        phone.locator("summary", has_text=CERTAIN).click()
        expect(card(phone, key).locator("form[data-wish='response:give']")).to_have_count(1)
        card(phone, key).locator(".rd-ownanswer summary").click()
        form = card(phone, key).locator("form[data-wish='response:give']")
        form.get_by_text("Dit klopt deels").click()
        form.get_by_label("Hoe ziet u het?").fill(players.story.fact_again)
        if phone is players.parent:
            players.picture(phone, "change-answer")
        form.get_by_role("button", name="Zet het antwoord erbij").click()
        for page in (
            card(players.chair, key),
            players.screen.locator(".rd-bigfocus"),
            card(players.parent, key),
        ):
            expect(page).to_contain_text(f"{name}: klopt deels")
    expect(card(players.chair, key)).not_to_contain_text("De zin is daarna veranderd.")
    card(players.parent, key).scroll_into_view_if_needed()
    players.picture(players.parent, "fact")


def _a_correction_keeps_what_was_there(players: Players, key: str) -> None:
    """A new sentence takes the place, on the shared screen too; the old one stays below it with its answers."""
    chair, story = players.chair, players.story
    card(chair, key).get_by_role("button", name="Soort, bron en datum").click()
    card(chair, key).get_by_label("Klopt de zin niet? Schrijf hoe het wel is").fill(story.better)
    card(chair, key).get_by_role("button", name="Verbeter").click()
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
    expect(players.screen.locator(".rd-bigfacts", has_text=story.better)).to_be_visible()
    players.picture(players.screen, "facts")
