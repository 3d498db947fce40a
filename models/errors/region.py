"""Refusals of a region profile (*regioprofiel*)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from models.errors.base import Refused
from models.translation import N_


class ProfileInUse(Refused):
    """A profile without the sections or phases that families have."""

    code = "profile_in_use"
    sentence = N_("Gezinnen gebruiken nog wat in dit profiel ontbreekt: %(keys)s.")
    status = 409


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong in a file or form: where, and what to do. `values` fill the sentence."""

    place: str
    sentence: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.place}: {self.sentence % self.values}"


class Faults(tuple[Fault, ...]):
    """All that is wrong; as words in Dutch, with the places as the file has them."""

    __slots__ = ()

    def __str__(self) -> str:
        return "; ".join(map(str, self))


class ProfileWrong(Refused):
    """A profile that cannot be used. `faults` are Faults: which key, and what to do."""

    code = "profile_wrong"
    sentence = N_("Dit profiel kan zo niet. Er is niets veranderd. %(faults)s.")


class ProfileUnreadable(Refused):
    code = "profile_unreadable"
    sentence = N_(
        "Dit bestand is geen profiel dat we kunnen lezen. Er is niets veranderd. Kies een YAML-bestand."
    )
    field = "file"


class ProfileChanged(Refused):
    """Somebody else saved the same group of settings in the meantime."""

    code = "profile_changed"
    sentence = N_(
        "Iemand anders heeft dit net veranderd. Uw woorden staan er nog. Kijk wat er nu geldt, en bewaar dan opnieuw."
    )
    status = 409
