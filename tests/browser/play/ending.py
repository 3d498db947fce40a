"""The end: how it was, what is still open, and nobody can write any more."""

from playwright.sync_api import expect

from tests.browser.play.players import Players
from tests.browser.test_three_windows import go_to
from tests.gathering.test_browser import fill

TIPS = ("Graag een kortere pauze.", "Neem iets te drinken mee.")


def end_the_meeting(players: Players) -> None:
    """A question, four numbers and a tip from each device, the open points, and the end for everybody."""
    _ask_a_word(players)
    _check_out(players)
    _close(players)


def _ask_a_word(players: Players) -> None:
    """A question that nobody answers any more: the chair sees it before closing."""
    phone = players.other_parent
    phone.get_by_text("Moeilijk woord? Vraag het").click()
    phone.get_by_label("Welk woord of welke zin?").fill("hulpverleningsplan")
    phone.get_by_role("button", name="Vraag uitleg").click()
    expect(players.chair.locator(".rd-question", has_text="hulpverleningsplan")).to_be_visible()


def _check_out(players: Players) -> None:
    chair = players.chair
    go_to(chair, "Afsluiten")
    for number, phone in enumerate(players.phones[:2]):
        expect(phone.get_by_role("heading", level=1, name="Afsluiten")).to_be_visible()
        phone.get_by_label("Eén tip voor de volgende keer").fill(TIPS[number])
        fill(phone, 8 - number, 7, 6, 8)
    expect(chair.locator(".rd-dotrow")).to_have_count(0)  # two answers could still be told apart
    for page in players.everybody:
        assert TIPS[0] not in page.locator(".rd-tips").all_inner_texts()
    for page in [players.partner, *players.phones[2:]]:
        fill(page, 6, 7, 6, 8)
    for page in (chair, *players.phones):
        expect(page.locator(".rd-tips")).to_contain_text(TIPS[0])
        expect(page.locator(".rd-tips")).to_contain_text(TIPS[1])
        expect(page.locator(".rd-dotrow")).to_have_count(4)
    for tip in players.chair.locator(".rd-tips li").all_inner_texts():
        assert not any(name in tip for name in players.story.parents), tip
    players.parent.locator(".rd-tips").scroll_into_view_if_needed()
    for page in (players.parent, players.screen):
        players.picture(page, "check-out")


def _close(players: Players) -> None:
    """The first time the chair reads what is open and waits; the second time it ends, for everybody at once."""
    chair = players.chair
    chair.get_by_text("Meer voor de voorzitter").locator("xpath=ancestor::summary").click()
    close = chair.get_by_role("button", name="Sluit het overleg af")
    close.click()
    stop = chair.locator(".rd-stop")
    expect(stop).to_contain_text("Dit staat nog open")
    expect(
        stop.locator("li").filter(has_text="waarom").first
    ).to_be_visible()  # an agreement without a reason
    expect(stop.locator("li").filter(has_text="om uitleg open")).to_be_visible()
    players.picture(chair, "still-open")
    stop.get_by_role("button", name="Nog niet").click()
    expect(stop).to_be_hidden()
    expect(players.parent.get_by_text("Dit overleg is voorbij")).to_have_count(0)
    close.click()
    expect(chair.get_by_role("button", name="Toch afsluiten")).to_be_visible()
    for reason in chair.locator("[form=close-anyway]:is(input:not([type]))").all():
        reason.fill("Daar kwamen we niet aan toe.")
    chair.get_by_role("button", name="Toch afsluiten").click()
    for page in (chair, players.partner, *players.phones):
        expect(page.get_by_text("Dit overleg is voorbij").first).to_be_visible()
    # The screen stays in the room when everybody has left: it forgets the family.
    expect(players.screen.get_by_role("heading", level=1, name="Zet dit grote scherm aan")).to_be_visible()
    expect(players.screen.locator("body")).not_to_contain_text(players.story.family)
    expect(players.parent.get_by_role("link", name="Lees het verslag").first).to_be_visible()
    expect(chair.locator("[data-may-write]")).to_have_count(0)
    players.picture(players.parent, "over")
