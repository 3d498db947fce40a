"""Refusals of what somebody may see of a family, until when, and of taking somebody off."""

from models.errors.base import NotAllowed, Refused
from models.translation import N_


class SuccessorNeeded(Refused):
    """Who stays with a family, directs it or chairs what comes is not taken off without somebody who takes over."""

    code = "successor_needed"
    sentence = N_(
        "%(name)s is vast gezicht, heeft de regie of zit een overleg voor. Kies eerst wie dat overneemt."
    )
    status = 409


class EndNeeded(Refused):
    code = "end_needed"
    sentence = N_("Kies tot en met welke dag. Wie een deel mag lezen, heeft altijd een einddatum.")
    field = "until"


class EndPassed(Refused):
    code = "end_passed"
    sentence = N_(
        "Deze dag is al voorbij. Kies vandaag of later. Moet het meteen stoppen? Kies dan: haal eraf."
    )
    field = "until"


class BesideNeeded(Refused):
    """A supporter stands beside somebody of the family or its own circle."""

    code = "beside_needed"
    sentence = N_("Kies naast wie deze persoon staat.")
    field = "supports"


class PartsNeeded(Refused):
    code = "parts_needed"
    sentence = N_("Kies minstens één onderdeel, of kies: eigen deel.")
    field = "parts"


class FamilySeesAll(Refused):
    """What a parent or child may not see is shielded, piece by piece and with a reason; not the whole case."""

    code = "family_sees_all"
    sentence = N_("Ouders en kinderen lezen alles op tafel. Wat niet voor iedereen is, schermt u apart af.")
    field = "sees"


class WasTakenOff(Refused):
    code = "was_taken_off"
    sentence = N_("Deze persoon is er al af.")
    status = 409


class MayNotOpen(NotAllowed):
    """Opening a family is a right that an organisation gives, by name or to everybody of it."""

    code = "may_not_open"
    sentence = N_(
        "U kunt zelf geen gezin openen. Vraag het uw teamleider, of de beheerder van Rondom in uw organisatie."
    )


class AddressInvalid(Refused):
    """It says nothing of who signs in: only whether it could be an address."""

    code = "address_invalid"
    sentence = N_("Dit is geen e-mailadres. Kijk of er een @ in staat.")
    field = "account"


class ColleagueAsked(Refused):
    """This family asked this address already; whether anybody is there is not said."""

    code = "colleague_asked"
    sentence = N_(
        "Dit adres is al gevraagd, en er is nog geen antwoord. Trek de vraag eerst in als er iets anders moet."
    )
    field = "account"
    status = 409


class InvitationOver(Refused):
    """Taken back, answered, past its last day, or whoever asked stands there no more. Which one is not said."""

    code = "invitation_over"
    sentence = N_("Deze vraag geldt niet meer: er is al antwoord, of zij is ingetrokken of te oud.")
    status = 409


class NameOfAccount(Refused):
    """Who signs in is called as their account: nobody gives a colleague another name."""

    code = "name_of_account"
    sentence = N_(
        "%(name)s meldt zich aan met een eigen account. De naam staat daar, en verandert u hier niet."
    )
    field = "name"
