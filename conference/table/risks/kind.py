"""The three biggest risks (*Top 3*) as kinds: what each named is theirs until all is shown; the list is everybody's."""

from collections.abc import Iterable

from sqlalchemy import and_
from sqlalchemy.orm import selectinload

from conference.access.kinds import (
    EVERYWHERE,
    Chapter,
    Export,
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
    block_place,
    itself,
    on_all,
    register,
)
from conference.access.permissions import Permission
from conference.access.policy import Viewer
from conference.records.export import head, item_ref, moment
from conference.records.fields import kept, linked
from conference.records.told import on_day
from conference.region.profile import Block
from models.actions import Action
from models.enums import TextKind
from models.plans import Goal
from models.risks import NamedRisk, Risk, RiskAnswer, RiskRound
from models.translation import N_


def _whose(answer: RiskAnswer) -> frozenset[str]:
    """Whom it is of, and who gave it while they speak for them: who speaks later learns nothing of before."""
    return answer.person.voices & {answer.person_id, answer.given_by_id}


def _shown(answer: RiskAnswer, viewer: Viewer) -> bool:
    """One's own until all are shown; and what somebody keeps off the wall is not for the shared screen."""
    if answer.round.revealed_at is None:
        return viewer.person_id in _whose(answer)
    return viewer.person_id is not None or not answer.off_screen


def _rounds(writing: Writing) -> Iterable[Item]:
    """What everybody named, once it was shown together. Whom it stands with on the list stands at the list."""
    found = writing.of_case(RiskRound).where(RiskRound.revealed_at.is_not(None))
    loaded = selectinload(RiskRound.answers).selectinload(RiskAnswer.named)
    for one in writing.session.scalars(found.order_by(RiskRound.opened_at).options(loaded)):
        yield {
            **head("risk_round", one.id),
            "revealed_at": moment(one.revealed_at),
            "new": one.meeting_id == writing.meeting.id,
            "answers": [
                {
                    "person": answer.person_id,
                    "risks": [named.words for named in answer.named],
                    "given_by": answer.given_by_id,
                }
                for answer in sorted(one.answers, key=lambda answer: (answer.at, answer.person.position))
            ],
        }


def _list(writing: Writing) -> Iterable[Item]:
    """The list of the table, the biggest first, with who named each and what answers it."""
    found = writing.of_case(Risk).where(Risk.removed_at.is_(None)).order_by(Risk.position, Risk.id)
    for one in writing.session.scalars(found.options(selectinload(Risk.text), selectinload(Risk.named))):
        shown = [named for named in one.named if named.answer.round.revealed_at is not None]
        yield {
            **head("risk", one.id, one.shield, one.text.shield),
            "words": one.text.words,
            "named_by": sorted({named.person_id for named in shown}),
            "action": item_ref("action", one.action_id),
            "goal": item_ref("goal", one.goal_id),
            "added_at": moment(one.added_at),
        }


def _told(answer: RiskAnswer, say: Say) -> list[Kept]:
    words = ", ".join(named.words for named in answer.named)
    return [Kept(on_day(answer.at), words or say(N_("U gaf er geen.")))]


def _told_for(answer: RiskAnswer, say: Say) -> list[Kept]:
    words = ", ".join(named.words for named in answer.named)
    return [Kept(on_day(answer.at), words, answer.person.name)]


ROUND = register(
    Kind(
        name="risk_round",
        model=RiskRound,
        part=Part(place=block_place(Block.RISKS)),
        read=Permission.SAFETY_READ,
        stands=Stands(lists=on_all("risks"), alone=frozenset(), blocks={Block.RISKS: ("risks",)}),
        report=Export(place=52, items=_rounds, own=Own("person", ("risks",), inside="answers")),
        own_data=Left("a round is the table's; each answer in it is somebody's"),
    )
)
ANSWER = register(
    Kind(
        name="risk_answer",
        model=RiskAnswer,
        part=Part(place=block_place(Block.RISKS), own=_whose),
        read=Permission.SAFETY_READ,
        shown=_shown,
        stands=Left("an answer stands in its round"),
        report=Left("it stands with its round, once all are shown together"),
        own_data=(
            Chapter(
                place=84,
                key="risks",
                title=N_("De grootste zorgen die u noemde"),
                mine=lambda me: RiskAnswer.person_id == me,
                order=(RiskAnswer.at,),
                said=_told,
                asked=Left("one's own answer is one's own, also before all are shown"),
            ),
            Chapter(
                place=86,
                key="risks_for",
                title=N_("Zorgen die u voor een ander noemde"),
                mine=lambda me: and_(RiskAnswer.given_by_id == me, RiskAnswer.person_id != me),
                order=(RiskAnswer.at,),
                said=_told_for,
                asked=itself,
            ),
        ),
    )
)
NAMED = register(
    Kind(
        name="named_risk",
        model=NamedRisk,
        part=Part(place=block_place(Block.RISKS)),
        read=Permission.SAFETY_READ,
        carrier=lambda named: named.answer,
        stands=Left("it stands in the answer it is part of"),
        report=Left("it stands in its answer"),
        own_data=Left("it is said with its answer"),
    )
)
RISK = register(
    Kind(
        name="risk",
        model=Risk,
        part=Part(place=block_place(Block.RISKS)),
        read=Permission.SAFETY_READ,
        write=Permission.SECTION_WRITE,
        texts={TextKind.RISK: None},
        text_carrier="risk",
        fields={
            "action_id": kept(linked("action_id", Action, "action")),
            "goal_id": kept(linked("goal_id", Goal, "goal")),
        },
        askable=True,
        stands_alone=True,
        stands=Stands(
            lists=on_all("risks"),
            alone=EVERYWHERE - {"screen"},
            blocks={Block.RISKS: ("risk",)},
            there=lambda risk: risk.removed_at is None,
        ),
        words=lambda board, field, value: board.risks.label_of(field, value),
        report=Export(place=54, items=_list, one=("action", "goal")),
        shielding=Shielding(
            called=N_("Zorg"),
            texts={"text": TextKind.RISK},
            writes=Permission.SECTION_WRITE,
            keeps=("action_id", "goal_id"),
        ),
        own_data=Left("the list is everybody's; what somebody named for it stands with their answer"),
    )
)
