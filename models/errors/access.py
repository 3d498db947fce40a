"""Refusals of what somebody may see of a family, until when, and of taking somebody off."""

from models.errors.base import Refused
from models.translation import N_


class SuccessorNeeded(Refused):
    """Who stays with a family, directs it or chairs what comes is not taken off without somebody who takes over."""

    code = "successor_needed"
    sentence = N_(
        "%(name)s is vast gezicht, heeft de regie of zit een overleg voor. Kies eerst wie dat overneemt."
    )
    status = 409


class EndNeeded(Refused):
    code = "end_needed"
    sentence = N_("Kies tot en met welke dag. Wie een deel mag lezen, heeft altijd een einddatum.")
    field = "until"


class EndPassed(Refused):
    code = "end_passed"
    sentence = N_(
        "Deze dag is al voorbij. Kies vandaag of later. Moet het meteen stoppen? Kies dan: haal eraf."
    )
    field = "until"


class BesideNeeded(Refused):
    """A supporter stands beside somebody of the family or its own circle."""

    code = "beside_needed"
    sentence = N_("Kies naast wie deze persoon staat.")
    field = "supports"


class PartsNeeded(Refused):
    code = "parts_needed"
    sentence = N_("Kies minstens één onderdeel, of kies: eigen deel.")
    field = "parts"


class FamilySeesAll(Refused):
    """What a parent or child may not see is shielded, piece by piece and with a reason; not the whole case."""

    code = "family_sees_all"
    sentence = N_("Ouders en kinderen lezen alles op tafel. Wat niet voor iedereen is, schermt u apart af.")
    field = "sees"


class WasTakenOff(Refused):
    code = "was_taken_off"
    sentence = N_("Deze persoon is er al af.")
    status = 409
