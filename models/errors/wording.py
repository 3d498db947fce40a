"""Refusals of words that belong to somebody."""

from models.errors.base import Refused
from models.translation import N_


class WordsOfAnother(Refused):
    """Nobody changes another's words, or what hangs on them; another wording can be proposed."""

    code = "words_of_another"
    sentence = N_(
        "Dit zijn woorden van iemand anders. Die persoon kan ze veranderen. U kunt wel een voorstel doen bij deze zin."
    )
    status = 403
    watched = True


class ProposalSame(Refused):
    """The words that stand there already."""

    code = "proposal_same"
    sentence = N_("Dit staat er al. Schrijf hoe u het anders zou zeggen.")
    field = "words"


class ProposalNotNeeded(Refused):
    """The words are one's own, or the table's."""

    code = "proposal_not_needed"
    sentence = N_("Een voorstel is hier niet nodig. U kunt deze woorden zelf veranderen.")


class ProposalAnswered(Refused):
    code = "proposal_answered"
    sentence = N_("Dit voorstel heeft al een antwoord, of het is teruggenomen.")
    status = 409
