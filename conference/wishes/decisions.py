"""Decisions and who stands where."""

from datetime import datetime

from pydantic import Field

from conference import policy
from conference.deeds import decisions
from conference.wishes.registry import Answer, Key, Wish, command
from conference.work import Work


class AddDecision(Wish):
    question: str = Field(max_length=2000)


class OfDecision(Wish):
    decision: str = Key


class TakeStand(Wish):
    decision: str = Key
    person: str = Key
    stance: str = Key
    words: str = Field(default="", max_length=4000)


class RecordStuck(Wish):
    decision: str = Key
    next_step: str = Field(max_length=2000)
    next_step_on: str = Key


class Reopen(Wish):
    decision: str = Key
    reason: str = Field(max_length=2000)


@command("decision:add", AddDecision)
def _add(work: Work, viewer: policy.Viewer, wish: AddDecision, at: datetime) -> Answer:
    return {"decision": decisions.add(work, viewer, wish.question, at).id}


@command("decision:option", OfDecision)
def _option(work: Work, viewer: policy.Viewer, wish: OfDecision, at: datetime) -> None:
    decisions.add_option(work, viewer, wish.decision, at)


@command("decision:stand", TakeStand)
def _stand(work: Work, viewer: policy.Viewer, wish: TakeStand, at: datetime) -> None:
    decisions.stand(work, viewer, wish.decision, wish.person, wish.stance, wish.words, at)


@command("decision:close", OfDecision)
def _close(work: Work, viewer: policy.Viewer, wish: OfDecision, at: datetime) -> None:
    decisions.close(work, viewer, wish.decision, at)


@command("decision:stuck", RecordStuck)
def _stuck(work: Work, viewer: policy.Viewer, wish: RecordStuck, at: datetime) -> None:
    decisions.stick(work, viewer, wish.decision, wish.next_step, wish.next_step_on, at)


@command("decision:reopen", Reopen)
def _reopen(work: Work, viewer: policy.Viewer, wish: Reopen, at: datetime) -> None:
    decisions.reopen(work, viewer, wish.decision, wish.reason, at)


@command("decision:resume", OfDecision)
def _resume(work: Work, viewer: policy.Viewer, wish: OfDecision, at: datetime) -> None:
    decisions.take_up(work, viewer, wish.decision, at)
