"""Statements and the answers to them as kinds."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, object_session, selectinload

from conference.access.kinds import (
    EVERYWHERE,
    REMOVED,
    WORDS,
    Change,
    Chapter,
    Compared,
    Copy,
    Export,
    Field,
    Given,
    Item,
    Kept,
    Kind,
    Left,
    Own,
    Part,
    Say,
    Shielding,
    Stands,
    Writing,
    area_places,
    block_place,
    itself,
    on_all,
    ref,
    register,
    whose,
)
from conference.access.permissions import WRITES, Permission
from conference.access.policy import Viewer
from conference.core.unit_of_work import UnitOfWork
from conference.core.validation import AMSTERDAM, read_date, safe_text
from conference.records import fields as records
from conference.records import labels
from conference.records.export import day, head, item_ref, moment
from conference.records.told import joined, on_day
from conference.region import profile
from conference.region.profile import Block
from conference.table.facts import loaded_words
from models.case import Case
from models.enums import Basis, Precision, StatementKind, TextKind
from models.errors.base import Refused
from models.errors.facts import FactNeedsDate, FactNeedsSource, PeriodIncomplete, StatementSettled
from models.errors.validation import ChoiceUnknown, DateOutOfRange
from models.people import Person
from models.statements import Response, Statement
from models.texts import Text
from models.translation import N_

SOURCE_WORDS = 200
YEARS_BACK = 100
YEARS_AHEAD = 3


def _whose_part(statement: Statement) -> Iterable[str | None]:
    """Who brought it, who said it, and whom it is about: they answer to it."""
    yield from (statement.added_by_id, statement.source_id)
    for person in statement.about:
        yield from person.voices


def _owners(statement: Statement, permission: Permission) -> Any:
    """The source approves how it is written: they themselves, or who they asked to speak for them.

    What was taken back is put back by whose words it is, or by who took it back.
    """
    if permission == Permission.STATEMENT_ACCORD:
        return statement.source.voices if statement.source else ()
    if permission == Permission.WORDS_RESTORE:
        return {*_keepers(statement, WORDS), taken_back_by(statement)}
    if permission == Permission.SHIELD_SET and statement.belongs_to_source:
        return (statement.added_by_id, statement.source_id)
    return whose(statement, permission)


def _keepers(statement: Statement, field: str) -> frozenset[str]:
    """Who added it; its source from the moment they approved how it is written. Its fields are part of what it says."""
    if statement.belongs_to_source and statement.source is not None:
        return statement.source.voices
    return statement.added_by.voices


def taken_back_by(statement: Statement) -> str | None:
    """Who took it back; None while it stands."""
    session = object_session(statement)
    if statement.withdrawn_at is None or session is None:
        return None
    found = records.last_change(session, ref(statement), REMOVED)
    return found.by_id if found else None


def _line(statement: Statement) -> list[Statement]:
    """A statement with all it replaced and all that replaced it: their words say nearly the same."""
    newest = statement
    while newest.replaced_by is not None:
        newest = newest.replaced_by
    found = [newest]
    while found[-1].replaces is not None:
        found.append(found[-1].replaces)
    return found


def _starts(change: Change, beside: Any) -> dict[str, Any]:
    """Somebody of the family tells it themselves; from anybody else it begins as a thought."""
    person = change.work.load(Person, change.viewer.person_id)
    if person.account_id is None:
        kind, source, precision = StatementKind.STATEMENT, person.id, Precision.UNKNOWN
    else:
        kind, source, precision = StatementKind.OPINION, None, Precision.DAY
    return {"kind": kind, "source_id": source, "precision": precision}


def _settled(statement: Statement, permission: Permission, viewer: Viewer) -> Refused | None:
    """A statement that was replaced or taken back stays as it was, until it is put back."""
    stands = statement.replaced_by is None if permission == Permission.WORDS_RESTORE else statement.current
    return StatementSettled() if permission in WRITES and not stands else None


def _standing(text: Text) -> tuple[str, Hashable] | None:
    """Who has to be asked again, whether the source approves, and which words ask for a hint."""
    statement = text.statement
    if statement is None:
        return None
    fitting = frozenset(given.person_id for given in statement.responses if given.fits)
    return ref(statement), (statement.accorded, fitting, loaded_words.loaded_words(text.words))


# --- dates


def read_happened(value: str, field: str, at: datetime) -> str:
    """A date with its precision as one value, so that two people cannot half-change it.

    `2026-05-12 day`, `2026-05-01 month`, `2026-01-01 year`, `2026-02-14 2026-03-14 period`, `unknown` (chosen
    openly) or "" (nobody said). Days and precision in any order; days also as 12-05-2026. Raises DateInvalid,
    DateOutOfRange, PeriodIncomplete, ChoiceUnknown.
    """
    parts = value.split()
    chosen = [part for part in parts if part in set(Precision)] or [str(Precision.DAY)]
    if len(chosen) > 1:
        raise ChoiceUnknown(field)
    precision = Precision(chosen[0])
    if precision == Precision.UNKNOWN:
        return str(precision)
    today = at.astimezone(AMSTERDAM).date()
    days = sorted(_days([part for part in parts if part not in set(Precision)], field, today))
    if not days:
        return ""
    if days[0] > today:
        raise DateOutOfRange(field, first=f"{today.year - YEARS_BACK}", last=f"{today:%d-%m-%Y}")
    if precision == Precision.PERIOD and len(days) < 2:
        raise PeriodIncomplete(field)
    days = days[:2] if precision == Precision.PERIOD else [_rounded(days[0], precision)]
    return " ".join([*(day.isoformat() for day in days), precision])


def happened_of(statement: Statement) -> str:
    """The same value of a statement."""
    if statement.happened_on is None:
        return str(Precision.UNKNOWN) if statement.precision == Precision.UNKNOWN else ""
    days = [statement.happened_on, *filter(None, [statement.happened_until])]
    return " ".join([*(day.isoformat() for day in days), statement.precision])


def _days(typed: Sequence[str], field: str, today: date) -> list[date]:
    found = [
        read_date(one, field, today, years_back=YEARS_BACK, years_ahead=YEARS_AHEAD) for one in set(typed)
    ]
    return [day for day in found if day is not None]


def _rounded(day: date, precision: Precision) -> date:
    """The first day of the month or year, when no more than that is known."""
    if precision == Precision.YEAR:
        return day.replace(month=1, day=1)
    return day.replace(day=1) if precision == Precision.MONTH else day


# --- fields


def _must_be_known(kind: str, *, sourced: bool, dated: bool, field: str | None = None) -> None:
    """A statement without source and date is not a fact."""
    if kind == StatementKind.FACT and not sourced:
        raise FactNeedsSource(field)
    if kind == StatementKind.FACT and not dated:
        raise FactNeedsDate(field)


def _check_kind(change: Change, statement: Statement, value: str) -> str:
    if value not in set(StatementKind):
        raise ChoiceUnknown("kind")
    _must_be_known(value, sourced=statement.sourced, dated=statement.dated)
    return value


def _check_happened(change: Change, statement: Statement, value: str) -> str:
    happened = read_happened(value, "happened", change.at)
    _must_be_known(statement.kind, sourced=True, dated=bool(happened))
    return happened


def _put_happened(change: Change, statement: Statement, value: str) -> None:
    *days, precision = value.split() or [str(Precision.DAY)]
    first, until = ([date.fromisoformat(day) for day in days] + [None, None])[:2]
    statement.happened_on, statement.happened_until = first, until
    statement.precision = Precision(precision)


def _check_source(change: Change, statement: Statement, value: str) -> str:
    found = _SOURCE.check(change, statement, value)
    sourced = bool(found or statement.source_words)
    _must_be_known(statement.kind, sourced=sourced, dated=True, field="source_id")
    return found


def _check_source_words(change: Change, statement: Statement, value: str) -> str:
    words = safe_text(value, "source_words", SOURCE_WORDS, needed=False)
    _must_be_known(statement.kind, sourced=bool(words or statement.source_id), dated=True)
    return words


def _put(name: str) -> Any:
    return lambda change, statement, value: setattr(statement, name, value)


def _life_areas(work: UnitOfWork, statement: Statement) -> list[str]:
    case = work.load(Case, statement.case_id)
    return [area.key for area in profile.of(case.profile.settings).life_areas]


_SOURCE = records.person("source_id")
#: Source and date before the kind: a new fact is checked with what was filled in with it.
FIELDS: dict[str, Field] = {
    "source_id": Field(_SOURCE.get, _check_source, _SOURCE.put),
    "source_words": Field(
        lambda statement: statement.source_words, _check_source_words, _put("source_words")
    ),
    "happened": Field(happened_of, _check_happened, _put_happened),
    "kind": Field(lambda statement: str(statement.kind), _check_kind, _put("kind")),
    "basis": records.choice("basis", Basis),
    "life_area": records.one_of("life_area", _life_areas),
    "about": records.people("about"),
}


def _statements(writing: Writing) -> Iterable[Item]:
    found = writing.of_case(Statement).order_by(Statement.position)
    loaded = (
        selectinload(Statement.text),
        selectinload(Statement.about),
        selectinload(Statement.responses),
        selectinload(Statement.replaced_by),
    )
    for one in writing.session.scalars(found.options(*loaded)):
        yield {
            **head("statement", one.id, one.shield, one.text.shield),
            "type": str(one.kind),
            "certain": one.certain,
            "words": one.text.words,
            "happened_on": day(one.happened_on),
            "happened_until": day(one.happened_until),
            "precision": str(one.precision),
            "source": one.source_id,
            "source_words": one.source_words,
            "basis": str(one.basis),
            "life_area": one.life_area,
            "about": [person.id for person in one.about],
            "accorded": one.accorded,
            "accord": _accord(one),
            "replaces": item_ref("statement", one.replaces_id),
            "replaced_by": item_ref("statement", one.replaced_by.id if one.replaced_by else None),
            "withdrawn_at": moment(one.withdrawn_at),
            "withdrawn_why": one.withdrawn_why,
            "added_by": one.added_by_id,
            "new": one.meeting_id == writing.meeting.id,
            "responses": [
                {
                    "person": answer.person_id,
                    "stance": str(answer.stance),
                    "words": answer.words,
                    **_to(answer).told,
                    "given_by": answer.given_by_id,
                    "at": moment(answer.at),
                }
                for answer in sorted(one.responses, key=lambda answer: answer.at)
            ],
        }


def _accord(one: Statement) -> dict[str, Any] | None:
    """The approval of the source, also one of an earlier wording."""
    if one.accorded_at is None:
        return None
    return {"person": one.source_id, "at": moment(one.accorded_at), **_approved(one).told}


def _approved(one: Statement) -> Given:
    return Given(one.source_id, one.accorded_words, one.accorded)


def _to(answer: Response) -> Given:
    return Given(answer.person_id, answer.said_words, answer.fits)


def _copies(session: Session, text: Text) -> Iterable[Copy]:
    """What the source approved and others answered to holds the words of then."""
    statement = session.scalar(select(Statement).where(Statement.text_id == text.id))
    if statement is not None:
        yield Copy(statement, "accorded_said")
        yield from (Copy(answer, "said") for answer in statement.responses)


def _told(one: Statement, say: Say) -> Iterable[Kept]:
    source = one.source.name if one.source else one.source_words
    kind = say(labels.STATEMENT_KINDS[one.kind].label)
    yield Kept(on_day(one.happened_on), one.text.words, joined(", ", kind, source))


def _answered(one: Response, say: Say) -> Iterable[Kept]:
    said = joined(": ", say(labels.RESPONSES[one.stance].label), one.words)
    yield Kept(on_day(one.at), said, one.statement.text.words)


def _answered_for(one: Response, say: Say) -> Iterable[Kept]:
    for kept in _answered(one, say):
        yield replace(kept, more=joined(": ", one.person.name, kept.more))


STATEMENT = register(
    Kind(
        name="statement",
        askable=True,
        stands_alone=True,
        model=Statement,
        part=Part(
            place=block_place(Block.FACTS),
            places=lambda one: area_places(one.life_area),
            own=_whose_part,
            becomes_own=True,
        ),
        read=Permission.STATEMENT_READ,
        write=Permission.STATEMENT_WRITE,
        owners=_owners,
        keepers=_keepers,
        overruled=frozenset({REMOVED}),
        settled=_settled,
        texts={TextKind.STATEMENT: None},
        text_carrier="statement",
        hangs_on=_standing,
        yes=lambda statement: [_approved(statement)] if statement.accorded_at else [],
        copies=_copies,
        fields=FIELDS,
        listed=frozenset({"kind"}),
        sorted_by=lambda statement: statement.certain,
        stands=Stands(
            lists=on_all("facts"),
            alone=EVERYWHERE,
            beside={"table": ("asked",), "phone": ("question",)},
            blocks={Block.FACTS: ("statement", "facts", "asked", "question")},
        ),
        words=lambda board, field, value: board.facts.label(field, value),
        report=Export(
            place=20,
            items=_statements,
            one=("replaces", "replaced_by"),
            own=Own("person", ("words",), inside="responses"),
            compared=Compared(called="type", past=("replaced_by", "withdrawn_at")),
        ),
        shielding=Shielding(
            called=N_("Uitspraak"),
            texts={"text": TextKind.STATEMENT},
            writes=Permission.STATEMENT_WRITE,
            line=_line,
            starts=_starts,
            keeps=(
                *("kind", "happened_on", "happened_until", "precision", "source_id", "source_words"),
                *("basis", "life_area", "about"),
            ),
        ),
        own_data=(
            Chapter(
                place=30,
                key="statements",
                title=N_("Wat over u of van u is opgeschreven"),
                mine=lambda me: or_(
                    Statement.about.any(Person.id == me),
                    Statement.source_id == me,
                    Statement.added_by_id == me,
                ),
                order=(Statement.position,),
                said=_told,
                asked=itself,
            ),
        ),
    )
)
RESPONSE = register(
    Kind(
        name="response",
        model=Response,
        part=Part(
            place=block_place(Block.FACTS),
            places=lambda one: area_places(one.statement.life_area),
            own=lambda one: (*one.person.voices, one.given_by_id),
        ),
        read=Permission.STATEMENT_READ,
        yes=lambda response: [_to(response)],
        stands=Left("an answer stands with its statement"),
        report=Left("it stands with its statement"),
        own_data=(
            Chapter(
                place=40,
                key="responses",
                title=N_("Uw antwoorden"),
                mine=lambda me: Response.person_id == me,
                order=(Response.at,),
                said=_answered,
                asked=lambda response: response.statement,
            ),
            Chapter(
                place=42,
                key="responses_for",
                title=N_("Antwoorden die u voor een ander gaf"),
                mine=lambda me: and_(Response.given_by_id == me, Response.person_id != me),
                order=(Response.at,),
                said=_answered_for,
                asked=lambda response: response.statement,
            ),
        ),
    )
)
