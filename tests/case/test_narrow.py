"""Who may see a part sees that part and not one byte more: page, socket, paper, data, search, counts, signs of typing.

Every byte that reaches somebody is kept (the canary recorder). What they may not see is asked of the records: all
words of the family that stand in no record of their part.
"""

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from sqlalchemy import select

from conference.access import kinds, policy
from conference.access.kinds import KINDS, Left, Part, Scope
from conference.case import access
from conference.core.runtime import Runtime
from conference.records import fields as records
from conference.region import profile
from conference.report import use_cases as reports
from conference.table.actions import use_cases as actions
from conference.table.decisions import standing
from conference.table.decisions import use_cases as decisions
from conference.table.facts import use_cases as facts
from conference.table.gathering import use_cases as gathering
from conference.table.plan import use_cases as plans
from conference.table.safety import use_cases as safety
from models.case import Case
from models.decisions import Decision, Stand
from models.enums import Sees
from models.errors.base import NotAllowed, NotFound
from models.gathering import CheckOut, Expertise, Explanation
from models.meeting import Part as Step
from models.people import Person
from models.reports import Report
from models.risks import NamedRisk
from models.safety import SafetyNumber
from models.statements import Response
from models.texts import Text
from tests.cast import Cast, in_days
from tests.furnished import furnish
from tests.lines import Line, Lines
from tests.paper import words_of

OWN_FACT, OWN_AGREEMENT = "EIGENFEIT van Karim", "EIGENAFSPRAAK van Karim"
SAFETY_PLAN = "KANARIEPLAN: bel eerst oma"
MONEY = "KANARIEGELD: de huur is niet betaald"


def narrow(cast: Cast, name: str, *chosen: str, sees: str = "") -> None:
    """Somebody of the cast sees their own part, with what is chosen on top."""
    wish = access.Access(
        sees=sees or (Sees.CHOSEN if chosen else Sees.OWN_PART),
        parts=chosen,
        until=in_days(30).isoformat(),
        purpose="Meedenken",
    )
    cast.lotte.do(access.set_access, getattr(cast, name).id, wish)


def fill(cast: Cast, house: Runtime) -> None:
    """Words in everything that can hold words, of which some are Karim's."""
    furnish(cast)
    cast.add_statement(MONEY, life_area="money")
    cast.add_statement(OWN_FACT, by="karim", about=[cast.anna.id])
    cast.add_action(OWN_AGREEMENT, owner="karim")
    with house.database.work() as work:
        for key, words in (("plan_who_to_call", SAFETY_PLAN), ("worries", "KANARIEZORGEN")):
            work.load(Text, cast.text_id(key)).words = words
        work.load(Case, cast.case_id).summary = "KANARIEKORT: wat iedereen al weet"
        skipped = next(one for one in cast.meeting.parts if one.key == "what_first")
        work.load(Step, skipped.id).skipped_why = "KANARIEREDEN om over te slaan"
    cast.sam.do(gathering.ask, "", "KANARIEWOORD")
    for name in ("anna", "noor", "lotte", "femke"):
        given = gathering.NewCheckOut("7", "7", "7", "7", f"KANARIETIP van {name}")
        getattr(cast, name).do(gathering.check_out, "", given)


def words_of_family(house: Runtime, viewer: policy.Viewer) -> tuple[set[str], set[str]]:
    """Everything anybody wrote about this family: what this viewer may see, and what not."""
    seen, hidden = set[str](), set[str]()
    with house.database.read() as session:
        rows: list[tuple[Any, str]] = [(one, one.words) for one in session.scalars(select(Text))]
        rows += [(one, one.words) for one in session.scalars(select(Response))]
        rows += [(one, one.tip) for one in session.scalars(select(CheckOut))]
        rows += [(one, one.why) for one in session.scalars(select(SafetyNumber))]
        rows += [(one, one.words) for one in session.scalars(select(NamedRisk))]
        rows += [(one, one.question) for one in session.scalars(select(Expertise))]
        rows += [(one, one.words) for one in session.scalars(select(Explanation))]
        rows += [(one.decision, one.words) for one in session.scalars(select(Stand))]
        for record, words in rows:
            if len(words) > 5:
                (seen if policy.visible(record, viewer) else hidden).add(words)
        if viewer.narrow:
            hidden |= {"KANARIEKORT", "KANARIEREDEN"}
    return seen, {one for one in hidden if not any(one in other for other in seen)}


def look_everywhere(line: Line, cast: Cast) -> None:
    """Every page somebody with an account can open, and a search for each word of a canary."""
    steps = [one.id for one in cast.meeting.parts]
    table, family = f"/overleg/{cast.meeting_id}", f"/gezin/{cast.case_id}"
    for path in (
        "/",
        "/gezinnen",
        "/overleggen",
        table,
        *(f"{table}?deel={one}" for one in steps),
        f"{table}/plan",
        family,
        f"{family}/rondom",
        f"{family}/mijn-gegevens",
        f"{family}/mijn-gegevens.json",
        "/zoek?q=kanarie",
        "/zoek?q=sam",
    ):
        line.page(path)


def read_report(line: Line, cast: Cast) -> str:
    """The report in all its forms."""
    base = f"/overleg/{cast.meeting_id}"
    for path in (f"{base}/verslag", f"{base}/verslag.json", f"/gezin/{cast.case_id}/vergelijk"):
        line.page(path)
    papers = [line.browser.get(f"{base}/{name}.pdf") for name in ("verslag", "afspraken")]
    assert all(one.status_code == 200 for one in papers)
    return "\n".join(words_of(one.data) for one in papers)


def happen(cast: Cast) -> None:
    """While somebody looks on: others write, change, answer and show."""
    made = cast.add_statement("KANARIENIEUW", by="noor")
    cast.anna.do(facts.respond, made, cast.anna.id, "partly", "KANARIEANTWOORD", None)
    cast.noor.do(records.set_field, f"statement:{made}", "kind", "opinion", "fact")
    cast.noor.do(plans.add, "KANARIEDOEL", "recovery")
    other = cast.add_action("KANARIEAFSPRAAK", owner="noor")
    cast.noor.do(actions.move, other, None)


def missing(everything: str, words: Iterable[str]) -> list[str]:
    return sorted(one for one in words if one.split("\n")[0] in everything)


@pytest.fixture
def watched(cast: Cast, house: Runtime, lines: Lines) -> Callable[[str], tuple[Line, str]]:
    """Somebody looks everywhere while a meeting goes on and after it."""

    def watch(name: str) -> tuple[Line, str]:
        line = lines(name)
        happen(cast)
        look_everywhere(line, cast)
        cast.close()
        with house.database.read() as session:
            report = session.scalars(select(Report.id).where(Report.meeting_id == cast.meeting_id)).one()
        cast.yusuf.do(reports.share, report)
        return line, read_report(line, cast)

    return watch


@pytest.mark.parametrize(
    "chosen",
    [(), ("area:money", "area:housing"), ("part:safety",)],
    ids=["teacher", "debt worker", "adult mental health"],
)
def test_not_one_byte_too_many(
    cast: Cast, house: Runtime, watched: Callable[[str], tuple[Line, str]], chosen: tuple[str, ...]
) -> None:
    fill(cast, house)
    narrow(cast, "karim", *chosen)
    line, paper = watched("karim")
    everything = f"{line.everything}\n{paper}"
    seen, hidden = words_of_family(house, cast.karim.viewer)
    assert len(hidden) > 20
    assert missing(everything, hidden) == []
    assert {OWN_FACT, OWN_AGREEMENT, SAFETY_PLAN} <= seen
    assert all(one in everything for one in (OWN_FACT, OWN_AGREEMENT, SAFETY_PLAN))
    assert (MONEY in everything) is ("area:money" in chosen)
    assert ("Het is rustiger" in everything) is ("part:safety" in chosen)


def test_the_recorder_hears_what_is_there(
    cast: Cast, house: Runtime, watched: Callable[[str], tuple[Line, str]]
) -> None:
    """The same walk of somebody who sees everything brings it all: what the test above does not find, is there."""
    fill(cast, house)
    line, paper = watched("karim")
    everything = f"{line.everything}\n{paper}"
    for one in (
        "KANARIEKORT",
        "KANARIEREDEN",
        "KANARIEZORGEN",
        "KANARIENIEUW",
        "KANARIEDOEL",
        "Het is rustiger",
    ):
        assert one in everything


def test_a_phone_with_a_part_gets_that_part(cast: Cast, house: Runtime, lines: Lines) -> None:
    """Grandmother sees her own agreement and the safety plan; also what comes over the socket while others type."""
    fill(cast, house)
    own = cast.add_action("EIGENAFSPRAAK van oma", owner="rie")
    narrow(cast, "rie")
    views = [lines("rie", view) for view in ("now",)]
    line = views[0]
    writer = lines("noor")
    text = cast.text_id("explanation")
    opened = writer.wish("text:open", text=text)
    change = {"text": text, "epoch": 0, "client": opened["client"], "seq": 0, "version": opened["version"]}
    before = len(opened["words"]) if "words" in opened else len(cast.words(text))
    assert writer.wish("text:change", **change, changes=[before, [0, " KANARIETYPT"]])["ok"]
    assert line.wish("text:open", text=text)["ok"] is False
    assert line.wish("statement:respond", statement=cast.add_statement("X"), stance="agrees")["ok"] is False
    happen(cast)
    for path in ("/nu", "/nu/afspraken", "/nu/wie", "/nu/plan", "/nu/vertellen", "/nu/mijn-gegevens"):
        line.page(path)
    for step in cast.meeting.parts:
        line.page(f"/nu?deel={step.id}")
    hidden = words_of_family(house, cast.rie.viewer)[1] | {"KANARIETYPT"}
    assert missing(line.everything, hidden) == []
    assert "text:writing" not in line.everything
    assert "EIGENAFSPRAAK van oma" in line.everything
    assert own in line.everything
    assert SAFETY_PLAN in line.everything


def test_nothing_is_counted_or_asked_over_what_one_may_not_see(cast: Cast, house: Runtime) -> None:
    fill(cast, house)
    narrow(cast, "karim")
    with pytest.raises(NotFound):
        cast.karim.do(safety.give, cast.karim.id, "7", "")
    assert not cast.karim.may(policy.Permission.MAP_WRITE, _case(house, cast))
    assert not cast.karim.may(policy.Permission.GOAL_WRITE, _case(house, cast))
    assert cast.karim.may(policy.Permission.STATEMENT_WRITE, _case(house, cast))


def test_nobody_adds_unseen_to_a_part_they_may_not_see(cast: Cast, house: Runtime) -> None:
    narrow(cast, "karim")
    with pytest.raises(NotAllowed):
        cast.karim.do(plans.add, "Blind geschreven", "recovery")
    narrow(cast, "karim", "part:agreements")
    assert cast.karim.do(plans.add, "Met open ogen", "recovery").id


# --- driven by kinds


@pytest.mark.parametrize("name", sorted(KINDS))
def test_every_kind_says_which_part_it_is_of(name: str) -> None:
    """One that forgets cannot be made at all; one that everybody sees says why."""
    part = KINDS[name].part
    assert isinstance(part, Part | Left)
    if isinstance(part, Left):
        assert len(part.why) > 10


def test_a_kind_that_forgets_its_part_is_refused() -> None:
    with pytest.raises(TypeError, match="part"):
        kinds.Kind(  # type: ignore[call-arg]
            name="forgetful", model=Case, read=None, stands=Left("x"), report=Left("x"), own_data=Left("x")
        )


def test_what_names_no_place_is_for_who_sees_everything() -> None:
    scope = Scope(frozenset({"me"}), frozenset({kinds.SAFETY_PLAN}))
    assert not Part().holds(object(), scope)
    assert not Part(own=lambda one: (None,)).holds(object(), scope)
    assert Part(own=lambda one: ("me",)).holds(object(), scope)


@pytest.mark.parametrize("slug", profile.ready_made())
def test_every_region_has_a_usual_choice_for_school_debt_help_and_adult_mental_health(slug: str) -> None:
    settings = profile.load_file(slug)
    usual = {one.key: one for one in settings.access}
    assert {"school", "debt_worker", "adult_mental_health"} <= set(usual)
    for key in ("school", "debt_worker", "adult_mental_health"):
        assert usual[key].sees != Sees.EVERYTHING
        assert usual[key].months
        assert set(usual[key].chosen) <= set(access.choices(settings))
        assert usual[key].sees == Sees.OWN_PART or settings.places(usual[key].chosen)
    assert usual["adult_mental_health"].parts == ("safety",)


def test_a_section_that_is_new_in_a_part_is_not_seen_until_it_is_chosen(cast: Cast) -> None:
    """What was chosen is kept place by place: a region that adds to a part opens nothing by itself."""
    narrow(cast, "karim", "part:safety")
    settings = profile.load_file("neutraal")
    person = cast.karim
    with person.house.database.read() as session:
        found = session.get_one(Person, person.id)
        assert access.chosen(settings, found) == ["part:safety"]
        grown = settings.model_copy(
            update={
                "parts": tuple(
                    one.model_copy(update={"sections": (*one.sections, "worries")})
                    if one.key == "safety"
                    else one
                    for one in settings.parts
                )
            }
        )
        assert access.chosen(grown, found) == []


def _case(house: Runtime, cast: Cast) -> Case:
    with house.database.read() as session:
        return session.get_one(Case, cast.case_id)


def test_who_does_not_see_a_decision_is_not_asked_about_it(cast: Cast, house: Runtime) -> None:
    """Nobody waits for somebody who cannot answer, and consent is of those who could."""
    made = str(cast.noor.do(decisions.add, "Waar slaapt papa?").id)
    for narrowed in (False, True):
        if narrowed:
            narrow(cast, "karim")
        with house.database.read() as session:
            asked = standing.asked(session, session.get_one(Decision, made))
            assert (cast.karim.id in {one.id for one in asked}) is not narrowed
            assert cast.anna.id in {one.id for one in asked}
