"""*Wie kon dit zien?*: for one thing of a family, who could have seen it, when and where, and who did look.

Derived from rows that are there for other reasons: shields and the history of their circles, seats, screens, reports,
codes that were told, and the log. The gate is asked what it would say to each without a shield; shields and seats say
when. No words and no names: a family and its people have a number, colleagues are named as their account is.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from conference.access import identity, kinds, policy
from conference.access.kinds import Kind, Scope, Stands
from conference.access.permissions import Permission
from conference.case import access
from conference.core.validation import AMSTERDAM
from conference.region import profile
from conference.report.kind import FAMILY_FIRST
from conference.table.shields.told import STAYS_OPEN
from models.case import Case
from models.door import Guest, Screen
from models.emergencies import Emergency
from models.enums import Sees
from models.errors.base import NotFound
from models.errors.privacy import ThingUnknown
from models.log import FieldChange, LogEntry
from models.meeting import Invitee, Meeting, Part
from models.people import Departure, Person
from models.region import RegionProfile
from models.reports import Report
from models.shields import Shield, ToldCode
from models.texts import Change, Text
from models.translation import N_

#: Before everything, and for what still is so.
EVER, STILL = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
#: Pages of a family on which what the table made stands; parts of a meeting are looked at one by one.
PAGES = frozenset(
    {
        "see.case.page",
        "see.office.search",
        "see.plan.read",
        "see.report.annex",
        "see.report.annex_paper",
        "see.report.comparison",
        "see.report.data",
        "see.report.paper",
        "see.report.read",
        "see.report.summary",
        "see.report.words",
        "see.screen.show",
        "see.shields.page",
        "see.table.agreements",
        "see.table.meeting",
        "see.table.now",
        "see.table.tell",
        "see.wording.read",
    }
)


class Way(StrEnum):
    """Where somebody could have seen something."""

    DESK = "desk"  # pagina's van het gezin en de tafel, met een account
    PHONE = "phone"  # een telefoon op een plek aan tafel
    ROOM = "room"  # in de kamer, bij het grote scherm
    TOLD = "told"  # een telefoon, met een code die iemand ernaast vertelde
    REPORT = "report"  # het verslag
    ANNEX = "annex"  # de bijlage bij het verslag
    EMERGENCY = "emergency"  # noodinzage


#: The same in words.
WAYS = {
    Way.DESK: N_("met een account, op de pagina's van het gezin en aan tafel"),
    Way.PHONE: N_("op een telefoon aan tafel"),
    Way.ROOM: N_("in de kamer, op het grote scherm"),
    Way.TOLD: N_("op een telefoon, met een code die iemand ernaast vertelde"),
    Way.REPORT: N_("in het verslag"),
    Way.ANNEX: N_("in de bijlage bij het verslag"),
    Way.EMERGENCY: N_("met noodinzage, op één bladzijde"),
}


@dataclass(frozen=True, order=True)
class Span:
    """From a moment until, and without, another one."""

    since: datetime
    until: datetime = STILL

    def holds(self, at: datetime) -> bool:
        """Whether a moment lies in it."""
        return self.since <= at < self.until


Spans = list[Span]
ALWAYS: Spans = [Span(EVER)]


def both(ones: Iterable[Span], others: Iterable[Span]) -> Spans:
    """When both are so."""
    others = list(others)
    found = [
        Span(max(one.since, other.since), min(one.until, other.until)) for one in ones for other in others
    ]
    return joined(one for one in found if one.since < one.until)


def joined(ones: Iterable[Span]) -> Spans:
    """The same moments, in as few spans as can be."""
    found: Spans = []
    for one in sorted(ones):
        if found and one.since <= found[-1].until:
            found[-1] = Span(found[-1].since, max(one.until, found[-1].until))
        else:
            found.append(one)
    return found


@dataclass(frozen=True)
class Could:
    """One way in which somebody could have seen it, and when."""

    way: Way
    spans: Spans


@dataclass(frozen=True)
class Looked:
    """What somebody looked at while they could see it: the thing itself, or a page on which it may have stood."""

    itself: bool
    first: datetime
    last: datetime
    times: int


@dataclass(frozen=True)
class Reader:
    """Somebody who could have seen it. `person` is for who tests this; the page shows the number."""

    person: Person
    could: list[Could]
    looked: list[Looked] = field(default_factory=list)

    def could_at(self, at: datetime, *ways: Way) -> bool:
        """Whether they could see it at a moment; by some ways only, or by any."""
        return any(span.holds(at) for one in self.could if not ways or one.way in ways for span in one.spans)


class Breach:
    """Who could have seen one thing. Raises NotFound for who is no privacy officer, ThingUnknown for no such thing."""

    def __init__(self, session: Session, viewer: policy.Viewer, name: str) -> None:
        region = session.get(RegionProfile, viewer.profile_id or "")
        if region is None or not policy.may(viewer, Permission.PRIVACY_READ, region):
            raise NotFound
        self._session = session
        record = kinds.find(session, name.strip().lower())
        carried = policy.carrier(record) if record is not None else None
        kind, case = kinds.kind_of(carried), self._family(carried)
        if kind is None or case is None or case.profile_id != region.id:
            raise ThingUnknown("thing")
        self.kind: Kind = kind
        self.case: Case = case
        self._record, self._names = carried, {name.strip().lower(), kind.ref(carried)}

    def _family(self, record: Any) -> Case | None:
        if isinstance(record, Case):
            return record
        meeting = self._session.get(Meeting, getattr(record, "meeting_id", None) or "")
        key = getattr(record, "case_id", None) or (meeting.case_id if meeting is not None else None)
        return self._session.get(Case, key or "")

    # --- when it stood there

    @cached_property
    def stood(self) -> Span:
        """From its first moment until it was taken away; when nothing says since when, since the family came."""
        record = self._record
        given = [
            getattr(record, name, None) for name in ("added_at", "asked_at", "made_at", "at", "opened_at")
        ]
        logged = select(func.min(LogEntry.at)).where(
            LogEntry.thing.in_(self._names), LogEntry.outcome == "ok"
        )
        typed = select(func.min(Change.at)).where(Change.text_id.in_([one.id for one in self._texts]))
        moments = [*given, self._session.scalar(logged), self._session.scalar(typed)]
        known = [moment for moment in moments if moment is not None]
        return Span(min(known) if known else EVER, getattr(record, "removed_at", None) or STILL)

    @cached_property
    def _texts(self) -> list[Text]:
        if isinstance(self._record, Text):
            return [self._record]
        found = [getattr(self._record, name, None) for name in ("text", "seen_when", "question")]
        return [one for one in found if isinstance(one, Text)]

    # --- who was inside

    @cached_property
    def shields(self) -> list[Shield]:
        """What keeps it among named people, or did."""
        return list(dict.fromkeys(policy.shields(self._record)))

    @cached_property
    def _circles(self) -> list[list[tuple[Span, frozenset[str] | None]]]:
        return [self._history(shield) for shield in self.shields]

    def _history(self, shield: Shield) -> list[tuple[Span, frozenset[str] | None]]:
        """Who was inside one shield, one circle after another; None before it was set: then the table read it."""
        found = select(FieldChange).where(
            FieldChange.thing == f"shield:{shield.id}", FieldChange.field == "audience"
        )
        changes = list(self._session.scalars(found.order_by(FieldChange.at)))
        since = shield.set_at or EVER
        circle = frozenset(changes[0].before.split()) if changes else shield.person_ids
        told: list[tuple[Span, frozenset[str] | None]] = [(Span(EVER, since), None)]
        for change in changes:
            told.append((Span(since, change.at), circle))
            since, circle = change.at, frozenset(change.after["value"].split())
        told.append((Span(since), circle))
        return [(span, inside) for span, inside in told if span.since < span.until]

    def open(self) -> Spans:
        """When it stood before the whole table."""
        return self._inside(lambda circle: circle is None)

    def _inside(self, fits: Callable[[frozenset[str] | None], bool]) -> Spans:
        found = [self.stood]
        for history in self._circles:
            found = both(found, [span for span, circle in history if fits(circle)])
        return joined(found)

    def inside(self, person: Person) -> Spans:
        """When somebody was one of those who may know."""
        found: Spans = []
        for span, then in self._eras(person):
            beside = self._supported(person, then)
            found += both([span], self._among({person.id, beside.id if beside else person.id}))
        return joined(found)

    def _among(self, known: set[str]) -> Spans:
        return self._inside(lambda circle: circle is None or not known.isdisjoint(circle))

    def _supported(self, person: Person, then: dict[str, Any] | None) -> Person | None:
        """Whom somebody supported in a time."""
        key = person.supports_id if then is None else then.get("supports")
        return self._session.get(Person, key) if key else None

    # --- where

    @cached_property
    def readers(self) -> list[Reader]:
        """Everybody around the family who could have seen it, with what they did look at."""
        found = [self._reader(person) for person in self.case.people]
        return [one for one in found if one.could]

    def _reader(self, person: Person) -> Reader:
        ways = [
            Could(Way.DESK, self._at_desk(person)),
            Could(Way.PHONE, self._on_phone(person)),
            Could(Way.ROOM, self._in_room(person)),
            Could(Way.TOLD, self._told(person)),
            Could(Way.REPORT, self._in_report(person, annex=False)),
            Could(Way.ANNEX, self._in_report(person, annex=True)),
            Could(Way.EMERGENCY, self._in_emergency(person)),
        ]
        reader = Reader(person, [one for one in ways if one.spans])
        return replace(reader, looked=self._looked(reader)) if reader.could else reader

    def _may(self, viewer: policy.Viewer, person: Person | None = None) -> Spans:
        """What the gate would say without a shield; and since when, for what is shown to others later.

        For somebody whose access changed: with what they could see at each time.
        """
        found: Spans = []
        for span, then in self._eras(person) if person is not None else [(Span(EVER), None)]:
            asking = viewer if then is None else replace(viewer, scope=self._scope(viewer, then))
            if policy.in_reach(self._record, asking):
                found += both([span], [Span(self._shown_since(viewer))])
        return joined(found)

    def _scope(self, viewer: policy.Viewer, then: dict[str, Any]) -> Scope | None:
        if viewer.beside_id is not None or viewer.person_id is None:
            return viewer.scope
        return policy.scope_of(viewer.person_id, Sees(then["sees"]), then["parts"])

    def _eras(self, person: Person) -> list[tuple[Span, dict[str, Any] | None]]:
        """What somebody could see, one time after another; None where it never changed."""
        found = select(FieldChange).where(
            FieldChange.thing == f"person:{person.id}", FieldChange.field == access.ACCESS
        )
        since, told = EVER, list[tuple[Span, dict[str, Any] | None]]()
        for change in self._session.scalars(found.order_by(FieldChange.at)):
            told.append((Span(since, change.at), change.before))
            since = change.at
        return [*told, (Span(since), access.told(person) if told else None)]

    def _shown_since(self, viewer: policy.Viewer) -> datetime:
        record = self._record
        if isinstance(record, Report):
            early = bool(viewer.roles & FAMILY_FIRST)
            return record.made_at if early else (record.shared_at or STILL)
        shown_together = getattr(record, "round", None)
        owners: frozenset[str] = getattr(getattr(record, "person", None), "voices", frozenset())
        if shown_together is None or viewer.person_id in owners:
            return EVER
        return getattr(shown_together, "revealed_at", None) or EVER

    def _at_desk(self, person: Person) -> Spans:
        """With an account: on the pages of the family and at every table, as long as they have a place there."""
        if person.account_id is None:
            return []
        seen: Spans = self._may(policy.in_case(person, self.case, "nl"), person)
        for meeting in self._meetings:
            seen += self._may(policy.at_table(person, meeting, "nl"), person)
        return both(both(joined(seen), self._around(person)), self.inside(person))

    def _around(self, person: Person) -> Spans:
        """While somebody has a place around the family: since they came, until their last day, not while taken off.

        A supporter no longer than whom they support.
        """
        came = select(func.min(LogEntry.at)).where(
            LogEntry.thing == f"person:{person.id}",
            LogEntry.case_id == self.case.id,
            LogEntry.outcome == "ok",
        )
        found = [Span(self._session.scalar(came) or EVER)]
        lasting: Spans = []
        for span, then in self._eras(person):
            last = person.until if then is None else then["until"] and date.fromisoformat(then["until"])
            here = both([span], [Span(EVER, _after(last))])
            beside = self._supported(person, then)
            lasting += here if beside is None else both(here, self._around(beside))
        found = both(found, joined(lasting))
        away = select(Departure).where(Departure.person_id == person.id)
        for one in self._session.scalars(away):
            found = both(found, [Span(EVER, one.at), Span(one.back_at or STILL)])
        return found

    @cached_property
    def _meetings(self) -> list[Meeting]:
        return list(self._session.scalars(select(Meeting).where(Meeting.case_id == self.case.id)))

    def _seats(self, person: Person) -> list[Guest]:
        if person.account_id is not None:
            return []
        found = select(Guest).where(Guest.person_id == person.id, Guest.seated_at.is_not(None))
        return list(self._session.scalars(found))

    def _on_phone(self, person: Person) -> Spans:
        """On a seat, until it was left, or half an hour after the meeting. Nothing that stands apart is on it."""
        found: Spans = []
        for seat in self._seats(person):
            closed = seat.meeting.closed_at
            ends = closed + identity.SEAT_AFTER_END if closed is not None else STILL
            if seat.gone_at is None and closed is None:
                ends = seat.ends_at
            here = [Span(seat.seated_at or EVER, min(seat.gone_at or STILL, ends))]
            found += both(here, self._may(policy.at_table(person, seat.meeting, "nl"), person))
        return both(both(found, self._around(person)), self._for_phones(person))

    def _for_phones(self, person: Person) -> Spans:
        """On a phone of the family only what stands before the table; on that of another who is inside, more."""
        return self.open() if person.role in policy.FAMILY_PHONE else self.inside(person)

    def _in_room(self, person: Person) -> Spans:
        """Beside the shared screen: whoever sat at that meeting, with a phone or without one, while it was on."""
        if not isinstance(self.kind.stands, Stands) and self.kind.name != "section":
            return []
        found: Spans = []
        for screen in self._session.scalars(
            select(Screen).join(Meeting).where(Meeting.case_id == self.case.id)
        ):
            meeting = screen.meeting
            on = Span(screen.started_at or STILL, min(screen.ended_at or STILL, meeting.closed_at or STILL))
            if on.since < on.until and self._may(policy.screen(meeting, screen.id)):
                found += both([on], self._sat(person, meeting))
        return both(found, self.open())

    def _sat(self, person: Person, meeting: Meeting) -> Spans:
        if person.id == meeting.chair_id:
            return ALWAYS
        asked = self._session.get(Invitee, (meeting.id, person.id))
        if asked is not None and asked.in_room:
            return ALWAYS
        seats = [one for one in self._seats(person) if one.meeting_id == meeting.id]
        return [Span(one.seated_at or EVER, one.gone_at or STILL) for one in seats]

    def _told(self, person: Person) -> Spans:
        """Beside a professional, after a code that was told: three minutes, of what is theirs apart."""
        found = select(ToldCode.open_until).where(
            ToldCode.person_id == person.id, ToldCode.open_until.is_not(None)
        )
        opened = [Span(until - STAYS_OPEN, until) for until in self._session.scalars(found) if until]
        if not self.shields or not opened:
            return []
        beside = policy.beside(policy.in_case(person, self.case, "nl"))
        seen = joined(span for one in self._meetings for span in self._may(self._beside(person, one), person))
        return both(both(opened, joined([*seen, *self._may(beside, person)])), self.inside(person))

    def _beside(self, person: Person, meeting: Meeting) -> policy.Viewer:
        return policy.beside(policy.at_table(person, meeting, "nl"))

    def _in_emergency(self, person: Person) -> Spans:
        """While two people had opened it to somebody whom a shield keeps out."""
        found = select(Emergency).where(Emergency.person_id == person.id, Emergency.until.is_not(None))
        opened: Spans = []
        for one in self._session.scalars(found) if self.shields else ():
            spans = [Span(one.answered_at or EVER, one.ended_at or EVER)]
            for shield, history in zip(self.shields, self._circles, strict=True):
                circles = [(span, circle) for span, circle in history if circle and person.id not in circle]
                fits = [span for span, circle in circles if identity.opening(one).opens(shield, circle)]
                known = [span for span, circle in history if circle is None or person.id in circle]
                spans = both(spans, joined([*fits, *known]))
            opened += spans
        seen = both(joined(opened), self._may(policy.in_case(person, self.case, "nl"), person))
        return both(both([self.stood], seen), self._around(person))

    # --- in a report

    @cached_property
    def _reports(self) -> list[tuple[Report, bool]]:
        """Reports in which it stands; the second says whether it stands in the annex."""
        found = select(Report).where(Report.case_id == self.case.id)
        told = []
        for report in self._session.scalars(found):
            items = [one for one in report.content["items"] if one["id"] in self._names]
            told += [(report, one["for"] is not None) for one in items[:1]]
        return told

    def _in_report(self, person: Person, *, annex: bool) -> Spans:
        found: Spans = []
        on_phone = person.account_id is None and person.role in policy.FAMILY_PHONE
        for report, apart in self._reports:
            if apart is annex and not (annex and on_phone):
                found += self._reads(person, report)
        return both(found, self.inside(person) if annex else self._open_after())

    def _open_after(self) -> Spans:
        """What is kept apart later leaves the report too; what was taken off the table stays in it."""
        found = ALWAYS
        for history in self._circles:
            found = both(found, [span for span, circle in history if circle is None])
        return found

    def _reads(self, person: Person, report: Report) -> Spans:
        """When somebody reads a report: who was asked or sat there, and who directs; the family before others."""
        meeting = self._session.get_one(Meeting, report.meeting_id)
        viewer = policy.at_table(person, meeting, "nl")
        kind = kinds.kind_of(report)
        if kind is None or not policy.granted(viewer, Permission.REPORT_READ, report):
            return []
        if not self._may_read_item(viewer) or not kind.shown(report, viewer):
            return []
        since = report.made_at if viewer.roles & FAMILY_FIRST else report.shared_at or STILL
        if person.account_id is not None:
            return both([Span(since)], self._around(person))
        seats = [one for one in self._seats(person) if one.meeting_id == meeting.id]
        return both([Span(since)], [Span(EVER, min(one.gone_at or STILL, one.ends_at)) for one in seats])

    def _may_read_item(self, viewer: policy.Viewer) -> bool:
        """As the table of rights and their part let them."""
        return policy.in_reach(self._record, viewer)

    # --- who did look

    def _looked(self, reader: Reader) -> list[Looked]:
        itself: list[datetime] = []
        pages: list[datetime] = []
        found = select(LogEntry).where(
            LogEntry.case_id == self.case.id,
            LogEntry.actor == f"person:{reader.person.id}",
            LogEntry.outcome == "ok",
        )
        for entry in self._session.scalars(found.order_by(LogEntry.at)):
            if entry.thing in self._names:
                itself.append(entry.at)
            elif reader.could_at(entry.at) and self._may_show(entry):
                pages.append(entry.at)
        told = [(True, itself), (False, pages)]
        return [Looked(which, rows[0], rows[-1], len(rows)) for which, rows in told if rows]

    def _may_show(self, entry: LogEntry) -> bool:
        """Whether it may have stood on what was looked at."""
        if entry.deed == "see.part":
            part = self._session.get(Part, entry.thing.partition(":")[2])
            return part is not None and self._stands_in(part)
        return entry.deed in PAGES

    def _stands_in(self, part: Part) -> bool:
        """Whether a part of a meeting has a block for things like this; texts of the table stand in several."""
        blocks = set(self.kind.stands.blocks) if isinstance(self.kind.stands, Stands) else set()
        shown = profile.of(self.case.profile.settings).part(part.key).blocks
        return not blocks or any(str(one) in set(map(str, blocks)) for one in shown)


def _after(last: date | None) -> datetime:
    """The midnight with which a last day ends, in Amsterdam."""
    return STILL if last is None else datetime.combine(last + timedelta(days=1), time.min, AMSTERDAM)
