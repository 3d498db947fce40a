"""Refusals of a meeting (*overleg*)."""

from collections.abc import Sequence
from typing import Any, ClassVar

from models.errors.base import Refused
from models.translation import N_


class MeetingClosed(Refused):
    code = "closed"
    sentence = N_("Dit overleg is voorbij. U kunt hier niets meer veranderen.")
    status = 409


class MeetingCancelled(MeetingClosed):
    code = "cancelled"
    sentence = N_("Dit overleg gaat niet door. U kunt hier niets meer veranderen.")


class MeetingStarted(Refused):
    code = "started"
    sentence = N_("Dit overleg is al begonnen. U kunt nu alleen nog mensen uitnodigen.")
    status = 409


class ManyPeople(Refused):
    """More people than the region thinks wise; whoever plans may say that it is meant so."""

    code = "many_people"
    sentence = N_(
        "U nodigt %(count)s mensen uit. Meer dan %(most)s is veel voor een gezin. Zet een vinkje als u dit zo wilt."
    )
    field = "many_ok"


class MeetingNotOpen(Refused):
    code = "not_open"
    sentence = N_("Het overleg is nog niet begonnen. Dat doet de voorzitter.")
    status = 409


class FamilyMissing(Refused):
    code = "family_missing"
    sentence = N_(
        "Bij dit soort overleg hoort het gezin aan tafel. Nodig het gezin uit, of schrijf waarom niet."
    )
    field = "why_no_family"


class ChairInvited(Refused):
    code = "chair_invited"
    sentence = N_("De voorzitter moet zelf ook uitgenodigd zijn.")
    field = "chair"


class Lacks(Refused):
    """Something that is asked before a meeting closes and is not there. With a reason it is passed over.

    `key` is how the profile names it (`Asked`), `people` are those it lacks of.
    """

    key: ClassVar[str]

    def __init__(self, people: Sequence[Any] = ()) -> None:
        self.people = tuple(people)
        super().__init__(self.key, names=", ".join(one.first_name for one in people))


class OwnWordsLack(Lacks):
    code = "own_words_lack"
    key = "own_words"
    sentence = N_("Nog geen eigen woorden van %(names)s. Zeg waarom u dit overslaat.")


class ExplanationLacks(Lacks):
    code = "explanation_lacks"
    key = "explanation"
    sentence = N_("Bij ‘Wij denken dit’ staat nog niets. Zeg waarom u dit overslaat.")


class OtherExplanationLacks(Lacks):
    code = "other_explanation_lacks"
    key = "other_explanation"
    sentence = N_("Er is nog geen andere verklaring bekeken. Zeg waarom u dit overslaat.")


class MeaningLacks(Lacks):
    code = "meaning_lacks"
    key = "meaning"
    sentence = N_("Nog niet gezegd wat dit betekent voor %(names)s. Zeg waarom u dit overslaat.")


class SafetyLacks(Lacks):
    code = "safety_lacks"
    key = "safety"
    sentence = N_("Hoe veilig het nu is, is niet samen bekeken. Zeg waarom u dit overslaat.")


class ProtectionLacks(Lacks):
    code = "protection_lacks"
    key = "protection"
    sentence = N_("Er staat nog niets bij wat helpt of beschermt. Zeg waarom u dit overslaat.")
