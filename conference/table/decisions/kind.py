"""Decisions (*besluiten*) as a kind."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from conference.access.kinds import EVERYWHERE, Kind, Stands, on_all, ref, register
from conference.access.permissions import Permission
from conference.access.policy import Viewer
from conference.core.events import RecordChanged
from conference.core.unit_of_work import UnitOfWork
from conference.region.profile import Block
from models.decisions import ChildMeaning, Decision, DecisionOption
from models.enums import DecisionState, TextKind
from models.errors.base import Refused
from models.errors.decisions import DecisionFixed
from models.texts import Text


def _settled(decision: Decision, permission: Permission, viewer: Viewer) -> Refused | None:
    """What was decided, or what the table is stuck on, stays as it is until it is opened again."""
    fixed = permission == Permission.DECISION_WRITE and decision.state != DecisionState.OPEN
    return DecisionFixed() if fixed else None


def _after_typing(work: UnitOfWork, text: Text, before: str, author_id: str) -> None:
    """Send the decision when a stance stopped or began to fit it, or when a text is there at last."""
    decision = _of_text(work.session, text)
    if decision is None:
        return
    said, earlier = decision.said(), decision.said({text.id: before})
    asked = said != earlier and any((one.said == said) != (one.said == earlier) for one in decision.stances)
    if asked or bool(before.strip()) != bool(text.words.strip()):
        work.tell(RecordChanged(decision.case_id, ref(decision)))


def _of_text(session: Session, text: Text) -> Decision | None:
    option = select(DecisionOption.decision_id).where(DecisionOption.text_id == text.id)
    meaning = select(ChildMeaning.decision_id).where(ChildMeaning.text_id == text.id)
    own = [
        column == text.id
        for column in (
            Decision.question_id,
            Decision.text_id,
            Decision.reason_id,
            Decision.handled_id,
            Decision.wrong_if_id,
        )
    ]
    found = select(Decision).where(
        Decision.case_id == text.case_id, or_(*own, Decision.id.in_(option), Decision.id.in_(meaning))
    )
    return session.scalar(found)


# Its texts do not know it; they carry its shield themselves.
DECISION = register(
    Kind(
        name="decision",
        askable=True,
        stands_alone=True,
        model=Decision,
        read=Permission.DECISION_READ,
        write=Permission.DECISION_WRITE,
        settled=_settled,
        texts={TextKind.DECISION: None},
        follows=_after_typing,
        stands=Stands(
            lists=on_all("decisions", "actions"),
            alone=EVERYWHERE,
            blocks={Block.DECISIONS: ("decision", "decisions")},
        ),
        words=lambda board, field, value: board.decisions.label_of(field, value),
    )
)
