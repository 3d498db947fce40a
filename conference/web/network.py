"""The picture of who stands around a family: people placed on rings, the family in the middle."""

from dataclasses import dataclass
from math import cos, pi, sin

from conference.board import who
from models.people import Person
from models.words import Role, Side

CENTRE = 320
RADII = {1: 130, 2: 205, 3: 280}
MIDDLE = {1: 0, 2: 34, 3: 40, 4: 44}
NODE = 26
#: Every second ring starts half a step on, so that names on two rings do not stand behind each other.
TURN = {1: -pi / 2 + 0.5, 2: -pi / 2, 3: -pi / 2 + 0.35}


@dataclass(frozen=True)
class Spot:
    """Where somebody stands, in units of a drawing of 640 by 640."""

    person: Person
    x: float
    y: float
    ring: int
    who: str


def ring_of(person: Person) -> int:
    """0 the family, 1 the own circle, 2 the local team and who helps every day, 3 who comes in for a time."""
    if person.side == Side.FAMILY:
        return 0
    if person.side in (Side.NETWORK, Side.SUPPORT):
        return 1
    return 2 if person.role in (Role.LOCAL_TEAM, Role.CASE_DIRECTOR, Role.CHAIR) else 3


def place(people: list[Person]) -> list[Spot]:
    """Everyone on their ring, evenly spread, in the order of the list."""
    spots: list[Spot] = []
    for ring in range(4):
        there = [person for person in people if ring_of(person) == ring]
        for number, person in enumerate(there):
            x, y = _point(ring, number, len(there))
            spots.append(Spot(person, x, y, ring, who(person)))
    return spots


def _point(ring: int, number: int, count: int) -> tuple[float, float]:
    radius = RADII[ring] if ring else MIDDLE.get(count, 52)
    angle = TURN.get(ring, -pi / 2 if count != 4 else -3 * pi / 4) + 2 * pi * number / count
    return round(CENTRE + radius * cos(angle), 1), round(CENTRE + radius * sin(angle), 1)
