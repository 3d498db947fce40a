"""Decisions (*besluiten*) as a kind."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, selectinload

from conference.access.kinds import (
    EVERYWHERE,
    Change,
    Chapter,
    Copy,
    Export,
    Field,
    Given,
    Item,
    Kept,
    Kind,
    Own,
    Part,
    Say,
    Shielding,
    Stands,
    Writing,
    beside,
    block_place,
    itself,
    on_all,
    ref,
    register,
)
from conference.access.permissions import Permission
from conference.access.policy import Viewer, require
from conference.case import hats
from conference.core.events import RecordChanged
from conference.core.i18n import language
from conference.core.unit_of_work import UnitOfWork
from conference.records import fields as records
from conference.records import labels, texts
from conference.records.export import day, head, item_id, moment
from conference.records.told import joined, on_day
from conference.region import profile
from conference.region.profile import Block
from conference.table.decisions import standing
from models.case import Case
from models.changesets import is_blank
from models.decisions import ChildMeaning, Decision, DecisionAsked, DecisionHat, DecisionOption, Stand
from models.enums import DecisionRule, DecisionState, LegalBasis, TextKind
from models.errors.base import Refused
from models.errors.decisions import DecisionFixed, HatNotWorn, ReservedAct, RuleFixed
from models.people import Person
from models.statements import Statement
from models.texts import Text
from models.translation import N_


def _settled(decision: Decision, permission: Permission, viewer: Viewer) -> Refused | None:
    """What was decided, or what the table is stuck on, stays as it is until it is opened again."""
    fixed = permission == Permission.DECISION_WRITE and decision.state != DecisionState.OPEN
    return DecisionFixed() if fixed else None


def _after_typing(work: UnitOfWork, text: Text, before: str, author_id: str) -> None:
    """Send the decision when a stance stopped or began to fit it, or when a text is there at last."""
    decision = _of_text(work.session, text)
    if decision is None:
        return
    said, earlier = decision.said(), decision.said({text.id: before})
    asked = said != earlier and any((one.said == said) != (one.said == earlier) for one in decision.stances)
    if asked or is_blank(before) != is_blank(text.words):
        work.tell(RecordChanged(decision.case_id, ref(decision)))


def _copies(session: Session, text: Text) -> Iterable[Copy]:
    """Each stance holds the decision as it was then."""
    decision = _of_text(session, text)
    yield from (Copy(stance, "said") for stance in (decision.stances if decision is not None else ()))


def _of_text(session: Session, text: Text) -> Decision | None:
    option = select(DecisionOption.decision_id).where(DecisionOption.text_id == text.id)
    meaning = select(ChildMeaning.decision_id).where(ChildMeaning.text_id == text.id)
    own = [
        column == text.id
        for column in (
            Decision.question_id,
            Decision.text_id,
            Decision.reason_id,
            Decision.handled_id,
            Decision.wrong_if_id,
        )
    ]
    found = select(Decision).where(
        Decision.case_id == text.case_id, or_(*own, Decision.id.in_(option), Decision.id.in_(meaning))
    )
    return session.scalar(found)


def _options_again(change: Change, old: Any, new: Any) -> None:
    """What was weighed, and what it means for each child, as new words too; where people stand is asked anew."""
    author, work = change.work.load(Person, new.added_by_id), change.work
    for below, more in [(one, {"position": one.position}) for one in old.options] + [
        (one, {"person_id": one.person_id}) for one in old.meanings
    ]:
        text = texts.new_text(work, new.case_id, TextKind.DECISION)
        work.add(type(below)(decision_id=new.id, text_id=text.id, **more))
        texts.set_words(work, author, text, below.text.words, change.at)
    work.session.expire(new, ["options", "meanings"])


# --- statements, hats and acts


def rests_on(decision: Decision) -> list[Statement]:
    """The statements it rests on; one that was shielded since leaves no trace."""
    return records.all_named(decision, "statements")


def settings_of(session: Session, decision: Decision) -> profile.Profile:
    """The profile of the region in which it is taken."""
    return profile.of(session.get_one(Case, decision.case_id).profile.settings)


def check_act(settings: profile.Profile, act: str, hat: str) -> None:
    """Raise ReservedAct, with the article, when the law leaves this act to others than this hat."""
    reserved = next((one for one in settings.reserved_acts if one.key == act), None)
    if reserved is not None and hat not in reserved.hats:
        raise ReservedAct(law=reserved.law)


def _hats(work: UnitOfWork, decision: Decision) -> Sequence[str]:
    return [hat.key for hat in settings_of(work.session, decision).hats]


def _acts(work: UnitOfWork, decision: Decision) -> Sequence[str]:
    return [act.key for act in settings_of(work.session, decision).reserved_acts]


def _lawful(field: Field, pair: Callable[[Decision, str], tuple[str, str]]) -> Field:
    """The same field, refused when act and hat do not go together. `pair`: act and hat after the change."""

    def check(change: Change, decision: Any, value: str) -> str:
        chosen = field.check(change, decision, value)
        check_act(settings_of(change.work.session, decision), *pair(decision, chosen))
        return chosen

    return Field(field.get, check, field.put)


def _worn(field: Field) -> Field:
    """The same field, refused for a hat that nobody around this family wears. Raises HatNotWorn."""

    def check(change: Change, decision: Any, value: str) -> str:
        chosen = field.check(change, decision, value)
        case = change.work.load(Case, decision.case_id)
        if chosen not in ("", hats.FAMILY_HAT, decision.hat) and not hats.wearers(case.people, chosen):
            settings = profile.of(case.profile.settings)
            raise HatNotWorn(hat=hats.called(settings, chosen, language()))
        return chosen

    return replace(field, check=check)


def _rule() -> Field:
    """How it is decided is the chair's to choose, and fixed at the first answer: nobody answers under another rule."""
    plain = records.choice("rule", DecisionRule)

    def check(change: Change, decision: Decision, value: str) -> str:
        chosen = plain.check(change, decision, value)
        if chosen != decision.rule:
            require(change.viewer, Permission.DECISION_CLOSE, decision)
            if decision.stances:
                raise RuleFixed
        return chosen

    return replace(plain, check=check)


FIELDS = {
    "rule": _rule(),
    "hat": _worn(_lawful(records.one_of("hat", _hats), lambda one, hat: (one.reserved_act, hat))),
    "reserved_act": _lawful(records.one_of("reserved_act", _acts), lambda one, act: (act, one.hat)),
    "legal_basis": records.choice("legal_basis", LegalBasis),
    "departs_from": records.line("departs_from", 500),
    "how_to_object": records.line("how_to_object", 500),
    "review_on": records.day("review_on"),
    "statements": records.several("statements", Statement),
}


def _decisions(writing: Writing) -> Iterable[Item]:
    found = writing.of_case(Decision).order_by(Decision.position)
    loaded = (
        selectinload(Decision.options).selectinload(DecisionOption.text),
        selectinload(Decision.meanings).selectinload(ChildMeaning.text),
        selectinload(Decision.stances),
        selectinload(Decision.statements),
    )
    for one in writing.session.scalars(found.options(*loaded)):
        own = (one.question, one.text, one.reason, one.handled, one.wrong_if)
        yield {
            **head("decision", one.id, one.shield, *(text.shield for text in own)),
            "question": one.question.words,
            "words": one.text.words,
            "reason": one.reason.words,
            "handled": one.handled.words,
            "wrong_if": one.wrong_if.words,
            "state": str(one.state),
            "rule": str(one.rule),
            "hat": one.hat,
            "worn_by": [person.id for person in one.worn_by],
            "reserved_act": one.reserved_act,
            "legal_basis": str(one.legal_basis),
            "departs_from": one.departs_from,
            "how_to_object": one.how_to_object,
            "review_on": day(one.review_on),
            "next_step": one.next_step,
            "next_step_on": day(one.next_step_on),
            "decided_at": moment(one.decided_at),
            "decided_by": one.decided_by_id,
            "options": [option.text.words for option in one.options],
            "meanings": [{"person": meant.person_id, "words": meant.text.words} for meant in one.meanings],
            "stances": [
                {
                    "person": stand.person_id,
                    "stance": str(stand.stance),
                    "words": stand.words,
                    "given_by": stand.given_by_id,
                    "aloud": stand.aloud,
                    "at": moment(stand.at),
                    **_to(stand).told,
                }
                for stand in sorted(one.stances, key=lambda stand: stand.at)
            ],
            "asked": [person.id for person in standing.asked(writing.session, one)],
            "unanswered": [person.id for person in standing.unanswered(writing.session, one)],
            "by_everybody": standing.by_everybody(writing.session, one),
            "rests_on": [item_id("statement", statement.id) for statement in one.statements],
            "new": one.meeting_id == writing.meeting.id,
        }


def _to(stand: Stand) -> Given:
    return Given(stand.person_id, stand.said_words, stand.fits)


def _stood(one: Stand, say: Say) -> Iterable[Kept]:
    said = joined(": ", say(labels.STANCES[one.stance].label), one.words)
    yield Kept(
        on_day(one.at), said, one.said_words if one.said and not one.fits else one.decision.question.words
    )


def _stood_for(one: Stand, say: Say) -> Iterable[Kept]:
    for kept in _stood(one, say):
        yield replace(kept, more=joined(": ", one.person.name, kept.more))


def _decision_of(meaning: ChildMeaning) -> Any:
    return beside(meaning, f"decision:{meaning.decision_id}")


def _meant(one: ChildMeaning, say: Say) -> Iterable[Kept]:
    if not is_blank(one.text.words):
        yield Kept("", one.text.words, _decision_of(one).question.words)


def _decided(one: Decision, say: Say) -> Iterable[Kept]:
    yield Kept(on_day(one.decided_at), one.text.words, one.question.words)


# Its texts do not know it; they carry its shield themselves.
DECISION = register(
    Kind(
        name="decision",
        askable=True,
        stands_alone=True,
        model=Decision,
        part=Part(place=block_place(Block.DECISIONS)),
        read=Permission.DECISION_READ,
        write=Permission.DECISION_WRITE,
        settled=_settled,
        texts={TextKind.DECISION: None},
        follows=_after_typing,
        yes=lambda decision: [_to(stand) for stand in decision.stances],
        copies=_copies,
        fields=FIELDS,
        stands=Stands(
            lists=on_all("decisions", "actions"),
            alone=EVERYWHERE,
            blocks={Block.DECISIONS: ("decision", "decisions")},
        ),
        words=lambda board, field, value: board.decisions.label_of(field, value),
        report=Export(
            place=80, items=_decisions, many=("rests_on",), own=Own("person", ("words",), inside="stances")
        ),
        shielding=Shielding(
            called=N_("Besluit"),
            texts=dict.fromkeys(("question", "text", "reason", "handled", "wrong_if"), TextKind.DECISION),
            parts=lambda decision: [one.text for one in [*decision.options, *decision.meanings]],
            keeps=("rule", "legal_basis", "how_to_object", "review_on", "statements"),
            more=_options_again,
        ),
        own_data=(
            Chapter(
                place=90,
                key="stances",
                title=N_("Waar u stond bij een besluit"),
                model=Stand,
                mine=lambda me: Stand.person_id == me,
                order=(Stand.at,),
                said=_stood,
                asked=lambda stand: stand.decision,
            ),
            Chapter(
                place=91,
                key="decisions_asked",
                title=N_("Besluiten waarover u gevraagd bent"),
                model=DecisionAsked,
                mine=lambda me: DecisionAsked.person_id == me,
                order=(DecisionAsked.decision_id,),
                said=lambda one, say: [Kept(on_day(one.decision.decided_at), one.decision.question.words)],
                asked=lambda one: one.decision,
            ),
            Chapter(
                place=93,
                key="decided_with_hat",
                title=N_("Besluiten waarbij u uw pet droeg"),
                model=DecisionHat,
                mine=lambda me: DecisionHat.person_id == me,
                order=(DecisionHat.decision_id,),
                said=lambda one, say: [Kept(on_day(one.decision.decided_at), one.decision.question.words)],
                asked=lambda one: one.decision,
            ),
            Chapter(
                place=92,
                key="stances_for",
                title=N_("Waar een ander stond, zoals u het doorgaf"),
                model=Stand,
                mine=lambda me: and_(Stand.given_by_id == me, Stand.person_id != me),
                order=(Stand.at,),
                said=_stood_for,
                asked=lambda stand: stand.decision,
            ),
            Chapter(
                place=94,
                key="meanings",
                title=N_("Wat een besluit voor u betekent"),
                model=ChildMeaning,
                mine=lambda me: ChildMeaning.person_id == me,
                said=_meant,
                asked=_decision_of,
            ),
            Chapter(
                place=96,
                key="decided",
                title=N_("Besluiten die u vastlegde"),
                mine=lambda me: Decision.decided_by_id == me,
                order=(Decision.position,),
                said=_decided,
                asked=itself,
            ),
        ),
    )
)
