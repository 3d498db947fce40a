"""Both cases from welcome to a frozen report and the next meeting, with every rule of understanding together touched.

A chair, a partner, both parents and a young person on phones, and the shared screen. The chapters lie in
`tests/browser/play`; each brings the table to its own part and looks at what the others see.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.fixtures import DemoServer
from tests.browser.play.agreements import agree
from tests.browser.play.decisions import decide
from tests.browser.play.ending import end_the_meeting
from tests.browser.play.facts import facts
from tests.browser.play.next_time import meet_again
from tests.browser.play.opening import opening
from tests.browser.play.plans import make_the_plan
from tests.browser.play.players import DEKKERS, VERHOEF, Story, sit_down
from tests.browser.play.report import read_the_report
from tests.browser.play.safety import safety
from tests.browser.play.together import together

pytestmark = pytest.mark.browser
CHAPTERS = (
    opening,
    facts,
    together,
    safety,
    make_the_plan,
    agree,
    decide,
    end_the_meeting,
    read_the_report,
    meet_again,
)


@pytest.mark.slow
@pytest.mark.parametrize("story", [DEKKERS, VERHOEF], ids=lambda story: story.name)
def test_from_welcome_to_the_next_meeting(
    demo_server: DemoServer, album: Callable[[Page, str], None], story: Story
) -> None:
    players = sit_down(demo_server, story, album)
    for chapter in CHAPTERS:
        chapter(players)
