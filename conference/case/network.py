"""The picture of who stands around a family: people on rings, the family in the middle.

Only numbers are made here, in units of the drawing. Placing is the same each time for the same people.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from math import cos, hypot, pi, sin

from models.enums import Role, Side
from models.people import Person

FAMILY_RING, OWN_CIRCLE, CLOSE_BY, FOR_A_TIME = range(4)
#: From the edge of the family to the own circle, from there to the local team, and to the last ring.
GAPS = (84, 74, 68)
SMALLEST_FAMILY = 72
ROW = 3  # this many of the family side by side
PITCH = 76  # between two of them, and between two rows
MARGIN = 30
NAME, WORDS = 20, 18  # heights of the two lines under a person
NAME_SIGN, WORDS_SIGN = 9.0, 7.8  # widths of one sign in them, on the wide side
TURNS = 12  # places tried for each ring

#: The small picture: family, the people of home around them, everybody else.
SMALL = 312
SMALL_RADII = (48.0, 86.0, 130.0)

WHO_CLASS = {
    Role.CHILD: "kind",
    Role.PARENT: "gezin",
    Role.NETWORK: "netwerk",
    Role.SUPPORTER: "netwerk",
    Role.INTERPRETER: "netwerk",
    Role.EXPERIENCE: "ervaring",
    Role.SAFETY_PARTNER: "veilig",
}


def who(person: Person) -> str:
    """The colour and shape a person has everywhere (design tokens *Who*)."""
    return WHO_CLASS.get(Role(person.role), "lokaal")


@dataclass(frozen=True)
class Spot:
    """Where somebody stands. `half` is half the size of the sign, `words` what stands under the name."""

    person: Person
    x: float
    y: float
    ring: int
    half: float
    words: str = ""
    name_x: float = 0.0

    @property
    def who(self) -> str:
        """The colour and shape."""
        return who(self.person)

    @property
    def boxes(self) -> list[tuple[float, float, float, float]]:
        """What this takes of the drawing, as left, top, right, bottom: the sign, and the words under it."""
        wide = max(len(self.person.first_name) * NAME_SIGN, len(self.words) * WORDS_SIGN) / 2
        top = self.y + self.half
        bottom = top + 4 + NAME + (WORDS if self.words else 0)
        sign = (self.x - self.half, self.y - self.half, self.x + self.half, top)
        return [sign, (self.name_x - wide, top, self.name_x + wide, bottom)]


@dataclass(frozen=True)
class Picture:
    """A drawing of `width` by `height`; the rings stand around `(x, y)`, the family first."""

    width: float
    height: float
    x: float
    y: float
    radii: tuple[float, ...]
    spots: list[Spot]

    def on(self, ring: int) -> list[Spot]:
        """Who stands on a ring."""
        return [spot for spot in self.spots if spot.ring == ring]


def ring_of(person: Person, close: Collection[str] = ()) -> int:
    """The ring of somebody. `close` holds the ids of the fixed faces: they stand near, whatever their trade."""
    if person.side == Side.FAMILY:
        return FAMILY_RING
    if person.side in (Side.NETWORK, Side.SUPPORT):
        return OWN_CIRCLE
    near = person.id in close or person.role in (Role.LOCAL_TEAM, Role.CASE_DIRECTOR)
    return CLOSE_BY if near else FOR_A_TIME


def draw(people: Sequence[Person], words: dict[str, str], close: Collection[str] = ()) -> Picture:
    """Everyone on their ring. `words` says by person id what stands under a name; the family needs none."""
    rings = [[one for one in people if ring_of(one, close) == ring] for ring in range(4)]
    rows = _rows(rings[FAMILY_RING])
    radii = _radii(rows)
    centre, top = radii[-1] + MARGIN, radii[-1] + MARGIN
    width = 2 * centre
    spots = list(_family(rows, centre, top))
    for ring in (OWN_CIRCLE, CLOSE_BY, FOR_A_TIME):
        half = 24.0 if ring == CLOSE_BY else 21.0
        there = [Spot(one, 0, 0, ring, half, words.get(one.id, "")) for one in rings[ring]]
        spots += _best_turn(there, (centre, top, radii[ring], width), spots)
    return Picture(width, top + radii[-1] + MARGIN + NAME + WORDS, centre, top, radii, spots)


def draw_small(people: Sequence[Person], close: Collection[str] = ()) -> Picture:
    """A small one without names: children in the middle, the people of home around them, then all others."""
    family = [one for one in people if ring_of(one) == FAMILY_RING]
    middle = [one for one in family if one.role == Role.CHILD] or family
    home = [one for one in family if one not in middle]
    home += [one for one in people if ring_of(one) == OWN_CIRCLE]
    others = [one for one in people if ring_of(one) > OWN_CIRCLE]
    others.sort(key=lambda one: (ring_of(one, close), one.position))
    middle_half, inner = {0: (0.0, 0.0), 1: (21.0, 0.0), 2: (21.0, 19.0)}.get(len(middle), (16.0, 26.0))
    centre = SMALL / 2
    spots = [
        *_around(middle, 0, inner, middle_half, pi),
        *_around(home, 1, SMALL_RADII[1], 19, -0.8 * pi),
        *_around(others, 2, SMALL_RADII[2], 19 if len(others) < 14 else 15, -pi / 2),
    ]
    return Picture(SMALL, SMALL, centre, centre, SMALL_RADII, spots)


def _rows(family: list[Person]) -> list[list[Person]]:
    """Children above, adults under them; at most three side by side, in rows that are about as long."""
    rows: list[list[Person]] = []
    for is_child in (True, False):
        group = [one for one in family if (one.role == Role.CHILD) == is_child]
        count = -(-len(group) // ROW)
        rows += [group[len(group) * row // count : len(group) * (row + 1) // count] for row in range(count)]
    return rows


def _radii(rows: list[list[Person]]) -> tuple[float, ...]:
    widest = max((len(row) for row in rows), default=0)
    inner = max(SMALLEST_FAMILY, 0.92 * hypot((widest - 1) * PITCH / 2 + 34, len(rows) * PITCH / 2))
    radii = [round(inner)]
    for gap in GAPS:
        radii.append(radii[-1] + gap)
    return tuple(float(radius) for radius in radii)


def _family(rows: list[list[Person]], x: float, y: float) -> Iterator[Spot]:
    for number, row in enumerate(rows):
        for place, person in enumerate(row):
            there = x + (place - (len(row) - 1) / 2) * PITCH
            down = y + (number - (len(rows) - 1) / 2) * PITCH - 8
            half = 25.0 if person.role == Role.CHILD else 21.0
            yield Spot(person, round(there, 1), round(down, 1), FAMILY_RING, half, "", round(there, 1))


def _best_turn(there: list[Spot], ring: tuple[float, float, float, float], placed: list[Spot]) -> list[Spot]:
    """The ring, turned so that as little as possible lies over each other and over what is placed already."""
    if not there:
        return []
    turns = [_turned(there, ring, -pi / 2 + 2 * pi * turn / TURNS / len(there)) for turn in range(TURNS)]
    return min(turns, key=lambda spots: round(_overlap(spots, placed)))


def _turned(there: list[Spot], ring: tuple[float, float, float, float], start: float) -> list[Spot]:
    x, y, radius, width = ring
    turned = []
    for number, spot in enumerate(there):
        angle = start + 2 * pi * number / len(there)
        across, down = round(x + radius * cos(angle), 1), round(y + radius * sin(angle), 1)
        left, _, right, _ = replace(spot, x=across, y=down, name_x=across).boxes[1]
        name_x = across + max(0, 4 - left) - max(0, right - width + 4)
        turned.append(replace(spot, x=across, y=down, name_x=round(name_x, 1)))
    return turned


def _overlap(spots: list[Spot], placed: list[Spot]) -> float:
    """How much of the drawing is taken twice."""
    total, before = 0.0, [box for spot in placed for box in spot.boxes]
    for spot in spots:
        for mine in spot.boxes:
            for other in before:
                across = min(mine[2], other[2]) - max(mine[0], other[0])
                down = min(mine[3], other[3]) - max(mine[1], other[1])
                total += max(0.0, across) * max(0.0, down)
        before += spot.boxes
    return total


def _around(people: list[Person], ring: int, radius: float, half: float, start: float) -> Iterator[Spot]:
    """Evenly around the centre of the small picture."""
    for number, person in enumerate(people):
        angle = start + 2 * pi * number / len(people)
        x, y = round(SMALL / 2 + radius * cos(angle), 1), round(SMALL / 2 + radius * sin(angle), 1)
        yield Spot(person, x, y, ring, half, "", x)
