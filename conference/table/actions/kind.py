"""Agreements (*afspraken*) as a kind."""

from typing import Any

from conference.access.kinds import Kind, Stands, on_all, ref, register, whose
from conference.access.permissions import Permission
from conference.core.events import RecordChanged
from conference.core.unit_of_work import UnitOfWork
from conference.region.profile import Block
from models.actions import Action
from models.enums import TextKind
from models.texts import Text


def _owners(action: Action, permission: Permission) -> Any:
    """An action is of its owner; those who help may read it."""
    if permission == Permission.ACTION_READ:
        return (action.owner_id, *(partner.id for partner in action.partners))
    return whose(action, permission)


def _ask_owner_again(work: UnitOfWork, text: Text, before: str, author_id: str) -> None:
    """Nobody is bound by words that somebody else changed after their own *ik doe dit*."""
    action = text.action if text.kind == TextKind.ACTION else None
    if action is not None and action.taken and action.owner_id != author_id:
        action.taken = False
        work.tell(RecordChanged(text.case_id, ref(action), listed=True))


def _words(board: Any, field: str, value: str) -> str | None:
    if field == "phase":
        return str(board.phase(value))
    if field == "state":
        return str(board.state_label(value))
    words: str | None = board.plan.why_label(field, value)
    return words


ACTION = register(
    Kind(
        name="action",
        askable=True,
        model=Action,
        read=Permission.ACTION_READ,
        write=Permission.ACTION_CHANGE,
        owners=_owners,
        texts={TextKind.ACTION: None, TextKind.SEEN_WHEN: None},
        text_carrier="action",
        follows=_ask_owner_again,
        stands=Stands(
            lists=on_all("actions", "looking_back"),
            blocks={Block.ACTIONS: ("action", "actions"), Block.LOOKING_BACK: ("looking_back",)},
        ),
        words=_words,
    )
)
