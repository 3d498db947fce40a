"""A family's case (*zaak*), the people around it, and the sections of its analysis as kinds."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import or_
from sqlalchemy.orm import object_session, selectinload

from conference.access.kinds import (
    SAFETY_PLAN,
    Change,
    Chapter,
    Compared,
    Export,
    Item,
    Kept,
    Kind,
    Left,
    Own,
    Part,
    Say,
    Shielding,
    Writing,
    itself,
    register,
)
from conference.access.permissions import Permission
from conference.access.policy import Viewer
from conference.case import hats
from conference.core.i18n import language
from conference.records import labels
from conference.records.export import head
from conference.records.told import joined, on_day
from conference.region import profile
from models.analysis import Section
from models.case import Case, FaceChange, FrameChange
from models.changesets import is_blank
from models.enums import Face, LegalFrame, Sees, TextKind
from models.errors.base import NotFound
from models.people import AccessRequest, ColleagueInvitation, Departure, HatChange, Person
from models.translation import N_


def _itself(case: Case, viewer: Viewer) -> bool:
    return case.id == viewer.case_id


def _places(section: Section) -> Iterable[str]:
    """A section can be chosen; those of the plan of the first phase are the safety plan."""
    yield f"section:{section.key}"
    session = object_session(section)
    if session is not None:
        settings = profile.of(session.get_one(Case, section.case_id).profile.settings)
        plans = {kind.key: kind.plan for kind in settings.sections}
        if plans.get(section.key) == settings.phases[0].key:
            yield SAFETY_PLAN


def _reading(item: Item) -> Permission:
    """Own words of somebody of the family are read by another rule than what the table wrote."""
    return Permission.SECTION_READ if item["owner"] is None else Permission.OWN_WORDS_READ


def _sections(writing: Writing) -> Iterable[Item]:
    """Texts, with where they belong: the opening of a meeting, the plan of a phase, or the analysis."""
    settings = profile.of(writing.meeting.case.profile.settings)
    kinds = {kind.key: kind for kind in settings.sections}
    found = writing.of_case(Section).order_by(Section.position)
    for section in writing.session.scalars(found.options(selectinload(Section.text))):
        if not is_blank(section.text.words):
            kind = kinds.get(section.key)
            yield {
                **head("section", section.id, section.text.shield),
                "key": section.key,
                "owner": section.text.owner_id,
                "opening": kind is not None and kind.opening,
                "plan": kind.plan if kind is not None else None,
                "words": section.text.words,
            }


def _starts(change: Change, beside: Any) -> dict[str, Any]:
    """A text of its own beside that of the table, in the same place. Raises NotFound without a text beside it."""
    if not isinstance(beside, Section):
        raise NotFound
    return {"key": beside.key, "position": beside.position}


def _who(one: Person, say: Say) -> Iterable[Kept]:
    for label, value in (
        (N_("Naam"), one.name),
        (N_("Leeftijd"), one.age),
        (N_("Rol"), one.role_words),
        (N_("Organisatie"), one.organisation),
        (N_("Met welke pet op"), one.hat and _hat(one, one.hat)),
        (N_("Waarover u mag beslissen"), one.mandate),
        (N_("E-mailadres"), one.account.email if one.account else ""),
        (N_("Wie voor u spreekt"), one.voice_via.name if one.voice_via else ""),
    ):
        if value not in ("", None):
            yield Kept("", str(value), say(label))
    roles = (
        (one.case.fixed_face_id, N_("vast gezicht")),
        (one.case.second_face_id, N_("tweede gezicht")),
        (one.case.case_director_id, N_("heeft de regie")),
    )
    for holder, role in roles:
        if holder == one.id:
            yield Kept("", say(role), say(N_("Bij dit gezin")))


def _hat(one: Person, hat: str) -> str:
    return hats.called(profile.of(one.case.profile.settings), hat, language())


def _hats(one: HatChange, say: Say) -> Iterable[Kept]:
    worn = _hat(one.person, one.hat) if one.hat else say(N_("geen pet meer"))
    yield Kept(on_day(one.at), joined(", ", worn, one.organisation), one.mandate)


def _gave(one: HatChange, say: Say) -> Iterable[Kept]:
    for kept in _hats(one, say):
        yield Kept(kept.on, joined(": ", one.person.name, kept.words), kept.more)


def _frame(one: FrameChange, say: Say) -> Iterable[Kept]:
    since = one.since.isoformat() if one.since else ""
    yield Kept(
        on_day(one.at), joined(", ", say(labels.FRAMES[LegalFrame(one.frame)].label), since), one.words
    )


def _access(one: Person, say: Say) -> Iterable[Kept]:
    """What they may see themselves, and until when."""
    seen = {
        Sees.EVERYTHING: N_("Alles op tafel"),
        Sees.OWN_PART: N_("Eigen deel"),
        Sees.CHOSEN: N_("Eigen deel en gekozen onderdelen"),
    }
    for label, value in (
        (N_("Waarvoor u erbij bent"), one.purpose),
        (N_("Wat u mag lezen"), say(seen[Sees(one.sees)])),
        (N_("Naast wie u staat"), one.supports.name if one.supports else ""),
    ):
        if value:
            yield Kept("", value, say(label))
    if one.until:
        yield Kept(one.until.isoformat(), say(N_("Tot en met deze dag kunt u meelezen.")))


def _left(one: Departure, say: Say) -> Iterable[Kept]:
    yield Kept(on_day(one.at), say(N_("U bent eraf gehaald.")), one.why)
    if one.back_at:
        yield Kept(on_day(one.back_at), say(N_("U bent er weer bij gehaald.")))


def _took_off(one: Departure, say: Say) -> Iterable[Kept]:
    yield Kept(on_day(one.at), one.why, one.person.name)


def _asked(one: AccessRequest, say: Say) -> Iterable[Kept]:
    yield Kept(on_day(one.asked_at), joined(" ", one.words, one.answer), one.person.name)


def _asked_colleague(one: ColleagueInvitation, say: Say) -> Iterable[Kept]:
    yield Kept(on_day(one.asked_at), joined(", ", one.called, one.role_words, one.purpose), one.address)
    if one.withdrawn_at is not None:
        yield Kept(on_day(one.withdrawn_at), say(N_("U trok deze vraag in.")))
    if one.answered_at is not None:
        yield Kept(on_day(one.answered_at), say(N_("ja") if one.said_yes else N_("nee")), one.words)


def _change(one: FaceChange, say: Say) -> Iterable[Kept]:
    """Who came or went, and why: everybody around the family reads it."""
    before, after = (person.name if person else "" for person in (one.before, one.after))
    if not after:
        words = say(N_("%(name)s is geen vast gezicht meer"), name=before)
    elif one.face == Face.DIRECTOR:
        words = say(N_("%(name)s heeft nu de regie"), name=after)
    else:
        words = say(N_("%(name)s werd vast gezicht"), name=after)
    instead = say(N_("in plaats van %(name)s"), name=before) if before and after else ""
    yield Kept(on_day(one.at), joined(", ", words, instead), one.reason)


# Guests never open the case, and may still hear what happens at its table.
CASE = register(
    Kind(
        name="case",
        model=Case,
        part=Left(
            "everybody around a family knows which family; what its pages say more asks `Viewer.narrow`"
        ),
        read=Permission.CASE_READ,
        write=Permission.CASE_CHANGE,
        also_read=(Permission.MEETING_READ,),
        within=_itself,
        stands=Left("the pages of a family are no live pages"),
        report=Left("it heads the report: `case`"),
        own_data=(
            Chapter(
                place=15,
                key="faces",
                title=N_("Wissels van gezicht met u"),
                model=FaceChange,
                mine=lambda me: or_(
                    FaceChange.before_id == me, FaceChange.after_id == me, FaceChange.by_id == me
                ),
                order=(FaceChange.at, FaceChange.face),
                said=_change,
                asked=Left("who stays with a family is told to everybody around it"),
            ),
            Chapter(
                place=24,
                key="frames",
                title=N_("Wat u opschreef: vrijwillig of met maatregel"),
                model=FrameChange,
                mine=lambda me: FrameChange.by_id == me,
                order=(FrameChange.at, FrameChange.id),
                said=_frame,
                asked=Left("it is what they wrote themselves"),
            ),
        ),
    )
)
PERSON = register(
    Kind(
        name="person",
        model=Person,
        part=Left("everybody around a family knows who stands there"),
        read=Permission.MEETING_READ,
        owners=lambda person, permission: person.voices,
        stands=Left("people stand in the shell of the table"),
        report=Left("everybody stands in the head of the report: `people`"),
        own_data=(
            Chapter(
                place=10,
                key="who",
                title=N_("Wie u bent"),
                mine=lambda me: Person.id == me,
                said=_who,
                asked=Left("everybody may know who they are here"),
            ),
            Chapter(
                place=11,
                key="access",
                title=N_("Wat u mag lezen en tot wanneer"),
                mine=lambda me: Person.id == me,
                said=_access,
                asked=Left("everybody may know what they may see here"),
            ),
            Chapter(
                place=22,
                key="beside_you",
                title=N_("Wie naast u staat"),
                mine=lambda me: Person.supports_id == me,
                order=(Person.position,),
                said=lambda person, say: [Kept("", person.name)],
                asked=itself,
            ),
            Chapter(
                place=13,
                key="departures",
                title=N_("Wanneer u eraf bent gehaald"),
                model=Departure,
                mine=lambda me: Departure.person_id == me,
                order=(Departure.at,),
                said=_left,
                asked=Left("who was taken off may know why"),
            ),
            Chapter(
                place=14,
                key="took_off",
                title=N_("Wie u eraf haalde"),
                model=Departure,
                mine=lambda me: Departure.by_id == me,
                order=(Departure.at,),
                said=_took_off,
                asked=Left("it is what they did and wrote themselves"),
            ),
            Chapter(
                place=21,
                key="hats",
                title=N_("Welke pet u droeg"),
                model=HatChange,
                mine=lambda me: HatChange.person_id == me,
                order=(HatChange.at, HatChange.id),
                said=_hats,
                asked=Left("everybody around a family sees who wears which hat"),
            ),
            Chapter(
                place=23,
                key="hats_given",
                title=N_("Welke pet u anderen gaf"),
                model=HatChange,
                mine=lambda me: HatChange.by_id == me,
                order=(HatChange.at, HatChange.id),
                said=_gave,
                asked=Left("everybody around a family sees who wears which hat"),
            ),
            Chapter(
                place=12,
                key="speaks_for",
                title=N_("Voor wie u spreekt"),
                mine=lambda me: Person.voice_via_id == me,
                order=(Person.position,),
                said=lambda person, say: [Kept("", person.name)],
                asked=itself,
            ),
        ),
    )
)
SECTION = register(
    Kind(
        name="section",
        askable=True,
        stands_alone=True,
        model=Section,
        part=Part(places=_places),
        read=Permission.SECTION_READ,
        carrier=lambda section: section.text,
        texts={
            TextKind.SECTION: (Permission.SECTION_READ, Permission.SECTION_WRITE),
            TextKind.OWN_WORDS: (Permission.OWN_WORDS_READ, Permission.OWN_WORDS_WRITE),
        },
        stands=Left("its text is a live part of its own"),
        report=Export(
            place=10, items=_sections, reads=_reading, own=Own("owner", ("words",)), compared=Compared()
        ),
        shielding=Shielding(
            called=N_("Eigen stuk bij een tekst"),
            texts={"text": TextKind.SECTION},
            writes=Permission.SECTION_WRITE,
            starts=_starts,
            keeps=("key",),
        ),
        own_data=Left("its words are told with the shared texts"),
    )
)
COLLEAGUE = register(
    Kind(
        name="colleague",
        model=ColleagueInvitation,
        read=Permission.ACCESS_READ,
        part=Left("everybody around a family knows who was asked to come"),
        owners=lambda one, permission: one.asked_by.voices,
        shown=lambda one, viewer: one.unanswered or one.asked_by_id == viewer.person_id,
        stands=Left("it stands beside people in the shell (`PresenceChanged`)"),
        report=Left("who was asked is no matter of the table; who said yes stands among the people"),
        own_data=(
            Chapter(
                place=26,
                key="colleagues_asked",
                title=N_("Wie u vroeg erbij te komen"),
                mine=lambda me: ColleagueInvitation.asked_by_id == me,
                order=(ColleagueInvitation.asked_at,),
                said=_asked_colleague,
                asked=Left("it is what they asked themselves, and what was answered to them"),
            ),
            Chapter(
                place=27,
                key="said_yes_to_come",
                title=N_("Wanneer u ja zei om erbij te komen"),
                mine=lambda me: ColleagueInvitation.person_id == me,
                order=(ColleagueInvitation.asked_at,),
                said=lambda one, say: [Kept(on_day(one.answered_at), one.purpose, one.asked_by.name)],
                asked=Left("it is what they answered themselves"),
            ),
            Chapter(
                place=28,
                key="asked_beside_you",
                title=N_("Wie is gevraagd om naast u te staan"),
                mine=lambda me: ColleagueInvitation.supports_id == me,
                order=(ColleagueInvitation.asked_at,),
                said=lambda one, say: [Kept(on_day(one.asked_at), one.called)],
                asked=itself,
            ),
        ),
    )
)
ACCESS_REQUEST = register(
    Kind(
        name="access_request",
        model=AccessRequest,
        read=Permission.ACCESS_ASKED,
        part=Part(own=lambda request: request.asked_by.voices),
        owners=lambda request, permission: request.asked_by.voices,
        stands=Left("it stands beside people in the shell (`PresenceChanged`)"),
        report=Left("who may see what is no matter of the table"),
        own_data=(
            Chapter(
                place=99,
                key="access_requests",
                title=N_("Wat u vroeg over wie mag meelezen"),
                mine=lambda me: AccessRequest.asked_by_id == me,
                order=(AccessRequest.asked_at,),
                said=_asked,
                asked=Left("it is what they asked themselves"),
            ),
            Chapter(
                place=101,
                key="access_answers",
                title=N_("Wat u antwoordde over wie mag meelezen"),
                mine=lambda me: AccessRequest.answered_by_id == me,
                order=(AccessRequest.answered_at,),
                said=lambda request, say: [Kept(on_day(request.answered_at), request.answer, request.words)],
                asked=Left("it is what they answered themselves"),
            ),
        ),
    )
)
