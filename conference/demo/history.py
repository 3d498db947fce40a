"""Three cycles of learning that are over, with the reflections of twelve small made-up families.

Everything is written and shared by the people themselves. A group of notes is of exactly as many families as one has
to be to be shown, so that it comes out at once and keeps all its facets (`intake.release`).
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from itertools import cycle as around

import yaml
from sqlalchemy import select

from conference.access import policy
from conference.accounts import use_cases as accounts
from conference.case import use_cases as cases
from conference.core.unit_of_work import UnitOfWork
from conference.core.validation import AMSTERDAM
from conference.demo import upwards
from conference.demo.learning import keep_note
from conference.demo.office import join, let_open
from conference.demo.story import FOLDER, Entry
from conference.learning.hours.use_cases import NewHours
from conference.learning.lessons import use_cases as lessons
from conference.learning.log import shared_notes
from conference.reflection import hours
from conference.reflection import use_cases as reflections
from models.accounts import Account
from models.enums import LearningRole, Role
from models.learning import CycleCard, LearningCycle, LearningNote, LearningSeat
from models.people import Person
from models.region import RegionProfile

#: The professionals of the small families; they can sign in, and are not told about at the start.
ADDRESS = "@lindehof.example"
CLOCK = time(15, 0)
BEFORE = timedelta(days=100)


@dataclass(frozen=True)
class Family:
    """One of the small families: who writes about it, by role."""

    people: dict[str, Person]

    @property
    def case_id(self) -> str:
        """Their case."""
        return next(iter(self.people.values())).case_id

    def viewer(self, role: str) -> policy.Viewer:
        """Somebody of this family on their own page."""
        person = self.people[role]
        return policy.in_case(person, person.case, "nl")


class History:
    """The past of a region, up to `now`."""

    def __init__(self, work: UnitOfWork, hashed: str, now: datetime) -> None:
        self.work, self.hashed, self.now = work, hashed, now
        self.told: Entry = yaml.safe_load((FOLDER / "history.yaml").read_text(encoding="utf-8"))
        self.team = _seated(work, LearningRole.PROJECT_TEAM)
        self.families = list(self._families())
        self._turn = around(self.families)

    # --- the acts

    def play_the_cycles(self) -> None:
        """Notes, cycles, themes, lesson cards, hours, numbers and obstacles, in the order in which they came."""
        by_theme: dict[str, list[str]] = {}
        cycles = []
        for number, told in enumerate(self.told["cycles"], start=1):
            copies = []
            for group in told["groups"]:
                made = [self._note(group, words, told["starts"] + group["day"]) for words in group["notes"]]
                by_theme.setdefault(group["theme"], []).extend(copy.id for copy in made)
                copies += made
            cycles.append(keep_cycle(self.work, self.team, told, number, copies, self._day(told["ends"])))
            self._hours(number, self._day(told["ends"]))
        self._themes(by_theme)
        self._lessons(cycles)
        upwards.play(
            self.work,
            self.team,
            _seated(self.work, LearningRole.STEERING_GROUP),
            self.told,
            [family.case_id for family in self.families],
            self.now,
        )

    def play_what_came_after(self) -> None:
        """A few notes since the last cycle: together with those of the two families they are enough to come out."""
        for told in self.told["after"]:
            self._note(told, told["words"], told["day"])

    # --- who

    def _families(self) -> Iterable[Family]:
        team = around(self._accounts(self.told["local_team"]))
        specialists = around(self._accounts(self.told["specialists"]))
        at = self.now - BEFORE
        for told in self.told["families"]:
            wish = cases.NewCase(told["title"], self.told["municipality"], profile="neutraal")
            opens = next(team)
            let_open(self.work, opens, at)
            case = cases.open_case(self.work, opens, wish, at)
            opener = policy.in_case(case.people[0], case, "nl")
            parent = cases.NewPerson(told["parent"], Role.PARENT, role_words="ouder")
            doctor = next(specialists)
            specialist = cases.NewPerson(doctor.name, Role.SPECIALIST, account=doctor.email)
            people = {
                Role.LOCAL_TEAM: case.people[0],
                Role.PARENT: cases.add_person(self.work, opener, parent, at),
                Role.SPECIALIST: join(self.work, opener, specialist, at),
            }
            yield Family({str(role): person for role, person in people.items()})

    def _accounts(self, told: Entry) -> list[Account]:
        return [
            accounts.add_account(
                self.work,
                told["organisation"],
                name,
                f"{name.split()[0].lower()}{ADDRESS}",
                self.hashed,
            )
            for name in told["people"]
        ]

    def _day(self, day: int) -> datetime:
        """The afternoon of a day, counted from today."""
        here = self.now.astimezone(AMSTERDAM) + timedelta(days=day)
        return here.replace(hour=CLOCK.hour, minute=CLOCK.minute, second=0, microsecond=0)

    # --- what they did

    def _note(self, told: Entry, words: str, day: int) -> LearningNote:
        """A note about the next family, shared without names."""
        viewer = next(self._turn).viewer(told["role"])
        wish = reflections.NewReflection(
            words,
            kind=told.get("kind", ""),
            better_off=told.get("better_off", ""),
            principles=[told["principle"]] if "principle" in told else [],
        )
        return keep_note(self.work, viewer, wish, self._day(day))

    def _themes(self, by_theme: dict[str, list[str]]) -> None:
        for name, keys in by_theme.items():
            theme = shared_notes.group(self.work, self.team, "", name, keys, self.now).theme
            if name in self.told["outcomes"]:
                shared_notes.tell_what_was_done(
                    self.work, self.team, theme.id, self.told["outcomes"][name], self.now
                )

    def _lessons(self, cycles: list[LearningCycle]) -> None:
        themes = {theme.name: theme.id for theme in lessons.themes_to_rest_on(self.work.session, self.team)}
        for told in self.told["lessons"]:
            rests_on = {
                "cycle": cycles[told["cycle"] - 1].id,
                "themes": [themes[name] for name in told["themes"]],
            }
            wish = replace(lessons.NewLesson(**{**told, **rests_on}), confirmed=True)
            lessons.keep(self.work, self.team, "", wish, "nl", self._day(-2))
        given = json.dumps(self.told["from_elsewhere"]).encode()
        lessons.bring_in(self.work, self.team, given, self._day(-2))

    def _hours(self, number: int, at: datetime) -> None:
        """What each professional gave at the end of a cycle: once for each of the occasions."""
        givers: dict[str, Person] = {}
        for family in self.families:
            for person in family.people.values():
                if person.account_id is not None:
                    givers.setdefault(person.account_id, person)
        for place, told in enumerate(self.told["hours"]):
            wish = NewHours(str(told["minutes"]), told["kind"])
            for person in givers.values():
                viewer = policy.in_case(person, person.case, "nl")
                hours.give(self.work, viewer, wish, f"cycle {number} {place}", at)


def _seated(work: UnitOfWork, role: LearningRole) -> policy.Viewer:
    """Somebody who has this part in the learning of the region."""
    held = select(LearningSeat).where(LearningSeat.role == role)
    seat = work.session.scalars(held).first()
    assert seat is not None, "the learners are seated first"  # noqa: S101
    return policy.learner([seat.role], work.load(RegionProfile, seat.profile_id), seat.account_id)


def keep_cycle(
    work: UnitOfWork,
    viewer: policy.Viewer,
    told: Entry,
    number: int,
    copies: Iterable[LearningNote],
    ends_at: datetime,
) -> LearningCycle:
    """A cycle that is over, with its cards and the notes that were shared in it."""
    starts_at = ends_at - timedelta(days=told["ends"] - told["starts"])
    texts = {
        name: told[name] for name in ("question", "we_try", "teams", "we_look_at", "meaning", "still_open")
    }
    cycle = work.add(
        LearningCycle(
            profile_id=str(viewer.profile_id),
            number=number,
            starts_on=starts_at.date(),
            ends_on=ends_at.date(),
            closed_at=ends_at,
            **texts,
        )
    )
    for place, (column, words, *holds_when) in enumerate(told["cards"], start=1):
        work.add(
            CycleCard(
                cycle_id=cycle.id,
                column=column,
                words=words,
                holds_when="".join(holds_when),
                added_by_id=str(viewer.account_id),
                position=place,
            )
        )
    for copy in copies:
        copy.cycle_id = cycle.id
    work.session.flush()
    return cycle
