"""A small cast everybody knows, in a tiny case, made by deeds.

Anna is the mother, Sam her child of 12, Oma Rie the grandmother. Noor is of the safety partner, Lotte is the
fixed face of the local team and directs the case, Yusuf chairs. Karim is a specialist, Samira an expert by
experience, Femke of the local team too. Nadia supports Anna, Amir interprets. Bas is a professional with
a case of his own, and a stranger here.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from conference.access import policy
from conference.accounts import use_cases as accounts
from conference.case import access, colleagues
from conference.case import use_cases as cases
from conference.core.runtime import Runtime
from conference.core.unit_of_work import UnitOfWork
from conference.core.validation import AMSTERDAM
from conference.door import use_cases as door
from conference.records import fields as records
from conference.region import profile
from conference.table.actions import use_cases as actions
from conference.table.facts import use_cases as facts
from conference.table.map import use_cases as factors
from conference.table.meeting import use_cases as meetings
from models.accounts import Account
from models.actions import Action
from models.analysis import Section
from models.case import Case
from models.enums import OfficeRole, Role, Sees, ShieldCategory
from models.meeting import Meeting
from models.people import Person
from models.region import RegionProfile
from models.statements import Statement
from models.texts import Text

#: The clock of every test starts here: a Tuesday on which the meeting of the cast begins.
START = datetime(2026, 5, 12, 13, 30, tzinfo=AMSTERDAM)
PASSWORD = "een lang wachtwoord"
#: A reason for all that is asked before a meeting closes; what is there needs none.
REASONS = {str(key): "Daar kwamen we nu niet aan toe." for key in profile.Asked}
#: The same as a form sends it.
PASSED = {"anyway": "yes", **REASONS}
TITLE = "Anna en Sam"

#: Who there is: name, role, age, and whether they sign in.
PEOPLE: dict[str, tuple[str, Role, str, bool]] = {
    "lotte": ("Lotte de Wit", Role.LOCAL_TEAM, "", True),
    "anna": ("Anna Bakker", Role.PARENT, "38", False),
    "sam": ("Sam Bakker", Role.CHILD, "12", False),
    "rie": ("Oma Rie", Role.NETWORK, "71", False),
    "yusuf": ("Yusuf Kaya", Role.SPECIALIST, "", True),
    "noor": ("Noor Visser", Role.SAFETY_PARTNER, "", True),
    "femke": ("Femke Jonker", Role.LOCAL_TEAM, "", True),
    "karim": ("Karim Haddad", Role.SPECIALIST, "", True),
    "samira": ("Samira Bos", Role.EXPERIENCE, "", True),
    "nadia": ("Nadia El Amrani", Role.SUPPORTER, "", False),
    "amir": ("Amir Rahimi", Role.INTERPRETER, "", False),
}
#: Somebody of the cast for each column of the table of rights that a person here can have.
BY_ROLE = {
    "chair": "yusuf",
    "case_director": "lotte",
    "local_team": "femke",
    "safety_partner": "noor",
    "specialist": "karim",
    "experience": "samira",
    "parent": "anna",
    "child": "sam",
    "network": "rie",
    "supporter": "nadia",
    "interpreter": "amir",
    "stranger": "bas",
}


class Clock:
    """Stands still until it is moved."""

    def __init__(self, moment: datetime = START) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        """The present moment, as a house asks for it."""
        return self.moment

    def move(self, **length: float) -> None:
        """Let time pass: `clock.move(minutes=10)`."""
        self.moment += timedelta(**length)


@dataclass(frozen=True)
class Script:
    """The ids of a cast; the same in every copy of the database in which it was once made."""

    case: str
    meeting: str
    other_case: str
    other_meeting: str
    people: dict[str, str]
    accounts: dict[str, str]


@dataclass(frozen=True)
class Player:
    """One of the cast, at the table of one house: `cast.anna.do(actions.add, "Bellen")`."""

    house: Runtime
    script: Script = field(repr=False)
    name: str

    @property
    def id(self) -> str:
        """The id of the person; for Bas of the person he is in his own case."""
        return self.script.people[self.name]

    @property
    def email(self) -> str:
        """The address to sign in with."""
        return f"{self.name}@werk.example"

    @property
    def viewer(self) -> policy.Viewer:
        """How the gate sees this player now, as the person they are: beside nobody who may not know."""
        return replace(self.phone, inner=True)

    @property
    def phone(self) -> policy.Viewer:
        """The same on the device they have at the table: for the family a phone, on which nothing is kept apart."""
        if self.name == "bas":
            return policy.stranger(self.script.accounts["bas"])
        with self.house.database.read() as session:
            person = session.get_one(Person, self.id)
            return policy.at_table(person, session.get_one(Meeting, self.script.meeting), "nl")

    @property
    def outside(self) -> policy.Viewer:
        """The same person on the pages of the case, outside a meeting."""
        with self.house.database.read() as session:
            person = session.get_one(Person, self.id)
            return policy.in_case(person, person.case, "nl")

    def do(self, deed: Callable[..., Any], *given: Any, viewer: policy.Viewer | None = None) -> Any:
        """Carry out a deed as this player, now. A refusal comes through, and nothing of the deed stays."""
        asking = viewer or self.viewer
        with self.house.database.work() as work:
            return deed(work, asking, *given, self.house.clock())

    def may(self, deed: policy.Permission, thing: Any) -> bool:
        """Whether the gate lets this player do this now."""
        with self.house.database.read() as session:
            return policy.may(self.viewer, deed, session.merge(thing, load=False))


class Cast:
    """The players, and short ways to what stands on their table."""

    def __init__(self, house: Runtime, script: Script) -> None:
        self.house, self.script = house, script
        self.case_id, self.meeting_id = script.case, script.meeting

    def __getattr__(self, name: str) -> Player:
        """A player by name; a role gives somebody who has it."""
        name = BY_ROLE.get(name, name)
        if name not in PEOPLE and name != "bas":
            raise AttributeError(
                f"nobody in the cast is called {name}; there are {', '.join([*PEOPLE, 'bas'])}"
            )
        return Player(self.house, self.script, name)

    @property
    def meeting(self) -> Meeting:
        """The meeting as it stands in the database now, with its parts."""
        with self.house.database.read() as session:
            found = session.get_one(Meeting, self.meeting_id)
            _ = found.parts, found.part, found.chair, found.invited
            return found

    def section(self, key: str = "explanation", owner: str | None = None) -> Section:
        """A block of the analysis, with its text; with `owner` that player's own words."""
        with self.house.database.read() as session:
            found = select(Section).where(Section.case_id == self.case_id).join(Text)
            found = (
                found.where(Text.owner_id == self.script.people[owner])
                if owner
                else found.where(Section.key == key)
            )
            section = session.scalars(found).one()
            _ = section.text.owner
            return section

    def text_id(self, key: str = "explanation", owner: str | None = None) -> str:
        """The id of a text of the analysis."""
        return self.section(key, owner).text_id

    def words(self, text_id: str) -> str:
        """What stands in a text now."""
        with self.house.database.read() as session:
            return session.get_one(Text, text_id).words

    def action(self, action_id: str) -> Action:
        """An action as it stands in the database now, with its people."""
        with self.house.database.read() as session:
            found = session.get_one(Action, action_id)
            _ = found.text, found.seen_when, found.owner, found.partners, found.shield
            return found

    def add_action(
        self, what: str = "Elke week bellen", by: str = "noor", owner: str = "", shared_with: str = ""
    ) -> str:
        """An action by somebody, perhaps with an owner, perhaps for the named people only. Returns its id."""
        author: Player = getattr(self, by)
        hidden = self.shield_of(by, shared_with) if shared_with else None
        with self.house.database.work() as work:
            action: str = actions.add(work, author.viewer, what, self.house.clock(), hidden).id
        if owner:
            author.do(records.set_field, f"action:{action}", "owner", getattr(self, owner).id, "")
        return action

    def add_statement(
        self, words: str = "De bel ging.", by: str = "noor", shared_with: str = "", **given: Any
    ) -> str:
        """A fact about Anna and Sam, out of a letter, unless `given` says otherwise. Returns its id."""
        author: Player = getattr(self, by)
        hidden = self.shield_of(by, shared_with) if shared_with else None
        wish: dict[str, Any] = {
            "kind": "fact",
            "words": words,
            "happened": "2026-05-01 day",
            "source_words": "Brief",
            "about": [self.anna.id, self.sam.id],
            **given,
        }
        with self.house.database.work() as work:
            told = facts.NewStatement(**wish)
            return facts.add(work, author.viewer, told, self.house.clock(), hidden).id

    def statement(self, statement_id: str) -> Statement:
        """A statement as it stands in the database now, with its words, its people and the answers."""
        with self.house.database.read() as session:
            found = session.get_one(Statement, statement_id)
            _ = found.text, found.about, found.replaces, found.replaced_by, found.source, found.shield
            _ = [(given.fits, given.person) for given in found.responses]
            return found

    def add_factor(
        self, label: str = "Ruzie", nature: str = "risk", by: str = "noor", shared_with: str = ""
    ) -> str:
        """Something on the map by somebody, perhaps for the named people only. Returns its id."""
        author: Player = getattr(self, by)
        hidden = self.shield_of(by, shared_with) if shared_with else None
        with self.house.database.work() as work:
            return factors.add(work, author.viewer, label, nature, self.house.clock(), hidden).id

    def connect(self, source: str, target: str, relation: str = "triggers", by: str = "noor") -> str:
        """An arrow by somebody. Returns its id."""
        author: Player = getattr(self, by)
        with self.house.database.work() as work:
            given = source, target, relation, "shared_view", ""
            return factors.connect(work, author.viewer, *given, self.house.clock()).id

    def shield_of(self, by: str, shared_with: str) -> cases.NewShield:
        """A shield by somebody, who is inside it, for some players: `cast.shield_of("noor", "anna lotte")`."""
        people = [getattr(self, name).id for name in (by, *shared_with.split())]
        review_on = self.house.clock().date() + timedelta(days=30)
        reason = "Zij kiest zelf wanneer dit gedeeld wordt."
        return cases.NewShield(people, ShieldCategory.SAFETY, reason, review_on)

    def shield(self, action_id: str, by: str, shared_with: str) -> None:
        """Keep an action that was there already among some players."""
        author: Player = getattr(self, by)
        with self.house.database.work() as work:
            action = work.load(Action, action_id)
            cases.shield(work, author.viewer, action, self.shield_of(by, shared_with), self.house.clock())

    def close(self) -> None:
        """End the meeting; whatever lacks is passed over with a reason."""
        self.yusuf.do(meetings.close, REASONS)

    def meet_again(self) -> None:
        """End the meeting and open the next one, with the same people; from now on this cast sits at that one."""
        self.close()
        self.meet_anew()

    def meet_anew(self) -> None:
        """Open the next meeting a week later, with the same people."""
        self.house.clock.move(days=7)
        at, ids = self.house.clock(), self.script.people
        with self.house.database.work() as work:
            people = [work.load(Person, ids[name]) for name in PEOPLE]
            planner, chair = work.load(Person, ids["lotte"]), work.load(Person, ids["yusuf"])
            self.meeting_id = _meeting(work, planner, planner.case, chair, people, at).id
        self.script = replace(self.script, meeting=self.meeting_id)

    def seat(self, name: str, *, by: str = "yusuf") -> str:
        """Bring somebody without an account in with the code of the room. Returns the secret of their phone."""
        player: Player = getattr(self, name)
        waiting, token = self.knock(PEOPLE[name][0])
        getattr(self, by).do(door.admit, waiting, player.id, self.match(waiting))
        with self.house.database.work() as work:
            return door.enter(work, token, self.house.clock())[1]

    def knock(self, called: str = "Anna", language: str = "nl") -> tuple[str, str]:
        """Somebody in the waiting room. Returns the id of their phone and the secret of the waiting room."""
        with self.house.database.work() as work:
            wish = door.Knock(called, language, "phone")
            guest, token = door.knock(work, self.meeting_id, None, wish, self.house.clock())
            return guest.id, token

    def match(self, guest_id: str) -> str:
        """The two digits on a waiting phone."""
        with self.house.database.read() as session:
            return session.get_one(door.Guest, guest_id).match

    def screen(self) -> str:
        """A shared screen that shows this meeting. Returns its secret."""
        code = self.yusuf.do(door.start_screen)[1]
        with self.house.database.work() as work:
            return door.connect_screen(work, code, self.house.clock())[1]


def make(house: Runtime) -> Script:
    """Put the cast into an empty database and open their meeting."""
    at = house.clock()
    with house.database.work() as work:
        _profile(work)
        signed_up = {name: _account(work, name, PEOPLE[name][0]) for name in PEOPLE if PEOPLE[name][3]}
        signed_up["bas"] = _account(work, "bas", "Bas Smit")
        for name in ("lotte", "bas"):
            may_open(work, signed_up[name], at)
        case = cases.open_case(work, signed_up["lotte"], cases.NewCase(TITLE, "Waterveen"), at)
        people = _people(work, case, at)
        other = cases.open_case(work, signed_up["bas"], cases.NewCase("Het andere gezin"), at)
        bas = other.people[0]
        meeting = _meeting(work, people["lotte"], case, people["yusuf"], people.values(), at)
        elsewhere = _meeting(work, bas, other, bas, [bas], at)
    return Script(
        case.id,
        meeting.id,
        other.id,
        elsewhere.id,
        {name: person.id for name, person in people.items()} | {"bas": bas.id},
        {name: account.id for name, account in signed_up.items()},
    )


def _profile(work: UnitOfWork) -> None:
    neutral = profile.load_file("neutraal")
    work.add(RegionProfile(slug=neutral.slug, name=neutral.name, settings=neutral.model_dump(mode="json")))


def _account(work: UnitOfWork, name: str, called: str) -> Account:
    return accounts.make_account(work, "Werk", called, f"{name}@werk.example", PASSWORD)


def _people(work: UnitOfWork, case: Case, at: datetime) -> dict[str, Person]:
    people = {"lotte": case.people[0]}
    opener = policy.in_case(case.people[0], case, "nl")
    for name, (called, role, age, signs_in) in PEOPLE.items():
        if name not in people:
            email = f"{name}@werk.example" if signs_in else ""
            wish = cases.NewPerson(called, role, age=age, account=email)
            bring = joined if signs_in else cases.add_person
            people[name] = bring(work, opener, wish, at)
    return people


def joined(work: UnitOfWork, viewer: policy.Viewer, wish: cases.NewPerson, at: datetime) -> Person:
    """A colleague who was asked and said yes at once."""
    asked = colleagues.ask(work, viewer, wish, access.Access(), Sees.EVERYTHING, at)
    account = work.session.scalars(select(Account).where(Account.email == wish.account)).one()
    return colleagues.say_yes(work, policy.stranger(account.id), asked.id, at)


def may_open(work: UnitOfWork, account: Account, at: datetime) -> None:
    """The right to open families, in the region of the cast."""
    region = work.session.scalars(select(RegionProfile).where(RegionProfile.slug == "neutraal")).one()
    accounts.give_seat(work, account, region, OfficeRole.OPENER, at)


def _meeting(
    work: UnitOfWork, planner: Person, case: Case, chair: Person, invited: Any, at: datetime
) -> Meeting:
    kind = "mda_plus_plus" if len(case.people) > 1 else "mdo"
    settings = profile.load_file("neutraal")
    found = settings.meeting(kind)
    assert found is not None
    parts = meetings.parts_for(work.session, case.id, settings, found)
    wish = meetings.MeetingPlan(
        kind,
        f"{at:%d-%m-%Y}",
        f"{at:%H:%M}",
        "Wijkgebouw Noord",
        chair.id,
        [person.id for person in invited],
        [str(part.minutes) for part in parts],
    )
    meeting = meetings.plan(work, policy.in_case(planner, case, "nl"), wish, at)
    meetings.open_meeting(work, policy.at_table(chair, meeting, "nl"), at)
    return meeting


def in_days(days: int, since: datetime = START) -> date:
    """A day from the start of the clock."""
    return (since + timedelta(days=days)).astimezone(AMSTERDAM).date()
