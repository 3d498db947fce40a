"""The reflection log: nobody reads about fewer families than the region's minimum, in whatever way they look."""

from itertools import combinations, product

import pytest
from sqlalchemy import select

from conference.access import policy
from conference.core.runtime import Runtime
from conference.learning.log import shared_notes
from conference.reflection import use_cases as reflections
from models.enums import LearningRole
from models.errors.base import NotFound
from models.errors.log import ReflectionWithdrawn
from models.errors.validation import TextNeeded
from models.learning import LearningNote, NoteOutcome
from models.region import RegionProfile
from tests.cast import Cast

pytestmark = pytest.mark.both

MINIMUM = 5
ROLES = ("parent", "local_team", "specialist")
KINDS = ("works", "obstacle", "dilemma")


class Log:
    """A region with notes of many families in it, and the ways to look."""

    def __init__(self, house: Runtime) -> None:
        self.house = house
        with house.database.work() as work:
            region = work.session.scalars(select(RegionProfile)).first()
            assert region is not None
            self.region = region.id
            for number in range(90):
                work.add(self.note(number))
            self.viewer = policy.learner([LearningRole.PROJECT_TEAM], region, "account")

    def note(self, number: int) -> LearningNote:
        """A note of one of 12 families; every seventh is of an organisation that only one family knows."""
        return LearningNote(
            profile_id=self.region,
            mark=f"mark{number}",
            case_mark=f"case{number % 12}",
            author_mark=f"author{number % 31}",
            month=("2026-04", "2026-05")[number % 2],
            batch=1,
            role=ROLES[number % 3],
            organisation="Enige" if number % 12 == 7 else ("", "Wijkteam")[number % 2],
            prompt="remember",
            words=f"Zin {number} over {'wachten' if number % 3 else 'iets zeldzaams' if number == 3 else 'tafel'}.",
            kind=KINDS[number % 3],
            principles=["family"] if number % 2 else [],
        )

    def cases(self, keys: set[str]) -> set[str]:
        with self.house.database.read() as session:
            return {note.case_mark for note in session.scalars(select(LearningNote)) if note.id in keys}


@pytest.fixture
def log(house: Runtime, cast: Cast) -> Log:
    return Log(house)


def test_no_filter_and_no_difference_of_filters_tells_of_few_families(log: Log) -> None:
    wanted = [
        {"role": role, "kind": kind, "month": month, "organisation": organisation}
        for role, kind, month, organisation in product(
            ("", *ROLES), ("", *KINDS), ("", "2026-04", "2026-05"), ("", "Enige", "Wijkteam")
        )
    ]
    with log.house.database.read() as session:
        results = set()
        for one in wanted:
            found = shared_notes.by_facets(session, log.viewer, one)
            results.add(
                frozenset(
                    note.id for note in shared_notes.choose(shared_notes.published(session, log.viewer), one)
                )
            )
            assert found.count == 0 or found.count >= MINIMUM
    for one, other in combinations(results, 2):
        for left in (one - other, other - one):
            assert not left or len(log.cases(set(left))) >= MINIMUM


def test_an_organisation_of_one_family_is_left_out_everywhere(log: Log) -> None:
    with log.house.database.read() as session:
        assert shared_notes.by_facets(session, log.viewer, {"organisation": "Enige"}).count == 0
        shown = shared_notes.published(session, log.viewer)
        assert "Enige" not in {note.facets["organisation"] for note in shown}


def test_a_word_finds_what_is_out_without_facets_and_nobody_counts_families(log: Log) -> None:
    with log.house.database.read() as session:
        out = {note.id for note in shared_notes.published(session, log.viewer)}
        for word in ("zeldzaams", "wachten"):
            found = shared_notes.by_word(session, log.viewer, word)
            assert {note.id for note in found.notes} <= out
            assert all(note.facets == {} for note in found.notes)
        assert found.count >= MINIMUM
        assert shared_notes.by_word(session, log.viewer, "bestaat niet") == shared_notes.Found(0, [])
        assert shared_notes.by_word(session, log.viewer, "%") == shared_notes.Found(0, [])


def test_a_note_that_waits_for_its_batch_is_nowhere(log: Log) -> None:
    with log.house.database.work() as work:
        waiting = log.note(200)
        waiting.batch, waiting.words = None, "Nog niet wachten."
        work.add(waiting)
    with log.house.database.read() as session:
        assert waiting.id not in {note.id for note in shared_notes.published(session, log.viewer)}
        assert waiting.id not in {
            note.id for note in shared_notes.by_word(session, log.viewer, "wachten").notes
        }


def group(log: Log, keys: list[str], name: str = "Wachten", theme: str = "") -> shared_notes.Grouped:
    with log.house.database.work() as work:
        return shared_notes.group(work, log.viewer, theme, name, keys, log.house.clock())


def some(log: Log, count: int) -> list[str]:
    with log.house.database.read() as session:
        return sorted(note.id for note in shared_notes.published(session, log.viewer))[:count]


def test_what_a_theme_shows_depends_on_its_notes_alone(log: Log) -> None:
    keys = some(log, 40)
    theme = group(log, keys[:2]).theme
    with log.house.database.read() as session:
        assert shared_notes.by_theme(session, log.viewer, theme.id).count == 2
        assert [count for _, count in shared_notes.themes(session, log.viewer)] == [2]
        assert shared_notes.large_themes(session, log.viewer) == []
    group(log, keys, theme=theme.id)
    with log.house.database.read() as session:
        assert shared_notes.by_theme(session, log.viewer, theme.id).count == 40
        assert [count for _, count in shared_notes.large_themes(session, log.viewer)] == [40]


def test_two_people_who_name_the_same_theme_make_one(log: Log) -> None:
    keys = some(log, 2)
    assert group(log, keys[:1], "Wachten").theme.id == group(log, keys[1:], "wachten ").theme.id


def test_what_was_withdrawn_meanwhile_is_told_and_the_rest_is_grouped(log: Log) -> None:
    keys = some(log, 3)
    with log.house.database.work() as work:
        work.session.delete(work.load(LearningNote, keys[0]))
    assert group(log, keys).gone == 1
    with pytest.raises(ReflectionWithdrawn):
        group(log, keys[:1])


def test_a_theme_needs_a_name(log: Log) -> None:
    with pytest.raises(TextNeeded):
        group(log, some(log, 1), "  ")


def test_everybody_in_a_theme_hears_what_was_done(log: Log, cast: Cast) -> None:
    note = cast.anna.do(reflections.write, reflections.NewReflection("Ik wachtte lang."))
    cast.anna.do(reflections.share, note.id, "Ik wachtte lang.", "")
    with log.house.database.work() as work:
        copy = work.session.scalars(
            select(LearningNote).where(LearningNote.words == "Ik wachtte lang.")
        ).one()
        copy.batch, copy.month, copy.kind, copy.role = 1, "2026-04", "works", "parent"
        copy.organisation = ""
    another = next(key for key in some(log, 2) if key != copy.id)
    theme = group(log, [copy.id, another]).theme
    with log.house.database.work() as work:
        told = shared_notes.tell_what_was_done(
            work, log.viewer, theme.id, "We bellen nu elke week.", log.house.clock()
        )
    assert told == 2
    with log.house.database.read() as session:
        mine = reflections.outcomes(session, cast.house.keys, cast.anna.id)
        assert [one.words for one in mine[note.id].outcomes] == ["We bellen nu elke week."]
        assert reflections.outcomes(session, cast.house.keys, cast.noor.id) == {}


def test_withdrawing_takes_outcomes_and_themes_along(log: Log, cast: Cast) -> None:
    test_everybody_in_a_theme_hears_what_was_done(log, cast)
    with log.house.database.read() as session:
        (key,) = [note.id for note in reflections.mine(session, cast.anna.viewer)]
    cast.anna.do(reflections.withdraw, key)
    with log.house.database.read() as session:
        assert len(list(session.scalars(select(NoteOutcome)))) == 1


@pytest.mark.parametrize("role", [LearningRole.STEERING_GROUP, LearningRole.ADMINISTRATOR])
def test_the_log_is_of_the_project_team_only(log: Log, role: LearningRole) -> None:
    with log.house.database.read() as session:
        viewer = policy.learner([role], session.get_one(RegionProfile, log.region), "account")
        for look in (
            lambda: shared_notes.by_facets(session, viewer, {}),
            lambda: shared_notes.by_word(session, viewer, "wachten"),
            lambda: shared_notes.themes(session, viewer),
        ):
            with pytest.raises(policy.Refused):
                look()


def test_who_sits_at_a_table_reads_no_log(log: Log, cast: Cast) -> None:
    with log.house.database.read() as session, pytest.raises(NotFound):
        shared_notes.by_facets(session, cast.yusuf.viewer, {})
