"""The way from the waiting room to the table in a real browser, when it takes its time."""

import re
from functools import partial

import pytest
from playwright.sync_api import APIResponse, Route, expect

from tests.browser.fixtures import DemoServer

pytestmark = pytest.mark.browser


def keep_answer(kept: list[tuple[Route, APIResponse]], route: Route) -> None:
    """The server does what was asked; its answer is kept until the test lets it go."""
    kept.append((route, route.fetch(max_redirects=0)))


def test_who_is_let_in_over_a_slow_line_is_not_sent_out(demo_server: DemoServer) -> None:
    """Being let in ends the waiting room. A page on its way to the table may not take that for being sent away."""
    chair = demo_server.at_table("Hilde")
    phone = demo_server.knock("Marleen")
    kept: list[tuple[Route, APIResponse]] = []
    phone.route("**/mee/binnen", partial(keep_answer, kept))
    form = chair.locator("form[data-wish='guest:admit']").last
    form.get_by_label("Wie is dit?").select_option(label="Marleen Dekkers")
    number = phone.locator(".rd-matchnumber").inner_text().strip()
    form.locator(f"input[value='{number}']").check(force=True)
    with phone.expect_response("**/sessie") as asked:
        form.get_by_role("button", name="Laat binnen").click()
    assert asked.value.status == 401
    for route, answer in kept:
        route.fulfill(response=answer)
    expect(phone).to_have_url(re.compile("/nu$"))
