"""Another wording (*voorstel*) as a kind: as hidden as the words it is about."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.access import policy
from conference.access.kinds import (
    Chapter,
    Copy,
    Export,
    Item,
    Kept,
    Kind,
    Left,
    Own,
    Say,
    Writing,
    itself,
    ref,
    register,
)
from conference.access.permissions import Permission
from conference.records import labels
from conference.records.export import head, moment
from conference.records.told import joined, on_day
from models.enums import ProposalState
from models.texts import Text
from models.translation import N_
from models.wording import Proposal


def about(proposal: Proposal) -> Any:
    """The record whose words it would change."""
    return policy.carrier(proposal.text)


def _beside(writing: Writing) -> Iterable[Item]:
    """What the owner put beside their own words: both stand. One about a hidden item is as hidden as that item."""
    found = writing.of_case(Proposal).where(Proposal.state == ProposalState.BESIDE)
    for one in writing.session.scalars(found.order_by(Proposal.at, Proposal.id)):
        whose = about(one)
        item = ref(whose)
        if item not in writing.audiences:
            continue  # taken away since, or not of this report: who may know of it cannot be said
        yield {
            **head("proposal", one.id),
            "for": writing.audiences[item],
            "about": item,
            "seen_when": one.text_id == getattr(whose, "seen_when_id", None),
            "words": one.words,
            "by": one.by_id,
            "at": moment(one.at),
            "beside_by": one.answered_by_id,
        }


def _told(one: Proposal, say: Say) -> Iterable[Kept]:
    yield Kept(on_day(one.at), one.words, joined(": ", say(labels.PROPOSALS[one.state].label), one.why))


def _copies(session: Session, text: Text) -> Iterable[Copy]:
    """Another wording repeats most of the words it is about."""
    for one in session.scalars(select(Proposal).where(Proposal.text_id == text.id)):
        yield Copy(one, "words", quotes=True)


PROPOSAL = register(
    Kind(
        name="proposal",
        model=Proposal,
        part=Left("it goes with the words it is about"),
        read=None,
        carrier=lambda proposal: proposal.text,
        copies=_copies,
        stands=Left("it stands beside the words it is about (`ProposalChanged`)"),
        # After everything that it can be about.
        report=Export(
            place=105,
            items=_beside,
            bound=("about",),
            reads=lambda item: Permission.MEETING_READ,
            own=Own("by", ("words",)),
        ),
        own_data=(
            Chapter(
                place=44,
                key="proposals",
                title=N_("Andere woorden die u voorstelde"),
                mine=lambda me: Proposal.by_id == me,
                order=(Proposal.at,),
                said=_told,
                asked=itself,
            ),
            Chapter(
                place=46,
                key="proposals_answered",
                title=N_("Voorstellen waarop u antwoordde"),
                mine=lambda me: Proposal.answered_by_id == me,
                order=(Proposal.answered_at,),
                said=_told,
                asked=itself,
            ),
        ),
    )
)
