"""What a case knows that others must not read: its people with the words that stand for them, and its places."""

import re
from collections.abc import Mapping

from conference.core.unit_of_work import UnitOfWork
from conference.learning.finder.finder import Hit, Known, Person, find
from conference.learning.finder.lexicon import could_be_name, proposals
from conference.learning.finder.names import look
from conference.region import profile
from models.case import Case
from models.enums import Role
from models.people import Person as Someone
from models.reflections import Reflection

WORD = re.compile(r"[^\W\d_]+")


def known_in(case: Case, language: str) -> Known:
    """Everybody and everything of a case that the finder has to find."""
    settings = profile.of(case.profile.settings)
    people = tuple(Person(person.name, role_words(person, settings, language)) for person in case.people)
    people += tuple(Person(name, proposals(language)["person"]) for name in _in_title(case))
    organisations = {person.organisation for person in case.people if person.organisation}
    return Known(people, (case.municipality,) if case.municipality else (), tuple(sorted(organisations)))


def _in_title(case: Case) -> list[str]:
    """Names in the title of a case (*Rondom Lev*) of whom there is no person: often a child."""
    known = {word for person in case.people for word in WORD.findall(person.name)}
    said = dict.fromkeys(WORD.findall(case.title))
    return [word for word in said if word[0].isupper() and word not in known and could_be_name(word.lower())]


def role_words(person: Someone, settings: profile.Profile, language: str) -> str:
    """The words that take the place of a name: "kind", "moeder", "lokaal team". An age to the year tells too much."""
    if person.role == Role.CHILD:
        return profile.say(settings.roles[Role.CHILD], language)
    first = person.role_words.split(",")[0].split(":")[0].split("(")[0]
    said = " ".join(word if word.isupper() else word.lower() for word in first.split())  # MDA++ stays MDA++
    return said or profile.say(settings.roles[Role(person.role)], language)


def look_through(note: Reflection, words: str, language: str) -> list[Hit]:
    """What in these words could tell who the family of this note is."""
    return find(words, known_in(note.person.case, language), language)


def require_agreed(
    work: UnitOfWork, note: Reflection, texts: Mapping[str, str], language: str, *, confirmed: bool = False
) -> None:
    """Refuse words about a family that could tell who it is, until their author saw them marked. Raises NamesLeft."""
    look(work, texts, language, confirmed=confirmed, known=known_in(note.person.case, language))
