"""Factors and the arrows between them."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import selectinload
from sqlalchemy.orm.attributes import set_committed_value

from conference.access import policy
from conference.access.policy import Permission
from conference.core.diagram import drawing, loops
from conference.records import labels
from conference.region import profile
from conference.region.profile import LifeArea
from conference.table.context import ViewContext, on_table
from conference.table.map import use_cases as deeds
from models.enums import FAMILY, Certainty, Changeable, FactorNature, Relation
from models.factors import Factor, FactorAbout, Link
from models.people import Person
from models.shields import Shield
from models.statements import Statement, StatementAbout


@dataclass(frozen=True)
class Circle:
    """A *rondje*: arrows that come back where they began."""

    links: tuple[Link, ...]


@dataclass(frozen=True)
class Covered:
    """A person or a life area, and whether the analysis says something about it."""

    name: str
    said: bool


@on_table("map", place=30)
class Map:
    """The map as one viewer may see it. Everything is looked up when it is asked for."""

    def __init__(self, look: ViewContext) -> None:
        self._look = look

    # --- what is on it

    @cached_property
    def factors(self) -> list[Factor]:
        """What stands on the map, in the order in which it was named."""
        return [factor for factor in self._all_factors if factor.stands]

    @cached_property
    def links(self) -> list[Link]:
        """The arrows between what stands on the map."""
        return [link for link in self._all_links if link.stands]

    @property
    def helping(self) -> list[Factor]:
        """What helps: the list begins with it."""
        return [factor for factor in self.factors if factor.nature == FactorNature.PROTECTIVE]

    @property
    def others(self) -> list[Factor]:
        """What makes it harder, and what simply is so."""
        order = [FactorNature.RISK, FactorNature.CIRCUMSTANCE, FactorNature.EVENT]
        found = [factor for factor in self.factors if factor.nature != FactorNature.PROTECTIVE]
        return sorted(found, key=lambda factor: (order.index(factor.nature), factor.position))

    @property
    def in_order(self) -> list[Factor]:
        """Everything, as the list shows it."""
        return self.helping + self.others

    @property
    def removed_factors(self) -> list[Factor]:
        """What was taken away and can be put back."""
        return [factor for factor in self._all_factors if not factor.stands]

    @property
    def removed_links(self) -> list[Link]:
        """Arrows that were taken away while both their ends still stand."""
        return [link for link in self._all_links if link.removed_at is not None and link.joins]

    def links_from(self, factor: Factor) -> list[Link]:
        """The arrows that begin here."""
        return [link for link in self._links_of(factor) if link.from_id == factor.id]

    def links_to(self, factor: Factor) -> list[Link]:
        """The arrows that end here."""
        return [link for link in self._links_of(factor) if link.to_id == factor.id]

    def grounds(self, factor: Factor) -> list[Statement]:
        """The statements a factor rests on, of those this viewer may know of."""
        return [one for one in policy.readable(factor.statements, self._look.viewer) if one.current]

    @cached_property
    def statements(self) -> list[Statement]:
        """Everything a factor can be made to rest on."""
        found = (
            select(Statement)
            .where(Statement.case_id == self._look.viewer.case_id)
            .order_by(Statement.position)
            .options(selectinload(Statement.text), selectinload(Statement.replaced_by))
        )
        return [one for one in self._readable(found) if one.current]

    # --- circles

    @cached_property
    def circles(self) -> list[Circle]:
        """The shortest circles first, each from its earliest factor on; the same for everybody who sees the same."""
        steps = [loops.Step(one.id, one.from_id, one.to_id, one.relation) for one in self.links]
        found = loops.circles([factor.id for factor in self.factors], steps)
        links = {link.id: link for link in self.links}
        return [Circle(tuple(links[key] for key in one)) for one in found]

    # --- the picture

    def node(self, factor: Factor) -> drawing.Box:
        """A factor as a box."""
        return drawing.box(factor.id, factor.nature, factor.x, factor.y, self.word(factor))

    def word(self, factor: Factor) -> str:
        """What stands in its box; what is kept apart stands there without its words, so that nobody reads it aloud."""
        return factor.text.words if factor.shield is None else str(gettext("Apart"))

    def arrow(self, link: Link) -> drawing.Arrow:
        """A link as an arrow, beside those with the same ends."""
        same = [one for one in self.links_from(link.source) if one.to_id == link.to_id]
        return self._arrow(link, same.index(link))

    @property
    def nodes(self) -> list[drawing.Box]:
        """All boxes."""
        return [self.node(factor) for factor in self.factors]

    @property
    def arrows(self) -> list[drawing.Drawn]:
        """All arrows, those of circles last so that nothing covers them."""
        circling = {link.id for circle in self.circles for link in circle.links}
        edges = [
            drawing.Edge(
                one.id, one.from_id, one.to_id, one.relation, one.certainty, self.relation(one.relation)
            )
            for one in self.links
        ]
        return drawing.arrows(self.nodes, edges, circling)

    # --- words

    def relation(self, key: str) -> str:
        """What a relation is called: *lokt uit*."""
        return profile.say(self._look.profile.relations.get(Relation(key)) or {"nl": key}, self._language)

    @property
    def relations(self) -> list[Relation]:
        """All of them, in the order of the domain paper."""
        return list(Relation)

    def nature(self, key: str) -> str:
        """What a kind of factor is called."""
        return str(gettext(labels.NATURES[FactorNature(key)].label))

    @property
    def natures(self) -> list[FactorNature]:
        """What helps comes first."""
        return [FactorNature.PROTECTIVE, FactorNature.RISK, FactorNature.CIRCUMSTANCE, FactorNature.EVENT]

    def changeable(self, key: str) -> str:
        """Whether it can be changed, in words."""
        return str(gettext(labels.CHANGEABLE[Changeable(key)].label))

    @property
    def changeables(self) -> list[Changeable]:
        """Yes, slowly, no."""
        return list(Changeable)

    def certainty(self, key: str) -> str:
        """How sure the table is, in words."""
        return str(gettext(labels.CERTAINTIES[Certainty(key)].label))

    @property
    def certainties(self) -> list[Certainty]:
        """From what all think to what they differ about."""
        return list(Certainty)

    def area(self, key: str) -> str:
        """What a life area is called; its key when the region dropped it."""
        found = next((area for area in self.areas if area.key == key), None)
        return profile.say(found.label, self._language) if found else key

    @property
    def areas(self) -> tuple[LifeArea, ...]:
        """The life areas of this region."""
        return self._look.profile.life_areas

    def audience(self, record: Factor | Link) -> list[Person]:
        """Who can be named at a factor or link: everyone, or under a shield those who know of it."""
        shields = policy.shields(record)
        people = self._look.meeting.case.people
        return [one for one in people if all(one.id in shield.person_ids for shield in shields)]

    def is_long(self, factor: Factor) -> bool:
        """Whether its label became longer than one reads at a glance."""
        return deeds.is_long(factor.text.words)

    # --- coverage

    @property
    def people_covered(self) -> list[Covered]:
        """Each member of the household, and whether the analysis says something about them."""
        said = self._about(
            select(FactorAbout.person_id).join(Factor),
            select(StatementAbout.person_id).join(Statement, Statement.id == StatementAbout.statement_id),
        )
        household = [one for one in self._look.meeting.case.people if one.role in FAMILY]
        return [Covered(person.first_name, person.id in said) for person in household]

    @property
    def areas_covered(self) -> list[Covered]:
        """Each life area, and whether a factor or statement is about it."""
        said = self._about(select(Factor.life_area), select(Statement.life_area))
        return [Covered(profile.say(area.label, self._language), area.key in said) for area in self.areas]

    def _about(self, of_factors: Any, of_statements: Any) -> set[str]:
        """A column of the factors and statements this viewer may know of, without loading them."""
        viewer, case = self._look.viewer, self._look.meeting.case
        if not (policy.reaches(viewer, "factor") and policy.reaches(viewer, "statement")):
            return set()  # what is counted over all of them is for who may see all of them
        newer = select(Statement.replaces_id).where(Statement.replaces_id.is_not(None))
        found: set[str] = set()
        for columns, kind, deed, stands in (
            (of_factors, Factor, Permission.MAP_READ, Factor.removed_at.is_(None)),
            (
                of_statements,
                Statement,
                Permission.STATEMENT_READ,
                Statement.withdrawn_at.is_(None) & Statement.id.not_in(newer),
            ),
        ):
            if policy.may(viewer, deed, case):
                visible = policy.unshielded(kind.shield_id, viewer)
                asked = columns.where(kind.case_id == viewer.case_id, stands, visible).distinct()
                found |= set(self._look.session.scalars(asked))
        return found

    # --- looking up

    @property
    def _language(self) -> str:
        return self._look.viewer.language

    @cached_property
    def _all_factors(self) -> list[Factor]:
        found = (
            select(Factor)
            .where(Factor.case_id == self._look.viewer.case_id)
            .order_by(Factor.position, Factor.id)
            .options(
                selectinload(Factor.text),
                selectinload(Factor.shield).selectinload(Shield.audience),
                selectinload(Factor.about),
                selectinload(Factor.named_by),
                selectinload(Factor.statements).options(
                    selectinload(Statement.text), selectinload(Statement.replaced_by)
                ),
            )
        )
        factors = self._readable(found)
        for factor in factors:  # the gate asks each text whose it is
            set_committed_value(factor.text, "factor", factor)
        return factors

    @cached_property
    def _all_links(self) -> list[Link]:
        _ = self._all_factors  # both ends are in the session then
        found = select(Link).where(Link.case_id == self._look.viewer.case_id).order_by(Link.id)
        return self._readable(found.options(selectinload(Link.said_by)))

    def _links_of(self, factor: Factor) -> list[Link]:
        if "_all_links" in self.__dict__:
            return [link for link in self.links if factor.id in (link.from_id, link.to_id)]
        found = policy.readable(deeds.links_of(self._look.session, factor), self._look.viewer)
        return [link for link in found if link.stands]

    def _readable(self, found: Any) -> list[Any]:
        return policy.readable(self._look.session.scalars(found), self._look.viewer)

    def _arrow(self, link: Link, beside: int) -> drawing.Arrow:
        word = self.relation(link.relation)
        ends = self.node(link.source), self.node(link.target)
        return drawing.arrow(link.id, link.relation, link.certainty, word, *ends, beside)

    def label_of(self, field: str, value: str) -> str | None:
        """A field's value in words, for two values beside each other; None for people and plain words."""
        words = {
            "nature": self.nature,
            "life_area": self.area,
            "changeable": self.changeable,
            "certainty": self.certainty,
            "statements": self._statement_words,
        }
        return words[field](value) if field in words else None

    def _statement_words(self, value: str) -> str:
        return " · ".join(one.text.words for one in self.statements if one.id in value.split())

    def open_points(self) -> list[str]:
        """What the chair should know is still open before the meeting closes."""
        return []
