"""Refusals of reading in an emergency (*noodinzage*)."""

from models.errors.base import Refused
from models.translation import N_


class DangerUntold(Refused):
    code = "emergency_reason"
    sentence = N_("Schrijf welk gevaar er nu is en wat u moet weten (minstens 30 tekens).")
    field = "reason"


class AskedAlready(Refused):
    code = "emergency_asked"
    sentence = N_("U vroeg dit al. Hieronder ziet u hoe het ermee staat.")
    status = 409


class SecondNeeded(Refused):
    code = "emergency_second"
    sentence = N_("U vroeg dit zelf. Iemand anders moet het goedkeuren.")
    status = 403
    watched = True


class OfTheFamily(Refused):
    """A privacy officer who has a place around the family may be kept out of something there."""

    code = "emergency_own_family"
    sentence = N_("U hebt zelf een plek bij dit gezin. Laat een andere privacyfunctionaris dit doen.")
    status = 403
    watched = True


class NotWaiting(Refused):
    code = "emergency_answered"
    sentence = N_("Dit wacht niet meer op een antwoord. Kijk hieronder hoe het ermee staat.")
    status = 409


class RightLost(Refused):
    code = "emergency_right_lost"
    sentence = N_(
        "U kunt dit nu niet vragen: de privacyfunctionaris moet eerst oordelen over een eerdere keer. "
        "Bel bij direct gevaar 112."
    )
    status = 403
    watched = True


class OpeningOver(Refused):
    code = "emergency_over"
    sentence = N_("Deze noodinzage is voorbij. Er is niets meer te lezen.")
    status = 403


class StillOpen(Refused):
    code = "emergency_open"
    sentence = N_("Deze noodinzage is nog bezig. Beoordeel haar als zij voorbij is.")
    status = 409
