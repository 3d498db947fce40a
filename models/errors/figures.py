"""Refusals of indicators and reports for the boards."""

from models.errors.base import Refused
from models.translation import N_


class IndicatorQuestionNeeded(Refused):
    code = "indicator_question_needed"
    sentence = N_("Dit cijfer kan nog niet aan. Schrijf op wat u wilt weten.")
    field = "question"


class IndicatorUserNeeded(Refused):
    code = "indicator_user_needed"
    sentence = N_("Dit cijfer kan nog niet aan. Schrijf op wie het gebruikt.")
    field = "used_by"


class IndicatorDecisionNeeded(Refused):
    code = "indicator_decision_needed"
    sentence = N_("Dit cijfer kan nog niet aan. Schrijf op welk besluit u ermee neemt.")
    field = "decision"


class IndicatorOn(Refused):
    code = "indicator_on"
    sentence = N_("Dit cijfer staat al aan. Laad de pagina opnieuw.")
    status = 409


class StoryChanged(Refused):
    code = "story_changed"
    sentence = N_(
        "Iemand anders veranderde dit net ook. Lees wat er nu staat. Uw woorden staan er nog: bewaar ze dan opnieuw."
    )
    status = 409


class BlockNeeded(Refused):
    code = "block_needed"
    sentence = N_("Kies minstens één onderdeel voor het verslag, of schrijf een inleiding.")
    field = "intro"
