"""Every command of the table, once: its name, its fields, its deed. Pages and sockets both come through here."""

from conference.wishes import (  # noqa: F401 - each of these registers its commands
    actions,
    board_reports,
    cycles,
    decisions,
    door,
    factors,
    facts,
    gathering,
    hours,
    indicators,
    meeting,
    notes,
    obstacles,
    plans,
    records,
    reports,
    safety,
    texts,
)
from conference.wishes.registry import (
    COMMANDS,
    Answer,
    Command,
    Wish,
    command,
    do,
    do_learning,
    log_refusal,
    read,
)

__all__ = ["COMMANDS", "Answer", "Command", "Wish", "command", "do", "do_learning", "log_refusal", "read"]
