"""A code that is told: somebody of the family reads beside a professional what is theirs apart (trust design 2).

On a phone of the family nothing that is kept apart is shown by itself. Six digits, told by somebody who sits beside
them, let this one phone ask for a while for the words of one thing at a time; a page drops them again by itself.
"""

import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.access import policy
from conference.access.policy import Permission
from conference.core.security import Keyring, new_digits
from conference.core.unit_of_work import UnitOfWork
from conference.table.shields import use_cases as shields
from models.case import Case
from models.errors.base import NotAllowed, NotFound
from models.errors.shields import CodeWrong, PeekOver
from models.people import Person
from models.shields import Shield, ToldCode

#: How long the digits work, how often they may be wrong, and how long what they open stays open.
WORKS = timedelta(minutes=10)
TRIES = 5
STAYS_OPEN = timedelta(minutes=3)


def tell(work: UnitOfWork, viewer: policy.Viewer, person_id: str, at: datetime) -> str:
    """Digits to say aloud to somebody beside you. The ones before do not work any more.

    Raises NotAllowed for anybody who does not read on a phone of the family: there is nothing to open.
    """
    case = work.load(Case, viewer.case_id)
    policy.require(viewer, Permission.CODE_TELL, case)
    person = next((one for one in case.people if one.id == person_id), None)
    if person is None or person.account_id is not None:
        raise NotAllowed
    for one in _working(work.session, person.id, at):
        one.until = at
    digits = new_digits()
    code = ToldCode(
        case_id=case.id,
        person_id=person.id,
        code_hash=_mark(work.keys, person.id, digits),
        made_by_id=viewer.person_id or "",
        until=at + WORKS,
    )
    work.add(code)
    work.record(viewer.actor, Permission.CODE_TELL, f"told_code:{code.id}", case.id, at)
    return digits


def try_code(work: UnitOfWork, viewer: policy.Viewer, digits: str, at: datetime) -> bool:
    """Open with the digits, on this very phone. False for wrong, old, used up and never told alike.

    It does not raise: a wrong try is counted, and what is counted has to stay.
    """
    if viewer.person_id is None or viewer.session_id is None:
        return False
    for code in _working(work.session, viewer.person_id, at):
        typed = "".join(one for one in digits if one.isdigit())
        if hmac.compare_digest(code.code_hash, _mark(work.keys, viewer.person_id, typed)):
            code.guest_id, code.until, code.open_until = viewer.session_id, at, at + STAYS_OPEN
            work.record(viewer.actor, "code.use", f"told_code:{code.id}", code.case_id, at)
            return True
        code.tries += 1
    return False


def inner(session: Session, viewer: policy.Viewer, at: datetime) -> policy.Viewer:
    """The same viewer beside somebody who told the code, while that lasts. Raises PeekOver."""
    if not viewer.family_phone:
        return viewer
    found = select(ToldCode.id).where(
        ToldCode.guest_id == viewer.session_id,
        ToldCode.person_id == viewer.person_id,
        ToldCode.open_until > at,
    )
    if viewer.session_id is None or session.scalar(found) is None:
        raise PeekOver
    return policy.beside(viewer)


def close(work: UnitOfWork, viewer: policy.Viewer, at: datetime) -> None:
    """*Klaar met lezen*: shut at once."""
    found = select(ToldCode).where(ToldCode.guest_id == viewer.session_id, ToldCode.open_until > at)
    for code in work.session.scalars(found):
        code.open_until = at


def mine(session: Session, inside: policy.Viewer) -> list[tuple[Shield, list[Any]]]:
    """What is kept apart for this very person, a shield at a time."""
    return [
        (one, policy.readable(shields.newest(session, one), inside))
        for one in shields.of_viewer(session, inside)
    ]


def words(session: Session, inside: policy.Viewer, shield_id: str) -> list[str]:
    """The words behind one shield, to be shown for as long as somebody holds. Raises NotFound."""
    for shield, found in mine(session, inside):
        if shield.id == shield_id:
            return [text for one in found for text in said(one)]
    raise NotFound


def said(record: Any) -> Sequence[str]:
    """The words of one thing."""
    kind = shields.kind_with(record)
    return [words for name in kind.texts if (words := getattr(record, name).words.strip())]


def require_open(opened: bool) -> None:
    """Raise CodeWrong for a try that did not open."""
    if not opened:
        raise CodeWrong


def _working(session: Session, person_id: str, at: datetime) -> list[ToldCode]:
    found = select(ToldCode).where(
        ToldCode.person_id == person_id, ToldCode.until > at, ToldCode.tries < TRIES
    )
    return list(session.scalars(found.with_for_update()))


def _mark(keys: Keyring, person_id: str, digits: str) -> str:
    return keys.mark("told", person_id, digits).hex()


def people_with_a_phone(case: Case) -> list[Person]:
    """Whom a code can be told: those around the family who have no account."""
    return [one for one in case.people if one.account_id is None]
