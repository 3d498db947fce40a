"""The phone of a family: the way out in sight, the line told, words asked about before they go, and a way back in."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.fixtures import DemoServer
from tests.browser.test_pages import STICKS_OUT, look_at
from tests.browser.test_three_windows import go_to
from tests.facts.test_browser import DAY
from tests.live.proxy import Proxy
from tests.web.test_family_pages import family_addresses

pytestmark = [pytest.mark.browser, pytest.mark.slow]
#: Width, height, and how large the letters are in percent. A screen pulled twice as close has half its width.
SIZES = [
    *((width, height, letters) for width, height in ((390, 844), (320, 568)) for letters in (100, 150, 200)),
    (844, 390, 100),
    (844, 390, 200),
    (195, 422, 100),
]
#: Where the way out is, whether it is whole in the window, and whether it can be pressed there.
WAY_OUT = """() => {
    const exit = document.querySelector("[data-quick-exit]");
    const box = exit.getBoundingClientRect();
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    const whole = box.left >= 0 && box.top >= 0 && box.right <= innerWidth + 1 && box.bottom <= innerHeight;
    return whole && exit.contains(top) ? "" : `${Math.round(box.left)}..${Math.round(box.right)} of ${innerWidth}, ` +
        `${Math.round(box.top)}..${Math.round(box.bottom)} of ${innerHeight}, under ${top?.outerHTML.slice(0, 80)}`;
}"""


@pytest.fixture
def mother(demo_server: DemoServer) -> Page:
    """The phone of the mother, at the table."""
    chair = demo_server.at_table("Hilde")
    return demo_server.admit(chair, demo_server.knock("Marleen"), "Marleen Dekkers")


@pytest.fixture
def line(demo_server: DemoServer) -> Iterator[Proxy]:
    """A line between the phone and the server that can be held still."""
    with Proxy(demo_server.server.port) as proxy:
        yield proxy


def way_out_is_in_sight(page: Page, where: str) -> None:
    """At the top of the page, halfway and at its end."""
    for part in (0, 0.5, 1):
        page.evaluate("part => scrollTo(0, part * document.documentElement.scrollHeight)", part)
        assert page.evaluate(WAY_OUT) == "", where


def test_the_way_out_is_in_sight_on_every_page_at_every_letter_size(
    demo_server: DemoServer, mother: Page, kept_app: Flask
) -> None:
    pages = [one for one in family_addresses(kept_app) if not one.endswith((".pdf", ".json", "/binnen"))]
    seat = mother.context.storage_state()
    mother.context.close()
    for width, height, letters in SIZES:
        page = demo_server.window("phone", storage_state=seat)
        page.set_viewport_size({"width": width, "height": height})
        for address in pages:
            page.goto(address)
            page.evaluate("letters => { document.documentElement.style.fontSize = `${letters}%` }", letters)
            where = f"{address} at {width}x{height}, letters of {letters} %"
            way_out_is_in_sight(page, where)
            assert page.evaluate(STICKS_OUT) == [], where
        page.context.close()


def test_the_way_out_lies_over_a_pause(mother: Page) -> None:
    mother.evaluate("document.documentElement.style.fontSize = '200%'")
    mother.get_by_role("button", name="Pauze").click()
    expect(mother.locator("[data-paused]").first).to_be_visible()
    assert mother.evaluate(WAY_OUT) == ""


def test_back_from_the_table_leads_to_a_page_with_the_way_in(mother: Page) -> None:
    mother.go_back()
    expect(mother).to_have_url(re.compile("/mee$"))
    mother.get_by_role("link", name="Terug naar het overleg").click()
    expect(mother).to_have_url(re.compile("/nu$"))
    mother.wait_for_selector("body[data-link='online']")


def test_somebody_who_writes_is_told_that_the_line_is_down_and_keeps_the_words(
    mother: Page, line: Proxy
) -> None:
    mother.goto(f"{line.url}/nu/vertellen")
    mother.wait_for_selector("body[data-link='online']")
    mother.get_by_role("button", name=re.compile("^Schrijf")).first.click()
    editor = mother.locator(".cm-content").first
    editor.click()
    mother.keyboard.type("Kolibrie")
    expect(mother.locator("[data-saved-state=saved]")).to_be_visible()
    line.hold()
    mother.keyboard.type(" en merel")
    told = mother.locator("[data-saved-state=offline]")
    expect(told).to_be_in_viewport(
        timeout=9_000
    )  # how fast stands in benchmarks; the line itself gives up after 25
    assert mother.locator("body").get_attribute("data-link") == "lost"
    line.release()
    expect(mother.locator("[data-saved-state=saved]")).to_be_visible()
    expect(editor).to_contain_text("Kolibrie en merel")


def test_somebody_who_only_reads_is_told_too(mother: Page, line: Proxy) -> None:
    mother.goto(f"{line.url}/nu")
    mother.wait_for_selector("body[data-link='online']")
    line.hold()
    expect(mother.locator("[data-saved-state=offline]")).to_be_in_viewport(timeout=9_000)
    line.release()
    expect(mother.locator("[data-saved-state=saved]")).to_be_visible()


def test_a_phone_asks_before_it_leaves_with_unsent_words_and_keeps_nothing(mother: Page) -> None:
    mother.goto("/nu/afspraken")
    mother.get_by_label("Wat is er nog nodig?").fill("Kolibrie")
    mother.get_by_role("link", name="Vertellen").click()
    asked = mother.get_by_role("dialog", name="Uw woorden zijn nog niet verstuurd")
    expect(asked).to_be_visible()
    assert (
        mother.evaluate(WAY_OUT.replace("querySelector", "querySelector('dialog[open]').querySelector")) == ""
    )
    asked.get_by_role("button", name="Blijf hier").click()
    expect(mother.get_by_label("Wat is er nog nodig?")).to_have_value("Kolibrie")
    mother.get_by_role("link", name="Vertellen").click()
    asked.get_by_role("button", name="Ga weg zonder te versturen").click()
    expect(mother).to_have_url(re.compile("/nu/vertellen$"))
    assert mother.evaluate("localStorage.length + sessionStorage.length") == 0
    mother.go_back()
    expect(mother.get_by_label("Wat is er nog nodig?")).to_have_value("")


def test_who_sent_the_words_is_not_asked(mother: Page) -> None:
    mother.goto("/nu/afspraken")
    mother.get_by_label("Wat is er nog nodig?").fill("Kolibrie")
    mother.get_by_role("button", name="Zet erbij").click()
    expect(mother.locator("[data-fragment^='action:']", has_text="Kolibrie")).to_be_visible()
    mother.get_by_role("link", name="Vertellen").click()
    expect(mother).to_have_url(re.compile("/nu/vertellen$"))


def test_another_part_opens_at_its_top(demo_server: DemoServer) -> None:
    chair = demo_server.at_table("Hilde")
    phone = demo_server.admit(chair, demo_server.knock("Marleen"), "Marleen Dekkers")
    go_to(chair, "Samen begrijpen")
    expect(phone.get_by_role("heading", level=1, name="Samen begrijpen")).to_be_visible()
    phone.evaluate("scrollTo(0, 900)")
    go_to(chair, "Afspraken")
    expect(phone.get_by_role("heading", level=1, name="Afspraken")).to_be_in_viewport()
    assert phone.evaluate("scrollY") == 0


def add_fact(chair: Page, words: str, *about: str) -> None:
    """Put a fact on the table."""
    form = chair.locator("form[data-wish='statement:add']")
    if not form.is_visible():
        chair.get_by_text("Zet er iets bij", exact=True).click()
    form.get_by_label("Wat is er gezien, gehoord of gedacht?").fill(words)
    form.get_by_label("Dag", exact=True).fill(DAY.isoformat())
    for name in about:
        form.get_by_label(name, exact=True).check()
    form.get_by_label("Waar staat of komt het vandaan?").fill("Verslag van de politie")
    form.get_by_role("button", name="Zet erbij").click()
    expect(chair.locator("li.rd-fact", has_text=words)).to_be_visible()


def test_one_tap_answers_and_nothing_moves_until_the_next_tap(demo_server: DemoServer) -> None:
    chair = demo_server.at_table("Hilde")
    phone = demo_server.admit(chair, demo_server.knock("Marleen"), "Marleen Dekkers")
    go_to(chair, "Wat is er gebeurd")
    first, second = "De televisie was kapot.", "De politie kwam ook op 3 juni."
    add_fact(chair, first, "Marleen")
    question = phone.locator("[data-fragment='question']")
    expect(question).to_contain_text(first)
    yes = question.get_by_role("button", name="Ja, dit klopt")
    reach = 2 * 844 - phone.locator(".rd-familybar").bounding_box()["height"]  # type: ignore[index]
    box = yes.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < reach, "the answer lies within two screens"
    # Another fact comes, and on the wall: the question stays where it is, and a way to the other one is said.
    add_fact(chair, second, "Marleen")
    chair.locator("li.rd-fact", has_text=second).get_by_role("button", name="Zet op het grote scherm").click()
    expect(phone.get_by_role("link", name="Naar die vraag")).to_be_visible()
    assert yes.bounding_box() == box
    expect(question).to_contain_text(first)
    yes.click()
    said = question.get_by_role("heading", name="Uw antwoord staat erbij")
    expect(said).to_be_focused()
    expect(question).to_contain_text("U zegt: Ja, dit klopt")
    expect(chair.locator("li.rd-fact", has_text=first)).to_contain_text("Marleen: klopt")
    # A change of mind is one tap away, and words beside it are asked after the answer counts.
    question.get_by_role("button", name="Verander mijn antwoord").click()
    question.get_by_role("button", name="Dit klopt deels").click()
    question.get_by_label("Wilt u er iets bij zeggen?").fill("Kolibrie")
    question.get_by_role("button", name="Zet deze woorden erbij").click()
    expect(chair.locator("li.rd-fact", has_text=first)).to_contain_text("Marleen: klopt deels")
    expect(chair.locator("li.rd-fact", has_text=first)).to_contain_text("Kolibrie")
    expect(phone.locator("[data-saved-state=saved]")).to_be_visible()
    look_at(phone, "an answer that stands there", "phone")
    question.get_by_role("button", name="Verder").click()
    expect(question).to_contain_text(second)
    assert phone.evaluate("scrollY") == 0
    look_at(phone, "a question", "phone")
    # Everybody looks around freely, and comes back to the question with one tap.
    phone.get_by_text("Zelf rondkijken").click()
    phone.get_by_role("link", name="Afspraken", exact=True).first.click()
    expect(phone.get_by_role("heading", level=1, name="Afspraken")).to_be_visible()
    look_at(phone, "looking around", "phone")
    phone.get_by_role("link", name="Terug naar de tafel").click()
    expect(question).to_contain_text(second)


def test_a_question_is_answered_without_script(demo_server: DemoServer, mother: Page) -> None:
    chair = demo_server.at_table("Hilde")
    go_to(chair, "Wat is er gebeurd")
    add_fact(chair, "De televisie was kapot.", "Marleen")
    seat = mother.context.storage_state()
    mother.context.close()
    plain = demo_server.window("phone", storage_state=seat, java_script_enabled=False)
    plain.goto("/nu")
    plain.get_by_label("Wilt u er iets bij zeggen?").fill("Kolibrie")
    plain.get_by_role("button", name="Ja, dit klopt").click()
    expect(plain).to_have_url(re.compile("/nu$"))
    expect(plain.locator("[data-fragment='question']")).not_to_contain_text("De televisie was kapot.")
    card = chair.locator("li.rd-fact", has_text="De televisie was kapot.")
    expect(card).to_contain_text("Marleen: klopt")
    expect(card).to_contain_text("Kolibrie")
