"""What plays a part (*wat meespeelt*) and the arrows between (*pijlen*) as kinds."""

from conference.access.kinds import Kind, own_shield, register
from conference.access.permissions import Permission
from models.enums import TextKind
from models.factors import Factor, Link

FACTOR = register(
    Kind(
        name="factor",
        askable=True,
        model=Factor,
        read=Permission.MAP_READ,
        write=Permission.MAP_WRITE,
        texts={TextKind.FACTOR: None},
        text_carrier="factor",
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
    )
)
