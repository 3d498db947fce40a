"""Statements and the answers to them: facts beside opinions, both sides heard, nothing silently gone (domain 5.3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.access import policy
from conference.access.kinds import REMOVED, Change
from conference.case.use_cases import NewShield, new_shield
from conference.core.events import MeetingChanged
from conference.core.unit_of_work import UnitOfWork
from conference.core.validation import safe_reason, safe_text
from conference.records import fields as records
from conference.records import texts
from conference.table.facts.kind import FIELDS
from models.case import Case
from models.changesets import narrow
from models.enums import MAX_WORDS, Basis, Precision, ResponseStance, StatementKind, TextKind
from models.errors.base import NotFound
from models.errors.facts import StatementSettled
from models.errors.validation import ChoiceUnknown
from models.errors.wording import WordsOfAnother
from models.meeting import Meeting
from models.people import Person
from models.statements import Response, Statement
from models.texts import Text

OWN_WORDS = 1000
WHY = 300
#: What a correction takes over from the statement it replaces; the words are new.
KEPT = (
    *("case_id", "kind", "happened_on", "happened_until", "precision", "source_id", "source_words"),
    *("basis", "life_area", "position", "shield"),
)


@dataclass(frozen=True)
class NewStatement:
    """What the form holds. `happened` is a date with its precision, see `read_happened`."""

    kind: str
    words: str
    happened: str = ""
    source_id: str = ""
    source_words: str = ""
    basis: str = Basis.UNKNOWN
    life_area: str = ""
    about: Sequence[str] = ()


def readable(session: Session, viewer: policy.Viewer) -> list[Statement]:
    """The statements of the viewer's case that this viewer may see, in the table's order, old ones too."""
    found = select(Statement).where(Statement.case_id == viewer.case_id)
    return policy.readable(session.scalars(found.order_by(Statement.position, Statement.id)), viewer)


def add(
    work: UnitOfWork, viewer: policy.Viewer, wish: NewStatement, at: datetime, shield: NewShield | None = None
) -> Statement:
    """Put a statement at the end. A fact without a source and a date is refused: FactNeedsSource, FactNeedsDate.

    With a shield it is for named people from its first moment: it was never there for the others.
    """
    case = work.load(Case, viewer.case_id)
    policy.require(viewer, policy.Permission.STATEMENT_WRITE, case)
    words = safe_text(wish.words, "words", MAX_WORDS[TextKind.STATEMENT])
    if shield is None and (twin := _just_added(work.session, viewer, wish.kind, words, at)) is not None:
        return twin
    author = work.load(Person, viewer.person_id)
    made = Statement(case_id=case.id, meeting_id=viewer.meeting_id, added_by_id=author.id, added_at=at)
    made.kind, made.precision, made.source_words = StatementKind.ASSUMPTION, Precision.DAY, ""
    made.shield = new_shield(work, viewer, shield, at) if shield is not None else None
    change = Change(work, viewer, at)
    for field, value in _fields(wish):
        described = FIELDS[field]
        described.put(change, made, described.check(change, made, value))
    made.position = records.last_position(work.session, Statement, case.id) + 1
    made.text = texts.new_text(work, case.id, TextKind.STATEMENT)
    work.add(made)
    if shield is not None:
        policy.require(viewer, policy.Permission.SHIELD_SET, made)
    texts.set_words(work, author, made.text, words, at)
    _done(work, viewer, policy.Permission.STATEMENT_WRITE, made, at, listed=True)
    return made


def correct(
    work: UnitOfWork, viewer: policy.Viewer, statement_id: str, words: str, at: datetime
) -> Statement:
    """*Verbeter*: a new statement in the place of this one, which stays readable as it was, with its answers.

    By whose words it is: raises WordsOfAnother for anybody else.
    """
    old = _for_good(work, viewer, statement_id)
    if not policy.keeps(viewer, old):
        raise WordsOfAnother
    words = safe_text(words, "words", MAX_WORDS[TextKind.STATEMENT])
    if words == old.text.words.strip():
        return old
    author = work.load(Person, viewer.person_id)
    made = Statement(**{name: getattr(old, name) for name in KEPT}, about=list(old.about))
    made.meeting_id, made.added_by_id, made.added_at = viewer.meeting_id, author.id, at
    made.text, made.replaces = texts.new_text(work, old.case_id, TextKind.STATEMENT), old
    work.add(made)
    texts.set_words(work, author, made.text, words, at)
    _on_the_screen(work, old, thing_of(made))
    _done(work, viewer, policy.Permission.STATEMENT_WRITE, made, at, listed=True)
    return made


def withdraw(work: UnitOfWork, viewer: policy.Viewer, statement_id: str, why: str, at: datetime) -> Statement:
    """Take a statement back, with the reason. It stays readable among what was taken back.

    One's own, or the chair somebody else's: raises WordsOfAnother. Who took it back is told, and it can be put back.
    """
    statement = _for_good(work, viewer, statement_id)
    if not policy.keeps(viewer, statement) and not policy.overrules(viewer, statement, REMOVED):
        raise WordsOfAnother
    reason = safe_reason(why, "why", WHY)
    statement.withdrawn_at, statement.withdrawn_why = at, reason
    records.remember(work, viewer, statement, REMOVED, "", reason, at)
    _on_the_screen(work, statement, "")
    _done(work, viewer, policy.Permission.STATEMENT_WRITE, statement, at, listed=True)
    return statement


def restore(work: UnitOfWork, viewer: policy.Viewer, statement_id: str, at: datetime) -> Statement:
    """*Zet terug* what was taken back: by whose words it is, or by who took it back."""
    statement = work.lock(Statement, statement_id)
    policy.require(viewer, policy.Permission.WORDS_RESTORE, statement)
    if statement.withdrawn_at is not None:
        records.remember(work, viewer, statement, REMOVED, statement.withdrawn_why, "", at)
        statement.withdrawn_at, statement.withdrawn_why = None, ""
        _done(work, viewer, policy.Permission.WORDS_RESTORE, statement, at, listed=True)
    return statement


def accord(
    work: UnitOfWork, viewer: policy.Viewer, statement_id: str, seen: int | None, at: datetime
) -> Statement:
    """*Akkoord van de bron*: the source approves how it is written. `seen` is the version of the words they read."""
    statement = work.lock(Statement, statement_id)
    policy.require(viewer, policy.Permission.STATEMENT_ACCORD, statement)
    if not statement.accorded:
        before = statement.accorded_at.isoformat() if statement.accorded_at else ""
        statement.accord(_said_as_seen(work.session, statement, seen), at)
        records.remember(work, viewer, statement, "accorded", before, at.isoformat(), at)
        _done(work, viewer, policy.Permission.STATEMENT_ACCORD, statement, at)
    return statement


def respond(
    work: UnitOfWork,
    viewer: policy.Viewer,
    statement_id: str,
    person_id: str,
    stance: str,
    words: str,
    seen: int | None,
    at: datetime,
) -> Response:
    """The answer of somebody the statement is about, in own words; given by them or by who speaks for them.

    It belongs to the words of version `seen`, which stood on their screen: changed words are asked again.
    """
    statement, person = _asked(work, viewer, statement_id, person_id)
    if stance not in set(ResponseStance):
        raise ChoiceUnknown("stance")
    said = _said_as_seen(work.session, statement, seen)
    after = {"stance": stance, "words": safe_text(words, "words", OWN_WORDS, needed=False)}
    given = work.session.get(Response, (statement.id, person.id))
    before = _kept(given)
    if given is not None and before == after and given.said == said:
        return given
    if given is None:
        given = Response(statement_id=statement.id, person_id=person.id)
        statement.responses.append(given)
    given.stance, given.words, given.said = ResponseStance(stance), after["words"], said
    given.given_by_id, given.at = viewer.person_id or "", at
    _answered(work, viewer, statement, person, before, after, at)
    return given


def take_response_back(
    work: UnitOfWork, viewer: policy.Viewer, statement_id: str, person_id: str, at: datetime
) -> None:
    """Back to *nog niet gevraagd*: the owner's own choice. The log of values keeps what it was."""
    statement, person = _asked(work, viewer, statement_id, person_id)
    given = work.session.get(Response, (statement.id, person.id))
    if given is None:
        return
    before = _kept(given)
    work.session.delete(given)
    work.session.flush()
    work.session.expire(statement, ["responses"])
    _answered(work, viewer, statement, person, before, None, at)


def thing_of(statement: Statement) -> str:
    """The name of a statement in messages, logs and kept values."""
    return f"statement:{statement.id}"


def _fields(wish: NewStatement) -> list[tuple[str, str]]:
    values = {
        "source_id": wish.source_id,
        "source_words": wish.source_words,
        "happened": wish.happened,
        "kind": wish.kind,
        "basis": wish.basis or str(Basis.UNKNOWN),
        "life_area": wish.life_area,
        "about": " ".join(wish.about),
    }
    return [(field, values[field]) for field in FIELDS]


# --- what hangs on the words


def _said_as_seen(session: Session, statement: Statement, seen: int | None) -> str:
    """What it said on the screen of who answers; without a version that can be, what it says now."""
    text = statement.text
    if seen is None or not 0 <= seen < text.version:
        return statement.said()
    return statement.said(narrow(texts.words_at(session, text, seen)))


# --- helpers


def _on_the_screen(work: UnitOfWork, old: Statement, instead: str) -> None:
    """The shared screen goes along with a correction, and lets go of what was taken back."""
    shown = select(Meeting).where(Meeting.case_id == old.case_id, Meeting.focus == thing_of(old))
    for meeting in work.session.scalars(shown.with_for_update()):
        meeting.focus = instead
        work.tell(MeetingChanged(meeting.case_id, meeting.id))


def _for_good(work: UnitOfWork, viewer: policy.Viewer, statement_id: str) -> Statement:
    """A statement that is about to be closed for writing, with its words: who comes second hears so."""
    statement = work.lock(Statement, statement_id)
    policy.require(viewer, policy.Permission.STATEMENT_WRITE, statement)
    work.lock(Text, statement.text_id)
    return statement


def _asked(
    work: UnitOfWork, viewer: policy.Viewer, statement_id: str, person_id: str
) -> tuple[Statement, Person]:
    """A statement and somebody it is about, for whom the viewer may answer."""
    statement = work.lock(Statement, statement_id)
    policy.require(viewer, policy.Permission.STATEMENT_READ, statement)
    person = next((one for one in statement.about if one.id == person_id), None)
    if person is None:
        raise NotFound
    policy.require(viewer, policy.Permission.RESPONSE_GIVE, person)
    if not statement.current:
        raise StatementSettled
    return statement, person


def _answered(
    work: UnitOfWork,
    viewer: policy.Viewer,
    statement: Statement,
    person: Person,
    before: Any,
    after: Any,
    at: datetime,
) -> None:
    records.remember(work, viewer, statement, f"by:{person.id}", before, after, at)
    _done(work, viewer, policy.Permission.RESPONSE_GIVE, statement, at)


def _kept(given: Response | None) -> dict[str, str] | None:
    return None if given is None else {"stance": str(given.stance), "words": given.words}


def _just_added(
    session: Session, viewer: policy.Viewer, kind: str, words: str, at: datetime
) -> Statement | None:
    """The same words by the same person a moment ago: a form that was sent twice."""
    ids = records.just_touched(session, viewer, "statement", policy.Permission.STATEMENT_WRITE, at)
    recent = session.scalars(
        select(Statement).where(Statement.id.in_(ids), Statement.added_at > at - records.RESEND_WITHIN)
    )
    same = [one for one in recent if one.kind == kind and one.text.words == words and one.current]
    return next(iter(policy.readable(same, viewer)), None)


def _done(
    work: UnitOfWork,
    viewer: policy.Viewer,
    deed: policy.Permission,
    statement: Statement,
    at: datetime,
    *,
    listed: bool = False,
) -> None:
    records.changed(work, viewer, deed, statement, at, listed=listed)
