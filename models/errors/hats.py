"""Refusals of who wears which hat, and of the legal frame of a family."""

from models.errors.base import Refused
from models.translation import N_


class HatOfAnother(Refused):
    """What the law leaves to a hat, nobody takes for themselves."""

    code = "hat_of_another"
    sentence = N_(
        "De wet geeft deze pet macht. Die zet niemand zichzelf op: vraag het aan wie de regie heeft of voorzit."
    )
    field = "hat"
    status = 403


class HatForProfessionals(Refused):
    code = "hat_for_professionals"
    sentence = N_("Een pet is voor wie hier voor een organisatie werkt. %(name)s zit hier als mens.")
    field = "hat"


class HatKeepsEmployer(Refused):
    """A hat is worn for an employer: both change together, and everybody is told."""

    code = "hat_keeps_employer"
    sentence = N_("%(name)s draagt een pet voor %(employer)s. Verander de organisatie bij die pet.")
    field = "organisation"


class EmployerNeeded(Refused):
    code = "employer_needed"
    sentence = N_("Schrijf op voor welke organisatie deze persoon die pet draagt.")
    field = "employer"


class MandateNeeded(Refused):
    code = "mandate_needed"
    sentence = N_("Schrijf op waarover deze persoon met die pet mag beslissen.")
    field = "mandate"


class SinceNeeded(Refused):
    code = "since_needed"
    sentence = N_("Vul in sinds wanneer de maatregel er is.")
    field = "since"


class MeasureNeeded(Refused):
    code = "measure_needed"
    sentence = N_("Schrijf op welke maatregel het is, voor wie, en wie dat besloot.")
    field = "words"
