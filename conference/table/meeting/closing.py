"""What is asked before a meeting closes (*wat hoort erbij*): what lacks, of whom, and why it was passed.

The region says for each kind of meeting what is asked (`MeetingKind.asks`). Nothing holds a meeting up for good: each
thing that lacks takes a reason, which the family reads on its pages and in the report.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.access import policy
from conference.core import alike
from conference.core.unit_of_work import UnitOfWork
from conference.core.validation import safe_text
from conference.region import profile
from conference.region.profile import Asked, Block
from models.analysis import Section
from models.changesets import is_blank
from models.decisions import ChildMeaning, Decision
from models.enums import FactorNature, MeetingState, Role
from models.errors.meeting import (
    ExplanationLacks,
    Lacks,
    MeaningLacks,
    OtherExplanationLacks,
    OwnWordsLack,
    ProtectionLacks,
    SafetyLacks,
)
from models.factors import Factor
from models.meeting import Meeting, Part, PassedOver
from models.people import Person
from models.safety import SafetyRound
from models.texts import Text

LONGEST_WHY = 300


def lacking(session: Session, meeting: Meeting) -> list[Lacks]:
    """What this kind of meeting asks and is not there, in the order of the profile; what was skipped has its reason."""
    settings = profile.of(meeting.case.profile.settings)
    kind = settings.meeting(meeting.kind)
    asked = kind.asks if kind is not None else tuple(Asked)
    found = [LOOKS[key](session, meeting, settings) for key in asked]
    return [one for one in found if one is not None]


def pass_over(
    work: UnitOfWork, viewer: policy.Viewer, meeting: Meeting, reasons: Mapping[str, str], at: datetime
) -> None:
    """Close all the same: keep the reason for each thing that lacks. Raises the first that has none."""
    for lack in lacking(work.session, meeting):
        given = reasons.get(lack.key, "")
        if is_blank(given):
            raise lack
        why = safe_text(given, lack.key, LONGEST_WHY)
        work.add(
            PassedOver(
                meeting_id=meeting.id,
                key=lack.key,
                people=[one.id for one in lack.people],
                why=why,
                by_id=viewer.person_id,
                at=at,
            )
        )
    work.session.flush()
    work.session.expire(meeting, ["passed_over"])


def without_family(session: Session, case_id: str) -> list[Meeting]:
    """Meetings that began without the family, newest first: the reason is theirs to read (MT-05)."""
    found = select(Meeting).where(
        Meeting.case_id == case_id, Meeting.why_no_family.filled(), Meeting.state != MeetingState.CANCELLED
    )
    return [
        one for one in session.scalars(found.order_by(Meeting.starts_at.desc())) if one.opened_at is not None
    ]


def before(session: Session, meeting: Meeting) -> Meeting | None:
    """The last meeting that closed before this one began."""
    found = select(Meeting).where(
        Meeting.case_id == meeting.case_id,
        Meeting.state == MeetingState.CLOSED,
        Meeting.starts_at < meeting.starts_at,
    )
    return session.scalars(found.order_by(Meeting.starts_at.desc()).limit(1)).first()


# --- what each asks


def _family(meeting: Meeting) -> list[Person]:
    """Of whom own words are asked: family that was invited, and every child, also one that is not there (VC-01)."""
    invited = {one.id for one in meeting.invited}
    return [
        one for one in meeting.case.people if one.in_family and (one.id in invited or one.role == Role.CHILD)
    ]


def _own_words(session: Session, meeting: Meeting, settings: profile.Profile) -> Lacks | None:
    keys = {one.key for one in settings.sections if one.own_words}
    if _was_skipped(meeting, lambda part: bool(keys & set(settings.part(part.key).sections))):
        return None
    texts = select(Text).join(Section, Section.text_id == Text.id)
    texts = texts.where(Section.case_id == meeting.case_id, Section.key.in_(keys))
    spoke = {text.owner_id for text in session.scalars(texts) if not is_blank(text.words)}
    silent = [one for one in _family(meeting) if one.id not in spoke]
    return OwnWordsLack(silent) if silent else None


def _section(session: Session, meeting: Meeting, key: str) -> str:
    found = select(Text).join(Section, Section.text_id == Text.id)
    found = found.where(Section.case_id == meeting.case_id, Section.key == key, Text.shield_id.is_(None))
    return " ".join(text.words for text in session.scalars(found))


def _explanation(session: Session, meeting: Meeting, settings: profile.Profile) -> Lacks | None:
    return ExplanationLacks() if is_blank(_section(session, meeting, "explanation")) else None


def _other_explanation(session: Session, meeting: Meeting, settings: profile.Profile) -> Lacks | None:
    return (
        OtherExplanationLacks() if is_blank(_section(session, meeting, "alternative_explanation")) else None
    )


def _meaning(session: Session, meeting: Meeting, settings: profile.Profile) -> Lacks | None:
    """For each child by name, in the analysis or with a decision of this meeting."""
    children = [one for one in meeting.case.people if one.role == Role.CHILD]
    words = alike.plain(_section(session, meeting, "meaning_per_child"))
    told = select(ChildMeaning).join(Decision, Decision.id == ChildMeaning.decision_id)
    told = told.where(Decision.meeting_id == meeting.id, Decision.shield_id.is_(None))
    meant = {one.person_id for one in session.scalars(told) if not is_blank(one.text.words)}
    silent = [one for one in children if one.id not in meant and not _is_named(one.first_name, words)]
    return MeaningLacks(silent) if silent else None


def _is_named(name: str, words: str) -> bool:
    """Whether somebody is named, also as *Sems*; *samen* does not name Sam."""
    return re.search(rf"\b{re.escape(alike.plain(name))}(['’]?s)?\b", words) is not None


def _safety(session: Session, meeting: Meeting, settings: profile.Profile) -> Lacks | None:
    if _was_skipped(meeting, lambda part: Block.SAFETY in settings.part(part.key).blocks):
        return None
    found = select(SafetyRound.id).where(
        SafetyRound.meeting_id == meeting.id, SafetyRound.revealed_at.is_not(None)
    )
    return None if session.scalar(found) else SafetyLacks()


def _protective(session: Session, meeting: Meeting, settings: profile.Profile) -> Lacks | None:
    found = select(Factor.id).where(
        Factor.case_id == meeting.case_id,
        Factor.nature == FactorNature.PROTECTIVE,
        Factor.removed_at.is_(None),
        Factor.shield_id.is_(None),
    )
    return None if session.scalar(found.limit(1)) else ProtectionLacks()


def _was_skipped(meeting: Meeting, wanted: Callable[[Part], bool]) -> bool:
    """Whether the table left it out with a reason already: that one is read instead."""
    return any(part.skipped_why for part in meeting.parts if wanted(part))


LOOKS: dict[Asked, Callable[[Session, Meeting, profile.Profile], Lacks | None]] = {
    Asked.OWN_WORDS: _own_words,
    Asked.EXPLANATION: _explanation,
    Asked.OTHER_EXPLANATION: _other_explanation,
    Asked.MEANING: _meaning,
    Asked.SAFETY: _safety,
    Asked.PROTECTION: _protective,
}
