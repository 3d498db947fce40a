"""Refusals of agreements."""

from models.errors.base import Refused
from models.translation import N_


class WaitingReasonNeeded(Refused):
    code = "waiting_reason_required"
    sentence = N_("Kies waarop we wachten.")
    field = "waiting_reason"


class BridgeNeeded(Refused):
    code = "bridge_required"
    sentence = N_("Schrijf wat we doen zolang we wachten.")
    field = "bridge"


class NotDoneReasonNeeded(Refused):
    code = "not_done_reason_required"
    sentence = N_("Kies waarom het niet is gedaan.")
    field = "not_done_reason"
