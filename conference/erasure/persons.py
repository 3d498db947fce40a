"""What is of one person goes, and the rest of the table, the reports and the log stay whole.

Theirs are their name and what is known of them, their own words, answers, numbers and notes, what they asked and
proposed, and copies of these in reports. What was decided, agreed and stated at the table is the table's. To which
words an answer was given (`said`) are the table's words too: they are locked anew, under another key.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from conference.access import sessions
from conference.access.kinds import KINDS, Export, Own, kind_of, ref
from conference.core.events import TextRenewed
from conference.core.unit_of_work import UnitOfWork
from conference.report import reading
from models.base import Base, Personal
from models.case import Case
from models.door import Guest, Invitation
from models.emergencies import Emergency
from models.enums import GoneReason, GuestState
from models.gathering import Expertise, Explanation
from models.log import FieldChange
from models.meeting import Hand
from models.people import AccessRequest, ColleagueInvitation, Departure, HatChange, Person
from models.reports import Report
from models.sealed import ERASED, sealed_of
from models.shields import Shield, ShieldAsk, ToldCode
from models.texts import Change, Text
from models.wording import Proposal

#: Words of the table that an answer keeps: what it was given to.
OF_THE_TABLE = frozenset({"said"})
#: What is known of who sits in a place.
OF_A_PLACE = ("name", "role_words", "purpose", "organisation")
#: Words of a person in records of the family: by whom they are, and which.
THEIRS: tuple[tuple[Any, str, tuple[str, ...]], ...] = (
    (Proposal, "by_id", ("words",)),
    (Explanation, "asked_by_id", ("words",)),
    (Expertise, "person_id", ("who", "answer")),
    (ShieldAsk, "by_id", ("reason",)),
    (ShieldAsk, "answered_by_id", ("answer",)),
    (Shield, "set_by_id", ("reason",)),
    (Guest, "person_id", ("name",)),
    (AccessRequest, "asked_by_id", ("words",)),
    (AccessRequest, "answered_by_id", ("answer",)),
    (Departure, "person_id", ("why",)),
    (HatChange, "person_id", ("organisation", "mandate")),
    (
        ColleagueInvitation,
        "asked_by_id",
        ("address", "address_mark", "called", "role_words", "organisation", "purpose"),
    ),
    (ColleagueInvitation, "person_id", ("address", "address_mark", "called", "role_words", "words")),
    (Emergency, "person_id", ("reason", "review")),
    (Emergency, "second_id", ("answer",)),
)


def personal() -> list[Any]:
    """Every kind of record whose words lie under the key of its person."""
    return [one.class_ for one in Base.registry.mappers if issubclass(one.class_, Personal)]


def take_out(work: UnitOfWork, person: Person, at: datetime) -> None:
    """Take everything of this person out of the records of the family, and leave a place without a name."""
    session = work.session
    emptied: dict[str, tuple[str, ...]] = {_thing(person): OF_A_PLACE}
    for model in personal():
        for record in session.scalars(select(model).where(model.person_id == person.id)):
            emptied[_thing(record)] = _empty(record)
    for model, by, fields in THEIRS:
        for record in session.scalars(select(model).where(getattr(model, by) == person.id)):
            emptied[_thing(record)] = (*emptied.get(_thing(record), ()), *fields)
            for field in fields:
                _erase(record, field)
    _earlier_values(session, person, emptied)
    _own_texts(work, person)
    _close_doors(work, person, at)
    _nameless(session, person, at)
    session.flush()
    for report in session.scalars(select(Report).where(Report.case_id == person.case_id)):
        report.content = without(report.content, person.id)
        session.flush()
        if report.digest:
            report.digest = reading.digest(report)
    work.forgets = True


def _empty(record: Any) -> tuple[str, ...]:
    """Take words and numbers out of a record that is theirs; returns the names of the fields that held them."""
    for one in sealed_of(type(record)):
        if one.name in OF_THE_TABLE:
            one.lock_anew(record)
        else:
            _erase(record, one.name)
    for score in record.scores:
        setattr(record, score, None)
    words = (one.name for one in sealed_of(type(record)) if one.name not in OF_THE_TABLE)
    return (*words, *record.scores)


def _thing(record: Any) -> str:
    """How the history calls a record; nothing for one whose fields have no history."""
    return ref(record) if kind_of(record) and hasattr(record, "id") else ""


def _earlier_values(session: Session, person: Person, emptied: Mapping[str, tuple[str, ...]]) -> None:
    """What they said before goes too; that something changed, when and by whom, stays."""
    around = select(Person.id).where(Person.case_id == person.case_id)
    for change in session.scalars(select(FieldChange).where(FieldChange.by_id.in_(around))):
        if change.field in emptied.get(change.thing, ()):
            _erase(change, "before")
            _erase(change, "after")
        else:
            change.before = _unsaid(change.before, change, person.id)
            change.after = _unsaid(change.after, change, person.id)


def _unsaid(value: Any, change: FieldChange, person_id: str) -> Any:
    """An earlier answer of a person without its words, and a reason without what they wrote."""
    if not isinstance(value, dict):
        return value
    answered = value.get("person") == person_id or change.field == f"by:{person_id}"
    theirs = {*(("words",) if answered else ()), *(("why",) if change.by_id == person_id else ())}
    return {name: ERASED if one and name in theirs else one for name, one in value.items()}


def _erase(record: Any, field: str) -> None:
    """What was filled says that it is gone; what was empty stays so."""
    if getattr(record, field):
        setattr(record, field, ERASED)


def _own_texts(work: UnitOfWork, person: Person) -> None:
    """Own words begin anew, empty, with nothing before."""
    for text in work.session.scalars(select(Text).where(Text.owner_id == person.id)):
        work.session.execute(delete(Change).where(Change.text_id == text.id))
        text.words, text.version, text.epoch = "", 0, text.epoch + 1
        work.tell(TextRenewed(text.case_id, text.id))


def _close_doors(work: UnitOfWork, person: Person, at: datetime) -> None:
    session = work.session
    for guest in session.scalars(select(Guest).where(Guest.person_id == person.id)):
        if guest.state != GuestState.GONE:
            guest.leave(GoneReason.REMOVED, at)
        sessions.end_all(work, sessions.OF_PHONES, guest.id, str(GoneReason.REMOVED), at)
    open_links = Invitation.person_id == person.id, Invitation.revoked_at.is_(None)
    session.execute(update(Invitation).where(*open_links).values(revoked_at=at))
    session.execute(delete(ToldCode).where(ToldCode.person_id == person.id))
    session.execute(delete(Hand).where(Hand.person_id == person.id))


def _nameless(session: Session, person: Person, at: datetime) -> None:
    """Nobody sits there any more; what was said from that place stays without a name."""
    person.name, person.role_words, person.purpose = ERASED, "", ""
    person.age, person.organisation, person.account_id = None, "", None
    person.hat, person.mandate = "", ""
    person.at_table, person.voice_via_id = False, None
    person.left_at = person.left_at or at
    session.execute(update(Person).where(Person.voice_via_id == person.id).values(voice_via_id=None))
    for face in ("fixed_face_id", "second_face_id", "case_director_id"):
        holder = Case.id == person.case_id, getattr(Case, face) == person.id
        session.execute(update(Case).where(*holder).values({face: None}))


# --- reports


def without(content: dict[str, Any], person_id: str) -> dict[str, Any]:
    """A report without the name, own words and numbers of a person; who answered what stays, for it was counted."""
    people = [_place(one) if one["id"] == person_id else one for one in content["people"]]
    return {**content, "people": people, "items": [_item(one, person_id) for one in content["items"]]}


def _place(person: dict[str, Any]) -> dict[str, Any]:
    gone = dict.fromkeys(("role_words", "organisation", "hat", "mandate") & person.keys(), "")
    return {**person, **gone, "name": ERASED, "voice_via": None}


def _item(item: dict[str, Any], person_id: str) -> dict[str, Any]:
    export = KINDS[item["kind"]].report
    own = export.own if isinstance(export, Export) else None
    if own is None:
        return item
    if not own.inside:
        return _emptied(item, own, person_id)
    return {**item, own.inside: [_emptied(entry, own, person_id) for entry in item[own.inside]]}


def _emptied(entry: dict[str, Any], own: Own, person_id: str) -> dict[str, Any]:
    if entry.get(own.by) != person_id:
        return entry
    return {**entry, **{name: _gone(entry[name]) for name in own.fields if name in entry}}


def _gone(words: Any) -> Any:
    if isinstance(words, list):
        return [_gone(one) for one in words]
    if isinstance(words, int):
        return None  # 0 is a number as well
    return ERASED if words else words
