"""Refusals of obstacles."""

from models.errors.base import Refused
from models.translation import N_


class OwnerNeeded(Refused):
    code = "owner_needed"
    sentence = N_("Schrijf op wie dit oppakt.")
    field = "owner"


class AnswerDateNeeded(Refused):
    code = "answer_date_needed"
    sentence = N_("Kies de dag waarop er een antwoord is.")
    field = "answer_before"


class AnswerDatePast(Refused):
    code = "answer_date_past"
    sentence = N_("Deze dag is al voorbij. Kies een dag vanaf vandaag.")
    field = "answer_before"


class ObstacleAnswered(Refused):
    code = "obstacle_answered"
    sentence = N_("Dit knelpunt heeft al een antwoord. Laad de pagina opnieuw om het te lezen.")
    status = 409
