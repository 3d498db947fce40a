"""The voice of the family: nobody goes past it without a reason, and everybody has own words."""

from playwright.sync_api import Page, expect

from tests.browser.play.hands import block, write
from tests.browser.play.players import Players
from tests.browser.test_three_windows import go_to

MAIN = "[data-fragment='main'], .rd-big__main"


def voice(players: Players) -> None:
    """Everybody who is there writes, and a child who is not there is heard through somebody."""
    go_to(players.chair, "Stem van het gezin")
    _everybody_has_own_words(players)
    _a_child_who_is_not_there_has_a_voice(players)


def past_the_family(players: Players) -> None:
    """The family speaks first: who goes past it says why, and everybody can read that."""
    chair, why = players.chair, "Milan komt een kwartier later."
    chair.locator(".rd-agenda a", has_text="Wat is er gebeurd").click()
    chair.get_by_role("button", name="Ga hier met iedereen heen").click()
    expect(chair.get_by_text("Het gezin vertelt eerst.")).to_be_visible()
    chair.get_by_role("button", name="Toch verder").click()
    expect(chair.locator(".rd-stop").get_by_role("alert")).to_have_text("Vul dit in.")
    players.picture(chair, "past-family")
    expect(players.parent.get_by_role("heading", level=1, name="Welkom")).to_be_visible()
    chair.locator(".rd-stop").get_by_label("Waarom slaan we dit over?").fill(why)
    chair.get_by_role("button", name="Toch verder").click()
    expect(chair.locator("[data-saved-state=saved]")).to_be_visible()
    for phone in players.phones:
        expect(phone.get_by_role("heading", level=1, name="Wat is er gebeurd")).to_be_visible()
    expect(players.partner.locator(".rd-agenda")).to_contain_text(f"overgeslagen: {why}")
    chair.goto(players.table)
    chair.wait_for_selector("body[data-link='online']")


def _everybody_has_own_words(players: Players) -> None:
    """Each of the family writes in the own block; neither the chair nor the partner can."""
    story = players.story
    for phone, seat in zip(
        players.phones, [*story.parents, *([story.young] if story.young else [])], strict=True
    ):
        words = f"Dit zeg ik zelf, {seat}."
        write(phone, phone.locator(".rd-section--own", has_text="Uw eigen woorden"), seat, f" {words}")
        for page in players.everybody:
            expect(page.locator(MAIN).get_by_text(words)).to_be_visible()
        for page in [players.chair, players.partner, *(one for one in players.phones if one != phone)]:
            _cannot_write(page, seat)
    players.picture(players.parent, "own-words")
    players.picture(players.chair, "own-words")
    players.picture(players.screen, "own-words")


def _cannot_write(page: Page, owner: str) -> None:
    theirs = block(page, owner)
    expect(theirs).to_be_visible()
    expect(theirs.get_by_role("button")).to_have_count(0)
    theirs.locator("[data-text-view]").click()
    expect(theirs.locator(".cm-content")).to_have_count(0)


def _a_child_who_is_not_there_has_a_voice(players: Players) -> None:
    """Who speaks for the child writes down what it says; everybody reads through whom, and nobody else can write."""
    story = players.story
    speaker = players.comes(story.speaker)
    place = speaker.locator(".rd-section--own", has=block(speaker, story.absent))
    write(speaker, place, story.absent, f" Dit zegt {story.absent}.")
    for page in players.everybody:
        expect(page.locator(MAIN).get_by_text(f"Dit zegt {story.absent}.")).to_be_visible()
    for page in (players.chair, players.partner, *players.phones):
        card = page.locator(".rd-section--own", has=block(page, story.absent))
        expect(card).to_contain_text(f"Opgeschreven door {story.speaker}, voor {story.absent}.")
        _cannot_write(page, story.absent)
    players.picture(speaker, "voice-of-a-child")
    speaker.close()
