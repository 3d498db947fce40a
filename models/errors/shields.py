"""Refusals of shields."""

from models.errors.base import Refused
from models.translation import N_


class AudienceEmpty(Refused):
    code = "shield_nobody"
    sentence = N_("Kies wie dit mag lezen. U hoort daar zelf bij, en van wie het is ook.")
    field = "people"


class ReviewOutOfRange(Refused):
    code = "shield_review"
    sentence = N_("Kies een dag om opnieuw te kijken: van %(first)s tot en met %(last)s.")
    field = "review_on"


class SeveralWriters(Refused):
    code = "shield_several_writers"
    sentence = N_(
        "Hier schreven meer mensen aan mee. Dit kan niet apart. Maak een nieuwe, alleen voor wie u kiest."
    )
    status = 409


class SectionOfAll(Refused):
    code = "shield_section"
    sentence = N_("Deze tekst is van de hele tafel. Schrijf een eigen stuk erbij, alleen voor wie u kiest.")
    status = 409


class ApartAlready(Refused):
    code = "shield_there"
    sentence = N_("Dit staat al apart. Kijk bij ‘Wat is alleen voor sommigen?’.")
    status = 409


class NobodyGuards(Refused):
    code = "shield_no_guard"
    sentence = N_("Er is nog niemand die dit met u kan bewaken. Vraag het aan de voorzitter.")
    status = 409


class CodeWrong(Refused):
    code = "code_wrong"
    sentence = N_("Dit lukt niet. Vraag een nieuwe code aan wie naast u zit.")
    field = "digits"


class PeekOver(Refused):
    code = "peek_over"
    sentence = N_("Dit is weer dicht. Vraag een nieuwe code aan wie naast u zit.")
    status = 409
