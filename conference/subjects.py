"""Every subject of the house: a folder with a `kind.py`, `use_cases.py`, `commands.py` and `view.py`.

Importing this finds them all, so that all kinds of records, commands and views are registered. The package itself
imports it (`conference/__init__.py`): no rule of a subject is ever missing because a program asked for a part of the
house only. Below stands what follows in another room, in the same transaction: rooms do not know who listens.
"""

import pkgutil
from importlib import import_module

import conference
from conference.case import access
from conference.case import use_cases as cases
from conference.door import use_cases as door
from conference.learning import ports
from conference.learning.finder import names  # noqa: F401 - looks at every deed before its commit
from conference.reflection import counts
from conference.region import use_cases as profiles
from conference.report import use_cases as reports
from conference.table.meeting import use_cases as meetings

#: The modules of a subject that register something, by the end of their name.
REGISTERING = ("kind", "commands", "view")

for found in pkgutil.walk_packages(conference.__path__, "conference."):
    if found.name.endswith(REGISTERING):
        import_module(found.name)

access.ENDINGS += [door.close_everywhere]
profiles.FOLLOWING += [cases.follow_profile]
meetings.CLOSINGS += [reports.make, counts.measure]
ports.ASKED_TERMS += [counts.families_asking]
