"""Refusals of reflection notes."""

from models.errors.base import Refused
from models.translation import N_


class NamesLeft(Refused):
    """Something in the words could tell who the family is; the author looks once more and decides.

    `proofs` go back with the same words: that these marks were shown on them.
    """

    code = "names_left"
    sentence = N_(
        "Hier staat nog iets wat het gezin kan verraden: %(shown)s. Haal het weg, of zeg dat het zo mag."
    )


class AlreadyShared(Refused):
    code = "already_shared"
    sentence = N_("Deze reflectie is al gedeeld. Trek haar eerst terug als u iets wilt veranderen.")
    status = 409


class ReflectionWithdrawn(Refused):
    code = "withdrawn"
    sentence = N_("Deze reflectie is intussen teruggetrokken. De rest staat er nog.")
    status = 409
