"""A guided session, as one viewer finds it."""

from datetime import datetime, timedelta
from functools import cached_property

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from conference.access import policy
from conference.learning.cycles import guided_session
from conference.learning.cycles.templates import Step, StepKind, step_of, template_of
from conference.learning.cycles.view import CycleView
from models.enums import CardColumn
from models.learning import CycleCard, GuidedSession

STEP_ICONS = {
    StepKind.TALK: "messages",
    StepKind.SILENCE: "pencil",
    StepKind.REVEAL: "eye",
    StepKind.GROUP: "list",
    StepKind.CHOOSE: "star",
    StepKind.AGREE: "clipboard-check",
    StepKind.BREAK: "player-pause",
}


class SessionView(CycleView):
    """A guided session for one viewer."""

    def __init__(self, session: Session, viewer: policy.Viewer, guided: GuidedSession, at: datetime) -> None:
        super().__init__(session, viewer, guided.cycle, at)
        self.guided = guided

    @property
    def steps(self) -> tuple[Step, ...]:
        """All steps."""
        return template_of(self.guided).steps

    @property
    def step(self) -> Step:
        """Where it is now."""
        return step_of(self.guided)

    def icon(self, step: Step) -> str:
        """The sign of a step."""
        return STEP_ICONS[step.kind]

    @property
    def live(self) -> bool:
        """Whether it is going on and the viewer takes part."""
        return self.guided.closed_at is None and self.may_write

    @property
    def leads(self) -> bool:
        """Whether the viewer leads it."""
        return self.live and self.guided.led_by_id == self.viewer.account_id

    @property
    def silent(self) -> bool:
        """Whether everybody writes alone now."""
        return self.guided.closed_at is None and self.step.kind is StepKind.SILENCE

    @property
    def choosing(self) -> bool:
        """Whether dots are given now; those of others are shown afterwards."""
        return self.live and self.step.kind is StepKind.CHOOSE

    @property
    def agreeing(self) -> bool:
        """Whether cards can be laid on the board now."""
        return self.may_write and (self.guided.closed_at is not None or self.step.kind is StepKind.AGREE)

    @property
    def ends_at(self) -> datetime:
        """When the minutes of this step are over."""
        return self.guided.step_since + timedelta(minutes=self.step.minutes)

    @cached_property
    def cards(self) -> list[CycleCard]:
        """The cards on the table that the viewer may read."""
        return guided_session.on_table(self.session, self.viewer, self.guided)

    @property
    def written(self) -> int:
        """How many lie on the table, also those that nobody may read yet: a number only."""
        found = select(func.count()).where(
            CycleCard.session_id == self.guided.id,
            CycleCard.column == CardColumn.SESSION,
            CycleCard.removed_at.is_(None),
        )
        return self.session.scalar(found) or 0

    @property
    def piles(self) -> list[tuple[str, list[CycleCard]]]:
        """The cards by the name they lie under; those that lie alone come first. After choosing: most dots first."""
        names = dict.fromkeys(card.pile for card in self.cards)
        order = sorted(names, key=lambda name: (name != "", name.casefold()))
        return [(name, self._by_dots([card for card in self.cards if card.pile == name])) for name in order]

    def _by_dots(self, found: list[CycleCard]) -> list[CycleCard]:
        return found if self.choosing else sorted(found, key=lambda card: -len(card.dots))

    @property
    def pile_names(self) -> list[str]:
        """The names that cards lie under."""
        return sorted({card.pile for card in self.cards if card.pile})

    def mine(self, card: CycleCard) -> bool:
        """Whether the viewer gave this card a dot."""
        return any(dot.account_id == self.viewer.account_id for dot in card.dots)

    @property
    def dots_left(self) -> int:
        """How many dots the viewer still has."""
        return guided_session.DOTS - len(guided_session.dots_of(self.session, self.viewer, self.guided))

    @cached_property
    def agreed(self) -> list[CycleCard]:
        """What was laid on the board."""
        return guided_session.agreed(self.session, self.viewer, self.guided)
