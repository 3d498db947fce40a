"""What gathers around the table as kinds: questions, added expertise, the rules of the game, how it was."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, object_session

from conference.access.kinds import (
    Chapter,
    Copy,
    Export,
    Given,
    Item,
    Kept,
    Kind,
    Left,
    Own,
    Part,
    Say,
    Stands,
    Writing,
    beside,
    block_place,
    itself,
    of_meeting,
    on_all,
    register,
)
from conference.access.permissions import Permission
from conference.access.policy import around_text
from conference.records.export import day, head, moment
from conference.records.told import joined, on_day
from conference.region import profile
from conference.region.profile import Block
from models.gathering import CheckOut, Expertise, Explanation, RulesAgreed
from models.meeting import Meeting
from models.texts import Text
from models.translation import N_


def _asked_about(question: Any) -> Any:
    """A question stands for what it is about, so that it cannot point at something hidden."""
    return beside(question, question.thing) if question.thing else question


def rules_now(meeting: Meeting) -> str:
    """The rules of the game as they stand now: those of the region, in Dutch whatever the language of the page."""
    return "\n".join(profile.of(meeting.case.profile.settings).house_rules["nl"])


def agreed_to(one: RulesAgreed) -> Given:
    """To which rules somebody said yes."""
    session = object_session(one)
    meeting = session.get(Meeting, one.meeting_id) if session is not None else None
    now = rules_now(meeting) if meeting is not None else None
    return Given(one.person_id, " · ".join(one.said.split("\n")), one.said == now)


def _expertise(writing: Writing) -> Iterable[Item]:
    for one in writing.session.scalars(writing.of_case(Expertise).order_by(Expertise.asked_at)):
        yield {
            **head("expertise", one.id),
            "who": one.who,
            "person": one.person_id,
            "question": one.question,
            "until": day(one.until),
            "answer": one.answer,
            "ended_at": moment(one.ended_at),
            "asked_by": one.asked_by_id,
        }


def _explanations(writing: Writing) -> Iterable[Item]:
    """Questions what something means, without who asked; one about a hidden item is as hidden as that item."""
    found = writing.of_case(Explanation).where(Explanation.meeting_id == writing.meeting.id)
    for one in writing.session.scalars(found.order_by(Explanation.asked_at)):
        if one.thing and one.thing not in writing.audiences:
            continue  # about something that is not in the report: who may know of it cannot be said
        yield {
            **head("explanation", one.id),
            "for": writing.audiences.get(one.thing),
            "about": one.thing or None,
            "words": one.words,
            "answer": one.answer,
            "answered_by": one.answered_by_id,
        }


def _quoted(session: Session, text: Text) -> Iterable[Copy]:
    """A question can hold the very words that somebody did not understand; its answer can repeat them."""
    for one in session.scalars(select(Explanation).where(Explanation.thing.in_(around_text(session, text)))):
        yield Copy(one, "words", quotes=True)
        yield Copy(one, "answer", quotes=True)


def _question(one: Explanation, say: Say) -> Iterable[Kept]:
    yield Kept(on_day(one.asked_at), one.words or say(N_("iets aan tafel")), one.answer)


def _how_it_was(one: CheckOut, say: Say) -> Iterable[Kept]:
    numbers = say(
        N_("gehoord %(heard)s, onderwerpen %(topics)s, manier %(way)s, geheel %(overall)s"),
        heard=one.heard,
        topics=one.topics,
        way=one.way,
        overall=one.overall,
    )
    yield Kept(on_day(one.at), numbers, one.tip)


def _explained(one: Explanation, say: Say) -> Iterable[Kept]:
    words = one.answer or say(N_("hardop uitgelegd"))
    yield Kept(on_day(one.answered_at), words, one.words or say(N_("iets aan tafel")))


def _fetched(one: Expertise, say: Say) -> Iterable[Kept]:
    yield Kept(on_day(one.asked_at), joined(" ", one.question, one.answer), one.who)


EXPLANATION = register(
    Kind(
        name="explanation",
        model=Explanation,
        part=Part(own=lambda question: (question.asked_by_id, question.answered_by_id)),
        read=Permission.MEETING_READ,
        carrier=_asked_about,
        copies=_quoted,
        stands=Left("questions are told to who asked and to the chair (`QuestionChanged`)"),
        # After everything that it can be about.
        report=Export(place=110, items=_explanations, bound=("about",)),
        own_data=(
            Chapter(
                place=110,
                key="questions",
                title=N_("Wat u vroeg om uit te leggen"),
                mine=lambda me: Explanation.asked_by_id == me,
                order=(Explanation.asked_at,),
                said=_question,
                asked=Left("somebody's question is their own words"),
            ),
            Chapter(
                place=115,
                key="explained",
                title=N_("Wat u uitlegde"),
                mine=lambda me: Explanation.answered_by_id == me,
                order=(Explanation.answered_at,),
                said=_explained,
                asked=itself,
            ),
        ),
    )
)
EXPERTISE = register(
    Kind(
        name="expertise",
        model=Expertise,
        part=Part(own=lambda one: (one.person_id, one.asked_by_id)),
        read=Permission.MEETING_READ,
        stands=Left("it stands beside people in the shell (`ExpertiseChanged`)"),
        report=Export(place=100, items=_expertise, own=Own("person", ("who", "answer"))),
        own_data=(
            Chapter(
                place=98,
                key="expertise",
                title=N_("Wie erbij werd gehaald, met u of door u"),
                mine=lambda me: or_(Expertise.person_id == me, Expertise.asked_by_id == me),
                order=(Expertise.asked_at,),
                said=_fetched,
                asked=itself,
            ),
        ),
    )
)
RULES = register(
    Kind(
        name="rules",
        model=RulesAgreed,
        part=Left("everybody at the table sees who agreed to the rules of the game"),
        read=Permission.MEETING_READ,
        yes=lambda rules: [agreed_to(rules)],
        within=of_meeting,
        stands=Stands(lists=on_all("rules"), blocks={Block.WELCOME: ("rules",)}),
        report=Left("who agreed stands in the head of the report: `agreed_to_rules`"),
        own_data=(
            Chapter(
                place=19,
                key="rules",
                title=N_("De spelregels"),
                mine=lambda me: RulesAgreed.person_id == me,
                order=(RulesAgreed.at,),
                said=lambda rules, say: [Kept(on_day(rules.at), say(N_("U zei ja tegen de spelregels.")))],
                asked=Left("it is their own yes"),
            ),
        ),
    )
)
CHECK_OUT = register(
    Kind(
        name="check_out",
        model=CheckOut,
        part=Part(place=block_place(Block.CHECK_OUT), own=lambda one: one.person.voices),
        read=Permission.MEETING_READ,
        within=of_meeting,
        stands=Stands(lists=on_all("check_out"), blocks={Block.CHECK_OUT: ("check_out",)}),
        report=Left("how it was for somebody is about the meeting, not of what the table made"),
        own_data=(
            Chapter(
                place=100,
                key="check_outs",
                title=N_("Hoe het overleg voor u was"),
                mine=lambda me: CheckOut.person_id == me,
                order=(CheckOut.at,),
                said=_how_it_was,
                asked=Left("it is what they gave themselves"),
            ),
        ),
    )
)
