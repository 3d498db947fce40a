"""Every subject, once: importing this registers all kinds of records, commands, and what follows them.

The package itself imports it (`conference/__init__.py`), so that no rule of a subject is ever missing because a
program asked for a part of the house only.
"""

from conference.case import kind as case_kinds
from conference.case import use_cases as cases
from conference.door import commands as door
from conference.door import kind as door_kinds
from conference.learning import ports
from conference.learning.cycles import commands as cycles
from conference.learning.cycles import kind as cycle_kinds
from conference.learning.figures import board_report_commands
from conference.learning.figures import commands as figures
from conference.learning.figures import kind as figure_kinds
from conference.learning.hours import commands as hours
from conference.learning.lessons import kind as lesson_kinds
from conference.learning.log import commands as log
from conference.learning.log import kind as log_kinds
from conference.learning.obstacles import commands as obstacles
from conference.learning.obstacles import kind as obstacle_kinds
from conference.records import kind as text_kinds
from conference.records import set_commands, text_commands
from conference.reflection import commands as reflection
from conference.reflection import counts
from conference.reflection import kind as reflection_kinds
from conference.reflection.view import Hours
from conference.region import kind as region_kinds
from conference.region import use_cases as profiles
from conference.report import commands as report
from conference.report import kind as report_kinds
from conference.report import use_cases as reports
from conference.table import board
from conference.table.actions import commands as actions
from conference.table.actions import kind as action_kinds
from conference.table.decisions import commands as decisions
from conference.table.decisions import kind as decision_kinds
from conference.table.decisions.view import Decisions
from conference.table.facts import commands as facts
from conference.table.facts import kind as fact_kinds
from conference.table.facts.view import Facts
from conference.table.gathering import commands as gathering
from conference.table.gathering import kind as gathering_kinds
from conference.table.gathering.view import Gathering
from conference.table.map import commands as map_
from conference.table.map import kind as map_kinds
from conference.table.map.view import Map
from conference.table.meeting import commands as meeting
from conference.table.meeting import kind as meeting_kinds
from conference.table.meeting import use_cases as meetings
from conference.table.plan import commands as plan
from conference.table.plan import kind as plan_kinds
from conference.table.plan.view import Plan
from conference.table.safety import commands as safety
from conference.table.safety import kind as safety_kinds
from conference.table.safety.view import Safety

KINDS = (
    *(case_kinds, text_kinds, door_kinds, meeting_kinds, gathering_kinds),
    *(fact_kinds, map_kinds, safety_kinds, plan_kinds, decision_kinds, action_kinds),
    *(report_kinds, reflection_kinds, region_kinds),
    *(log_kinds, cycle_kinds, obstacle_kinds, figure_kinds, lesson_kinds),
)
COMMANDS = (
    *(set_commands, text_commands, door, meeting, gathering),
    *(facts, map_, safety, plan, decisions, actions, report),
    *(log, cycles, obstacles, figures, board_report_commands, hours, reflection),
)

# What follows in another room, in the same transaction. Rooms do not know who listens.
profiles.FOLLOWING += [cases.follow_profile]
meetings.CLOSINGS += [reports.make, counts.measure]
board.VIEWS |= {
    "gathering": Gathering,
    "facts": Facts,
    "map": Map,
    "safety": Safety,
    "plan": Plan,
    "decisions": Decisions,
    "hours": Hours,
}
ports.ASKED_TERMS += [counts.families_asking]
