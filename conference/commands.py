"""Every command, once: its name, its fields, its use case. Pages and sockets both come through here."""

from conference.door import commands as door  # noqa: F401 - each of these registers its commands
from conference.learning.cycles import commands as cycles  # noqa: F401
from conference.learning.figures import board_report_commands as board_reports  # noqa: F401
from conference.learning.figures import commands as figures  # noqa: F401
from conference.learning.hours import commands as hours  # noqa: F401
from conference.learning.log import commands as log  # noqa: F401
from conference.learning.obstacles import commands as obstacles  # noqa: F401
from conference.records import set_commands, text_commands  # noqa: F401
from conference.records.commands import COMMANDS, Answer, Command, command, do, do_learning, log_refusal, read
from conference.report import commands as report  # noqa: F401
from conference.table.actions import commands as actions  # noqa: F401
from conference.table.decisions import commands as decisions  # noqa: F401
from conference.table.facts import commands as facts  # noqa: F401
from conference.table.gathering import commands as gathering  # noqa: F401
from conference.table.map import commands as map  # noqa: F401
from conference.table.meeting import commands as meeting  # noqa: F401
from conference.table.plan import commands as plan  # noqa: F401
from conference.table.safety import commands as safety  # noqa: F401

__all__ = ["COMMANDS", "Answer", "Command", "command", "do", "do_learning", "log_refusal", "read"]
