"""Decisions: one with an objection that is dealt with, one the law leaves to somebody, one the table is stuck on."""

from datetime import datetime, timedelta

from playwright.sync_api import Locator, Page, expect

from conference.core.validation import AMSTERDAM
from tests.browser.play.hands import write
from tests.browser.play.players import Players
from tests.browser.test_three_windows import go_to

WRONG_IF = "Waaraan zouden we merken dat we het mis hebben?"
OPTIONS = ("Ja, met een afspraak erbij. Ervoor: een stap. Ertegen: spannend.", "Nog niet. Ervoor: rust.")
REASON = "Dit past bij wat wij samen hebben gezien."
MEANS = "Jij hoeft hier niet voor te zorgen."
SIGN = "Als een van de kinderen stil wordt."
SUPPORT = "Dat helpt ons allemaal."
NEXT_STEP = "We praten er eerst rustig over met een bemiddelaar."
DISSENT = "Dit vind ik te snel gaan."


def decide(players: Players) -> None:
    """Nobody is overruled, nobody speaks for another, and two who close at once make one decision."""
    go_to(players.chair, "Afspraken")
    for page in (players.chair, players.partner):
        page.on("dialog", lambda dialog: dialog.accept())
    _with_an_objection(players)
    _without_one(players)
    _stuck(players)


def asked(page: Page, question: str) -> Locator:
    """One decision on a page."""
    return page.locator(".rd-decision", has_text=question)


def _ask(players: Players, question: str) -> Locator:
    """Put a question on the table; everybody has it at once."""
    chair = players.chair
    chair.get_by_label("Nieuwe vraag om over te besluiten").fill(question)
    chair.get_by_role("button", name="Leg op tafel").click()
    for page in (chair, players.partner, *players.phones):
        expect(asked(page, question)).to_have_count(1)
    return chair.locator(f"#{asked(chair, question).get_attribute('id')}")


def _lacks(decision: Locator, sentence: str) -> None:
    """Closing is refused with the first thing that is lacking; nothing else changes."""
    decision.get_by_role("button", name="Stel dit besluit vast").click()
    expect(decision.locator("form[data-wish='decision:close']")).to_contain_text(sentence)
    expect(decision).to_contain_text("Voorstel voor een besluit")


def _words(players: Players, decision: Locator, **said: str) -> None:
    labels = {"first": "Mogelijkheid 1", "second": "Mogelijkheid 2", "text": "Het besluit", "why": "Waarom"}
    for name, words in said.items():
        write(players.chair, decision, labels[name], words)
        expect(decision).to_contain_text(words)


def _for_the_children(players: Players, decision: Locator) -> None:
    for child in players.story.children:
        write(players.chair, decision, f"Wat betekent dit voor {child}?", MEANS)


def _review(players: Players, decision: Locator) -> None:
    decision.get_by_label("We kijken opnieuw op").fill(_in_days(28))
    expect(decision.locator(".rd-decision__lacking li", has_text="Kies een dag")).to_have_count(0)


def stand(page: Page, question: str, stance: str, words: str = "") -> None:
    """Say where one stands, on the own device: there is one form, and it is one's own."""
    decision = asked(page, question)
    own = decision.locator("form[data-wish='decision:stand']", has_text="Waar staat u?")
    expect(own).to_have_count(1)
    own.get_by_label("In eigen woorden. Hebt u bezwaar: wat moet er anders?").fill(words)
    own.get_by_role("button", name=stance).click()
    expect(own.get_by_role("button", name=stance)).to_have_attribute("aria-pressed", "true")


def _with_an_objection(players: Players) -> None:
    story, chair = players.story, players.chair
    decision = _ask(players, story.question)
    decision.get_by_role("button", name="Zet op het grote scherm").click()
    _words(players, decision, first=OPTIONS[0], text=f"{OPTIONS[0]}", why=REASON)
    expect(players.screen.locator(".rd-bigdecision")).to_contain_text(OPTIONS[0])
    _lacks(decision, "Schrijf minstens twee mogelijkheden op")
    _words(players, decision, second=OPTIONS[1])
    _lacks(decision, f"Schrijf op wat dit betekent voor {story.children[0]}.")
    _for_the_children(players, decision)
    _lacks(decision, "Schrijf op waaraan u zou merken dat u het mis hebt.")
    write(chair, decision, WRONG_IF, SIGN)
    _lacks(decision, "Kies een dag waarop u opnieuw naar dit besluit kijkt.")
    _review(players, decision)
    _rest_on(players, decision)

    stand(players.parent, story.question, "Dit steun ik", SUPPORT)
    stand(players.other_parent, story.question, "Ik heb bezwaar", story.objection)
    players.picture(players.other_parent, "objection")
    stand(players.partner, story.question, "Ik kan ermee leven")
    if players.young:
        stand(players.young, story.question, "Dit steun ik")
    for page in (chair, players.partner):
        expect(asked(page, story.question)).to_contain_text(story.objection)
    expect(players.screen.locator(".rd-bigstand", has_text="bezwaar")).to_contain_text(story.parents[1])
    players.picture(players.screen, "decision")
    _same_size(decision, SUPPORT, story.objection)

    _lacks(decision, "Er is een bezwaar. Schrijf eerst op wat u ermee deed.")
    write(chair, decision, "Wat doen we met het bezwaar", story.handled)
    _lacks(decision, "Er staat nog een bezwaar.")
    decision.locator(".rd-decision__handled").scroll_into_view_if_needed()
    players.picture(chair, "objection")
    stand(players.other_parent, story.question, "Ik kan ermee leven", story.objection)
    expect(decision).to_contain_text("eerst bezwaar")
    _close_at_once(players)


def _rest_on(players: Players, decision: Locator) -> None:
    """Nothing, then an opinion, then a fact."""
    expect(decision).to_contain_text("Dit voorstel steunt nog op geen enkel feit.")
    decision.get_by_text("Waarop het steunt (").click()
    decision.locator("label", has_text=players.story.opinion).click()
    expect(decision).to_contain_text("Dit steunt alleen op meningen of vermoedens.")
    decision.locator("label", has_text=players.story.known_fact).click()
    expect(decision).not_to_contain_text("Dit steunt alleen op meningen of vermoedens.")


def _same_size(decision: Locator, *words: str) -> None:
    """Who is against it is read as easily as who is for it."""
    sizes = {
        decision.locator("blockquote", has_text=each).evaluate("quote => getComputedStyle(quote).fontSize")
        for each in words
    }
    assert len(sizes) == 1, sizes


def _close_at_once(players: Players) -> None:
    """The chair has the table open twice, and both say at the same moment that it stands."""
    question, second = players.story.question, players.house.sign_in(players.story.chair)
    second.goto(players.table)
    second.wait_for_selector("body[data-link='online']")
    second.on("dialog", lambda dialog: dialog.accept())
    expect(asked(second, question)).to_contain_text("eerst bezwaar")
    now = players.chair.evaluate("Date.now()")
    for page in (players.chair, second):
        form = asked(page, question).locator("form[data-wish='decision:close']")
        form.evaluate(
            "(form, at) => void setTimeout(() => form.requestSubmit(), at - Date.now())", now + 1000
        )
    for page in (players.chair, second, players.partner, *players.phones):
        expect(asked(page, question)).to_have_count(1)
        expect(asked(page, question)).to_contain_text("Besloten op")
    second.context.close()
    asked(players.chair, question).scroll_into_view_if_needed()
    for page in (players.chair, players.parent):
        asked(page, question).scroll_into_view_if_needed()
        players.picture(page, "decided")


def _without_one(players: Players) -> None:
    """Nobody objects, but the law leaves this act to one hat."""
    story = players.story
    decision = _ask(players, story.small_question)
    _words(players, decision, first=OPTIONS[0], second=OPTIONS[1], text="Ja, dat doen we.", why=REASON)
    _for_the_children(players, decision)
    write(players.chair, decision, WRONG_IF, SIGN)
    _review(players, decision)
    decision.get_by_text("Hoe we besluiten, en met welke pet").click()
    act = decision.get_by_label("Is dit iets dat de wet aan één iemand geeft?")
    decision.get_by_label("Met welke pet op?").select_option(label="lokaal team")
    act.select_option(label=story.act)
    refused = decision.get_by_text(f"De wet geeft dat aan een ander: {story.law}.")
    expect(refused).to_be_visible()
    refused.scroll_into_view_if_needed()
    players.picture(players.chair, "reserved-act")
    decision.get_by_label("Met welke pet op?").select_option(label=story.hat)
    if story.hat_is_worn:
        act.select_option(label="nee")
        act.select_option(label=story.act)
        decision.get_by_label("Reden in de wet").select_option(label="een taak die in de wet staat")
    else:  # who is of that office only thinks along
        nobody = decision.get_by_text(f"Niemand aan deze tafel draagt de pet ‘{story.hat}’.")
        expect(nobody).to_be_visible()
        nobody.scroll_into_view_if_needed()
        players.picture(players.chair, "hat-of-nobody")
    for phone in players.phones:
        stand(phone, story.small_question, "Dit steun ik")
    expect(decision.locator(".rd-stand")).to_have_count(len(players.phones))
    if story.hat_is_worn:
        expect(decision).to_contain_text(f"Dit besluit is van wie de pet ‘{story.hat}’ draagt.")
        stand(players.partner, story.small_question, "Dit steun ik")
        expect(decision).not_to_contain_text("Dit besluit is van wie de pet")
    decision.get_by_role("button", name="Stel dit besluit vast").click()
    for page in (players.chair, players.partner):
        expect(asked(page, story.small_question)).to_contain_text("Besloten op")
        if story.hat_is_worn:
            expect(asked(page, story.small_question)).to_contain_text(story.act)


def _stuck(players: Players) -> None:
    """Not reaching agreement is said, with what happens next and when; who is against it stays readable."""
    story = players.story
    decision = _ask(players, story.stuck_question)
    stand(players.parent, story.stuck_question, "Dit steun ik", SUPPORT)
    stand(players.other_parent, story.stuck_question, "Ik heb bezwaar", DISSENT)
    expect(decision).to_contain_text(DISSENT)
    decision.get_by_text("We komen er nu niet uit").click()
    decision.get_by_label("Wat is de volgende stap?").fill(NEXT_STEP)
    save = decision.get_by_role("button", name="Leg vast dat we er nog niet uit zijn")
    save.click()
    expect(decision.get_by_text("Deze datum bestaat niet.")).to_be_visible()
    expect(decision.get_by_label("Wat is de volgende stap?")).to_have_value(NEXT_STEP)
    decision.get_by_label("Wanneer?").fill(_in_days(14))
    save.click()
    for page in (players.chair, players.partner):
        expect(asked(page, story.stuck_question)).to_contain_text("Hier zijn we het nog niet over eens")
        expect(asked(page, story.stuck_question)).to_contain_text(NEXT_STEP)
    _same_size(decision, SUPPORT, DISSENT)
    asked(players.partner, story.stuck_question).scroll_into_view_if_needed()
    players.picture(players.partner, "stuck")


def _in_days(days: int) -> str:
    return (datetime.now(AMSTERDAM) + timedelta(days=days)).date().isoformat()
