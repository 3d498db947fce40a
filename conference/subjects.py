"""Every subject, once: importing this registers all kinds of records, commands, and what follows them.

The package itself imports it (`conference/__init__.py`), so that no rule of a subject is ever missing because a
program asked for a part of the house only.
"""

from conference.accounts import commands as accounts
from conference.case import commands as case
from conference.case import use_cases as cases
from conference.door import commands as door
from conference.learning import ports
from conference.learning.cycles import commands as cycles
from conference.learning.figures import board_report_commands
from conference.learning.figures import commands as figures
from conference.learning.hours import commands as hours
from conference.learning.lessons import commands as lessons
from conference.learning.log import commands as log
from conference.learning.obstacles import commands as obstacles
from conference.learning.terms import commands as terms
from conference.records import set_commands, text_commands
from conference.reflection import commands as reflection
from conference.reflection import counts
from conference.reflection.view import Hours
from conference.region import commands as region
from conference.region import use_cases as profiles
from conference.report import commands as report
from conference.report import use_cases as reports
from conference.table import board
from conference.table.actions import commands as actions
from conference.table.decisions import commands as decisions
from conference.table.facts import commands as facts
from conference.table.gathering import commands as gathering
from conference.table.map import commands as map_
from conference.table.meeting import commands as meeting
from conference.table.meeting import use_cases as meetings
from conference.table.plan import commands as plan
from conference.table.safety import commands as safety

SUBJECTS = (
    *(accounts, case, region),
    *(door, meeting, gathering, facts, map_, safety, plan, decisions, actions, report),
    *(set_commands, text_commands),
    *(log, cycles, obstacles, figures, board_report_commands, hours, lessons, terms, reflection),
)

# What follows in another room, in the same transaction. Rooms do not know who listens.
profiles.FOLLOWING += [cases.follow_profile]
meetings.CLOSINGS += [reports.make, counts.measure]
board.VIEWS["hours"] = Hours
ports.ASKED_TERMS += [counts.families_asking]
