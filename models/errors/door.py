"""Refusals at the door."""

from models.errors.base import Refused
from models.translation import N_


class SeatGone(Refused):
    code = "seat_gone"
    sentence = N_("U doet niet meer mee aan dit overleg.")
    status = 401


class CodeUnknown(Refused):
    code = "code_unknown"
    sentence = N_("Deze code kennen we niet. Kijk nog eens op het scherm of vraag het aan de voorzitter.")
    field = "code"
    watched = True


class CodeShape(Refused):
    code = "code_shape"
    sentence = N_("Vul 6 cijfers in. U vulde er %(count)s in.")
    field = "code"


class CodeWrong(Refused):
    code = "code_wrong"
    sentence = N_("Deze code klopt niet. U kunt het nog %(left)s keer proberen.")
    field = "code"
    watched = True


class CodeExpired(Refused):
    code = "code_expired"
    sentence = N_("Deze code is verlopen. Vraag de voorzitter om een nieuwe code.")
    field = "code"
    watched = True


class CodeUsed(Refused):
    code = "code_used"
    sentence = N_("Deze code is al gebruikt. Vraag de voorzitter om een nieuwe code.")
    field = "code"
    watched = True


class InvitationLocked(Refused):
    code = "invitation_locked"
    sentence = N_("Te vaak een verkeerde code. Vraag de voorzitter om een nieuwe link.")
    field = "code"
    watched = True


class InvitationGone(Refused):
    code = "invitation_gone"
    sentence = N_("Deze link werkt niet meer. Vraag de voorzitter om een nieuwe link.")
    watched = True


class NameInvalid(Refused):
    code = "name_invalid"
    sentence = N_(
        "Schrijf een naam van 1 tot 60 letters. Gebruik alleen letters, spaties, punten en streepjes."
    )
    field = "name"


class WrongMatch(Refused):
    code = "wrong_match"
    sentence = N_("Dit getal staat niet op de telefoon. Vraag de persoon om het getal nog eens te zeggen.")
    field = "match"
    watched = True


class SeatNeeded(Refused):
    code = "seat_needed"
    sentence = N_("Kies eerst wie dit is.")
    field = "person"
