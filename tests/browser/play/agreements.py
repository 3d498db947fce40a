"""Agreements: why we do it, whose it is and whether that person said yes, what waits, and in which order."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.play.players import Players
from tests.browser.test_three_windows import go_to


def agree(players: Players) -> None:
    """Two agreements: one with a reason and a yes, one that nobody knows the reason of yet."""
    go_to(players.chair, "Afspraken")
    for phone in players.phones:
        phone.goto("/nu/afspraken")
        phone.wait_for_selector("body[data-link='online']")
    for words in (players.story.to_do, players.story.loose):
        _add(players, words)
    _say_why(players)
    _one_owner_who_says_yes(players)
    _waiting_needs_a_reason_and_a_bridge(players)
    _not_done_needs_a_reason(players)
    _put_in_order(players)
    for page in (players.chair, players.partner, players.screen):  # the columns scroll, never the page
        assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    for phone in players.phones:
        phone.goto("/nu")
        phone.wait_for_selector("body[data-link='online']")


def row(page: Page, words: str) -> Locator:
    """One agreement, on any page that lists it."""
    return page.locator("[data-fragment='actions'] :is(li, section:not(:has(li)))", has_text=words)


def _add(players: Players, words: str) -> None:
    chair = players.chair
    chair.get_by_label("Nieuwe afspraak").fill(words)
    chair.locator("form[data-wish='action:add']").get_by_role("button", name="Zet erbij").click()
    for page in players.everybody:
        expect(row(page, words)).to_have_count(1)
    expect(row(chair, words)).to_contain_text("nog geen waarom")
    expect(row(chair, words)).to_contain_text("Nog niemand")


def _open(card: Locator) -> Locator:
    card.get_by_text("Wie, wanneer en hoe ver").click()
    return card


def _say_why(players: Players) -> None:
    story = players.story
    card = _open(row(players.chair, story.to_do))
    card.get_by_label("Voor welk doel?").select_option(label=story.goal)
    expect(card).to_contain_text(f"Voor het doel: {story.goal}")
    decision = card.get_by_label("Uit welk besluit?")
    decision.select_option(index=1)
    expect(card).to_contain_text("Uit het besluit:")
    card.locator("label", has_text=story.factor).click()
    expect(card).to_contain_text(f"Pakt aan: {story.factor}")
    expect(card).not_to_contain_text("nog geen waarom")
    expect(row(players.partner, story.to_do)).to_contain_text(f"Pakt aan: {story.factor}")
    expect(row(players.partner, story.loose)).to_contain_text("nog geen waarom")


def _one_owner_who_says_yes(players: Players) -> None:
    story, words = players.story, players.story.to_do
    owner = row(players.chair, words).get_by_label("Wie doet dit?")
    owner.select_option(label=story.seats[1])
    asked = players.other_parent.locator("section", has_text="Dit vragen we u").filter(has_text=words)
    expect(asked.get_by_role("button", name="Ik doe dit")).to_be_visible()
    owner.select_option(label=story.seats[0])
    expect(asked).to_have_count(0)  # one owner: the question goes to the other phone
    asked = players.parent.locator("section", has_text="Dit vragen we u").filter(has_text=words)
    expect(asked.get_by_role("button", name="Ik doe dit")).to_be_visible()
    for page in (players.chair, players.partner, players.other_parent):  # nobody says yes for another
        expect(row(page, words)).to_contain_text(story.parents[0])
        expect(row(page, words).get_by_role("button", name="Ik doe dit")).to_have_count(0)
    for page in (players.chair, players.screen, players.other_parent):
        expect(row(page, words).get_by_text("Zegt ja")).to_have_count(0)
    asked.scroll_into_view_if_needed()
    players.picture(players.parent, "agreement-asked")
    asked.get_by_role("button", name="Ik doe dit").click()
    for page in players.everybody:
        expect(row(page, words).get_by_text("Zegt ja")).to_have_count(1)


def _waiting_needs_a_reason_and_a_bridge(players: Players) -> None:
    """Refused without, and what was typed stays. It is a parent's: the chair, who types for them, says so as well."""
    story = players.story
    card = row(players.chair, story.to_do)
    save = card.get_by_role("button", name="Bewaar hoe het ervoor staat")
    card.get_by_label("Hoe staat het ervoor?").select_option(label="wacht")
    save.click()
    expect(card.get_by_text("Schrijf waarom (minstens 15 tekens).")).to_be_visible()
    why = f"{story.parents[0]} vertelde het aan tafel."
    card.locator("form[data-wish='action:state']").get_by_label("Waarom verandert u het?").fill(why)
    card.get_by_label("Hoe staat het ervoor?").select_option(label="wacht")
    card.get_by_label("Hoe ging het?").fill("Al drie keer gebeld.")
    save.click()
    expect(card.get_by_text("Kies waarop we wachten.")).to_be_visible()
    card.get_by_label("Waarop wachten we?").select_option(label="een andere organisatie")
    save.click()
    expect(card.get_by_text("Schrijf wat we doen zolang we wachten.")).to_be_visible()
    expect(card.get_by_label("Hoe ging het?")).to_have_value("Al drie keer gebeld.")
    players.picture(players.chair, "agreement-refused")
    card.get_by_label("Wat doen we zolang we wachten?").fill(story.bridge)
    save.click()
    for page in (players.chair, players.partner, players.other_parent):
        expect(row(page, story.to_do)).to_contain_text(f"Tot die tijd: {story.bridge}")
        expect(row(page, story.to_do)).to_contain_text("Al drie keer gebeld.")
        expect(row(page, story.to_do)).to_contain_text(why)
    expect(row(players.screen, story.to_do)).to_contain_text("wacht: een andere organisatie")


def _not_done_needs_a_reason(players: Players) -> None:
    words = players.story.loose
    card = _open(row(players.chair, words))
    save = card.get_by_role("button", name="Bewaar hoe het ervoor staat")
    card.get_by_label("Hoe staat het ervoor?").select_option(label="niet gedaan")
    save.click()
    expect(card.get_by_text("Kies waarom het niet is gedaan.")).to_be_visible()
    card.get_by_label("Waarom is het niet gedaan?").select_option(label="het is er niet van gekomen")
    save.click()
    for page in (players.chair, players.partner, players.other_parent):
        expect(row(page, words)).to_contain_text("Niet gedaan: het is er niet van gekomen.")
    card.get_by_label("Hoe staat het ervoor?").select_option(label="gepland")
    save.click()  # the table takes it up again: it still has no reason and nobody who does it
    expect(row(players.partner, words)).not_to_contain_text("Niet gedaan")


def _put_in_order(players: Players) -> None:
    """The last one goes up; it stands there in every window."""
    first, last = players.story.to_do, players.story.loose
    row(players.chair, last).get_by_role("button", name="Omhoog").click()
    for page in (players.chair, players.partner, players.screen):
        rows = page.locator("[data-fragment='actions'] > li, [data-fragment='actions'] > ul > li")
        expect(rows.filter(has_text=first).or_(rows.filter(has_text=last)).first).to_contain_text(last)
    row(players.chair, last).scroll_into_view_if_needed()
    for page in (players.chair, players.screen):
        players.picture(page, "agreements")
    row(players.parent, first).scroll_into_view_if_needed()
    players.picture(players.parent, "agreements")
