"""Refusals at the door."""

from models.errors.base import Refused
from models.translation import N_


class SeatGone(Refused):
    code = "seat_gone"
    sentence = N_("U doet niet meer mee aan dit overleg.")
    status = 401


class CodeUnknown(Refused):
    """Also of a code that was one: its time is over, its meeting ended, or it was used."""

    code = "code_unknown"
    sentence = N_("Deze code kennen we niet. Kijk nog eens op het scherm of vraag het aan de voorzitter.")
    field = "code"
    watched = True


class CodeShape(Refused):
    code = "code_shape"
    sentence = N_("Vul 6 cijfers in. U vulde er %(count)s in.")
    field = "code"


class LinkFails(Refused):
    """The one answer for a link that does not work: unknown, ended, taken back, without a code, waiting, or wrong.

    Whoever holds a link that is none of theirs learns nothing of it here.
    """

    code = "link_fails"
    sentence = N_("Dit lukt niet. Wacht even en probeer het nog eens, of bel wie u dit gaf.")
    watched = True


class InvitationGone(Refused):
    """To the chair, who sees the link."""

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


class SecondDevice(Refused):
    """A second line on one seat waits until somebody at the first said that it is theirs."""

    code = "second_device"
    sentence = N_("Deze plek is al open op een ander toestel. Kijk daar, of vraag het aan de voorzitter.")
    status = 409
