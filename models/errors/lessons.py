"""Refusals of lesson cards."""

from models.errors.base import Refused
from models.translation import N_


class LessonChanged(Refused):
    """Somebody else changed the same card first; what they wrote is shown beside what was typed."""

    code = "lesson_changed"
    sentence = N_("Iemand anders veranderde deze kaart net ook. Vergelijk, en bewaar dan nog een keer.")
    status = 409


class PackWrong(Refused):
    """A file that is no pack of lesson cards, or one that cannot be read."""

    code = "pack_wrong"
    sentence = N_("Dit bestand kunnen we niet lezen. Kies een pakket met leskaarten uit Rondom.")
    field = "file"
