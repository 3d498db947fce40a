"""Safety numbers (*veiligheidscijfers*) as kinds: each is its giver's alone until all are shown together."""

from typing import Any

from conference.access.kinds import Kind, Left, Stands, on_all, register
from conference.access.permissions import Permission
from conference.access.policy import Viewer
from conference.region.profile import Block
from models.safety import SafetyNumber, SafetyRound


def _shown(number: Any, viewer: Viewer) -> bool:
    return number.round.revealed_at is not None or viewer.person_id in number.person.voices


ROUND = register(
    Kind(
        name="safety_round",
        model=SafetyRound,
        read=Permission.SAFETY_READ,
        stands=Stands(lists=on_all("safety"), alone=frozenset(), blocks={Block.SAFETY: ("safety",)}),
    )
)
NUMBER = register(
    Kind(
        name="safety_number",
        model=SafetyNumber,
        read=Permission.SAFETY_READ,
        shown=_shown,
        stands=Left("a number stands in its round"),
    )
)
