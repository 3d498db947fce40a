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


class SecondCodeWrong(Refused):
    """By who gave a right password; counted, and never for another account."""

    code = "second_code_wrong"
    sentence = N_("Deze code klopt niet. Vul de code in die nu in uw app staat.")
    status = 401
    watched = True


class CodeAlreadyUsed(Refused):
    """Somebody who looked over a shoulder has no use for what they saw."""

    code = "code_already_used"
    sentence = N_("Deze code is al gebruikt. Wacht tot uw app een nieuwe code laat zien.")
    status = 401
    watched = True


class RecoveryCodeWrong(Refused):
    code = "recovery_code_wrong"
    sentence = N_("Deze herstelcode klopt niet, of u gebruikte hem al. Kijk of u een andere heeft.")
    status = 401
    watched = True


class TooManyCodes(TooMany):
    code = "too_many_codes"
    sentence = N_("Er is te vaak een verkeerde code ingevuld. Wacht een uur en probeer het dan opnieuw.")


class FactorRequired(Refused):
    code = "factor_required"
    sentence = N_("Uw organisatie vraagt bij het aanmelden ook een code. Daarom kan dit niet uit.")
    status = 403


class SetUpTooOld(Refused):
    """The secret was not offered in this session."""

    code = "set_up_too_old"
    sentence = N_("Deze pagina is te oud. Begin opnieuw met instellen.")
    status = 400


class LoginExpired(Refused):
    """What came back from elsewhere was not begun here, not just now, or was used before."""

    code = "login_expired"
    sentence = N_("Dit aanmelden is niet afgemaakt, duurde te lang of begon ergens anders. Begin opnieuw.")
    status = 401
    watched = True


class ProviderAway(Refused):
    code = "provider_away"
    sentence = N_(
        "Aanmelden via %(name)s lukt nu niet. Gebruik uw wachtwoord van hier, of probeer het later opnieuw."
    )
    status = 503


class NoAccountHere(Refused):
    """By who is known elsewhere: an account is never made out of that."""

    code = "no_account_here"
    sentence = N_(
        "%(name)s kent u, maar hier is nog geen account op dat e-mailadres. "
        "Vraag het aan wie bij u de accounts beheert."
    )
    status = 403
    watched = True


class PasswordShort(Refused):
    code = "password_short"
    sentence = N_("Kies een wachtwoord van minstens %(least)s tekens.")


class PasswordWeak(Refused):
    """Judged by a library; the sentence says what to do, not what was found."""

    code = "password_weak"
    sentence = N_(
        "Dit wachtwoord is te makkelijk te raden. Neem vier of meer losse woorden, en niet uw naam of die van uw werk."
    )


class PasswordNotTheSame(Refused):
    code = "password_not_the_same"
    sentence = N_("Dit is niet hetzelfde als uw nieuwe wachtwoord. Typ het nog een keer.")


class AddressNeeded(Refused):
    code = "address_needed"
    sentence = N_("Vul een heel e-mailadres in, zoals naam@werk.nl.")


class LinkOver(Refused):
    """The same for a link that never was, that was used, or that is too old."""

    code = "link_over"
    sentence = N_("Deze link werkt niet meer. Vraag een nieuwe aan.")
    status = 401
    watched = True


class PasskeyFails(Refused):
    """One sentence for all: unknown, used, too late, of another site, or of somebody whose account is closed."""

    code = "passkey_fails"
    sentence = N_("Dit lukt niet met deze passkey. Probeer het nog eens, of meld u aan met uw wachtwoord.")
    status = 401
    watched = True


class PasskeysOff(Refused):
    code = "passkeys_off"
    sentence = N_("Passkeys werken alleen op een adres met https.")
    status = 403
