"""The map: factors, arrows, circles, and who may know of them."""

import threading
from typing import Any

import pytest
from sqlalchemy import select

from conference.access import policy
from conference.core.events import FactorMoved, RecordChanged
from conference.core.runtime import Runtime
from conference.records import fields as records
from conference.records import texts
from conference.region import profile
from conference.table.context import ViewContext
from conference.table.map import use_cases as factors
from conference.table.map.view import Map
from models.enums import StatementKind, TextKind
from models.errors.base import Conflict, NotAllowed, NotFound, Refused, WasRemoved
from models.errors.map import LabelTooLong, LinkToItself, LinkTwice, LinkWasRemoved
from models.errors.meeting import MeetingClosed
from models.errors.validation import ChoiceUnknown, TextNeeded, TextTooLong
from models.factors import MAP_HEIGHT, MAP_WIDTH, Factor, Link
from models.log import FieldChange, LogEntry
from models.meeting import Meeting
from models.statements import Statement
from tests.cast import Cast

pytestmark = pytest.mark.both


def say(cast: Cast, words: str, shared_with: str = "") -> str:
    """A statement that stands there. Returns its id."""
    with cast.house.database.work() as work:
        text = texts.new_text(work, cast.case_id, TextKind.STATEMENT)
        made = Statement(
            case_id=cast.case_id,
            kind=StatementKind.FACT,
            text_id=text.id,
            position=1.0,
            added_by_id=cast.noor.id,
            added_at=cast.house.clock(),
            life_area="housing",
        )
        if shared_with:
            made.shield = factors.new_shield(
                work, cast.noor.viewer, cast.shield_of("noor", shared_with), cast.house.clock()
            )
        text.words = words
        return work.add(made).id


class Seen:
    """The map as one player sees it, in plain words."""

    def __init__(self, cast: Cast, name: str) -> None:
        with cast.house.database.read() as session:
            meeting = session.get_one(Meeting, cast.meeting_id)
            viewer = policy.screen(meeting, "s") if name == "screen" else getattr(cast, name).viewer
            settings = profile.of(meeting.case.profile.settings)
            board = Map(ViewContext(session, viewer, meeting, settings, cast.house.clock(), cast.house))
            self.labels = [factor.text.words for factor in board.in_order]
            self.arrows = {
                (link.source.text.words, link.relation, link.target.text.words) for link in board.links
            }
            self.circles = [[link.source.text.words for link in one.links] for one in board.circles]
            self.circling = {one.arrow.id for one in board.arrows if one.in_circle}
            self.boxes = {node.id: (node.x, node.y) for node in board.nodes}
            self.removed = [factor.text.words for factor in board.removed_factors]
            self.removed_links = [link.id for link in board.removed_links]
            self.grounds = {one.text.words: len(board.grounds(one)) for one in board.factors}
            self.people = {one.name: one.said for one in board.people_covered}
            self.areas = {one.name: one.said for one in board.areas_covered}


def set_field(cast: Cast, thing: str, field: str, value: str, seen: str, by: str = "noor") -> None:
    getattr(cast, by).do(records.set_field, thing, field, value, seen)


# --- factors


def test_a_factor_stands_on_a_free_place_and_is_named_by_who_added_it(cast: Cast, house: Runtime) -> None:
    ids = [cast.add_factor(f"Zorg {number}", by="anna") for number in range(20)]
    boxes = Seen(cast, "sam").boxes
    assert len({*boxes.values()}) == len(ids) == 20
    for one, (x, y) in boxes.items():
        near = [
            p for other, p in boxes.items() if other != one and abs(p[0] - x) < 264 and abs(p[1] - y) < 100
        ]
        assert near == []
    with house.database.read() as session:
        assert [one.first_name for one in session.get_one(Factor, ids[0]).named_by] == ["Anna"]


def test_what_helps_comes_first(cast: Cast) -> None:
    for label, nature in (
        ("Ruzie", "risk"),
        ("Verhuisd", "event"),
        ("Oma", "protective"),
        ("Klein", "circumstance"),
    ):
        cast.add_factor(label, nature)
    assert Seen(cast, "anna").labels == ["Oma", "Ruzie", "Klein", "Verhuisd"]


@pytest.mark.parametrize(
    ("label", "nature", "refusal", "field"),
    [
        ("", "risk", TextNeeded, "label"),
        ("x" * 81, "risk", TextTooLong, "label"),
        ("een twee drie vier vijf zes zeven acht negen", "risk", LabelTooLong, "label"),
        ("Ruzie", "gevaar", ChoiceUnknown, "nature"),
    ],
)
def test_a_factor_needs_a_short_label_and_a_kind(
    cast: Cast, label: str, nature: str, refusal: type[Refused], field: str
) -> None:
    with pytest.raises(refusal) as refused:
        cast.add_factor(label, nature)
    assert refused.value.field == field
    assert Seen(cast, "noor").labels == []


def test_eight_words_fit_and_an_edit_to_more_is_kept(cast: Cast, house: Runtime) -> None:
    factor = cast.add_factor("een twee drie vier vijf zes zeven acht")
    with house.database.read() as session:
        text = session.get_one(Factor, factor).text
    cast.noor.do(texts.rewrite, text.id, "een twee drie vier vijf zes zeven acht negen", text.version)
    with house.database.read() as session:
        assert factors.is_long(session.get_one(Factor, factor).text.words)


def test_the_same_form_sent_twice_makes_one_factor(cast: Cast) -> None:
    assert cast.add_factor("Ruzie") == cast.add_factor("Ruzie")
    assert cast.add_factor("Ruzie", by="anna") != cast.add_factor("Ruzie")


@pytest.mark.parametrize("name", ["rie", "amir"])
def test_who_only_reads_adds_moves_and_removes_nothing(cast: Cast, name: str) -> None:
    factor = cast.add_factor("Ruzie")
    player = getattr(cast, name)
    for deed, given in (
        (factors.add, ("Schulden", "risk")),
        (factors.move, (factor, 10, 10)),
        (factors.nudge, (factor, "left")),
        (factors.remove, (factor,)),
    ):
        with pytest.raises(NotAllowed):
            player.do(deed, *given)


def test_a_stranger_finds_no_map(cast: Cast) -> None:
    factor = cast.add_factor("Ruzie")
    for deed, given in ((factors.add, ("Schulden", "risk")), (factors.remove, (factor,))):
        with pytest.raises(NotFound):
            cast.bas.do(deed, *given)


def test_a_closed_meeting_keeps_its_map(cast: Cast) -> None:
    factor = cast.add_factor("Ruzie")
    cast.close()
    with pytest.raises(MeetingClosed):
        cast.noor.do(factors.move, factor, 5, 5)


# --- fields


def test_each_field_is_kept_with_what_stood_there(cast: Cast, house: Runtime) -> None:
    factor = cast.add_factor("Ruzie")
    both = " ".join(sorted([cast.anna.id, cast.sam.id]))
    changes = {
        "nature": ("circumstance", "risk"),
        "life_area": ("money", ""),
        "changeable": ("slowly", ""),
        "about": (both, ""),
        "named_by": (cast.anna.id, cast.noor.id),
    }
    for field, (value, seen) in changes.items():
        set_field(cast, f"factor:{factor}", field, value, seen, by="noor")
    with house.database.read() as session:
        kept = session.scalars(select(FieldChange).where(FieldChange.thing == f"factor:{factor}")).all()
        assert {one.field: (one.after, one.before) for one in kept} == changes


@pytest.mark.parametrize(
    ("field", "value"),
    [("nature", ""), ("nature", "x"), ("life_area", "x"), ("changeable", "x"), ("about", "x"), ("text", "x")],
)
def test_a_field_takes_only_what_is_in_its_list(cast: Cast, field: str, value: str) -> None:
    factor = cast.add_factor("Ruzie")
    with pytest.raises(ChoiceUnknown):
        set_field(cast, f"factor:{factor}", field, value, "")


def test_two_people_who_change_one_field_both_see_it(cast: Cast) -> None:
    factor = cast.add_factor("Ruzie")
    set_field(cast, f"factor:{factor}", "life_area", "money", "")
    with pytest.raises(Conflict) as refused:
        set_field(cast, f"factor:{factor}", "life_area", "housing", "", by="anna")
    assert refused.value.values == {"theirs": "money", "yours": "housing"}


def test_a_shielded_factor_names_only_people_inside_the_shield(cast: Cast) -> None:
    factor = cast.add_factor("Geheim", shared_with="anna")
    set_field(cast, f"factor:{factor}", "about", cast.anna.id, "")
    with pytest.raises(ChoiceUnknown):
        set_field(cast, f"factor:{factor}", "about", cast.sam.id, cast.anna.id)


# --- the place


@pytest.mark.parametrize(
    ("to", "ends"),
    [((700, 300), (700, 300)), ((-50, 5000), (0, MAP_HEIGHT)), ((9999, -1), (MAP_WIDTH, 0))],
)
def test_a_factor_stays_on_the_field(cast: Cast, to: tuple[int, int], ends: tuple[int, int]) -> None:
    factor = cast.add_factor("Ruzie")
    cast.anna.do(factors.move, factor, *to)
    assert Seen(cast, "sam").boxes == {factor: ends}


def test_the_last_place_wins_and_only_the_drop_is_in_the_log(cast: Cast, house: Runtime) -> None:
    factor = cast.add_factor("Ruzie")
    with house.database.read() as session:
        before = len(session.scalars(select(LogEntry)).all())
    with house.database.work() as work:
        for x in (10, 20, 30):
            factors.move(work, cast.anna.viewer, factor, x, 0, house.clock(), done=False)
        assert work.events == [FactorMoved(cast.case_id, factor)] * 3
    cast.noor.do(factors.move, factor, 40, 0)
    assert Seen(cast, "anna").boxes[factor] == (40, 0)
    with house.database.read() as session:
        assert len(session.scalars(select(LogEntry)).all()) == before + 1


def test_steps_do_what_dragging_does(cast: Cast) -> None:
    factor = cast.add_factor("Ruzie")
    cast.noor.do(factors.move, factor, 500, 500)
    for way in ("right", "right", "left", "up", "down", "down"):
        cast.sam.do(factors.nudge, factor, way)
    assert Seen(cast, "noor").boxes[factor] == (580, 580)
    with pytest.raises(ChoiceUnknown):
        cast.sam.do(factors.nudge, factor, "away")


# --- removing and putting back


def test_a_removed_factor_takes_its_arrows_along_and_brings_them_back(cast: Cast) -> None:
    one, other = cast.add_factor("Schulden"), cast.add_factor("Ruzie")
    cast.connect(one, other)
    cast.noor.do(factors.remove, one)
    seen = Seen(cast, "noor")
    assert (seen.labels, seen.arrows, seen.removed) == (["Ruzie"], set(), ["Schulden"])
    assert seen.removed_links == []
    for deed, given in (
        (factors.move, (one, 1, 1)),
        (factors.connect, (one, other, "hides", "shared_view", "")),
        (factors.connect, (other, one, "hides", "shared_view", "")),
        (records.set_field, (f"factor:{one}", "life_area", "money", "")),
    ):
        with pytest.raises(WasRemoved):
            cast.noor.do(deed, *given)
    cast.noor.do(factors.restore, one)
    assert Seen(cast, "noor").arrows == {("Schulden", "triggers", "Ruzie")}


def test_removing_twice_is_removing_once(cast: Cast, house: Runtime) -> None:
    factor = cast.add_factor("Ruzie")
    cast.noor.do(factors.remove, factor)
    cast.anna.do(factors.remove, factor)
    with house.database.read() as session:
        kept = select(FieldChange).where(FieldChange.thing == f"factor:{factor}")
        assert len(session.scalars(kept).all()) == 1


# --- arrows


def test_an_arrow_goes_to_something_else_that_is_there(cast: Cast) -> None:
    one = cast.add_factor("Schulden")
    with pytest.raises(LinkToItself):
        cast.connect(one, one)
    for target in ("", "bestaatniet", cast.case_id):
        with pytest.raises(NotFound):
            cast.connect(one, target)
    with pytest.raises(ChoiceUnknown):
        cast.connect(one, cast.add_factor("Ruzie"), relation="likes")


def test_a_factor_of_another_family_does_not_exist_here(cast: Cast, house: Runtime) -> None:
    mine = cast.add_factor("Schulden")
    with house.database.work() as work:
        bas = policy.at_table(
            work.load(factors.Person, cast.bas.id), work.load(Meeting, cast.script.other_meeting), "nl"
        )
        theirs = factors.add(work, bas, "Elders", "risk", house.clock()).id
    for source, target in ((mine, theirs), (theirs, mine)):
        with pytest.raises(NotFound):
            cast.connect(source, target)


def test_the_same_arrow_twice_is_refused_and_another_relation_is_not(cast: Cast) -> None:
    one, other = cast.add_factor("Schulden"), cast.add_factor("Ruzie")
    cast.connect(one, other)
    with pytest.raises(LinkTwice):
        cast.connect(one, other, by="anna")
    cast.connect(one, other, "worsens")
    cast.connect(other, one)
    assert len(Seen(cast, "sam").arrows) == 3


def test_two_people_who_draw_the_same_arrow_at_once_get_one_arrow(cast: Cast, house: Runtime) -> None:
    one, other = cast.add_factor("Schulden"), cast.add_factor("Ruzie")
    ready, said = threading.Barrier(2), []

    def draw(name: str) -> None:
        ready.wait()
        try:
            cast.connect(one, other, by=name)
            said.append("drawn")
        except LinkTwice:
            said.append("was there")

    people = [threading.Thread(target=draw, args=(name,)) for name in ("anna", "noor")]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert sorted(said) == ["drawn", "was there"]
    with house.database.read() as session:
        assert len(session.scalars(select(Link)).all()) == 1


def test_an_arrow_that_was_removed_comes_back_with_who_says_it_now(cast: Cast, house: Runtime) -> None:
    one, other = cast.add_factor("Schulden"), cast.add_factor("Ruzie")
    link = cast.connect(one, other)
    cast.anna.do(factors.remove_link, link)
    assert Seen(cast, "noor").removed_links == [link]
    assert cast.connect(one, other, by="sam") == link
    with house.database.read() as session:
        assert {one.first_name for one in session.get_one(Link, link).said_by} == {"Noor", "Sam"}
    cast.anna.do(factors.remove_link, link)
    cast.anna.do(factors.restore_link, link)
    assert len(Seen(cast, "noor").arrows) == 1


def test_an_arrow_does_not_become_one_that_is_there_or_was_taken_away(cast: Cast) -> None:
    one, other = cast.add_factor("Schulden"), cast.add_factor("Ruzie")
    first, second = cast.connect(one, other), cast.connect(one, other, "worsens")
    with pytest.raises(LinkTwice):
        set_field(cast, f"link:{second}", "relation", "triggers", "worsens")
    cast.noor.do(factors.remove_link, first)
    with pytest.raises(LinkWasRemoved):
        set_field(cast, f"link:{second}", "relation", "triggers", "worsens")
    set_field(cast, f"link:{second}", "relation", "hides", "worsens")
    set_field(cast, f"link:{second}", "certainty", "disputed", "shared_view")
    set_field(cast, f"link:{second}", "note", "Zegt de oma", "")
    assert Seen(cast, "anna").arrows == {("Schulden", "hides", "Ruzie")}


def test_a_change_is_told_small_and_a_new_arrow_with_its_list(cast: Cast, house: Runtime) -> None:
    one, other = cast.add_factor("Schulden"), cast.add_factor("Ruzie")
    with house.database.work() as work:
        link = factors.connect(work, cast.noor.viewer, one, other, "hides", "hypothesis", "", house.clock())
        records.set_field(
            work, cast.noor.viewer, f"link:{link.id}", "certainty", "disputed", "hypothesis", house.clock()
        )
        told = [news for news in work.events if isinstance(news, RecordChanged)]
    assert [news.listed for news in told] == [True, False]


# --- circles


def chain(cast: Cast, *labels: str, relation: str = "triggers") -> list[str]:
    """Factors that lead to each other and back to the first."""
    ids = [cast.add_factor(label) for label in labels]
    for one, other in zip(ids, [*ids[1:], ids[0]], strict=True):
        cast.connect(one, other, relation)
    return ids


def test_a_circle_is_told_from_its_first_factor_the_same_to_everybody(cast: Cast) -> None:
    chain(cast, "Post", "Schulden", "Ruzie")
    chain(cast, "Slecht slapen", "Somber")
    for name in ("noor", "anna", "rie", "screen"):
        seen = Seen(cast, name)
        assert seen.circles == [["Slecht slapen", "Somber"], ["Post", "Schulden", "Ruzie"]]
        assert len(seen.circling) == 5


@pytest.mark.parametrize("relation", ["protects_against", "reduces"])
def test_what_makes_smaller_is_no_part_of_a_circle(cast: Cast, relation: str) -> None:
    one, other = cast.add_factor("Oma"), cast.add_factor("Ruzie")
    cast.connect(one, other, relation)
    cast.connect(other, one)
    assert Seen(cast, "noor").circles == []


def test_a_circle_through_what_somebody_may_not_know_is_not_there_for_them(cast: Cast) -> None:
    secret, one = cast.add_factor("Geheim", shared_with="anna"), cast.add_factor("Ruzie")
    cast.connect(secret, one)
    cast.connect(one, secret)
    assert Seen(cast, "anna").circles == [["Geheim", "Ruzie"]]
    for name in ("sam", "yusuf", "screen"):
        seen = Seen(cast, name)
        assert (seen.labels, seen.arrows, seen.circles, seen.circling) == (["Ruzie"], set(), [], set())


def test_a_wild_map_still_answers_with_a_few_short_circles(cast: Cast) -> None:
    ids = [cast.add_factor(f"Zorg {number}") for number in range(14)]
    with cast.house.database.work() as work:
        for one in ids:
            for other in ids:
                if one != other:
                    work.add(
                        Link(
                            case_id=cast.case_id,
                            from_id=one,
                            to_id=other,
                            relation="triggers",
                            certainty="hypothesis",
                            added_by_id=cast.noor.id,
                        )
                    )
    circles = Seen(cast, "noor").circles
    assert len(circles) == 5
    assert circles == Seen(cast, "sam").circles


# --- shields and what it rests on


@pytest.mark.parametrize("deed", ["move", "remove", "connect", "words", "field"])
def test_what_is_for_others_cannot_be_touched_and_does_not_exist(
    cast: Cast, house: Runtime, deed: str
) -> None:
    secret, one = cast.add_factor("Geheim", shared_with="anna"), cast.add_factor("Ruzie")
    link = cast.connect(secret, one)
    with house.database.read() as session:
        text = session.get_one(Factor, secret).text_id
    attempts: dict[str, list[tuple[Any, ...]]] = {
        "move": [(factors.move, secret, 1, 1), (factors.nudge, secret, "up")],
        "remove": [(factors.remove, secret), (factors.remove_link, link)],
        "connect": [(factors.connect, one, secret, "hides", "shared_view", "")],
        "words": [(texts.rewrite, text, "Weg", 0)],
        "field": [
            (records.set_field, f"factor:{secret}", "life_area", "money", ""),
            (records.set_field, f"link:{link}", "note", "x", ""),
        ],
    }
    for attempt, *given in attempts[deed]:
        with pytest.raises(NotFound):
            cast.sam.do(attempt, *given)


def test_a_factor_rests_on_statements_and_shows_only_those_one_may_know_of(cast: Cast) -> None:
    factor = cast.add_factor("Ruzie")
    for statement in (say(cast, "Buren hoorden schreeuwen"), say(cast, "Alleen voor Anna", "anna")):
        cast.noor.do(factors.rest, factor, statement, True)
        cast.noor.do(factors.rest, factor, statement, True)
    assert Seen(cast, "anna").grounds == {"Ruzie": 2}
    assert Seen(cast, "sam").grounds == {"Ruzie": 1}


def test_nobody_rests_a_factor_on_what_they_may_not_know_of(cast: Cast) -> None:
    factor, secret = cast.add_factor("Ruzie"), say(cast, "Alleen voor Anna", "anna")
    with pytest.raises(NotFound):
        cast.sam.do(factors.rest, factor, secret, True)
    cast.noor.do(factors.rest, factor, secret, True)
    cast.noor.do(factors.rest, factor, secret, False)
    assert Seen(cast, "noor").grounds == {"Ruzie": 0}


def test_coverage_tells_honestly_whom_and_what_the_analysis_says_something_about(cast: Cast) -> None:
    seen = Seen(cast, "noor")
    assert seen.people == {"Anna": False, "Sam": False}
    assert not any(seen.areas.values())
    set_field(cast, f"factor:{cast.add_factor('Ruzie')}", "about", cast.sam.id, "")
    say(cast, "De huur is laat", "anna")
    assert Seen(cast, "anna").people == {"Anna": False, "Sam": True}
    assert Seen(cast, "anna").areas["Wonen"]
    assert not Seen(cast, "sam").areas["Wonen"]
