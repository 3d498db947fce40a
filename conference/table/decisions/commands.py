"""Decisions and who stands where."""

from datetime import datetime

from pydantic import Field

from conference.access import policy
from conference.core.unit_of_work import UnitOfWork
from conference.records.commands import Answer, Command, Key, command
from conference.table.decisions import use_cases as decisions


class AddDecision(Command):
    question: str = Field(max_length=2000)


class OfDecision(Command):
    decision: str = Key


class TakeStand(Command):
    decision: str = Key
    person: str = Key
    stance: str = Key
    words: str = Field(default="", max_length=4000)


class NoteAloud(Command):
    """What somebody at the table said when they were asked aloud; a missing choice is asked for at its field."""

    decision: str = Key
    person: str = Key
    stance: str = Field(default="", max_length=40)
    words: str = Field(default="", max_length=4000)


class RecordStuck(Command):
    decision: str = Key
    next_step: str = Field(max_length=2000)
    next_step_on: str = Key


class Reopen(Command):
    decision: str = Key
    reason: str = Field(max_length=2000)


@command("decision:add", AddDecision)
def _add(work: UnitOfWork, viewer: policy.Viewer, wish: AddDecision, at: datetime) -> Answer:
    return {"decision": decisions.add(work, viewer, wish.question, at).id}


@command("decision:option", OfDecision)
def _option(work: UnitOfWork, viewer: policy.Viewer, wish: OfDecision, at: datetime) -> None:
    decisions.add_option(work, viewer, wish.decision, at)


@command("decision:stand", TakeStand)
def _stand(work: UnitOfWork, viewer: policy.Viewer, wish: TakeStand, at: datetime) -> None:
    decisions.stand(work, viewer, wish.decision, wish.person, wish.stance, wish.words, at)


@command("decision:aloud", NoteAloud)
def _aloud(work: UnitOfWork, viewer: policy.Viewer, wish: NoteAloud, at: datetime) -> None:
    decisions.note_aloud(work, viewer, wish.decision, wish.person, wish.stance, wish.words, at)


@command("decision:close", OfDecision)
def _close(work: UnitOfWork, viewer: policy.Viewer, wish: OfDecision, at: datetime) -> None:
    decisions.close(work, viewer, wish.decision, at)


@command("decision:stuck", RecordStuck)
def _stuck(work: UnitOfWork, viewer: policy.Viewer, wish: RecordStuck, at: datetime) -> None:
    decisions.stick(work, viewer, wish.decision, wish.next_step, wish.next_step_on, at)


@command("decision:reopen", Reopen)
def _reopen(work: UnitOfWork, viewer: policy.Viewer, wish: Reopen, at: datetime) -> None:
    decisions.reopen(work, viewer, wish.decision, wish.reason, at)


@command("decision:resume", OfDecision)
def _resume(work: UnitOfWork, viewer: policy.Viewer, wish: OfDecision, at: datetime) -> None:
    decisions.take_up(work, viewer, wish.decision, at)
