"""Refusals of shared texts."""

from models.errors.base import Refused
from models.translation import N_


class TextRefused(Refused):
    """A change that cannot be taken; the writer keeps the words on the own screen."""

    code = "text_refused"


class TextMalformed(TextRefused):
    code = "malformed"
    sentence = N_("Deze wijziging is niet leesbaar. Uw woorden staan hieronder. Laad de pagina opnieuw.")


class TextLength(TextRefused):
    code = "length"
    sentence = N_("Deze wijziging past niet op de tekst. Uw woorden staan hieronder.")


class TextSurrogate(TextRefused):
    code = "surrogate"
    sentence = N_("Deze wijziging knipt een teken doormidden. Uw woorden staan hieronder.")


class TextTooLarge(TextRefused):
    code = "too_large"
    sentence = N_("Dit is te veel tekst in één keer. Uw woorden staan hieronder. Plak het in stukken.")
    status = 413


class TextFull(TextRefused):
    code = "full"
    sentence = N_("Dit blok is vol. Er passen %(limit)s tekens in. Uw woorden staan hieronder.")


class TextChar(TextRefused):
    code = "char"
    sentence = N_("Er staat een teken in dat we niet kunnen bewaren. Uw woorden staan hieronder.")


class TextNotYours(TextRefused):
    code = "not_yours"
    watched = True
    sentence = N_("Deze tekst is van iemand anders. Uw woorden staan hieronder.")
    status = 403


class TextRenewed(TextRefused):
    code = "renewed"
    sentence = N_("Deze tekst is vernieuwd. Kijk nog eens naar uw woorden.")
    status = 409


class TextOpReused(TextRefused):
    """Other words under a number that this editor used before: two editors think they are one."""

    code = "op_reused"
    watched = True
    sentence = N_("Deze wijziging kwam er twee keer, met andere woorden. Uw woorden staan hieronder.")
    status = 409


class ScrubNothing(Refused):
    code = "scrub_nothing"
    sentence = N_("Deze woorden hebben hier nooit zo gestaan. Schrijf ze precies zoals ze er stonden.")


class ScrubTooShort(Refused):
    code = "scrub_short"
    sentence = N_("Kies minstens %(shortest)s tekens, anders verdwijnt er te veel.")


class BulkDeleteConfirm(TextRefused):
    """Much goes at once: the same once more, with `sure`, does it."""

    code = "bulk_delete_confirm"
    sentence = N_("U haalt in één keer veel weg. Klopt dat?")
    confirm = "sure"
    status = 409


class TextGap(TextRefused):
    code = "gap"
    sentence = N_("Er mist een stukje. We halen de tekst opnieuw op.")
    status = 409


class TextBehind(TextRefused):
    code = "behind"
    sentence = N_("Uw tekst liep achter. We halen de tekst opnieuw op.")
    status = 409


class TextAhead(TextRefused):
    code = "again"
    sentence = N_("Deze wijziging komt te vroeg. We halen de tekst opnieuw op.")
    status = 409
