"""The region profile in the browser: who comes in, that tables follow, and that nothing is lost."""

import io
from typing import Any

import pytest
import yaml
from sqlalchemy import select

from conference.accounts import use_cases as accounts
from conference.region import profile
from conference.region.profile import Profile
from conference.table.decisions import use_cases as decisions
from conference.table.meeting import use_cases as meetings
from models.accounts import Account
from models.analysis import Section
from models.case import Case
from models.decisions import Decision
from models.enums import LearningRole
from models.meeting import Meeting
from models.region import RegionProfile
from models.statements import Statement
from tests.cast import Cast
from tests.lines import Lines
from tests.pages import PageClient


@pytest.fixture
def region(cast: Cast) -> str:
    """The region of the cast: Karim is its administrator, Noor of the project team, Bas of the steering group."""
    seats = {
        "karim": LearningRole.ADMINISTRATOR,
        "noor": LearningRole.PROJECT_TEAM,
        "bas": LearningRole.STEERING_GROUP,
    }
    with cast.house.database.work() as work:
        found = work.session.scalars(select(RegionProfile)).one()
        for name, role in seats.items():
            accounts.give_learning_seat(work, work.load(Account, cast.script.accounts[name]), found, role)
        return found.id


def now(cast: Cast) -> Profile:
    with cast.house.database.read() as session:
        return profile.of(session.scalars(select(RegionProfile)).one().settings)


def filled_in(browser: PageClient, region: str, group: str, **changed: str) -> dict[str, str]:
    """All fields of one group as the page gives them, with these changed (`__` stands for a dot)."""
    page = browser.page(f"/leren/{region}/profiel")
    form = page.find("form", attrs={"action": f"/leren/{region}/profiel/{group}"})
    assert form is not None
    fields = {
        str(one["name"]): str(one.get("value", one.get_text()))
        for one in form.find_all(["input", "textarea"])
        if one.get("type") != "checkbox" or one.has_attr("checked")
    }
    for one in form.find_all("select"):
        chosen = one.find("option", attrs={"selected": True})
        fields[str(one["name"])] = str(chosen["value"]) if chosen else ""
    return fields | {name.replace("__", "."): value for name, value in changed.items()}


def save(browser: PageClient, region: str, group: str, fields: dict[str, str]) -> Any:
    return browser.send(f"/leren/{region}/profiel/{group}", **fields)


@pytest.mark.parametrize("name", ["noor", "bas", "lotte"])
def test_for_anybody_but_the_administrator_there_is_nothing(
    lines: Lines, cast: Cast, region: str, name: str
) -> None:
    browser, before = lines.as_(name), now(cast)
    browser.get("/")
    for path in ("profiel", "profiel.yaml"):
        assert browser.get(f"/leren/{region}/{path}").status_code == 404
    stamped = filled_in(lines.as_("karim"), region, "phases", phases__recovery__label__nl="X")
    stamped["csrf_token"] = browser.csrf
    assert save(browser, region, "phases", stamped).status_code == 404
    sent = browser.send(f"/leren/{region}/profiel-inlezen", words="based_on: amsterdam", sure="1")
    assert sent.status_code == 404
    assert now(cast) == before
    assert lines.as_("karim").get(f"/leren/{region}/profiel").status_code == 200


def test_an_open_table_follows(lines: Lines, cast: Cast, region: str) -> None:
    chair, karim = lines("chair"), lines.as_("karim")
    part = next(part for part in cast.meeting.parts if part.key == "agreements")
    cast.yusuf.do(meetings.move, part.id)
    chair.heard()
    fields = filled_in(karim, region, "phases", phases__immediate_safety__label__nl="VEILIGE START")
    fields["phases.immediate_safety.short.nl"] = "VEILIGE START"
    assert save(karim, region, "phases", fields).status_code == 302
    assert "VEILIGE START" in str(chair.heard())
    words = filled_in(karim, region, "relations", relations__triggers__nl="ZET AAN TOT")
    assert save(karim, region, "relations", words).status_code == 302
    asked = filled_in(karim, region, "prompts", prompts__felt_heard__label__nl="HOORDEN WIJ U?")
    assert save(karim, region, "prompts", asked).status_code == 302
    assert "HOORDEN WIJ U?" in lines.as_("anna").get("/nu/reflectie").text
    length = filled_in(karim, region, "numbers", cycle_days="21")
    assert save(karim, region, "numbers", length).status_code == 302
    assert now(cast).cycle_days == 21
    assert now(cast).relations["triggers"]["nl"] == "ZET AAN TOT"  # type: ignore[index]


def test_who_looks_around_follows_too(lines: Lines, cast: Cast, region: str) -> None:
    agreements = next(part for part in cast.meeting.parts if part.key == "agreements")
    noor, karim = lines("noor", part=agreements.id), lines.as_("karim")
    noor.heard()
    fields = filled_in(karim, region, "phases", phases__recovery__short__nl="WEER RUST")
    assert save(karim, region, "phases", fields).status_code == 302
    assert "WEER RUST" in str(noor.heard())


def test_the_second_of_two_administrators_loses_nothing(lines: Lines, cast: Cast, region: str) -> None:
    karim = lines.as_("karim")
    first = filled_in(karim, region, "phases", phases__recovery__label__nl="EERSTE")
    second = filled_in(karim, region, "phases", phases__recovery__label__nl="TWEEDE")
    elsewhere = filled_in(karim, region, "numbers", max_people="12")
    assert save(karim, region, "phases", first).status_code == 302
    answer = save(karim, region, "phases", second)
    assert answer.status_code == 409
    assert "TWEEDE" in answer.text
    assert "Nu geldt: EERSTE" in answer.text
    assert now(cast).phase("recovery").label["nl"] == "EERSTE"
    assert save(karim, region, "numbers", elsewhere).status_code == 302


@pytest.mark.parametrize(
    ("group", "changed", "said"),
    [
        ("numbers", {"cycle_days": "veel"}, "vul een heel getal in"),
        ("numbers", {"cycle_days": "400"}, "hoogstens 90"),
        ("sections", {"sections__factors__label__nl": ""}, "mag niet ontbreken: factors"),
        ("phases", {"phases__recovery__short__nl": ""}, "vul de Nederlandse woorden in"),
    ],
)
def test_what_is_wrong_is_said_and_kept(
    lines: Lines, cast: Cast, region: str, group: str, changed: dict[str, str], said: str
) -> None:
    karim, before = lines.as_("karim"), now(cast)
    answer = save(karim, region, group, filled_in(karim, region, group, **changed))
    assert answer.status_code == 400
    assert said in answer.text
    assert now(cast) == before


IN_USE = {
    "phases": ("recovery", "Herstellen"),
    "sections": ("worries", "Waar maken we ons zorgen over"),
    "parts": ("closing", "Afsluiten"),
    "meetings": ("mda_plus_plus", "MDA++"),
    "areas": ("money", "Geld"),
    "hats": ("local_team", "lokaal team"),
}


@pytest.mark.parametrize("group", IN_USE)
def test_what_families_use_stays_and_is_said_by_its_name(
    lines: Lines, cast: Cast, region: str, group: str
) -> None:
    key, name = IN_USE[group]
    statement, decision = (
        cast.add_statement("De huur is betaald."),
        cast.yusuf.do(decisions.add, "Wie belt oma?"),
    )
    with cast.house.database.work() as work:
        work.load(Statement, statement).life_area = "money"
        work.load(Decision, decision.id).hat = "local_team"
        work.load(Meeting, cast.meeting_id).kind = "mda_plus_plus"
        work.load(Case, cast.case_id).phase = "recovery"
    karim, before = lines.as_("karim"), now(cast)
    setting = {"areas": "life_areas"}.get(group, group)
    fields = filled_in(karim, region, group, **{f"{setting}.{key}.label.nl": ""})
    if group == "parts":
        kinds = {
            name: words
            for name, words in filled_in(karim, region, "meetings").items()
            if "closing" not in name
        }
        assert save(karim, region, "meetings", kinds).status_code == 302
        before = now(cast)
    answer = save(karim, region, group, fields)
    assert answer.status_code == 409
    assert f"&#39;{name}&#39;" in answer.text or f"'{name}'" in answer.text
    assert now(cast) == before


def test_every_family_follows_a_new_section_and_another_order(lines: Lines, cast: Cast, region: str) -> None:
    karim = lines.as_("karim")
    added = {
        "sections.new.label.nl": "Wat zegt school",
        "sections.new.hint.nl": "Met toestemming.",
        "sections.new.part": "understand",
        "sections.worries.at": "1",
    }
    assert save(karim, region, "sections", filled_in(karim, region, "sections", **added)).status_code == 302
    with cast.house.database.read() as session:
        for case in session.scalars(select(Case)):
            found = session.scalars(
                select(Section).where(Section.case_id == case.id).order_by(Section.position)
            )
            order = [section.key for section in found]
            assert order[0] == "worries"
            assert order.count("wat_zegt_school") == 1
    part = next(part for part in cast.meeting.parts if part.key == "understand")
    cast.yusuf.do(meetings.move, part.id)
    for name in ("chair", "anna"):
        line = lines(name)
        assert "Wat zegt school" in line.browser.get(line.home).text


def test_what_the_example_got_since_is_offered(lines: Lines, cast: Cast, region: str) -> None:
    karim = lines.as_("karim")
    assert "Dit kent het voorbeeld ook" not in karim.get(f"/leren/{region}/profiel").text
    gone = filled_in(karim, region, "prompts", **{"prompts.where_it_rubbed.label.nl": ""})
    assert save(karim, region, "prompts", gone).status_code == 302
    page = karim.page(f"/leren/{region}/profiel")
    form = page.find("section", attrs={"aria-labelledby": "g-news"}).form  # type: ignore[union-attr]
    assert "Waar schuurde het?" in page.get_text()
    words = form.find("input", attrs={"name": "words"})["value"]  # type: ignore[union-attr,index,call-overload]
    shown = karim.send(f"/leren/{region}/profiel-inlezen", words=str(words))
    assert "Vragen om terug te kijken, Waar schuurde het?, Naam, Nederlands" in shown.text
    assert "where_it_rubbed" not in [one.key for one in now(cast).prompts]


def test_not_decided_yet_has_a_safe_value(lines: Lines, cast: Cast, region: str) -> None:
    karim = lines.as_("karim")
    save(karim, region, "numbers", filled_in(karim, region, "numbers", cycle_days="21"))
    later = filled_in(karim, region, "numbers", undecided__cycle_days="1")
    assert save(karim, region, "numbers", later).status_code == 302
    assert now(cast).cycle_days == 28
    assert now(cast).undecided == ("cycle_days",)
    assert "cycle_days: nog niet besloten" in karim.get(f"/leren/{region}/profiel.yaml").text
    decided = filled_in(karim, region, "numbers", cycle_days="14")
    decided.pop("undecided.cycle_days")
    save(karim, region, "numbers", decided)
    assert (now(cast).cycle_days, now(cast).undecided) == (14, ())


def test_out_as_a_file_and_in_again(lines: Lines, cast: Cast, region: str) -> None:
    karim = lines.as_("karim")
    told = yaml.safe_load(karim.get(f"/leren/{region}/profiel.yaml").text)
    assert profile.read(told) == now(cast)
    told["phases"][0]["label"]["nl"] = "ANDERS"
    karim.get(f"/leren/{region}/profiel")
    words, path = yaml.safe_dump(told), f"/leren/{region}/profiel-inlezen"
    shown = karim.send(path, file=(io.BytesIO(words.encode()), "own.yaml"))
    assert "Fases, Eerst veilig, Naam, Nederlands" in shown.text
    assert now(cast).phases[0].label["nl"] != "ANDERS"
    stamp = shown.text.split('name="stamp" value="')[-1].split('"')[0]
    assert karim.send(path, words=words, sure="1", stamp="oud").status_code == 409
    assert karim.send(path, words=words, sure="1", stamp=stamp).status_code == 302
    assert now(cast).phases[0].label["nl"] == "ANDERS"
    ready = " ".join(karim.send(path, ready="amsterdam").text.split())
    assert "MDO, MDA++, Overleg bij een huisverbod" in ready
    assert "<dd>nee</dd>" in ready
    assert "False" not in ready


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("based_on: neutraal\nslug: x\nname: X\nkleur: groen", "kleur: dit kennen we niet"),
        ("slug: x\nname: X", "phases: dit ontbreekt"),
        ("based_on: nergens", "dit bestaat niet: nergens"),
        ("- een lijst", "geen profiel dat we kunnen lezen"),
        ("a: [", "geen profiel dat we kunnen lezen"),
        ("a: &a [x]\nb: [*a, *a]", "geen profiel dat we kunnen lezen"),
    ],
)
def test_a_wrong_file_changes_nothing(lines: Lines, cast: Cast, region: str, words: str, said: str) -> None:
    karim, before = lines.as_("karim"), now(cast)
    karim.get(f"/leren/{region}/profiel")
    answer = karim.send(f"/leren/{region}/profiel-inlezen", words=words)
    assert answer.status_code == 400
    assert said in answer.text
    assert now(cast) == before
