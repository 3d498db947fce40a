"""What plays a part (*wat meespeelt*) and the arrows between (*pijlen*) as kinds."""

from conference.access.kinds import EVERYWHERE, Kind, Stands, on_all, own_shield, register
from conference.access.permissions import Permission
from conference.region.profile import Block
from models.enums import TextKind
from models.factors import Factor, Link


def _around(link: Link, listed: bool) -> tuple[str, ...]:
    """An arrow that came or went shows at both its ends; one that changed on the picture only."""
    return (f"factor:{link.from_id}", f"factor:{link.to_id}") if listed else (f"arrow:{link.id}",)


FACTOR = register(
    Kind(
        name="factor",
        askable=True,
        model=Factor,
        read=Permission.MAP_READ,
        write=Permission.MAP_WRITE,
        texts={TextKind.FACTOR: None},
        text_carrier="factor",
        stands=Stands(
            lists=on_all("map"),
            alone=EVERYWHERE,
            sights=("node", "choice", "hint"),
            around=lambda factor, listed: () if listed else (f"node:{factor.id}", "coverage"),
            there=lambda factor: bool(factor.stands),
            blocks={Block.MAP: ("factor", "map", "node", "choice", "hint", "coverage")},
        ),
        words=lambda board, field, value: board.map.label_of(field, value),
    )
)
# An arrow is for those who may know of both its ends.
LINK = register(
    Kind(
        name="link",
        askable=True,
        model=Link,
        read=Permission.MAP_READ,
        write=Permission.MAP_WRITE,
        shields=lambda link: own_shield(link.source) + own_shield(link.target),
        stands=Stands(
            lists={**on_all("picture", "circles", "removed"), "screen": ("map",)},
            alone=EVERYWHERE,
            sights=("arrow",),
            around=_around,
            there=lambda link: bool(link.stands),
            blocks={Block.MAP: ("link", "arrow", "picture", "circles", "removed")},
        ),
        words=lambda board, field, value: board.map.label_of(field, value),
    )
)
