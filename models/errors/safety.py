"""Refusals of what each gives alone and all are shown together: safety numbers, biggest risks."""

from models.errors.base import Refused
from models.translation import N_


class AlreadyShown(Refused):
    code = "numbers_shown"
    sentence = N_("Alles is al samen getoond. Zeg aan tafel wat er voor u anders is.")
    status = 409


class NothingToReveal(Refused):
    code = "nothing_to_reveal"
    sentence = N_("Er is nog niets gegeven. Vraag iedereen om een antwoord op het eigen toestel.")
