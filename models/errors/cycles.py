"""Refusals of learning cycles."""

from models.errors.base import Refused
from models.translation import N_


class CycleClosed(Refused):
    code = "cycle_closed"
    sentence = N_("Deze leerronde is afgesloten. U kunt haar nog wel lezen.")
    status = 409


class CycleStillOpen(Refused):
    code = "cycle_open"
    sentence = N_("Deze leerronde loopt nog. Sluit haar eerst af. Daarna begint u de volgende.")
    status = 409


class EndsBeforeStart(Refused):
    code = "ends_before_start"
    sentence = N_("De laatste dag moet na de eerste dag liggen. Kies een latere dag.")
    field = "ends_on"


class OutcomeNeeded(Refused):
    code = "outcome_needed"
    sentence = N_("Leg eerst vast wat u houdt, verandert of stopt. Eén kaart is genoeg.")
    field = "keep"


class EvidenceTooFew(Refused):
    """What a card would rest on is of too few families to be shown."""

    code = "evidence_too_few"
    sentence = N_("Hierover zijn te weinig reflecties om te tonen. Kies iets anders.")
    field = "evidence_of"


class SessionOver(Refused):
    code = "session_over"
    sentence = N_("Deze sessie is voorbij. De kaarten staan er nog.")
    status = 409


class NotLeading(Refused):
    code = "not_leading"
    sentence = N_("Iemand anders leidt deze sessie. Neem eerst de leiding over.")
    status = 403


class WrongStep(Refused):
    code = "wrong_step"
    sentence = N_("Dat hoort bij een andere stap van de sessie.")
    status = 409


class DotsUsed(Refused):
    code = "dots_used"
    sentence = N_("U hebt al uw %(most)s stippen gebruikt. Haal er eerst een weg.")
