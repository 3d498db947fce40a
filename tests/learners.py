"""People who learn in the region of the cast: Karim and Noor in the project team, Femke in the steering group."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from conference.access import policy
from conference.accounts import use_cases as accounts
from conference.core.runtime import Runtime
from conference.learning.cycles import cards
from conference.learning.cycles import use_cases as cycles
from models.accounts import Account
from models.enums import LearningRole
from models.learning import CycleCard, LearningCycle, LearningNote
from models.region import RegionProfile
from tests.cast import Cast

SEATS = {
    "karim": LearningRole.PROJECT_TEAM,
    "noor": LearningRole.PROJECT_TEAM,
    "femke": LearningRole.STEERING_GROUP,
    "lotte": LearningRole.ADMINISTRATOR,
}


@dataclass(frozen=True)
class Learner:
    """One of them, who does deeds: `learners.karim.do(cards.add, cycle, card)`."""

    house: Runtime
    viewer: policy.Viewer

    def do(self, deed: Callable[..., Any], *given: Any) -> Any:
        """Carry out a deed now. A refusal comes through, and nothing of the deed stays."""
        with self.house.database.work() as work:
            return deed(work, self.viewer, *given, self.house.clock())

    def see(self, look: Callable[..., Any], *given: Any) -> Any:
        """What a reading gives this learner."""
        with self.house.database.read() as session:
            return look(session, self.viewer, *given)


class Learners:
    """The learners of the cast's region, and short ways to what they made."""

    def __init__(self, cast: Cast) -> None:
        self.house = cast.house
        with self.house.database.work() as work:
            profile = work.session.scalars(select(RegionProfile)).first()
            assert profile is not None
            self.region = profile.id
            self._people = {}
            for name, role in SEATS.items():
                account = work.load(Account, cast.script.accounts[name])
                accounts.give_learning_seat(work, account, profile, role)
                self._people[name] = Learner(self.house, policy.learner([role], profile, account.id))

    def __getattr__(self, name: str) -> Learner:
        """A learner by name."""
        if name not in self._people:
            raise AttributeError(name)
        return self._people[name]

    def cycle(self, question: str = "Hoe hoort een kind zijn eigen woorden?", by: str = "karim") -> str:
        """A running cycle. Returns its id."""
        found: LearningCycle = getattr(self, by).do(cycles.open_cycle, cycles.NewCycle(question))
        return found.id

    def closed(self, question: str = "Hoe hoort een kind zijn eigen woorden?") -> str:
        """A closed cycle with one card to keep. Returns its id."""
        cycle = self.cycle(question)
        self.karim.do(cycles.close, cycle, cycles.Outcome(keep="BEWAARKAART"))
        return cycle

    def card(self, cycle: str, words: str = "Een kaart", column: str = "observation", **more: str) -> str:
        """A card on the board of a cycle. Returns its id."""
        found: CycleCard = self.karim.do(cards.add, cycle, cards.NewCard(column, words, **more))
        return found.id

    def notes(self, families: int, theme: str = "") -> None:
        """Published notes of so many families, each by somebody else."""
        with self.house.database.work() as work:
            for number in range(families):
                work.add(
                    LearningNote(
                        profile_id=self.region,
                        mark=f"{theme}mark{number}",
                        case_mark=f"{theme}case{number}",
                        author_mark=f"{theme}author{number}",
                        month="2026-04",
                        batch=1,
                        role="parent",
                        prompt="remember",
                        words=f"Zin {number}",
                        kind="works",
                        principles=[],
                    )
                )

    def columns(self, cycle: str, by: str = "karim") -> dict[str, list[str]]:
        """What this learner reads on the board: the words by column, in order."""
        with self.house.database.read() as session:
            found: dict[str, list[str]] = {}
            viewer = getattr(self, by).viewer
            for card in cycles.on_board(session, viewer, session.get_one(LearningCycle, cycle)):
                found.setdefault(str(card.column), []).append(card.words)
            return found
