"""Femke is kept out, Noor and Lotte are inside; Hilde is privacy officer of the region, without a place anywhere."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from conference.access import identity, policy
from conference.access.identity import Credentials, Kind
from conference.accounts import use_cases as accounts
from conference.emergency import use_cases as emergencies
from models.accounts import Account
from models.emergencies import Emergency
from models.enums import OfficeRole
from models.office import OfficeSeat
from models.region import RegionProfile
from tests.cast import Cast, Player
from tests.pages import PageClient, Signed, signed_in

CANARY = "KANARIENOOD"
WHY = "Het kind is nu alleen thuis en ik moet het adres weten."


def proved(player: Player) -> policy.Viewer:
    """Somebody on the pages of the case who just gave the password."""
    return replace(player.outside, proved_at=player.house.clock())


def officer_of(cast: Cast, name: str = "hilde") -> policy.Viewer:
    """A privacy officer of the region who just gave the password: somebody new, or one of the cast as well."""
    house = cast.house
    with house.database.work() as work:
        region = work.session.scalars(select(RegionProfile)).one()
        if name in cast.script.accounts:
            account = work.load(Account, cast.script.accounts[name])
        else:
            found = select(Account).where(Account.email == "hilde@maasdal.example")
            account = work.session.scalar(found) or accounts.make_account(
                work, "Gemeente Maasdal", "Hilde Bos", "hilde@maasdal.example", "een lang wachtwoord"
            )
        seated = select(OfficeSeat).where(OfficeSeat.account_id == account.id)
        if work.session.scalar(seated) is None:
            accounts.give_seat(work, account, region, OfficeRole.PRIVACY_OFFICER, house.clock())
        viewer = policy.officer(["privacy_officer"], region, account.id)
    return replace(viewer, proved_at=house.clock())


def desk(cast: Cast, as_: Signed) -> tuple[PageClient, str]:
    """A browser of the privacy officer, and where their page is."""
    viewer = officer_of(cast)
    browser = as_("nobody")
    browser.set_cookie("rondom-sessie", signed_in(cast.house, str(viewer.account_id)))
    browser.get("/")
    return browser, f"/functionaris/{viewer.profile_id}"


def asked(cast: Cast, name: str = "femke", category: str = "safety") -> str:
    """Somebody asks. Returns the id."""
    player: Player = getattr(cast, name)
    key: str = player.do(emergencies.ask, category, WHY, viewer=proved(player)).id
    return key


def agreed(cast: Cast, by: str = "noor", name: str = "femke", category: str = "safety") -> str:
    """Asked, and a second person said yes: one of the cast, or the privacy officer (`hilde`)."""
    key = asked(cast, name, category)
    viewer = officer_of(cast) if by == "hilde" else proved(getattr(cast, by))
    with cast.house.database.work() as work:
        emergencies.answer(work, viewer, key, True, "", cast.house.clock())
    return key


def reading(cast: Cast, key: str, name: str = "femke") -> policy.Viewer:
    """The one who reads, as the gate sees them on that page."""
    cookie = signed_in(cast.house, cast.script.accounts[name])
    shown = Credentials(Kind.ACCOUNT, cookie, case_id=cast.case_id, emergency_id=key)
    with cast.house.database.read() as session:
        return identity.sender(session, shown, cast.house.clock())


def emergency(cast: Cast, key: str) -> Emergency:
    """As it stands in the database now."""
    with cast.house.database.read() as session:
        return session.get_one(Emergency, key)


@pytest.fixture
def hidden(cast: Cast) -> str:
    """A statement that Noor keeps for herself and Lotte. Returns its id."""
    return cast.add_statement(CANARY, by="noor", shared_with="lotte", about=[])
