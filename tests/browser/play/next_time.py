"""Next time: another meeting of the same family is planned and begun, and what was left comes first."""

from datetime import datetime, timedelta

from playwright.sync_api import expect

from conference.core.validation import AMSTERDAM
from tests.browser.play import decisions
from tests.browser.play.players import Players
from tests.browser.test_three_windows import go_to


def meet_again(players: Players) -> None:
    """Plan, begin, look back, and compare how it was seen then and now."""
    _plan(players)
    _look_back(players)
    _compare(players)


def _plan(players: Players) -> None:
    chair = players.chair
    chair.goto("/gezinnen")
    chair.locator("main").get_by_role("link", name=players.story.family).first.click()
    chair.get_by_role("link", name="Plan een overleg").click()
    chair.get_by_label("Datum").fill((datetime.now(AMSTERDAM) + timedelta(days=1)).date().isoformat())
    chair.get_by_label("Plaats").fill("Wijkgebouw, kamer 3")
    chair.get_by_role("button", name="Plan dit overleg").click()
    chair.get_by_role("button", name="Begin het overleg").click()
    chair.wait_for_selector("body[data-link='online']")


def _look_back(players: Players) -> None:
    """The parent who said yes is asked first how it went; questions and decisions to look at again stand there."""
    story, chair = players.story, players.chair
    code = chair.locator(".rd-join b").inner_text().replace(" ", "")
    phone = players.house.admit(chair, players.house.knock(story.parents[0], code), story.seats[0])
    go_to(chair, "Vorige keer")
    for page in (chair, phone):
        back = page.locator("[data-fragment='looking_back']")
        expect(back).to_contain_text(story.to_do)
        expect(back).to_contain_text(story.bridge)
        expect(page.locator("[data-fragment='main']")).to_contain_text("Vragen die nog open staan")
        expect(page.locator("[data-fragment='main']")).to_contain_text(story.stuck_question)
        expect(page.locator("[data-fragment='main']")).to_contain_text(decisions.NEXT_STEP)
    mine = phone.locator("section", has_text="Dit zou u doen").filter(has_text=story.to_do)
    players.picture(chair, "looking-back")
    mine.scroll_into_view_if_needed()
    players.album(phone, f"play-{story.name}-looking-back-phone")
    mine.get_by_label("Hoe staat het ervoor?").select_option(label="gedaan")
    mine.get_by_label("Hoe ging het? (mag leeg blijven)").fill("Het hielp.")
    mine.get_by_role("button", name="Bewaar hoe het ervoor staat").click()
    expect(chair.locator("[data-fragment='looking_back'] li", has_text=story.to_do)).to_contain_text(
        "Het hielp."
    )
    go_to(chair, "Stem van het gezin")  # the family speaks first, also the next time
    go_to(chair, "Samen begrijpen")
    expect(phone.get_by_role("heading", level=1, name="Samen begrijpen")).to_be_visible()
    expect(chair.locator("[data-fragment='map']")).to_contain_text(story.factor)  # as it stands, not anew


def _compare(players: Players) -> None:
    """How it was seen at the first meeting, beside the one just held."""
    chair = players.chair
    chair.goto("/gezinnen")
    chair.locator("main").get_by_role("link", name=players.story.family).first.click()
    chair.get_by_role("link", name="Vergelijk").first.click()
    meetings = chair.get_by_label("Van", exact=True).locator("option").count()
    assert meetings >= 2
    chair.get_by_label("Van", exact=True).select_option(index=meetings - 1)
    chair.get_by_label("Naar", exact=True).select_option(index=1)
    chair.get_by_role("button", name="Vergelijk").click()
    expect(chair.locator(".rd-worddiff").first).to_be_visible()
    players.picture(chair, "compared")
