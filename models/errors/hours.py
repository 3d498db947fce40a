"""Refusals of development hours."""

from models.errors.base import Refused
from models.translation import N_


class HoursLater(Refused):
    code = "hours_later"
    sentence = N_("Schrijf uw uren op als het overleg voorbij is.")
    status = 409


class HoursFixed(Refused):
    """The month is over, and its totals may have been used already."""

    code = "hours_fixed"
    sentence = N_("Die maand is afgesloten. Deze uren kunt u niet meer veranderen.")
    status = 409
