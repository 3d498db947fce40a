"""Refusals of a meeting (*overleg*)."""

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
