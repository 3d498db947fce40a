"""Lesson cards: written by the team, read by the region once shared, and taken over by other pilots."""

import io
import json
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from conference.access import policy
from conference.core.runtime import Runtime
from conference.learning.lessons import pack
from conference.learning.lessons import use_cases as lessons
from conference.learning.lessons.use_cases import NewLesson
from models.enums import LearningRole
from models.errors.base import NotAllowed, NotFound
from models.errors.lessons import LessonChanged, PackWrong
from models.errors.log import NamesLeft
from models.errors.validation import BsnNotAllowed, ChoiceUnknown, TextNeeded, TextTooLong
from models.learning import LearningCycle, LearningNote, LessonCard, NoteTheme, Theme
from models.region import RegionProfile
from tests.cast import Cast

pytestmark = pytest.mark.both

CARD = NewLesson(
    title="Feiten vooraf lezen",
    what="Elk gezin leest de feiten drie dagen van tevoren.",
    for_whom="Gezinnen die vaak hun verhaal deden.",
    conditions="Iemand belt op om te vragen of het klopt.",
    what_it_took="Een uur per gezin.",
    proof="Ouders verbeterden feiten voor het overleg.",
    shared=True,
)
LABELS = {name: name.upper() for name in (*pack.FIELDS, "title", "cycle", "themes")}


class Desk:
    """The region of the cast, and those who learn in it."""

    def __init__(self, house: Runtime) -> None:
        self.house = house
        with house.database.work() as work:
            self.region = work.session.scalars(select(RegionProfile)).one().id

    def as_(self, role: LearningRole) -> policy.Viewer:
        with self.house.database.read() as session:
            return policy.learner([role], session.get_one(RegionProfile, self.region), "account")

    def keep(
        self, wish: NewLesson = CARD, key: str = "", role: LearningRole = LearningRole.PROJECT_TEAM
    ) -> str:
        with self.house.database.work() as work:
            return lessons.keep(work, self.as_(role), key, wish, "nl", self.house.clock()).id

    def bring(self, given: bytes) -> int:
        with self.house.database.work() as work:
            return lessons.bring_in(work, self.as_(LearningRole.PROJECT_TEAM), given, self.house.clock())

    def cards(self, role: LearningRole = LearningRole.PROJECT_TEAM) -> list[LessonCard]:
        return self.see(lessons.of_region, role)

    def see(self, look: Callable[..., Any], role: LearningRole = LearningRole.PROJECT_TEAM) -> Any:
        with self.house.database.read() as session:
            return look(session, self.as_(role))

    def theme(self, families: int) -> str:
        """A theme with notes of so many families."""
        with self.house.database.work() as work:
            theme = work.add(Theme(profile_id=self.region, name=f"Thema van {families}"))
            for number in range(families):
                mark = f"{families}-{number}"
                note = LearningNote(
                    profile_id=self.region, mark=mark, case_mark=mark, author_mark=mark, month="2026-04",
                    batch=families, role="parent", prompt="remember", words="Zin", principles=[],
                )  # fmt: skip
                work.add(NoteTheme(note_id=work.add(note).id, theme_id=theme.id))
            return theme.id


@pytest.fixture
def desk(house: Runtime, cast: Cast) -> Desk:
    return Desk(house)


# --- writing


def test_a_card_is_of_the_team_until_it_is_shared(desk: Desk) -> None:
    key = desk.keep(replace(CARD, shared=False))
    others = (LearningRole.STEERING_GROUP, LearningRole.ADMINISTRATOR)
    assert [desk.cards(role) for role in others] == [[], []]
    assert [card.title for card in desk.cards()] == [CARD.title]
    desk.keep(replace(CARD, seen="1"), key)
    assert [[card.what for card in desk.cards(role)] for role in others] == [[CARD.what], [CARD.what]]


@pytest.mark.parametrize("role", [LearningRole.STEERING_GROUP, LearningRole.ADMINISTRATOR])
def test_only_the_team_writes(desk: Desk, role: LearningRole) -> None:
    key = desk.keep()
    for change in ("", key):
        with pytest.raises(NotAllowed):
            desk.keep(replace(CARD, seen="1"), change, role)


def test_who_sits_at_a_table_reads_no_cards(desk: Desk, cast: Cast) -> None:
    key = desk.keep()
    with desk.house.database.read() as session:
        with pytest.raises(NotFound):
            lessons.of_region(session, cast.yusuf.viewer)
        with pytest.raises(NotFound):
            lessons.card_of(session, cast.yusuf.viewer, key)


@pytest.mark.parametrize(
    ("wrong", "refused", "field"),
    [
        ({"title": "  "}, TextNeeded, "title"),
        ({"what": ""}, TextNeeded, "what"),
        ({"proof": "x" * 501}, TextTooLong, "proof"),
        ({"proof": "Het BSN is 123456782."}, BsnNotAllowed, "proof"),
        ({"cycle": "bestaatniet"}, ChoiceUnknown, "cycle"),
        ({"themes": ["bestaatniet"]}, ChoiceUnknown, "themes"),
        ({"what": "Marleen Dekkers las het zelf voor."}, NamesLeft, "what"),
        ({"proof": "Op 14 februari 2025 lukte het."}, NamesLeft, "proof"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    desk: Desk, wrong: dict[str, Any], refused: type[Exception], field: str
) -> None:
    with pytest.raises(refused) as caught:
        desk.keep(replace(CARD, **wrong))
    assert caught.value.field == field  # type: ignore[attr-defined]
    assert desk.cards() == []


def test_everything_that_looks_like_a_name_is_told_at_once(desk: Desk) -> None:
    with pytest.raises(NamesLeft) as caught:
        desk.keep(replace(CARD, for_whom="Marleen Dekkers", proof="Op 14 februari 2025 lukte het."))
    assert caught.value.field == "for_whom"
    assert caught.value.values["shown"] == "'Marleen Dekkers', 'Op 14 februari 2025'"


def test_words_that_only_look_like_a_name_pass_when_the_writer_says_so(desk: Desk) -> None:
    desk.keep(replace(CARD, what="Marleen Dekkers las het zelf voor.", confirmed=True))
    assert len(desk.cards()) == 1


def test_the_same_form_sent_twice_makes_one_card(desk: Desk) -> None:
    assert desk.keep() == desk.keep()
    assert len(desk.cards()) == 1


def test_two_people_who_send_the_same_card_at_once_make_one(desk: Desk) -> None:
    with ThreadPoolExecutor(4) as team:
        keys = set(team.map(lambda _: desk.keep(), range(6)))
    assert len(keys) == len(desk.cards()) == 1


def test_who_comes_second_is_told_and_loses_nothing(desk: Desk) -> None:
    key = desk.keep()
    desk.keep(replace(CARD, what="Vooraf bellen hielp.", seen="1"), key)
    with pytest.raises(LessonChanged):
        desk.keep(replace(CARD, what="Vooraf lezen hielp.", seen="1"), key)
    assert [card.what for card in desk.cards()] == ["Vooraf bellen hielp."]


def test_a_card_rests_on_a_cycle_and_on_themes_that_are_large_enough(desk: Desk) -> None:
    small, large = desk.theme(4), desk.theme(5)
    with desk.house.database.work() as work:
        day = desk.house.clock().date()
        cycle = LearningCycle(
            profile_id=desk.region, number=3, question="Hoe?", starts_on=day.replace(day=1),
            ends_on=day.replace(day=22), closed_at=desk.house.clock(),
        )  # fmt: skip
        cycle_key = work.add(cycle).id
    with pytest.raises(ChoiceUnknown):
        desk.keep(replace(CARD, themes=[small]))
    desk.keep(replace(CARD, themes=[large], cycle=cycle_key))
    (card,) = desk.cards()
    assert (card.cycle and card.cycle.number, [theme.name for theme in card.themes]) == (3, ["Thema van 5"])


# --- the pack


def files(given: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(given)) as found:
        return {name: found.read(name).decode() for name in found.namelist()}


def test_a_pack_has_stable_names_and_two_files_to_read(desk: Desk) -> None:
    desk.keep(replace(CARD, what="Lees <b>vooraf</b> & *samen*."))
    desk.keep(replace(CARD, title="Schets", shared=False))
    given = pack.packed(desk.see(lessons.to_share, LearningRole.STEERING_GROUP), LABELS, "nl")
    assert given == pack.packed(desk.see(lessons.to_share), LABELS, "nl")
    found = files(given)
    data = json.loads(found["lessons.json"])
    assert (data["format"], data["version"]) == ("rondom-lessons", 1)
    (one,) = data["lessons"]
    assert set(one) == {
        "key", "title", "what", "for_whom", "conditions", "what_it_took", "proof", "cycle", "themes", "month",
    }  # fmt: skip
    assert "Lees &lt;b&gt;vooraf&lt;/b&gt; &amp; *samen*." in found["lessons.html"]
    assert r"Lees \<b\>vooraf\</b\> & \*samen\*." in found["lessons.md"]


def elsewhere(given: bytes) -> bytes:
    """The same pack, of a region with another name."""
    data = json.loads(files(given)["lessons.json"])
    return json.dumps({**data, "region": "Westerwaard"}).encode()


def test_another_pilot_takes_the_cards_over_once_and_reads_them_first(desk: Desk) -> None:
    desk.keep()
    given = pack.packed(desk.see(lessons.to_share), LABELS, "nl")
    assert desk.bring(given) == 0  # our own cards are here already
    assert [desk.bring(elsewhere(given)), desk.bring(elsewhere(given))] == [1, 0]
    came = next(card for card in desk.cards() if card.origin)
    assert (came.origin, came.what, came.published_at) == ("Westerwaard", CARD.what, None)
    assert [card.origin for card in desk.cards(LearningRole.STEERING_GROUP)] == [""]
    desk.keep(replace(CARD, seen="1"), came.id)
    assert len(desk.see(lessons.to_share).lessons) == 1  # it travels with its own pilot


def test_fields_of_a_newer_program_are_passed_over(desk: Desk) -> None:
    lesson = {"key": "k1", "title": "Bellen", "what": "Vooraf bellen.", "smell": "roses"}
    newer = {
        "format": "rondom-lessons",
        "version": 9,
        "region": "Westerwaard",
        "lessons": [lesson],
        "more": 1,
    }
    assert desk.bring(json.dumps(newer).encode()) == 1


def zipped(name: str, words: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr(name, words)
    return written.getvalue()


@pytest.mark.parametrize(
    "given",
    [
        b"",
        b"PK but no zip",
        b"[]",
        b'{"format": "something else", "region": "X"}',
        b'{"region": "X", "lessons": [{"key": "1", "title": "", "what": "x"}]}',
        b'{"region": "X", "lessons": [{"key": "1", "title": "x", "what": "' + b"x" * 1001 + b'"}]}',
        zipped("something.json", b"{}"),
        zipped("lessons.json", b" " * (pack.LARGEST + 1)),
        b"\xff\xfe\x00",
    ],
    ids=range(9),
)
def test_a_file_that_is_no_pack_is_refused_with_a_sentence(desk: Desk, given: bytes) -> None:
    with pytest.raises(PackWrong):
        desk.bring(given)
    assert desk.cards() == []
