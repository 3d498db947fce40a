"""Decisions by consent: weigh, say where one stands, decide or say that the table is stuck (domain paper 5.7)."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.access import policy
from conference.case import frame as frames
from conference.case import hats
from conference.case import use_cases as cases
from conference.case.hats import FAMILY_HAT
from conference.core.events import RecordChanged
from conference.core.i18n import gettext, language
from conference.core.unit_of_work import UnitOfWork, possible_key
from conference.core.validation import AMSTERDAM, read_date, safe_text
from conference.records import fields as records
from conference.records import labels, texts
from conference.region import profile
from conference.region.profile import Profile
from conference.region.profile import ReservedAct as Reserved
from conference.table.decisions import standing
from conference.table.decisions.kind import check_act, rests_on, settings_of
from models.case import Case
from models.changesets import is_blank
from models.decisions import ChildMeaning, Decision, DecisionOption, Stand
from models.enums import (
    AGREEING,
    DecisionRule,
    DecisionStance,
    DecisionState,
    LegalBasis,
    LegalFrame,
    Role,
    TextKind,
)
from models.errors.base import AlreadyAnswered, NotFound, ReasonNeeded, Refused
from models.errors.decisions import (
    ActGround,
    AnswersNeeded,
    AsksThemselves,
    DecisionEarlier,
    DecisionFixed,
    DecisionNeeded,
    FactNeeded,
    FrameNeeded,
    GroundMisfit,
    GroundNeeded,
    HatNeeded,
    HatNotWorn,
    HatSilent,
    MeaningNeeded,
    NotAtTable,
    ObjectionOpen,
    ObjectionStands,
    OptionsNeeded,
    QuestionNeeded,
    ReservedAct,
    ReviewNeeded,
    SpokeThemselves,
    WhyNeeded,
    WrongIfNeeded,
)
from models.errors.validation import ChoiceUnknown, DateInvalid
from models.people import Person
from models.texts import Text

QUESTION_LENGTH = 300
WORDS_LENGTH = 1000
STEP_LENGTH = 300
REASON_LENGTH = 15
FEWEST_OPTIONS, MOST_OPTIONS = 2, 8
#: Rules by which somebody decides from an office of their own, also when an objection still stands.
BY_OFFICE = frozenset({DecisionRule.STATUTORY, DecisionRule.URGENT_SAFETY})
#: Grounds that rest on the will of the people themselves: they carry no decision over somebody's head.
BY_CHOICE = frozenset({LegalBasis.VOLUNTARY, LegalBasis.WRITTEN_CONSENT})


def readable(session: Session, viewer: policy.Viewer) -> list[Decision]:
    """The decisions of the viewer's case that this viewer may see, in the order in which they were asked."""
    found = select(Decision).where(Decision.case_id == viewer.case_id).order_by(Decision.position)
    return policy.readable(session.scalars(found), viewer)


def find(session: Session, viewer: policy.Viewer, decision_id: str) -> Decision:
    """One decision this viewer may see. Raises NotFound."""
    found = session.get(Decision, decision_id) if possible_key(decision_id) else None
    if found is None or not policy.visible(found, viewer):
        raise NotFound
    return found


def to_review(session: Session, viewer: policy.Viewer, today: date) -> list[Decision]:
    """Decided, and the day on which the table would look again has come (*opnieuw te bekijken*); oldest first."""
    due = [
        one
        for one in readable(session, viewer)
        if one.state == DecisionState.DECIDED and one.review_on is not None and one.review_on <= today
    ]
    return sorted(due, key=lambda one: one.review_on or today)


def add(
    work: UnitOfWork,
    viewer: policy.Viewer,
    question: str,
    at: datetime,
    shield: cases.NewShield | None = None,
) -> Decision:
    """Put a question to the table, with two empty options and a line for each child.

    With a shield it is for named people from its first moment, and so are all its texts.
    """
    case = work.load(Case, viewer.case_id)
    policy.require(viewer, policy.Permission.DECISION_WRITE, case)
    words = safe_text(question, "question", QUESTION_LENGTH)
    if shield is None and (twin := _just_added(work.session, viewer, words, at)) is not None:
        return twin
    author = work.load(Person, viewer.person_id)
    made = {
        f"{part}_id": texts.new_text(work, case.id, TextKind.DECISION).id
        for part in ("question", "text", "reason", "handled", "wrong_if")
    }
    decision = work.add(
        Decision(
            case_id=case.id,
            meeting_id=viewer.meeting_id,
            position=records.last_position(work.session, Decision, case.id) + 1,
            added_by_id=author.id,
            **made,
        )
    )
    if shield is not None:
        policy.require(viewer, policy.Permission.SHIELD_SET, decision)
        decision.shield = cases.new_shield(work, viewer, shield, at)
    for _ in range(FEWEST_OPTIONS):
        _new_option(work, decision)
    for person in case.people:
        _mean(work, decision, person)
    _hide(decision)
    texts.set_words(work, author, decision.question, words, at)
    _done(work, viewer, policy.Permission.DECISION_WRITE, decision, at, listed=True)
    return decision


def add_option(work: UnitOfWork, viewer: policy.Viewer, decision_id: str, at: datetime) -> DecisionOption:
    """Room for one more possibility."""
    decision = work.lock(Decision, decision_id)
    policy.require(viewer, policy.Permission.DECISION_WRITE, decision)
    if len(decision.options) >= MOST_OPTIONS:
        raise ChoiceUnknown("decision")
    option = _new_option(work, decision)
    _hide(decision)
    _done(work, viewer, policy.Permission.DECISION_WRITE, decision, at)
    return option


def stand(
    work: UnitOfWork,
    viewer: policy.Viewer,
    decision_id: str,
    person_id: str,
    stance: str,
    words: str,
    at: datetime,
) -> Stand:
    """Say where one stands, in own words; nobody does so for another, but for a child who asked for it.

    What was said before is kept: *eerst bezwaar, nu kan ermee leven*.
    """
    person = work.load(Person, person_id)
    policy.require(viewer, policy.Permission.DECISION_STAND, person)
    decision = _seen(work, viewer, decision_id)
    if decision.state != DecisionState.OPEN:
        raise DecisionFixed
    if decision.shield is not None and person.id not in decision.shield.person_ids:
        raise ChoiceUnknown("person")
    if stance not in set(DecisionStance) - {DecisionStance.NO_ANSWER}:
        raise ChoiceUnknown("stance")
    return _answer(work, viewer, decision, person, stance, words, at)


def note_aloud(
    work: UnitOfWork,
    viewer: policy.Viewer,
    decision_id: str,
    person_id: str,
    stance: str,
    words: str,
    at: datetime,
) -> Stand:
    """The chair asked somebody at the table aloud, and writes down what they said, or that they gave no answer.

    It shows whose pen it was, and is never their own yes: only they give that. Who has a phone says yes on it; who has
    answered these words themselves is not written over, and an objection only they take back.
    Raises AsksThemselves, SpokeThemselves, NotAtTable.
    """
    decision = _led(work, viewer, decision_id)
    person = work.load(Person, person_id)
    if decision.state != DecisionState.OPEN:
        raise DecisionFixed
    if person.id not in {one.id for one in standing.asked(work.session, decision)}:
        raise ChoiceUnknown("person")
    if stance not in set(DecisionStance):
        raise ChoiceUnknown("stance")
    if person.id not in standing.present(work.session, viewer.meeting_id or ""):
        raise NotAtTable(name=person.first_name)
    if stance in AGREEING and person.id in standing.with_device(work.session, viewer.meeting_id or ""):
        raise AsksThemselves(name=person.first_name)
    found = work.session.get(Stand, (decision.id, person.id))
    own = found is not None and not found.aloud
    if found is not None and own and (found.fits or found.stance == DecisionStance.OBJECTS):
        raise SpokeThemselves(name=person.first_name)
    return _answer(work, viewer, decision, person, stance, words, at, aloud=True)


def _answer(
    work: UnitOfWork,
    viewer: policy.Viewer,
    decision: Decision,
    person: Person,
    stance: str,
    words: str,
    at: datetime,
    *,
    aloud: bool = False,
) -> Stand:
    """Keep an answer to the words of now; what was said before is kept beside it."""
    deed = policy.Permission.DECISION_CLOSE if aloud else policy.Permission.DECISION_STAND
    said, own = decision.said(), safe_text(words, "words", WORDS_LENGTH, needed=False)
    self_now = viewer.person_id == person.id  # the same words from somebody's own mouth are another answer
    found = work.session.get(Stand, (decision.id, person.id))
    after = {"person": person.id, "stance": stance, "words": own}
    if found is None:
        found = work.add(
            Stand(
                decision_id=decision.id,
                person_id=person.id,
                stance=DecisionStance(stance),
                words=own,
                said=said,
                given_by_id=viewer.person_id,
                aloud=aloud,
                at=at,
            )
        )
        work.session.expire(decision, ["stances"])
        _remember(work, viewer, decision, "stand", {}, after, at)
    elif (found.stance, found.words, found.said, found.aloud) != (stance, own, said, aloud) or (
        self_now and found.given_by_id != person.id
    ):
        before = {"person": person.id, "stance": str(found.stance), "words": found.words}
        found.stance, found.words, found.said = DecisionStance(stance), own, said
        found.given_by_id, found.aloud, found.at = viewer.person_id or "", aloud, at
        _remember(work, viewer, decision, "stand", before, after, at)
    else:
        return found
    _done(work, viewer, deed, decision, at)
    return found


def close(work: UnitOfWork, viewer: policy.Viewer, decision_id: str, at: datetime) -> Decision:
    """*Dit besluiten we*: from now on it stands as it is. Raises the first thing that is still lacking."""
    decision = _led(work, viewer, decision_id)
    if decision.state != DecisionState.OPEN:
        raise AlreadyAnswered
    _fix(work, decision)  # before looking: what somebody types meanwhile comes before or is refused
    decision.meeting_id = viewer.meeting_id or decision.meeting_id
    for lack in lacking(work.session, decision):
        raise lack
    decision.asked, decision.worn_by = standing.asked(work.session, decision), _behind(work.session, decision)
    decision.state, decision.decided_at = DecisionState.DECIDED, at
    decision.decided_by_id = viewer.person_id
    _move_on(work, viewer, decision, {"state": "open"}, {"state": "decided"}, at)
    return decision


def stick(
    work: UnitOfWork, viewer: policy.Viewer, decision_id: str, next_step: str, on: str, at: datetime
) -> Decision:
    """*We komen er niet uit*: kept as it is, with what happens next and when."""
    decision = _led(work, viewer, decision_id)
    if decision.state != DecisionState.OPEN:
        raise AlreadyAnswered
    step = safe_text(next_step, "next_step", STEP_LENGTH)
    day = read_date(on, "next_step_on", at.astimezone(AMSTERDAM).date(), years_back=0, years_ahead=1)
    if day is None:
        raise DateInvalid("next_step_on")
    _fix(work, decision)
    decision.state, decision.next_step, decision.next_step_on = DecisionState.STUCK, step, day
    decision.meeting_id = viewer.meeting_id or decision.meeting_id
    after = {"state": "stuck", "next_step": step, "next_step_on": day.isoformat()}
    _move_on(work, viewer, decision, {"state": "open"}, after, at)
    return decision


def reopen(work: UnitOfWork, viewer: policy.Viewer, decision_id: str, reason: str, at: datetime) -> Decision:
    """Open what was decided in this same meeting, with a reason that is kept."""
    decision = _led(work, viewer, decision_id)
    if decision.state != DecisionState.DECIDED:
        raise AlreadyAnswered
    if decision.meeting_id != viewer.meeting_id:
        raise DecisionEarlier
    why = safe_text(reason, "reason", STEP_LENGTH)
    if len(why) < REASON_LENGTH:
        raise ReasonNeeded
    decision.decided_at = decision.decided_by_id = None
    decision.asked, decision.worn_by = [], []
    return _open_again(work, viewer, decision, {"state": "open", "why": why}, at)


def take_up(work: UnitOfWork, viewer: policy.Viewer, decision_id: str, at: datetime) -> Decision:
    """Go on with a question the table was stuck on, in this meeting or a later one."""
    decision = _led(work, viewer, decision_id)
    if decision.state != DecisionState.STUCK:
        raise AlreadyAnswered
    decision.meeting_id = viewer.meeting_id or decision.meeting_id
    return _open_again(work, viewer, decision, {"state": "open"}, at)


def lacking(session: Session, decision: Decision) -> list[Refused]:
    """Everything that keeps it from being decided, in the order of the page. Each names its field."""
    found: list[Refused] = []
    if is_blank(decision.question.words):
        found.append(QuestionNeeded())
    if len(decision.weighed) < FEWEST_OPTIONS:
        found.append(OptionsNeeded())
    if is_blank(decision.text.words):
        found.append(DecisionNeeded())
    if is_blank(decision.reason.words):
        found.append(WhyNeeded())
    empty = [one.person for one in decision.meanings if is_blank(one.text.words)]
    found += [MeaningNeeded(name=child.first_name) for child in sorted(empty, key=lambda one: one.position)]
    if is_blank(decision.wrong_if.words):
        found.append(WrongIfNeeded())
    if decision.review_on is None:
        found.append(ReviewNeeded())
    return (
        found
        + _lacking_right(session, decision)
        + _lacking_answers(session, decision)
        + _lacking_consent(decision)
    )


def _lacking_right(session: Session, decision: Decision) -> list[Refused]:
    """Who decides from an office does so with a hat, on a ground in the law, and on something seen or said."""
    settings = settings_of(session, decision)
    by_office = decision.rule in BY_OFFICE
    act = next((one for one in settings.reserved_acts if one.key == decision.reserved_act), None)
    found = _lacking_hat(session, settings, decision, needed=by_office, act=act)
    if (by_office or act is not None) and decision.legal_basis in BY_CHOICE:
        found.append(GroundNeeded())
    else:
        found += _lacking_ground(session, decision, act)
    if by_office and not any(one.certain and one.current for one in rests_on(decision)):
        found.append(FactNeeded())
    return found


def _lacking_hat(
    session: Session, settings: Profile, decision: Decision, *, needed: bool, act: Reserved | None
) -> list[Refused]:
    """Somebody at this table wears the hat; what is for its office to decide, they stand behind themselves."""
    if needed and decision.hat in ("", FAMILY_HAT):
        return [HatNeeded()]
    found: list[Refused] = []
    try:
        check_act(settings, decision.reserved_act, decision.hat)
    except ReservedAct as refused:
        found.append(refused)
    if decision.hat in ("", FAMILY_HAT):
        return found
    called = hats.called(settings, decision.hat, language())
    wearing = hats.wearers(standing.asked(session, decision), decision.hat)
    if not wearing:
        return [*found, HatNotWorn(hat=called)]
    if (needed or act is not None) and not _behind(session, decision):
        names = ", ".join(one.first_name for one in wearing)
        found.append(HatSilent(hat=called, names=names))
    return found


def _behind(session: Session, decision: Decision) -> list[Person]:
    """Who wears its hat and says themselves *steun ik* or *kan ermee leven* to the words of now.

    Nobody says it for them: not the chair who wrote down what was said aloud, and no voice of who is not at the table.
    """
    own = {one.person_id for one in decision.stances if one.agrees and one.given_by_id == one.person_id}
    return [one for one in hats.wearers(standing.asked(session, decision), decision.hat) if one.id in own]


def _lacking_ground(session: Session, decision: Decision, act: Reserved | None) -> list[Refused]:
    """The ground in the law is the one that belongs to the act, and is there under the legal frame of the family."""
    case = session.get_one(Case, decision.case_id)
    ground, frame = LegalBasis(decision.legal_basis), LegalFrame(case.legal_frame)
    stands = gettext(labels.FRAMES[frame].label)
    found: list[Refused] = []
    if act is not None and act.grounds and ground not in act.grounds:
        wanted = ", ".join(gettext(labels.LEGAL_BASES[one].label) for one in act.grounds)
        found.append(ActGround(act=profile.say(act.label, language()), grounds=wanted))
    elif not frames.fits(ground, frame):
        found.append(GroundMisfit(ground=gettext(labels.LEGAL_BASES[ground].label), frame=stands))
    if act is not None and act.frames and frame not in act.frames:
        found.append(FrameNeeded(act=profile.say(act.label, language()), frame=stands))
    return found


def _lacking_answers(session: Session, decision: Decision) -> list[Refused]:
    """Nothing is decided over the head of family at the table: they answer these words, or were asked aloud."""
    if decision.rule in BY_OFFICE:
        return []
    silent = standing.to_ask_aloud(session, decision)
    names = ", ".join(one.first_name for one in silent)
    return [AnswersNeeded(names=names)] if silent else []


def _lacking_consent(decision: Decision) -> list[Refused]:
    """An objection needs an answer; only who decides from an office of their own decides while it stands."""
    standing = decision.objections
    if decision.rule == DecisionRule.FAMILY_CHOICE:
        standing = [one for one in standing if one.person.in_family]
    blocks = bool(standing) and decision.rule not in BY_OFFICE
    unanswered = bool(decision.objections) and is_blank(decision.handled.words)
    return ([ObjectionOpen()] if unanswered else []) + ([ObjectionStands()] if blocks else [])


# --- texts of a decision


def _new_option(work: UnitOfWork, decision: Decision) -> DecisionOption:
    text = texts.new_text(work, decision.case_id, TextKind.DECISION)
    option = DecisionOption(decision_id=decision.id, text_id=text.id, position=len(decision.options))
    work.add(option)
    work.session.expire(decision, ["options"])
    return option


def _mean(work: UnitOfWork, decision: Decision, person: Person) -> None:
    """A line for what it means for a child."""
    if person.role != Role.CHILD:
        return
    text = texts.new_text(work, decision.case_id, TextKind.DECISION)
    work.add(ChildMeaning(decision_id=decision.id, person_id=person.id, text_id=text.id))
    work.session.expire(decision, ["meanings"])


def _mean_for_newcomer(work: UnitOfWork, person: Person) -> None:
    """A child who is added gets a line in every decision that is not taken yet."""
    if person.role != Role.CHILD:
        return
    open_ones = select(Decision).where(
        Decision.case_id == person.case_id, Decision.state != DecisionState.DECIDED
    )
    for decision in work.session.scalars(open_ones.with_for_update()):
        _mean(work, decision, person)
        _hide(decision)
        for text in decision.texts:
            text.fixed = decision.state != DecisionState.OPEN
        work.tell(RecordChanged(decision.case_id, f"decision:{decision.id}"))


def _hide(decision: Decision) -> None:
    """Every text is as hidden as the decision."""
    for text in decision.texts:
        text.shield_id = decision.shield.id if decision.shield else None
        text.shield = decision.shield


def _fix(work: UnitOfWork, decision: Decision) -> None:
    for text in decision.texts:
        work.lock(Text, text.id).fixed = True


cases.ARRIVALS.append(_mean_for_newcomer)


# --- helpers


def _seen(work: UnitOfWork, viewer: policy.Viewer, decision_id: str) -> Decision:
    """Locked, and of those the viewer may know of."""
    decision = work.lock(Decision, decision_id)
    if not policy.visible(decision, viewer):
        raise NotFound
    return decision


def _led(work: UnitOfWork, viewer: policy.Viewer, decision_id: str) -> Decision:
    decision = work.lock(Decision, decision_id)
    policy.require(viewer, policy.Permission.DECISION_CLOSE, decision)
    return decision


def _open_again(
    work: UnitOfWork, viewer: policy.Viewer, decision: Decision, after: dict[str, str], at: datetime
) -> Decision:
    before = {"state": str(decision.state)}
    decision.state = DecisionState.OPEN
    for text in decision.texts:
        work.lock(Text, text.id).fixed = False
    _move_on(work, viewer, decision, before, after, at)
    return decision


def _move_on(
    work: UnitOfWork,
    viewer: policy.Viewer,
    decision: Decision,
    before: dict[str, str],
    after: dict[str, str],
    at: datetime,
) -> None:
    """Keep a step in its life, and tell."""
    _remember(work, viewer, decision, "state", before, after, at)
    _done(work, viewer, policy.Permission.DECISION_CLOSE, decision, at, listed=True)


def _remember(
    work: UnitOfWork,
    viewer: policy.Viewer,
    decision: Decision,
    field: str,
    before: dict[str, str],
    after: dict[str, str],
    at: datetime,
) -> None:
    records.remember(work, viewer, decision, field, before, after, at)


def _done(
    work: UnitOfWork,
    viewer: policy.Viewer,
    deed: policy.Permission,
    decision: Decision,
    at: datetime,
    *,
    listed: bool = False,
) -> None:
    records.changed(work, viewer, deed, decision, at, listed=listed)


def _just_added(session: Session, viewer: policy.Viewer, words: str, at: datetime) -> Decision | None:
    """The same question by the same person a moment ago: a form that was sent twice."""
    touched = records.just_touched(session, viewer, "decision", policy.Permission.DECISION_WRITE, at)
    mine = [one for one in readable(session, viewer) if one.id in touched]
    return next(
        (one for one in mine if one.added_by_id == viewer.person_id and one.question.words == words), None
    )
