"""The way out stands on every page of a family, and coming back to the door costs nobody their seat."""

from bs4 import BeautifulSoup
from flask import Flask

from tests.cast import Cast
from tests.pages import PageClient, Signed

FAMILY = ("/nu", "/mee", "/j")
EXIT = "a[data-quick-exit]"


def family_addresses(app: Flask) -> list[str]:
    """Every address of a family that can be opened as it is: a new page is among them by itself."""
    rules = [
        rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and not rule.arguments
    ]
    return sorted(rule.rule for rule in rules if rule.rule.startswith(FAMILY))


def pages_of(client: PageClient, app: Flask) -> dict[str, BeautifulSoup]:
    """What this browser sees at each of them; what goes elsewhere, or is no page, is left out."""
    found = {}
    for address in family_addresses(app):
        answer = client.get(address)
        if answer.status_code == 200 and answer.mimetype == "text/html":
            found[address] = BeautifulSoup(answer.text, "html5lib")
    return found


def has_the_way_out(page: BeautifulSoup, where: str) -> None:
    """In the bar that stays in sight, and the first thing that the Tab key meets after the skip link."""
    links = page.select("a[href], button")
    assert len(page.select(EXIT)) == 1, where
    assert page.select(f".rd-familybar {EXIT}") == links[1:2], f"{where}: {links[:3]}"


def test_every_page_of_a_family_has_the_way_out(app: Flask, as_: Signed, cast: Cast) -> None:
    phone = as_("anna")
    at_the_table, at_the_door = pages_of(phone, app), pages_of(as_("nobody"), app)
    cast.close()
    after = pages_of(phone, app)
    assert {"/nu", "/nu/vertellen", "/nu/afspraken", "/nu/wie", "/nu/plan", "/nu/mijn-gegevens"} <= set(
        at_the_table
    )
    assert {"/mee", "/j", "/mee/klaar"} <= set(at_the_door)
    assert "/nu/verslag" in after
    for when in (at_the_table, at_the_door, after):
        for address, page in when.items():
            has_the_way_out(page, address)


def test_what_a_phone_is_sent_to_outside_its_own_pages_has_it_too(as_: Signed) -> None:
    phone = as_("anna")
    has_the_way_out(phone.page("/woorden"), "what words mean")
    has_the_way_out(phone.page("/nu/is-er-niet", 404), "a page that is not there")
    phone.page("/nu")
    answer = phone.send("/wens/safety:give", score="elf")
    has_the_way_out(BeautifulSoup(answer.text, "html5lib"), "a form that was refused")


def test_a_professional_and_the_wall_have_no_way_out(as_: Signed, cast: Cast) -> None:
    for browser, address in (
        (as_("chair"), "/"),
        (as_("chair"), f"/overleg/{cast.meeting_id}"),
        (as_("screen"), "/scherm"),
    ):
        assert not browser.page(address).select(EXIT)


def test_who_comes_back_to_the_door_finds_the_way_to_their_seat(as_: Signed) -> None:
    phone = as_("anna")
    for address in ("/mee", "/j"):
        there = [link.get("href") for link in phone.page(address).select("main a.nl-button--primary")]
        assert there == ["/nu"], address
    assert phone.get("/mee/naam").location == "/mee"


def test_who_waits_finds_the_way_to_the_waiting_room_and_a_stranger_finds_none(
    as_: Signed, cast: Cast
) -> None:
    waiting, stranger = as_("nobody"), as_("nobody")
    waiting.set_cookie("rondom-plek", cast.knock()[1], samesite="Strict")
    assert [link["href"] for link in waiting.page("/mee").select("main a.nl-button--primary")] == [
        "/mee/wacht"
    ]
    assert not stranger.page("/mee").select("main a.nl-button--primary")
