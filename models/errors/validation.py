"""Refusals of what was typed, at its field."""

from models.errors.base import Refused
from models.translation import N_


class TextNeeded(Refused):
    code = "text_required"
    sentence = N_("Vul dit in.")


class TextTooLong(Refused):
    code = "text_too_long"
    sentence = N_("Dit is te lang. Er passen %(limit)s tekens.")


class CharNotAllowed(Refused):
    code = "char"
    sentence = N_("Er staat een teken in dat we niet kunnen bewaren. Haal het weg en probeer het opnieuw.")


class BsnNotAllowed(Refused):
    code = "bsn"
    sentence = N_("Zet hier geen burgerservicenummer (BSN).")


class DateInvalid(Refused):
    code = "date_invalid"
    sentence = N_("Deze datum bestaat niet. Schrijf de datum zo: 14-05-2026.")


class DateOutOfRange(Refused):
    code = "date_range"
    sentence = N_("Kies een datum tussen %(first)s en %(last)s.")


class TimeInvalid(Refused):
    code = "time_invalid"
    sentence = N_("Deze tijd bestaat niet. Schrijf de tijd zo: 13:30.")


class TimeSkipped(Refused):
    """The clock goes forward that night (*zomertijd*)."""

    code = "time_skipped"
    sentence = N_("Die nacht gaat de klok een uur vooruit, dus deze tijd is er niet. Kies een andere tijd.")


class NumberInvalid(Refused):
    code = "number_invalid"
    sentence = N_("Vul een getal in tussen %(first)s en %(last)s.")


class ChoiceUnknown(Refused):
    code = "choice_unknown"
    sentence = N_("Kies een van de mogelijkheden in de lijst.")


class FieldUnknown(Refused):
    code = "unknown_field"
    sentence = N_("Dit veld kennen we niet. Laad de pagina opnieuw.")


class FieldMissing(Refused):
    code = "field_missing"
    sentence = N_("Hier ontbreekt iets. Vul dit veld in.")


class JsonInvalid(Refused):
    """Written as no browser writes it: a key twice, no number, without end."""

    code = "json_invalid"
    sentence = N_("Dit bericht is niet leesbaar. Laad de pagina opnieuw en probeer het nog een keer.")


class CommandUnknown(Refused):
    code = "unknown_event"
    sentence = N_("Deze opdracht kennen we niet. Laad de pagina opnieuw.")
