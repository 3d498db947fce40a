"""Refusals of safety numbers."""

from models.errors.base import Refused
from models.translation import N_


class NumbersShown(Refused):
    code = "numbers_shown"
    sentence = N_("De cijfers zijn al samen getoond. Zeg aan tafel wat er voor u anders is.")
    status = 409


class NothingToReveal(Refused):
    code = "nothing_to_reveal"
    sentence = N_("Er is nog geen cijfer gegeven. Vraag iedereen om een cijfer op het eigen toestel.")
