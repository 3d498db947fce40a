"""Refusals on signing in."""

from models.errors.base import Refused, TooMany
from models.translation import N_


class SignInNeeded(Refused):
    code = "sign_in"
    sentence = N_("Meld u eerst aan.")
    status = 401


class WrongPassword(Refused):
    code = "wrong_password"
    sentence = N_("Dit e-mailadres en dit wachtwoord horen niet bij elkaar. Probeer het opnieuw.")
    status = 401
    watched = True


class PasswordWrong(Refused):
    """By who is signed in already: what is wrong can be said."""

    code = "password_wrong"
    sentence = N_("Dit wachtwoord klopt niet. Probeer het opnieuw.")
    status = 401


class TooManyTries(TooMany):
    """The same for an account that does not exist: nobody learns here which ones do."""

    code = "too_many_tries"
    sentence = N_(
        "Er is te vaak een verkeerd wachtwoord ingevuld. Wacht 15 minuten en probeer het dan opnieuw."
    )


class BackAgain(Refused):
    """Not a no: what somebody sent while they were signed out waits for them to send it."""

    code = "back_again"
    sentence = N_(
        "U bent weer aangemeld. Uw woorden staan er nog. Ze zijn nog niet bewaard: verstuur ze opnieuw."
    )
    status = 200


class SessionOver(Refused):
    """The session of this page ended, wherever that was done."""

    code = "session_over"
    sentence = N_("Deze pagina is dicht.")
    status = 401


class DeviceUnknown(Refused):
    """The cookie is of a browser that proved itself otherwise."""

    code = "device_unknown"
    sentence = N_("Dit is niet de browser waarmee u zich aanmeldde. Meld u opnieuw aan.")
    status = 401


class StepUpNeeded(Refused):
    """Not a no: who is signed in says once more who they are."""

    code = "step_up"
    sentence = N_("Dit vraagt om zekerheid dat u het bent. Vul uw wachtwoord nog een keer in.")
    status = 401
