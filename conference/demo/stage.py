"""A story played on the table: every word is written, and every step taken, by the person it belongs to."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from conference.access import policy
from conference.accounts import use_cases as accounts
from conference.case import access, colleagues, family, frame, hats
from conference.case import use_cases as cases
from conference.core.unit_of_work import UnitOfWork
from conference.core.validation import AMSTERDAM
from conference.demo import facts, gathering, learning, risks, safety
from conference.demo.decisions import Deciding
from conference.demo.factors import draw_the_map
from conference.demo.office import join, let_open
from conference.demo.plans import Planning
from conference.demo.prose import Telling
from conference.demo.story import Entry, Story, for_the_table
from conference.records import fields as records
from conference.records import texts
from conference.region import profile
from conference.region.profile import Block
from conference.table.actions import use_cases as actions
from conference.table.meeting import use_cases as meetings
from models.accounts import Account
from models.actions import Action
from models.analysis import Section
from models.case import Case
from models.enums import ActionState, Role, ShieldCategory
from models.meeting import Meeting, Part
from models.people import Person
from models.texts import Text

#: How long the open meeting is under way: some minutes into *Samen begrijpen*.
UNDER_WAY = timedelta(minutes=43)
PRESENT_PART = "understand"
PAST_START = time(10, 0)
NEXT_START = time(15, 30)
PLANNED_BEFORE = timedelta(days=7)
ADULT = 18
BEGINNING = "Zo is het gezin begonnen."
NO_TIME = "Daar was vandaag geen tijd meer voor. De volgende keer beginnen we ermee."
HATS = {
    "local_team": Role.LOCAL_TEAM,
    "veilig_thuis": Role.SAFETY_PARTNER,
    "gi_advice": Role.SAFETY_PARTNER,
    "rvdk_advice": Role.SAFETY_PARTNER,
    "family_lawyer": Role.SUPPORTER,
}
#: Hats of a story by that of the profile; who has another is a specialist.
WORN = frozenset({"local_team", "veilig_thuis", "process_direction", "gi_advice", "rvdk_advice"})
SIDES = {"network": Role.NETWORK, "support": Role.SUPPORTER, "experience": Role.EXPERIENCE}
#: States of which somebody once said *ik doe dit*.
TAKEN = frozenset({ActionState.STARTED, ActionState.WAITING, ActionState.DONE, ActionState.NOT_DONE})


def role_of(person: Entry, chairs: frozenset[str]) -> Role:
    """The role at the table of somebody in a story."""
    if person["side"] == "family":
        return Role.CHILD if person["age"] < ADULT else Role.PARENT
    if person["id"] in chairs:
        return Role.CHAIR
    return SIDES.get(person["side"]) or HATS.get(person["hat"], Role.SPECIALIST)


class Stage:
    """One family, from opening its case to its next meeting. `people` and `actions` go by the ids of the story."""

    def __init__(self, work: UnitOfWork, story: Story, hashed: str) -> None:
        self.work, self.story = work, story
        self.people: dict[str, Person] = {}
        self.actions: dict[str, str] = {}
        self.statements: dict[str, str] = {}
        self.factors: dict[str, str] = {}
        self.deciding = Deciding(work, story, self.people)
        self.planning = Planning(work, story, self.people)
        self._marked = datetime.min.replace(tzinfo=AMSTERDAM)
        opened_at = datetime.combine(story.case["opened_on"], PAST_START, AMSTERDAM)
        self._sign_everybody_up(hashed)
        self.case = self._open_case(opened_at)
        self._bring_people(opened_at)
        self.profile = profile.of(self.case.profile.settings)

    # --- the three acts

    def play_the_past(self) -> None:
        """The meetings that are over: own words and agreements in the first, news in each."""
        for number, entry in enumerate(self.story.all("meetings")):
            starts_at = datetime.combine(entry["held_on"], PAST_START, AMSTERDAM)
            self._mark_the_frame(starts_at)
            meeting = self._plan(entry, starts_at)
            self._lead(meeting, meetings.open_meeting, at=starts_at)
            self._sit_down(meeting, starts_at)
            at = starts_at
            for part in meeting.parts:
                self._lead(meeting, meetings.move, part.id, at=at)
                self._play(meeting, part, entry, number, at + timedelta(minutes=1))
                at += timedelta(minutes=part.minutes)
            self._write_what_has_no_part(meeting, entry, at)
            chair = policy.at_table(meeting.chair, meeting, "nl")
            meetings.close(self.work, chair, self._reasons(entry), at)
        family.set_phase(self.work, self._director(), self.story.case["current_phase"], at)

    def play_the_present(self, now: datetime) -> None:
        """A meeting that began a while ago, with everybody invited, at the part where all write together."""
        opened_at = now - UNDER_WAY
        starts_at = opened_at.replace(minute=opened_at.minute // 15 * 15, second=0, microsecond=0)
        meeting = self._plan(self._next(), starts_at.astimezone(AMSTERDAM))
        at = opened_at
        self._lead(meeting, meetings.open_meeting, at=at)
        for part in meeting.parts:
            self._lead(meeting, meetings.move, part.id, at=at)
            if Block.WELCOME in self.profile.part(part.key).blocks:
                gathering.opening(self.work, meeting, self.story, self.people, at)
            if self._own_words(part):
                gathering.questions(self.work, meeting, self.story, self.people, at)
            if part.key == PRESENT_PART:
                break
            at += timedelta(minutes=part.minutes)
        self.deciding.play(meeting, "next", self.statements, at)

    def prepare_the_next(self, now: datetime) -> None:
        """A meeting that is planned and has not begun."""
        self._plan(
            self._next(), datetime.combine(self.story.case["next_meeting_on"], NEXT_START, AMSTERDAM), now
        )
        for entry in self.story.all("asked"):
            wish = cases.NewPerson(
                entry["name"], Role.SPECIALIST, entry["role"], entry["organisation"], account=entry["email"]
            )
            may = access.Access(purpose=entry["purpose"])
            colleagues.ask(self.work, self._director(), wish, may, entry["access"], now)

    # --- people

    def _sign_everybody_up(self, hashed: str) -> None:
        for person in self.story.all("persons"):
            if "email" in person:
                accounts.add_account(
                    self.work, person["organisation"], person["name"], person["email"], hashed
                )

    def _open_case(self, at: datetime) -> Case:
        told = self.story.case
        opener = self.story.person(told["fixed_face"])
        account = self.work.session.scalars(select(Account).where(Account.email == opener["email"])).one()
        let_open(self.work, account, at)
        wish = cases.NewCase(told["title"], told["municipality"], told["summary_plain"], "neutraal")
        return cases.open_case(self.work, account, wish, at)

    def _bring_people(self, at: datetime) -> None:
        told = self.story.case
        self.people[told["fixed_face"]] = self.case.people[0]
        chairs = frozenset(meeting["chair"] for meeting in self.story.all("meetings"))
        for entry in self.story.all("persons"):
            if entry["id"] not in self.people:
                wish = _new_person(entry, role_of(entry, chairs))
                self.people[entry["id"]] = self._bring(entry, wish, at)
        second = self.people.get(told.get("second_face", ""))
        faces = family.NewFaces(
            self.people[told["fixed_face"]].id,
            self.people[told["case_director"]].id,
            second.id if second else "",
            BEGINNING,
            f"{at:%d-%m-%Y}",
        )
        family.change_faces(self.work, self._director(), faces, at)
        self._place_people(at)
        self._give_hats(at)

    def _give_hats(self, at: datetime) -> None:
        """Who works for an organisation says from which office they speak, and what they may decide on."""
        for entry in self.story.all("persons"):
            if "mandate" in entry:
                worn = entry["hat"] if entry["hat"] in WORN else "specialist"
                wish = hats.NewHat(worn, entry["organisation"], entry["mandate"])
                hats.give(self.work, self._director(), self.people[entry["id"]].id, wish, at)

    def _mark_the_frame(self, until: datetime) -> None:
        """Each step between voluntary and with a measure up to this day, by who knew of it."""
        for entry in self.story.case["legal_frames"]:
            at = datetime.combine(entry["marked_on"], PAST_START, AMSTERDAM)
            if self._marked < at <= until:
                knew = policy.in_case(self.people[entry["by"]], self.case, "nl")
                wish = frame.NewFrame(entry["frame"], f"{entry['since']:%d-%m-%Y}", entry["words"])
                frame.set_frame(self.work, knew, wish, at)
        self._marked = until

    def _bring(self, entry: Entry, wish: cases.NewPerson, at: datetime) -> Person:
        """Who signs in is asked first, and said yes; others are brought by who directs."""
        if not wish.account:
            return cases.add_person(self.work, self._director(), wish, at)
        beside = self.people[entry["supports"]].id if wish.role == Role.SUPPORTER else ""
        return join(self.work, self._director(), wish, at, beside)

    def _place_people(self, at: datetime) -> None:
        """The order of people, the words for the fixed face, and who speaks for a child."""
        for number, entry in enumerate(self.story.all("persons"), start=1):
            person, voice = self.people[entry["id"]], self.people.get(entry.get("voice_via", ""))
            details = family.Details(
                name=person.name,
                role_words=entry["role"],
                organisation=person.organisation,
                age=str(entry.get("age", "")),
                at_table=entry["at_table"],
                voice_via=voice.id if voice else "",
                number=str(number),
            )
            family.change_person(self.work, self._director(), person.id, details, at)
            if person.role == Role.SUPPORTER:
                beside = access.Access(purpose=entry["purpose"], supports=self.people[entry["supports"]].id)
                access.set_access(self.work, self._director(), person.id, beside, at)

    def narrow_access(self, today: date, at: datetime) -> None:
        """From here on each reads what fits: before that they brought what they knew, with everybody at the table."""
        usual = {preset.key: preset for preset in self.profile.access}
        for entry in self.story.all("persons"):
            if "access" in entry:
                wish = access.of_preset(usual[entry["access"]], "nl", today)
                wish = replace(wish, purpose=entry.get("purpose", wish.purpose))
                access.set_access(self.work, self._director(), self.people[entry["id"]].id, wish, at)

    def _director(self) -> policy.Viewer:
        return policy.in_case(self.people[self.story.case["fixed_face"]], self.case, "nl")

    # --- meetings

    def _next(self) -> Entry:
        """The meeting that comes, as the last one was."""
        at_table = [person["id"] for person in self.story.all("persons") if person["at_table"]]
        return {**self.story.all("meetings")[-1], "present": at_table}

    def _plan(self, entry: Entry, starts_at: datetime, at: datetime | None = None) -> Meeting:
        kind = self.profile.meeting(entry["type"])
        assert kind is not None, "the story names a kind of meeting that the profile does not know"  # noqa: S101
        planned = meetings.parts_for(self.work.session, self.case.id, self.profile, kind)
        wish = meetings.MeetingPlan(
            kind=entry["type"],
            day=f"{starts_at:%d-%m-%Y}",
            time=f"{starts_at:%H:%M}",
            place=entry["place"],
            chair=self.people[entry["chair"]].id,
            invited=[self.people[key].id for key in entry["present"]],
            minutes=[str(part.minutes) for part in planned],
        )
        return meetings.plan(self.work, self._director(), wish, at or starts_at - PLANNED_BEFORE)

    def _reasons(self, entry: Entry) -> dict[str, str]:
        """Why something that was asked before closing was passed over, as the chair said it."""
        return {**dict.fromkeys(profile.Asked, NO_TIME), **entry.get("passed_over", {})}

    def _sit_down(self, meeting: Meeting, at: datetime) -> None:
        """Whom a supporter stands beside sits in the room: nobody acts for them alone."""
        chair = policy.at_table(meeting.chair, meeting, "nl")
        for person in meeting.invited:
            if person.supports in meeting.invited:
                meetings.mark_in_room(self.work, chair, str(person.supports_id), True, at)

    def _lead(self, meeting: Meeting, deed: Callable[..., None], *given: str, at: datetime) -> None:
        deed(self.work, policy.at_table(meeting.chair, meeting, "nl"), *given, at)

    def _play(self, meeting: Meeting, part: Part, entry: Entry, number: int, at: datetime) -> None:
        kind = self.profile.part(part.key)
        if self._own_words(part):
            self._speak(meeting, at)
        self._write(meeting, entry, kind.sections, at)
        if Block.FACTS in kind.blocks:
            facts.play(self, meeting, entry["held_on"], at)
        if Block.MAP in kind.blocks:
            draw_the_map(self, meeting, entry["held_on"], at)
        if Block.WELCOME in kind.blocks:
            gathering.agree(self.work, meeting, meeting.invited, at)
        if Block.SAFETY in kind.blocks:
            numbers = [one for one in self.story.all("safety_ratings") if one["meeting"] == entry["id"]]
            safety.play(self.work, meeting, numbers, self.people, at)
        if Block.RISKS in kind.blocks:
            named, listed = (
                [one for one in self.story.all(key) if one["meeting"] == entry["id"]]
                for key in ("biggest_risks", "our_risks")
            )
            goals = {one["id"]: one["text"] for one in self.story.all("goals")}
            risks.play(self.work, meeting, named, listed, self.people, goals, at)
        if Block.CHECK_OUT in kind.blocks:
            told = [one for one in self.story.all("checkouts") if one["meeting"] == entry["id"]]
            gathering.check_out(self.work, meeting, told, self.people, at)
            thoughts = [one for one in self.story.all("reflections") if one["meeting"] == entry["id"]]
            learning.reflect(self.work, meeting, thoughts, self.people, at)
        if Block.DECISIONS in kind.blocks:
            self.deciding.play(meeting, entry["id"], self.statements, at)
        if Block.PLAN in kind.blocks:
            self.planning.play(meeting, entry["held_on"], at)
        if Block.ACTIONS in kind.blocks:
            self._agree(meeting, entry["held_on"], at)
            self._tell_how_it_went(meeting, number, at)

    def _own_words(self, part: Part) -> bool:
        """Whether the family speaks in this part."""
        return any(self.profile.section(key).own_words for key in self.profile.part(part.key).sections)

    # --- words

    def _speak(self, meeting: Meeting, at: datetime) -> None:
        """Everybody of the family in their own words; a child who is not there through who speaks for it."""
        requests = {self.people[one["person"]].id: one["text"] for one in self.story.case["family_request"]}
        for section in self._sections():
            owner = section.text.owner
            if owner is not None and owner.id in requests:
                writer = owner if owner.at_table else owner.voice_via or owner
                self._rewrite(meeting, writer, section.text, requests[owner.id], at)

    def _write_what_has_no_part(self, meeting: Meeting, entry: Entry, at: datetime) -> None:
        """Sections of the analysis that this kind of meeting has no part for."""
        shown = {key for part in meeting.parts for key in self.profile.part(part.key).sections}
        self._write(meeting, entry, [kind.key for kind in self.profile.sections if kind.key not in shown], at)

    def _write(self, meeting: Meeting, entry: Entry, keys: Sequence[str], at: datetime) -> None:
        """The shared sections, each by somebody else at the table."""
        told = Telling(self.story, self.profile, entry["id"], entry["held_on"])
        writers = self._writers(meeting)
        for number, section in enumerate(self._sections()):
            words = told.section(section.key) if section.key in keys else ""
            if words:
                self._rewrite(meeting, writers[number % len(writers)], section.text, words, at)

    def _writers(self, meeting: Meeting) -> list[Person]:
        rights = policy.MATRIX[policy.Permission.SECTION_WRITE]
        return [person for person in meeting.invited if rights[person.role] != "-"]

    def _rewrite(self, meeting: Meeting, person: Person, text: Text, words: str, at: datetime) -> None:
        viewer = policy.at_table(person, meeting, "nl")
        texts.rewrite(self.work, viewer, text.id, words, text.version, at)

    def _sections(self) -> list[Section]:
        found = select(Section).where(Section.case_id == self.case.id).order_by(Section.position)
        return list(self.work.session.scalars(found))

    # --- actions

    def _agree(self, meeting: Meeting, day: date, at: datetime) -> None:
        """Agreements that are new at this meeting. Those for named people were made among them, at the first one."""
        for entry in self.story.all("actions"):
            named = entry.get("visibility", {}).get("level") == "named"
            if entry["id"] not in self.actions and (named or for_the_table(entry, day)):
                self._add(meeting, entry, at)

    def _add(self, meeting: Meeting, entry: Entry, at: datetime) -> None:
        """Put an agreement on the list; one for named people is so from its first moment."""
        author = self._author(entry)
        viewer = policy.at_table(author, meeting, "nl")
        action = actions.add(self.work, viewer, entry["text"], at, self._shield(entry))
        self.actions[entry["id"]] = action.id
        self._rewrite(meeting, author, action.seen_when, entry["seen_when"], at)
        owner, due = self.people[entry["who"]].id, entry["due"]
        partners = " ".join(self.people[key].id for key in entry["together_with"])
        if due < at.astimezone(AMSTERDAM).date():  # the tale tells of it later than it was agreed
            action.due = due
        said = {"owner": owner, "due": due.isoformat(), "phase": entry["phase"], "partners": partners}
        for field, value in said.items():
            seen = records.value(action, field)
            records.set_field(self.work, viewer, f"action:{action.id}", field, value, seen, at)

    def _author(self, entry: Entry) -> Person:
        """Whose idea it was: the owner's, or the fixed face's for somebody who cannot add one."""
        owner = self.people[entry["who"]]
        may_add = policy.MATRIX[policy.Permission.ACTION_ADD][owner.role] == "yes"
        return owner if may_add else self.people[self.story.case["fixed_face"]]

    def _shield(self, entry: Entry) -> cases.NewShield | None:
        shield = entry.get("visibility", {})
        if shield.get("level") != "named":
            return None
        people = [self.people[key].id for key in shield["persons"]]
        category = ShieldCategory(shield["category"])
        return cases.NewShield(people, category, shield["reason"], shield["review_on"])

    def _tell_how_it_went(self, meeting: Meeting, number: int, at: datetime) -> None:
        """Owners say *ik doe dit*; from the second meeting on they also say how far they are."""
        told = [entry for entry in self.story.all("actions") if entry["id"] in self.actions]
        for entry in told:
            owner = policy.at_table(self.people[entry["who"]], meeting, "nl")
            action = self.work.load(Action, self.actions[entry["id"]])
            if entry["status"] in TAKEN:
                actions.take(self.work, owner, action.id, at)
            self.planning.link(meeting, entry, action, self.factors, self.deciding.made, at)
            if number > 0:
                self.planning.how_far(owner, entry, action, at)


def _new_person(entry: Entry, role: Role) -> cases.NewPerson:
    return cases.NewPerson(
        name=entry["name"],
        role=role,
        role_words=entry["role"],
        organisation=entry.get("organisation", ""),
        age=str(entry.get("age", "")),
        account=entry.get("email", ""),
        at_table=entry["at_table"],
    )
