"""Welcome and last time: what we want, how we treat each other, what a word means, and what became of agreements."""

import re
from datetime import datetime, timedelta

from playwright.sync_api import Page, expect

from conference.core.validation import AMSTERDAM
from tests.browser.play.hands import block
from tests.browser.play.players import Players
from tests.browser.play.voice import past_the_family, voice
from tests.browser.test_three_windows import go_to

PURPOSE = "Wat we vandaag willen bereiken"
IN_FOUR_WEEKS = (datetime.now(AMSTERDAM) + timedelta(days=28)).date().isoformat()


def opening(players: Players) -> None:
    """From the welcome to the own words of the family."""
    go_to(players.chair, "Welkom")
    _purpose_is_written_together(players)
    _everybody_reads_who_sees_what(players)
    _rules_are_agreed_on_each_device(players)
    _a_word_and_an_item_are_explained(players)
    _somebody_is_brought_in(players)
    if players.story.begins:
        past_the_family(players)
    _last_time_is_answered_by_its_owner(players)
    _a_part_is_left_out_and_done_again(players)
    voice(players)


def _purpose_is_written_together(players: Players) -> None:
    """Two people type at once in one sentence; everybody else sees it grow."""
    halves = {players.chair: ("En we ", "spreken iets af."), players.parent: ("Rust ", "voor ieder. ")}
    for page, key in ((players.chair, "Control+End"), (players.parent, "Control+Home")):
        block(page, PURPOSE).get_by_role("button", name="Schrijf mee").click()
        block(page, PURPOSE).locator(".cm-content").click()
        page.keyboard.press(key)
        page.keyboard.type(" " if page == players.chair else "")
    for turn in (0, 1):
        for page, words in halves.items():
            page.keyboard.type(words[turn], delay=5)
    for page in players.everybody:
        expect(
            page.get_by_text(re.compile("Rust voor ieder. .*En we spreken iets af.")).first
        ).to_be_visible()
    players.picture(players.parent, "purpose")
    players.picture(players.partner, "purpose")
    for page in halves:
        block(page, PURPOSE).get_by_role("button", name="Klaar", exact=True).click()


def _everybody_reads_who_sees_what(players: Players) -> None:
    for page in (players.chair, players.partner, *players.phones):
        sees = page.locator(".rd-sees")
        expect(sees).to_contain_text("Lezen en schrijven mee")
        expect(sees).to_contain_text(players.story.parents[0])
        expect(sees).to_contain_text("Alleen uzelf kunt ze veranderen.")


def _rules_are_agreed_on_each_device(players: Players) -> None:
    """Everybody who did not say yes yet says so on the own device; the screen counts."""
    story, yes = players.story, players.story.yes_before
    late = [players.comes(story.late)] if story.late else [players.chair, players.partner, *players.phones]
    players.picture(late[-1], "rules-before")
    for page in late:
        page.get_by_role("button", name="Zo doe ik mee").click()
        expect(page.get_by_text("U zei ja tegen deze regels.")).to_be_visible()
        yes += 1
        expect(
            players.screen.get_by_text(re.compile(rf"^{yes} mens(en)? zeg(t|gen): zo doe ik mee"))
        ).to_be_visible()
    for page in (players.chair, players.partner, *players.phones):
        expect(page.locator(".rd-yeses .is-yes")).to_have_count(yes)
    players.picture(players.screen, "rules")
    players.picture(players.parent, "rules")
    if story.late:
        late[0].close()


def _a_word_and_an_item_are_explained(players: Players) -> None:
    """Asked on two phones, answered by the chair; the table does not go on before that; nobody sees who asked."""
    chair, word = players.chair, players.story.word
    players.parent.get_by_text("Moeilijk woord? Vraag het").last.click()
    players.parent.get_by_label("Welk woord of welke zin?").fill(word)
    players.parent.get_by_role("button", name="Vraag uitleg").click()
    players.other_parent.get_by_role("button", name=f"Leg uit: {PURPOSE}").click()
    expect(
        players.other_parent.get_by_text("Uw vraag is gesteld. Niemand ziet dat u dit vroeg.")
    ).to_be_visible()
    for wanted in (word, PURPOSE):
        expect(chair.locator(".rd-question", has_text=wanted)).to_be_visible()
    players.picture(chair, "asked")
    for name in players.story.parents:
        expect(chair.locator("[data-fragment='questions']")).not_to_contain_text(name)
    expect(players.partner.locator("[data-fragment='questions']")).not_to_contain_text(word)
    _answer(chair, word, players.story.word_means)
    _answer(chair, PURPOSE, "Dit moet vandaag klaar zijn.")
    expect(players.parent.get_by_text(players.story.word_means).first).to_be_visible()
    for page in (players.other_parent, players.partner, players.chair):
        expect(page.locator(".rd-explained", has_text="Dit moet vandaag klaar zijn.").first).to_be_visible()
    players.picture(players.parent, "explained")
    players.picture(players.other_parent, "explained-item")


def _answer(chair: Page, about: str, words: str) -> None:
    question = chair.locator(".rd-question", has_text=about)
    question.get_by_label("Uw uitleg in gewone woorden").fill(words)
    question.get_by_role("button", name="Geef uitleg").click()
    expect(question).to_have_count(0)


def _somebody_is_brought_in(players: Players) -> None:
    """Expertise is added for one question; without an end date it is refused and nothing is lost."""
    story, chair = players.story, players.chair
    added = chair.locator("[data-fragment='expertise']")
    added.locator("summary", has_text="Haal erbij").click()
    added.get_by_label("Of: wie haalt u erbij?").fill(story.expert)
    added.get_by_label("Wat is de vraag?").fill(story.expert_question)
    added.get_by_role("button", name="Haal erbij").click()
    expect(added.get_by_role("alert")).to_be_visible()
    expect(added.get_by_label("Wat is de vraag?")).to_have_value(story.expert_question)
    players.picture(chair, "expert-refused")
    added.get_by_label("Tot wanneer?").fill(IN_FOUR_WEEKS)
    added.get_by_role("button", name="Haal erbij").click()
    for page in (chair, players.partner):
        brought = page.locator(".rd-expertise", has_text=story.expert)
        expect(brought).to_contain_text(story.expert_question)
        expect(brought).to_contain_text("tot ")
    players.parent.locator("[data-fragment='who'] a").click()
    expect(players.parent.locator(".rd-expertise", has_text=story.expert)).to_contain_text(
        story.expert_question
    )
    players.parent.locator(".rd-expertise", has_text=story.expert).scroll_into_view_if_needed()
    players.picture(players.parent, "expert")
    players.parent.get_by_role("link", name="Terug").click()
    players.parent.wait_for_selector("body[data-link='online']")


def _last_time_is_answered_by_its_owner(players: Players) -> None:
    """Not done asks why; done with a word of how it went stands on every window."""
    go_to(players.chair, "Vorige keer")
    phone = players.phone(players.story.keeps)
    mine = phone.locator("[data-fragment='looking_back'] section", has_text="Dit zou u doen").first
    agreed = mine.locator(".rd-pfact").inner_text().strip()
    mine.get_by_label("Hoe staat het ervoor?").select_option(label="niet gedaan")
    mine.get_by_role("button", name="Bewaar hoe het ervoor staat").click()
    expect(mine).to_contain_text("Kies waarom het niet is gedaan.")
    mine.get_by_label("Hoe staat het ervoor?").select_option(label="gedaan")
    mine.get_by_label("Hoe ging het? (mag leeg blijven)").fill("Het ging beter dan ik dacht.")
    mine.get_by_role("button", name="Bewaar hoe het ervoor staat").click()
    for page in (players.chair, players.partner):
        row = page.locator("[data-fragment='looking_back'] li", has_text=agreed).first
        expect(row).to_contain_text("Het ging beter dan ik dacht.")
    on_screen = players.screen.locator("[data-fragment='looking_back'] li", has_text=agreed)
    expect(on_screen).to_contain_text("gedaan")
    expect(on_screen).to_be_in_viewport(ratio=0.99)
    players.picture(phone, "last-time")
    players.picture(players.chair, "last-time")
    players.picture(players.screen, "last-time")


def _a_part_is_left_out_and_done_again(players: Players) -> None:
    """Each with a reason that everybody reads, on a phone behind one tap."""
    chair = players.chair
    for question, button, why, shown in (
        ("Waarom slaan we dit over?", "Sla over", "We hebben alles gezien.", "overgeslagen: "),
        ("Waarom doen we dit nog een keer?", "Doe dit opnieuw", "Er was nog een vraag.", "2 keer gedaan: "),
    ):
        chair.goto(chair.locator(".rd-agenda a", has_text="Vorige keer").get_attribute("href") or "")
        chair.wait_for_selector("body[data-link='online']")
        chair.get_by_text("Dit onderdeel overslaan of opnieuw doen").click()
        chair.get_by_role("button", name=button, exact=True).click()
        expect(chair.locator(".rd-change [role=alert]").first).to_be_visible()
        chair.get_by_label(question).fill(why)
        chair.get_by_role("button", name=button, exact=True).click()
        for page in (chair, players.partner):
            expect(page.locator(".rd-agenda")).to_contain_text(f"{shown}{why}")
        expect(players.parent.locator(".rd-phoneagenda")).to_contain_text(f"{shown}{why}")
    expect(players.parent.get_by_role("heading", level=1, name="Vorige keer")).to_be_visible()
    players.parent.get_by_text("Zelf rondkijken").click()
    players.picture(players.parent, "parts")
    players.picture(chair, "parts")
