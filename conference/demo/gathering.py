"""The meeting as a whole in the demo: who says yes to the rules, what is asked, who is added, and how it was."""

from datetime import datetime, timedelta

from sqlalchemy import select

from conference.access import policy
from conference.core.unit_of_work import UnitOfWork
from conference.demo.story import Entry, Story
from conference.records import texts
from conference.table.gathering import use_cases as gathering
from models.analysis import Section
from models.meeting import Meeting
from models.people import Person

A_MOMENT = timedelta(seconds=20)


def agree(work: UnitOfWork, meeting: Meeting, people: list[Person], at: datetime) -> None:
    """These people say yes to the rules of the game, one after the other."""
    for place, person in enumerate(people):
        viewer = policy.at_table(person, meeting, "nl")
        gathering.agree(work, viewer, person.id, at + place * A_MOMENT)


def check_out(
    work: UnitOfWork, meeting: Meeting, told: list[Entry], people: dict[str, Person], at: datetime
) -> None:
    """What some said at the end of this meeting."""
    for entry in told:
        person = people[entry["person"]]
        heard, topics, way, overall = (
            str(entry[name]) for name in ("heard", "topics", "way_of_working", "overall")
        )
        given = gathering.NewCheckOut(heard, topics, way, overall, entry["tip"])
        gathering.check_out(work, policy.at_table(person, meeting, "nl"), person.id, given, at)


def opening(
    work: UnitOfWork, meeting: Meeting, story: Story, people: dict[str, Person], at: datetime
) -> None:
    """How the meeting that is going on began: with its purpose, a yes of most, and somebody who came for a question."""
    told = story.data["under_way"]
    chair = policy.at_table(meeting.chair, meeting, "nl")
    _write_purpose(work, chair, told["purpose"], at)
    agree(work, meeting, [one for one in meeting.invited if one.id not in _ids(told["not_yet"], people)], at)
    for entry in told["expertise"]:
        new = gathering.NewExpertise(
            "", entry["question"], entry["until"].isoformat(), people[entry["person"]].id
        )
        gathering.add_expertise(work, policy.at_table(people[entry["asked_by"]], meeting, "nl"), new, at)


def questions(
    work: UnitOfWork, meeting: Meeting, story: Story, people: dict[str, Person], at: datetime
) -> None:
    """What was asked so far: one question has its answer, one waits for it."""
    chair = policy.at_table(meeting.chair, meeting, "nl")
    for entry in story.data["under_way"]["explanations"]:
        asker = policy.at_table(people[entry["asked_by"]], meeting, "nl")
        thing = f"section:{_section(work, chair, entry['section']).id}" if "section" in entry else ""
        asked = gathering.ask(work, asker, thing, entry.get("words", ""), at)
        if "answer" in entry:
            gathering.answer(work, chair, asked, entry["answer"], at + A_MOMENT)


def _write_purpose(work: UnitOfWork, viewer: policy.Viewer, words: str, at: datetime) -> None:
    text = _section(work, viewer, "purpose").text
    texts.rewrite(work, viewer, text.id, words, text.version, at)


def _section(work: UnitOfWork, viewer: policy.Viewer, key: str) -> Section:
    return work.session.scalars(
        select(Section).where(Section.case_id == viewer.case_id, Section.key == key)
    ).one()


def _ids(keys: list[str], people: dict[str, Person]) -> set[str]:
    return {people[key].id for key in keys}
