"""Statements and the answers to them as kinds."""

from collections.abc import Hashable
from typing import Any

from conference.access.kinds import EVERYWHERE, Kind, Left, Stands, on_all, ref, register, whose
from conference.access.permissions import WRITES, Permission
from conference.access.policy import Viewer
from conference.region.profile import Block
from conference.table.facts import loaded_words
from models.enums import TextKind
from models.errors.base import Refused
from models.errors.facts import StatementSettled
from models.statements import Response, Statement
from models.texts import Text


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
    )
)
RESPONSE = register(
    Kind(
        name="response",
        model=Response,
        read=Permission.STATEMENT_READ,
        stands=Left("an answer stands with its statement"),
    )
)
