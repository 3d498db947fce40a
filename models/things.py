"""The names by which a record is called in messages, logs and kept values: `kind:id`."""

from models.actions import Action
from models.analysis import Section
from models.base import Base
from models.decisions import Decision
from models.factors import Factor, Link
from models.plans import Goal
from models.safety import SafetyRound
from models.statements import Statement
from models.texts import Text

THINGS: dict[str, type[Base]] = {
    "text": Text,
    "section": Section,
    "action": Action,
    "statement": Statement,
    "factor": Factor,
    "link": Link,
    "goal": Goal,
    "decision": Decision,
    "safety_round": SafetyRound,
}
