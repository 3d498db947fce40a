"""A clear no (`Refused`), and the refusals that belong to no subject.

Every refusal has a stable code for programs and a plain Dutch sentence for people. The sentence is a key of the
language catalogue. It says what to do, and it blames nobody."""

from typing import Any, ClassVar

from models.translation import N_


class Refused(Exception):
    """A clear no. `values` fill the sentence; `field` names the input it is about, if there is one."""

    code: ClassVar[str] = "refused"
    sentence: ClassVar[str] = N_("Dit kan nu niet. Probeer het nog een keer.")
    status: ClassVar[int] = 400
    #: Whether a try that ended in it stands in the log (`conference.records.commands.logged`).
    watched: ClassVar[bool] = False
    #: The field that says yes, where the refusal is a question.
    confirm: ClassVar[str] = ""
    #: What was asked, as `kind:id`, for the log only.
    about: str = ""
    field: str | None = None

    def __init__(self, field: str | None = None, **values: Any) -> None:
        super().__init__(self.code)
        self.field = field or self.field
        self.values = values


class NotFound(Refused):
    """It does not exist, or this viewer may not know that it does: the two look the same."""

    code = "not_found"
    sentence = N_("Dit bestaat niet, of u kunt er niet bij.")
    status = 404
    watched = True


class NotAllowed(Refused):
    """The viewer may see it, and may not do this."""

    code = "not_allowed"
    sentence = N_("Dit kunt u hier niet doen. Vraag het aan de voorzitter.")
    status = 403
    watched = True


class TooMany(Refused):
    code = "rate_limited"
    sentence = N_("Dit gaat heel snel. Wacht even en probeer het dan opnieuw.")
    status = 429


class TooManyLines(TooMany):
    code = "too_many_lines"
    sentence = N_("Deze pagina staat al te vaak open. Sluit de andere en probeer het opnieuw.")


class CsrfFailed(Refused):
    code = "csrf_failed"
    sentence = N_("Deze pagina is te lang open geweest. Laad de pagina opnieuw en probeer het nog een keer.")
    status = 403


class FormTooOld(CsrfFailed):
    """The same for a form that comes back with everything in it."""

    sentence = N_(
        "Deze pagina is te lang open geweest. Uw woorden staan er nog. Ze zijn nog niet bewaard: verstuur ze opnieuw."
    )


class FormTooLarge(Refused):
    """A form of more bytes or parts than are read at all; nobody knows what was in it, so nothing can come back."""

    code = "too_large"
    status = 413
    sentence = N_(
        "Dit is te veel in één keer. Er is niets bewaard. Ga terug: uw woorden staan nog in het formulier. "
        "Bewaar ze in stukken."
    )


class AlreadyAnswered(Refused):
    code = "already_answered"
    sentence = N_("Iemand anders heeft dit net gedaan.")


class Conflict(Refused):
    """Somebody else changed the same field first. `theirs` and `yours` are both shown; `thing` is the record.

    `why`: the reason of the chair, for who chooses their own value all the same.
    """

    code = "conflict"
    sentence = N_("Iemand anders veranderde dit net ook. Kies samen wat het wordt.")
    status = 409

    def __init__(self, field: str, *, thing: str = "", theirs: str, yours: str, why: str = "") -> None:
        super().__init__(field, theirs=theirs, yours=yours)
        self.thing, self.why = thing, why


class Broken(Refused):
    """Something failed on our side. The reference stands in the server's log, the words do not."""

    code = "internal"
    sentence = N_(
        "Er ging bij ons iets mis. Uw woorden staan er nog. Probeer het zo nog eens. (%(reference)s)"
    )
    status = 500


class ReasonNeeded(Refused):
    code = "reason_required"
    sentence = N_("Schrijf waarom (minstens 15 tekens).")
    field = "reason"


class WasRemoved(Refused):
    code = "was_removed"
    sentence = N_("Iemand haalde dit net weg. Zet het eerst terug.")
    status = 409


class NotNow(Refused):
    """Nothing is wrong with what was asked: the same, a moment later, will do."""

    code = "try_again"
    sentence = N_("Dit lukt nu even niet. Er is niets kwijt. Probeer het zo nog eens.")
    status = 503


class StorageFull(NotNow):
    """Nothing can be kept: the disk is full, broken, or only to be read."""

    code = "storage_full"
    sentence = N_(
        "Er kan nu niets worden bewaard: de opslag is vol. Uw woorden staan er nog. Probeer het zo nog eens."
    )
    status = 507


class Updating(NotNow):
    """The program goes, and comes back by itself: nothing new begins, and nothing was done."""

    code = "updating"
    sentence = N_(
        "Dit is nog niet bewaard: Rondom wordt bijgewerkt. U komt zo vanzelf terug. Probeer het dan nog een keer."
    )


class LogDown(Refused):
    """What may only be shown with a row in the log cannot be shown while that cannot be written."""

    code = "log_down"
    sentence = N_("Dit kan nu even niet worden getoond. Probeer het zo nog eens.")
    status = 503
