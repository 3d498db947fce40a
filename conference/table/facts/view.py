"""Statements and the answers to them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, select
from sqlalchemy.orm import aliased, contains_eager, joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from conference.access import policy
from conference.access.policy import Permission
from conference.core import rendering
from conference.core.i18n import gettext
from conference.records import labels
from conference.region import profile
from conference.table.context import ViewContext, on_table
from conference.table.facts import loaded_words
from conference.table.facts.kind import happened_of, taken_back_by
from models.enums import CERTAIN, Basis, Precision, ResponseStance, StatementKind
from models.people import Person
from models.statements import Response, Statement, StatementAbout

BASIS_ICONS = {
    Basis.SEEN_SELF: "eye",
    Basis.HEARD_SELF: "ear",
    Basis.TOLD_BY_PERSON: "messages",
    Basis.DOCUMENT: "file-text",
}
STANCE_ICONS = {
    ResponseStance.AGREES: "check",
    ResponseStance.PARTLY: "circle-dashed",
    ResponseStance.DISAGREES: "messages",
    ResponseStance.UNKNOWN: "help",
    ResponseStance.NO_ANSWER: "minus",
}


@dataclass(frozen=True)
class Answered:
    """Somebody a statement is about, and their answer; None while nobody asked yet."""

    person: Person
    response: Response | None


@dataclass(frozen=True)
class Question:
    """What a phone asks: to answer (`person` may be somebody the viewer speaks for), or as the source to approve."""

    statement: Statement
    person: Person
    accord: bool = False


@on_table("facts", place=20)
class Facts:
    """Statements and the answers to them."""

    def __init__(self, look: ViewContext) -> None:
        self._look = look
        self._session, self._viewer = look.session, look.viewer

    # --- what there is

    @cached_property
    def all(self) -> list[Statement]:
        """Every statement the viewer may see, in the table's order."""
        found = select(Statement).where(Statement.case_id == self._viewer.case_id).options(
            joinedload(Statement.text),
            joinedload(Statement.source),
            joinedload(Statement.shield),
            selectinload(Statement.about),
            selectinload(Statement.responses),
            selectinload(Statement.replaced_by),
        )  # fmt: skip
        seen = self._session.scalars(found.order_by(Statement.position, Statement.id))
        statements = policy.readable(seen, self._viewer)
        for one in statements:  # the gate asks a text for its statement; it need not look for it
            set_committed_value(one.text, "statement", one)
        return statements

    @property
    def certain(self) -> list[Statement]:
        """*Wat weten we zeker?*"""
        return [one for one in self.all if one.current and one.certain]

    @property
    def thoughts(self) -> list[Statement]:
        """*Wat we denken of vinden.*"""
        return [one for one in self.all if one.current and not one.certain]

    @property
    def taken_back(self) -> list[Statement]:
        """What somebody took back, with the reason."""
        return [one for one in self.all if one.withdrawn_at is not None]

    def taken_back_by(self, statement: Statement) -> Person | None:
        """Who took it back, with the reason that stands beside it."""
        by = taken_back_by(statement)
        return self._session.get(Person, by) if by else None

    def earlier(self, statement: Statement) -> list[Statement]:
        """What stood here before, newest first."""
        found, before = [], statement.replaces
        while before is not None:
            found.append(before)
            before = before.replaces
        return policy.readable(found, self._viewer)

    def number(self, statement: Statement) -> int | None:
        """Its place among the facts that everybody sees; None for the others. No gap, the same for everybody.

        To somebody who may see a part only it would tell how many there are: they get none.
        """
        return self._numbers.get(statement.id) if policy.reaches(self._viewer, "statement") else None

    @cached_property
    def _numbers(self) -> dict[str, int]:
        found = self._current(select(Statement)).where(
            Statement.kind.in_(CERTAIN), Statement.shield_id.is_(None)
        )
        ordered = self._session.scalars(found.order_by(Statement.position, Statement.id))
        certain = [one.id for one in ordered if one.certain]
        return {key: number for number, key in enumerate(certain, start=1)}

    def _current(self, found: Select[Any]) -> Select[Any]:
        newer = aliased(Statement)
        return found.where(
            Statement.case_id == self._viewer.case_id,
            Statement.withdrawn_at.is_(None),
            ~exists().where(newer.replaces_id == Statement.id),
        )

    # --- in words

    def kind(self, kind: str) -> str:
        """What a kind is called."""
        return gettext(labels.STATEMENT_KINDS[StatementKind(kind)].label)

    @property
    def kinds(self) -> list[StatementKind]:
        """Every kind, the certain ones first."""
        return list(StatementKind)

    @property
    def bases(self) -> list[Basis]:
        """Every way to know something."""
        return list(Basis)

    def basis(self, basis: str) -> str:
        """How we know it."""
        return gettext(labels.BASES[Basis(basis)].label)

    def basis_icon(self, statement: Statement) -> str:
        """A sign for how we know it."""
        return BASIS_ICONS.get(Basis(statement.basis), "quote")

    @property
    def precisions(self) -> list[Precision]:
        """Every precision of a date."""
        return list(Precision)

    def precision(self, precision: str) -> str:
        """What a precision is called in the form."""
        return gettext(labels.PRECISIONS[Precision(precision)].label)

    def stance(self, stance: str) -> str:
        """What an answer is called."""
        return gettext(labels.RESPONSES[ResponseStance(stance)].label)

    @property
    def choices(self) -> list[tuple[ResponseStance, str, str]]:
        """Every answer, as what one says with it, and its sign."""
        return [
            (stance, gettext(said.button), STANCE_ICONS[stance]) for stance, said in labels.RESPONSES.items()
        ]

    def life_area(self, key: str) -> str:
        """What a life area is called; empty for none, or one that the region dropped."""
        found = (area for area in self._look.profile.life_areas if area.key == key)
        return next((profile.say(area.label, self._viewer.language) for area in found), "")

    def when(self, statement: Statement) -> str:
        """When it happened, as exactly as we know."""
        return self.when_label(happened_of(statement))

    def when_label(self, happened: str) -> str:
        """A date with its precision in words; empty when nobody said one."""
        if not happened:
            return ""
        *days, precision = happened.split()
        dates = [date.fromisoformat(day) for day in days]
        said = [rendering.plain_date(day, self._viewer.language) for day in dates]
        match precision:
            case Precision.UNKNOWN:
                return gettext("datum onbekend")
            case Precision.PERIOD:
                return gettext("%(first)s tot en met %(last)s", first=said[0], last=said[-1])
            case Precision.MONTH:
                return rendering.part_of_date(dates[0], precision, self._viewer.language)
            case Precision.YEAR:
                return days[0][:4]
        return said[0]

    def label(self, field: str, value: str) -> str | None:
        """The value of a field in words; None for what is no word of a statement."""
        match field:
            case "kind":
                return self.kind(value)
            case "basis":
                return self.basis(value)
            case "happened":
                return self.when_label(value)
            case "life_area":
                return self.life_area(value)
            case "source_words":
                return value
        return None

    def hints(self, statement: Statement) -> Sequence[str]:
        """Words that ask *wat zag of hoorde je?*"""
        return loaded_words.loaded_words(statement.text.words)

    # --- answers

    def answers(self, statement: Statement) -> list[Answered]:
        """Everybody it is about with their answer, and answers of those it was about before."""
        given = {one.person_id: one for one in statement.responses}
        found = [Answered(person, given.pop(person.id, None)) for person in statement.about]
        found += [Answered(one.person, one) for one in given.values()]
        if policy.reaches(self._viewer, "response"):
            return found
        # Whether others were asked is theirs too.
        own = [one for one in found if self._viewer.person_id in one.person.voices]
        return own + [one for one in found if one.response and one not in own and self._sees(one.response)]

    def _sees(self, response: Response) -> bool:
        return policy.visible(response, self._viewer)

    def answering(self, statement: Statement) -> list[Person]:
        """For whom the viewer may answer: for themselves, or for a child they speak for."""
        if not statement.current:
            return []
        mine = [person for person in statement.about if self._viewer.person_id in person.voices]
        return [person for person in mine if policy.may(self._viewer, Permission.RESPONSE_GIVE, person)]

    def response(self, statement: Statement, person: Person) -> Response | None:
        """The answer of somebody."""
        return next((one for one in statement.responses if one.person_id == person.id), None)

    def may_accord(self, statement: Statement) -> bool:
        """Whether the viewer is the source and has not approved what it says now."""
        return not statement.accorded and policy.may(self._viewer, Permission.STATEMENT_ACCORD, statement)

    @cached_property
    def not_asked(self) -> int:
        """*Nog niet gevraagd*: how many answers nobody asked for yet, over the statements the viewer may read."""
        if not policy.reaches(self._viewer, "response"):
            return 0
        found = self._unanswered(select(func.count(StatementAbout.person_id)))
        return self._session.scalar(found) or 0

    def _unanswered(self, found: Select[Any]) -> Select[Any]:
        answered = and_(
            Response.statement_id == StatementAbout.statement_id,
            Response.person_id == StatementAbout.person_id,
        )
        found = found.select_from(StatementAbout).join(Statement, Statement.id == StatementAbout.statement_id)
        return self._current(found.outerjoin(Response, answered)).where(
            Response.statement_id.is_(None), self._unshielded()
        )

    def _unshielded(self) -> ColumnElement[bool]:
        return policy.unshielded(Statement.shield_id, self._viewer)

    # --- one question at a time

    @cached_property
    def question(self) -> Question | None:
        """What a phone asks next: what the table looks at first, then what is new, then what changed."""
        mine = [one for one in self._look.meeting.case.people if self._viewer.person_id in one.voices]
        mine = [one for one in mine if policy.may(self._viewer, Permission.RESPONSE_GIVE, one)]
        if not mine:
            return None
        keys = [one.id for one in mine]
        return self._new_question(keys) or self._changed_question(keys) or self._accord_question(keys)

    @cached_property
    def progress(self) -> tuple[int, int]:
        """*Vraag 4 van 15*: which of the statements asked of this reader comes next, and how many there are."""
        asked = [(one, person) for one in self.all for person in self.answering(one)]
        given = [self.response(one, person) for one, person in asked]
        done = sum(one is not None and one.fits for one in given)
        return min(done + 1, len(asked)), len(asked)

    def _new_question(self, keys: Sequence[str]) -> Question | None:
        focus = self._look.meeting.focus.removeprefix("statement:")
        found = self._unanswered(select(StatementAbout.statement_id)).where(
            StatementAbout.person_id.in_(keys)
        )
        first = found.order_by(Statement.id != focus, Statement.position, Statement.id).limit(1)
        return self._asking(self._session.scalars(first), keys)

    def _changed_question(self, keys: Sequence[str]) -> Question | None:
        found = select(Response).join(Response.statement).where(Response.person_id.in_(keys))
        found = found.options(contains_eager(Response.statement).joinedload(Statement.text))
        found = found.where(Statement.case_id == self._viewer.case_id).order_by(Statement.position)
        changed = (one for one in self._session.scalars(found) if not one.fits and one.statement.current)
        return self._asking((one.statement_id for one in changed), keys)

    def _asking(self, ids: Iterable[str], keys: Sequence[str]) -> Question | None:
        for key in ids:
            statement = self._session.get(Statement, key)
            if statement is not None and policy.visible(statement, self._viewer):
                for person in statement.about:
                    given = self.response(statement, person)
                    if person.id in keys and (given is None or not given.fits):
                        return Question(statement, person)
        return None

    def _accord_question(self, keys: Sequence[str]) -> Question | None:
        """Asked of a source whose words somebody else wrote down."""
        found = select(Statement).where(
            Statement.case_id == self._viewer.case_id,
            Statement.source_id.in_(keys),
            Statement.added_by_id != (self._viewer.person_id or ""),
        )
        for one in self._session.scalars(found.order_by(Statement.position)):
            if one.source is not None and self.may_accord(one):
                return Question(one, one.source, accord=True)
        return None

    def open_points(self) -> list[str]:
        """What the chair should know is still open before the meeting closes."""
        return []
