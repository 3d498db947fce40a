"""What one viewer finds on the table: everything here has already passed the gate.

Templates get a `Board` and nothing else, so they cannot show what they may not.
"""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, cached_property
from typing import Any

from flask_babel import gettext
from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.access import kinds, policy
from conference.access.policy import Permission
from conference.case import family, hats
from conference.case import frame as frames
from conference.case import use_cases as cases
from conference.case.around import Around, look
from conference.core import rendering
from conference.core.presence import Here
from conference.core.qr import qr
from conference.core.runtime import Runtime
from conference.core.validation import AMSTERDAM
from conference.door import use_cases as door
from conference.records import fields as records
from conference.records import labels
from conference.region import profile
from conference.region.profile import Block
from conference.table.actions import use_cases as actions
from conference.table.context import VIEWS, ViewContext
from conference.table.meeting import closing
from conference.table.meeting import use_cases as meetings
from conference.table.meeting.carried import Carried, carried
from models.actions import Action
from models.analysis import Section
from models.case import FaceChange
from models.door import Guest, Invitation
from models.enums import LIVE, OVER, ActionState, MeetingState, Role
from models.log import FieldChange
from models.meeting import Hand, Meeting, Part
from models.people import HatChange, Person
from models.texts import Text

#: Live parts that stand on some phone pages only.
PHONE_VIEWS = {
    "main": {"now"},
    "bar": {"now"},
    "proposals": {"now"},
    "who": {"now"},
    "queue": {"tell"},
    "people": {"people"},
}


@cache
def block_of(part: str) -> str | None:
    """The block of a part of the meeting in which a live part stands, by the first word of its name."""
    for stands in kinds.standing().values():
        for block, names in stands.blocks.items():
            if part in names:
                return block
    return None


@dataclass(frozen=True)
class PageView:
    """What a page shows: the surface it is made for, the view on it, and a part when it looks around freely."""

    surface: str = "table"
    view: str = "table"
    part_id: str | None = None


@dataclass(frozen=True)
class Chair:
    """One person at the table, as shown in *wie is hier*."""

    person: Person
    here: Here
    device: str | None
    seat: Guest | None
    invitation: Invitation | None
    doubled: bool


class Board:
    """The table as one viewer sees it at one moment. Parts are looked up when a template asks for them."""

    def __init__(
        self,
        house: Runtime,
        session: Session,
        viewer: policy.Viewer,
        meeting: Meeting,
        seen: PageView,
        at: datetime,
    ) -> None:
        self.house, self.session, self.viewer, self.meeting = house, session, viewer, meeting
        self.seen, self.at = seen, at
        self.case = meeting.case
        self.language = viewer.language
        self.profile = profile.of(self.case.profile.settings)
        self._context = ViewContext(session, viewer, meeting, self.profile, at, house)

    def __getattr__(self, name: str) -> Any:
        """What a subject lays on the table (`facts`, `map`, ...), made when a template first asks for it."""
        view = VIEWS.get(name)
        if view is None:
            raise AttributeError(name)
        made = self.__dict__[name] = view.make(self._context)
        return made

    # --- the gate, for templates

    def may(self, deed: str, thing: Any = None) -> bool:
        """Whether the viewer may do this; a thing left out means the meeting."""
        return policy.may(self.viewer, Permission(deed), self.meeting if thing is None else thing)

    def may_write(self, text: Text) -> bool:
        """Whether the viewer may write in this text, now."""
        return policy.may_write(self.viewer, text)

    def keeps(self, record: Any, field: str = kinds.WORDS) -> bool:
        """Whether the words or a field of a record are the table's or the viewer's, not somebody else's."""
        return policy.keeps(self.viewer, record, field)

    def overrules(self, record: Any, field: str) -> bool:
        """Whether the viewer may change this of somebody else, with a reason."""
        return not self.keeps(record, field) and policy.overrules(self.viewer, record, field)

    def may_set(self, record: Any, field: str) -> bool:
        """Whether a field is the viewer's to change, by themselves or with a reason."""
        return self.keeps(record, field) or policy.overrules(self.viewer, record, field)

    def may_restore(self, record: Any) -> bool:
        """Whether the viewer may put back what was taken away: theirs, or taken away by them."""
        return records.may_put_back(self.session, self.viewer, record)

    def owned(self, text: Text) -> bool:
        """Whether the words of a text are somebody's, not the table's."""
        return policy.keepers(text) is not None

    def text_of(self, thing: str) -> Text:
        """The text behind `text:ID`. Ask the gate before."""
        return self.session.get_one(Text, thing.partition(":")[2])

    def overruled(self, record: Any) -> list[tuple[Person, str]]:
        """Who changed a field of somebody else that stands so now, and why."""
        newest = {one.field: one for one in self._overruled.get(kinds.ref(record), [])}
        found = dict.fromkeys((one.by_id, one.why) for one in newest.values() if one.why)
        people = {person.id: person for person in self.people}
        return [(people[key], why) for key, why in found if key in people]

    @cached_property
    def _overruled(self) -> dict[str, list[FieldChange]]:
        return records.with_reasons(self.session, [person.id for person in self.people])

    def say(self, label: dict[str, str]) -> str:
        """A label of the profile in the reader's language."""
        return profile.say(label, self.language)

    def shows(self, name: str) -> bool:
        """Whether a fragment of this name stands on the viewer's page at all."""
        kind = name.partition(":")[0]
        block = block_of(kind)
        if kind == "action" and self.looks_back:
            return self.seen.surface != "phone"
        if block == Block.ACTIONS and self.seen.surface == "phone":
            return self.seen.view == "actions"
        if block is not None:
            return self.has_block(block) and (self.seen.surface != "phone" or self.seen.view == "now")
        if name == "main" and not self.follows:
            return False
        return self.seen.surface != "phone" or self.seen.view in PHONE_VIEWS.get(name, {self.seen.view})

    def has_block(self, block: str) -> bool:
        """Whether the part on this page puts this on the table."""
        return self.part_kind is not None and Block(block) in self.part_kind.blocks

    @cached_property
    def carried(self) -> Carried | None:
        """What the last meeting left to this one: shown where it begins."""
        since = self.meeting.opened_at or self.at
        return carried(self.session, self.viewer, self.meeting.starts_at, since, self.at)

    @property
    def looks_back(self) -> bool:
        """Whether the part that stands on the table is about the agreements of before."""
        return self.has_block(Block.LOOKING_BACK)

    @property
    def begins_with_before(self) -> bool:
        """Whether what was left stands on the first page, for this meeting has no part of its own for it."""
        return self.part_number == 1 and not any(
            self.profile.part(part.key).again for part in self.meeting.parts
        )

    # --- people

    @cached_property
    def me(self) -> Person | None:
        """The viewer as a person; a screen is nobody."""
        return self.session.get(Person, self.viewer.person_id) if self.viewer.person_id else None

    @cached_property
    def people(self) -> list[Person]:
        """Everyone around this family now; who went off stays by name at what they said."""
        return self.around.people

    @cached_property
    def around(self) -> Around:
        """Who stands around the family, what for, what they read and until when."""
        return look(self.session, self.viewer, self.case, self.at)

    @cached_property
    def chairs(self) -> list[Chair]:
        """Who is invited, and everybody else who is here: nobody sits at this table unseen. Family first."""
        seats = {guest.person_id: guest for guest in door.seated(self.session, self.meeting.id)}
        in_room = meetings.in_room(self.session, self.meeting.id)
        links = self._invitations()
        found = [
            Chair(
                person,
                self._presence(person, in_room),
                self.house.presence.device(self.meeting.id, person.id),
                seats.get(person.id),
                links.get(person.id),
                self.may(Permission.LOBBY_READ) and self.house.presence.doubled(self.meeting.id, person.id),
            )
            for person in self._at_this_table(seats)
        ]
        return sorted(found, key=lambda chair: (not chair.person.in_family, chair.person.position))

    @cached_property
    def faces(self) -> set[str]:
        """Who stays with this family: the fixed face, perhaps two."""
        return {face for face in (self.case.fixed_face_id, self.case.second_face_id) if face}

    @cached_property
    def face_changes(self) -> list[FaceChange]:
        """What changed in who stays with the family, newest first; told to the family itself."""
        if self.me is None or not self.me.in_family:
            return []
        return family.face_changes(self.session, self.case.id)

    @cached_property
    def frame(self) -> frames.Banner | None:
        """Whether help is voluntary or comes with a measure; nothing for who may see a part only."""
        return frames.banner(self.viewer, self.case, lambda words: str(gettext(words)))

    @cached_property
    def frame_before(self) -> str:
        """What stood there when this family last sat together, in words; empty while that is still so."""
        last = closing.before(self.session, self.meeting)
        since = last.closed_at if last else self.meeting.opened_at
        if self.frame is None or not self.live or since is None:
            return ""
        before = frames.stood(self.session, self.case.id, since)
        return "" if before in (None, self.frame.frame) else str(gettext(labels.FRAMES[before].label))

    def hat_called(self, hat: str) -> str:
        """What a hat is called here."""
        return hats.called(self.profile, hat, self.language)

    def hat(self, person: Person) -> str:
        """In which capacity somebody acts, in words; empty for none."""
        return self.hat_called(person.hat)

    @cached_property
    def hat_news(self) -> list[HatChange]:
        """Who got another hat since this meeting began, each as it stands last: everybody is told."""
        if not self.live or self.meeting.opened_at is None:
            return []
        newest: dict[str, HatChange] = {}
        for change in hats.changes(self.session, self.case.id, self.meeting.opened_at):
            newest.setdefault(change.person_id, change)
        return list(newest.values())

    @property
    def here(self) -> list[Chair]:
        """Who is here now."""
        return [chair for chair in self.chairs if chair.here == Here.HERE]

    @cached_property
    def free_seats(self) -> list[Person]:
        """People of this case without an account: those a phone in the waiting room can be."""
        return [person for person in self.people if person.account_id is None]

    @cached_property
    def lobby(self) -> list[Guest]:
        """The waiting room, for those who may let people in; empty for all others."""
        return door.waiting(self.session, self.viewer, self.meeting, self.at)

    @cached_property
    def namesakes(self) -> dict[str, str]:
        """Which phones in the waiting room call themselves as somebody else is called."""
        return door.namesakes(self.session, self.meeting, self.lobby)

    def match_choices(self, guest: Guest) -> list[str]:
        """The digits on this phone among two others."""
        return self.house.keys.decoys(guest.id, guest.match)

    def suggests(self, guest: Guest, person: Person) -> bool:
        """Whether this phone came in with the personal link of this person."""
        invitation = self.session.get(Invitation, guest.invitation_id) if guest.invitation_id else None
        return invitation is not None and invitation.person_id == person.id

    def seat_taken(self, person: Person) -> bool:
        """Whether another phone sits on this seat already."""
        return any(chair.person.id == person.id and chair.seat is not None for chair in self.chairs)

    @cached_property
    def hands(self) -> list[Hand]:
        """Who speaks and who wants to."""
        return meetings.hands(self.session, self.meeting.id)

    @property
    def my_hand(self) -> Hand | None:
        """The viewer's own raised hand."""
        return next((hand for hand in self.hands if hand.person_id == self.viewer.person_id), None)

    @property
    def speaker(self) -> Hand | None:
        """Who has the floor."""
        return next((hand for hand in self.hands if hand.called_at is not None), None)

    @property
    def screens(self) -> int:
        """How many shared screens are on; everyone may know that one is."""
        return self.house.presence.screens(self.meeting.id)

    # --- the meeting

    @property
    def live(self) -> bool:
        """Open or at rest."""
        return self.meeting.state in LIVE

    @property
    def paused(self) -> bool:
        """At rest."""
        return self.meeting.state == MeetingState.PAUSED

    @property
    def closed(self) -> bool:
        """Over: it ended, or it does not take place."""
        return self.meeting.state in OVER

    @property
    def cancelled(self) -> bool:
        """It does not take place."""
        return self.meeting.state == MeetingState.CANCELLED

    @property
    def kind(self) -> str:
        """What this kind of meeting is called."""
        kind = self.profile.meeting(self.meeting.kind)
        return self.say(kind.label) if kind else self.meeting.kind

    @cached_property
    def part(self) -> Part | None:
        """The part on this page: the one looked at freely, else the one the table is at, else the first."""
        chosen = next((part for part in self.meeting.parts if part.id == self.seen.part_id), None)
        return chosen or self.meeting.part or next(iter(self.meeting.parts), None)

    @property
    def part_kind(self) -> profile.PartKind | None:
        """What the profile says about this part."""
        return self.profile.part(self.part.key) if self.part else None

    @property
    def part_number(self) -> int:
        """Its place, from 1."""
        return self.meeting.parts.index(self.part) + 1 if self.part else 0

    @property
    def follows(self) -> bool:
        """Whether this page goes where the table goes."""
        return self.seen.part_id is None

    def part_label(self, part: Part) -> str:
        """What a part is called."""
        return self.say(self.profile.part(part.key).label)

    @property
    def open_points(self) -> list[str]:
        """What is still open, in sentences for the chair before closing: every view of the table adds its own."""
        views = [getattr(self, name) for name in sorted(VIEWS, key=lambda name: VIEWS[name].place)]
        return [point for view in views if hasattr(view, "open_points") for point in view.open_points()]

    @property
    def at_opening(self) -> list[Person]:
        """Who is asked to say yes to the rules of the game: who is invited, and whoever said so already."""
        invited = {person.id for person in self.meeting.invited} | self.gathering.agreed
        return [person for person in self.people if person.id in invited]

    @property
    def today(self) -> date:
        """The day in Amsterdam."""
        return self.at.astimezone(AMSTERDAM).date()

    @property
    def join_code(self) -> str | None:
        """The code in the room, while there is one."""
        if self.meeting.code_hash is None:
            return None
        return self.house.keys.meeting_code(self.meeting.id, self.meeting.code_turn)

    @property
    def shows_join(self) -> bool:
        """Whether the shared screen tells how to join: until the chair hides it, and never after the end."""
        return self.meeting.join_shown and self.join_code is not None

    @property
    def join_qr(self) -> Markup:
        """The door as a QR code. The digits stand behind the `#`, so that they enter no server's log."""
        return qr(f"{self.house.settings.public_url}/mee#{self.join_code}")

    # --- the analysis

    @cached_property
    def sections(self) -> list[Section]:
        """The blocks of this part that the viewer may read. What a block of the table shows is left out while empty."""
        keys = self.part_kind.sections if self.part_kind else ()
        found = cases.sections(self.session, self.viewer, keys)
        return sorted(
            [section for section in found if section.text.words or not self.is_earlier_note(section)],
            key=lambda section: (keys.index(section.key), _not_of_a_child(section), section.position),
        )

    @cached_property
    def voices(self) -> list[Section]:
        """The own words of the family: child first, then the others."""
        keys = [kind.key for kind in self.profile.sections if kind.own_words]
        found = [section for section in cases.sections(self.session, self.viewer, keys) if section.text.owner]
        return sorted(found, key=lambda one: (_not_of_a_child(one), one.position))

    @property
    def my_words(self) -> Section | None:
        """The block that only the viewer can write."""
        return next((one for one in self.voices if one.text.owner_id == self.viewer.person_id), None)

    @property
    def words_for_others(self) -> list[Section]:
        """Blocks of children who are not here, that the viewer writes down for them."""
        mine = self.viewer.person_id
        return [one for one in self.voices if one.text.owner_id != mine and self.may_write(one.text)]

    def speaker_for(self, section: Section) -> Person | None:
        """Who writes down the own words of somebody who is not at this table."""
        owner = section.text.owner
        return owner.voice_via if owner is not None and not owner.at_table else None

    @cached_property
    def focus(self) -> Any:
        """The record on the shared screen, if this viewer may read it."""
        record = kinds.find(self.session, self.meeting.focus)
        return record if record is not None and policy.visible(record, self.viewer) else None

    @property
    def focus_kind(self) -> str:
        """What kind of record that is; empty when there is none."""
        return self.meeting.focus.partition(":")[0] if self.focus is not None else ""

    def is_earlier_note(self, section: Section) -> bool:
        """Whether a block on this page took the place of this text."""
        block = self.profile.section(section.key).block
        return block is not None and self.has_block(block)

    def section_label(self, section: Section) -> str:
        """What a section is called; own words carry the name of who they are of."""
        kind = self.profile.section(section.key)
        return section.text.owner.first_name if section.text.owner else self.say(kind.label)

    def section_hint(self, section: Section) -> str:
        """What belongs in it."""
        return self.say(self.profile.section(section.key).hint)

    def value(self, record: Any, field: str) -> str:
        """A field of any record as forms compare it."""
        return records.value(record, field)

    # --- kept among named people

    def is_apart(self, record: Any) -> bool:
        """Whether it is for named people only."""
        return bool(policy.shields(policy.carrier(record)))

    def keeps_apart(self, record: Any) -> dict[str, str]:
        """What the page *alleen voor ...* is asked: to keep this thing (`ding`), or to put a text beside it (`naast`).

        Empty when that is not this viewer's to say, or it is kept apart already.
        """
        kind = kinds.kind_of(record)
        if kind is None or kind.shielding is None or self.closed or self.is_apart(record):
            return {}
        if isinstance(record, Section):
            of_all = record.text.owner_id is None
            may = of_all and self.may(Permission.SECTION_WRITE, record)
            return {"naast": kinds.ref(record)} if may else {}
        return {"ding": kinds.ref(record)} if self.may(Permission.SHIELD_SET, record) else {}

    # --- the action list

    @cached_property
    def actions(self) -> list[Action]:
        """The actions the viewer may see, in order. Counts and numbers are made of these only."""
        return actions.readable(self.session, self.viewer)

    def audience_of(self, action: Action) -> Sequence[Person]:
        """Who may be asked to own or help: everyone, or under a shield those who know of it."""
        if action.shield is None:
            return self.people
        return [person for person in self.people if person.id in action.shield.person_ids]

    def phase(self, key: str) -> str:
        """What a phase is called."""
        return self.say(self.profile.phase(key).label)

    @property
    def states(self) -> list[ActionState]:
        """All states of an action."""
        return list(ActionState)

    def state_label(self, state: str) -> str:
        """What a state is called."""
        return str(gettext(labels.ACTION_STATES[ActionState(state)].label))

    def date_label(self, iso: str) -> str:
        """An ISO date in words."""
        return rendering.full_date(date.fromisoformat(iso), self.language)

    def may_take(self, action: Action) -> bool:
        """Whether *ik doe dit* is the viewer's to say: of what is theirs, or of what is nobody's yet."""
        if self.closed or action.taken:
            return False
        return self.may(
            Permission.ACTION_CHANGE if action.owner_id is None else Permission.ACTION_TAKE, action
        )

    def neighbours(self, action: Action) -> tuple[Action | None, list[Action]]:
        """The one above, and at most two below: where *omhoog* and *omlaag* put it."""
        return actions.around(self.session, self.viewer, action)

    def _at_this_table(self, seats: Container[str | None]) -> list[Person]:
        invited = {person.id for person in self.meeting.invited}
        presence, meeting_id = self.house.presence, self.meeting.id
        return [
            one
            for one in self.people
            if one.id in invited or one.id in seats or presence.of(meeting_id, one.id, self.at) != Here.NOT
        ]

    def _presence(self, person: Person, in_room: set[str]) -> Here:
        """Here with a device, or in the room without one."""
        here = self.house.presence.of(self.meeting.id, person.id, self.at)
        return Here.HERE if person.id in in_room else here

    def _invitations(self) -> dict[str, Invitation]:
        if not self.may(Permission.INVITE):
            return {}
        found = select(Invitation).where(
            Invitation.meeting_id == self.meeting.id, Invitation.revoked_at.is_(None)
        )
        return {one.person_id: one for one in self.session.scalars(found) if one.usable(self.at)}


def _not_of_a_child(section: Section) -> bool:
    """False for the own words of a child, which come first."""
    return section.text.owner is None or section.text.owner.role != Role.CHILD
