"""How often somebody may be wrong at a door, by where they come from. What was right costs nothing.

A right code from elsewhere is never refused because of what others tried: when the whole world tries too much, each
address only has fewer wrong tries left.
"""

from flask import request
from limits import RateLimitItem, RateLimitItemPerMinute

from conference.core import net
from conference.web import common

OF_ADDRESS = RateLimitItemPerMinute(10)
OF_ADDRESS_WHEN_MANY = RateLimitItemPerMinute(3)
OF_ALL = RateLimitItemPerMinute(300)


def address() -> str:
    """Where this request comes from on the net."""
    return net.whose(request.remote_addr or "")


def too_many(door: str) -> bool:
    """Whether this address was wrong too often, at this kind of door."""
    if not common.limiter.enabled:
        return False
    limit = OF_ADDRESS if _left(OF_ALL, door, "all") else OF_ADDRESS_WHEN_MANY
    return not _left(limit, door, address())


def count_wrong(door: str) -> None:
    """Somebody was wrong."""
    if not common.limiter.enabled:
        return
    for limit, whose in ((OF_ADDRESS, address()), (OF_ADDRESS_WHEN_MANY, address()), (OF_ALL, "all")):
        common.limiter.limiter.hit(limit, door, whose)


def _left(limit: RateLimitItem, door: str, whose: str) -> bool:
    return bool(common.limiter.limiter.test(limit, door, whose))
