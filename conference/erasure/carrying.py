"""Carry out what was approved, and what the ledger says: also after a machine stopped half-way, or a backup came back.

The order is what makes it true. The ledger is on the disk before a key goes; the keys go before the rows, so that from
then on no copy of the data can be read; each step may be done again.
"""

import logging
import sqlite3
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from conference.access import sessions
from conference.core import schema
from conference.core.ledger import Book, Certificate, Deed, Ledger, LedgerWrong
from conference.core.runtime import Runtime
from conference.core.unit_of_work import UnitOfWork
from conference.erasure import persons, rows
from conference.erasure import use_cases as erasing
from models.case import Case
from models.door import Guest, Screen
from models.emergencies import Emergency
from models.enums import ErasureGround, ErasureState, GoneReason, SessionKind
from models.erasures import Erasure
from models.errors.base import NotNow, Refused
from models.log import LogEntry
from models.people import Person

#: How the log tells that something was erased.
DONE = "erasure.done"
log = logging.getLogger(__name__)


def ledger_of(house: Runtime) -> Ledger:
    """The ledger of this installation."""
    return Ledger.of(house.settings, house.keys)


def settle(house: Runtime) -> int:
    """Before anybody is served: everything in the ledger is gone, and what was approved is done.

    Returns how many erasures had to be carried out (anew). Raises LedgerWrong.
    """
    ledger = ledger_of(house)
    book = ledger.read()
    _require_known(house, book)
    done = sum(_complete(house, ledger, deed, book) for deed in book.deeds.values())
    return done + len(carry_out(house))


def carry_out(house: Runtime) -> list[Certificate]:
    """Erase what was approved. What must be kept after all waits; what fails is tried again by the next start."""
    ledger, made = ledger_of(house), []
    with house.database.read() as session:
        approved = select(Erasure.id).where(Erasure.state == ErasureState.APPROVED)
        found = list(session.scalars(approved.order_by(Erasure.answered_at, Erasure.id)))
    for erasure_id in found:
        deed = _begin(house, ledger, erasure_id)
        if deed is not None:
            _complete(house, ledger, deed, ledger.read())
            made.append(ledger.read().done[deed.erasure])
    return made


def _require_known(house: Runtime, book: Book) -> None:
    """Raise LedgerWrong when the log tells of an erasure that the ledger does not know: an older one was put back."""
    with house.database.read() as session:
        told = session.scalars(select(LogEntry.thing).where(LogEntry.deed == DONE).distinct())
        unknown = {one.removeprefix("erasure:") for one in told} - book.deeds.keys()
    if unknown:
        raise LedgerWrong(f"the log tells of {', '.join(sorted(unknown))}, which is not in it")


# --- the steps


def _begin(house: Runtime, ledger: Ledger, erasure_id: str) -> Deed | None:
    """Write in the ledger what goes, while nobody can set a hold. None when it must be kept after all."""
    with house.database.work() as work:
        erasure = work.lock(Erasure, erasure_id)
        case = work.session.get(Case, erasure.case_id, with_for_update=True)
        if case is None:
            return None
        try:
            erasing.refuse_if_kept(work.session, case.id, house.clock())
        except Refused as kept:
            log.warning("erasure %s waits: %s", erasure.id, kept.code)
            return None
        people = [erasure.person_id] if erasure.person_id else sorted(one.id for one in case.people)
        deed = Deed(
            erasure=erasure.id,
            case=case.id,
            person=erasure.person_id,
            people=tuple(people),
            keys=(),
            ground=str(erasure.ground),
            asked_at=_moment(erasure.asked_at),
            approved_at=_moment(erasure.answered_at),
        )
        keys = house.database.vault.ids(*deed.scopes)
        deed = Deed(**{**vars(deed), "keys": tuple(keys)})
        ledger.begin(deed)
        return deed


def _complete(house: Runtime, ledger: Ledger, deed: Deed, book: Book) -> bool:
    """Do of a deed what is not done yet, or was undone by a backup. Returns whether there was anything to do."""
    undone = _complete_person(house, deed) if deed.person else _complete_family(house, deed)
    if undone:
        _leave_no_copy(house)
    if deed.erasure not in book.done:
        ledger.finish(deed, house.clock())
    return undone or deed.erasure not in book.done


def _complete_family(house: Runtime, deed: Deed) -> bool:
    keys = house.database.vault
    with house.database.read() as session:
        back = session.get(Case, deed.case) is not None
        people = session.scalars(select(Person.id).where(Person.case_id == deed.case))
        scopes = [*deed.scopes, *(("person", one) for one in people)]
    held = bool(keys.ids(*scopes))
    if held:
        keys.destroy(*scopes)
    if back:
        with house.database.work() as work:
            _take_out(work, deed, house.clock())
        # A line that was open until now may have made a key anew before its rows were gone.
        keys.destroy(*scopes)
    return held or back


def _complete_person(house: Runtime, deed: Deed) -> bool:
    """Their key is put aside while what stays of their records is locked anew, and then goes."""
    keys, aside = house.database.vault, [("aside", one) for one in deed.keys]
    held = bool({*keys.ids(*deed.scopes, *aside)} & {*deed.keys})
    with house.database.read() as session:
        person = session.get(Person, deed.person)
        done = session.get(Erasure, deed.erasure)
        back = person is not None and (done is None or done.state != ErasureState.DONE)
    if held:
        keys.put_aside(*deed.keys)
    if held or back:
        with house.database.work() as work:
            found = work.session.get(Person, deed.person, with_for_update=True)
            if found is not None:
                persons.take_out(work, found, house.clock())
                _note(work, deed, house.clock())
        keys.destroy(*aside)
    return held or back


def _note(work: UnitOfWork, deed: Deed, at: datetime) -> None:
    """Keep that it was done, also in a backup of before it was asked."""
    erasure = work.session.get(Erasure, deed.erasure)
    if erasure is None:
        asked = datetime.fromisoformat(deed.asked_at)
        erasure = Erasure(
            id=deed.erasure,
            case_id=deed.case,
            person_id=deed.person,
            ground=ErasureGround(deed.ground),
            asked_by="console",
            asked_at=asked,
        )
        work.session.add(erasure)
    erasure.state, erasure.why, erasure.answer = ErasureState.DONE, "", ""
    work.record("console", DONE, f"erasure:{deed.erasure}", deed.case, at)


def _take_out(work: UnitOfWork, deed: Deed, at: datetime) -> None:
    """Every row of the family, and every session at its tables. The log stays, and tells it."""
    session = work.session
    for kinds, model in ((sessions.OF_PHONES, Guest), ((SessionKind.SCREEN,), Screen)):
        for one in rows.ids(session, model.__table__, deed.case):  # type: ignore[arg-type]
            sessions.end_all(work, kinds, one, str(GoneReason.ENDED), at)
    _leave_with_account(session, deed.case)
    session.flush()
    rows.remove(session, deed.case)
    for asked in erasing.of_case(session, deed.case):
        asked.why = asked.answer = ""
        if asked.id == deed.erasure:
            asked.state = ErasureState.DONE
    work.forgets = True
    work.record("console", DONE, f"erasure:{deed.erasure}", deed.case, at)


def _leave_with_account(session: Session, case_id: str) -> None:
    """What somebody opened in an emergency stays theirs to answer for; of the family nothing of it is left."""
    opened = select(Emergency).where(Emergency.case_id == case_id, Emergency.until.is_not(None))
    for one in session.scalars(opened):
        one.case_id = one.person_id = one.second_id = None
        one.reason = one.answer = one.review = ""


def _leave_no_copy(house: Runtime) -> None:
    """Also in the pages that the database keeps. Somebody may be reading in them: what was locked cannot be read any
    more, and what was freed was overwritten, so this is tried and not waited for."""
    try:
        schema.leave_no_copy(house.settings.database_url)
    except (DBAPIError, sqlite3.Error, NotNow):
        log.warning("the database was busy: run `erasure finish` to write its pages anew")


def _moment(at: datetime | None) -> str:
    return at.isoformat(timespec="seconds") if at else ""
