"""Refusals of the map."""

from models.errors.base import Refused
from models.translation import N_


class LabelTooLong(Refused):
    code = "label_too_long"
    sentence = N_("Schrijf dit in hoogstens %(limit)s woorden. Het waren er %(count)s. Wat is de kern?")
    field = "label"


class LinkToItself(Refused):
    code = "link_to_itself"
    sentence = N_("Een pijl gaat van het een naar het ander. Kies twee verschillende dingen.")
    field = "target"


class LinkTwice(Refused):
    code = "link_twice"
    sentence = N_("Deze pijl staat er al.")
    status = 409


class LinkWasRemoved(Refused):
    code = "link_was_removed"
    sentence = N_("Deze pijl stond er eerder en is weggehaald. U kunt hem onderaan terugzetten.")
    status = 409
