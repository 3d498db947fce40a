"""Zo noemen wij dat hier: a region's own words, and which words families asked to explain."""

import pytest
from sqlalchemy import select

from conference.accounts import use_cases as accounts
from conference.case import use_cases as cases
from conference.table.gathering import use_cases as gathering
from models.accounts import Account
from models.enums import LearningRole
from models.gathering import Explanation
from models.region import RegionProfile
from tests.cast import Cast
from tests.lines import Lines
from tests.pages import PageClient, proofs_in

WORD, OURS = "Nulmeting", "Wij zeggen: hoe het begon."
SEATS = {
    "karim": LearningRole.PROJECT_TEAM,
    "femke": LearningRole.STEERING_GROUP,
    "lotte": LearningRole.ADMINISTRATOR,
}


@pytest.fixture
def region(cast: Cast) -> str:
    """The region of the cast, with somebody in each part of its learning."""
    with cast.house.database.work() as work:
        profile = work.session.scalars(select(RegionProfile)).one()
        for name, role in SEATS.items():
            account = work.load(Account, cast.script.accounts[name])
            accounts.give_learning_seat(work, account, profile, role)
        return profile.id


def keep(browser: PageClient, region: str, plain: str, seen: str = "", **more: str) -> int:
    """Send the form of one word."""
    path = f"/leren/{region}/woorden"
    browser.get(path)
    return browser.send(path, term=WORD, plain=plain, seen=seen, **more).status_code


def test_a_tap_tells_how_it_is_called_here(lines: Lines, region: str) -> None:
    assert keep(lines.as_("lotte"), region, OURS) == 302
    for name in ("anna", "noor", "karim"):  # a phone, somebody of the case, somebody who learns
        assert OURS in lines.as_(name).get("/woord/nulmeting?los=1").text
        assert OURS in lines.as_(name).get("/woord/nulmeting").text
    assert OURS not in lines.as_("nobody").get("/woord/nulmeting").text
    assert keep(lines.as_("karim"), region, "", seen=OURS) == 302
    assert OURS not in lines.as_("anna").get("/woord/nulmeting").text


@pytest.mark.parametrize("name", ["femke", "noor", "bas"])
def test_others_find_no_such_page(lines: Lines, region: str, name: str) -> None:
    browser = lines.as_(name)
    assert browser.get(f"/leren/{region}/woorden").status_code == 404
    browser.get("/")
    sent = browser.send(f"/leren/{region}/woorden", term=WORD, plain=OURS, seen="")
    assert sent.status_code in (403, 404)
    assert OURS not in lines.as_("anna").get("/woord/nulmeting").text


def test_two_who_change_one_word_lose_nothing(lines: Lines, region: str) -> None:
    assert keep(lines.as_("lotte"), region, OURS) == 302
    karim, path = lines.as_("karim"), f"/leren/{region}/woorden"
    karim.get(path)
    refused = karim.send(path, term=WORD, plain="Even afkoelen.", seen="")
    assert refused.status_code == 409
    assert OURS in refused.text
    assert "Even afkoelen." in refused.text
    assert keep(karim, region, "Even afkoelen.", seen=OURS) == 302


def test_a_name_is_pointed_out(lines: Lines, region: str) -> None:
    lotte, path, said = lines.as_("lotte"), f"/leren/{region}/woorden", "Zo noemt Marleen Dekkers het."
    lotte.get(path)
    refused = lotte.send(path, term=WORD, plain=said, seen="")
    assert refused.status_code == 400
    assert keep(lotte, region, said, confirmed="yes") == 400
    assert keep(lotte, region, said, confirmed=proofs_in(refused.text)) == 302


def test_what_few_families_asked_is_not_told(lines: Lines, cast: Cast, region: str) -> None:
    cast.anna.do(gathering.ask, "", WORD)
    shown = "[aria-labelledby=asked-title]"
    page = f"/leren/{region}/woorden"
    assert WORD not in lines.as_("karim").page(page).select(shown)[0].get_text()
    others = _more_families(cast, 2)
    with cast.house.database.work() as work:  # the same word at as many families as there have to be
        profile = work.load(RegionProfile, region)
        profile.settings = {**profile.settings, "minimum_group": 3}
        for case_id in others:
            work.add(
                Explanation(
                    case_id=case_id,
                    meeting_id=cast.meeting_id,
                    words="wat is een nulmeting?",
                    asked_by_id=cast.anna.id,
                    asked_at=cast.house.clock(),
                )
            )
    told = lines.as_("karim").page(page).select(shown)[0].get_text()
    assert WORD in told
    assert "3 gezinnen" in told
    assert "wat is een" not in told


def _more_families(cast: Cast, count: int) -> list[str]:
    with cast.house.database.work() as work:
        opener = work.load(Account, cast.script.accounts["lotte"])
        at = cast.house.clock()
        return [cases.open_case(work, opener, cases.NewCase(f"Gezin {n}"), at).id for n in range(count)]
