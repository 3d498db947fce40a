"""What changes around a family: the fixed face, the phase, and what is known of somebody."""

from typing import Any

import pytest
from sqlalchemy import select

from conference.case import family
from conference.case.family import Details, NewFaces
from conference.core.events import MeetingChanged
from conference.core.runtime import Runtime
from conference.region import profile
from models.case import Case, FaceChange
from models.enums import Face
from models.errors.base import NotAllowed, NotFound, Refused
from models.errors.door import NameInvalid
from models.errors.validation import ChoiceUnknown, DateInvalid, DateOutOfRange, NumberInvalid, TextNeeded
from models.log import LogEntry
from models.people import Person
from tests.cast import Cast, in_days

pytestmark = pytest.mark.both

REASON = "Lotte gaat met verlof."


def changed_faces(cast: Cast, by: str = "lotte", **changed: Any) -> list[FaceChange]:
    """Femke comes for Lotte; `changed` is what the form says instead."""
    given = {
        "fixed_face": cast.femke.id,
        "case_director": cast.lotte.id,
        "second_face": "",
        "reason": REASON,
        "met_on": f"{in_days(3):%d-%m-%Y}",
    }
    player = getattr(cast, by)
    found: list[FaceChange] = player.do(
        family.change_faces, NewFaces(**{**given, **changed}), viewer=player.outside
    )
    return found


def case_of(cast: Cast) -> Case:
    with cast.house.database.read() as session:
        found = session.get_one(Case, cast.case_id)
        _ = found.people
        return found


def history(cast: Cast) -> list[FaceChange]:
    with cast.house.database.read() as session:
        return family.face_changes(session, cast.case_id)


def deeds(house: Runtime, deed: str) -> list[LogEntry]:
    with house.database.read() as session:
        return list(session.scalars(select(LogEntry).where(LogEntry.deed == deed)))


# --- the fixed face


def test_somebody_else_becomes_the_fixed_face(cast: Cast, house: Runtime) -> None:
    heard: list[Any] = []
    house.database.bus.subscribe(heard.extend)
    changed_faces(cast)
    case = case_of(cast)
    assert (case.fixed_face_id, case.case_director_id) == (cast.femke.id, cast.lotte.id)
    (change,) = history(cast)
    assert (change.face, change.before_id, change.after_id) == (Face.FIXED, cast.lotte.id, cast.femke.id)
    assert (change.reason, change.met_on, change.by_id) == (REASON, in_days(3), cast.lotte.id)
    assert change.is_loss
    assert [entry.thing for entry in deeds(house, "case.faces")] == [f"case:{cast.case_id}"]
    assert MeetingChanged(cast.case_id, cast.meeting_id) in heard


def test_each_face_that_changes_is_remembered(cast: Cast) -> None:
    changed_faces(cast, second_face=cast.lotte.id, case_director=cast.noor.id)
    assert {(one.face, one.is_loss) for one in history(cast)} == {
        (Face.FIXED, True),
        (Face.SECOND, False),
        (Face.DIRECTOR, False),
    }


def test_saying_the_same_again_is_no_change(cast: Cast, house: Runtime) -> None:
    assert changed_faces(cast, fixed_face=cast.lotte.id, reason="", met_on="") == []
    assert history(cast) == []
    assert deeds(house, "case.faces") == []


def test_a_second_face_that_goes_needs_no_day_of_meeting(cast: Cast) -> None:
    changed_faces(cast, fixed_face=cast.lotte.id, second_face=cast.femke.id)
    changed_faces(cast, fixed_face=cast.lotte.id, met_on="")
    assert case_of(cast).second_face_id is None
    assert [one.is_loss for one in history(cast)].count(True) == 1


@pytest.mark.parametrize(
    ("changed", "refusal", "field"),
    [
        ({"reason": "  "}, TextNeeded, "reason"),
        ({"met_on": ""}, TextNeeded, "met_on"),
        ({"met_on": "31-02-2026"}, DateInvalid, "met_on"),
        ({"met_on": "12-05-2030"}, DateOutOfRange, "met_on"),
        ({"fixed_face": ""}, ChoiceUnknown, "fixed_face"),
        ({"fixed_face": "anna"}, ChoiceUnknown, "fixed_face"),
        ({"fixed_face": "bas"}, ChoiceUnknown, "fixed_face"),
        ({"second_face": "anna"}, ChoiceUnknown, "second_face"),
        ({"second_face": "femke"}, ChoiceUnknown, "second_face"),
        ({"case_director": ""}, ChoiceUnknown, "case_director"),
        ({"case_director": "bas"}, ChoiceUnknown, "case_director"),
    ],
)
def test_a_change_of_face_that_cannot_be(
    cast: Cast, changed: dict[str, str], refusal: type[Refused], field: str
) -> None:
    wish = {key: cast.script.people.get(value, value) for key, value in changed.items()}
    with pytest.raises(refusal) as refused:
        changed_faces(cast, **wish)
    assert refused.value.field == field
    assert case_of(cast).fixed_face_id == cast.lotte.id


@pytest.mark.parametrize("name", ["noor", "karim", "samira"])
def test_who_may_not_change_the_case_changes_no_face(cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        changed_faces(cast, by=name)


# --- the phase


def test_the_family_goes_to_another_phase(cast: Cast, house: Runtime) -> None:
    before = case_of(cast).phase
    phase = next(one.key for one in profile.load_file("neutraal").phases if one.key != before)
    for _ in range(2):
        cast.lotte.do(family.set_phase, phase, viewer=cast.lotte.outside)
    assert case_of(cast).phase == phase
    assert len(deeds(house, "case.phase")) == 1


def test_a_phase_that_the_region_does_not_know(cast: Cast) -> None:
    with pytest.raises(ChoiceUnknown) as refused:
        cast.lotte.do(family.set_phase, "party", viewer=cast.lotte.outside)
    assert refused.value.field == "phase"


def test_who_may_not_change_the_case_changes_no_phase(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        cast.noor.do(family.set_phase, case_of(cast).phase, viewer=cast.noor.outside)


# --- people


def mended(cast: Cast, whom: str = "sam", by: str = "lotte", **changed: Any) -> Person:
    player = getattr(cast, by)
    wish = Details(**{"name": "Sam Bakker", "age": "12", **changed})
    found: Person = player.do(family.change_person, cast.script.people[whom], wish, viewer=player.outside)
    return found


def test_what_is_known_of_somebody_is_mended(cast: Cast, house: Runtime) -> None:
    heard: list[Any] = []
    house.database.bus.subscribe(heard.extend)
    mended(cast, role_words="zoon", organisation="De Brug", age="13", at_table=False, voice_via=cast.rie.id)
    sam = next(one for one in case_of(cast).people if one.id == cast.sam.id)
    assert (sam.role_words, sam.organisation, sam.age, sam.at_table) == ("zoon", "De Brug", 13, False)
    assert sam.voice_via_id == cast.rie.id
    assert MeetingChanged(cast.case_id, cast.meeting_id) in heard
    mended(cast, age="")
    sam = next(one for one in case_of(cast).people if one.id == cast.sam.id)
    assert (sam.age, sam.voice_via_id) == (None, None)


@pytest.mark.parametrize(
    ("changed", "refusal", "field"),
    [
        ({"name": ""}, NameInvalid, "name"),
        ({"age": "121"}, NumberInvalid, "age"),
        ({"age": "oud"}, NumberInvalid, "age"),
        ({"voice_via": "sam"}, ChoiceUnknown, "voice_via"),
        ({"voice_via": "bas"}, ChoiceUnknown, "voice_via"),
        ({"number": "0"}, NumberInvalid, "number"),
        ({"number": "12"}, NumberInvalid, "number"),
    ],
)
def test_details_that_cannot_be(
    cast: Cast, changed: dict[str, str], refusal: type[Refused], field: str
) -> None:
    wish = {key: cast.script.people.get(value, value) for key, value in changed.items()}
    with pytest.raises(refusal) as refused:
        mended(cast, **wish)
    assert refused.value.field == field


def test_somebody_gets_another_place_and_their_own_words_follow(cast: Cast, house: Runtime) -> None:
    names = [one.first_name for one in case_of(cast).people]
    assert names[:3] == ["Lotte", "Anna", "Sam"]
    mended(cast, number="1")
    assert [one.first_name for one in case_of(cast).people] == ["Sam", "Lotte", "Anna", *names[3:]]
    own = {name: cast.section(owner=name).position for name in ("anna", "sam")}
    assert own["sam"] < own["anna"]
    mended(cast, number="11")
    assert [one.first_name for one in case_of(cast).people][-1] == "Sam"


def test_somebody_of_another_family_is_not_there(cast: Cast) -> None:
    with pytest.raises(NotFound):
        mended(cast, "bas")


def test_who_may_not_change_the_case_mends_nobody(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        mended(cast, by="noor")
