"""Development hours (*ontwikkeluren*): given in two taps by who made them, read only as sums of enough people (DH-01).

Sums are of months that are over: a sum that grows while people look would tell whose hours were added. Within a
month they come in classes, as notes do (`conference.learning.log.publish`): organisation and action line, else the
organisation, else all together, each of at least the region's minimum of people.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from conference.access import policy
from conference.core.security import Keyring
from conference.core.unit_of_work import UnitOfWork
from conference.core.validation import AMSTERDAM, read_number
from conference.learning.cycles import guided_session
from conference.learning.log.publish import Published, Row, publish
from conference.region import profile
from models.accounts import Account, Organisation
from models.enums import HourKind
from models.errors.base import NotAllowed, NotFound
from models.errors.cycles import WrongStep
from models.errors.hours import HoursFixed
from models.errors.validation import ChoiceUnknown
from models.learning import DevelopmentHours
from models.region import RegionProfile

CHOICES = (15, 30, 45, 60, 90)
MOST = 600
#: What a class loses first when too few people are in it.
FACETS = ("action_line", "organisation")


@dataclass(frozen=True)
class NewHours:
    """Two taps: minutes and kind. `other` holds minutes that are not among the choices."""

    minutes: str
    kind: str
    other: str = ""


@dataclass(frozen=True)
class Total:
    """The minutes of one class in one month; empty for what was left out because the class was too small."""

    month: str
    organisation: str
    action_line: str
    minutes: int


# --- giving


def after_learning(work: UnitOfWork, viewer: policy.Viewer, wish: NewHours, at: datetime) -> DevelopmentHours:
    """The hours of somebody of the project team around a session or other work: one for each kind on each day."""
    return keep(
        work, *_learner(work, viewer), wish, f"learning {at.astimezone(AMSTERDAM).date()} {wish.kind}", at
    )


def after_session(
    work: UnitOfWork, viewer: policy.Viewer, session_id: str, wish: NewHours, at: datetime
) -> DevelopmentHours:
    """The hours of somebody of the project team around a guided session that ended: one for each session.

    Raises WrongStep while it goes on.
    """
    guided = guided_session.find(work.session, viewer, session_id)
    if guided.closed_at is None:
        raise WrongStep
    return keep(work, *_learner(work, viewer), wish, f"session:{guided.id}", at)


def keep(
    work: UnitOfWork, account_id: str, region: RegionProfile, wish: NewHours, occasion: str, at: datetime
) -> DevelopmentHours:
    """Keep hours of a professional for one occasion; whether they may was asked before.

    Giving them again changes them, as long as their month lasts. Raises NumberInvalid, ChoiceUnknown, HoursFixed.
    """
    month = _month(at)
    if wish.kind not in set(HourKind):
        raise ChoiceUnknown("kind")
    kind = HourKind(wish.kind)
    minutes = read_number(wish.other or wish.minutes, "other" if wish.other else "minutes", 1, MOST)
    mark = _mark(work.keys, account_id, occasion)
    work.lock(Account, account_id)  # a double tap waits here, and then finds what the first one gave
    given = work.session.scalar(select(DevelopmentHours).where(DevelopmentHours.mark == mark))
    if given is None:
        given = DevelopmentHours(account_id=account_id, profile_id=region.id, month=month, mark=mark)
    if given.month != month:
        raise HoursFixed
    given.minutes, given.kind, given.at = minutes, kind, at
    given.action_line = profile.of(region.settings).action_line(kind)
    work.add(given)
    # Neither the case nor the occasion: the log of hours leads to no family.
    work.record(f"account:{account_id}", policy.Permission.HOURS_GIVE, f"hours:{given.id}", None, at)
    return given


def given_for(session: Session, keys: Keyring, account_id: str, occasion: str) -> DevelopmentHours | None:
    """What a professional gave for an occasion."""
    mark = _mark(keys, account_id, occasion)
    return session.scalar(select(DevelopmentHours).where(DevelopmentHours.mark == mark))


def given_after_session(
    session: Session, keys: Keyring, viewer: policy.Viewer, session_id: str
) -> DevelopmentHours | None:
    """What the viewer gave for this guided session."""
    return given_for(session, keys, str(viewer.account_id), f"session:{session_id}")


def own_minutes(session: Session, viewer: policy.Viewer, at: datetime) -> int:
    """What the viewer gave in this region this month; nobody else's."""
    found = select(func.sum(DevelopmentHours.minutes)).where(
        DevelopmentHours.account_id == viewer.account_id,
        DevelopmentHours.profile_id == viewer.profile_id,
        DevelopmentHours.month == _month(at),
    )
    return session.scalar(found) or 0


def _learner(work: UnitOfWork, viewer: policy.Viewer) -> tuple[str, RegionProfile]:
    """Somebody who learns and gives hours, and in which region."""
    region = work.load(RegionProfile, viewer.profile_id)
    policy.require(viewer, policy.Permission.HOURS_GIVE, region)
    if viewer.account_id is None:
        raise NotAllowed
    return viewer.account_id, region


def _mark(keys: Keyring, account_id: str, occasion: str) -> str:
    return keys.pseudonym("hours", f"{account_id} {occasion}")


def _month(at: datetime) -> str:
    return f"{at.astimezone(AMSTERDAM):%Y-%m}"


# --- totals


def totals(session: Session, viewer: policy.Viewer, at: datetime) -> list[Total]:
    """Minutes per month, organisation and action line, the newest month first; months that are over."""
    region = session.get(RegionProfile, viewer.profile_id) if viewer.profile_id else None
    if region is None:
        raise NotFound
    policy.require(viewer, policy.Permission.HOURS_TOTAL, region)
    found = (
        select(
            DevelopmentHours.id,
            DevelopmentHours.account_id,
            DevelopmentHours.month,
            DevelopmentHours.minutes,
            DevelopmentHours.action_line,
            Organisation.name,
        )
        .join(Account, Account.id == DevelopmentHours.account_id)
        .join(Organisation, Organisation.id == Account.organisation_id)
        .where(
            DevelopmentHours.profile_id == region.id,
            DevelopmentHours.month < _month(at),
        )
    )
    months: dict[str, list[Row]] = defaultdict(list)
    minutes = {}
    for key, account, month, spent, line, organisation in session.execute(found):
        months[month].append(Row(key, account, account, {"action_line": line, "organisation": organisation}))
        minutes[key] = spent
    enough = profile.of(region.settings).minimum_group
    return [
        total
        for month in sorted(months, reverse=True)
        for total in _of_month(month, publish(months[month], enough, FACETS), minutes)
    ]


def _of_month(month: str, shown: Iterable[Published], minutes: dict[str, int]) -> list[Total]:
    sums: dict[tuple[str, str], int] = defaultdict(int)
    for one in shown:
        sums[one.facets["organisation"], one.facets["action_line"]] += minutes[one.id]
    # What was left out comes last.
    order = sorted(sums, key=lambda pair: (not pair[0], pair[0].casefold(), not pair[1], pair[1]))
    return [Total(month, *pair, sums[pair]) for pair in order]
