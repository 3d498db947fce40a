"""A father at the table: by no road he changes the mother's words; he proposes, she answers, and both stand (T1-T3)."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.fixtures import DemoServer
from tests.browser.test_pages import look_at
from tests.facts.test_browser import with_everybody

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Album = Callable[[Page, str], None]
HERS = "Ruben duwde mij twee keer."
HIS = "Ruben en ik duwden elkaar."
BETTER = "Ruben duwde mij twee keer, in de keuken."
WHY = "Zo ging het niet, ik was erbij."

#: What a page that is made by hand would send.
BY_HAND = """async ([name, fields]) => {
    const form = new FormData();
    const token = document.querySelector("input[name=csrf_token]").value;
    for (const [key, value] of Object.entries({ csrf_token: token, ...fields })) form.append(key, value);
    const answer = await fetch(`/wens/${name}`, {
        method: "POST", body: form, headers: { Accept: "application/json", "X-Requested-With": "fetch" },
    });
    return (await answer.json()).code ?? "ok";
}"""


def propose(page: Page, words: str) -> None:
    """At the mother's statement, on the father's phone."""
    card = page.locator("li.rd-fact", has_text=HERS).first
    if not card.get_by_label("Hoe zou u het zeggen?").is_visible():
        card.locator("summary", has_text="voor").filter(has_text="Stel").click()
    card.get_by_label("Hoe zou u het zeggen?").fill(words)
    card.get_by_role("button", name="Stel dit voor").click()
    expect(card.get_by_text(f"“{words}”")).to_be_visible()


def test_a_father_cannot_change_the_mothers_words_and_says_his_own(
    demo_server: DemoServer, album: Album
) -> None:
    chair, screen = demo_server.at_table("Hilde"), demo_server.screen()
    mother = demo_server.admit(chair, demo_server.knock("Marleen"), "Marleen Dekkers")
    father = demo_server.admit(chair, demo_server.knock("Ruben"), "Ruben Dekkers")
    with_everybody(chair, "Wat is er gebeurd")

    # The mother says it on her own phone: it is hers from the first moment.
    mother.get_by_text("Zet er iets bij", exact=True).click()
    form = mother.locator("form[data-wish='statement:add']")
    form.get_by_label("Wat is er gezien, gehoord of gedacht?").fill(HERS)
    form.locator("select[name=kind]").select_option("opinion")
    form.get_by_role("button", name="Zet erbij").click()
    for page in (father, mother):
        fold = page.locator("details.rd-fold", has_text="Wat we denken of vinden")
        fold.locator("summary").first.click()
        expect(page.locator("li.rd-fact", has_text=HERS)).to_be_visible()
    card = father.locator("li.rd-fact", has_text=HERS)
    key = (card.get_attribute("data-fragment") or "").partition(":")[2]
    text = card.locator("[data-text]").get_attribute("data-text") or ""

    # No button, and by hand neither: words, fields, correcting, taking back.
    expect(card.get_by_role("button", name="Wijzig: Wat staat er?")).to_have_count(0)
    expect(card.get_by_role("button", name="Soort, bron en datum")).to_have_count(0)
    for name, fields in (
        ("text:rewrite", {"text": text, "seen": "1", "words": "Ik duwde niemand."}),
        (
            "record:set",
            {"thing": f"statement:{key}", "field": "kind", "value": "assumption", "seen": "opinion"},
        ),
        ("statement:correct", {"statement": key, "words": "Ik duwde niemand."}),
        ("statement:withdraw", {"statement": key, "why": "Dit is helemaal niet gebeurd."}),
    ):
        assert father.evaluate(BY_HAND, [name, fields]) == "words_of_another", name
    expect(mother.locator("li.rd-fact", has_text=HERS)).to_be_visible()

    # He proposes; it waits at her words and on top of her phone; she keeps her own, with a reason that he reads.
    propose(father, HIS)
    waiting = mother.locator("[data-fragment='proposals']")
    expect(waiting).to_contain_text(HIS)
    look_at(mother, "a proposal that waits on a phone")
    look_at(father, "one's own proposal on a phone")
    album(mother, "phone-proposal")
    expect(screen.locator("body")).not_to_contain_text(HIS)
    waiting.get_by_role("button", name="Nee, ik houd mijn woorden").click()
    expect(waiting.get_by_text("Schrijf waarom (minstens 15 tekens).")).to_be_visible()
    waiting.get_by_label("Schrijf waarom").fill(WHY)
    waiting.get_by_role("button", name="Nee, ik houd mijn woorden").click()
    expect(card).to_contain_text("niet overgenomen")
    expect(card).to_contain_text(WHY)
    expect(waiting).not_to_contain_text(HIS)

    # Another one she puts beside hers: both stand on every page, the wall too; a third she takes over.
    propose(father, "Wij hadden ruzie en iedereen duwde.")
    waiting.get_by_role("button", name="Zet ernaast").click()
    for page in (father, chair, screen):
        expect(page.locator("[data-fragment^='statement:']", has_text=HERS)).to_contain_text("iedereen duwde")
    propose(father, BETTER)
    waiting.get_by_role("button", name="Neem over").click()
    for page in (father, chair, screen):
        expect(page.locator("[data-fragment^='statement:']", has_text=BETTER)).to_be_visible()
    chair.locator("li.rd-fact", has_text=BETTER).scroll_into_view_if_needed()
    look_at(chair, "words beside words on a laptop")
    look_at(screen, "words beside words on the screen")
    album(chair, "table-proposals")
    album(screen, "screen-proposals")

    # Her agreement: he does not end it. The chair may, with a reason that stands there with a name.
    mother.get_by_role("link", name="Afspraken", exact=True).click()
    mother.get_by_label("Wat is er nog nodig?").fill("Ik bel mijn zus elke avond")
    mother.get_by_role("button", name="Zet erbij").click()
    mine = mother.locator("[data-fragment^='action:']", has_text="Ik bel mijn zus")
    mine.get_by_role("button", name="Ik doe dit").click()
    agreement = (mine.get_attribute("data-fragment") or "").partition(":")[2]
    ended = {"action": agreement, "state": "cancelled", "seen": "planned"}
    assert father.evaluate(BY_HAND, ["action:state", ended]) == "words_of_another"
    with_everybody(chair, "Afspraken")
    row = chair.locator(f"#action-{agreement}")
    row.get_by_text("Wie, wanneer en hoe ver").click()
    state = row.locator("form[data-wish='action:state']")
    state.get_by_label("Hoe staat het ervoor?").select_option("cancelled")
    state.get_by_role("button", name="Bewaar hoe het ervoor staat").click()
    expect(state.get_by_text("Schrijf waarom (minstens 15 tekens).")).to_be_visible()
    state.get_by_label("Waarom verandert u het?").fill("Haar zus is een maand weg.")
    state.get_by_role("button", name="Bewaar hoe het ervoor staat").click()
    told = "Veranderd door Hilde, omdat: Haar zus is een maand weg."
    expect(row).to_contain_text(told)
    expect(mother.locator(f"[data-fragment='action:{agreement}']")).to_contain_text(told)

    # The report has her words and what she put beside them; not what she declined.
    chair.get_by_text("Meer voor de voorzitter").locator("xpath=ancestor::summary").click()
    chair.get_by_role("button", name="Sluit het overleg af").click()
    expect(chair.get_by_role("button", name="Toch afsluiten")).to_be_visible()
    for reason in chair.locator("[form=close-anyway]:is(input:not([type]))").all():
        reason.fill("Daar kwamen we niet aan toe.")
    chair.get_by_role("button", name="Toch afsluiten").click()
    expect(chair.get_by_text("Dit overleg is voorbij")).to_be_visible()
    mother.goto("/nu/verslag")
    expect(mother.locator("body")).to_contain_text(BETTER)
    expect(mother.locator("body")).to_contain_text("iedereen duwde")
    expect(mother.locator("body")).not_to_contain_text(HIS)


def test_who_wrote_what_can_be_read_at_a_statement_and_a_shared_text(
    demo_server: DemoServer, album: Album
) -> None:
    chair = demo_server.at_table("Hilde")
    phone = demo_server.admit(chair, demo_server.knock("Ruben"), "Ruben Dekkers")
    chair.get_by_role("link", name="Wie schreef dit? Wat gaat goed").click()
    expect(chair.get_by_role("heading", name="Wie schreef dit?")).to_be_visible()
    expect(chair.locator(".rd-passage").first).to_be_visible()
    look_at(chair, "who wrote a shared text")
    album(chair, "table-who-wrote")
    address = phone.get_by_role("link", name="Wie schreef dit?").first.get_attribute("href") or ""
    phone.goto(address)
    expect(phone.get_by_role("heading", name="Eerdere woorden")).to_be_visible()
    look_at(phone, "who wrote this on a phone")
    album(phone, "phone-who-wrote")
