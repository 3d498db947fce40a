"""Lesson cards and development hours on their pages: what is shown, what is kept of a form, and what is not given."""

import io
import json
import zipfile

import pytest
from sqlalchemy import select

from conference.accounts import use_cases as accounts
from models.accounts import Account
from models.enums import LearningRole
from models.learning import DevelopmentHours
from models.region import RegionProfile
from tests.cast import Cast
from tests.lines import Lines
from tests.pages import PageClient, proofs_in
from tests.paper import sheet_of

SEATS = {
    "karim": LearningRole.PROJECT_TEAM,
    "femke": LearningRole.STEERING_GROUP,
    "lotte": LearningRole.ADMINISTRATOR,
}
CARD = {"title": "Feiten vooraf lezen", "what": "Elk gezin leest de feiten vooraf.", "shared": "yes"}


@pytest.fixture
def region(cast: Cast) -> str:
    """The region of the cast, with somebody in each part of its learning."""
    with cast.house.database.work() as work:
        profile = work.session.scalars(select(RegionProfile)).one()
        for name, role in SEATS.items():
            account = work.load(Account, cast.script.accounts[name])
            accounts.give_learning_seat(work, account, profile, role)
        return profile.id


def written(browser: PageClient, region: str, **card: str) -> str:
    """Write a card; the answer is its address."""
    browser.get(f"/leren/{region}/lessen/nieuw")
    answer = browser.send(f"/leren/{region}/lessen/nieuw", **{**CARD, **card})
    assert answer.status_code == 302, answer.text
    return str(answer.headers["Location"])


# --- lesson cards


def test_a_card_goes_from_the_form_to_the_region(lines: Lines, region: str) -> None:
    address = written(lines.as_("karim"), region)
    for name in SEATS:
        browser = lines.as_(name)
        assert CARD["what"] in browser.page(address).get_text()
        assert CARD["title"] in browser.page(f"/leren/{region}/lessen").get_text()
    for name in ("noor", "bas"):
        for path in (address, f"/leren/{region}/lessen", f"/leren/{region}/lessen/pakket.zip"):
            assert lines.as_(name).get(path).status_code == 404


def test_a_sketch_does_not_exist_for_others(lines: Lines, region: str) -> None:
    address = written(lines.as_("karim"), region, title="SCHETS", shared="")
    for name in ("femke", "lotte"):
        browser = lines.as_(name)
        assert browser.get(address).status_code == 404
        assert "SCHETS" not in browser.get(f"/leren/{region}/lessen").text
        assert browser.get(f"{address}/wijzig").status_code in (403, 404)
        browser.get(f"/leren/{region}/lessen")
        assert browser.send(f"/leren/{region}/lessen/nieuw", **CARD).status_code in (403, 404)


def test_a_name_in_a_card_is_pointed_out_and_nothing_is_lost(lines: Lines, region: str) -> None:
    karim, path = lines.as_("karim"), f"/leren/{region}/lessen/nieuw"
    karim.get(path)
    typed = {**CARD, "what": "Marleen Dekkers las het zelf.", "conditions": "RUSTIGE PLEK"}
    refused = karim.send(path, **typed)
    assert refused.status_code == 400
    for words in ("Marleen Dekkers las het zelf.", "RUSTIGE PLEK", "Haal het weg, of zeg dat het zo mag"):
        assert words in refused.text
    assert karim.send(path, **typed, confirmed="yes").status_code == 400
    assert karim.send(path, **typed, confirmed=proofs_in(refused.text)).status_code == 302


def test_who_comes_second_sees_both(lines: Lines, region: str) -> None:
    karim = lines.as_("karim")
    address = written(karim, region)
    karim.get(f"{address}/wijzig")
    karim.send(f"{address}/wijzig", **{**CARD, "what": "EERSTE", "seen": "1"})
    refused = karim.send(f"{address}/wijzig", **{**CARD, "what": "TWEEDE", "seen": "1"})
    assert refused.status_code == 409
    assert "EERSTE" in refused.text
    assert "TWEEDE" in refused.text
    assert karim.send(f"{address}/wijzig", **{**CARD, "what": "TWEEDE", "seen": "2"}).status_code == 302
    assert "TWEEDE" in karim.get(address).text


def test_a_pack_goes_out_and_another_comes_in(lines: Lines, region: str, cast: Cast) -> None:
    karim = lines.as_("karim")
    written(karim, region)
    given = lines.as_("femke").get(f"/leren/{region}/lessen/pakket.zip")
    assert given.mimetype == "application/zip"
    with zipfile.ZipFile(io.BytesIO(given.data)) as found:
        assert set(found.namelist()) == {"lessons.json", "lessons.html", "lessons.md"}
        data = json.loads(found.read("lessons.json"))
    other = json.dumps({**data, "region": "Westerwaard"}).encode()
    karim.get(f"/leren/{region}/lessen")
    path = f"/leren/{region}/lessen/pakket"
    for came in ("1 kaart bij", "had u al"):
        answer = karim.post(
            path,
            data={"csrf_token": karim.csrf, "file": (io.BytesIO(other), "pakket.json")},
            follow_redirects=True,
        )
        assert came in answer.text
    assert "Van een andere pilot: Westerwaard" in answer.text
    wrong = karim.post(path, data={"csrf_token": karim.csrf, "file": (io.BytesIO(b"x"), "x.zip")})
    assert (wrong.status_code, "Dit bestand kunnen we niet lezen" in wrong.text) == (400, True)
    assert karim.send(path).status_code == 400


# --- hours


def test_two_taps_after_a_meeting(lines: Lines, cast: Cast) -> None:
    karim, home = lines.as_("karim"), f"/overleg/{cast.meeting_id}"
    others = {"/nu": lines.as_("anna"), "/scherm": lines.as_("screen")}
    assert "Uw ontwikkeluren" not in karim.get(home).text
    cast.close()
    form = karim.page(home).find("form", action="/wens/hours:give")
    assert form is not None
    sent = karim.send("/wens/hours:give", meeting=cast.meeting_id, minutes="30", other="", kind="reflection")
    assert sent.headers["Location"] == home
    assert "U schreef 30 minuten op" in karim.get(home).text
    assert "U schreef" not in lines.as_("noor").get(home).text
    refused = karim.send("/wens/hours:give", meeting=cast.meeting_id, minutes="", other="", kind="reflection")
    assert refused.status_code == 400
    for path, browser in others.items():
        assert "ntwikkeluren" not in browser.get(path, follow_redirects=True).text


def test_the_team_gives_hours_for_its_own_work(lines: Lines, cast: Cast, region: str) -> None:
    karim, path = lines.as_("karim"), f"/leren/{region}/uren"
    karim.get(path)
    fields = {"back": path, "minutes": "60", "other": "", "kind": "learning_table"}
    for minutes in ("60", "90"):
        sent = karim.send(f"/leren/{region}/doe/hours:give", **{**fields, "minutes": minutes})
        assert sent.headers["Location"] == path
    assert "U schreef deze maand 90 minuten op" in karim.get(path).text
    lotte = lines.as_("lotte")
    assert "Uw uren van vandaag" not in lotte.get(path).text
    assert "90 minuten" not in lotte.get(path).text
    for name, status in (("lotte", 403), ("femke", 403), ("noor", 404)):
        browser = lines.as_(name)
        browser.get("/")
        assert browser.send(f"/leren/{region}/doe/hours:give", **fields).status_code == status


def test_totals_show_nobody_alone_and_go_along_as_a_sheet(lines: Lines, cast: Cast, region: str) -> None:
    with cast.house.database.work() as work:
        for number, account in enumerate(cast.script.accounts.values()):
            for month, minutes in (("2026-04", 60), ("2026-03", 7)):
                if month == "2026-04" or number < 4:
                    work.add(
                        DevelopmentHours(
                            account_id=account,
                            profile_id=region,
                            month=month,
                            minutes=minutes,
                            kind="reflection",
                            action_line="learning",
                            at=cast.house.clock(),
                        )
                    )
    for name in ("karim", "lotte"):
        browser = lines.as_(name)
        page = browser.page(f"/leren/{region}/uren").get_text()
        assert "april 2026" in page
        assert "Leren van elkaar" in page
        assert "maart 2026" not in page
        sheet = sheet_of(browser.get(f"/leren/{region}/uren.xlsx").data)
        assert "2026-04;Werk;Leren van elkaar;420;7" in sheet
        assert "2026-03" not in sheet
    for name, status in (("femke", 403), ("noor", 404), ("bas", 404)):
        for path in ("uren", "uren.xlsx"):
            assert lines.as_(name).get(f"/leren/{region}/{path}").status_code == status
