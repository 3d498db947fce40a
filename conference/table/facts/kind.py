"""Statements and the answers to them as kinds."""

from collections.abc import Hashable, Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import and_, or_
from sqlalchemy.orm import selectinload

from conference.access.kinds import (
    EVERYWHERE,
    Chapter,
    Compared,
    Export,
    Item,
    Kept,
    Kind,
    Left,
    Say,
    Stands,
    Writing,
    itself,
    on_all,
    ref,
    register,
    whose,
)
from conference.access.permissions import WRITES, Permission
from conference.access.policy import Viewer
from conference.records import labels
from conference.records.export import day, head, item_ref, moment
from conference.records.own_data import joined, on_day
from conference.region.profile import Block
from conference.table.facts import loaded_words
from models.enums import TextKind
from models.errors.base import Refused
from models.errors.facts import StatementSettled
from models.people import Person
from models.statements import Response, Statement
from models.texts import Text
from models.translation import N_


def _owners(statement: Statement, permission: Permission) -> Any:
    """The source approves how it is written: they themselves, or who they asked to speak for them."""
    if permission == Permission.STATEMENT_ACCORD:
        return statement.source.voices if statement.source else ()
    return whose(statement, permission)


def _settled(statement: Statement, permission: Permission, viewer: Viewer) -> Refused | None:
    """A statement that was replaced or taken back stays as it was."""
    return StatementSettled() if permission in WRITES and not statement.current else None


def _standing(text: Text) -> tuple[str, Hashable] | None:
    """Who has to be asked again, whether the source approves, and which words ask for a hint."""
    statement = text.statement
    if statement is None:
        return None
    fitting = frozenset(given.person_id for given in statement.responses if given.fits)
    return ref(statement), (statement.accorded, fitting, loaded_words.loaded_words(text.words))


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
                    "to_this_wording": answer.fits,
                    "given_by": answer.given_by_id,
                    "at": moment(answer.at),
                }
                for answer in sorted(one.responses, key=lambda answer: answer.at)
            ],
        }


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
        read=Permission.STATEMENT_READ,
        write=Permission.STATEMENT_WRITE,
        owners=_owners,
        settled=_settled,
        texts={TextKind.STATEMENT: None},
        text_carrier="statement",
        hangs_on=_standing,
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
            compared=Compared(called="type", past=("replaced_by", "withdrawn_at")),
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
        read=Permission.STATEMENT_READ,
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
