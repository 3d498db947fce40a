"""Who writes and looks back at a family: a professional with an account, or somebody on a phone."""

from dataclasses import dataclass
from typing import Any

from flask import g, url_for
from flask_babel import gettext
from sqlalchemy.orm import Session

from conference.access import identity, policy
from conference.region import profile
from conference.web import common
from models.enums import NoteLayer
from models.errors.door import SeatGone
from models.people import Person
from models.translation import N_

#: The question of a region that asks where it chafed.
FRICTION = "where_it_rubbed"
LAYERS = {
    NoteLayer.PRIVATE: (N_("Alleen ik"), N_("Niemand anders leest dit. Ook uw leidinggevende niet.")),
    NoteLayer.TEAM: (
        N_("Mijn team"),
        N_("Uw collega's van uw eigen organisatie bij dit gezin lezen dit ook, met uw naam."),
    ),
    NoteLayer.LEARNING: (
        N_("Leren, zonder namen"),
        N_(
            "Het leerteam leest uw woorden zonder namen, plaatsen en dagen. U ziet eerst precies wat zij lezen."
        ),
    ),
}


@dataclass(frozen=True)
class Writer:
    """Who writes: the viewer, as a person of a case. `case_id` is None on a phone."""

    viewer: policy.Viewer
    person: Person
    case_id: str | None

    @property
    def language(self) -> str:
        """What the writer reads."""
        return self.viewer.language

    @property
    def settings(self) -> profile.Profile:
        """How the region works."""
        return profile.of(self.person.case.profile.settings)

    @property
    def prompt(self) -> str:
        """The question of the region for this role."""
        return profile.say(self._prompt.label, self.language)

    @property
    def asks_friction(self) -> bool:
        """Whether it is asked beside that where it chafed; not when that is the question already."""
        return self._prompt.key != FRICTION

    @property
    def _prompt(self) -> profile.Prompt:
        return self.settings.prompt(self.person.role)

    @property
    def mark(self) -> str:
        """How the learning layer knows the writer."""
        return common.house().keys.pseudonym("person", self.person.id)

    @property
    def layers(self) -> list[tuple[str, str, str]]:
        """Who may read it, each with one sentence; a team is for colleagues only."""
        return [
            (layer, gettext(label), gettext(said))
            for layer, (label, said) in LAYERS.items()
            if layer != NoteLayer.TEAM or self.person.account_id
        ]

    def link(self, endpoint: str, **given: Any) -> str:
        """The address of one of these pages, on the writer's own side."""
        return link(endpoint, self.case_id, **given)


def link(endpoint: str, case_id: str | None, **given: Any) -> str:
    """The address of a page of reflections: at a family, or on a phone."""
    if case_id is None:
        return url_for(f"reflections.phone_{endpoint}", **given)
    return url_for(f"reflections.{endpoint}", case_id=case_id, **given)


def writer_of(session: Session) -> Writer:
    """Who asks for this page. Raises NotFound, SeatGone or SignInNeeded."""
    shown = common.visitor()
    viewer = identity.sender(session, shown, common.now())
    if viewer.person_id is None:
        raise SeatGone
    g.language = viewer.language
    return Writer(viewer, session.get_one(Person, viewer.person_id), shown.case_id)
