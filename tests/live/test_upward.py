"""Upwards and back on the page: every row of rights, nothing lost at a refusal, and no small group anywhere."""

import re
from collections.abc import Callable
from itertools import combinations

import pytest
from sqlalchemy import select

from conference.access import policy
from conference.core.validation import AMSTERDAM
from conference.learning.figures import board_reports
from conference.learning.figures.batches import STEP
from conference.learning.figures.measuring import record
from conference.learning.obstacles import use_cases as obstacles
from conference.learning.obstacles.use_cases import NewObstacle
from conference.learning.ports import Measured
from conference.reflection import obstacles as raising
from conference.reflection import use_cases as reflections
from models.enums import LearningRole
from models.learning import BoardReport, Indicator, LearningCycle, LearningNote, Obstacle
from tests.cast import Cast, in_days
from tests.lines import Lines
from tests.pages import PageClient
from tests.upward import MINIMUM, SEATS, Region

MATRIX = policy.MATRIX
NAMES = {str(role): name for name, role in SEATS.items()}
#: Somebody at the table of the family, somebody with a case of their own, and a phone: none of them learns here.
OTHERS = ("noor", "bas", "anna")
Try = Callable[[Region, PageClient], bool]


@pytest.fixture
def region(cast: Cast) -> Region:
    return Region(cast)


def get(region: Region, browser: PageClient, path: str, words: str = "") -> bool:
    """Whether a page of the region opens, with these words on it."""
    answer = browser.get(f"/leren/{region.id}/{path}")
    assert answer.status_code in (200, 404, 302), answer.status_code
    return answer.status_code == 200 and (not words or words in answer.text)


def do(region: Region, browser: PageClient, name: str, **fields: object) -> bool:
    """Whether a wish is carried out; otherwise it is refused as what may not be or does not exist."""
    answer = browser.post(
        f"/leren/{region.id}/doe/{name}",
        data={**fields, "csrf_token": browser.csrf},
        headers={"Accept": "application/json"},
    ).get_json()
    assert answer["ok"] or answer["code"] in ("not_allowed", "not_found", "sign_in"), answer
    return bool(answer["ok"])


def raised(region: Region, *, up: bool = False, words: str = "KNELZIN over wachten.") -> str:
    made = region.do(
        "karim", obstacles.raise_one, NewObstacle(words, "Beleid", f"{in_days(7)}", pushed_back=up)
    )
    return str(made.id)


def _raise(region: Region, browser: PageClient) -> bool:
    fields = {"words": "Te lang.", "owner": "Wij", "answer_before": f"{in_days(7)}"}
    return do(region, browser, "obstacle:raise", **fields)


def _read_obstacle(region: Region, browser: PageClient) -> bool:
    raised(region, up=True)
    return get(region, browser, "obstakels", "KNELZIN")


def _answer(region: Region, browser: PageClient) -> bool:
    """What went up is the steering group's, the rest the project team's; whoever may answer at all answers one."""
    keys = raised(region), raised(region, up=True, words="Iets anders.")
    done = [do(region, browser, "obstacle:answer", obstacle=key, answer="Ja.") for key in keys]
    assert done.count(True) <= 1
    return any(done)


def _read_indicator(region: Region, browser: PageClient) -> bool:
    region.switch_on()
    return get(region, browser, "cijfers", "Ik voelde me gehoord")


def _set_indicator(region: Region, browser: PageClient) -> bool:
    fields = {"key": "felt_heard", "question": "Wat?", "used_by": "Wij", "decision": "Door?"}
    done = do(region, browser, "indicator:on", **fields)
    assert done is get(region, browser, "cijfers/felt_heard")
    return done


def _read_report(region: Region, browser: PageClient) -> bool:
    key = region.report("2026-03 2026-04")
    ways = [get(region, browser, f"verslagen/{key}{end}") for end in ("", "/verslag.xlsx", "/verslag.pdf")]
    assert len({*ways, get(region, browser, "verslagen", "Verslag 2026-03")}) == 1
    return all(ways)


def _make_report(region: Region, browser: PageClient) -> bool:
    fields = {"title": "Voor het bestuur", "period": "2026-03 2026-04", "intro": "Zo ging het."}
    done = do(region, browser, "board_report:make", **fields)
    assert done is get(region, browser, "verslagen/nieuw")
    return done


#: How each row of the table is tried; `tests/live/test_access.py` counts them.
ROWS: dict[str, Try] = {
    "obstacle.read": _read_obstacle,
    "obstacle.write": _raise,
    "obstacle.answer": _answer,
    "indicator.read": _read_indicator,
    "indicator.set": _set_indicator,
    "board_report.read": _read_report,
    "board_report.make": _make_report,
}


@pytest.mark.parametrize("role", [*map(str, LearningRole)])
@pytest.mark.parametrize("deed", sorted(ROWS))
def test_a_row_of_the_table(lines: Lines, region: Region, deed: str, role: str) -> None:
    browser = lines.as_(NAMES[role])
    browser.get(f"/leren/{region.id}")
    assert ROWS[deed](region, browser) is (MATRIX[deed][role] == "yes")


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("deed", sorted(ROWS))
def test_nobody_else(lines: Lines, region: Region, deed: str, name: str) -> None:
    browser = lines.as_(name)
    browser.get("/mee")
    assert not ROWS[deed](region, browser)


def test_for_others_no_page_is_there(lines: Lines, region: Region) -> None:
    key = region.report("2026-03 2026-04")
    bas = lines.as_("bas")
    paths = ["obstakels", "obstakels/nieuw", "cijfers", "cijfers/felt_heard", "verslagen", "verslagen/nieuw"]
    for path in [*paths, f"verslagen/{key}", f"verslagen/{key}/verslag.xlsx"]:
        answer = bas.get(f"/leren/{region.id}/{path}")
        assert answer.status_code == 404, path
        assert answer.text == bas.get("/leren/bestaatnietbestaa").text
    karim = lines.as_("karim")
    for path in ("verslagen/bestaatniet", "verslagen/bestaatniet/verslag.pdf", "cijfers/bestaatniet"):
        assert karim.get(f"/leren/{region.id}/{path}").status_code == 404
    lotte = lines.as_("lotte")
    for path in ("obstakels", "obstakels/nieuw", "verslagen", "verslagen/nieuw", f"verslagen/{key}"):
        assert lotte.get(f"/leren/{region.id}/{path}").status_code == 404, path


def test_the_steering_group_sees_what_came_to_it_only(lines: Lines, region: Region) -> None:
    raised(region, words="NOGHIER bij het team.")
    raised(region, up=True, words="OMHOOG gegaan.")
    page = lines.as_("femke").get(f"/leren/{region.id}/obstakels").text
    assert "OMHOOG" in page
    assert "NOGHIER" not in page


# --- forms come back whole


def test_a_refused_form_keeps_every_word(lines: Lines, region: Region) -> None:
    karim = lines.as_("karim")
    home = f"/leren/{region.id}"
    karim.get(f"{home}/obstakels/nieuw")
    refused = karim.send(f"{home}/obstakels/nieuw", words="Lang wachten op hulp.", owner="", answer_before="")
    assert refused.status_code == 400
    assert "Lang wachten op hulp." in refused.text
    assert "Schrijf op wie dit oppakt." in refused.text
    refused = karim.send(
        f"{home}/cijfers/felt_heard", doe="aan", question="Mijn vraag", used_by="Wij", decision=""
    )
    assert refused.status_code == 400
    assert "Mijn vraag" in refused.text
    assert "welk besluit" in refused.text
    karim.get(f"{home}/verslagen/nieuw")
    refused = karim.send(f"{home}/verslagen/nieuw", title="", period="2026-03 2026-04", closing="SLOTWOORD")
    assert refused.status_code == 400
    assert "SLOTWOORD" in refused.text


def test_two_stories_at_once_lose_nothing(lines: Lines, region: Region) -> None:
    region.switch_on()
    path = f"/leren/{region.id}/cijfers/felt_heard"
    karim, lotte = lines.as_("karim"), lines.as_("lotte")

    def seen(browser: PageClient) -> str:
        field = browser.page(path).find("input", attrs={"name": "seen"})
        assert field is not None
        return str(field["value"])

    first, second = seen(karim), seen(lotte)
    assert karim.send(path, doe="verhaal", story="Verhaal van de een.", seen=first).status_code == 303
    refused = lotte.send(path, doe="verhaal", story="Verhaal van de ander.", seen=second)
    assert refused.status_code == 409
    assert "Verhaal van de een." in refused.text
    assert "Verhaal van de ander." in refused.text
    fresh = re.search(r'name="seen"\s+value="(\w+)"', refused.text)
    assert fresh
    assert lotte.send(path, doe="verhaal", story="Samen.", seen=fresh[1]).status_code == 303


# --- a reflection goes up, and the answer comes back


@pytest.mark.parametrize(("name", "path"), [("anna", "/nu"), ("noor", "/gezin/{case}")])
def test_from_a_reflection_up_and_back(
    lines: Lines, region: Region, cast: Cast, name: str, path: str
) -> None:
    browser, home = lines.as_(name), path.format(case=cast.case_id)
    browser.get(f"{home}/reflectie")
    browser.send(
        f"{home}/reflectie", words="Het ging traag.", friction="Anna wachtte in Waterveen.", layer="private"
    )
    link = browser.page(f"{home}/reflectie").find("a", string=re.compile("knelpunt"))
    assert link is not None
    form = browser.page(str(link["href"]))
    shown = form.find("textarea")
    assert shown is not None
    for secret in ("Anna", "Waterveen"):
        assert secret not in shown.get_text()
    refused = browser.send(str(link["href"]), words="Anna wachtte te lang.")
    assert refused.status_code == 400
    assert "Anna wachtte te lang." in refused.text
    assert browser.send(str(link["href"]), words="Een ouder wachtte te lang.").status_code == 302
    page = lines.as_("karim").get(f"/leren/{region.id}/obstakels").text
    assert "Een ouder wachtte te lang." in page
    with cast.house.database.read() as session:
        key = session.scalars(select(Obstacle.id)).one()
    region.do("karim", obstacles.answer, key, "We bellen voortaan binnen een week.")
    assert "We bellen voortaan binnen een week." in browser.get(f"{home}/reflectie").text
    for other in ("sam", "karim"):
        side = "/nu" if other == "sam" else f"/gezin/{cast.case_id}"
        assert "binnen een week" not in lines.as_(other).get(f"{side}/reflectie").text


def test_the_project_team_makes_one_of_a_note_it_reads(lines: Lines, region: Region, cast: Cast) -> None:
    with cast.house.database.work() as work:
        for number in range(6):
            marks = {"mark": f"m{number}", "case_mark": f"c{number}", "author_mark": f"a{number}"}
            given = {
                "month": "2026-04",
                "batch": 1,
                "role": "parent",
                "prompt": "remember",
                "kind": "obstacle",
            }
            work.add(LearningNote(profile_id=region.id, words=f"Wachten {number}.", **marks, **given))
    karim = lines.as_("karim")
    link = karim.page(f"/leren/{region.id}").select_one("a[href*='/obstakels/nieuw?reflectie=']")
    assert link is not None
    page = karim.page(str(link["href"]))
    note = page.find("input", attrs={"name": "note"})
    assert note is not None
    fields = {"words": "Wachten.", "owner": "Wij", "answer_before": f"{in_days(9)}", "note": note["value"]}
    assert karim.send(f"/leren/{region.id}/obstakels/nieuw", **fields).status_code == 303
    with cast.house.database.read() as session:
        assert session.scalars(select(Obstacle.note_id)).one() == note["value"]


# --- no small group anywhere

#: A share and a number of answers that only this group has, so that they are found wherever they slip through.
SMALL, SHARE, ANSWERS = range(100, 100 + MINIMUM - 1), 35, 127


def furnish(region: Region, small_month: str) -> None:
    """Two months of many families that all said no, and one in which too few said something else."""
    region.switch_on()
    for number, month in enumerate(("2026-01", "2026-02", "2026-03", "2026-04")):
        if month != small_month:
            region.measured(month, range(number * 10, number * 10 + MINIMUM), 0)
    with region.house.database.work() as work:
        for number in SMALL:
            told = Measured("child", 44, ANSWERS)
            record(work, region.id, "felt_heard", f"{number}", small_month, told)


@pytest.mark.parametrize("month", ["2026-01", "2026-02", "2026-03", "2026-04"])
def test_a_group_below_the_minimum_is_nowhere(lines: Lines, region: Region, month: str) -> None:
    furnish(region, month)
    for name in ("karim", "femke"):
        browser = lines.as_(name)
        for period in ("2026-01 2026-02", "2026-03 2026-04", "2025-07 2025-12"):
            for where, words in region.everywhere(browser, region.report(period)).items():
                assert f"{SHARE}%" not in words, where
                assert not re.search(rf"\b{len(SMALL) * ANSWERS}\b", words), where
    region.measured("2026-01", range(200, 201), 1)
    page = lines.as_("karim").get(f"/leren/{region.id}/cijfers").text
    assert f"{SHARE}%" not in page


def test_every_number_shown_is_of_enough_families_whatever_the_period(lines: Lines, region: Region) -> None:
    """What two readings differ by, of a page or of reports that overlap, is again of enough families."""
    region.switch_on()
    sizes = {"2025-07": 3, "2025-09": 4, "2025-12": 5, "2026-01": 6, "2026-02": 1, "2026-03": 5, "2026-04": 4}
    start = 0
    for month, size in sizes.items():
        region.measured(month, range(start, start + size))
        start += size
    periods = [f"{first} {last}" for first, last in board_reports.periods(region.house.clock())][:12]
    found: list[dict[str, int]] = []
    with_numbers = 0
    for period in periods:
        key = region.report(period)
        with region.house.database.read() as session:
            content = session.get_one(BoardReport, key).figures[0]["content"][0]["points"]
        lines_ = {f"{one['first']} {one['last']}": one["families"] for one in content.get("parent", [])}
        with_numbers += bool(lines_)
        found.append(lines_)
        shown = region.everywhere(lines.as_("femke"), key)["sheet"]
        for row in (row.split(";") for row in shown.splitlines() if row.count(";") == 5):
            assert row[4] in ("Gezinnen", *map(str, range(MINIMUM, 100))), row
    assert with_numbers >= 2
    for one, other in combinations(found, 2):
        for left in (set(one) - set(other), set(other) - set(one)):
            assert all({**one, **other}[batch] >= MINIMUM for batch in left)


def test_an_old_report_keeps_to_the_minimum_of_today(lines: Lines, region: Region) -> None:
    region.switch_on()
    region.measured("2026-03", range(5), 0)
    key = region.report("2026-03 2026-04")
    femke = lines.as_("femke")
    before = region.everywhere(femke, key)
    assert all(f"≤ {STEP}%" in words for words in before.values())
    region.set_minimum(6)
    after = region.everywhere(femke, key)
    assert all(f"≤ {STEP}%" not in words for words in after.values())


def test_a_report_holds_what_was_chosen_in_all_its_shapes(lines: Lines, region: Region) -> None:
    region.switch_on()
    region.measured("2026-03", range(7), 0)
    raised(region, words="KNELZIN over wachten.")
    at = region.house.clock().astimezone(AMSTERDAM)
    with region.house.database.work() as work:
        days = {"starts_on": in_days(-40), "ends_on": in_days(-15), "closed_at": at}
        work.add(LearningCycle(profile_id=region.id, number=3, question="RONDEVRAAG?", meaning="LES", **days))
        for obstacle in work.session.scalars(select(Obstacle)):
            obstacle.words = "=KNELZIN over wachten."
            obstacle.steps[0].at = at.replace(month=4)
    key = region.report("2026-03 2026-04", texts={"intro": "INLEIDING", "closing": "SLOT"})
    everywhere = region.everywhere(lines.as_("karim"), key)
    everywhere.pop("page")
    for where, words in everywhere.items():
        flat = " ".join(words.split())
        for wanted in ("INLEIDING", "SLOT", "Ik voelde me gehoord", "KNELZIN", "RONDEVRAAG?", f"≤ {STEP}%"):
            assert wanted in flat, (where, wanted)
    assert "=KNELZIN over wachten.;" in everywhere["sheet"]


def test_a_phone_of_the_family_hears_nothing_of_the_region(lines: Lines, region: Region, cast: Cast) -> None:
    anna = lines("anna")
    note = cast.anna.do(reflections.write, reflections.NewReflection("Lang.", friction="Lang wachten."))
    cast.anna.do(raising.raise_from_reflection, note.id, "Lang wachten.")
    region.switch_on()
    with cast.house.database.read() as session:
        keys = [*session.scalars(select(Obstacle.id)), *session.scalars(select(Indicator.id))]
    assert not any(key in anna.everything for key in keys)
