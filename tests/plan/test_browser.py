"""The plan that goes on the fridge: one sheet of paper for each phase."""

from io import BytesIO

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.fixtures import DemoServer
from tests.browser.test_pages import look_at

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_each_plan_prints_on_one_sheet(demo_server: DemoServer) -> None:
    chair = demo_server.at_table("Hilde")
    chair.goto(f"{demo_server.printed.meeting}/plan")
    expect(chair.get_by_text("Direct gevaar? Bel 112.")).to_be_visible()
    look_at(chair, "the plan on one page")
    for phase in ("immediate_safety", "risk_driven_help", "recovery"):
        chair.goto(f"{demo_server.printed.meeting}/plan?fase={phase}")
        paper = PdfReader(BytesIO(chair.pdf(format="A4", prefer_css_page_size=True)))
        assert len(paper.pages) == 1, phase
