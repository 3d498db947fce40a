"""Reflections: private by default, for a team of colleagues, and without names in the learning layer."""

from typing import Any

import pytest
from sqlalchemy import select

from conference.learning import intake
from conference.reflection import use_cases as reflections
from conference.reflection.use_cases import NewReflection
from models.enums import NoteLayer
from models.errors.base import NotFound, Refused
from models.errors.log import AlreadyShared
from models.errors.validation import BsnNotAllowed, ChoiceUnknown, TextNeeded
from models.learning import LearningNote
from models.reflections import Reflection
from tests.cast import Cast, Player

pytestmark = pytest.mark.both


def written(player: Player, words: str = "De feiten vooraf sturen hielp.", **more: Any) -> str:
    """The id of a note by this player."""
    note: Reflection = player.do(reflections.write, NewReflection(words, **more))
    return note.id


def notes_in_learning(cast: Cast) -> list[LearningNote]:
    with cast.house.database.read() as session:
        return list(session.scalars(select(LearningNote)))


def readers(cast: Cast, key: str) -> set[str]:
    """Everybody of the cast who can read a note: as its author, or as a colleague."""
    found = set()
    for name in cast.script.people:
        if name == "bas":
            continue
        player: Player = getattr(cast, name)
        with cast.house.database.read() as session:
            viewer = player.viewer
            shown = reflections.mine(session, viewer) + reflections.of_team(session, viewer)
        if key in {note.id for note in shown}:
            found.add(name)
    return found


@pytest.mark.parametrize("name", ["anna", "sam", "rie", "noor", "samira", "amir", "nadia", "yusuf"])
def test_everybody_may_write_and_nobody_else_reads(cast: Cast, name: str) -> None:
    key = written(getattr(cast, name))
    assert readers(cast, key) == {name}


def test_a_team_is_the_colleagues_at_this_family(cast: Cast) -> None:
    key = written(cast.lotte, layer=NoteLayer.TEAM)
    with cast.house.database.read() as session:
        lotte = session.get_one(Reflection, key).person
        colleagues = {
            person.id
            for person in lotte.case.people
            if person.account and person.account.organisation_id == lotte.account.organisation_id  # type: ignore[union-attr]
        }
    names = {name for name, key in cast.script.people.items() if key in colleagues and name != "bas"}
    assert readers(cast, key) == names
    assert "anna" not in names


def test_a_note_of_the_family_for_a_team_is_theirs_alone(cast: Cast) -> None:
    assert readers(cast, written(cast.anna, layer=NoteLayer.TEAM)) == {"anna"}


@pytest.mark.parametrize(
    ("wish", "refusal", "field"),
    [
        (NewReflection("  "), TextNeeded, "words"),
        (NewReflection("Mijn nummer is 111222333."), BsnNotAllowed, "words"),
        (NewReflection("Goed.", friction="BSN 111222333"), BsnNotAllowed, "friction"),
        (NewReflection("Goed.", kind="ranking"), ChoiceUnknown, "kind"),
        (NewReflection("Goed.", layer="learning"), ChoiceUnknown, "layer"),
        (NewReflection("Goed.", principles=["speed"]), ChoiceUnknown, "principles"),
        (NewReflection("Goed.", better_off="very"), ChoiceUnknown, "better_off"),
    ],
)
def test_what_cannot_be_kept_is_refused_at_its_field(
    cast: Cast, wish: NewReflection, refusal: type[Refused], field: str
) -> None:
    with pytest.raises(refusal) as refused:
        cast.noor.do(reflections.write, wish)
    assert refused.value.field == field


def test_the_copy_without_names_leads_to_nobody(cast: Cast) -> None:
    key = written(cast.noor, "Anna vertelde het zelf.")
    cast.noor.do(reflections.share, key, "Moeder vertelde het zelf.", "")
    (copy,) = notes_in_learning(cast)
    assert copy.words == "Moeder vertelde het zelf."
    kept = " ".join(str(value) for name, value in vars(copy).items() if not name.startswith("_"))
    with cast.house.database.read() as session:
        note = session.get_one(Reflection, key)
        for secret in (key, note.person_id, note.case_id, cast.meeting_id, "Anna", "Noor"):
            assert secret not in kept
    assert copy.month == f"{cast.house.clock():%Y-%m}"


def test_one_author_and_one_case_have_the_same_marks(cast: Cast) -> None:
    for words in ("Een.", "Twee."):
        cast.noor.do(reflections.share, written(cast.noor, words), words, "")
    cast.anna.do(reflections.share, written(cast.anna), "Drie.", "")
    one, two, three = notes_in_learning(cast)
    assert one.case_mark == two.case_mark == three.case_mark
    assert one.author_mark == two.author_mark != three.author_mark


def test_sharing_twice_is_one_copy(cast: Cast) -> None:
    key = written(cast.noor)
    cast.noor.do(reflections.share, key, "Een.", "")
    with pytest.raises(AlreadyShared):
        cast.noor.do(reflections.share, key, "Twee.", "")
    assert [note.words for note in notes_in_learning(cast)] == ["Een."]


def test_nobody_shares_or_withdraws_for_somebody_else(cast: Cast) -> None:
    key = written(cast.anna)
    for deed, given in ((reflections.share, (key, "Nee.", "")), (reflections.withdraw, (key,))):
        for name in ("noor", "yusuf", "sam", "lotte"):
            with pytest.raises(NotFound):
                getattr(cast, name).do(deed, *given)
    assert notes_in_learning(cast) == []


def test_a_number_like_a_bsn_never_leaves(cast: Cast) -> None:
    key = written(cast.noor)
    with pytest.raises(BsnNotAllowed):
        cast.noor.do(reflections.share, key, "Nummer 111222333.", "")
    assert notes_in_learning(cast) == []


def test_withdrawing_takes_the_copy_away(cast: Cast) -> None:
    key = written(cast.noor)
    cast.noor.do(reflections.share, key, "Een.", "")
    cast.noor.do(reflections.withdraw, key)
    assert notes_in_learning(cast) == []
    cast.noor.do(reflections.share, key, "Toch.", "")
    assert [note.words for note in notes_in_learning(cast)] == ["Toch."]


def test_notes_wait_until_there_are_enough_cases(cast: Cast) -> None:
    for name in ("noor", "anna", "yusuf", "samira", "karim", "sam"):
        cast_note = written(getattr(cast, name))
        getattr(cast, name).do(reflections.share, cast_note, "Een.", "")
    assert {note.batch for note in notes_in_learning(cast)} == {None}
    with cast.house.database.work() as work:
        for number, note in enumerate(work.session.scalars(select(LearningNote))):
            note.case_mark = f"case{number}"
        profile = work.session.scalars(select(LearningNote.profile_id)).first()
        intake.release(work, str(profile), 5)
    assert {note.batch for note in notes_in_learning(cast)} == {1}
