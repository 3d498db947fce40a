"""What a region measured, what stood in its way, and a report for its boards: the months before today, made up."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from conference.access import policy
from conference.core.unit_of_work import UnitOfWork
from conference.core.validation import AMSTERDAM
from conference.demo.story import Entry
from conference.learning.figures import board_reports, measuring
from conference.learning.figures import use_cases as indicators
from conference.learning.obstacles import use_cases as obstacles
from conference.learning.ports import Measured


def play(
    work: UnitOfWork,
    team: policy.Viewer,
    steering: policy.Viewer,
    told: Entry,
    case_ids: Sequence[str],
    now: datetime,
) -> None:
    """Numbers first, then obstacles, then the report that tells of both."""
    for one in told["indicators"]:
        _measure(work, team, one, case_ids, now)
    measuring.release(work, str(team.profile_id), now)
    for one in told["obstacles"]:
        _obstacle(work, team, steering, one, now)
    report = told["board_report"]
    first, last = board_reports.periods(now)[0]
    wish = board_reports.NewReport(
        report["title"], f"{first} {last}", board_reports.BLOCKS, report["texts"], confirmed=True
    )
    board_reports.make(work, team, wish, now)


def _measure(
    work: UnitOfWork, team: policy.Viewer, told: Entry, case_ids: Sequence[str], now: datetime
) -> None:
    """Switched on with its purpose; then for each month how many of the families it was so."""
    wish = indicators.NewIndicator(
        told["key"],
        told["question"],
        told["used_by"],
        told["decision"],
        told["baseline"],
        told["baseline_on"],
    )
    made = indicators.switch_on(work, team, wish, now)
    story = indicators.Story(
        told["story"],
        told["what_we_do"],
        told["baseline"],
        told["baseline_on"],
        indicators.version(made),
        confirmed=True,
    )
    indicators.tell(work, team, told["key"], story, now)
    for ago, so_many in told["months"].items():
        for place, case_id in enumerate(case_ids):
            value = Measured(told.get("group", ""), 1 if place < so_many else 0, 1)
            mark = work.keys.pseudonym("case", case_id)
            measuring.record(work, str(team.profile_id), told["key"], mark, _month(now, ago), value)


def _obstacle(
    work: UnitOfWork, team: policy.Viewer, steering: policy.Viewer, told: Entry, now: datetime
) -> None:
    """Raised with an owner and a day; perhaps it went up, and perhaps it came back."""
    day = {name: now + timedelta(days=told[name]) for name in ("raised", "before")}
    until = day["before"].astimezone(AMSTERDAM)
    wish = obstacles.NewObstacle(told["words"], told["owner"], f"{until:%d-%m-%Y}", confirmed=True)
    made = obstacles.raise_one(work, team, wish, day["raised"])
    if "why_up" in told:
        obstacles.move_up(
            work, team, made.id, told["why_up"], day["raised"] + timedelta(days=5), confirmed=True
        )
    if "answer" in told:
        answers = steering if "why_up" in told else team
        obstacles.answer(work, answers, made.id, told["answer"], day["before"] - timedelta(days=2))


def _month(now: datetime, ago: int) -> str:
    """The month so many before this one: `2026-05`."""
    local = now.astimezone(AMSTERDAM)
    number = local.year * 12 + local.month - 1 - ago
    return f"{number // 12}-{number % 12 + 1:02}"
