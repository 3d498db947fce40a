"""The pages on which a plan is made and changed, and what those who have the meeting open see of it."""

from typing import Any

import pytest

from conference.case import use_cases as cases
from conference.region import profile
from models.case import Case
from models.meeting import Meeting
from tests.cast import Cast, in_days
from tests.lines import Lines, applied, parts
from tests.meeting.test_use_cases import MDA, planned
from tests.pages import PageClient, Signed


@pytest.fixture
def desk(as_: Signed, cast: Cast) -> PageClient:
    """Lotte at her desk."""
    return as_("lotte")


def form(cast: Cast, meeting: Meeting, **changed: Any) -> dict[str, Any]:
    """What the browser sends for a meeting that was not touched, with changes."""
    return {
        "kind": meeting.kind,
        "day": in_days(7).isoformat(),
        "time": "09:05",
        "place": meeting.place,
        "chair": meeting.chair_id,
        "invited": [person.id for person in meeting.invited],
        "minutes": [str(part.minutes) for part in meeting.parts],
        "why_no_family": "",
        **changed,
    }


def filled(page: Any) -> dict[str, Any]:
    """What stands in the fields of a form."""
    return {one["name"]: one.get("value", "") for one in page.select("#inhoud input[name]")}


def test_the_form_holds_the_plan_as_it_is(desk: PageClient, cast: Cast) -> None:
    meeting = planned(cast)
    page = desk.page(f"/overleg/{meeting.id}/planning")
    assert filled(page) | {"day": in_days(7).isoformat(), "time": "09:05", "place": meeting.place} == filled(
        page
    )
    ticked = [one["value"] for one in page.select("input[name=invited][checked]")]
    assert sorted(ticked) == sorted(person.id for person in meeting.invited)
    assert page.select_one("select[name=chair] option[selected]")["value"] == cast.yusuf.id


def test_the_form_says_who_is_missing_at_the_table(desk: PageClient, cast: Cast) -> None:
    few = planned(cast, kind="mda_plus_plus", minutes=MDA)
    said = desk.page(f"/overleg/{few.id}/planning").select_one(".rd-hint").get_text().strip()
    with cast.house.database.read() as session:
        case = session.get_one(Case, cast.case_id)
        roles = profile.of(case.profile.settings).roles
        everybody = [person.id for person in case.people]
    missed = [profile.say(roles[role], "nl") for role in ("local_team", "experience", "supporter")]
    assert said.endswith(f"Er is nog geen: {', '.join(missed)}.")
    page = desk.send(f"/overleg/{few.id}/planning", **form(cast, few, invited=everybody, day="")).text
    assert "Wie missen we?" not in page


def test_a_plan_is_changed_on_its_page(desk: PageClient, cast: Cast) -> None:
    meeting = planned(cast)
    desk.page(f"/overleg/{meeting.id}/planning")
    answer = desk.send(f"/overleg/{meeting.id}/planning", **form(cast, meeting, place="Bij oma"))
    assert answer.headers["Location"] == f"/overleg/{meeting.id}"
    assert "Bij oma" in desk.page(f"/overleg/{meeting.id}").text


def test_a_refused_change_keeps_what_was_typed(desk: PageClient, cast: Cast) -> None:
    meeting = planned(cast)
    desk.page(f"/overleg/{meeting.id}/planning")
    answer = desk.send(
        f"/overleg/{meeting.id}/planning", **form(cast, meeting, time="25:00", place="Bij oma", invited=[])
    )
    assert answer.status_code == 400
    assert 'value="Bij oma"' in answer.text
    assert "checked" not in answer.text


def test_many_people_need_a_tick(desk: PageClient, cast: Cast) -> None:
    for sign in "ABCDEF":
        cast.lotte.do(
            cases.add_person, cases.NewPerson(f"Tante {sign}", "network"), viewer=cast.lotte.outside
        )
    page = desk.page(f"/gezin/{cast.case_id}/overleg/nieuw?soort=mdo")
    everybody = [one["value"] for one in page.select("input[name=invited][checked]")]
    assert len(everybody) == 17
    assert page.select_one("input[name=many_ok]") is not None
    wish = form(
        cast,
        cast.meeting,
        kind="mdo",
        invited=everybody,
        minutes=["5", "5", "10", "10", "15", "5", "5", "15", "5"],
    )
    answer = desk.send(f"/gezin/{cast.case_id}/overleg/nieuw", **wish)
    assert answer.status_code == 400
    assert "U nodigt 17 mensen uit." in answer.text
    answer = desk.send(f"/gezin/{cast.case_id}/overleg/nieuw", **wish, many_ok="yes")
    assert answer.status_code == 302


def test_few_people_are_not_asked_about(desk: PageClient, cast: Cast) -> None:
    page = desk.page(f"/gezin/{cast.case_id}/overleg/nieuw")
    assert page.select_one("input[name=many_ok]") is None


def test_an_open_meeting_only_takes_more_people(desk: PageClient, cast: Cast) -> None:
    els = cast.lotte.do(cases.add_person, cases.NewPerson("Tante Els", "network"), viewer=cast.lotte.outside)
    path = f"/overleg/{cast.meeting_id}/planning"
    page = desk.page(path)
    assert page.select_one("input[name=day]") is None
    assert [one["value"] for one in page.select("input[name=invited]")] == [els.id]
    answer = desk.send(path, **form(cast, cast.meeting))
    assert answer.status_code == 409
    assert "al begonnen" in answer.text
    assert desk.send(f"{path}/mensen").status_code == 400
    assert desk.send(f"{path}/mensen", invited=els.id).status_code == 302
    assert "Iedereen rond dit gezin is al uitgenodigd." in desk.page(path).text


def test_a_meeting_that_is_over_has_no_such_page(desk: PageClient, cast: Cast) -> None:
    cast.close()
    assert "voorbij" in desk.page(f"/overleg/{cast.meeting_id}/planning", 409).text


@pytest.mark.parametrize(("name", "status"), [("noor", 403), ("bas", 404)])
def test_others_find_no_such_page(as_: Signed, cast: Cast, name: str, status: int) -> None:
    meeting = planned(cast)
    as_(name).page(f"/overleg/{meeting.id}/planning", status)


def test_a_called_off_meeting_says_so_everywhere(desk: PageClient, cast: Cast) -> None:
    meeting = planned(cast)
    path = f"/overleg/{meeting.id}/planning"
    desk.page(path)
    answer = desk.send(f"{path}/afzeggen", why="")
    assert answer.status_code == 400
    assert desk.send(f"{path}/afzeggen", why="Anna is ziek.").status_code == 302
    shown = desk.page(f"/overleg/{meeting.id}").text
    assert "Dit overleg gaat niet door" in shown
    assert "Anna is ziek." in shown
    assert "Gaat niet door" in desk.page(f"/gezin/{cast.case_id}").text
    assert "Gaat niet door" in desk.page("/overleggen").text


@pytest.mark.parametrize("name", ["anna", "yusuf"])
def test_who_has_the_meeting_open_sees_the_change_at_once(lines: Lines, cast: Cast, name: str) -> None:
    """A meeting that was not begun: its page on a laptop, and on a phone that was let in early."""
    meeting = planned(cast)
    prepared = Cast(cast.house, cast.script)
    prepared.meeting_id = meeting.id
    object.__setattr__(prepared, "script", type(cast.script)(**{**vars(cast.script), "meeting": meeting.id}))
    lines.cast = lines.as_.cast = prepared
    line = lines(name)
    office = lines.as_("lotte")
    office.page(f"/overleg/{meeting.id}/planning")
    assert (
        office.send(f"/overleg/{meeting.id}/planning", **form(cast, meeting, place="Bij oma")).status_code
        == 302
    )
    live = parts(applied(line.first, line.heard()))
    assert any("Bij oma" in html for html in live.values())
    assert live == parts(line.page(line.home))
    office.send(f"/overleg/{meeting.id}/planning/afzeggen", why="Anna is ziek.")
    live = parts(applied(line.page(line.home), line.heard()))
    assert any("gaat niet door" in html for html in live.values())


@pytest.mark.parametrize("kind", ["mdo", "mda_plus_plus"])
def test_the_next_meeting_is_offered_as_the_last_was(desk: PageClient, cast: Cast, kind: str) -> None:
    with cast.house.database.work() as work:
        work.load(Meeting, cast.meeting_id).kind = kind
    page = desk.page(f"/gezin/{cast.case_id}/overleg/nieuw")
    assert page.select_one("input[name=kind]")["value"] == kind
