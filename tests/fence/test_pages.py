"""What each reader sees: every live part on laptop, phone and screen, at each part of the meeting, and whole pages.

Of every live part the three fingerprints of its words, its shape and its looks are kept for all readers, and its words
in full for one; of whole pages the words in full for one reader, and what others have more or less.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.fence import markup
from tests.fence.golden import check, versions
from tests.fence.world import LAPTOPS, LEARNERS, PHONES, READERS, World, steady

VIEWS = ("/nu", "/nu/vertellen", "/nu/afspraken", "/nu/wie")
#: A page, whether the meeting is over, and who opens it; the first of them is shown in full.
PAGES: dict[str, tuple[str, bool, list[str]]] = {
    "home": ("/", False, [*LAPTOPS, "stranger"]),
    "families": ("/gezinnen", False, ["case_director", "stranger"]),
    "meetings": ("/overleggen", False, ["case_director", "stranger"]),
    "new_case": ("/gezinnen/nieuw", False, ["case_director"]),
    "search": ("/zoek?q=Anna", False, ["case_director", "stranger"]),
    "words": ("/woorden", False, ["nobody"]),
    "sign_in": ("/aanmelden", False, ["nobody"]),
    "code": ("/mee", False, ["nobody"]),
    "case": ("/gezin/{case}", False, LAPTOPS),
    "person": ("/gezin/{case}/mensen/{anna}", False, ["case_director"]),
    "planning": ("/overleg/{meeting}/planning", False, ["case_director"]),
    "new_meeting": ("/gezin/{case}/overleg/nieuw", False, ["case_director"]),
    "reflections": ("/gezin/{case}/reflectie", False, LAPTOPS),
    "own_data": ("/gezin/{case}/mijn-gegevens", False, ["safety_partner", "case_director"]),
    "phone_own_data": ("/nu/mijn-gegevens", False, PHONES),
    "phone_reflections": ("/nu/reflectie", False, PHONES),
    "plan": ("/overleg/{meeting}/plan", False, LAPTOPS),
    "phone_plan": ("/nu/plan", False, PHONES),
    "closed_home": ("/", True, ["case_director", "chair"]),
    "closed_case": ("/gezin/{case}", True, ["case_director", "chair"]),
    "closed_table": ("/overleg/{meeting}", True, LAPTOPS),
    "report": ("/overleg/{meeting}/verslag", True, ["case_director", "chair"]),
    "phone_report": ("/nu/verslag", True, ["parent", "child", "supporter", "interpreter"]),
    "phone_words": ("/nu/mijn-woorden", True, ["parent", "child"]),
    "comparison": ("/gezin/{case}/vergelijk", True, ["case_director"]),
    "learning": ("/leren/{region}", False, ["project_team", "steering_group", "administrator"]),
    "figures": ("/leren/{region}/cijfers", False, ["project_team", "steering_group", "administrator"]),
    "figure": ("/leren/{region}/cijfers/felt_heard", False, ["project_team", "administrator"]),
    "obstacles": ("/leren/{region}/obstakels", False, ["project_team", "steering_group"]),
    "new_obstacle": ("/leren/{region}/obstakels/nieuw", False, ["project_team"]),
    "lessons": ("/leren/{region}/lessen", False, ["project_team", "steering_group", "administrator"]),
    "lesson": ("/leren/{region}/lessen/{lesson}", False, ["project_team", "steering_group"]),
    "new_lesson": ("/leren/{region}/lessen/nieuw", False, ["project_team"]),
    "cycles": ("/leren/{region}/rondes", False, ["project_team", "steering_group"]),
    "cycle": ("/leren/{region}/ronde/{cycle}", False, ["project_team"]),
    "session": ("/leren/{region}/ronde/{cycle}/sessie/{session}", False, ["project_team"]),
    "board_reports": ("/leren/{region}/verslagen", False, ["project_team", "steering_group"]),
    "board_report": ("/leren/{region}/verslagen/{board report}", False, ["project_team", "steering_group"]),
    "hours": ("/leren/{region}/uren", False, ["project_team", "administrator"]),
    "terms": ("/leren/{region}/woorden", False, ["project_team", "administrator"]),
    "profile": ("/leren/{region}/profiel", False, ["administrator"]),
}
Seen = dict[str, dict[str, list[markup.Piece]]]


@pytest.fixture(scope="module")
def walked(world: World, rooms: Path) -> Iterator[Seen]:
    """The live parts that each reader has, at each part of the meeting; one walk through a meeting for all tests."""
    made = world.copy(rooms / "walked.sqlite")
    seen: Seen = {"table": {}, "phone": {}, "screen": {}}
    with steady(5):
        for part in made.parts:
            made.wish("yusuf", "meeting:move", part=made.part(part), anyway="yes", why="Wij gaan verder.")
            made.wish("yusuf", "meeting:focus", thing=f"statement:{made.newest('statement')}")
            for role in LAPTOPS:
                path = f"/overleg/{made.cast.meeting_id}"
                seen["table"][f"{part} {role}"] = markup.pieces(made.page(role, path), made.renamer)
            for role in PHONES:
                seen["phone"][f"{part} {role}"] = markup.pieces(made.page(role, "/nu"), made.renamer)
            seen["screen"][f"{part} screen"] = markup.pieces(made.page("screen", "/scherm"), made.renamer)
        for view in VIEWS[1:]:
            for role in PHONES:
                pieces = markup.pieces(made.page(role, view), made.renamer)
                seen["phone"][f"{view.rpartition('/')[2]} {role}"] = pieces
    yield seen
    made.close()


def prints(seen: dict[str, list[markup.Piece]]) -> str:
    """For each place and live part, every version there is and who has it."""
    told: list[str] = []
    rows: dict[str, dict[str, dict[str, list[str]]]] = {}
    for where, pieces in seen.items():
        place, _, role = where.partition(" ")
        for piece in pieces:
            versions_of = rows.setdefault(place, {}).setdefault(piece.name or "(the page)", {})
            versions_of.setdefault(piece.print, []).append(role)
    for place, parts in rows.items():
        told.append(f"== {place}: words, shape, looks")
        told += [
            f"{name:34} {mark}  {' '.join(who)}"
            for name, marks in parts.items()
            for mark, who in marks.items()
        ]
    return "\n".join(told)


def words_of(seen: dict[str, list[markup.Piece]], role: str) -> str:
    """The words of every live part as one reader has them; a part that says the same at the next place stands once."""
    told: list[str] = []
    before: dict[str, list[str]] = {}
    for where, pieces in seen.items():
        if where.partition(" ")[2] == role:
            fresh = [piece for piece in pieces if before.get(piece.name) != piece.lines]
            before |= {piece.name: piece.lines for piece in fresh}
            told += ["", f"==== {where}"]
            for piece in fresh:
                told += [f"-- {piece.name or '(the page)'}", *piece.lines]
    return "\n".join(told[1:])


@pytest.mark.parametrize("surface", ["table", "phone", "screen"])
def test_every_live_part_of_every_reader(walked: Seen, surface: str) -> None:
    reader = {"table": "chair", "phone": "child", "screen": "screen"}[surface]
    assert {where.partition(" ")[2] for where in walked[surface]} <= set(READERS)
    check(f"parts_{surface}.txt", prints(walked[surface]))
    check(f"words_{surface}.txt", words_of(walked[surface], reader))


@pytest.mark.parametrize("name", PAGES)
def test_a_whole_page_for_each_reader(world: World, closed: World, name: str) -> None:
    path, over, readers = PAGES[name]
    at = closed if over else world
    path = path.format(**{label.strip("<>"): key for key, label in at.labels.items()})
    seen = {role: markup.words(at.page(LEARNERS.get(role, role), path), at.renamer) for role in readers}
    check(f"pages/{name}.txt", versions(seen))


def test_a_page_in_another_layout_is_the_same_page() -> None:
    """The fence holds when a template is formatted, and falls when it says something else."""

    def same() -> Callable[[str], str]:
        return lambda text: text

    page = '<main><p class="b a" id="x">Dag <b>Anna</b></p><div data-fragment="n"><br>Twee</div></main>'
    spread = """<main>
      <p id='x'
         class="a b">
        Dag <b>Anna</b>
      </p>
      <div data-fragment="n"><br />Twee
      </div>
    </main>"""
    found = [[piece.print for piece in markup.pieces(html, same)] for html in (page, spread)]
    assert found[0] == found[1]
    for changed in (page.replace("Anna", "Sam"), page.replace('id="x"', 'id="y"'), page.replace("b a", "b")):
        assert [piece.print for piece in markup.pieces(changed, same)] != found[0], changed
