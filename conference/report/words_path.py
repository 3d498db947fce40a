"""*Wat is er met mijn woorden gedaan?* From somebody's own words to facts, factors, agreements and decisions."""

from dataclasses import dataclass
from typing import Any

from conference.access.kinds import Item
from conference.report.content import Content
from conference.report.reading import export_of, items


@dataclass(frozen=True)
class Trail:
    """One statement of or about somebody, and everything that rests on it."""

    statement: Item
    response: dict[str, Any] | None
    factors: list[Item]
    actions: list[Item]
    decisions: list[Item]

    @property
    def used(self) -> bool:
        """Whether the table did something with it."""
        return bool(self.factors or self.actions or self.decisions)


@dataclass(frozen=True)
class WordsPath:
    """What became of the words of one person. `part` is a content that the reader may see."""

    own_words: list[Item]
    trails: list[Trail]
    named: list[Item]
    stances: list[tuple[Item, dict[str, Any]]]
    agreements: list[Item]


def follow(part: Content, person_id: str) -> WordsPath:
    """Follow the words of a person through what a reader may see."""
    said = [
        one
        for one in items(part, "statement")
        if one["source"] == person_id or person_id in one["about"] or _answer(one, person_id)
    ]
    trails = [_trail(part, one, person_id) for one in said if one["replaced_by"] is None]
    told = {factor["id"] for trail in trails for factor in trail.factors}
    return WordsPath(
        own_words=[one for one in items(part, "section") if one["owner"] == person_id],
        trails=trails,
        named=[
            one for one in items(part, "factor") if person_id in one["named_by"] and one["id"] not in told
        ],
        stances=[
            (one, stance)
            for one in items(part, "decision")
            for stance in one["stances"]
            if stance["person"] == person_id
        ],
        agreements=[
            one for one in items(part, "action") if one["owner"] == person_id or person_id in one["partners"]
        ],
    )


def _trail(part: Content, statement: Item, person_id: str) -> Trail:
    factors = _resting(part, "factor", statement)
    decisions = _resting(part, "decision", statement)
    actions = _resting(part, "action", *factors, *decisions)
    return Trail(statement, _answer(statement, person_id), factors, actions, decisions)


def _resting(part: Content, kind: str, *on: Item) -> list[Item]:
    """The items of a kind that name one of these: what a factor or decision rests on, what an agreement works on."""
    ids = {one["id"] for one in on}
    return [one for one in items(part, kind) if export_of(one).names(one) & ids]


def _answer(statement: Item, person_id: str) -> dict[str, Any] | None:
    return next((one for one in statement["responses"] if one["person"] == person_id), None)
