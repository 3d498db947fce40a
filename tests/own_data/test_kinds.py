"""Every kind of record tells the person it is of, or says why not; every table that names a person is told of."""

import importlib
import json
import pkgutil
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Table
from sqlalchemy.sql import visitors

import models
from conference.access import policy
from conference.access.kinds import KINDS, Chapter, Kept, Kind, Left, chapters
from conference.core.unit_of_work import UnitOfWork
from conference.door import use_cases as door
from conference.own_data.view import OwnData, titles
from conference.records import texts
from models.actions import Action, ActionPartner
from models.base import Base
from models.case import Case, FaceChange, FrameChange
from models.decisions import ChildMeaning, Decision, Stand
from models.door import Guest, Invitation
from models.emergencies import Emergency
from models.enums import DecisionStance, Face, LegalFrame, ProposalState, ResponseStance, ShieldDeed, TextKind
from models.factors import FactorAbout, Link, LinkSaidBy
from models.gathering import CheckOut, Expertise, Explanation, RulesAgreed
from models.meeting import Hand, Meeting, PassedOver
from models.people import AccessRequest, ColleagueInvitation, Departure, HatChange, Person
from models.plans import Goal, PlanCheck
from models.reflections import Reflection
from models.reports import Correction, Reopening, Report
from models.requests import AccessToData
from models.risks import NamedRisk, RiskAnswer, RiskRound
from models.safety import SafetyNumber, SafetyRound
from models.shields import Shield, ShieldAsk
from models.statements import Response, Statement
from models.wording import Proposal
from tests.cast import Cast
from tests.furnished import AGREEMENT, SECRET_FACT, furnish

pytestmark = pytest.mark.both

#: Tables that name a person and are no part of a kind that could tell of it.
NOT_TOLD = {
    "change": "a log of who typed what; the words are the table's, and own words are told whole",
    "field_change": "the earlier value of a field with who changed it: as hidden as its record",
    "hold": "who says that a family must be kept: told on the page about erasing, and a deed in the log",
}
#: Somebody who is inside the shield and speaks for Sam, and somebody who gave nothing.
READER, BYSTANDER = "noor", "amir"
WHY = "Zij neemt het over van haar collega."


@pytest.fixture
def given(cast: Cast) -> Cast:
    """A full table on which the reader has something of everything."""
    ids = furnish(cast)
    cast.seat("anna")
    with cast.house.database.work() as work:
        _give(work, cast, ids)
        work.session.query(Guest).one().person_id = cast.noor.id
    return cast


def _give(work: UnitOfWork, cast: Cast, ids: dict[str, str]) -> None:
    me, child, at = cast.noor.id, cast.sam.id, cast.house.clock()
    case, meeting = cast.case_id, cast.meeting_id
    shield = work.session.query(Shield).first()
    work.add(ShieldAsk(shield=shield, deed=ShieldDeed.LIFT, reason=WHY, by_id=me, at=at))
    work.load(Person, cast.nadia.id).supports_id = me
    work.add(Departure(case_id=case, person_id=me, why=WHY, by_id=me, at=at, back_at=at))
    for asker, supports, person in ((me, None, None), (child, me, None), (child, None, me)):
        work.add(
            ColleagueInvitation(
                case_id=case,
                asked_by_id=asker,
                asked_at=at,
                ends_on=at.date(),
                address="iemand@elders.example",
                address_mark="",
                called="Iemand van de bank",
                role="specialist",
                purpose="Meedenken over geld",
                sees="everything",
                sees_parts=[],
                supports_id=supports,
                meetings=[],
                said_yes=True if person else None,
                answered_at=at if person else None,
                person_id=person,
            )
        )
    work.add(
        AccessRequest(
            case_id=case,
            person_id=cast.karim.id,
            asked_by_id=me,
            words="Waarom leest hij mee?",
            asked_at=at,
            answer="Tot de zomer.",
            answered_by_id=me,
            answered_at=at,
        )
    )

    def made(kind: TextKind, words: str, owner: str | None = None) -> str:
        text = texts.new_text(work, case, kind)
        text.words, text.owner_id = words, owner
        return text.id

    def key(name: str) -> str:
        return ids[name].partition(":")[2]

    words = {
        "case_id": case,
        "text_id": work.load(Statement, key("fact")).text_id,
        "base_epoch": 0,
        "base_version": 0,
    }
    work.add(Proposal(**words, words="Op 13 maart kwam de politie.", by_id=me, at=at))
    answered = {"state": ProposalState.DECLINED, "why": WHY, "answered_by_id": me, "answered_at": at}
    work.add(Proposal(**words, words="Er kwam niemand.", by_id=child, at=at, **answered))
    work.load(Person, child).voice_via_id = me
    made(TextKind.OWN_WORDS, "Ik ben er voor Sam.", me)
    fact, hidden = work.load(Statement, key("fact")), work.load(Statement, key("hidden_fact"))
    for one, words in ((fact, "Sam zegt: dat was ik niet."), (hidden, f"Sam over {SECRET_FACT}")):
        for whose in (me, child):
            answer = {"stance": ResponseStance.AGREES, "words": words, "said": one.said(), "at": at}
            work.add(Response(statement_id=one.id, person_id=whose, given_by_id=me, **answer))
    work.add(FactorAbout(factor_id=key("risk"), person_id=me))
    link = work.session.query(Link).filter_by(from_id=key("strength")).one()
    work.add(LinkSaidBy(link_id=link.id, person_id=me))
    work.add(ActionPartner(action_id=key("action"), person_id=me))
    work.load(Goal, key("goal")).owner_id = me
    work.session.query(PlanCheck).one().by_id = me
    for whose in (me, child):
        number = work.session.query(SafetyNumber).filter_by(person_id=whose).one_or_none()
        if number is None:
            found = work.session.query(SafetyRound).one()
            number = work.add(
                SafetyNumber(round_id=found.id, person_id=whose, score=7, given_by_id=me, at=at)
            )
        number.given_by_id = me
    named = RiskAnswer(round=work.session.query(RiskRound).one(), person_id=me, given_by_id=me, at=at)
    named.named = [NamedRisk(place=1, words="Sam slaapt te weinig.")]
    work.add(named)
    decision = work.load(Decision, key("decision"))
    decision.decided_by_id = me
    decision.asked = decision.worn_by = [work.load(Person, me)]
    for whose in (me, child):
        stand = {"stance": DecisionStance.SUPPORTS, "words": "Goed idee.", "said": "", "at": at}
        work.add(Stand(decision_id=decision.id, person_id=whose, given_by_id=me, **stand))
    meant = made(TextKind.DECISION, "Zij rijdt vaker.")
    work.add(ChildMeaning(decision_id=decision.id, person_id=me, text_id=meant))
    work.session.query(Expertise).one().person_id = me
    for question in work.session.query(Explanation):
        question.asked_by_id = question.answered_by_id = me
        question.answered_at = at
    work.add(RulesAgreed(meeting_id=meeting, person_id=me, at=at))
    link_ends = at + timedelta(days=1)
    work.add(Invitation(meeting_id=meeting, person_id=me, token_hash="-", made_at=at, ends_at=link_ends))
    work.add(Hand(meeting_id=meeting, person_id=me, raised_at=at))
    scores = {"heard": 8, "topics": 7, "way": 6, "overall": 8}
    work.add(CheckOut(meeting_id=meeting, person_id=me, at=at, **scores))
    work.load(Case, case).fixed_face_id = me
    work.add(HatChange(case_id=case, person_id=me, hat="gi", mandate="De maatregel", by_id=me, at=at))
    work.add(
        FrameChange(case_id=case, frame=LegalFrame.PRESSURE, words="Anders volgt er iets.", by_id=me, at=at)
    )
    change = {"face": Face.FIXED, "reason": WHY, "by_id": cast.lotte.id, "at": at}
    work.add(FaceChange(case_id=case, before_id=cast.femke.id, after_id=me, **change))
    work.load(Meeting, meeting).chair_id = me
    work.add(
        PassedOver(meeting_id=meeting, key="safety", people=[], why="Er was te weinig tijd.", by_id=me, at=at)
    )
    report = work.add(
        Report(case_id=case, meeting_id=meeting, content={"meeting": {"invited": []}}, made_at=at)
    )
    work.add(Correction(report_id=report.id, person_id=me, words="Er mist iets.", at=at))
    work.add(Reopening(report_id=report.id, by_id=me, why="De datum klopt niet.", digest="", at=at))
    work.add(AccessToData(case_id=case, person_id=me, asked_at=at, due_on=at.date()))
    wish = {
        "profile_id": work.load(Case, case).profile_id,
        "case_id": case,
        "category": "safety",
        "asked_at": at,
    }
    lotte, noor = cast.script.accounts["lotte"], cast.script.accounts["noor"]
    mine = {"person_id": me, "account_id": noor, "reason": "Ik moet weten waar het kind is."}
    work.add(Emergency(**wish, **mine, second_id=cast.lotte.id, answer="Bel eerst.", review=WHY))
    theirs = {"person_id": cast.lotte.id, "account_id": lotte, "reason": "KANARIEREDEN van Lotte."}
    work.add(Emergency(**wish, **theirs, second_id=me, answer="Dit kan anders.", review="KANARIEOORDEEL"))
    note = {"prompt": "surprise", "words": "Dat ging goed.", "at": at}
    work.add(Reflection(case_id=case, meeting_id=meeting, person_id=me, **note))


def told(app: Flask, cast: Cast, name: str) -> dict[str, list[dict[str, str]]]:
    """What somebody is told, by chapter."""
    with cast.house.database.read() as session, app.test_request_context():
        found = OwnData(session, getattr(cast, name).viewer).chapters()
        return {key: [asdict(row) for row in rows] for key, rows in found.items()}


# --- nothing is forgotten


def test_a_kind_that_says_nothing_about_own_data_is_no_kind() -> None:
    forgetful: dict[str, Any] = {
        "name": "forgetful",
        "model": SafetyRound,
        "read": None,
        "report": Left("for a test"),
    }
    with pytest.raises(TypeError, match="own_data"):
        Kind(**forgetful)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_what_stays_out_of_own_data_says_why(kind: Kind) -> None:
    reasons = [kind.own_data, *(chapter.asked for one, chapter in chapters() if one is kind)]
    assert all(len(one.why.split()) > 2 for one in reasons if isinstance(one, Left))


def test_no_two_chapters_have_the_same_place_or_name() -> None:
    found = [chapter for _, chapter in chapters()]
    assert len({one.place for one in found}) == len({one.key for one in found}) == len(found)


def tables_of_people() -> Iterator[Table]:
    """Every table with a column that refers to a person."""
    for module in pkgutil.iter_modules(models.__path__):
        importlib.import_module(f"models.{module.name}")
    for table in Base.metadata.sorted_tables:
        if any(key.target_fullname == "person.id" for key in table.foreign_keys):
            yield table


def tables_told() -> set[str]:
    """Every table of a kind with chapters or a reason, of a part of it, and by which what is somebody's is found."""
    found = {str(kind.model.__tablename__) for kind in KINDS.values()}
    for _, chapter in chapters():
        found |= {str(chapter.model.__tablename__)} if chapter.model else set()
        for part in visitors.iterate(chapter.mine("somebody")):
            found |= {part.name} if isinstance(part, Table) else set()
    return found


@pytest.mark.parametrize("table", [table.name for table in tables_of_people()])
def test_a_table_that_names_a_person_is_told_of_or_has_a_reason(table: str) -> None:
    assert (table in tables_told()) != (table in NOT_TOLD)


def test_every_reason_is_for_a_table_that_is_there() -> None:
    assert set(NOT_TOLD) <= {table.name for table in tables_of_people()}


# --- what is told, to whom


def test_somebody_with_something_of_everything_is_told_every_chapter(app: Flask, given: Cast) -> None:
    assert list(told(app, given, READER)) == list(titles())


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("who", "vast gezicht"),
        ("speaks_for", "Sam Bakker"),
        ("access", "Alles op tafel"),
        ("beside_you", "Nadia El Amrani"),
        ("departures", WHY),
        ("took_off", WHY),
        ("access_requests", "Waarom leest hij mee?"),
        ("colleagues_asked", "Iemand van de bank, Meedenken over geld"),
        ("said_yes_to_come", "Meedenken over geld"),
        ("asked_beside_you", "Iemand van de bank"),
        ("access_answers", "Tot de zomer."),
        ("faces", WHY),
        ("hats", "jeugdbescherming (GI)"),
        ("hats_given", "De maatregel"),
        ("frames", "vrijwillig, met drang"),
        ("decided_with_hat", "Waar slaapt Sam?"),
        ("meetings", "Wijkgebouw Noord"),
        ("rules", "U zei ja tegen de spelregels."),
        ("responses_for", "Sam Bakker: Op 12 maart"),
        ("links", "Oma Rie helpt – "),
        ("plan_checks", "2026-05-12"),
        ("proposals", "Op 13 maart kwam de politie."),
        ("proposals_answered", "Er kwam niemand."),
        ("shield_asks", WHY),
        ("safety_for", "Sam Bakker: Het is rustiger"),
        ("risks", "Sam slaapt te weinig."),
        ("risks_for", "Anna Bakker"),
        ("stances_for", "Sam Bakker: Waar slaapt Sam?"),
        ("meanings", "Zij rijdt vaker."),
        ("decided", "Sam slaapt door de week bij oma."),
        ("expertise", "Wat kan er met de schulden?"),
        ("hands", "U stak uw hand op."),
        ("explained", "Vraag bij fact"),
        ("emergencies", "Ik moet weten waar het kind is. Bel eerst. " + WHY),
        ("emergencies_answered", "Dit kan anders."),
        ("reopenings", "De datum klopt niet."),
        ("invitations", "Een link voor thuis."),
    ],
)
def test_a_chapter_says_what_is_held(app: Flask, given: Cast, key: str, words: str) -> None:
    assert words in json.dumps(told(app, given, READER)[key], ensure_ascii=False)


def test_who_answered_a_colleague_is_not_told_what_that_one_wrote_or_was_found(
    app: Flask, given: Cast
) -> None:
    assert "KANARIE" not in json.dumps(told(app, given, READER)["emergencies_answered"])


def test_a_link_is_told_without_its_secret(app: Flask, given: Cast) -> None:
    with given.house.database.work() as work:
        invitation, code = door.invite(work, given.noor.viewer, given.rie.id, given.house.clock())
        held = invitation.token_hash
    found = json.dumps(told(app, given, "rie"))
    assert "Een link voor thuis." in found
    assert code not in found
    assert held not in found


def test_only_what_needs_no_gate_is_told_when_the_gate_is_shut(
    app: Flask, given: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(policy, "visible", lambda record, viewer: False)
    assert list(told(app, given, READER)) == [one.key for _, one in chapters() if isinstance(one.asked, Left)]


def test_who_gave_nothing_is_told_nothing_of_others(app: Flask, given: Cast) -> None:
    assert set(told(app, given, BYSTANDER)) == {"who", "access", "meetings"}


def test_what_one_passed_on_is_hidden_with_what_it_was_about(app: Flask, given: Cast) -> None:
    """The one who passed it on is not inside the shield any more."""
    assert SECRET_FACT in json.dumps(told(app, given, READER)["responses_for"])
    with given.house.database.work() as work:
        for one in work.session.query(Response):
            one.given_by_id = given.femke.id
    found = told(app, given, "femke")
    assert "dat was ik niet" in json.dumps(found["responses_for"])
    assert SECRET_FACT not in json.dumps(found)


def test_a_number_for_somebody_who_now_speaks_alone_is_theirs_until_it_is_shown(
    app: Flask, given: Cast
) -> None:
    with given.house.database.work() as work:
        work.session.query(SafetyRound).one().revealed_at = None
        work.load(Person, given.sam.id).at_table = False
    assert told(app, given, READER)["safety_for"]
    with given.house.database.work() as work:
        work.load(Person, given.sam.id).at_table = True
    found = told(app, given, READER)
    assert "safety_for" not in found
    assert found["safety"]


def test_another_chapter_is_told_as_soon_as_a_kind_says_so(
    app: Flask, given: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    chapter = Chapter(
        place=65,
        key="added",
        title="Wat u op de lijst zette",
        mine=lambda me: Action.added_by_id == me,
        said=lambda action, say: [Kept("", action.text.words)],
        asked=Left("for this test"),
    )
    action = KINDS["action"]
    assert not isinstance(action.own_data, Left)
    monkeypatch.setitem(KINDS, "action", replace(action, own_data=(*action.own_data, chapter)))
    assert list(titles()).index("added") == list(titles()).index("actions") + 1
    assert AGREEMENT in json.dumps(told(app, given, READER)["added"])
