"""What gathers around the table as kinds: questions, added expertise, the rules of the game, how it was."""

from typing import Any

from conference.access.kinds import Kind, Left, Stands, beside, of_meeting, on_all, register
from conference.access.permissions import Permission
from conference.region.profile import Block
from models.gathering import CheckOut, Expertise, Explanation, RulesAgreed


def _asked_about(question: Any) -> Any:
    """A question stands for what it is about, so that it cannot point at something hidden."""
    return beside(question, question.thing) if question.thing else question


EXPLANATION = register(
    Kind(
        name="explanation",
        model=Explanation,
        read=Permission.MEETING_READ,
        carrier=_asked_about,
        stands=Left("questions are told to who asked and to the chair (`QuestionChanged`)"),
    )
)
EXPERTISE = register(
    Kind(
        name="expertise",
        model=Expertise,
        read=Permission.MEETING_READ,
        stands=Left("it stands beside people in the shell (`ExpertiseChanged`)"),
    )
)
RULES = register(
    Kind(
        name="rules",
        model=RulesAgreed,
        read=Permission.MEETING_READ,
        within=of_meeting,
        stands=Stands(lists=on_all("rules"), blocks={Block.WELCOME: ("rules",)}),
    )
)
CHECK_OUT = register(
    Kind(
        name="check_out",
        model=CheckOut,
        read=Permission.MEETING_READ,
        within=of_meeting,
        stands=Stands(lists=on_all("check_out"), blocks={Block.CHECK_OUT: ("check_out",)}),
    )
)
