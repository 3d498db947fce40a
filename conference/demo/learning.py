"""Reflections of the demo, written and shared by the people themselves, and who learns from them."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from conference.access import policy
from conference.accounts import use_cases as accounts
from conference.core.unit_of_work import UnitOfWork
from conference.demo.story import Entry
from conference.learning.finder.names import without_names
from conference.reflection import names
from conference.reflection import use_cases as reflections
from models.enums import LearningRole, NoteLayer
from models.learning import LearningNote
from models.meeting import Meeting
from models.people import Person
from models.region import RegionProfile

#: Who learns in the demo: name, address, part.
LEARNERS = (
    ("Nadia Kok", "nadia.kok@leren.example", LearningRole.PROJECT_TEAM),
    ("Tom Visser", "tom.visser@leren.example", LearningRole.PROJECT_TEAM),
    ("Bram Postma", "bram.postma@stuurgroep.example", LearningRole.STEERING_GROUP),
    ("Ineke Vos", "ineke.vos@beheer.example", LearningRole.ADMINISTRATOR),
)


def seat_learners(work: UnitOfWork, hashed: str) -> None:
    """Who learns gets an account, and a part in the learning of every region."""
    for name, email, role in LEARNERS:
        account = accounts.add_account(work, "Regio Oosterdelta", name, email, hashed)
        for region in work.session.scalars(select(RegionProfile)):
            accounts.give_learning_seat(work, account, region, role)


def reflect(
    work: UnitOfWork, meeting: Meeting, told: Sequence[Entry], people: Mapping[str, Person], at: datetime
) -> None:
    """Each writes a note; what is for learning is shared in the words that the finder proposes."""
    for one in told:
        person = people[one["person"]]
        viewer = policy.at_table(person, meeting, "nl")
        layer = NoteLayer.TEAM if one["share_level"] == "team" else NoteLayer.PRIVATE
        wish = reflections.NewReflection(one["text"], better_off=one["good_for_family"], layer=layer)
        if one["share_level"] == "learning_cycle":
            keep_note(work, viewer, wish, at)
        else:
            reflections.write(work, viewer, wish, at)


def keep_note(
    work: UnitOfWork, viewer: policy.Viewer, wish: reflections.NewReflection, at: datetime
) -> LearningNote:
    """Write a note and share it in the words that the finder proposes. Returns what others read."""
    note = reflections.write(work, viewer, wish, at)
    words = without_names(note.words, names.look_through(note, note.words, "nl"))
    return reflections.share(work, viewer, note.id, words, "", at)
