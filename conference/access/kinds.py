"""A kind of record says everything about itself once: its rights, fields, history, live parts, report and own data.

`KINDS` drives the gate, the road of a change, what lives on a page, the words of a conflict, the report in all its
forms, *Wat bewaart Rondom van mij?* and the tests of each. What a kind leaves out it leaves out aloud (`Left`).
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session, object_session

from conference.access.permissions import Permission
from conference.core.events import Event, RecordChanged
from models.base import Base
from models.enums import TextKind
from models.errors.base import Refused
from models.meeting import Meeting
from models.shields import Shield
from models.texts import Text

if TYPE_CHECKING:
    from conference.access.policy import Viewer
    from conference.core.unit_of_work import UnitOfWork

Key = str
#: What stands for the words of a record where a field is named.
WORDS = "words"
#: Taking a record away, where a field is named.
REMOVED = "removed"
Within = Callable[[Any, "Viewer"], bool]


@dataclass(frozen=True)
class Left:
    """Left out on purpose, and why."""

    why: str


@dataclass(frozen=True)
class Change:
    """A change that is being made: in which transaction, by whom, and when."""

    work: "UnitOfWork"
    viewer: "Viewer"
    at: datetime


@dataclass(frozen=True)
class Copy:
    """Where words of a text were taken over: a string, or lists and fields with strings in them.

    `settled`: it may not be changed any more. `quotes`: it may hold a part of the words. `only`: what else it holds is
    of other records; these (`kind:id`) begin a list, or are the `id` of a field of fields.
    """

    record: Any
    attribute: str
    settled: bool = False
    quotes: bool = False
    only: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Field:
    """One field of a kind of record, compared and kept as a string: ids sorted with spaces between, dates as ISO.

    `check` gives the canonical value or raises a refusal; `put` stores it.
    """

    get: Callable[[Any], str]
    check: Callable[[Change, Any, str], str]
    put: Callable[[Change, Any, str], None]


# --- where it lives on a page

#: Names of live parts, for each surface.
Names = Mapping[str, tuple[str, ...]]
EVERYWHERE = frozenset({"table", "phone", "screen"})


def on_all(*names: str) -> Names:
    """The same live parts on every surface."""
    return dict.fromkeys(EVERYWHERE, names)


@dataclass(frozen=True, kw_only=True)
class Stands:
    """Where records of a kind live on the pages of a table.

    `lists` are the live parts that hold their list; `alone` the surfaces that take one record alone, `beside` what
    goes along with it; `sights` other live parts that show one record (a box on a picture); `around` what else shows
    something of one that changed (`listed`: it came, went or moved); `there` whether one still stands on the table.
    `blocks` says in which block of a part each of these stands (`conference.region.profile.Block`).
    """

    lists: Names
    blocks: Mapping[str, tuple[str, ...]]
    alone: frozenset[str] = frozenset({"table"})
    beside: Names = field(default_factory=dict)
    sights: tuple[str, ...] = ()
    around: Callable[[Any, bool], tuple[str, ...]] = lambda record, listed: ()
    there: Callable[[Any], bool] = lambda record: True


# --- which part of a case it is

#: The plan for when it goes wrong: everybody around the family knows it, however little else they may see.
SAFETY_PLAN = "safety_plan"


def block_place(block: str) -> str:
    """The place of what a block of the table holds, among the parts that can be chosen for somebody."""
    return f"block:{block}"


def area_places(life_area: str) -> tuple[str, ...]:
    """The place of what is about a field of life (*leefgebied*): none for what is about no one field."""
    return (f"area:{life_area}",) if life_area else ()


@dataclass(frozen=True)
class Scope:
    """What somebody with narrow access may see: what is of these `people` (themselves), and these `places`."""

    people: frozenset[str]
    places: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Part:
    """Which part of a case a record belongs to: what is seen by somebody who may not see everything.

    `place` is where all of its kind stands (`block:facts`), `places` where this one stands besides (`section:KEY`,
    `area:KEY`, the safety plan), `own` whose it is. `ends`: it is for who may see all of these instead. Closed by
    default: what names no place and is nobody's own is for those only who may see everything.
    """

    place: str = ""
    places: Callable[[Any], Iterable[str]] = lambda record: ()
    own: Callable[[Any], Iterable[str | None]] = lambda record: ()
    ends: Callable[[Any], Iterable[Any]] | None = None
    #: Whether what one adds oneself is one's own.
    becomes_own: bool = False

    def holds(self, record: Any, scope: Scope) -> bool:
        """Whether a record is in the part that somebody may see."""
        if self.place in scope.places or not scope.people.isdisjoint(self.own(record)):
            return True
        if self.ends is not None:
            return all(in_scope(end, scope) for end in self.ends(record))
        return not scope.places.isdisjoint(self.places(record))


def in_scope(record: Any, scope: Scope | None) -> bool:
    """Whether a record is in the part that somebody may see; without a scope everything is."""
    if scope is None:
        return True
    kind = kind_of(record)
    if kind is None:
        return False
    return isinstance(kind.part, Left) or kind.part.holds(record, scope)


# --- in a report

Item = dict[str, Any]


@dataclass(frozen=True)
class Writing:
    """From what a report is written. `audiences`: who may know of each item written so far, None for everybody."""

    session: Session
    meeting: Meeting
    audiences: dict[str, list[str] | None] = field(default_factory=dict)

    def of_case(self, model: Any) -> Select[Any]:
        """All records of a kind, read anew: the session of a use case may hold lists from before."""
        return (
            select(model)
            .where(model.case_id == self.meeting.case_id)
            .execution_options(populate_existing=True)
        )


@dataclass(frozen=True)
class Compared:
    """How two versions of an item are laid side by side: its words, word by word.

    `called` names the field that says what it is besides its words; an item with one of `past` no longer counts.
    """

    words: str = "words"
    called: str = ""
    past: tuple[str, ...] = ()


@dataclass(frozen=True)
class Own:
    """Words and numbers of one person in an item of a report: `fields` of each entry of the list `inside` (of the item
    itself when that is empty), whose `by` names the person. When the person is erased they go, and the item stays."""

    by: str
    fields: tuple[str, ...]
    inside: str = ""


@dataclass(frozen=True, kw_only=True)
class Export:
    """How records of a kind stand in a report: page, paper, data and summary.

    `place` is where they stand, `items` writes them in the format of `docs/report.md`. Fields that name other items:
    `one`, emptied when that one is hidden from a reader; `many`, which loses it; `bound`, with which the whole item
    goes. `owners` says whose an item is where a cell of the table says *own*, `reads` what reading it asks when that
    is not what the kind asks. `own` are words of single people. Without `compared` it is no part of the comparison of
    two versions of the analysis.
    """

    place: int
    items: Callable[[Writing], Iterable[Item]]
    one: tuple[str, ...] = ()
    many: tuple[str, ...] = ()
    bound: tuple[str, ...] = ()
    owners: Callable[[Item], Iterable[str | None]] = lambda item: ()
    reads: Callable[[Item], Permission] | None = None
    own: Own | None = None
    compared: Compared | None = None

    def names(self, item: Item) -> frozenset[str]:
        """The ids of all other items that an item names."""
        found = [item.get(name) for name in (*self.one, *self.bound)]
        found += [key for name in self.many for key in item.get(name, ())]
        return frozenset(filter(None, found))


# --- to the person it is of


class Say(Protocol):
    """What says things in the reader's language."""

    def __call__(self, sentence: str, /, **values: Any) -> str:
        """A sentence of the program, with its values filled in."""

    def label(self, label: dict[str, str], /) -> str:
        """A word of the region."""


@dataclass(frozen=True)
class Kept:
    """One thing that is held of somebody: the day it is of (ISO, or empty), what it says, what belongs to it."""

    on: str
    words: str
    more: str = ""


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """What *Wat bewaart Rondom van mij?* tells somebody of records of a kind, under one heading.

    `place` is where it stands, `key` its name in the file. `mine` says which records are of the person with an id,
    `said` how one is told (it gets what says a sentence in the reader's language), `asked` through which record the
    gate is asked whether they may know of it, or why it is not asked. `model` is a part of the kind that has a table
    of its own.
    """

    place: int
    key: str
    title: str
    mine: Callable[[str], ColumnElement[bool]]
    said: Callable[[Any, Say], Iterable[Kept]]
    asked: Callable[[Any], Any] | Left
    order: tuple[Any, ...] = ()
    model: type[Base] | None = None


def itself(record: Any) -> Any:
    """The gate is asked about the record itself."""
    return record


# --- to which words


@dataclass(frozen=True)
class Given:
    """A yes, a no or an approval that somebody gave: to which words (`said`, as people read them), and whether those
    still stand there. When they do not, the person is asked again, and every page and report shows the same mark.
    """

    person: str | None
    said: str
    fits: bool

    @property
    def told(self) -> dict[str, Any]:
        """How a report says so, in the entry of that answer."""
        return {"to_this_wording": self.fits, "said": self.said}


def no_yes(record: Any) -> Iterable[Given]:
    """Nobody says yes or no to it."""
    return ()


# --- where it belongs


def of_case(record: Any, viewer: "Viewer") -> bool:
    """A record of one family; who learns in a region has no family."""
    return viewer.case_id is not None and viewer.profile_id is None and record.case_id == viewer.case_id


def of_meeting(record: Any, viewer: "Viewer") -> bool:
    """A record of one meeting."""
    return viewer.profile_id is None and record.meeting_id == viewer.meeting_id is not None


def of_region(region: Callable[[Any], str]) -> Within:
    """A record of the learning layer of one region, apart from every case."""

    def within(record: Any, viewer: "Viewer") -> bool:
        return viewer.profile_id is not None and region(record) == viewer.profile_id

    return within


# --- kept among named people


def alone(record: Any) -> list[Any]:
    """Nothing else goes along with it."""
    return [record]


def no_start(change: "Change", beside: Any) -> dict[str, Any]:
    """Nothing more is known of a new one than its words."""
    return {}


def no_more(change: "Change", old: Any, new: Any) -> None:
    """It has nothing below it."""


@dataclass(frozen=True, kw_only=True)
class Shielding:
    """How records of a kind are kept among named people (*alleen voor ...*), and put before the whole table later.

    `called` is what one is called. `texts` are the names of its words, the first of them those it is known by;
    `parts` the words of what lies below it. `line` are those that go along: what it replaced says nearly the same.
    `writes` is what adding one that begins apart asks (None: none does); `starts` what a new one has besides its words
    (`beside`: what it is put beside).
    `keeps` are the fields, lists and links that a new record takes over when it is put before the whole table, `more`
    what lies below it; answers and consent are not among them: they are asked anew.
    """

    called: str
    texts: Mapping[str, TextKind]
    writes: Permission | None = None
    keeps: tuple[str, ...] = ()
    parts: Callable[[Any], list[Text]] = lambda record: []
    line: Callable[[Any], list[Any]] = alone
    starts: Callable[["Change", Any], dict[str, Any]] = no_start
    more: Callable[["Change", Any, Any], None] = no_more

    def words(self, record: Any) -> list[Text]:
        """Every text of it and of what goes along."""
        found = [getattr(one, name) for one in self.line(record) for name in self.texts]
        return found + [text for one in self.line(record) for text in self.parts(one)]


# --- defaults


def own_shield(record: Any) -> list[Shield]:
    """The one shield that most kinds can have."""
    shield: Shield | None = getattr(record, "shield", None)
    return [] if shield is None else [shield]


def whose(record: Any, permission: Permission) -> Iterable[str | None]:
    """Whose it is: of its owner; and who added a record may shield it."""
    name = "added_by_id" if permission == Permission.SHIELD_SET else "owner_id"
    return (getattr(record, name, None),)


def always(record: Any, viewer: "Viewer") -> bool:
    """Shown as soon as it is there."""
    return True


def never(record: Any, permission: Permission, viewer: "Viewer") -> Refused | None:
    """Never settled: it can be changed as long as rights allow."""
    return None


def the_table(record: Any, field: str) -> Iterable[str | None] | None:
    """Nobody's alone: the table makes it together."""
    return None


def nothing(change: Change, record: Any, field: str, before: str) -> None:
    """Nothing follows a change of a field."""


def of_the_case(record: Any, listed: bool, lost: frozenset[str]) -> Event:
    """Told to those around the family of the record."""
    return RecordChanged(record.case_id, ref(record), listed, lost)


@dataclass(frozen=True, kw_only=True, eq=False)
class Kind:
    """One kind of record.

    `read` and `write` are what looking at it and changing a field of it ask; `also_read` opens it too. `within` says
    where it belongs, `part` to which part of a case (or why everybody around the family may see it), `carrier` which
    other record carries its rights, `shown` from when others may see it,
    `settled` why it can no longer be changed, `owners` whose it is where a cell of the table says *own*.
    `keepers` says whose its words (`WORDS`) or a field of it are: only they change these, anybody else proposes other
    words; None for what the table makes together. Of `overruled` fields the chair may change somebody else's, with a
    reason that stays readable.
    `texts` are the shared texts it consists of, with their rights when these are not its own; `text_carrier` is the
    name under which such a text knows its record. `hangs_on` says how what hangs on the words of a text stands,
    `follows` what is done after a change of the words, `copies` where records of this kind took over words of a text
    (they go along when a slip is scrubbed). Of what is `askable` one can ask an explanation (*leg uit*);
    what `stands_alone` can be the one thing on the shared screen. `report` says how it stands in a report,
    `own_data` under which headings it is told to the person it is of, `shielding` how it is kept among named people.

    `yes` tells every yes, no and approval that its records hold, with the words each was given to.

    `fields` are what one changes of it one at a time (`records.fields`). After a change of one of `listed` it moves
    or changes in its list; `after` is called with the field and the value before. `part_of` is a record that is
    locked before it, `told` the event of a change (`listed`, and who lost it).
    """

    name: str
    model: type[Base]
    read: Permission | None
    write: Permission | None = None
    also_read: tuple[Permission, ...] = ()
    within: Within = of_case
    part: Part | Left
    carrier: Callable[[Any], Any] | None = None
    owners: Callable[[Any, Permission], Iterable[str | None]] = whose
    shields: Callable[[Any], list[Shield]] = own_shield
    shown: Callable[[Any, "Viewer"], bool] = always
    settled: Callable[[Any, Permission, "Viewer"], Refused | None] = never
    keepers: Callable[[Any, str], Iterable[str | None] | None] = the_table
    overruled: frozenset[str] = frozenset()
    texts: Mapping[TextKind, tuple[Permission, Permission] | None] = field(default_factory=dict)
    text_carrier: str = ""
    hangs_on: Callable[[Text], tuple[str, Hashable] | None] | None = None
    follows: Callable[["UnitOfWork", Text, str, str], None] | None = None
    copies: Callable[[Session, Text], Iterable[Copy]] | None = None
    askable: bool = False
    stands_alone: bool = False
    #: Where it lives on the pages of a table.
    stands: Stands | Left
    #: A value of a field in words, for two people who changed it at once; None leaves it to the common rules.
    words: Callable[[Any, str, str], str | None] = lambda board, field, value: None
    report: Export | Left
    own_data: tuple[Chapter, ...] | Left
    yes: Callable[[Any], Iterable[Given]] = no_yes
    #: How one is kept among named people; a kind without it cannot be.
    shielding: Shielding | None = None

    fields: Mapping[str, Field] = field(default_factory=dict)
    listed: frozenset[str] = frozenset()
    #: Under what it stands in its list: after a change of this it moves, too.
    sorted_by: Callable[[Any], Hashable] = lambda record: None
    after: Callable[[Change, Any, str, str], None] = nothing
    part_of: Callable[[Any], Base] | None = None
    told: Callable[[Any, bool, frozenset[str]], Event] = of_the_case

    def ref(self, record: Any) -> str:
        """How a record is called in messages, logs and kept values: `kind:id`."""
        return f"{self.name}:{record.id}"


KINDS: dict[str, Kind] = {}
_BY_MODEL: dict[type[Base], Kind] = {}
_BY_TEXT: dict[TextKind, Kind] = {}


def register(kind: Kind) -> Kind:
    """Make a kind known to everything that loops over KINDS."""
    if kind.name in KINDS or kind.model in _BY_MODEL:
        raise ValueError(f"there are two kinds for {kind.name}")
    KINDS[kind.name] = _BY_MODEL[kind.model] = kind
    _BY_TEXT.update(dict.fromkeys(kind.texts, kind))
    return kind


def kind_of(record: Any) -> Kind | None:
    """The kind of a record; None for what is no record of ours."""
    return _BY_MODEL.get(type(record))


def standing() -> dict[str, Stands]:
    """Where each kind that lives on a table does so, by name."""
    return {name: kind.stands for name, kind in KINDS.items() if isinstance(kind.stands, Stands)}


def standing_of(record: Any) -> Stands | None:
    """Where a record lives on a table; None for one that does not."""
    kind = kind_of(record)
    return kind.stands if kind is not None and isinstance(kind.stands, Stands) else None


def exports() -> list[tuple[Kind, Export]]:
    """Every kind that stands in a report, in its order."""
    found = [(kind, kind.report) for kind in KINDS.values() if isinstance(kind.report, Export)]
    return sorted(found, key=lambda one: one[1].place)


def chapters() -> list[tuple[Kind, Chapter]]:
    """Every heading of own data with its kind, in order."""
    found = [
        (kind, one) for kind in KINDS.values() if not isinstance(kind.own_data, Left) for one in kind.own_data
    ]
    return sorted(found, key=lambda one: one[1].place)


def of_text(text: Text) -> Kind:
    """The kind of record that a shared text is part of."""
    return _BY_TEXT[TextKind(text.kind)]


def ref(record: Any) -> str:
    """`kind:id` of any record."""
    return _BY_MODEL[type(record)].ref(record)


def find(session: Session, name: str, wanted: Callable[[Kind], bool] = lambda kind: True) -> Any:
    """The record behind `kind:id`, None when there is none of a wanted kind. Ask the gate before showing it."""
    kind, _, key = name.partition(":")
    found = KINDS.get(kind)
    if found is None or not wanted(found) or not key or "\x00" in key:
        return None
    if "id" not in found.model.__table__.columns:  # a part of another record: it is not named by itself
        return None
    return session.get(found.model, key)


def beside(record: Any, name: str) -> Any:
    """The record that another one names (`kind:id`), for carriers."""
    session = object_session(record)
    return find(session, name) if session is not None else None
