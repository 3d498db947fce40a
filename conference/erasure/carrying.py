"""Carry out what was approved, and what the ledger says: also after a machine stopped half-way, or a backup came back.

The order is what makes it true. The ledger is on the disk before a key goes; the keys go before the rows, so that from
then on no copy of the data can be read; each step may be done again.
"""

import logging
import sqlite3
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from conference.access import sessions
from conference.core import schema
from conference.core.ledger import Book, Certificate, Deed, Ledger, LedgerWrong
from conference.core.runtime import Runtime
from conference.core.unit_of_work import UnitOfWork
from conference.erasure import rows
from conference.erasure import use_cases as erasing
from models.case import Case
from models.door import Guest, Screen
from models.enums import ErasureState, GoneReason, SessionKind
from models.erasures import Erasure
from models.errors.base import Refused
from models.people import Person

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
        people = sorted(one.id for one in case.people)
        deed = Deed(
            erasure=erasure.id,
            case=case.id,
            person=None,
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
    """Do of a deed what is not done yet, or was undone by a backup. Returns whether there was anything to do.

    Raises LedgerWrong for one person of a family: the ledger has a place for that, and this version does not know how;
    it must neither take the whole family nor serve.
    """
    if deed.person is not None:
        raise LedgerWrong(
            f"erasure {deed.erasure} is of one person, which a newer version of the program wrote"
        )
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
    if held or back:
        _leave_no_copy(house)
    if deed.erasure not in book.done:
        ledger.finish(deed, house.clock())
    return held or back or deed.erasure not in book.done


def _take_out(work: UnitOfWork, deed: Deed, at: datetime) -> None:
    """Every row of the family, and every session at its tables. The log stays, and tells it."""
    session = work.session
    for kinds, model in ((sessions.OF_PHONES, Guest), ((SessionKind.SCREEN,), Screen)):
        for one in rows.ids(session, model.__table__, deed.case):  # type: ignore[arg-type]
            sessions.end_all(work, kinds, one, str(GoneReason.ENDED), at)
    session.flush()
    rows.remove(session, deed.case)
    for asked in erasing.of_case(session, deed.case):
        asked.why = asked.answer = ""
        if asked.id == deed.erasure:
            asked.state = ErasureState.DONE
    work.forgets = True
    work.record("console", "erasure.done", f"erasure:{deed.erasure}", deed.case, at)


def _leave_no_copy(house: Runtime) -> None:
    """Also in the pages that the database keeps. Somebody may be reading in them: what was locked cannot be read any
    more, and what was freed was overwritten, so this is tried and not waited for."""
    try:
        schema.leave_no_copy(house.settings.database_url)
    except (DBAPIError, sqlite3.Error):
        log.warning("the database was busy: run `erasure finish` to write its pages anew")


def _moment(at: datetime | None) -> str:
    return at.isoformat(timespec="seconds") if at else ""
