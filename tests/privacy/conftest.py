"""Hilde is privacy officer of the cast's region, Ruth leads a team; neither has a place in any family."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from conference.accounts import use_cases as accounts
from conference.core.runtime import Runtime
from models.accounts import Account, Organisation
from models.enums import OfficeRole
from models.region import RegionProfile
from tests.cast import Cast
from tests.pages import PageClient, signed_in

MakeOfficer = Callable[..., PageClient]


@pytest.fixture(autouse=True)
def kept_heads(house: Runtime, tmp_path: Path) -> Path:
    """Where the heads of this house are kept."""
    path = tmp_path / "elsewhere" / "heads"
    house.settings = replace(house.settings, log_heads=path)
    return path


@pytest.fixture
def region(cast: Cast) -> str:
    """The region of the cast."""
    with cast.house.database.read() as session:
        return session.scalars(select(RegionProfile.id)).one()


def new_officer(house: Runtime, email: str, role: OfficeRole, organisation: str) -> str:
    """Somebody with a part in the office of the one region there is. Returns the id of the account."""
    with house.database.work() as work:
        made = accounts.make_account(work, organisation, "Hilde Bos", email, "een lang wachtwoord")
        profile = work.session.scalars(select(RegionProfile)).one()
        accounts.give_seat(work, made, profile, role, house.clock())
        return made.id


@pytest.fixture
def make_officer(app: Flask, cast: Cast) -> MakeOfficer:
    """A browser of somebody with a part in the office: of one organisation, or of that of a player."""

    def make(role: OfficeRole, organisation: str = "Gemeente Maasdal", beside: str = "") -> PageClient:
        if beside:
            with cast.house.database.read() as session:
                account = session.get_one(Account, cast.script.accounts[beside])
                organisation = session.get_one(Organisation, account.organisation_id).name
        key = new_officer(cast.house, f"{role}@maasdal.example", role, organisation)
        browser = app.test_client()
        assert isinstance(browser, PageClient)
        browser.set_cookie("rondom-sessie", signed_in(cast.house, key))
        return browser

    return make


@pytest.fixture
def officer(make_officer: MakeOfficer) -> PageClient:
    """Hilde at her desk."""
    return make_officer(OfficeRole.PRIVACY_OFFICER)
