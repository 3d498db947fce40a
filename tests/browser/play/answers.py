"""Answers to a fact: of its source and of those it is about, on the own phone, and again when it changes."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.play.players import Players

CERTAIN = "Wat weten we zeker?"


def answers(players: Players, key: str) -> None:
    """From the yes of the source to an answer that its owner changed."""
    _the_source_agrees(players, key, players.story.said)
    _both_parents_answer(players, key)
    _changed_words_are_asked_again(players, key)
    _an_answer_is_changed_by_its_owner(players, key)


def card(page: Page, key: str) -> Locator:
    """One statement on any window."""
    return page.locator(f"[data-fragment='{key}']")


def rewrite(page: Page, key: str, words: str) -> None:
    card(page, key).get_by_role("button", name="Wijzig: Wat staat er?").click()
    editor = card(page, key).locator(".cm-content")
    editor.click()
    page.keyboard.press("Control+a")
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    expect(editor).to_have_count(0)


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
    asked_about(players.parent, players.story.said).scroll_into_view_if_needed()
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
    """One tap answers; the words come after, and the next question only when its reader goes on."""
    question = asked_about(phone, words)
    question.get_by_role("button", name=stance).click()
    expect(question.get_by_role("heading", name="Uw antwoord staat erbij")).to_be_visible()
    question.get_by_label("Wilt u er iets bij zeggen?").fill(own)
    question.get_by_role("button", name="Zet deze woorden erbij").click()
    expect(phone.locator("[data-saved-state=saved]")).to_be_visible()
    question.get_by_role("button", name="Verder").click()
    expect(question).not_to_contain_text(words)


def asked_about(phone: Page, words: str) -> Locator:
    """The question about what is on the wall: another one that stood there stays until its reader goes to this one."""
    question = phone.locator("[data-fragment='question']")
    elsewhere = phone.get_by_role("link", name="Naar die vraag")
    expect(question.filter(has_text=words).or_(elsewhere).first).to_be_visible()
    if elsewhere.is_visible():
        elsewhere.click()
    expect(question).to_contain_text(words)
    return question


def _changed_words_are_asked_again(players: Players, key: str) -> None:
    """Another sentence is another question: the yes of the source and both answers belong to what was said then."""
    chair, screen, story = players.chair, players.screen, players.story
    _the_chair_proposes_and_the_source_takes_it_over(players, key)
    expect(card(chair, key)).to_contain_text("is de zin veranderd. Vraag het opnieuw.")
    expect(screen.locator(".rd-bigfocus")).to_contain_text(story.fact)
    for page in (card(chair, key), screen.locator(".rd-bigfocus")):
        expect(page.get_by_text("over een eerdere tekst").nth(1)).to_be_visible()
    expect(card(players.parent, key)).to_contain_text("De zin is veranderd. Klopt het nog?")
    players.picture(chair, "asked-again")
    players.picture(screen, "asked-again")
    _the_source_agrees(players, key, story.fact)


def _the_chair_proposes_and_the_source_takes_it_over(players: Players, key: str) -> None:
    """Since the source approved them these are their words: nobody else writes in them, the chair neither."""
    chair, phone, story = players.chair, players.other_parent, players.story
    expect(card(chair, key).get_by_role("button", name="Wijzig: Wat staat er?")).to_have_count(0)
    card(chair, key).get_by_text("Stel andere woorden voor").click()
    card(chair, key).get_by_label("Hoe zou u het zeggen?").fill(story.fact)
    card(chair, key).get_by_role("button", name="Stel dit voor").click()
    for page in (chair, players.partner, *players.phones):
        expect(card(page, key)).to_contain_text(f"“{story.fact}”")
    waiting = phone.locator("[data-fragment='proposals']")
    expect(waiting).to_contain_text("Voorstel bij uw woorden")
    waiting.scroll_into_view_if_needed()
    players.picture(phone, "proposal")
    waiting.get_by_role("button", name="Neem over").click()
    expect(waiting).not_to_contain_text("Voorstel bij uw woorden")


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
    expect(card(players.chair, key)).not_to_contain_text("over een eerdere tekst")
    card(players.parent, key).scroll_into_view_if_needed()
    players.picture(players.parent, "fact")
