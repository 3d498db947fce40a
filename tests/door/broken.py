"""Every way in which a link does not work: what each makes, and what is typed then."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

from conference.door import use_cases as door
from models.door import Invitation
from models.errors.base import Refused
from tests.cast import Cast

Broken = Callable[[Cast], tuple[str, str]]


def _made(cast: Cast) -> tuple[str, str, str]:
    invitation, token = cast.yusuf.do(door.invite, cast.anna.id)
    return invitation.id, token, cast.yusuf.do(door.new_code, invitation.id)


def _unknown(cast: Cast) -> tuple[str, str]:
    return "x" * 22, "123456"


def _empty(cast: Cast) -> tuple[str, str]:
    return "", "123456"


def _revoked(cast: Cast) -> tuple[str, str]:
    key, token, digits = _made(cast)
    cast.yusuf.do(door.revoke, key)
    return token, digits


def _replaced(cast: Cast) -> tuple[str, str]:
    _, token, digits = _made(cast)
    _made(cast)
    return token, digits


def _ended(cast: Cast) -> tuple[str, str]:
    key, token, digits = _made(cast)
    with cast.house.database.work() as work:
        work.load(Invitation, key).ends_at = cast.house.clock() - timedelta(days=1)
    return token, digits


def _of_a_meeting_that_is_over(cast: Cast) -> tuple[str, str]:
    _, token, digits = _made(cast)
    cast.close()
    return token, digits


def _without_code(cast: Cast) -> tuple[str, str]:
    return cast.yusuf.do(door.invite, cast.anna.id)[1], "123456"


def _late_code(cast: Cast) -> tuple[str, str]:
    key, token, digits = _made(cast)
    with cast.house.database.work() as work:
        work.load(Invitation, key).code_ends_at = cast.house.clock()
    return token, digits


def _used_code(cast: Cast) -> tuple[str, str]:
    _, token, digits = _made(cast)
    with cast.house.database.work() as work:
        door.check_link(work, token, digits, cast.house.clock())
    return token, digits


def _wrong_code(cast: Cast) -> tuple[str, str]:
    _, token, digits = _made(cast)
    return token, f"{(int(digits) + 1) % 1_000_000:06d}"


def _waiting(cast: Cast) -> tuple[str, str]:
    _, token, digits = _made(cast)
    for _ in range(5):
        with suppress(Refused), cast.house.database.work() as work:
            door.check_link(work, token, f"{(int(digits) + 1) % 1_000_000:06d}", cast.house.clock())
    return token, digits


#: What is wrong, and how it comes so. The code is the right one wherever there is one.
BROKEN: dict[str, Broken] = {
    "unknown": _unknown,
    "empty": _empty,
    "revoked": _revoked,
    "replaced": _replaced,
    "ended": _ended,
    "no code yet": _without_code,
    "code too late": _late_code,
    "code used": _used_code,
    "wrong code": _wrong_code,
    "waiting": _waiting,
    "meeting over": _of_a_meeting_that_is_over,  # the last, where all are tried at one table
}
