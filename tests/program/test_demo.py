"""The demo: two families as their files tell them, in the words of the people it is about."""

import json
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from conference import demo
from conference.access import policy
from conference.accounts import use_cases as accounts
from conference.case import colleagues
from conference.case import use_cases as cases
from conference.core import schema
from conference.core.runtime import Runtime
from conference.core.validation import AMSTERDAM
from conference.demo import history as past
from conference.demo.story import Story, moved
from conference.learning.hours import use_cases as hours
from conference.learning.lessons import use_cases as lessons
from conference.learning.log import shared_notes
from conference.learning.log.publish import counts
from conference.region import profile
from conference.report import reading
from conference.table.actions import use_cases as actions
from conference.table.facts import use_cases as facts
from conference.table.gathering import use_cases as gathering
from conference.table.meeting import use_cases as meetings
from models.accounts import Account
from models.actions import Action
from models.analysis import Section
from models.case import Case
from models.changesets import ChangeSet, narrow
from models.enums import LearningRole, MeetingState, Role, TextKind
from models.errors.base import NotFound
from models.factors import Factor, Link
from models.learning import LearningCycle, LearningNote
from models.log import LogEntry
from models.meeting import Meeting
from models.people import Person
from models.reflections import Reflection
from models.region import RegionProfile
from models.reports import Report
from models.shields import Shield
from models.statements import Statement
from models.texts import Change, Text
from tests.cast import START, Clock
from tests.conftest import MakeHouse

TODAY = START.date()
STORIES = ("case-1", "case-2")


def case_of(session: Session, story: str) -> Case:
    title = Story.read(story, TODAY).case["title"]
    return next(one for one in session.scalars(select(Case)) if one.title == title)


def viewer_of(session: Session, story: str, name: str) -> policy.Viewer:
    """Somebody of a family of the demo, at its newest meeting."""
    case = case_of(session, story)
    [person] = [one for one in case.people if one.name.startswith(name)]
    return policy.at_table(person, meetings.of_case(session, case.id)[0], "nl")


def replayed(changes: Sequence[Change]) -> str:
    words = ""
    for entry in changes:
        words = ChangeSet.stored(entry.changes).apply(words)
    return narrow(words)


def history(session: Session, text: Text) -> list[Change]:
    return list(session.scalars(select(Change).where(Change.text_id == text.id).order_by(Change.version)))


def factors_of(session: Session, story: str) -> list[Factor]:
    case = case_of(session, story)
    return list(session.scalars(select(Factor).where(Factor.case_id == case.id).order_by(Factor.position)))


# --- who is there


@pytest.mark.parametrize("story", STORIES)
def test_everybody_of_the_file_is_there_in_its_order(demo_house: Runtime, story: str) -> None:
    told = Story.read(story, TODAY).all("persons")
    with demo_house.database.read() as session:
        people = case_of(session, story).people
        assert [person.name for person in people] == [entry["name"] for entry in told]
        assert [person.role_words for person in people] == [entry["role"] for entry in told]
        assert [bool(person.account) for person in people] == ["email" in entry for entry in told]


def test_everybody_has_the_role_of_their_hat(demo_house: Runtime) -> None:
    with demo_house.database.read() as session:
        roles = {
            (story, person.first_name): person.role
            for story in STORIES
            for person in case_of(session, story).people
        }
    assert {name for (_, name), role in roles.items() if role == Role.CHILD} == {
        "Noor",
        "Sem",
        "Milan",
        "Evi",
    }
    assert {name for (_, name), role in roles.items() if role == Role.CHAIR} == {"Hilde", "Roos"}
    assert {name for (_, name), role in roles.items() if role == Role.SAFETY_PARTNER} == {
        "Joost",
        "Wouter",
        "Marijke",
    }
    assert {name for (_, name), role in roles.items() if role == Role.SUPPORTER} == {"Nadia", "Ilse"}
    assert roles["case-1", "Anouk"] == roles["case-2", "David"] == Role.NETWORK
    assert roles["case-2", "Yusuf"] == roles["case-1", "Karim"] == Role.SPECIALIST


@pytest.mark.parametrize("story", STORIES)
def test_every_account_signs_in_with_the_one_password(demo_house: Runtime, story: str) -> None:
    emails = [entry["email"] for entry in Story.read(story, TODAY).all("persons") if "email" in entry]
    with demo_house.database.read() as session:
        for email in emails[:2]:
            assert email.endswith(demo.DEMO_ADDRESS)
            assert accounts.sign_in(session, email, demo.PASSWORD).email == email


# --- what stands there


@pytest.mark.parametrize("story", STORIES)
def test_no_part_of_the_analysis_is_empty(demo_house: Runtime, story: str) -> None:
    with demo_house.database.read() as session:
        case = case_of(session, story)
        found = session.scalars(select(Section).where(Section.case_id == case.id)).all()
        kinds = profile.of(case.profile.settings).sections
        assert {section.key for section in found} == {kind.key for kind in kinds}
        written = {kind.key for kind in kinds if kind.block is None and kind.plan is None}
        assert [section.key for section in found if section.key in written and not section.text.words] == []
        assert factors_of(session, story)


def test_every_text_is_what_its_log_makes(demo_house: Runtime) -> None:
    with demo_house.database.read() as session:
        for text in session.scalars(select(Text)):
            changes = history(session, text)
            assert (replayed(changes), len(changes)) == (text.words, text.version)


def test_own_words_are_written_by_nobody_else(demo_house: Runtime) -> None:
    with demo_house.database.read() as session:
        told = [case_of(session, story).id for story in STORIES]
        own = session.scalars(select(Text).where(Text.owner_id.is_not(None), Text.case_id.in_(told))).all()
        assert len(own) == 8
        for text in own:
            assert text.owner is not None
            writer = text.owner_id if text.owner.at_table else text.owner.voice_via_id
            assert {entry.author_id for entry in history(session, text)} == {writer}


def test_the_meetings_begin_with_a_yes_and_end_with_numbers(demo_house: Runtime) -> None:
    with demo_house.database.read() as session:
        for story in STORIES:
            told = Story.read(story, TODAY).all("checkouts")
            past = [
                one
                for one in meetings.of_case(session, case_of(session, story).id)
                if one.state == MeetingState.CLOSED
            ]
            assert sum(len(gathering.check_outs(session, one.id)) for one in past) == len(told)
            for one in past:
                assert gathering.agreed(session, one.id) == {person.id for person in one.invited}


def test_the_open_meeting_has_a_question_a_yes_of_most_and_somebody_who_came_for_one(
    demo_house: Runtime,
) -> None:
    with demo_house.database.read() as session:
        chair = viewer_of(session, "case-1", "Hilde")
        assert len(gathering.explanations(session, chair)) == 2
        assert [one.thing.partition(":")[0] for one in gathering.open_questions(session, chair)] == [
            "section"
        ]
        assert [one.who for one in gathering.expertise(session, chair)] == ["Karim Haddad"]
        assert chair.meeting_id is not None
        assert len(gathering.agreed(session, chair.meeting_id)) == 10


def test_the_analysis_is_written_by_many_and_by_nobody_who_may_not(demo_house: Runtime) -> None:
    with demo_house.database.read() as session:
        case = case_of(session, "case-1")
        shared = (
            select(Person).join(Change, Change.author_id == Person.id).join(Text, Text.id == Change.text_id)
        )
        shared = shared.where(Person.case_id == case.id, Text.kind == TextKind.SECTION)
        authors = session.scalars(shared).unique().all()
        assert len(authors) >= 5
        assert {person.in_family for person in authors} == {True, False}
        assert not {person.role for person in authors} & {Role.NETWORK, Role.INTERPRETER}


def test_the_sentences_of_an_analysis(demo_house: Runtime) -> None:
    with demo_house.database.read() as session:
        case = case_of(session, "case-1")
        words = {
            section.key: section.text.words
            for section in session.scalars(select(Section).where(Section.case_id == case.id))
            if section.text.owner_id is None
        }
    assert "- **Joost** kan hiermee leven: “Ik wil de andere verklaring openhouden.”" in words["accepted_by"]
    assert "Karim belt Ruben tot dan elke week." in words["what_is_needed"]


def test_agreements_stand_as_in_the_file(demo_house: Runtime) -> None:
    told = {entry["text"]: entry for entry in Story.read("case-1", TODAY).all("actions")}
    names = {entry["id"]: entry["name"] for entry in Story.read("case-1", TODAY).all("persons")}
    with demo_house.database.read() as session:
        case = case_of(session, "case-1")
        found = session.scalars(
            select(Action).where(Action.case_id == case.id).order_by(Action.position)
        ).all()
        assert [action.text.words for action in found] == list(told)
        for action in found:
            entry = told[action.text.words]
            assert action.owner is not None
            assert (action.owner.name, action.due, action.phase, action.state) == (
                names[entry["who"]],
                entry["due"],
                entry["phase"],
                entry["status"],
            )
            assert action.seen_when.words == entry["seen_when"]
            assert {person.name for person in action.partners} == {
                names[key] for key in entry["together_with"]
            }
            assert action.taken is (entry["status"] != "planned")


# --- what is kept among named people


@pytest.mark.parametrize(
    ("story", "agreement", "inside", "outside"),
    [
        ("case-1", "Veilige telefoon", "Marleen Joost Fatma Hilde", "Ruben Noor Inge Karim Wouter Samira"),
        (
            "case-2",
            "Plan maken voor de schuld",
            "Milan Yusuf Sjoerd Carlijn Roos Henk",
            "Sanne Dennis Evi Marijke",
        ),
    ],
)
def test_a_shielded_agreement_does_not_exist_for_others(
    demo_house: Runtime, story: str, agreement: str, inside: str, outside: str
) -> None:
    with demo_house.database.read() as session:

        def sees(name: str) -> bool:
            found = actions.readable(session, policy.beside(viewer_of(session, story, name)))
            return any(action.text.words.startswith(agreement) for action in found)

        assert [name for name in inside.split() if not sees(name)] == []
        assert [name for name in outside.split() if sees(name)] == []
        for name in outside.split():
            assert cases.search(session, [viewer_of(session, story, name)], agreement) == []


@pytest.mark.parametrize(
    ("story", "words", "inside", "outside"),
    [
        ("case-1", "Marleen zegt dat Ruben soms meeleest", "Marleen Joost Fatma Hilde", "Ruben Inge Karim"),
        ("case-2", "Milan vertelde dat hij 450 euro", "Milan Yusuf Henk", "Sanne Dennis David"),
    ],
)
def test_a_fact_for_named_people_does_not_exist_for_others(
    demo_house: Runtime, story: str, words: str, inside: str, outside: str
) -> None:
    with demo_house.database.read() as session:

        def sees(name: str) -> bool:
            found = facts.readable(session, policy.beside(viewer_of(session, story, name)))
            return any(one.text.words.startswith(words) for one in found)

        assert [name for name in inside.split() if not sees(name)] == []
        assert [name for name in outside.split() if sees(name)] == []
        [kept] = [one for one in session.scalars(select(Statement)) if one.text.words.startswith(words)]
        others = session.scalars(select(Text).where(Text.id != kept.text_id))
        assert not any(words in text.words for text in others)


@pytest.mark.parametrize("story", STORIES)
def test_nothing_that_is_kept_apart_is_on_a_phone_or_in_a_report(demo_house: Runtime, story: str) -> None:
    """T14 and T15, for a9 and f14 of the first family too; the circle has an annex, whoever is outside has none."""
    with demo_house.database.read() as session:
        case = case_of(session, story)
        kept = [
            one.text.words
            for model in (Action, Statement)
            for one in session.scalars(select(model).where(model.case_id == case.id))
            if one.shield is not None
        ]
        assert len(kept) >= 2
        met = [one for one in meetings.of_case(session, case.id) if one.state == MeetingState.CLOSED]
        for person in case.people:
            for meeting in met:
                viewer = policy.at_table(person, meeting, "nl")
                if viewer.family_phone:
                    seen = [*actions.readable(session, viewer), *facts.readable(session, viewer)]
                    assert not {one.text.words for one in seen} & set(kept), person.name
                content = session.scalars(select(Report).where(Report.meeting_id == meeting.id)).one().content
                told = json.dumps(reading.part_of(session, content, viewer), ensure_ascii=False)
                assert not [words for words in kept if words in told], person.name
                try:
                    annex = reading.annex(session, content, viewer)
                except NotFound:
                    continue
                assert person.account_id is not None
                assert all(person.id in item["for"] for item in annex["items"])


@pytest.mark.parametrize("story", STORIES)
def test_every_fact_has_its_source_and_the_answers_of_the_people_themselves(
    demo_house: Runtime, story: str
) -> None:
    with demo_house.database.read() as session:
        case = case_of(session, story)
        found = session.scalars(select(Statement).where(Statement.case_id == case.id)).all()
        assert {one.kind for one in found} >= {"fact", "observation", "statement", "opinion"}
        assert all(one.sourced and one.dated for one in found if one.kind == "fact")
        given = [one for statement in found for one in statement.responses]
        assert given
        assert all(one.given_by_id in one.person.voices for one in given)
        assert any(one.accorded for one in found)


def test_a_sentence_that_was_corrected_stays_readable(demo_house: Runtime) -> None:
    with demo_house.database.read() as session:
        case = case_of(session, "case-2")
        replaced = select(Statement).where(Statement.case_id == case.id, Statement.replaces_id.is_not(None))
        better = session.scalars(replaced).one()
        assert better.text.words == "'Ik ben bang dat Milan crimineel wordt.'"
        assert better.replaces is not None
        assert better.replaces.text.words == "'Milan is een crimineel.'"
        assert {one.person.first_name for one in better.replaces.responses} == {"Milan", "Dennis"}


def test_what_milan_told_later_was_in_nothing_that_was_written_before(demo_house: Runtime) -> None:
    with demo_house.database.read() as session:
        case = case_of(session, "case-2")
        second = meetings.of_case(session, case.id)[1]
        for section in session.scalars(select(Section).where(Section.case_id == case.id)):
            before = [entry for entry in history(session, section.text) if entry.at < second.starts_at]
            assert not re.search("450 euro|(van|door) (de|een) schuld", replayed(before)), section.key
        debt = next(one for one in factors_of(session, "case-2") if one.text.words == "Druk door een schuld")
        assert history(session, debt.text)[0].at > second.starts_at
        begin = "Ik vertel mijn ouders"
        [told] = [one for one in session.scalars(select(Action)) if one.text.words.startswith(begin)]
        assert history(session, told.text)[0].at > second.starts_at


def test_shields_are_reviewed_in_time(demo_house: Runtime) -> None:
    with demo_house.database.read() as session:
        shields = session.scalars(select(Shield)).all()
        assert [len(shield.reason) >= cases.REASON_LENGTH for shield in shields] == [True] * 4
        assert {shield.review_on for shield in shields} == {TODAY, TODAY + demo.UNTIL_NEXT}


# --- the map


@pytest.mark.parametrize("story", STORIES)
def test_the_map_is_drawn_by_the_people_who_named_it(demo_house: Runtime, story: str) -> None:
    told = Story.read(story, TODAY)
    with demo_house.database.read() as session:
        found = factors_of(session, story)
        assert [one.text.words for one in found] == [
            entry["label"] for entry in sorted(told.all("factors"), key=lambda entry: "history" in str(entry))
        ]
        for factor in found:
            entry = next(one for one in told.all("factors") if one["label"] == factor.text.words)
            names = {told.first_name(key) for key in entry["named_by"]}
            assert {person.first_name for person in factor.named_by} == names
            assert [factor.x, factor.y] == entry["place"]
        links = session.scalars(select(Link).where(Link.case_id == found[0].case_id)).all()
        assert len(links) == len(told.all("factor_links"))


# --- meetings


def test_the_first_family_sits_at_an_open_table(demo_house: Runtime) -> None:
    with demo_house.database.read() as session:
        meeting = demo.open_meeting(session)
        assert meeting is not None
        assert meeting.part is not None
        assert (meeting.state, meeting.kind, meeting.part.key) == (
            MeetingState.OPEN,
            "mda_plus_plus",
            "understand",
        )
        assert meeting.starts_at.astimezone(AMSTERDAM).date() == TODAY
        assert meeting.chair.name == "Hilde Brouwer"
        assert {person.id for person in meeting.invited} == {
            person.id for person in meeting.case.people if person.at_table
        }
        ends_at = meeting.part_ends_at()
        assert ends_at is not None
        assert timedelta(minutes=10) < ends_at - START < timedelta(minutes=20)


def test_the_second_family_meets_in_a_week(demo_house: Runtime) -> None:
    with demo_house.database.read() as session:
        newest, *earlier = meetings.of_case(session, case_of(session, "case-2").id)
        assert (newest.state, newest.chair.name, newest.kind) == ("prepared", "Roos Willems", "mdo")
        assert newest.starts_at.astimezone(AMSTERDAM).date() == TODAY + timedelta(days=7)
        assert [meeting.state for meeting in earlier] == ["closed", "closed"]


def test_closed_meetings_went_through_all_their_parts(demo_house: Runtime) -> None:
    with demo_house.database.read() as session:
        closed = session.scalars(select(Meeting).where(Meeting.state == MeetingState.CLOSED)).all()
        assert len(closed) == 4
        for meeting in closed:
            assert all(part.visited for part in meeting.parts)
            assert meeting.closed_at == meeting.starts_at + timedelta(minutes=meeting.minutes)


def test_every_deed_of_the_past_is_in_the_log(demo_house: Runtime) -> None:
    with demo_house.database.read() as session:
        deeds = {entry.deed for entry in session.scalars(select(LogEntry))}
        assert {
            "case.open",
            "case.change",
            "meeting.plan",
            "meeting.close",
            "action.add",
            "action.take",
        } <= deeds
        assert session.scalars(select(LogEntry).where(LogEntry.outcome != "ok")).all() == []


# --- what the region learned before


def team_of(session: Session) -> policy.Viewer:
    region = session.scalars(select(RegionProfile)).one()
    return policy.learner([LearningRole.PROJECT_TEAM], region, "account")


def test_three_cycles_are_over_with_something_to_keep_of_each(demo_house: Runtime) -> None:
    with demo_house.database.read() as session:
        cycles = session.scalars(select(LearningCycle).order_by(LearningCycle.number)).all()
        assert [cycle.number for cycle in cycles] == [1, 2, 3]
        for cycle in cycles:
            assert 21 <= (cycle.ends_on - cycle.starts_on).days <= 28
            assert cycle.closed_at is not None
            assert cycle.ends_on < TODAY
            assert {"observation", "insight", "experiment", "keep"} <= {card.column for card in cycle.cards}
            inside = select(LearningNote).where(LearningNote.cycle_id == cycle.id)
            assert len(session.scalars(inside).all()) == 25


def test_the_log_shows_something_of_every_facet_and_everything_is_out(demo_house: Runtime) -> None:
    with demo_house.database.read() as session:
        everything = session.scalars(select(LearningNote)).all()
        shown = shared_notes.published(session, team_of(session))
        assert len(shown) == len(everything) >= 80
        assert all(note.batch for note in everything)
        for facet in shared_notes.FACETS:
            assert len(counts(shown, facet)) >= 2, facet
        assert all(count for _, count in shared_notes.themes(session, team_of(session)))


def test_notes_of_the_two_families_are_among_the_others_without_a_facet(demo_house: Runtime) -> None:
    with demo_house.database.read() as session:
        shared = session.scalars(select(Reflection).where(Reflection.shared_at.is_not(None))).all()
        told = {case_of(session, story).id for story in STORIES}
        marks = {demo_house.keys.pseudonym("note", one.id) for one in shared if one.case_id in told}
        copies = set(session.scalars(select(LearningNote.id).where(LearningNote.mark.in_(marks))))
        shown = {note.id: note for note in shared_notes.published(session, team_of(session))}
        assert copies
        assert all(not any(shown[key].facets.values()) for key in copies)


def test_lesson_cards_rest_on_cycles_and_one_came_from_elsewhere(demo_house: Runtime) -> None:
    with demo_house.database.read() as session:
        cards = lessons.of_region(session, team_of(session))
        assert len([card for card in cards if card.published_at]) == 3
        assert all(card.cycle and card.themes for card in cards if not card.origin)
        assert [card.origin for card in cards if card.origin] == ["Pilot Westerwaard (verzonnen)"]


def test_hours_of_months_that_are_over_can_be_declared(demo_house: Runtime) -> None:
    with demo_house.database.read() as session:
        totals = hours.totals(session, team_of(session), START)
        assert {total.organisation for total in totals} == {"Wijkteam Lindehof"}
        assert len({total.month for total in totals}) >= 2


def test_petra_is_asked_beside_the_second_family_and_did_not_answer_yet(demo_house: Runtime) -> None:
    at = demo_house.clock()
    with demo_house.database.read() as session:
        petra = session.scalars(select(Account).where(Account.name == "Petra Mol")).one()
        (question,) = colleagues.questions(session, demo_house.keys, petra, at)
        assert (question.by, question.purpose) == ("Carlijn de Graaf", "Meedenken over een schuld")
        assert petra.id not in {one.account_id for one in case_of(session, "case-2").people}


def test_the_start_tells_only_of_the_two_families(demo_house: Runtime) -> None:
    with demo_house.database.read() as session:
        small = session.scalars(select(Account).where(Account.email.endswith(past.ADDRESS))).all()
        assert len(small) == 7
        assert not any(demo.is_told_about(account) for account in small)
        hilde = session.scalars(select(Account).where(Account.email == "hilde@mda.example")).one()
        assert demo.is_told_about(hilde)


@pytest.mark.slow
@pytest.mark.parametrize(
    "moment",
    [
        datetime(
            2026, 3, 28, 23, 20, tzinfo=UTC
        ),  # shortly after midnight here, on the night the clock goes forward
        datetime(2028, 2, 29, 12, 0, tzinfo=UTC),
    ],
)
def test_the_demo_can_be_loaded_on_any_day(empty_house: Runtime, clock: Clock, moment: datetime) -> None:
    clock.moment = moment
    demo.load(empty_house)
    with empty_house.database.read() as session:
        assert demo.is_here(session)
        assert demo.is_alone(session)
        meeting = demo.open_meeting(session)
        assert meeting is not None
        assert meeting.opened_at is not None
        assert moment - meeting.opened_at < timedelta(hours=1)


@pytest.mark.postgres
@pytest.mark.slow
def test_the_demo_can_be_loaded_into_postgresql(pg_empty_url: str, make_house: MakeHouse) -> None:
    house = make_house(pg_empty_url)
    schema.upgrade(pg_empty_url)
    demo.load(house)
    with house.database.read() as session:
        assert demo.is_here(session)
    house.database.engine.dispose()


# --- dates in sentences


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("op {2025-02-14}.", "op 15 februari 2025."),
        ("{2025-02-28 dag}", "1 maart"),
        ("{2024-12-31 maand}", "januari"),
        ("{2024-12-31 maand-jaar}", "januari 2025"),
        ("{2024-12-31 jaar}", "2025"),
        ("niets {hier}", "niets {hier}"),
    ],
)
def test_a_date_in_a_sentence_moves_along(written: str, shown: str) -> None:
    assert moved(written, timedelta(days=1)) == shown


def test_every_date_of_a_story_moves_by_the_same_number_of_days() -> None:
    entry = {"due": date(2025, 3, 4), "text": ["{2025-03-04}"], "number": 3}
    assert moved(entry, timedelta(days=1)) == {"due": date(2025, 3, 5), "text": ["5 maart 2025"], "number": 3}
