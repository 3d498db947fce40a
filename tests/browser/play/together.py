"""Understanding together: what plays a part, what it rests on, how it hangs together, and what else it could be."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.play.hands import block, write
from tests.browser.play.players import Players
from tests.browser.test_three_windows import go_to
from tests.map.test_browser import BOX, alike, place, take

ARROWS = "[data-fragment^='arrow:']"
OTHER, DIFFER = "Wat zou het nog meer kunnen zijn", "Hier denken we anders over"


def together(players: Players) -> None:
    """From the first box to the other explanation."""
    go_to(players.chair, "Samen begrijpen")
    _strengths_come_first(players)
    key = _a_box_rests_on_what_was_said(players)
    _arrows_that_say_nothing_are_refused(players)
    _what_goes_round_is_found(players)
    _two_people_move_at_once(players, key)
    _the_list_does_it_all_by_keyboard(players, key)
    _everybody_and_everything_is_looked_at(players)
    _it_could_be_something_else(players)


def _strengths_come_first(players: Players) -> None:
    """What helps stands above what makes it harder, in the list of each device and beside the picture of the room."""
    for page in players.everybody:
        expect(page.locator(BOX).first).to_be_visible()
        expect(page.get_by_role("heading", name="Wat helpt al")).to_be_visible()
    for page in (players.chair, players.partner, *players.phones):
        titles = page.locator(".rd-factors h3, .rd-factors h4").all_inner_texts()
        assert titles == ["Wat helpt al", "Wat speelt nog meer mee"], titles


def _form(page: Page, wish: str) -> Locator:
    """One of the tools below the list."""
    return page.locator(f".rd-maptools form[data-wish='{wish}']")


def _a_box_rests_on_what_was_said(players: Players) -> str:
    """A parent draws a box on a phone; it is no fact until it rests on one. Returns the key of the box."""
    phone, story = players.parent, players.story
    before = phone.locator(BOX).count()
    _form(phone, "factor:add").get_by_label("Wat speelt mee?").fill(story.box)
    _form(phone, "factor:add").get_by_label("Wat doet het?").select_option(label="Maakt het moeilijker")
    _form(phone, "factor:add").get_by_role("button", name="Zet op de kaart").click()
    for page in players.everybody:
        expect(page.locator(BOX)).to_have_count(before + 1)
    row = players.chair.locator("li.rd-factor", has_text=story.box)
    key = (row.get_attribute("data-fragment") or "").removeprefix("factor:")
    readers = [players.chair, players.partner, *players.phones]
    for page in readers:
        expect(_row(page, key)).to_contain_text("nog geen feit")
    tool = _form(players.partner, "factor:rest")
    tool.get_by_label("Waar steunt dit op?").select_option(label=story.box)
    tool.get_by_label("Wat is er gezien, gehoord of gezegd?").select_option(label=story.better)
    tool.get_by_role("button", name="Laat dit erop steunen").click()
    for page in readers:
        expect(_row(page, key).locator(".rd-grounds")).to_contain_text(story.better)
        expect(_row(page, key)).not_to_contain_text("nog geen feit")
    _row(phone, key).scroll_into_view_if_needed()
    players.picture(phone, "box")
    return key


def _row(page: Page, key: str) -> Locator:
    return page.locator(f"[data-fragment='factor:{key}']")


def _draw(page: Page, source: str, relation: str, target: str, certainty: str) -> None:
    form = _form(page, "link:add")
    form.get_by_label("Hoe hangt het samen?").select_option(label=source)
    form.get_by_label("Wat doet dit met het andere?").select_option(label=relation)
    form.get_by_label("Het andere", exact=True).select_option(label=target)
    form.get_by_label("Hoe zeker zijn we?").select_option(label=certainty)
    form.get_by_role("button", name="Teken de pijl").click()


def _arrows_that_say_nothing_are_refused(players: Players) -> None:
    """To itself, and the same once more: a sentence each time, and what was chosen stays."""
    chair, story = players.chair, players.story
    arrows = chair.locator(ARROWS).count()
    answer = _form(chair, "link:add").get_by_role("alert")
    _draw(chair, story.box, "draagt bij aan", story.box, "misschien")
    expect(answer).to_contain_text("Kies twee verschillende dingen.")
    expect(
        _form(chair, "link:add").get_by_label("Het andere", exact=True).locator("option:checked")
    ).to_have_text(story.box)
    players.picture(chair, "arrow-refused")
    _draw(chair, story.box, "draagt bij aan", story.leads_to, "misschien")
    for page in players.everybody:
        expect(page.locator(ARROWS)).to_have_count(arrows + 1)
    _draw(chair, story.box, "draagt bij aan", story.leads_to, "misschien")
    expect(answer).to_contain_text("Deze pijl staat er al.")
    expect(chair.locator(ARROWS)).to_have_count(arrows + 1)
    for page in (players.partner, *players.phones):
        link = page.locator("li.rd-factor", has_text=story.box).locator(".rd-links__out").first
        expect(link).to_contain_text("draagt bij aan")
        expect(link).to_contain_text("misschien")


def _what_goes_round_is_found(players: Players) -> None:
    """An arrow back closes a round: it is told in words on every window."""
    story = players.story
    _draw(players.partner, story.leads_to, "houdt in stand", story.box, "sommigen denken dit")
    for page in players.everybody:
        circle = page.locator(".rd-circle", has_text=story.box)
        expect(circle.first).to_contain_text(story.leads_to)
        expect(circle.first).to_contain_text("en zo begint het weer")
    expect(players.screen.get_by_role("heading", name="Wat helpt al")).to_be_in_viewport()
    players.picture(players.screen, "circle")
    players.chair.locator(".rd-circle", has_text=story.box).first.scroll_into_view_if_needed()
    players.picture(players.chair, "circle")


def _two_people_move_at_once(players: Players, key: str) -> None:
    """The chair drags one box while the partner drags another; all pictures end alike."""
    other = players.partner.locator(BOX).first.get_attribute("data-node") or ""
    hands = {players.chair: key, players.partner: other}
    stood = {moved: place(players.screen, moved) for moved in hands.values()}
    taken = {page: take(page, moved) for page, moved in hands.items()}
    for step in range(1, 5):
        for page, (x, y) in taken.items():
            page.mouse.move(x - step * 8, y + step * 5)
    for page in taken:
        page.mouse.up()
    for page in players.everybody:
        for moved, before in stood.items():
            expect(page.locator(f"[data-node='{moved}']")).not_to_have_attribute("transform", before)
    alike(*players.everybody)
    players.picture(players.screen, "moved")


def _the_list_does_it_all_by_keyboard(players: Players, key: str) -> None:
    """Without a mouse: another place, who it is about, and (by the chair, with a reason) away from the map and back."""
    chair, screen = players.chair, players.screen
    if players.story.nothing_said_of:
        for page in (chair, *players.phones):
            expect(page.locator(".rd-cover")).to_contain_text(
                f"nog niets over {players.story.nothing_said_of}"
            )
    row = _row(chair, key)
    row.locator("summary", has_text="Soort, gebied").press("Enter")
    before = place(screen, key)
    row.get_by_role("button", name="Omhoog").press("Enter")
    expect(screen.locator(f"[data-node='{key}']")).not_to_have_attribute("transform", before)
    expect(row.get_by_role("group", name="Over wie gaat het?")).to_have_count(0)  # that says who put it there
    own = _row(players.parent, key)
    own.locator("summary", has_text="Soort, gebied").press("Enter")
    own.get_by_role("group", name="Over wie gaat het?").get_by_label(players.story.absent).press("Space")
    for page in (chair, players.partner, *players.phones):
        expect(_row(page, key)).to_contain_text(f"over {players.story.absent}")
    row.get_by_label("Waarom haalt u het weg?").fill("We zien het nu bij iets anders.")
    row.get_by_role("button", name="Haal dit van de kaart").press("Enter")
    for page in players.everybody:
        expect(page.locator(f"[data-node='{key}']")).to_have_count(0)
    chair.locator("summary", has_text="Weggehaald").press("Enter")
    chair.get_by_role("button", name=f"Zet terug: {players.story.box}").press("Enter")
    for page in players.everybody:
        expect(page.locator(f"[data-node='{key}']")).to_have_count(1)
        expect(page.locator(".rd-circle", has_text=players.story.box).first).to_be_visible()


def _everybody_and_everything_is_looked_at(players: Players) -> None:
    """Everybody of the household and every area of life stands there, whether something was said of it or not."""
    for page in (players.chair, players.partner, *players.phones):
        covered = page.locator(".rd-cover")
        for said in (*players.story.parents, players.story.absent, "Geld"):
            expect(covered.locator("li.is-said", has_text=said)).to_have_count(1)
        expect(covered).to_contain_text("Gezondheid", ignore_case=True)
    players.chair.locator(".rd-cover").scroll_into_view_if_needed()
    players.picture(players.chair, "map")
    players.picture(players.parent, "map")


def _it_could_be_something_else(players: Players) -> None:
    """Another explanation with who checks it, and a difference that may stay; both written together."""
    story = players.story
    checks = f" {story.speaker} kijkt dit na, voor de volgende keer."
    differ = f" {story.parents[0]} en {story.parents[1]} zien dit anders."
    for page, label, words in ((players.partner, OTHER, checks), (players.other_parent, DIFFER, differ)):
        write(page, block(page, label).locator("xpath=.."), label, words)
        for reader in (players.chair, players.partner, *players.phones):
            expect(block(reader, label)).to_contain_text(words.strip())
        players.chair.get_by_role("button", name=f"Op groot scherm: {label}").click()
        expect(players.screen.locator(".rd-bigtext")).to_contain_text(words.strip())
        players.picture(players.screen, "other" if label == OTHER else "differ")
    block(players.other_parent, DIFFER).scroll_into_view_if_needed()
    players.picture(players.other_parent, "differ")
    shown = players.chair.locator("article", has=block(players.chair, DIFFER))
    shown.get_by_role("button", name="Haal van het grote scherm").click()
    expect(players.screen.locator(BOX).first).to_be_visible()
