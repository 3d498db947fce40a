"""How safe it is now: each a number alone, all shown at once, and how it went until now."""

from playwright.sync_api import Page, expect

from tests.browser.play.players import Players
from tests.browser.test_three_windows import go_to

TITLE = "Hoe veilig is het nu"


def safety(players: Players) -> None:
    """From the first number to the line of history."""
    go_to(players.chair, TITLE)
    given = _each_gives_a_number_alone(players)
    _nobody_sees_one_before(players, given)
    _two_reveal_at_once(players, given)
    _the_line_goes_on(players, given)


def _numbers(players: Players) -> dict[Page, tuple[int, str]]:
    """What each of them gives, with a reason that nobody else could know."""
    givers = [*players.phones, players.partner, players.chair]
    reasons = (
        "Ik slaap weer goed.",
        "Ik weet wat ik moet doen.",
        "Nog geen vast plan.",
        "Het gaat langzaam.",
        "Er is rust.",
    )
    return dict(zip(givers, zip((6, 8, 5, 4, 7), reasons, strict=True), strict=False))


def _each_gives_a_number_alone(players: Players) -> dict[Page, tuple[int, str]]:
    """A number is needed, a reason is asked for; who gave one may change it until all are shown."""
    first = players.parent
    first.get_by_label("Waarom dit cijfer?").first.fill("Eerst het cijfer.")
    first.get_by_role("button", name="Geef dit cijfer").first.click()
    expect(first.locator("form[data-wish='safety:give']").first.get_by_role("alert")).to_be_visible()
    expect(first.get_by_label("Waarom dit cijfer?").first).to_have_value("Eerst het cijfer.")
    numbers = _numbers(players)
    for count, (page, (score, why)) in enumerate(numbers.items(), start=1):
        _give(page, score, why)
        expect(players.screen.get_by_text(f"{count} van {len(numbers)} gaven antwoord")).to_be_visible()
    first.locator("input[name=score][value='7']").first.check(force=True)
    first.get_by_role("button", name="Bewaar mijn nieuwe cijfer").first.click()
    expect(first.get_by_text("Gegeven: 7.")).to_be_visible()
    expect(players.screen.get_by_text(f"{len(numbers)} van {len(numbers)} gaven antwoord")).to_be_visible()
    return {**numbers, first: (7, numbers[first][1])}


def _give(page: Page, score: int, why: str) -> None:
    page.locator(f"input[name=score][value='{score}']").first.check(force=True)
    expect(page.locator("input[name=on_screen][value=no]").first).to_be_checked()
    page.locator("input[name=on_screen][value=yes]").first.check(force=True)
    page.get_by_label("Waarom dit cijfer?").first.fill(why)
    page.get_by_role("button", name="Geef dit cijfer").first.click()
    expect(page.get_by_text(f"Gegeven: {score}.")).to_be_visible()


def _nobody_sees_one_before(players: Players, given: dict[Page, tuple[int, str]]) -> None:
    """Only that somebody gave one is shown; nowhere in a page stands the reason of somebody else."""
    for page in players.everybody:
        seen = page.content()
        for giver, (_, why) in given.items():
            assert (why in seen) == (giver is page), why
        expect(page.locator(".rd-yeses .is-yes")).to_have_count(len(given))
    players.parent.locator("form[data-wish='safety:give']").first.scroll_into_view_if_needed()
    players.picture(players.parent, "number")
    players.picture(players.screen, "number")
    players.picture(players.chair, "number")


def _two_reveal_at_once(players: Players, given: dict[Page, tuple[int, str]]) -> None:
    """The chair presses on two laptops at the same moment: every number stands there once, on every window."""
    second = players.comes(players.story.chair)
    for page in (players.chair, second):
        expect(page.get_by_role("button", name="Laat alle cijfers samen zien")).to_be_visible()
    for page in (players.chair, second):
        page.evaluate("document.querySelector(\"form[data-wish='safety:reveal']\").requestSubmit()")
    for page in (*players.everybody, second):
        for score, why in given.values():
            expect(page.locator(".rd-given", has_text=why)).to_have_count(1)
            expect(page.locator(".rd-given", has_text=why).locator(".rd-given__n")).to_have_text(str(score))
        expect(page.locator(".rd-given")).to_have_count(len(given))
        expect(page.get_by_role("button", name="Geef dit cijfer")).to_have_count(0)
    for page in (players.chair, second):
        expect(page.locator("[data-fragment='safety'] [role=alert]")).to_have_count(0)
    second.close()
    players.picture(players.screen, "numbers")
    players.picture(players.parent, "numbers")


def _the_line_goes_on(players: Players, given: dict[Page, tuple[int, str]]) -> None:
    """Beside the earlier meetings, as a picture and as a table, for all who were there."""
    for page in (players.chair, players.partner, *players.phones):
        expect(page.locator("svg.rd-history")).to_be_visible()
        for name, giver in zip(players.story.parents, (players.parent, players.other_parent), strict=True):
            row = page.locator(".rd-history__table tr", has_text=name)
            expect(row.locator("td").last).to_have_text(str(given[giver][0]))
    players.chair.locator("svg.rd-history").scroll_into_view_if_needed()
    players.picture(players.chair, "history")
    players.parent.locator("svg.rd-history").scroll_into_view_if_needed()
    players.picture(players.parent, "history")
