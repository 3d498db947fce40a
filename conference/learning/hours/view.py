"""What development hours can go into, in words."""

from flask_babel import gettext

from models.enums import HourKind
from models.translation import N_

KINDS = {
    HourKind.CASE_EXTRA_TIME: N_("Extra tijd voor dit gezin"),
    HourKind.REFLECTION: N_("Stilstaan en terugkijken"),
    HourKind.LEARNING_TABLE: N_("Leertafel"),
    HourKind.LEARNING_TABLE_PREP: N_("Leertafel voorbereiden"),
    HourKind.KNOWLEDGE_MEETING: N_("Kennis delen"),
    HourKind.PROJECT: N_("Werk voor het project"),
}


#: Whoever learns has no family to give time to.
OF_A_FAMILY = {HourKind.CASE_EXTRA_TIME}


def learning_kinds() -> list[tuple[str, str]]:
    """What the hours of somebody who learns can go into, in the reader's language."""
    return [(str(kind), gettext(label)) for kind, label in KINDS.items() if kind not in OF_A_FAMILY]


def kind_said(kind: str) -> str:
    """A kind of hours in words."""
    return str(gettext(KINDS[HourKind(kind)]))
