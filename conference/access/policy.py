"""The one gate. `may` decides about a permission, `visible` about a look; both are closed by default.

Who may what stands in `access.csv` (`permissions`); what each kind of record adds to that stands with the kind
(`kinds`). Shields come on top: what is for named people does not exist for anybody else, and never on a phone of the
family, where somebody else may look along. Asked at every event and every page; for typing an answer may be kept as
long as no deed was done (`realtime.known`).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, exists, inspect, or_, select
from sqlalchemy.orm import Session, object_session

from conference.access.kinds import KINDS, SAFETY_PLAN, WORDS, Part, Scope, in_scope, kind_of, of_text, ref
from conference.access.permissions import LOOKS as LOOKS
from conference.access.permissions import MATRIX as MATRIX
from conference.access.permissions import WRITES as WRITES
from conference.access.permissions import Permission as Permission
from conference.core import looks
from models.case import Case
from models.door import Guest
from models.enums import OVER, GuestState, MeetingState, Role, Sees
from models.errors.base import NotAllowed, NotFound, Refused
from models.errors.meeting import MeetingClosed
from models.errors.wording import WordsOfAnother
from models.meeting import Invitee, Meeting
from models.people import Person
from models.region import RegionProfile
from models.shields import Shield, ShieldAudience
from models.texts import Text

T = TypeVar("T")
#: Who sits at a table with a phone that others of the family may hold or look at.
FAMILY_PHONE = frozenset({Role.PARENT, Role.CHILD, Role.NETWORK, Role.SUPPORTER, Role.INTERPRETER})


@dataclass(frozen=True)
class Opening:
    """What is open for a while to somebody in an emergency (*noodinzage*): shields of one category, only to read.

    Two people decide it. `second_id` is who of the family's professionals agreed: only what they may know of
    themselves opens, so that two who are both kept out open nothing for each other. None: the privacy officer agreed,
    who reads nothing. What a child keeps for itself alone stays shut, as does what was put before the table since.
    """

    id: str
    category: str
    second_id: str | None

    def opens(self, shield: Shield, people: frozenset[str]) -> bool:
        """Whether a shield opens while these `people` are inside it."""
        child = shield.protects is not None and shield.protects.role == Role.CHILD
        if not people or (child and people <= {shield.protects_id}):
            return False
        return shield.category == self.category and (self.second_id is None or self.second_id in people)


@dataclass(frozen=True)
class Viewer:
    """Whoever asks: a person at this table, a shared screen, or a professional outside this case.

    `roles` are columns of the table. `person_id` is None for a screen and a stranger. `profile_id` is set for
    somebody in the learning layer of a region, who has no case. `device_id` is the session they come with, `proved_at`
    when somebody with an account last gave the password in it. `inner`: beside a professional, after a code that was
    told; only what is kept apart for this very person is read that way, and on no other page. `opening`: in an
    emergency, on the one page that is for it; then nothing can be done, only looked at. `scope` is the part of
    the case that they may see, None for everything; `beside_id` whom they support: a supporter sees what that person
    sees.
    """

    roles: frozenset[str]
    case_id: str | None = None
    meeting_id: str | None = None
    meeting_state: MeetingState | None = None
    person_id: str | None = None
    account_id: str | None = None
    session_id: str | None = None
    profile_id: str | None = None
    language: str = field(default="nl", compare=False)
    device_id: str | None = field(default=None, compare=False)
    proved_at: datetime | None = field(default=None, compare=False)
    inner: bool = False
    opening: Opening | None = None

    @property
    def family_phone(self) -> bool:
        """Whether this is a phone of the family at a table: nothing that is kept apart is shown on it."""
        return (
            self.person_id is not None
            and self.account_id is None
            and not self.inner
            and not self.roles.isdisjoint(FAMILY_PHONE)
        )

    scope: Scope | None = None
    beside_id: str | None = None
    beside_role: str | None = None

    @property
    def knows_as(self) -> frozenset[str]:
        """As whom they know of what is for named people: themselves, and whom they support."""
        return frozenset(filter(None, (self.person_id, self.beside_id)))

    @property
    def narrow(self) -> bool:
        """Whether they may see a part of the case only. What belongs to no part is then not shown."""
        return self.scope is not None

    @property
    def actor(self) -> str:
        """How the log names this viewer: kind and id, never a name."""
        if self.person_id:
            return f"person:{self.person_id}"
        return f"account:{self.account_id}" if self.account_id else f"session:{self.session_id}"


def stranger(account_id: str | None = None, language: str = "nl") -> Viewer:
    """Somebody without a seat in this case."""
    return Viewer(frozenset({"stranger"}), account_id=account_id, language=language)


def roles_of(person: Person, case: Case, meeting: Meeting | None = None) -> frozenset[str]:
    """The own role, plus chairing this meeting, plus directing this case."""
    roles = {str(person.role)}
    if meeting is not None and meeting.chair_id == person.id:
        roles.add(str(Role.CHAIR))
    if case.case_director_id == person.id:
        roles.add(str(Role.CASE_DIRECTOR))
    return frozenset(roles)


def scope_of(person_id: str, sees: str, parts: Iterable[str]) -> Scope | None:
    """The part that somebody may see; None for everything."""
    if sees == Sees.EVERYTHING:
        return None
    chosen = parts if sees == Sees.CHOSEN else ()
    return Scope(frozenset({person_id}), frozenset({SAFETY_PLAN, *chosen}))


def _scope(person: Person) -> Scope | None:
    """What somebody may see; beside somebody, what that person may see, with what is the supporter's own."""
    if person.supports is None:
        return scope_of(person.id, person.sees, person.sees_parts)
    return scope_beside(
        person.id, scope_of(person.supports.id, person.supports.sees, person.supports.sees_parts)
    )


def scope_beside(supporter_id: str, scope: Scope | None) -> Scope | None:
    """The scope of somebody who stands beside another."""
    return None if scope is None else Scope(scope.people | {supporter_id}, scope.places)


def at_table(person: Person, meeting: Meeting, language: str, session_id: str | None = None) -> Viewer:
    """A person in a meeting."""
    return Viewer(
        roles_of(person, meeting.case, meeting),
        case_id=meeting.case_id,
        meeting_id=meeting.id,
        meeting_state=MeetingState(meeting.state),
        person_id=person.id,
        account_id=person.account_id,
        session_id=session_id,
        language=language,
        scope=_scope(person),
        beside_id=person.supports_id,
        beside_role=str(person.supports.role) if person.supports else None,
    )


def seated(
    person_id: str,
    account_id: str | None,
    role: str,
    meeting_id: str,
    case_id: str,
    state: str,
    chair_id: str,
    director_id: str | None,
    sees: str,
    parts: Iterable[str],
    beside_id: str | None,
    beside_role: str | None,
    beside_sees: str | None,
    beside_parts: Iterable[str] | None,
    *,
    language: str,
    session_id: str | None = None,
) -> Viewer:
    """A person in a meeting, from bare columns."""
    roles = {str(role)}
    if chair_id == person_id:
        roles.add(str(Role.CHAIR))
    if director_id == person_id:
        roles.add(str(Role.CASE_DIRECTOR))
    if beside_id is None:
        scope = scope_of(person_id, sees, parts)
    else:
        scope = scope_beside(person_id, scope_of(beside_id, str(beside_sees), beside_parts or ()))
    return Viewer(
        frozenset(roles),
        case_id,
        meeting_id,
        MeetingState(state),
        person_id,
        account_id,
        session_id,
        language=language,
        scope=scope,
        beside_id=beside_id,
        beside_role=beside_role,
    )


def beside(viewer: Viewer) -> Viewer:
    """The same person beside somebody who may know what is theirs apart: asked in a talk, not on their phone."""
    return replace(viewer, inner=True)


def in_case(person: Person, case: Case, language: str) -> Viewer:
    """A professional on the pages of a case, outside a meeting."""
    return Viewer(
        roles_of(person, case),
        case_id=case.id,
        person_id=person.id,
        account_id=person.account_id,
        language=language,
        scope=_scope(person),
        beside_id=person.supports_id,
        beside_role=str(person.supports.role) if person.supports else None,
    )


def screen(meeting: Meeting, session_id: str, language: str = "nl") -> Viewer:
    """The shared screen of a meeting."""
    return Viewer(
        frozenset({"screen"}),
        case_id=meeting.case_id,
        meeting_id=meeting.id,
        meeting_state=MeetingState(meeting.state),
        session_id=session_id,
        language=language,
    )


def learner(roles: Iterable[str], profile: RegionProfile, account_id: str, language: str = "nl") -> Viewer:
    """Somebody of the project team, steering group or administration of a region: without any case."""
    return Viewer(frozenset(roles), account_id=account_id, profile_id=profile.id, language=language)


def officer(roles: Iterable[str], profile: RegionProfile, account_id: str, language: str = "nl") -> Viewer:
    """Somebody with a part in the office of a region, such as its privacy officer: without any case."""
    return learner(roles, profile, account_id, language)


def visible(record: Any, viewer: Viewer) -> bool:
    """Whether this viewer may know that the record exists."""
    record = carrier(record)
    kind = kind_of(record)
    if kind is not None and inside_shields(record, viewer) and in_reach(record, viewer):
        if (look := looks.now()) is not None:
            look.opened(viewer, kind.ref(record) if kind.shields(record) else "")
        return True
    return False


def in_reach(record: Any, viewer: Viewer) -> bool:
    """What `visible` asks besides shields, of what carries the rights: its place, part, moment and the table of rights.

    By itself only for who asks who could have seen something before or after it was kept apart.
    """
    kind = kind_of(record)
    return (
        kind is not None
        and kind.within(record, viewer)
        and in_scope(record, viewer.scope)
        and kind.shown(record, viewer)
        and any(_reads(viewer, permission, record) for permission in (reading(record), *kind.also_read))
    )


def may(viewer: Viewer, permission: Permission, record: Any) -> bool:
    """Whether this viewer may do this, now."""
    try:
        require(viewer, permission, record)
    except Refused:
        return False
    return True


def require(viewer: Viewer, permission: Permission, record: Any) -> None:
    """Raise NotFound for what the viewer may not know of, MeetingClosed or NotAllowed for what it may not do.

    What is settled (a statement that was replaced, a decision that was taken, a cycle that was closed) stays as it
    was: its kind says with which refusal.
    """
    if not visible(record, viewer):
        raise NotFound
    carried = carrier(record)
    if not entitled(viewer, permission, carried):
        raise NotAllowed
    if permission in WRITES and viewer.meeting_state in (None, *OVER):
        raise MeetingClosed
    for one in dict.fromkeys((carried, record)):
        kind = kind_of(one)
        if kind is not None and (refused := kind.settled(one, permission, viewer)) is not None:
            raise refused


def in_part(person: Person, record: Any) -> bool:
    """Whether a record is in the part that somebody may see: only then they are asked about it."""
    return in_scope(carrier(record), _scope(person))


def reaches(viewer: Viewer, name: str) -> bool:
    """Whether somebody may see records of a kind that are not their own: what is counted over all of them.

    Raises KeyError for a kind that does not exist.
    """
    return _reached(viewer.scope, name)


def is_asked(person: Person, name: str) -> bool:
    """Whether somebody is asked for theirs at records of a kind: only who may see those of others too."""
    return _reached(_scope(person), name)


def _reached(scope: Scope | None, name: str) -> bool:
    part = KINDS[name].part
    return scope is None or (isinstance(part, Part) and part.place in scope.places)


def require_reach(viewer: Viewer, name: str) -> None:
    """Raise NotFound when records of a kind are in no part that somebody may see: they are not asked for theirs."""
    if not reaches(viewer, name):
        raise NotFound


def entitled(viewer: Viewer, permission: Permission, record: Any) -> bool:
    """Whether the table of rights and the part that a viewer may see allow this, whatever the meeting is doing."""
    return granted(viewer, permission, record) and not _beyond(viewer, permission, record)


def _beyond(viewer: Viewer, permission: Permission, record: Any) -> bool:
    """Whether somebody would add, unseen, to a part of the case that they may not see: only what becomes their own."""
    if viewer.scope is None or not isinstance(record, Case):
        return False
    kinds = [kind for kind in KINDS.values() if kind.write == permission and isinstance(kind.part, Part)]
    return any(
        isinstance(kind.part, Part)
        and kind.part.place not in viewer.scope.places
        and not kind.part.becomes_own
        for kind in kinds
    )


def readable(records: Iterable[T], viewer: Viewer) -> list[T]:
    """Only what this viewer may know of. Count and order afterwards, never before."""
    return [record for record in records if visible(record, viewer)]


def carrier(record: Any) -> Any:
    """What carries the rights of a record: a section stands for its text, the texts of a record for that record.

    A question for an explanation stands for what it is about, so that it cannot point at something hidden.
    """
    kind = kind_of(record)
    if kind is None or kind.carrier is None:
        return record
    other = kind.carrier(record)
    return record if other is record else carrier(other)


def reading(record: Any) -> Permission:
    """The permission that looking at this record asks."""
    if isinstance(record, Text):
        return text_rights(record)[0]
    kind = kind_of(record)
    if kind is None or kind.read is None:
        raise NotFound
    return kind.read


def writing(text: Text) -> Permission:
    """The permission that writing in this text asks."""
    return text_rights(text)[1]


def text_rights(text: Text) -> tuple[Permission, Permission]:
    """What reading and writing a shared text ask: those of the record it is part of, unless that says otherwise."""
    kind = of_text(text)
    rights = kind.texts[text.kind]
    if rights is not None:
        return rights
    if kind.read is None or kind.write is None:
        raise NotFound
    return kind.read, kind.write


def require_writer(viewer: Viewer, text: Text) -> None:
    """Raise what `require` raises, and WordsOfAnother when the words of this text belong to somebody else."""
    require(viewer, writing(text), text)
    if not keeps(viewer, text):
        raise WordsOfAnother


def may_write(viewer: Viewer, text: Text) -> bool:
    """Whether this viewer may write in this text, now."""
    return may(viewer, writing(text), text) and keeps(viewer, text)


def keepers(record: Any, field: str = WORDS) -> frozenset[str] | None:
    """Whose the words, or a field, of a record are; None for what the table makes together."""
    carried = carrier(record)
    kind = kind_of(carried)
    found = kind.keepers(carried, field) if kind is not None else None
    return None if found is None else frozenset(filter(None, found))


def keeps(viewer: Viewer, record: Any, field: str = WORDS) -> bool:
    """Whether these words, or this field, are the table's or this viewer's: others propose, and change nothing."""
    found = keepers(record, field)
    if found is None:
        return True
    may_be = cells(viewer, Permission.WORDS_CHANGE)
    return "yes" in may_be or ("own" in may_be and viewer.person_id in found)


def overrules(viewer: Viewer, record: Any, field: str) -> bool:
    """Whether this viewer may change what is somebody else's here, with a reason that stays readable."""
    kind = kind_of(carrier(record))
    may_be = kind is not None and field in kind.overruled
    return may_be and "yes" in cells(viewer, Permission.WORDS_OVERRULE)


def around_text(session: Session, text: Text) -> frozenset[str]:
    """What is made of a text, by `kind:id`: itself, what carries it, and whatever refers to it as its own."""
    found = {ref(text), ref(carrier(text))}
    for kind in KINDS.values():
        own = [one for one in inspect(kind.model).columns if _is_text(one)]
        if own:
            some = session.scalars(select(kind.model).where(or_(*(column == text.id for column in own))))
            found |= {kind.ref(one) for one in some}
    return frozenset(found)


def _is_text(column: Any) -> bool:
    return any(key.column.table.name == Text.__tablename__ for key in column.foreign_keys)


def shields(record: Any) -> list[Shield]:
    """Every shield one has to be inside of: an arrow is for those who may know of both its ends."""
    kind = kind_of(record)
    return [] if kind is None else kind.shields(record)


def known_to_all(record: Any, other: Any) -> bool:
    """Whether everybody who may know of a record may know of another one: only such a one may it name."""
    inside = [shield.person_ids for shield in shields(record)]
    audience = frozenset.intersection(*inside) if inside else None
    return all(audience is not None and audience <= shield.person_ids for shield in shields(other))


def inside_shields(record: Any, viewer: Viewer) -> bool:
    """Whether a viewer, or whom they support, is inside every shield of a record, and not on a phone of the family.

    In an emergency some of them are open to somebody outside, on a page that only shows.
    """
    return all(_inside(shield, viewer) for shield in shields(record))


def _inside(shield: Shield, viewer: Viewer) -> bool:
    if viewer.family_phone:
        return False
    if not viewer.knows_as.isdisjoint(shield.person_ids):
        return True
    return viewer.opening is not None and viewer.opening.opens(shield, shield.person_ids)


def _reads(viewer: Viewer, permission: Permission, record: Any) -> bool:
    """Whether the table of rights lets somebody read: a supporter what whom they support reads, and their own."""
    if viewer.beside_id is None:
        return granted(viewer, permission, record)
    other = replace(viewer, roles=frozenset({str(viewer.beside_role)}), person_id=viewer.beside_id)
    kind = kind_of(record)
    own = kind is not None and viewer.person_id in set(kind.owners(record, permission))
    return granted(viewer, permission, record) and (own or granted(other, permission, record))


def cells(viewer: Viewer, permission: Permission) -> set[str]:
    """What the table of rights says of a permission for all roles of a viewer; in an emergency one only looks."""
    if viewer.opening is not None and permission not in LOOKS:
        return set()
    row = MATRIX.get(permission, {})
    return {row.get(role, "-") for role in viewer.roles}


def unshielded(shield_id: Any, viewer: Viewer) -> ColumnElement[bool]:
    """The same in SQL, for what is only counted or looked for; the gate still judges what is shown.

    Nothing is counted or looked for in an emergency, so that nothing opens here.
    """
    if viewer.family_phone:
        return or_(shield_id.is_(None))
    inside = select(ShieldAudience.shield_id).where(ShieldAudience.person_id.in_(viewer.knows_as))
    return or_(shield_id.is_(None), shield_id.in_(inside))


def granted(viewer: Viewer, permission: Permission, record: Any) -> bool:
    """Whether the table of rights says yes, *own* of what is theirs, or *with* beside whom they support."""
    found = cells(viewer, permission)
    if "yes" in found or ("with" in found and together(viewer, record)):
        return True
    kind = kind_of(record)
    if "own" not in found or kind is None or viewer.person_id is None:
        return False
    if permission == Permission.WORDS_CHANGE:
        return viewer.person_id in (keepers(record) or ())
    return viewer.person_id in set(kind.owners(record, permission))


def together(viewer: Viewer, record: Any) -> bool:
    """Whether a supporter acts beside whom they support: that person sits at this table now (domain paper 1.1).

    Nobody acts for somebody who went home. Sitting there is a seat on a phone, or a place in the room without one.
    """
    session = object_session(record)
    if viewer.beside_id is None or viewer.meeting_id is None or session is None:
        return False
    return sits(session, viewer.meeting_id, viewer.beside_id)


def sits(session: Session, meeting_id: str, person_id: str) -> bool:
    """Whether somebody sits at a table now, with a phone or without one."""
    phone = exists().where(
        Guest.meeting_id == meeting_id, Guest.person_id == person_id, Guest.state == GuestState.SEATED
    )
    in_room = exists().where(
        Invitee.meeting_id == meeting_id, Invitee.person_id == person_id, Invitee.in_room
    )
    return bool(session.scalar(select(or_(phone, in_room))))
