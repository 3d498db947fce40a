"""Refusals of decisions."""

from models.errors.base import Refused
from models.translation import N_


class DecisionFixed(Refused):
    code = "decision_fixed"
    sentence = N_("Dit besluit staat vast. De voorzitter kan het in dit overleg weer openen.")
    status = 409


class DecisionEarlier(Refused):
    code = "decision_earlier"
    sentence = N_("Dit besluit is van een eerder overleg en blijft staan. Maak een nieuw besluit.")
    status = 409


class QuestionNeeded(Refused):
    code = "question_needed"
    sentence = N_("Schrijf op over welke vraag u besluit.")
    field = "question"


class OptionsNeeded(Refused):
    code = "options_needed"
    sentence = N_("Schrijf minstens twee mogelijkheden op die u samen hebt bekeken.")
    field = "options"


class DecisionNeeded(Refused):
    code = "decision_needed"
    sentence = N_("Schrijf op wat u besluit.")
    field = "text"


class WhyNeeded(Refused):
    code = "why_needed"
    sentence = N_("Schrijf op waarom u dit besluit.")
    field = "why"


class MeaningNeeded(Refused):
    code = "meaning_needed"
    sentence = N_("Schrijf op wat dit betekent voor %(name)s.")
    field = "meanings"


class WrongIfNeeded(Refused):
    code = "wrong_if_needed"
    sentence = N_("Schrijf op waaraan u zou merken dat u het mis hebt.")
    field = "wrong_if"


class ReviewNeeded(Refused):
    code = "review_needed"
    sentence = N_("Kies een dag waarop u opnieuw naar dit besluit kijkt.")
    field = "review_on"


class HatNeeded(Refused):
    code = "hat_needed"
    sentence = N_("Kies met welke pet op iemand dit besluit mag nemen.")
    field = "hat"


class ReservedAct(Refused):
    code = "reserved_act"
    sentence = N_("Met deze pet op mag u dit niet besluiten. De wet geeft dat aan een ander: %(law)s.")
    field = "reserved_act"


class ObjectionOpen(Refused):
    code = "objection_open"
    sentence = N_("Er is een bezwaar. Schrijf eerst op wat u ermee deed.")
    field = "handled"


class ObjectionStands(Refused):
    code = "objection_stands"
    sentence = N_(
        "Er staat nog een bezwaar. Praat verder tot iedereen ermee kan leven, of leg vast dat u er nog niet uit bent."
    )
    field = "stances"


class AnswersNeeded(Refused):
    code = "answers_needed"
    sentence = N_("Vraag het eerst hardop aan %(names)s. Er is nog geen antwoord op deze woorden.")
    field = "answers"


class NotAtTable(Refused):
    code = "not_at_table"
    sentence = N_("%(name)s zit nu niet aan tafel. U kunt alleen opschrijven wat iemand hier zegt.")
    field = "person"


class AsksThemselves(Refused):
    code = "asks_themselves"
    sentence = N_("%(name)s heeft een eigen telefoon. Ja zegt iemand alleen zelf.")
    field = "stance"
    status = 403


class SpokeThemselves(Refused):
    code = "spoke_themselves"
    sentence = N_("%(name)s heeft zelf al antwoord gegeven. Alleen %(name)s kan dat veranderen.")
    field = "person"
    status = 409


class RuleFixed(Refused):
    code = "rule_fixed"
    sentence = N_("Er is al een antwoord gegeven. Hoe u besluit, kan nu niet meer veranderen.")
    field = "rule"
    status = 409


class GroundNeeded(Refused):
    code = "ground_needed"
    sentence = N_("Vrijwillig beslist niemand over een ander heen. Kies de reden in de wet.")
    field = "legal_basis"


class FactNeeded(Refused):
    code = "fact_needed"
    sentence = N_("Kies minstens één feit waarop dit steunt: iets wat gezien of gezegd is.")
    field = "statements"


class HatNotWorn(Refused):
    """A hat belongs to a person: nobody who is asked here wears this one."""

    code = "hat_not_worn"
    sentence = N_("Niemand aan deze tafel draagt de pet ‘%(hat)s’. Kies een pet die iemand hier draagt.")
    field = "hat"


class HatSilent(Refused):
    """What an office decides, its own people at the table stand behind themselves."""

    code = "hat_silent"
    sentence = N_(
        "Dit besluit is van wie de pet ‘%(hat)s’ draagt. %(names)s zegt eerst zelf: steun ik, of kan ermee leven."
    )
    field = "stances"


class ActGround(Refused):
    code = "act_ground"
    sentence = N_("Voor ‘%(act)s’ geeft de wet een andere reden. Kies: %(grounds)s.")
    field = "legal_basis"


class GroundMisfit(Refused):
    """A court order or a mayor's order without a measure of that kind."""

    code = "ground_misfit"
    sentence = N_(
        "De reden ‘%(ground)s’ past niet bij dit gezin. Er staat: %(frame)s. Kies een andere reden."
    )
    field = "legal_basis"


class FrameNeeded(Refused):
    code = "frame_needed"
    sentence = N_("‘%(act)s’ kan alleen als er een maatregel is die daarbij hoort. Er staat: %(frame)s.")
    field = "reserved_act"
