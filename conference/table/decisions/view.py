"""Decisions and who stands where: labels, history and what a viewer may do, for pages and for the report."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from flask_babel import gettext
from sqlalchemy import select

from conference.access import policy
from conference.access.kinds import ref
from conference.case import hats
from conference.core.validation import AMSTERDAM
from conference.records import fields as records
from conference.records import labels
from conference.region import profile
from conference.table.context import ViewContext, on_table
from conference.table.decisions import standing
from conference.table.decisions import use_cases as decisions
from conference.table.decisions.kind import rests_on
from models.decisions import Decision, Stand
from models.enums import AGREEING, DecisionRule, DecisionStance, DecisionState, LegalBasis, TextKind
from models.log import FieldChange
from models.people import Person
from models.statements import Statement
from models.texts import Text

STANCE_ICONS = {
    DecisionStance.SUPPORTS: "circle-check",
    DecisionStance.CAN_LIVE_WITH: "check",
    DecisionStance.OBJECTS: "hand-stop",
    DecisionStance.ABSTAINS: "circle-dashed",
    DecisionStance.UNSURE: "help",
    DecisionStance.NO_ANSWER: "clock",
}
ORDER = (
    DecisionStance.SUPPORTS,
    DecisionStance.CAN_LIVE_WITH,
    DecisionStance.OBJECTS,
    DecisionStance.ABSTAINS,
    DecisionStance.UNSURE,
    DecisionStance.NO_ANSWER,
)


@dataclass(frozen=True)
class Standing:
    """Where somebody stands; `stand` is None while they gave no answer. `earlier`: stances they had before."""

    person: Person
    stand: Stand | None
    earlier: tuple[DecisionStance, ...]


@on_table("decisions", place=60)
class Decisions:
    """Decisions and who stands where, as one viewer may see them."""

    def __init__(self, look: ViewContext) -> None:
        self._look = look

    # --- which ones

    @cached_property
    def all(self) -> list[Decision]:
        """Every decision the viewer may see. The texts come in one question to the database."""
        found = decisions.readable(self._look.session, self._look.viewer)
        if found:
            wanted = select(Text).where(Text.case_id == found[0].case_id, Text.kind == TextKind.DECISION)
            self._texts = list(self._look.session.scalars(wanted))  # kept, so that the session keeps them too
        return found

    @property
    def open(self) -> list[Decision]:
        """On the table."""
        return [one for one in self.all if one.state == DecisionState.OPEN]

    @property
    def stuck(self) -> list[Decision]:
        """Not agreed yet; can be taken up again."""
        return [one for one in self.all if one.state == DecisionState.STUCK]

    @property
    def decided(self) -> list[Decision]:
        """Decided in this meeting."""
        return [one for one in self._taken if one.meeting_id == self._look.meeting.id]

    @property
    def earlier(self) -> list[Decision]:
        """Decided in an earlier meeting."""
        return [one for one in self._taken if one.meeting_id != self._look.meeting.id]

    @property
    def _taken(self) -> list[Decision]:
        return [one for one in self.all if one.state == DecisionState.DECIDED]

    def is_due(self, decision: Decision) -> bool:
        """Whether the day to look again has come."""
        on = decision.review_on
        return decision.state == DecisionState.DECIDED and on is not None and on <= self.today

    @property
    def today(self) -> date:
        """The day in the Netherlands."""
        return self._look.at.astimezone(AMSTERDAM).date()

    # --- who stands where

    def standings(self, decision: Decision) -> list[Standing]:
        """Everybody who was asked, and everybody who answered; family first."""
        given = {stand.person_id: stand for stand in decision.stances}
        earlier = self._earlier(decision)
        people = {person.id: person for person in standing.asked(self._look.session, decision)}
        people |= {stand.person_id: stand.person for stand in decision.stances}
        found = [
            Standing(person, given.get(key), earlier.get(key, ()))
            for key, person in people.items()
            if decision.shield is None or key in decision.shield.person_ids
        ]
        return sorted(found, key=lambda one: (not one.person.in_family, one.person.position))

    def by_stance(self, decision: Decision) -> list[tuple[DecisionStance, list[Standing]]]:
        """The same, by what they said; only stances that somebody has."""
        rows = [one for one in self.standings(decision) if one.stand is not None]
        found = [
            (stance, [one for one in rows if one.stand and one.stand.stance == stance]) for stance in ORDER
        ]
        return [(stance, group) for stance, group in found if group]

    def unanswered(self, decision: Decision) -> list[Person]:
        """Who was asked and gave no answer to these words: the record says so."""
        return standing.unanswered(self._look.session, decision)

    def by_everybody(self, decision: Decision) -> bool:
        """*Met instemming van iedereen*: everybody who was asked agreed themselves, to these words."""
        return standing.by_everybody(self._look.session, decision)

    def to_ask_aloud(self, decision: Decision) -> list[Person]:
        """Of whom the chair can write down what they say: who sits at the table and did not answer themselves.

        Family that has to be asked before it can be decided comes first.
        """
        here = standing.present(self._look.session, self._look.meeting.id)
        given = {one.person_id: one for one in decision.stances}
        people = standing.asked(self._look.session, decision)
        return [one for one in people if one.id in here and not _answered_themselves(given.get(one.id))]

    def says_yes_aloud(self, person: Person) -> bool:
        """Whether somebody's spoken yes can be written down: they have no phone to say it on."""
        return person.id not in standing.with_device(self._look.session, self._look.meeting.id)

    def mine(self, decision: Decision) -> list[Standing]:
        """For whom the viewer can answer: for oneself, and for a child who asked the viewer to speak."""
        me = self._look.viewer.person_id
        if decision.state != DecisionState.OPEN or me is None:
            return []
        may_be = [self._look.session.get_one(Person, me), *self._spoken_for]
        given = {stand.person_id: stand for stand in decision.stances}
        return [
            Standing(person, given.get(person.id), ())
            for person in may_be
            if (decision.shield is None or person.id in decision.shield.person_ids)
            and policy.may(self._look.viewer, policy.Permission.DECISION_STAND, person)
        ]

    @cached_property
    def _spoken_for(self) -> list[Person]:
        me = self._look.viewer.person_id
        found = select(Person).where(Person.voice_via_id == me, Person.at_table.is_(False))
        return [
            one for one in self._look.session.scalars(found.order_by(Person.position)) if me in one.voices
        ]

    def _earlier(self, decision: Decision) -> dict[str, tuple[DecisionStance, ...]]:
        """Other stances each person had before the present one, in order."""
        had: dict[str, list[DecisionStance]] = {}
        for change in self.history(decision):
            if change.field == "stand":
                row = had.setdefault(change.after["person"], [])
                stance = DecisionStance(change.after["stance"])
                if not row or row[-1] != stance:
                    row.append(stance)
        return {person: tuple(row[:-1]) for person, row in had.items()}

    def history(self, decision: Decision) -> list[FieldChange]:
        """Everything that changed in it, oldest first."""
        return records.history(self._look.session, ref(decision))

    def reopened(self, decision: Decision) -> list[FieldChange]:
        """Each time it was opened again, with the reason in `after["why"]`."""
        return [one for one in self.history(decision) if one.field == "state" and "why" in one.after]

    # --- what it rests on, and what is lacking

    def rests_on(self, decision: Decision) -> list[Statement]:
        """The statements under it that this viewer may see."""
        return policy.readable(rests_on(decision), self._look.viewer)

    def can_rest_on(self, decision: Decision) -> list[Statement]:
        """The statements to choose from: those that everybody may see who may see the decision."""
        found = select(Statement).where(Statement.case_id == decision.case_id).order_by(Statement.position)
        return [
            one
            for one in policy.readable(self._look.session.scalars(found), self._look.viewer)
            if policy.known_to_all(decision, one) and (one.current or one in decision.statements)
        ]

    def is_uncertain(self, decision: Decision) -> bool:
        """Whether it rests on nothing that was seen or said: on nothing at all, or on opinions only."""
        return not any(one.certain for one in self.rests_on(decision))

    def lacking(self, decision: Decision) -> list[str]:
        """What is still needed before it can stand, in sentences."""
        if decision.state != DecisionState.OPEN:
            return []
        found = decisions.lacking(self._look.session, decision)
        return [str(gettext(one.sentence, **one.values)) for one in found]

    def can_reopen(self, decision: Decision) -> bool:
        """Whether it was decided in this same meeting."""
        return decision.state == DecisionState.DECIDED and decision.meeting_id == self._look.viewer.meeting_id

    # --- words

    def stance(self, stance: str) -> str:
        """What a stance is called."""
        return str(gettext(labels.STANCES[DecisionStance(stance)].label))

    @property
    def buttons(self) -> list[tuple[DecisionStance, str, str]]:
        """The answers one can give: key, words on the button, icon."""
        own = [one for one in ORDER if one != DecisionStance.NO_ANSWER]
        return [(one, str(gettext(labels.STANCES[one].button)), STANCE_ICONS[one]) for one in own]

    def heard(self, person: Person) -> list[tuple[DecisionStance, str]]:
        """What the chair can write down that somebody said when asked aloud: key and words."""
        yes = self.says_yes_aloud(person)
        found = [one for one in ORDER if yes or one not in AGREEING]
        return [(one, str(gettext(labels.HEARD[one]))) for one in found]

    def icon(self, stance: str) -> str:
        """The sign of a stance; never the only sign."""
        return STANCE_ICONS[DecisionStance(stance)]

    def state(self, decision: Decision) -> str:
        """What its state is called."""
        return str(gettext(labels.DECISION_STATES[DecisionState(decision.state)].label))

    def may_choose_rule(self, decision: Decision) -> bool:
        """How it is decided is the chair's to choose, until somebody answered."""
        may = policy.may(self._look.viewer, policy.Permission.DECISION_CLOSE, decision)
        return may and not decision.stances

    def ruled_by(self, decision: Decision) -> Person | None:
        """Who chose how it is decided; nobody while it is as every decision begins."""
        chosen = [one for one in self.history(decision) if one.field == "rule" and one.by_id]
        return self._look.session.get(Person, chosen[-1].by_id) if chosen else None

    def rule(self, decision: Decision) -> str:
        """How it is decided, in words."""
        return str(gettext(labels.RULES[DecisionRule(decision.rule)].label))

    def basis(self, decision: Decision) -> str:
        """The reason in the law, in words."""
        return str(gettext(labels.LEGAL_BASES[LegalBasis(decision.legal_basis)].label))

    def hat(self, decision: Decision) -> str:
        """In which capacity, in words; empty when none was chosen."""
        return self._named(self._look.profile.hats, decision.hat)

    def worn_by(self, decision: Decision) -> list[Person]:
        """Who acts with its hat: once decided, who stood behind it then; until then, who at this table wears it."""
        if decision.state == DecisionState.DECIDED:
            return list(decision.worn_by)
        return hats.wearers(standing.asked(self._look.session, decision), decision.hat)

    def hat_of(self, person: Person) -> str:
        """The hat somebody wears, in words; empty for none."""
        return hats.called(self._look.profile, person.hat, self._look.viewer.language)

    def act(self, decision: Decision) -> str:
        """The reserved act with its article; empty when there is none."""
        acts = self._look.profile.reserved_acts
        law = next((one.law for one in acts if one.key == decision.reserved_act), "")
        return f"{self._named(acts, decision.reserved_act)} ({law})" if law else ""

    def objecting(self, decision: Decision) -> str:
        """What one can do who does not agree: the table's own words, else those that fit the rule."""
        return decision.how_to_object or self.usual_objecting(decision)

    def usual_objecting(self, decision: Decision) -> str:
        """The words that fit the rule."""
        return str(gettext(labels.OBJECTING[DecisionRule(decision.rule)]))

    def choices(self, name: str) -> list[tuple[str, str]]:
        """Key and label of everything a field can be."""
        if name == "hat":
            return [(one.key, self._say(one.label)) for one in self._look.profile.hats]
        if name == "reserved_act":
            return [(one.key, self._say(one.label)) for one in self._look.profile.reserved_acts]
        said: labels.Labels = labels.RULES if name == "rule" else labels.LEGAL_BASES
        return [(str(key), str(gettext(one.label))) for key, one in said.items()]

    def label_of(self, name: str, value: str) -> str | None:
        """A field's value in words, for two values beside each other; None for what is no word of a decision."""
        if name == "review_on":
            return None
        if name == "statements":
            found = [self._look.session.get(Statement, key) for key in value.split()]
            seen = policy.readable([one for one in found if one is not None], self._look.viewer)
            return " · ".join(one.text.words for one in seen)
        if name in ("departs_from", "how_to_object"):
            return value
        return dict(self.choices(name)).get(value, "")

    def open_points(self) -> list[str]:
        """What the chair should know is still open before the meeting closes."""
        return [
            str(gettext("Nog niet besloten: %(question)s", question=one.question.words)) for one in self.open
        ]

    def _say(self, label: dict[str, str]) -> str:
        return profile.say(label, self._look.viewer.language)

    def _named(self, things: Sequence[profile.Hat | profile.ReservedAct], key: str) -> str:
        return next((self._say(one.label) for one in things if one.key == key), "")


def _answered_themselves(stand: Stand | None) -> bool:
    """An answer to these words, or an objection that only they take back."""
    return stand is not None and not stand.aloud and (stand.fits or stand.stance == DecisionStance.OBJECTS)
