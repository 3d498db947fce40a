"""A name in any field of any command of learning: not stored until its writer saw it marked in these very words."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import JSON, String, select

from conference.core.unit_of_work import Sent
from conference.learning.cycles import guided_session
from conference.learning.figures import board_reports
from conference.learning.figures import use_cases as indicators
from conference.learning.figures.use_cases import NewIndicator
from conference.learning.finder.names import NO_WORDS, columns_of_words
from conference.learning.lessons import pack
from conference.learning.lessons import use_cases as lessons
from conference.learning.obstacles import use_cases as obstacles
from conference.records.commands import COMMANDS, Sender
from models import learning
from models.base import Base
from models.errors.log import NamesLeft
from tests.cast import Cast
from tests.cycles.test_pages import asked
from tests.learners import Learners
from tests.lines import Lines
from tests.pages import PageClient, proofs_in

NAME = "Marleen Dekkers"
SAID = f"Bellen met {NAME} uit Waterveen werkte."


@dataclass(frozen=True)
class Road:
    """A command, what else it needs, its fields with words, and who may send it."""

    name: str
    words: tuple[str, ...]
    more: Callable[[Learners], dict[str, Any]] = lambda _: {}
    by: str = "karim"
    short: bool = False


def soon(learners: Learners) -> str:
    """A day on which there can be an answer."""
    return f"{learners.house.clock() + timedelta(days=7):%d-%m-%Y}"


def _obstacle(learners: Learners, *, up: bool = False) -> dict[str, Any]:
    wish = obstacles.NewObstacle("De wachtlijst is te lang.", "Ik", soon(learners))
    made = learners.karim.do(obstacles.raise_one, wish)
    if up:
        with learners.house.database.work() as work:
            obstacles.move_up(
                work, learners.karim.viewer, made.id, "Het lukt hier niet.", learners.house.clock()
            )
    return {"obstacle": made.id}


def _theme(learners: Learners) -> dict[str, Any]:
    learners.notes(1)
    with learners.house.database.work() as work:
        theme = work.add(learning.Theme(profile_id=learners.region, name="Wachten"))
        for note in work.session.scalars(select(learning.LearningNote.id)):
            work.add(learning.NoteTheme(note_id=note, theme_id=theme.id))
        return {"theme": theme.id}


def _indicator(learners: Learners) -> dict[str, Any]:
    learners.karim.do(indicators.switch_on, NewIndicator("felt_heard", "Vraag?", "Het team", "Besluit"))
    with learners.house.database.read() as session:
        found = indicators.find(session, learners.karim.viewer, "felt_heard")
        return {"key": "felt_heard", "seen": indicators.version(found)}


def _session(learners: Learners) -> dict[str, Any]:
    cycle = learners.cycle()
    return {"session": learners.karim.do(guided_session.start, cycle, "moral").id}


def _period(learners: Learners) -> dict[str, Any]:
    first, last = board_reports.periods(learners.house.clock())[0]
    return {"period": f"{first} {last}", "blocks": ["cycles"], "title": "Verslag"}


def _card(learners: Learners, field: str = "words") -> dict[str, Any]:
    card = learners.card(learners.cycle(), "Eerst")
    return {"thing": f"card:{card}", "field": field, "seen": "Eerst" if field == "words" else ""}


def _cycle(learners: Learners) -> dict[str, Any]:
    return {"cycle": learners.cycle()}


LESSON = {"title": "Eerst bellen", "what": "Bel eerst."}
ROADS = [
    Road("cycle:open", ("question", "we_try", "teams", "we_look_at"), lambda _: {"question": "Wat helpt?"}),
    Road("cycle:close", ("keep", "change", "stop"), _cycle),
    Road(
        "card:add",
        ("words", "source", "evidence", "holds_when", "result"),
        lambda learners: {**_cycle(learners), "column": "observation", "words": "Een kaart"},
    ),
    Road("record:set", ("value",), _card),
    Road("record:set", ("value",), lambda learners: _card(learners, "holds_when")),
    Road("session:write", ("words",), _session),
    Road("theme:group", ("name",), short=True),
    Road("theme:outcome", ("words",), _theme),
    Road(
        "indicator:on",
        ("question", "used_by", "decision"),
        lambda _: {"key": "felt_heard", "question": "Vraag?", "used_by": "Het team", "decision": "Besluit"},
    ),
    Road("indicator:tell", ("story", "what_we_do"), _indicator),
    Road(
        "lesson:keep", ("title", "what", "for_whom", "conditions", "what_it_took", "proof"), lambda _: LESSON
    ),
    Road("obstacle:raise", ("words",), lambda learners: {"owner": "Ik", "answer_before": soon(learners)}),
    Road("obstacle:up", ("why",), _obstacle),
    Road("obstacle:answer", ("answer",), lambda learners: _obstacle(learners, up=True), by="femke"),
    Road("board_report:make", ("title", "intro", "closing"), _period),
    Road("term:keep", ("plain",), lambda _: {"term": "crisisdienst", "seen": ""}, by="lotte"),
]
#: Commands without words of somebody, or whose words were looked at when they came, each with why.
NOTHING_NEW = {
    "card:from_log": "words of a note, which its author saw, or a theme",
    "card:move": "ids",
    "card:remove": "an id",
    "card:restore": "an id",
    "session:start": "ids",
    "session:step": "numbers",
    "session:lead": "an id",
    "session:finish": "an id",
    "session:dot": "an id",
    "session:pile": "has its own test below",
    "profile:read": "how a region works, by its administrator",
    "profile:save": "how a region works, by its administrator",
    "profile:take_over": "how a region works, by its administrator",
    "indicator:off": "a key",
    "hours:give": "minutes and a choice",
    "obstacle:assign": "a colleague by name, and a day",
    "card:push_back": "words of a card: tests/log/test_pages.py",
    "record:again": "what record:set sent before, once more",
    "lesson:bring_in": "has its own test below",
}
FIELDS = [pytest.param(road, field, id=f"{road.name}-{field}") for road in ROADS for field in road.words]


def stored(cast: Cast) -> list[str]:
    """Every column of the learning layer in which the name stands."""
    with cast.house.database.read() as session:
        return [
            f"{mapper.class_.__name__}.{key}"
            for mapper, key in columns_of_words()
            for value in session.scalars(select(getattr(mapper.class_, key)))
            if NAME in (value if isinstance(value, str) else json.dumps(value))
        ]


@pytest.mark.parametrize(("road", "field"), FIELDS)
def test_a_name_is_stored_only_when_its_writer_saw_it_marked_in_these_words(
    lines: Lines, cast: Cast, learners: Learners, road: Road, field: str
) -> None:
    browser, more = lines.as_(road.by), road.more(learners)
    said = f"Met {NAME}" if road.short else SAID

    def sent(words: str = said, **proof: str) -> dict[str, Any]:
        return asked(browser, learners, road.name, **{**more, field: words}, **proof)

    refused = sent()
    assert (refused["code"], stored(cast)) == ("names_left", [])
    assert NAME in refused["message"]
    assert sent(confirmed="yes")["code"] == "names_left"
    proofs = proofs_in(refused["html"])
    assert sent(f"{said} Ook met Ruben Dekkers.", confirmed=proofs)["code"] == "names_left"
    assert stored(cast) == []
    assert sent(confirmed=proofs)["ok"]
    assert stored(cast) != []


def test_a_proof_is_of_one_person(lines: Lines, cast: Cast, learners: Learners) -> None:
    more = {"cycle": learners.cycle(), "column": "observation", "words": SAID}
    proofs = proofs_in(asked(lines.as_("karim"), learners, "card:add", **more)["html"])
    assert asked(lines.as_("noor"), learners, "card:add", **more, confirmed=proofs)["code"] == "names_left"
    assert stored(cast) == []


def test_words_stay_in_the_form_and_the_marks_are_shown_without_a_script(
    lines: Lines, learners: Learners
) -> None:
    karim, cycle = lines.as_("karim"), learners.cycle()
    karim.get(f"/leren/{learners.region}")
    path = f"/leren/{learners.region}/doe/card:add"
    refused = karim.send(path, cycle=cycle, column="observation", words=SAID)
    assert refused.status_code == 400
    assert SAID in refused.text
    assert f"&#39;{NAME}&#39;" in refused.text
    sent: PageClient = karim
    done = sent.send(path, cycle=cycle, column="observation", words=SAID, confirmed=proofs_in(refused.text))
    assert done.status_code == 302


def test_a_pile_has_no_name_of_somebody(lines: Lines, cast: Cast, learners: Learners) -> None:
    karim, more = lines.as_("karim"), _session(learners)
    for _ in range(2):
        learners.karim.do(guided_session.write, more["session"], "Een kaart")
    with cast.house.database.read() as session:
        keys = list(session.scalars(select(learning.CycleCard.id)))
    refused = asked(karim, learners, "session:pile", **more, cards=keys, name=f"Met {NAME}")
    assert refused["ok"] is False
    assert stored(cast) == []


def test_each_command_of_the_learning_layer_is_asked_or_says_why_not() -> None:
    told = {name for sender, name in COMMANDS if sender == Sender.LEARNER}
    assert told == {road.name for road in ROADS} | set(NOTHING_NEW)


def test_each_column_of_the_learning_layer_is_looked_at_or_says_why_not() -> None:
    seen = {(mapper.class_, key) for mapper, key in columns_of_words()}
    for mapper in Base.registry.mappers:
        if mapper.class_.__module__ != learning.__name__:
            continue
        for column in mapper.columns:
            length = getattr(column.type, "length", None)
            words = isinstance(column.type, JSON) or (isinstance(column.type, String) and (length or 99) > 64)
            name = f"{mapper.class_.__tablename__}.{column.name}"
            if words and name not in NO_WORDS:
                assert (mapper.class_, mapper.get_property_by_column(column).key) in seen, name


def test_a_pack_brings_no_name_in_that_nobody_saw(lines: Lines, cast: Cast, learners: Learners) -> None:
    lesson = dict.fromkeys(pack.FIELDS, "") | {"key": "a1", "title": "Bellen", "what": SAID}
    given = pack.packed(
        pack.Pack(region="Elders", lessons=(pack.Lesson(**lesson, cycle=None, themes=(), month="2026-04"),)),
        {name: name for name in (*pack.FIELDS, "title", "cycle", "themes")},
        "nl",
    )
    house, shown = cast.house, learners.karim

    def brought(proofs: str) -> int:
        with house.database.work() as work:
            work.sent = Sent(shown.viewer.actor, "nl", frozenset(proofs.split()))
            return lessons.bring_in(work, shown.viewer, given, house.clock())

    with pytest.raises(NamesLeft) as left:
        brought("yes")
    assert stored(cast) == []
    assert brought(left.value.values["proofs"]) == 1
