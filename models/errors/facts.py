"""Refusals of statements."""

from models.errors.base import Refused
from models.translation import N_


class FactNeedsSource(Refused):
    code = "fact_source"
    sentence = N_(
        "Een uitspraak zonder bron en datum is geen feit. Schrijf erbij wie dit zegt of waar het staat."
    )
    field = "source_words"


class FactNeedsDate(Refused):
    code = "fact_date"
    sentence = N_("Een uitspraak zonder bron en datum is geen feit. Vul de datum in, of kies ‘onbekend’.")
    field = "happened"


class PeriodIncomplete(Refused):
    code = "period_incomplete"
    sentence = N_("Vul van een periode de eerste en de laatste dag in.")
    field = "happened"


class StatementSettled(Refused):
    """Replaced by a correction, or taken back: it is read and not written any more."""

    code = "statement_settled"
    sentence = N_("Deze zin is al verbeterd of teruggenomen. U kunt hem nog wel lezen.")
    status = 409
