"""The short way of a change keeps exactly what the road keeps, or nothing at all."""

import random
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from conference.core.runtime import Runtime
from conference.core.unit_of_work import UnitOfWork
from conference.records import pen, texts
from conference.records.texts import WriteText
from models.changesets import ChangeSet, narrow, wide
from models.enums import MAX_WORDS, TextKind
from models.errors.base import Refused
from models.errors.texts import BulkDeleteConfirm
from models.texts import Change, Text
from tests.cast import Cast, Player

pytestmark = pytest.mark.both
#: A surrogate pair, a burgerservicenummer that may not be brought in, and words.
PIECES = ("a", "woorden ", "😀", "\n", "111222333", "é", "1112", "22333")


class Two:
    """The same wishes twice: in one text by the short way alone, in the other by the road alone."""

    def __init__(self, cast: Cast, player: Player) -> None:
        self.cast, self.player, self.house = cast, player, cast.house
        self.short, self.road = cast.text_id("worries"), cast.text_id("explanation")

    def wish(self, text: str, **given: Any) -> WriteText:
        client = self.house.keys.writer(text, self.player.id)
        return WriteText(text=text, epoch=0, **{"client": client, **given})

    def by_pen(self, wish: WriteText) -> texts.Written | None:
        """By the short way; None when it wrote nothing."""
        with self.house.database.work() as work:
            head = pen.lock(work.session, wish.text)
            found = pen.pen(work.session, self.player.viewer, wish.text)
            assert head is not None
            return None if found is None else pen.write(work, found, head, wish, self.house.clock())

    def rows(self, text: str) -> list[tuple[Any, ...]]:
        with self.house.database.read() as session:
            found = session.scalars(select(Change).where(Change.text_id == text).order_by(Change.version))
            return [
                (one.version, one.author_id, one.seq, one.changes, one.at, one.proposed_by_id)
                for one in found
            ]


@pytest.fixture
def two(cast: Cast) -> Two:
    return Two(cast, cast.noor)


def test_both_ways_keep_the_same_of_whatever_is_typed(two: Two) -> None:
    """Editors that lag behind, that send again, that send what is refused: by chance, the same on both sides."""
    chance, taken, left = random.Random(7), 0, 0
    clients = [f"{number}" for number in range(3)]
    short = {name: two.house.keys.writer(two.short, two.player.id) for name in clients}
    road = {name: two.house.keys.writer(two.road, two.player.id) for name in clients}
    seqs = dict.fromkeys(clients, 0)
    stood = [""]  # the words at each version
    for _ in range(120):
        name, version = chance.choice(clients), max(0, len(stood) - 1 - chance.choice((0, 0, 0, 1, 2, 5)))
        changes = _typed(chance, stood[version])
        seq = seqs[name] - (chance.random() < 0.1 and seqs[name] > 0)
        given = {"version": version, "seq": seq, "changes": changes}
        try:
            said: texts.Written | str = two.player.do(
                texts.write, two.wish(two.road, client=road[name], **given)
            )
        except Refused as refused:
            said = refused.code
        before = two.rows(two.short)
        written = two.by_pen(two.wish(two.short, client=short[name], **given))
        if written is None:
            left += 1
            assert two.rows(two.short) == before
            if not isinstance(said, str) and said.mark is not None:
                raise AssertionError(f"the road took what the short way left: {given}")
            continue
        assert not isinstance(said, str), f"the road refused with {said} what the short way took: {given}"
        assert (written.version, said.mark is not None) == (said.version, True)
        taken, seqs[name] = taken + 1, seqs[name] + 1
        stood.append(wide(two.cast.words(two.short)))
        assert two.cast.words(two.short) == two.cast.words(two.road)
    assert two.rows(two.short) == two.rows(two.road)
    assert taken > 60
    assert left > 10
    words = ""
    for _version, _author, _seq, changes, *_ in two.rows(two.short):
        words = ChangeSet.stored(changes).apply(words)
    assert narrow(words) == two.cast.words(two.short)


def _typed(chance: random.Random, words: str) -> Any:
    """Something put in, or taken out, of these wide words; sometimes through the middle of a pair."""
    place = chance.randint(0, len(words))
    taken = min(chance.choice((0, 0, 0, 1, 3)), len(words) - place)
    put = chance.choice(PIECES) if not taken or chance.random() < 0.5 else ""
    if not put and not taken:
        put = "x"
    section: list[Any] = [taken, *put.split("\n")] if put else [taken]
    return [one for one in (place, section, len(words) - place - taken) if one]


def test_a_text_on_which_something_hangs_has_no_short_way(two: Two, cast: Cast) -> None:
    statement, action = cast.add_statement(by="noor"), cast.add_action("Bellen", by="noor", owner="noor")
    with two.house.database.read() as session:
        for text in (cast.statement(statement).text_id, cast.action(action).text_id):
            assert pen.pen(session, cast.noor.viewer, text) is None
        assert pen.pen(session, cast.noor.viewer, two.short) is not None


def test_the_short_way_is_for_who_may_write_alone(two: Two, cast: Cast) -> None:
    own = cast.text_id("our_story", owner="anna")
    with two.house.database.read() as session:
        assert pen.pen(session, cast.anna.viewer, own) is not None
        assert pen.pen(session, cast.karim.viewer, own) is None
        assert pen.pen(session, cast.noor.outside, two.short) is None
        assert pen.pen(session, cast.noor.viewer, "bestaatniet12345") is None


@pytest.mark.parametrize(
    "changed",
    [
        {"client": "x.y"},
        {"epoch": 1},
        {"seq": 1},
        {"version": 1},
        {"version": -1},
        {"changes": [5, [0, "x"]]},
        {"changes": [[0, "x" * (MAX_WORDS[TextKind.SECTION] + 1)]]},
        {"changes": []},
        {"changes": "woorden"},
        {"changes": [[0, "111222333"]]},
        {"changes": [[0, "\x00"]]},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_what_the_road_would_refuse_is_left_to_it(two: Two, cast: Cast, changed: dict[str, Any]) -> None:
    given = {"version": 0, "seq": 0, "changes": [[0, "rust"]], **changed}
    epoch = given.pop("epoch", 0)
    wish = two.wish(two.short, **given)
    wish = WriteText(wish.text, epoch, wish.version, wish.client, wish.seq, wish.changes)
    assert two.by_pen(wish) is None
    assert two.rows(two.short) == []
    assert cast.words(two.short) == ""
    with pytest.raises(Refused):
        two.player.do(texts.write, wish)


def test_words_of_the_short_way_are_locked_at_rest(two: Two, house: Runtime) -> None:
    assert two.by_pen(two.wish(two.short, version=0, seq=0, changes=[[0, "KANARIE"]])) is not None
    with house.database.read() as session:
        found = session.execute(
            select(Text.__table__.c.words).where(Text.__table__.c.id == two.short)
        ).scalar_one()
        changes = session.execute(select(Change.__table__.c.changes)).scalars().all()
    assert b"KANARIE" not in b"".join([found, *changes])
    assert len(changes) == 1


def test_nothing_is_kept_when_the_deed_breaks(two: Two, cast: Cast) -> None:
    def break_off(work: UnitOfWork) -> None:
        head, found = pen.lock(work.session, two.short), pen.pen(work.session, two.player.viewer, two.short)
        assert head
        assert found
        wish = two.wish(two.short, version=0, seq=0, changes=[[0, "rust"]])
        assert pen.write(work, found, head, wish, two.house.clock()) is not None
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), two.house.database.work() as work:
        break_off(work)
    assert (two.rows(two.short), cast.words(two.short)) == ([], "")


def test_who_takes_much_away_is_asked_by_the_road(two: Two, cast: Cast) -> None:
    client = two.house.keys.writer(two.short, two.player.id)
    stood = "rust in huis " * 20
    assert two.by_pen(two.wish(two.short, client=client, version=0, seq=0, changes=[[0, stood]])) is not None
    two.house.clock.move(minutes=1)  # type: ignore[attr-defined]
    taking = two.wish(two.short, client=client, version=1, seq=1, changes=[[len(stood) - 10], 10])
    assert two.by_pen(taking) is None
    with pytest.raises(BulkDeleteConfirm):
        two.player.do(texts.write, taking)
    letter = two.wish(two.short, client=client, version=1, seq=1, changes=[[1], len(stood) - 1])
    assert two.by_pen(letter) is not None
    sure = replace(taking, version=2, seq=2, changes=[[len(stood) - 11], 10], sure=True)
    assert two.by_pen(sure) is not None
    assert len(cast.words(two.short)) == 10
