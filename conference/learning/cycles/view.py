"""A learning cycle, as one viewer finds it on a page, on paper, and live."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache

from flask_babel import gettext, ngettext
from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.access import policy
from conference.core import rendering
from conference.core.validation import AMSTERDAM
from conference.learning.cycles import evidence, guided_session
from conference.learning.cycles import use_cases as cycles
from conference.learning.cycles.templates import Template, template_of, templates
from conference.learning.finder.finder import Known, find
from conference.learning.obstacles import use_cases as obstacles
from conference.records import fields as records
from conference.records import labels
from conference.region import profile
from models.enums import CardColumn, NoteKind
from models.learning import CycleCard, GuidedSession, LearningCycle, Obstacle
from models.region import RegionProfile
from models.translation import N_


@dataclass(frozen=True)
class Column:
    """A column of the board: what it is called, what belongs in it, and which fields its cards have."""

    label: str
    hint: str
    icon: str
    fields: tuple[str, ...]
    #: Fields that are asked at once when a card is made.
    first: tuple[str, ...] = ()


COLUMNS: dict[CardColumn, Column] = {
    CardColumn.OBSERVATION: Column(
        N_("Wat zagen we?"),
        N_("Zonder oordeel, en zonder namen."),
        "eye",
        ("source", "evidence_of"),
        ("source",),
    ),
    CardColumn.INSIGHT: Column(
        N_("Inzicht"),
        N_("Wat begrijpen we nu? Hoe weten we dat?"),
        "bulb",
        ("source", "evidence_of", "evidence", "holds_when"),
        ("evidence", "holds_when"),
    ),
    CardColumn.EXPERIMENT: Column(
        N_("Proefje"),
        N_("Klein, en af in een paar weken."),
        "flask",
        ("owner", "until", "result"),
        ("owner", "until"),
    ),
    CardColumn.OPEN: Column(
        N_("Nog open"), N_("Deze vraag nemen we mee."), "help", ("source", "evidence_of")
    ),
    CardColumn.KEEP: Column(N_("Houden"), N_("Dit blijven we doen."), "circle-check", ("evidence",)),
    CardColumn.CHANGE: Column(N_("Veranderen"), N_("Dit gaan we anders doen."), "repeat", ("evidence",)),
    CardColumn.STOP: Column(N_("Stoppen"), N_("Dit doen we niet meer."), "player-stop", ("evidence",)),
    CardColumn.PUSH_BACK: Column(
        N_("Terugduwen"),
        N_("Hier wordt iets belangrijker dan het gezin. De stuurgroep leest dit precies zo."),
        "hand-stop",
        ("evidence",),
    ),
}
FIELD_LABELS = {
    "words": N_("Woorden"),
    "source": N_("Waar komt dit vandaan?"),
    "evidence_of": N_("Steunt op reflecties"),
    "evidence": N_("Waaraan zien we dat?"),
    "holds_when": N_("Wanneer geldt dit?"),
    "owner": N_("Wie trekt dit?"),
    "until": N_("Tot wanneer?"),
    "result": N_("Wat kwam eruit?"),
    "question": N_("Onze leervraag"),
    "we_try": N_("Wat proberen we?"),
    "teams": N_("In welke teams?"),
    "we_look_at": N_("Waar kijken we naar?"),
    "meaning": N_("Wat betekent dit voor ons?"),
    "method": N_("Manier van leren"),
    "starts_on": N_("Eerste dag"),
    "ends_on": N_("Laatste dag"),
}
METHODS = {
    "free": N_("Vrij"),
    "learning_table": N_("Leertafel"),
    "appreciative_inquiry": N_("Waarderend onderzoek"),
    "action_learning": N_("Leren door te doen"),
    "reflexive_monitoring": N_("Samen volgen en bijsturen"),
}
#: What on a card or over the board is written in own words; names of teams are no hint.
WRITTEN = (
    "words", "source", "evidence", "holds_when", "result",
    "question", "we_try", "we_look_at", "meaning",
)  # fmt: skip
DATES = frozenset({"until", "starts_on", "ends_on"})


@dataclass(frozen=True)
class Week:
    """A week of a cycle: its number, what belongs to it, and whether it is over (`done`) or now."""

    number: int
    said: str
    done: bool
    now: bool


@dataclass(frozen=True)
class Laid:
    """A column with its cards."""

    key: CardColumn
    column: Column
    cards: list[CycleCard]

    @property
    def label(self) -> str:
        """What the column is called."""
        return str(gettext(self.column.label))

    @property
    def hint(self) -> str:
        """What belongs in it."""
        return str(gettext(self.column.hint))


class CycleView:
    """A cycle for one viewer, at one moment."""

    def __init__(self, session: Session, viewer: policy.Viewer, cycle: LearningCycle, at: datetime) -> None:
        self.session, self.viewer, self.cycle, self.at = session, viewer, cycle, at

    @property
    def may_write(self) -> bool:
        """Whether the viewer works on this cycle, which still runs."""
        return policy.may(self.viewer, policy.Permission.CYCLE_WRITE, self.cycle)

    @property
    def of_team(self) -> bool:
        """Whether the viewer works in cycles at all, also when this one is closed."""
        region = self.session.get_one(RegionProfile, self.cycle.profile_id)
        return policy.may(self.viewer, policy.Permission.CYCLE_WRITE, region)

    @property
    def over(self) -> bool:
        """Its last day has passed, and it is not closed yet."""
        return self.cycle.closed_at is None and self._today > self.cycle.ends_on

    # --- the board

    @cached_property
    def columns(self) -> list[Laid]:
        """Every column with its cards."""
        there = cycles.on_board(self.session, self.viewer, self.cycle)
        return [
            Laid(key, column, [card for card in there if card.column == key])
            for key, column in COLUMNS.items()
        ]

    def column(self, key: str) -> Laid:
        """One column, for the report."""
        return next(laid for laid in self.columns if laid.key == key)

    @cached_property
    def removed(self) -> list[CycleCard]:
        """What was taken away and can be put back."""
        gone = select(CycleCard).where(CycleCard.cycle_id == self.cycle.id, CycleCard.removed_at.is_not(None))
        return policy.readable(self.session.scalars(gone.order_by(CycleCard.removed_at.desc())), self.viewer)

    def column_label(self, key: str) -> str:
        """What a column is called; the table of a session is none."""
        return str(gettext(COLUMNS[CardColumn(key)].label)) if key in COLUMNS else ""

    def shown_fields(self, card: CycleCard) -> list[tuple[str, str, str]]:
        """What is filled in on a card beside its words: field, label, value in words."""
        found = []
        for name in ("source", "evidence", "evidence_of", "holds_when", "owner", "until", "result"):
            said = self.said(card, name)
            if said:
                found.append((name, self.field_label(name, card), said))
        return found

    def fields(self, card: CycleCard) -> list[str]:
        """The fields one can change on a card: those of its column, and those that hold something."""
        own = COLUMNS[CardColumn(card.column)].fields if card.column in COLUMNS else ()
        every = ("source", "evidence_of", "evidence", "holds_when", "owner", "until", "result")
        return [name for name in every if name in own or self.value(card, name)]

    def field_label(self, name: str, card: CycleCard | None = None) -> str:
        """What a field is called; the source of an insight is who says it."""
        if name == "source" and card is not None and card.column == CardColumn.INSIGHT:
            return str(gettext("Wie zegt dit?"))
        return str(gettext(FIELD_LABELS[name]))

    def value(self, record: CycleCard | LearningCycle, name: str) -> str:
        """A field as the string that forms compare."""
        return records.value(record, name)

    def said(self, record: CycleCard | LearningCycle, name: str) -> str:
        """A field in words."""
        if name == "evidence_of" and isinstance(record, CycleCard):
            return self._rests_on(record)
        return self.label_of(name, self.value(record, name))

    def label_of(self, name: str, value: str) -> str:
        """A value of a field in words; empty for nothing."""
        if name in DATES and value:
            return rendering.full_date(date.fromisoformat(value), self.viewer.language)
        if name == "method":
            return str(gettext(METHODS[value]))
        if name == "evidence_of" and value.startswith("note:"):
            return str(gettext("Een reflectie uit het leerlogboek"))
        if name == "evidence_of" and value:
            return dict(self.evidence_options).get(value) or str(gettext("reflecties"))
        return value

    @cached_property
    def evidence_options(self) -> list[tuple[str, str]]:
        """What a card can rest on, with the number that may be shown."""
        found = evidence.choices(self.session, self.viewer)
        return [(one.key, self._evidence(one.group, one.name or one.value, one.count)) for one in found]

    def _rests_on(self, card: CycleCard) -> str:
        group, _, value = evidence.of_card(card).partition(":")
        if group == "note":
            return str(gettext("Een reflectie uit het leerlogboek"))
        if not group or card.evidence_count is None:
            return ""
        name = card.theme.name if card.theme is not None else value
        return self._evidence(group, name, card.evidence_count)

    def _evidence(self, group: str, name: str, count: int) -> str:
        many = ngettext("%(num)s reflectie", "%(num)s reflecties", count)
        match group:
            case "theme":
                return str(gettext("Thema ‘%(name)s’: %(many)s", name=name, many=many))
            case "kind":
                said = gettext(labels.NOTE_KINDS[NoteKind(name)].label)
                return str(gettext("‘%(name)s’: %(many)s", name=said, many=many))
            case "month":
                month = rendering.part_of_date(
                    date.fromisoformat(f"{name}-01"), "month", self.viewer.language
                )
                return str(gettext("%(name)s: %(many)s", name=month, many=many))
        return str(gettext("Leerronde %(name)s: %(many)s", name=name, many=many))

    def telling(self, record: CycleCard | LearningCycle) -> list[str]:
        """What is written here that could tell which family it is about: a hint, the team decides."""
        said = "\n".join(getattr(record, name) for name in WRITTEN if hasattr(record, name))
        return list(telling(said, self.viewer.language))

    @property
    def doubtful(self) -> list[CycleCard]:
        """The cards on the board with such a hint, to look at once more before others read them."""
        return [card for laid in self.columns for card in laid.cards if self.telling(card)]

    def earlier(self, card: CycleCard) -> list[str]:
        """What stood on a card before, the last first."""
        return self._earlier.get(f"card:{card.id}", [])

    @cached_property
    def _earlier(self) -> dict[str, list[str]]:
        there = select(CycleCard.id).where(CycleCard.cycle_id == self.cycle.id)
        things = [f"card:{key}" for key in self.session.scalars(there)]
        found: dict[str, list[str]] = {}
        for one in reversed(records.history(self.session, *things)):
            if one.field == "words":
                found.setdefault(one.thing, []).append(one.before)
        return found

    def pushed(self, card: CycleCard) -> Obstacle | None:
        """What the steering group has of a card that pushes back; None while it was not laid before them."""
        found = obstacles.of_card(self.session, card) if card.column == CardColumn.PUSH_BACK else None
        return found if found is not None and policy.visible(found, self.viewer) else None

    def carried_from(self, card: CycleCard) -> int | None:
        """The number of the cycle it came from."""
        return card.carried_from.cycle.number if card.carried_from is not None else None

    # --- time

    @cached_property
    def weeks(self) -> list[Week]:
        """The weeks of the cycle: choosing the question, trying, looking back on the last day."""
        cycle, length = self.cycle, timedelta(days=7)
        last = (cycle.ends_on - cycle.starts_on).days // 7 or 1
        found = []
        for number in range(1, last + 1):
            first = cycle.starts_on + (number - 1) * length
            end = cycle.ends_on if number == last else first + length - timedelta(days=1)
            done = cycle.closed_at is not None or end < self._today
            found.append(Week(number, self._week(number, last), done, not done and first <= self._today))
        return found

    def _week(self, number: int, last: int) -> str:
        if number == last:
            day = rendering.short_date(self.cycle.ends_on, self.viewer.language)
            return str(gettext("Terugkijken, %(day)s", day=day))
        return str(gettext("Vraag kiezen") if number == 1 else gettext("Proberen"))

    @property
    def _today(self) -> date:
        return self.at.astimezone(AMSTERDAM).date()

    # --- around it

    @cached_property
    def sessions(self) -> list[GuidedSession]:
        """The guided sessions of this cycle, the latest first."""
        return guided_session.of_cycle(self.session, self.viewer, self.cycle)

    @property
    def running(self) -> GuidedSession | None:
        """The session that is going on."""
        return next((one for one in self.sessions if one.closed_at is None), None)

    @property
    def templates(self) -> Mapping[str, Template]:
        """Every kind of session."""
        return templates()

    def template(self, guided: GuidedSession) -> Template:
        """The kind of a session."""
        return template_of(guided)

    def say(self, label: dict[str, str]) -> str:
        """A label of a template in the reader's language."""
        return profile.say(label, self.viewer.language)

    @property
    def following(self) -> LearningCycle | None:
        """The cycle that this one went on in."""
        found = self.session.get(LearningCycle, self.cycle.next_id) if self.cycle.next_id else None
        return found if found is not None and policy.visible(found, self.viewer) else None

    @property
    def methods(self) -> list[tuple[str, str]]:
        """The ways of learning, for a choice."""
        return [(key, gettext(label)) for key, label in METHODS.items()]


@lru_cache(maxsize=2_000)
def telling(words: str, language: str) -> tuple[str, ...]:
    """What the finder sees in words without knowing any case; kept, because a board is looked at many times."""
    return tuple(dict.fromkeys(hit.shown for hit in find(words, Known(), language)))
