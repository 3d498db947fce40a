"""Everything one can want at a table or in the learning layer, and who may: `access.csv`, read aloud.

The table has a row for each permission and a column for each role, `yes`, `own` (only what is theirs),
`with` (only beside whom they support) or `-`.
What it does not name is refused.
"""

import csv
from enum import StrEnum
from pathlib import Path

MATRIX_FILE = Path(__file__).with_name("access.csv")


class Permission(StrEnum):
    """Everything one can want, as `thing.deed`. A deed that is not in the table is refused."""

    CASE_READ = "case.read"
    CASE_CHANGE = "case.change"
    MEETING_PLAN = "meeting.plan"
    SEARCH = "search.use"
    MEETING_READ = "meeting.read"
    MEETING_LEAD = "meeting.lead"
    MEETING_PAUSE = "meeting.pause"
    MEETING_RESUME = "meeting.resume"
    HAND_RAISE = "hand.raise"
    HAND_LOWER = "hand.lower"
    HAND_CALL = "hand.call"
    LOBBY_READ = "lobby.read"
    LOBBY_ADMIT = "lobby.admit"
    SEAT_ROOM = "seat.room"
    SEAT_REMOVE = "seat.remove"
    INVITE = "invitation.make"
    SCREEN_START = "screen.start"
    SECTION_READ = "section.read"
    SECTION_WRITE = "section.write"
    TEXT_RESTORE = "text.restore"
    TEXT_SCRUB = "text.scrub"
    OWN_WORDS_READ = "own_words.read"
    OWN_WORDS_WRITE = "own_words.write"
    ACTION_READ = "action.read"
    ACTION_ADD = "action.add"
    ACTION_CHANGE = "action.change"
    ACTION_ORDER = "action.order"
    ACTION_TAKE = "action.take"
    STATEMENT_READ = "statement.read"
    STATEMENT_WRITE = "statement.write"
    STATEMENT_ACCORD = "statement.accord"
    RESPONSE_GIVE = "response.give"
    MAP_READ = "map.read"
    MAP_WRITE = "map.write"
    SAFETY_READ = "safety.read"
    SAFETY_GIVE = "safety.give"
    SAFETY_REVEAL = "safety.reveal"
    GOAL_READ = "goal.read"
    GOAL_WRITE = "goal.write"
    GOAL_ATTAIN = "goal.attain"
    PLAN_CHECK = "plan.check"
    DECISION_READ = "decision.read"
    DECISION_WRITE = "decision.write"
    DECISION_STAND = "decision.stand"
    DECISION_CLOSE = "decision.close"
    RULES_AGREE = "rules.agree"
    EXPLAIN_ASK = "explain.ask"
    EXPLAIN_ANSWER = "explain.answer"
    EXPERTISE_ADD = "expertise.add"
    CHECK_OUT = "check_out.give"
    REPORT_READ = "report.read"
    REPORT_CORRECT = "report.correct"
    REPORT_SHARE = "report.share"
    REPORT_LEAD = "report.lead"
    REFLECTION_WRITE = "reflection.write"
    REFLECTION_READ = "reflection.read"
    LEARNING_ENTER = "learning.enter"
    NOTE_READ = "note.read"
    THEME_WRITE = "theme.write"
    CYCLE_READ = "cycle.read"
    CYCLE_WRITE = "cycle.write"
    OBSTACLE_READ = "obstacle.read"
    OBSTACLE_WRITE = "obstacle.write"
    OBSTACLE_ANSWER = "obstacle.answer"
    INDICATOR_READ = "indicator.read"
    INDICATOR_SET = "indicator.set"
    BOARD_REPORT_READ = "board_report.read"
    BOARD_REPORT_MAKE = "board_report.make"
    LESSON_READ = "lesson.read"
    LESSON_WRITE = "lesson.write"
    TERM_WRITE = "term.write"
    HOURS_GIVE = "hours.give"
    HOURS_TOTAL = "hours.total"
    PROFILE_EDIT = "profile.edit"
    SHIELD_READ = "shield.read"
    SHIELD_SET = "shield.set"
    WORDS_CHANGE = "words.change"
    WORDS_OVERRULE = "words.overrule"
    WORDS_PROPOSE = "words.propose"
    WORDS_RESTORE = "words.restore"
    SHIELD_NARROW = "shield.narrow"
    SHIELD_WIDEN = "shield.widen"
    SHIELD_LIFT = "shield.lift"
    SHIELD_AGREE = "shield.agree"
    SHIELD_REVIEW = "shield.review"
    SHIELD_CONFIRM = "shield.confirm"
    CODE_TELL = "code.tell"
    ERASURE_ASK = "erasure.ask"
    ERASURE_APPROVE = "erasure.approve"
    HOLD_SET = "hold.set"
    EMERGENCY_ASK = "emergency.ask"
    EMERGENCY_READ = "emergency.read"
    EMERGENCY_AGREE = "emergency.agree"
    EMERGENCY_REVIEW = "emergency.review"
    ACCESS_READ = "access.read"
    ACCESS_SET = "access.set"
    ACCESS_END = "access.end"
    ACCESS_ASK = "access.ask"
    ACCESS_ASKED = "access.asked"
    ACCESS_ANSWER = "access.answer"
    REQUEST_ASK = "request.ask"
    REQUEST_READ = "request.read"
    REQUEST_ANSWER = "request.answer"
    PRIVACY_READ = "privacy.read"
    TEAM_READ = "team.read"
    HAT_GIVE = "hat.give"
    FRAME_SET = "frame.set"
    CASE_OPEN = "case.open"


#: What is left of all rights to somebody who reads in an emergency (*noodinzage*): looking at what the table made.
#: Nothing is done, nothing leaves the house (a report can be taken along), nobody is looked for.
LOOKS = frozenset(one for one in Permission if one.value.endswith(".read")) - {Permission.REPORT_READ}
#: Deeds that change what the table made; a meeting that is over refuses them.
WRITES = frozenset(
    {
        Permission.SECTION_WRITE,
        Permission.OWN_WORDS_WRITE,
        Permission.ACTION_ADD,
        Permission.ACTION_CHANGE,
        Permission.ACTION_ORDER,
        Permission.ACTION_TAKE,
        Permission.STATEMENT_WRITE,
        Permission.STATEMENT_ACCORD,
        Permission.RESPONSE_GIVE,
        Permission.MAP_WRITE,
        Permission.SAFETY_GIVE,
        Permission.SAFETY_REVEAL,
        Permission.GOAL_WRITE,
        Permission.GOAL_ATTAIN,
        Permission.PLAN_CHECK,
        Permission.DECISION_WRITE,
        Permission.DECISION_STAND,
        Permission.DECISION_CLOSE,
        Permission.RULES_AGREE,
        Permission.EXPLAIN_ASK,
        Permission.EXPLAIN_ANSWER,
        Permission.EXPERTISE_ADD,
        Permission.CHECK_OUT,
        Permission.WORDS_CHANGE,
        Permission.WORDS_OVERRULE,
        Permission.WORDS_PROPOSE,
        Permission.WORDS_RESTORE,
        Permission.TEXT_RESTORE,
    }
)


def load_matrix() -> dict[str, dict[str, str]]:
    """The table as `{permission: {role: cell}}`; the tests are generated from it."""
    with MATRIX_FILE.open(encoding="utf-8", newline="") as lines:
        return {row.pop("permission"): row for row in csv.DictReader(lines)}


MATRIX = load_matrix()
