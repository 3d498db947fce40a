"""Refusals of erasing and holding."""

from models.errors.base import Refused
from models.translation import N_


class Held(Refused):
    code = "erasure_held"
    sentence = N_("Dit moet bewaard blijven tot en met %(day)s. Tot dan kan er niets worden gewist.")
    status = 409


class SecondNeeded(Refused):
    code = "erasure_second"
    sentence = N_("U vroeg dit zelf. Iemand anders moet het goedkeuren.")
    status = 403


class AskedAlready(Refused):
    code = "erasure_asked"
    sentence = N_("Dit is al gevraagd. Het wacht op iemand die het goedkeurt.")
    status = 409


class ErasedAlready(Refused):
    code = "erasure_done"
    sentence = N_("Van deze persoon is alles al gewist.")
    status = 409


class AtTheTable(Refused):
    code = "erasure_meeting"
    sentence = N_("Er is nu een overleg bezig. Sluit dat eerst, of wacht tot het voorbij is.")
    status = 409


class NotWaiting(Refused):
    code = "erasure_answered"
    sentence = N_("Dit wacht niet meer op een antwoord. Kijk hieronder wat er nu staat.")
    status = 409


class HoldOutOfRange(Refused):
    code = "hold_until"
    sentence = N_("Kies een dag: van %(first)s tot en met %(last)s. Daarna kijkt u opnieuw.")
    field = "until"
