"""The meeting as a whole: the rules of the game, *leg uit*, expertise that is added, and the check-out."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.access import kinds, policy
from conference.access.policy import Permission
from conference.core.events import CheckedOut, ExpertiseChanged, QuestionChanged, RulesAgreedTo
from conference.core.unit_of_work import UnitOfWork, possible_key
from conference.core.validation import AMSTERDAM, read_date, read_number, safe_text
from conference.region import profile
from conference.table.gathering.kind import agreed_to, rules_now
from models.errors.base import AlreadyAnswered, NotFound
from models.errors.validation import ChoiceUnknown, TextNeeded
from models.gathering import CheckOut, Expertise, Explanation, RulesAgreed
from models.meeting import Meeting, Part
from models.people import Person

#: Scores are shown from this many answers on: with fewer one would see whose they are.
ENOUGH = 3
SCORES = ("heard", "topics", "way", "overall")


# --- the rules of the game


def agree(work: UnitOfWork, viewer: policy.Viewer, person_id: str, at: datetime) -> None:
    """Say yes to the rules of the game, for oneself or for whom one speaks. A second time changes nothing.

    When the rules changed since, it is a yes to those of now.
    """
    meeting, person = _own(work, viewer, Permission.RULES_AGREE, person_id)
    before, now = work.session.get(RulesAgreed, (meeting.id, person.id)), rules_now(meeting)
    if before is None or before.said != now:
        work.session.merge(RulesAgreed(meeting_id=meeting.id, person_id=person.id, said=now, at=at))
        work.record(viewer.actor, Permission.RULES_AGREE, f"person:{person.id}", meeting.case_id, at)
        work.tell(RulesAgreedTo(meeting.case_id, meeting.id))


def agreed(session: Session, meeting_id: str) -> frozenset[str]:
    """Who said yes to the rules of the game as they stand now."""
    return frozenset(one.person_id for one in yeses(session, meeting_id) if agreed_to(one).fits)


def yeses(session: Session, meeting_id: str) -> list[RulesAgreed]:
    """Every yes to the rules of the game, also to rules that changed since; the oldest first."""
    found = select(RulesAgreed).where(RulesAgreed.meeting_id == meeting_id)
    return list(session.scalars(found.order_by(RulesAgreed.at, RulesAgreed.person_id)))


# --- leg uit


def ask(work: UnitOfWork, viewer: policy.Viewer, thing: str, words: str, at: datetime) -> str:
    """Ask what an item (`kind:id`) or a word means; with neither, ask for plain words. Returns the question's id.

    The same question of the same person stays one question. Raises NotFound for what the asker may not know of.
    """
    meeting = work.lock(Meeting, viewer.meeting_id)
    policy.require(viewer, Permission.EXPLAIN_ASK, meeting)
    if thing:
        policy.require(viewer, Permission.EXPLAIN_ASK, _askable(work.session, thing))
    said = safe_text(words, "words", 200, needed=False)
    again = next(
        (one for one in _open(work.session, meeting.id, thing, said) if one.asked_by_id == viewer.person_id),
        None,
    )
    if again is not None:
        return again.id
    asked = Explanation(case_id=meeting.case_id, meeting_id=meeting.id, asked_at=at, part_id=meeting.part_id)
    asked.thing, asked.words, asked.asked_by_id = thing, said, viewer.person_id or ""
    made = work.add(asked)
    _told(work, viewer, Permission.EXPLAIN_ASK, made, at)
    return made.id


def answer(
    work: UnitOfWork,
    viewer: policy.Viewer,
    explanation_id: str,
    words: str,
    at: datetime,
    *,
    aloud: bool = False,
) -> None:
    """Explain it, to everybody who may see what it is about; `aloud` when that happened at the table, without words.

    Everybody who asked the same gets the same answer. Raises AlreadyAnswered.
    """
    work.lock(Meeting, viewer.meeting_id)
    asked = work.load(Explanation, explanation_id)
    if asked.meeting_id != viewer.meeting_id:
        raise NotFound
    policy.require(viewer, Permission.EXPLAIN_ANSWER, asked)
    said = safe_text(words, "answer", 500, needed=not aloud)
    if asked.answered_at is not None:
        raise AlreadyAnswered
    for one in _open(work.session, asked.meeting_id, asked.thing, asked.words):
        one.answer, one.answered_by_id, one.answered_at = said, viewer.person_id, at
        _told(work, viewer, Permission.EXPLAIN_ANSWER, one, at)


def _open(session: Session, meeting_id: str, thing: str, words: str) -> list[Explanation]:
    """The questions about the same that nobody answered yet."""
    found = select(Explanation).filter_by(meeting_id=meeting_id, thing=thing, answered_at=None)
    return [one for one in session.scalars(found) if one.words == words]


def explanations(session: Session, viewer: policy.Viewer) -> list[Explanation]:
    """All questions of this meeting about what the viewer may know of, oldest first."""
    found = (
        select(Explanation).where(Explanation.meeting_id == viewer.meeting_id).order_by(Explanation.asked_at)
    )
    return policy.readable(session.scalars(found), viewer)


def explained(session: Session, case_id: str) -> dict[str, list[Explanation]]:
    """The answers in words that were given in this case, by the thing. Look only at things the viewer may see."""
    found = (
        select(Explanation)
        .where(Explanation.case_id == case_id, Explanation.thing != "", Explanation.answer.filled())
        .order_by(Explanation.answered_at)
    )
    by_thing: dict[str, list[Explanation]] = {}
    for one in session.scalars(found):
        same = by_thing.setdefault(one.thing, [])
        if all((one.words, one.answer) != (other.words, other.answer) for other in same):
            same.append(one)
    return by_thing


def open_questions(session: Session, viewer: policy.Viewer) -> list[Explanation]:
    """What still has to be explained; a question that several people asked stands here once."""
    found: dict[tuple[str, str], Explanation] = {}
    for one in explanations(session, viewer):
        if one.answered_at is None:
            found.setdefault((one.thing, one.words), one)
    return list(found.values())


# --- haal erbij


@dataclass(frozen=True)
class NewExpertise:
    """What the form *haal erbij* holds. `person` is somebody who is around this family already, or empty."""

    who: str
    question: str
    until: str
    person: str = ""


def add_expertise(work: UnitOfWork, viewer: policy.Viewer, wish: NewExpertise, at: datetime) -> Expertise:
    """Add expertise with one question and an end date. The family stays at this table: nobody is handed over."""
    meeting = work.lock(Meeting, viewer.meeting_id)
    policy.require(viewer, Permission.EXPERTISE_ADD, meeting)
    person = _around(work, meeting.case_id, wish.person)
    made = work.add(
        Expertise(
            case_id=meeting.case_id,
            meeting_id=meeting.id,
            who=person.name if person else safe_text(wish.who, "who", 120),
            person_id=person.id if person else None,
            question=safe_text(wish.question, "question", 500),
            until=_end_date(wish.until, at),
            asked_by_id=viewer.person_id,
            asked_at=at,
        )
    )
    _expertise_changed(work, viewer, meeting, made, at)
    return made


def end_expertise(
    work: UnitOfWork, viewer: policy.Viewer, expertise_id: str, words: str, at: datetime
) -> None:
    """The question is answered: keep what came of it. Raises AlreadyAnswered."""
    meeting = work.lock(Meeting, viewer.meeting_id)
    found = work.load(Expertise, expertise_id)
    policy.require(viewer, Permission.EXPERTISE_ADD, found)
    said = safe_text(words, "answer", 1000)
    if found.ended_at is not None:
        raise AlreadyAnswered
    found.answer, found.ended_at = said, at
    _expertise_changed(work, viewer, meeting, found, at)


def expertise(session: Session, viewer: policy.Viewer) -> list[Expertise]:
    """Who was added to this case and for which question; first those whose question is open."""
    found = select(Expertise).where(Expertise.case_id == viewer.case_id).order_by(Expertise.until)
    return sorted(policy.readable(session.scalars(found), viewer), key=lambda one: one.ended_at is not None)


# --- check-out


@dataclass(frozen=True)
class NewCheckOut:
    """What the form at the end holds: four numbers as they were typed, and one tip."""

    heard: str
    topics: str
    way: str
    overall: str
    tip: str = ""


def check_out(
    work: UnitOfWork, viewer: policy.Viewer, person_id: str, wish: NewCheckOut, at: datetime
) -> None:
    """Say how this meeting was, for oneself or for whom one speaks. It can be changed until the meeting is over."""
    meeting, person = _own(work, viewer, Permission.CHECK_OUT, person_id)
    meeting.require_live()
    given = {
        "heard": read_number(wish.heard, "heard", 0, 10),
        "topics": read_number(wish.topics, "topics", 0, 10),
        "way": read_number(wish.way, "way", 0, 10),
        "overall": read_number(wish.overall, "overall", 0, 10),
        "tip": safe_text(wish.tip, "tip", 500, needed=False),
        "at": at,
    }
    work.session.merge(CheckOut(meeting_id=meeting.id, person_id=person.id, **given))
    work.record(viewer.actor, Permission.CHECK_OUT, f"person:{person.id}", meeting.case_id, at)
    work.tell(CheckedOut(meeting.case_id, meeting.id))


def check_outs(session: Session, meeting_id: str) -> list[CheckOut]:
    """What everybody said at the end. Whose it is stays with the viewer's own page."""
    return list(session.scalars(select(CheckOut).where(CheckOut.meeting_id == meeting_id)))


# --- before the table goes on


def passed_over(meeting: Meeting, part_id: str) -> list[Part]:
    """Parts with own words of the family that nobody heard and that going to this part would pass (VC-01)."""
    wanted = next((part for part in meeting.parts if part.id == part_id), None)
    if wanted is None:
        return []
    settings = profile.of(meeting.case.profile.settings)
    return [
        part
        for part in meeting.parts
        if part.position < wanted.position
        and not part.visited
        and not part.skipped_why
        and any(settings.section(key).own_words for key in settings.part(part.key).sections)
    ]


def left_open(session: Session, viewer: policy.Viewer, meeting: Meeting, part_id: str) -> list[Explanation]:
    """Questions of the present part that going to another one would leave behind (VC-02)."""
    if part_id == meeting.part_id:
        return []
    return [one for one in open_questions(session, viewer) if one.part_id == meeting.part_id]


def _own(work: UnitOfWork, viewer: policy.Viewer, deed: Permission, person_id: str) -> tuple[Meeting, Person]:
    meeting = work.lock(Meeting, viewer.meeting_id)
    person = work.load(Person, person_id or viewer.person_id)
    policy.require(viewer, deed, person)
    return meeting, person


def _askable(session: Session, thing: str) -> object:
    """What stands on the table with words of its own. Raises NotFound."""
    found = kinds.find(session, thing, lambda kind: kind.askable)
    if found is None:
        raise NotFound
    return found


def _around(work: UnitOfWork, case_id: str, person_id: str) -> Person | None:
    if not person_id:
        return None
    person = work.session.get(Person, person_id) if possible_key(person_id) else None
    if person is None or person.case_id != case_id:
        raise ChoiceUnknown("person")
    return person


def _end_date(typed: str, at: datetime) -> date:
    today = at.astimezone(AMSTERDAM).date()
    until = read_date(typed, "until", today, years_back=0, years_ahead=1)
    if until is None:
        raise TextNeeded("until")
    return until


def _told(work: UnitOfWork, viewer: policy.Viewer, deed: Permission, one: Explanation, at: datetime) -> None:
    work.record(viewer.actor, deed, f"explanation:{one.id}", one.case_id, at)
    work.tell(QuestionChanged(one.case_id, one.meeting_id, one.id))


def _expertise_changed(
    work: UnitOfWork, viewer: policy.Viewer, meeting: Meeting, one: Expertise, at: datetime
) -> None:
    work.record(viewer.actor, Permission.EXPERTISE_ADD, f"expertise:{one.id}", meeting.case_id, at)
    work.tell(ExpertiseChanged(meeting.case_id, meeting.id))
