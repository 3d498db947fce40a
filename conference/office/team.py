"""The families of a team (*teamleider*): their names, so that they can be handed over, and nothing else."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.access import identity, policy
from conference.access.policy import Permission
from models.accounts import Account
from models.errors.base import NotFound
from models.people import Person
from models.region import RegionProfile


def names(session: Session, viewer: policy.Viewer, at: datetime) -> list[str]:
    """What the families are called in which a colleague of the same organisation has a place now, in this region.

    Raises NotFound for who leads no team here.
    """
    region = session.get(RegionProfile, viewer.profile_id or "")
    if region is None or not policy.may(viewer, Permission.TEAM_READ, region):
        raise NotFound
    me = session.get_one(Account, viewer.account_id)
    team = select(Person).join(Account, Account.id == Person.account_id)
    colleagues = session.scalars(team.where(Account.organisation_id == me.organisation_id))
    around = {one.case for one in colleagues if identity.is_around(one, at)}
    return sorted(str(case.title) for case in around if case.profile_id == region.id)
