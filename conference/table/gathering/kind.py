"""What gathers around the table as kinds: questions, added expertise, the rules of the game, how it was."""

from typing import Any

from conference.access.kinds import Kind, beside, of_meeting, register
from conference.access.permissions import Permission
from models.gathering import CheckOut, Expertise, Explanation, RulesAgreed


def _asked_about(question: Any) -> Any:
    """A question stands for what it is about, so that it cannot point at something hidden."""
    return beside(question, question.thing) if question.thing else question


EXPLANATION = register(
    Kind(name="explanation", model=Explanation, read=Permission.MEETING_READ, carrier=_asked_about)
)
EXPERTISE = register(Kind(name="expertise", model=Expertise, read=Permission.MEETING_READ))
RULES = register(Kind(name="rules", model=RulesAgreed, read=Permission.MEETING_READ, within=of_meeting))
CHECK_OUT = register(Kind(name="check_out", model=CheckOut, read=Permission.MEETING_READ, within=of_meeting))
