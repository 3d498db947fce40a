"""Who comes into the learning layer of a region, on the page and on the line."""

import pytest
from sqlalchemy import select

from conference.accounts import use_cases as accounts
from conference.core.events import LearningChanged
from conference.reflection import use_cases as reflections
from models.accounts import Account
from models.enums import LearningRole
from models.region import RegionProfile
from tests.cast import Cast
from tests.lines import Lines


@pytest.fixture
def region(cast: Cast) -> str:
    """The region of the cast; Karim is of its project team."""
    with cast.house.database.work() as work:
        profile = work.session.scalars(select(RegionProfile)).first()
        assert profile is not None
        karim = work.load(Account, cast.script.accounts["karim"])
        accounts.give_learning_seat(work, karim, profile, LearningRole.PROJECT_TEAM)
        found = profile.id
    return found


def test_only_who_has_a_part_comes_in(lines: Lines, cast: Cast, region: str) -> None:
    assert lines.as_("karim").get("/leren/", follow_redirects=True).status_code == 200
    for name in ("noor", "bas"):
        stranger = lines.as_(name)
        assert stranger.get("/leren/").status_code == 404
        assert stranger.get(f"/leren/{region}").text == stranger.get("/leren/bestaatnietbestaa").text
    assert lines.as_("anna").get(f"/leren/{region}").status_code == 302
    assert lines.as_("karim").get("/leren/bestaatnietbestaa").status_code == 404


def test_a_page_hears_that_something_changed_and_nothing_more(lines: Lines, cast: Cast, region: str) -> None:
    karim = lines.as_("karim")
    karim.get(f"/leren/{region}")
    hello = {"as": "learning", "region": region, "csrf": karim.csrf}
    line = lines.socketio.test_client(lines.app, auth=hello, flask_test_client=karim)
    assert line.is_connected()
    cast.house.database.tell([LearningChanged("", region)])
    assert [heard["name"] for heard in line.get_received()] == ["renew"]
    chair = lines("chair")
    assert chair.wish("hand:raise")["ok"]
    assert line.get_received() == []
    noor = lines.as_("noor")
    noor.get("/")
    refused = lines.socketio.test_client(lines.app, auth={**hello, "csrf": noor.csrf}, flask_test_client=noor)
    assert not refused.is_connected()


def test_the_log_opens_for_the_project_team_and_shows_no_small_group(
    lines: Lines, cast: Cast, region: str
) -> None:
    note = cast.anna.do(reflections.write, reflections.NewReflection("EENZAAMWOORD"))
    cast.anna.do(reflections.share, note.id, "EENZAAMWOORD", "")
    karim = lines.as_("karim")
    for path in (f"/leren/{region}", f"/leren/{region}?q=EENZAAMWOORD", f"/leren/{region}?role=parent"):
        page = karim.get(path)
        assert page.status_code == 200
        assert "“EENZAAMWOORD”" not in page.text
    refused = karim.post(
        f"/leren/{region}/doe/theme:group",
        data={"name": "Thema", "notes[]": [note.id], "csrf_token": karim.csrf},
        headers={"Accept": "application/json"},
    )
    assert refused.get_json()["code"] == "withdrawn"
