"""A region that learns: who sits in it, figures of many made-up families, and ways to look at everything at once."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from sqlalchemy import select

from conference.access import policy
from conference.accounts import use_cases as accounts
from conference.core.runtime import Runtime
from conference.learning.figures import board_reports, measuring
from conference.learning.figures import use_cases as indicators
from conference.learning.figures.use_cases import NewIndicator
from conference.learning.ports import Measured
from models.accounts import Account
from models.enums import LearningRole
from models.region import RegionProfile
from tests.cast import Cast
from tests.pages import PageClient
from tests.paper import sheet_of

MINIMUM = 5
SEATS = {
    "karim": LearningRole.PROJECT_TEAM,
    "femke": LearningRole.STEERING_GROUP,
    "lotte": LearningRole.ADMINISTRATOR,
}
PURPOSE = ("Voelen ouders zich gehoord?", "Het projectteam", "Gaan we zo door?")


class Region:
    """The region of the cast: Karim is of its project team, Femke of the steering group, Lotte its administrator."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.house = cast, cast.house
        self.viewers: dict[str, policy.Viewer] = {}
        with self.house.database.work() as work:
            region = work.session.scalars(select(RegionProfile)).one()
            self.id = region.id
            for name, role in SEATS.items():
                account = work.load(Account, cast.script.accounts[name])
                accounts.give_learning_seat(work, account, region, role)
                self.viewers[name] = policy.learner([role], region, account.id)

    def do(self, name: str, deed: Callable[..., Any], *given: Any, **more: Any) -> Any:
        """Carry out a deed as one of them, now."""
        with self.house.database.work() as work:
            return deed(work, self.viewers[name], *given, self.house.clock(), **more)

    def see(self, name: str, look: Callable[..., Any], *given: Any) -> Any:
        """What a look gives one of them."""
        with self.house.database.read() as session:
            return look(session, self.viewers[name], *given)

    def switch_on(self, key: str = "felt_heard") -> None:
        """Measure something."""
        self.do("karim", indicators.switch_on, NewIndicator(key, *PURPOSE))

    def measured(self, month: str, cases: range, value: int = 1, *, key: str = "felt_heard") -> None:
        """What parents of these made-up families said in a month, one answer each."""
        measure(self.house, self.id, month, cases, value, key=key)

    def out(self) -> None:
        """What can come out comes out."""
        with self.house.database.work() as work:
            measuring.release(work, self.id, self.house.clock())

    def set_minimum(self, minimum: int) -> None:
        """The region decides on another smallest group."""
        with self.house.database.work() as work:
            region = work.load(RegionProfile, self.id)
            region.settings = {**region.settings, "minimum_group": minimum}

    def report(self, period: str, **more: Any) -> str:
        """A report over a period, with everything in it."""
        wish = board_reports.NewReport(f"Verslag {period}", period, board_reports.BLOCKS, **more)
        return str(self.do("karim", board_reports.make, wish).id)

    def everywhere(self, browser: PageClient, report: str = "") -> dict[str, str]:
        """All that a reader can see of figures: the page, and a report as page, paper and spreadsheet."""
        found = {"page": browser.get(f"/leren/{self.id}/cijfers").text}
        if report:
            home = f"/leren/{self.id}/verslagen/{report}"
            paper, sheet = browser.get(f"{home}/verslag.pdf"), browser.get(f"{home}/verslag.xlsx")
            assert paper.status_code == 200
            assert sheet.mimetype == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            found |= {
                "report": browser.get(home).text,
                "pdf": "\n".join(page.extract_text() for page in PdfReader(BytesIO(paper.data)).pages),
                "sheet": sheet_of(sheet.data),
            }
        return found


def measure(
    house: Runtime, region: str, month: str, cases: range, value: int = 1, *, key: str = "felt_heard"
) -> None:
    """Put values of made-up families into a month."""
    with house.database.work() as work:
        for number in cases:
            mark = work.keys.pseudonym("case", f"made-up {number}")
            measuring.record(work, region, key, mark, month, Measured("parent", value, 1))
