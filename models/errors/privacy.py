"""Refusals on what is asked of the privacy officer, and on what they do."""

from models.errors.base import Refused
from models.translation import N_


class AskedAlready(Refused):
    code = "asked_already"
    sentence = N_("U vroeg dit al. U krijgt antwoord op of voor %(day)s.")
    status = 409


class LongerTooLate(Refused):
    """The law lets an answer wait longer only when that is told within the first month."""

    code = "longer_too_late"
    sentence = N_("Uitstel kan alleen in de eerste maand, en maar één keer. Geef nu antwoord.")
    status = 409


class ThingUnknown(Refused):
    code = "thing_unknown"
    sentence = N_("Dit nummer kennen wij hier niet. Vraag het nummer aan wie de regie heeft.")
    status = 404
