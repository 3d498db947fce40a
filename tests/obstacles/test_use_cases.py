"""Obstacles: up with an owner and a date, answered where they lie, and back to who raised them."""

import pytest
from sqlalchemy import select

from conference.learning.obstacles import use_cases as obstacles
from conference.learning.obstacles.use_cases import NewObstacle
from conference.reflection import obstacles as raising
from conference.reflection import use_cases as reflections
from models.enums import ObstacleLevel
from models.errors.base import NotAllowed, NotFound, Refused
from models.errors.log import NamesLeft
from models.errors.obstacles import AnswerDateNeeded, AnswerDatePast, ObstacleAnswered, OwnerNeeded
from models.errors.validation import TextNeeded
from models.learning import LearningNote, NoteOutcome, Obstacle
from models.log import LogEntry
from tests.cast import Cast, in_days
from tests.obstacles.upward import Region

pytestmark = pytest.mark.both

WORDS = "Twee wachtlijsten na elkaar."


@pytest.fixture
def region(cast: Cast) -> Region:
    return Region(cast)


def raised(region: Region, words: str = WORDS, **more: object) -> Obstacle:
    given = {"owner": "Beleid jeugd", "answer_before": f"{in_days(14)}", **more}
    made: Obstacle = region.do("karim", obstacles.raise_one, NewObstacle(words, **given))  # type: ignore[arg-type]
    return made


def kept(region: Region, key: str) -> Obstacle:
    with region.house.database.read() as session:
        found = session.get_one(Obstacle, key)
        _ = list(found.steps)
        return found


def from_note(cast: Cast, words: str = WORDS, name: str = "anna", **more: bool) -> Obstacle:
    player = getattr(cast, name)
    note = player.do(reflections.write, reflections.NewReflection("Het duurde lang.", friction=words))
    with cast.house.database.work() as work:
        return raising.raise_from_reflection(work, player.viewer, note.id, words, cast.house.clock(), **more)


@pytest.mark.parametrize(
    ("wish", "refusal", "field"),
    [
        (NewObstacle(" ", "Ik", f"{in_days(3)}"), TextNeeded, "words"),
        (NewObstacle(WORDS, " ", f"{in_days(3)}"), OwnerNeeded, "owner"),
        (NewObstacle(WORDS, "Ik", ""), AnswerDateNeeded, "answer_before"),
        (NewObstacle(WORDS, "Ik", f"{in_days(-1)}"), AnswerDatePast, "answer_before"),
        (NewObstacle("Bij Jeroen Vermeulen lukte het niet.", "Ik", f"{in_days(3)}"), NamesLeft, "words"),
    ],
)
def test_what_is_missing_is_said_at_its_field(
    region: Region, wish: NewObstacle, refusal: type[Refused], field: str
) -> None:
    with pytest.raises(refusal) as refused:
        region.do("karim", obstacles.raise_one, wish)
    assert refused.value.field == field
    assert region.see("karim", obstacles.listed, region.house.clock()) == []


def test_a_name_that_was_looked_at_may_stay(region: Region) -> None:
    made = raised(region, "Het formulier van Veilig Thuis Oosterdelta is te lang.", confirmed=True)
    assert "Oosterdelta" in made.words


def test_it_goes_up_with_a_reason_and_is_answered_there(region: Region) -> None:
    key = raised(region).id
    assert region.see("femke", obstacles.listed, region.house.clock()) == []
    with pytest.raises(NotFound):
        region.do("femke", obstacles.answer, key, "We regelen het.")
    region.do("karim", obstacles.move_up, key, "Dit gaat over geld.")
    region.do("karim", obstacles.move_up, key, "Nog een keer.")
    assert [step.words for step in kept(region, key).steps] == ["", "Dit gaat over geld."]
    with pytest.raises(NotAllowed):
        region.do("karim", obstacles.answer, key, "We regelen het.")
    (seen,) = region.see("femke", obstacles.listed, region.house.clock())
    assert seen.mine
    region.do("femke", obstacles.answer, key, "We regelen het.")
    with pytest.raises(ObstacleAnswered):
        region.do("femke", obstacles.answer, key, "Toch niet.")
    assert kept(region, key).answer == "We regelen het."
    (seen,) = region.see("karim", obstacles.listed, region.house.clock())
    assert not seen.late


def test_only_the_project_team_assigns_and_moves(region: Region) -> None:
    key = raised(region, pushed_back=True).id
    assert kept(region, key).level == ObstacleLevel.STEERING
    for deed, given in ((obstacles.assign, ("Ik", f"{in_days(2)}")), (obstacles.move_up, ("Omdat",))):
        with pytest.raises(NotAllowed):
            region.do("femke", deed, key, *given)
        with pytest.raises(NotFound):
            region.do("lotte", deed, key, *given)


def test_what_is_late_is_seen_and_comes_first(region: Region) -> None:
    later = raised(region, "Later.", answer_before=f"{in_days(30)}").id
    soon = raised(region, "Snel.", answer_before=f"{in_days(2)}").id
    region.cast.house.clock.move(days=3)  # type: ignore[attr-defined]
    seen = region.see("karim", obstacles.listed, region.house.clock())
    assert [(one.obstacle.id, one.late) for one in seen] == [(soon, True), (later, False)]


def test_what_goes_up_needs_an_owner_and_a_date(region: Region, cast: Cast) -> None:
    key = from_note(cast).id
    with pytest.raises(OwnerNeeded):
        region.do("karim", obstacles.move_up, key, "Dit gaat over geld.")
    region.do("karim", obstacles.assign, key, "Karim", f"{in_days(7)}")
    region.do("karim", obstacles.move_up, key, "Dit gaat over geld.")
    assert kept(region, key).level == ObstacleLevel.STEERING


def test_raised_from_a_reflection_it_tells_nobody_who(region: Region, cast: Cast) -> None:
    made = kept(region, from_note(cast).id)
    everything = " ".join(str(getattr(made, column.key)) for column in Obstacle.__table__.columns)
    for secret in (cast.anna.id, cast.case_id, "Anna"):
        assert secret not in everything
    assert made.steps[0].at.astimezone(cast.house.clock().tzinfo).day == 1
    with cast.house.database.read() as session:
        assert not [one for one in session.scalars(select(LogEntry)) if made.id in one.thing]


def test_the_answer_comes_back_to_who_raised_it_and_to_nobody_else(region: Region, cast: Cast) -> None:
    key = from_note(cast).id
    region.do("karim", obstacles.answer, key, "We bellen nu zelf.")
    with cast.house.database.read() as session:
        mine = raising.of_person(session, cast.house.keys, cast.anna.id)
        assert [one.answer for one in mine] == ["We bellen nu zelf."]
        for name in ("sam", "noor", "karim"):
            assert raising.of_person(session, cast.house.keys, getattr(cast, name).id) == []


def test_from_a_shared_note_the_answer_is_what_was_done(region: Region, cast: Cast) -> None:
    note = cast.anna.do(reflections.write, reflections.NewReflection("Lang wachten.", kind="obstacle"))
    cast.anna.do(reflections.share, note.id, "Lang wachten.", "")
    made = cast.anna.do(raising.raise_from_reflection, note.id, "Lang wachten.")
    region.do("karim", obstacles.answer, made.id, "We bellen nu zelf.")
    with cast.house.database.read() as session:
        told = reflections.outcomes(session, cast.house.keys, cast.anna.id)[note.id]
        assert [one.words for one in told.outcomes] == ["We bellen nu zelf."]
        assert [one.id for one in told.answers] == [made.id]
    cast.anna.do(reflections.withdraw, note.id)
    with cast.house.database.read() as session:
        assert list(session.scalars(select(NoteOutcome))) == []
        mine = raising.of_person(session, cast.house.keys, cast.anna.id)
        assert [one.answer for one in mine] == ["We bellen nu zelf."]


def test_twice_the_same_is_one_obstacle(region: Region, cast: Cast) -> None:
    assert raised(region).id == raised(region).id
    note = cast.anna.do(reflections.write, reflections.NewReflection("Lang wachten."))
    given = note.id, "Lang wachten."
    first = cast.anna.do(raising.raise_from_reflection, *given)
    assert cast.anna.do(raising.raise_from_reflection, *given).id == first.id


def test_who_raised_it_takes_it_back_until_it_is_answered(region: Region, cast: Cast) -> None:
    first, second = from_note(cast).id, from_note(cast, "Iets anders.").id
    for name in ("sam", "noor"):
        with pytest.raises(NotFound):
            getattr(cast, name).do(raising.take_back, first)
    cast.anna.do(raising.take_back, first)
    region.do("karim", obstacles.answer, second, "Gedaan.")
    with pytest.raises(ObstacleAnswered):
        cast.anna.do(raising.take_back, second)
    with cast.house.database.read() as session:
        assert [one.id for one in session.scalars(select(Obstacle))] == [second]


def test_nobody_raises_from_somebody_elses_reflection(cast: Cast) -> None:
    note = cast.anna.do(reflections.write, reflections.NewReflection("Lang wachten."))
    for name in ("sam", "noor", "yusuf"):
        with pytest.raises(NotFound):
            getattr(cast, name).do(raising.raise_from_reflection, note.id, "Lang wachten.")


def test_the_project_team_raises_only_from_a_note_it_may_read(region: Region, cast: Cast) -> None:
    note = cast.anna.do(reflections.write, reflections.NewReflection("Lang wachten."))
    cast.anna.do(reflections.share, note.id, "Lang wachten.", "")
    with cast.house.database.read() as session:
        copy = session.scalars(select(LearningNote.id)).one()
    for key in (copy, "bestaatnietbesta"):
        with pytest.raises(NotFound):
            raised(region, note=key)
