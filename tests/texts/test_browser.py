"""Who reads a text on the page sees who writes in it, on a laptop and on a phone, until the writer rests."""

import pytest

from tests.browser.fixtures import DemoServer
from tests.browser.test_three_windows import go_to

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_readers_see_who_writes(demo_server: DemoServer) -> None:
    chair, laptop = demo_server.at_table("Hilde"), demo_server.at_table("Samira")
    phone = demo_server.admit(chair, demo_server.knock("Marleen"), "Marleen Dekkers")
    go_to(chair, "Samen begrijpen")
    for page in (laptop, phone):
        page.get_by_role("heading", name="Samen begrijpen").wait_for()
    chair.get_by_role("button", name="Schrijf mee: Wat gaat goed").click()
    chair.wait_for_selector(".cm-content")
    chair.keyboard.type(" En dit ook.")
    for page in (laptop, phone):
        page.get_by_text("Hilde schrijft").wait_for()
        assert page.get_by_text("Hilde schrijft").count() == 1
    for page in (laptop, phone):
        page.get_by_text("Hilde schrijft").wait_for(state="hidden")


def test_arabic_runs_from_right_to_left_where_it_is_written_and_where_it_is_read(
    demo_server: DemoServer,
) -> None:
    chair, laptop = demo_server.at_table("Hilde"), demo_server.at_table("Samira")
    go_to(chair, "Samen begrijpen")
    laptop.get_by_role("heading", name="Samen begrijpen").wait_for()
    chair.get_by_role("button", name="Schrijf mee: Wat gaat goed").click()
    chair.wait_for_selector(".cm-content")
    chair.keyboard.press("Control+End")
    for _ in range(3):  # out of the list, and an empty line
        chair.keyboard.press("Enter")
    words = "الأم: لا أنام جيدا (3 keer per nacht)!"
    chair.keyboard.insert_text(words)
    places = (chair.locator(".cm-line", has_text=words), laptop.get_by_text(words))
    for place in places:
        place.wait_for()
        assert place.evaluate("it => getComputedStyle(it).direction") == "rtl"
