"""Another wording for somebody's words (*voorstel*): only their owner changes them, anybody else proposes (trust 3)."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.access import policy
from conference.access.policy import Permission
from conference.core.events import ProposalChanged
from conference.core.unit_of_work import UnitOfWork
from conference.core.validation import safe_reason, safe_text
from conference.records import texts
from models.enums import MAX_WORDS, ProposalState
from models.errors.base import NotAllowed, NotFound
from models.errors.validation import ChoiceUnknown
from models.errors.wording import ProposalAnswered, ProposalNotNeeded, ProposalSame
from models.people import Person
from models.texts import Text
from models.wording import Proposal

#: What the owner of the words can answer.
ANSWERS = frozenset({ProposalState.TAKEN, ProposalState.BESIDE, ProposalState.DECLINED})


def readable(session: Session, viewer: policy.Viewer) -> list[Proposal]:
    """The proposals of the viewer's case that this viewer may see, oldest first: as hidden as what they are about."""
    found = select(Proposal).where(Proposal.case_id == viewer.case_id)
    return policy.readable(session.scalars(found.order_by(Proposal.at, Proposal.id)), viewer)


def may_propose(viewer: policy.Viewer, text: Text) -> bool:
    """Whether this viewer may propose other words: of somebody else, with the right to write of such things."""
    return (
        policy.keepers(text) is not None
        and not policy.keeps(viewer, text)
        and policy.may(viewer, policy.writing(text), text)
        and policy.may(viewer, Permission.WORDS_PROPOSE, text)
    )


def propose(
    work: UnitOfWork, viewer: policy.Viewer, text_id: str, words: str, seen: int | None, at: datetime
) -> Proposal:
    """Propose other words. `seen`: the version on the proposer's screen.

    A second one takes the place of the open one, which is taken back: an answer belongs to the words it was given to.

    Raises ProposalNotNeeded for one's own words or the table's, ProposalSame for the words that stand there.
    """
    text = work.lock(Text, text_id)
    policy.require(viewer, policy.writing(text), text)
    policy.require(viewer, Permission.WORDS_PROPOSE, text)
    if policy.keepers(text) is None or policy.keeps(viewer, text):
        raise ProposalNotNeeded
    said = safe_text(words, "words", MAX_WORDS[text.kind])
    if text.single:
        said = " ".join(said.split())
    if said == text.words.strip():
        raise ProposalSame
    person = work.load(Person, viewer.person_id)
    if (earlier := _open_one(work.session, text, person)) is not None:
        if earlier.words == said:
            return earlier
        earlier.state, earlier.answered_at = ProposalState.WITHDRAWN, at
        work.session.flush()
    made = work.add(
        Proposal(
            case_id=text.case_id,
            text_id=text.id,
            base_epoch=text.epoch,
            base_version=text.version if seen is None or not 0 <= seen <= text.version else seen,
            words=said,
            by_id=person.id,
            at=at,
        )
    )
    _changed(work, viewer, Permission.WORDS_PROPOSE, made, at)
    return made


def answer(
    work: UnitOfWork, viewer: policy.Viewer, proposal_id: str, state: str, why: str, at: datetime
) -> Proposal:
    """What the owner of the words does with a proposal: take it over, put it beside, or decline it with a reason.

    Taken over, the words become those of the text in one change of the owner, which keeps whose they were.
    Raises WordsOfAnother for anybody else, ProposalAnswered, ReasonNeeded for declining.
    """
    proposal = work.lock(Proposal, proposal_id)
    if not policy.visible(proposal, viewer):
        raise NotFound
    text = work.lock(Text, proposal.text_id)
    policy.require_writer(viewer, text)
    if state not in ANSWERS:
        raise ChoiceUnknown("state")
    if proposal.state != ProposalState.OPEN:
        raise ProposalAnswered
    proposal.why = safe_reason(why, "why") if state == ProposalState.DECLINED else ""
    proposal.state = ProposalState(state)
    proposal.answered_by_id, proposal.answered_at = viewer.person_id, at
    if state == ProposalState.TAKEN:
        author = work.load(Person, viewer.person_id)
        texts.set_words(work, author, text, proposal.words, at, proposed_by=proposal.by_id)
    _changed(work, viewer, Permission.WORDS_CHANGE, proposal, at)
    return proposal


def withdraw(work: UnitOfWork, viewer: policy.Viewer, proposal_id: str, at: datetime) -> None:
    """Take one's own proposal back while it has no answer."""
    proposal = work.lock(Proposal, proposal_id)
    policy.require(viewer, Permission.WORDS_PROPOSE, proposal)
    if proposal.by_id != viewer.person_id:
        raise NotAllowed
    if proposal.state != ProposalState.OPEN:
        raise ProposalAnswered
    proposal.state, proposal.answered_at = ProposalState.WITHDRAWN, at
    _changed(work, viewer, Permission.WORDS_PROPOSE, proposal, at)


def _open_one(session: Session, text: Text, person: Person) -> Proposal | None:
    found = select(Proposal).where(
        Proposal.text_id == text.id, Proposal.by_id == person.id, Proposal.state == ProposalState.OPEN
    )
    return session.scalars(found).one_or_none()


def _changed(
    work: UnitOfWork, viewer: policy.Viewer, deed: Permission, proposal: Proposal, at: datetime
) -> None:
    work.session.flush()
    work.record(viewer.actor, deed, f"proposal:{proposal.id}", proposal.case_id, at)
    work.tell(ProposalChanged(proposal.case_id, proposal.text_id))
