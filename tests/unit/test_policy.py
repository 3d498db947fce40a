"""The gate: every cell of the table of rights, what is one's own, shields, and other cases."""

from typing import Any

import pytest

from conference.access import policy
from conference.access.kinds import kind_of
from conference.access.policy import Permission, Viewer, may
from models.actions import Action
from models.analysis import Section
from models.case import Case
from models.door import Guest
from models.enums import LearningRole, MeetingState, OfficeRole, Role, Side, TextKind
from models.errors.base import NotAllowed, NotFound
from models.errors.meeting import MeetingClosed
from models.meeting import Hand, Meeting
from models.people import Person
from models.reflections import Reflection
from models.region import RegionProfile
from models.requests import AccessToData
from models.shields import Shield, ShieldAudience
from models.texts import Text

ME, ANOTHER = "me", "another"
#: What the deeds of the learning layer begin with.
LEARNING = {
    "learning", "note", "theme", "cycle", "obstacle", "indicator", "board_report", "lesson", "hours", "profile",
}  # fmt: skip
#: Those of the office of a region.
OFFICE = {Permission.PRIVACY_READ, Permission.TEAM_READ, Permission.REQUEST_ANSWER}
CELLS = [(deed, role, cell) for deed, row in policy.MATRIX.items() for role, cell in row.items()]


def person(key: str = ME, role: Role = Role.PARENT) -> Person:
    return Person(id=key, case_id="case", name="Anna", role=role, side=Side.FAMILY, position=0)


def viewer(*roles: str, key: str | None = ME, **changed: Any) -> Viewer:
    """Somebody with these columns of the table, in an open meeting, as the person they are (`inner`)."""
    given: dict[str, Any] = {
        "inner": True,
        "case_id": "case",
        "meeting_id": "meeting",
        "meeting_state": MeetingState.OPEN,
        "person_id": key,
    }
    return Viewer(frozenset(roles), **{**given, **changed})


def case() -> Case:
    return Case(id="case", title="Anna en Sam")


def meeting(paused_by: str | None = ANOTHER) -> Meeting:
    return Meeting(
        id="meeting", case_id="case", state=MeetingState.OPEN, chair_id="chair", paused_by_id=paused_by
    )


def hand(owner: str = ANOTHER) -> Hand:
    return Hand(id="hand", meeting_id="meeting", person_id=owner)


def text(kind: TextKind = TextKind.SECTION, owner: str | None = None) -> Text:
    return Text(id="text", case_id="case", kind=kind, owner_id=owner, words="", version=0, epoch=0)


def action(owner: str | None = ANOTHER, added_by: str = ANOTHER, partners: tuple[str, ...] = ()) -> Action:
    helping = [person(key) for key in partners]
    return Action(id="action", case_id="case", owner_id=owner, added_by_id=added_by, partners=helping)


def thing(deed: Permission, mine: bool) -> Any:
    """What a deed is done to; `mine` makes it the viewer's own."""
    whose = ME if mine else ANOTHER
    match deed.partition(".")[0]:
        case "case" | "search":
            return case()
        case "hand" if deed != Permission.HAND_RAISE:
            return hand(whose)
        case "section":
            return text()
        case "own_words":
            return text(TextKind.OWN_WORDS, whose)
        case "action" if deed == Permission.ACTION_ADD:
            return case()
        case "action":
            return action(owner=whose)
        case "shield" if deed == Permission.SHIELD_SET:
            return action(owner=ANOTHER, added_by=whose)
        case "words":
            made = action(owner=whose, added_by=whose)
            made.added_by = person(whose)
            return made
        case "shield":
            inside = [ShieldAudience(person_id=ME)]
            return Shield(id="shield", case_id="case", audience=inside, protects_id=whose, set_by_id=ANOTHER)
        case "code":
            return case()
        case "rules" | "check_out":
            return person(whose)
        case "request" if deed == Permission.REQUEST_ASK:
            return person(whose)
        case "request":
            family = case()
            family.profile_id = "region"
            return AccessToData(id="request", case_id="case", person_id=whose, case=family)
        case "privacy" | "team":
            return RegionProfile(id="region")
        case "reflection":
            return Reflection(id="note", case_id="case", person_id=whose)
        case kind if kind in LEARNING:
            return RegionProfile(id="region")
    if deed == Permission.MEETING_PLAN:
        return case()
    return meeting(paused_by=whose)


def asker(role: str, deed: str) -> Viewer:
    """Somebody with this column: at a table, or for the deeds of the learning layer in a region."""
    if deed.partition(".")[0] in LEARNING or deed in OFFICE:
        return viewer(role, key=None, case_id=None, meeting_id=None, meeting_state=None, profile_id="region")
    return viewer(role)


def may_look(role: str, at: Any, mine: bool) -> bool:
    """Whether this column lets somebody see the thing at all: nobody acts on what they may not see."""
    kind = kind_of(policy.carrier(at))
    also = kind.also_read if kind is not None else ()
    cells = {policy.MATRIX[permission][role] for permission in (policy.reading(at), *also)}
    return "yes" in cells or ("own" in cells and mine)


def test_every_deed_stands_in_the_table_and_every_role_has_a_column() -> None:
    assert set(policy.MATRIX) == set(Permission)
    columns = {*Role, *LearningRole, *OfficeRole, "screen", "stranger"}
    assert all(set(row) == columns for row in policy.MATRIX.values())
    assert {cell for _, _, cell in CELLS} == {"yes", "own", "with", "-"}


@pytest.mark.parametrize(("deed", "role", "cell"), CELLS)
def test_a_cell_says_what_somebody_may(deed: str, role: str, cell: str) -> None:
    for mine in (True, False):
        at = thing(Permission(deed), mine)
        wanted = cell == "yes" or (cell == "own" and mine)
        shielding_own = (
            deed == Permission.SHIELD_SET and mine
        )  # who added an action sees it whoever owns it, or not at all
        seen = may_look(role, at, mine and not shielding_own)
        assert may(asker(role, deed), Permission(deed), at) is (wanted and seen), f"mine: {mine}"


def test_a_deed_that_is_not_in_the_table_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(policy.MATRIX, Permission.HAND_RAISE)
    assert not may(viewer("chair"), Permission.HAND_RAISE, meeting())


def test_roles_add_up() -> None:
    assert not may(viewer("specialist"), Permission.MEETING_LEAD, meeting())
    assert may(viewer("specialist", "chair"), Permission.MEETING_LEAD, meeting())


def test_roles_come_from_the_person_the_meeting_and_the_case() -> None:
    yusuf = person("yusuf", Role.SPECIALIST)
    led = Meeting(id="meeting", case_id="case", chair_id="yusuf")
    directed = Case(id="case", case_director_id="yusuf")
    assert policy.roles_of(yusuf, case()) == {"specialist"}
    assert policy.roles_of(yusuf, case(), led) == {"specialist", "chair"}
    assert policy.roles_of(yusuf, directed, led) == {"specialist", "chair", "case_director"}


# --- what is one's own


@pytest.mark.parametrize("role", ["parent", "child", "network"])
def test_own_words_are_of_one_person_only(role: str) -> None:
    assert may(viewer(role), Permission.OWN_WORDS_WRITE, text(TextKind.OWN_WORDS, ME))
    assert not may(viewer(role), Permission.OWN_WORDS_WRITE, text(TextKind.OWN_WORDS, ANOTHER))
    assert not may(
        viewer("chair", "case_director"), Permission.OWN_WORDS_WRITE, text(TextKind.OWN_WORDS, ANOTHER)
    )


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.INTERPRETER, Role.PROJECT_TEAM)])
def test_who_speaks_for_a_child_that_is_not_here_writes_its_words_down(role: Role) -> None:
    words = text(TextKind.OWN_WORDS, ANOTHER)
    words.owner = person(ANOTHER, Role.CHILD)
    words.owner.at_table, words.owner.voice_via_id = False, ME
    assert may(viewer(role), Permission.OWN_WORDS_WRITE, words)
    assert not may(viewer(role, key="somebody"), Permission.OWN_WORDS_WRITE, words)
    words.owner.at_table = True
    assert not may(viewer(role), Permission.OWN_WORDS_WRITE, words)


def test_writing_asks_for_the_right_of_the_kind_of_text() -> None:
    assert policy.writing(text()) == Permission.SECTION_WRITE
    assert policy.writing(text(TextKind.OWN_WORDS, ME)) == Permission.OWN_WORDS_WRITE
    assert (
        policy.writing(text(TextKind.ACTION))
        == policy.writing(text(TextKind.SEEN_WHEN))
        == Permission.ACTION_CHANGE
    )


def test_the_network_sees_an_action_it_owns_or_helps_with() -> None:
    assert may(viewer("network"), Permission.ACTION_READ, action(owner=ME))
    assert may(viewer("network"), Permission.ACTION_READ, action(owner=None, partners=(ME,)))
    assert not may(viewer("network"), Permission.ACTION_READ, action(owner=None))


def test_helping_does_not_let_the_network_change_or_take_an_action() -> None:
    helped = action(partners=(ME,))
    assert not may(viewer("network"), Permission.ACTION_CHANGE, helped)
    assert not may(viewer("network"), Permission.ACTION_TAKE, helped)


def test_nobody_says_yes_for_somebody_else() -> None:
    for role in Role:
        assert not may(viewer(role), Permission.ACTION_TAKE, action(owner=ANOTHER)), role


def test_an_action_of_nobody_is_not_own_to_a_viewer_without_a_person() -> None:
    """Two empty owners are not the same owner."""
    assert not may(viewer("network", key=None), Permission.ACTION_READ, action(owner=None))
    assert not may(viewer("parent", key=None), Permission.MEETING_RESUME, meeting(paused_by=None))


def test_who_asked_for_rest_may_go_on_and_others_wait() -> None:
    assert may(viewer("child"), Permission.MEETING_RESUME, meeting(paused_by=ME))
    assert not may(viewer("child"), Permission.MEETING_RESUME, meeting(paused_by=ANOTHER))
    assert may(viewer("chair"), Permission.MEETING_RESUME, meeting(paused_by=ANOTHER))


# --- shields


def shielded(made: Any, *people: str) -> Any:
    made.shield = Shield(
        id="shield", case_id="case", audience=[ShieldAudience(person_id=key) for key in people]
    )
    return made


@pytest.mark.parametrize("make", [action, text])
def test_what_is_for_named_people_does_not_exist_for_others(make: Any) -> None:
    kept = shielded(make(), ANOTHER)
    every_role = viewer(*Role, "screen")
    assert not policy.visible(kept, every_role)
    with pytest.raises(NotFound):
        policy.require(every_role, policy.reading(kept), kept)
    assert policy.visible(kept, viewer("parent", key=ANOTHER))


@pytest.mark.parametrize("role", [Role.PARENT, Role.CHILD, Role.NETWORK, Role.SUPPORTER, Role.INTERPRETER])
def test_a_phone_of_the_family_shows_nothing_that_is_kept_apart(role: Role) -> None:
    """T15: not even what is for the person whose phone it is; a laptop of somebody with an account does."""
    kept = shielded(text(), ME)
    assert not policy.visible(kept, viewer(role, inner=False))
    assert policy.visible(kept, viewer(role, inner=True))
    assert policy.visible(kept, viewer(role, inner=False, account_id="account"))


@pytest.mark.parametrize("role", [Role.SPECIALIST, Role.SAFETY_PARTNER, Role.LOCAL_TEAM])
def test_a_professional_without_an_account_reads_on_their_own_device(role: Role) -> None:
    assert policy.visible(shielded(text(), ME), viewer(role, inner=False))


def test_owning_something_does_not_open_its_shield() -> None:
    assert not policy.visible(shielded(action(owner=ME), ANOTHER), viewer("parent"))


def test_a_shield_gives_no_right_that_the_role_has_not() -> None:
    assert not policy.visible(shielded(action(owner=None), ME), viewer("network"))


def test_a_screen_is_never_among_the_named() -> None:
    kept = shielded(text(), ME)
    assert not policy.visible(kept, viewer("screen", key=None, session_id=ME))


def test_a_section_stands_under_the_shield_of_its_text() -> None:
    section = Section(id="section", case_id="case", text=shielded(text(), ANOTHER))
    assert not policy.visible(section, viewer("chair"))


def test_the_texts_of_an_action_stand_under_its_shield(monkeypatch: pytest.MonkeyPatch) -> None:
    words = text(TextKind.ACTION)
    monkeypatch.setattr(Text, "action", shielded(action(), ANOTHER))
    assert not policy.visible(words, viewer("chair"))
    assert policy.visible(words, viewer("chair", key=ANOTHER))


def test_lists_hold_only_what_may_be_known() -> None:
    open_one, kept = action(), shielded(action(), ANOTHER)
    assert policy.readable([kept, open_one, kept], viewer("parent")) == [open_one]


# --- other cases, other meetings, no case


@pytest.mark.parametrize("deed", list(Permission))
def test_another_case_does_not_exist(deed: Permission) -> None:
    elsewhere = viewer(*Role, "screen", "stranger", case_id="other", meeting_id="elsewhere")
    for mine in (True, False):
        with pytest.raises(NotFound):
            policy.require(elsewhere, deed, thing(deed, mine))


@pytest.mark.parametrize("deed", list(Permission))
def test_a_stranger_may_nothing(deed: Permission) -> None:
    for mine in (True, False):
        assert not may(policy.stranger("account"), deed, thing(deed, mine))


@pytest.mark.parametrize("made", [hand(ME), Guest(id="guest", meeting_id="meeting")])
def test_another_meeting_of_the_same_case_does_not_exist(made: Any) -> None:
    assert policy.visible(made, viewer("chair"))
    assert not policy.visible(made, viewer("chair", meeting_id="next"))
    assert not policy.visible(made, viewer("chair", meeting_id=None))


def test_a_screen_reads_and_does_nothing() -> None:
    reads = {deed for deed in Permission if deed.endswith(".read")}
    reads -= {Permission.CASE_READ, Permission.LOBBY_READ, Permission.REPORT_READ, Permission.REFLECTION_READ}
    reads -= {Permission.SHIELD_READ}  # what is for some is never on the screen of all
    reads -= {Permission.ACCESS_READ}
    reads -= {*OFFICE, Permission.REQUEST_READ, Permission.EMERGENCY_READ}
    reads = {deed for deed in reads if deed.partition(".")[0] not in LEARNING}
    assert {deed for deed in Permission if policy.MATRIX[deed]["screen"] != "-"} == reads


# --- no and why


def test_what_one_sees_and_may_not_do_is_refused_by_name() -> None:
    with pytest.raises(NotAllowed):
        policy.require(viewer("parent"), Permission.MEETING_LEAD, meeting())


@pytest.mark.parametrize("deed", sorted(policy.WRITES))
def test_after_the_end_nothing_is_written(deed: Permission) -> None:
    roles = [role for role in Role if policy.MATRIX[deed][role] != "-" and role != Role.NETWORK]
    for state in (None, MeetingState.CLOSED):
        with pytest.raises(MeetingClosed):
            policy.require(viewer(*roles, meeting_state=state), deed, thing(deed, mine=True))


@pytest.mark.parametrize("state", [MeetingState.PREPARED, MeetingState.OPEN, MeetingState.PAUSED])
def test_before_the_end_there_is_writing(state: MeetingState) -> None:
    assert may(viewer("parent", meeting_state=state), Permission.SECTION_WRITE, text())


def test_the_log_names_a_viewer_by_kind_and_id() -> None:
    assert viewer("parent").actor == "person:me"
    assert policy.stranger("account").actor == "account:account"
    assert viewer("screen", key=None, session_id="screen").actor == "session:screen"


# --- the learning layer


@pytest.mark.parametrize("role", list(LearningRole))
def test_who_learns_knows_no_case_and_no_other_region(role: LearningRole) -> None:
    learner = asker(role, Permission.LEARNING_ENTER)
    for at in (case(), meeting(), text(), action(), hand()):
        assert not policy.visible(at, learner)
    assert policy.visible(RegionProfile(id="region"), learner)
    assert not policy.visible(RegionProfile(id="elsewhere"), learner)


def test_who_sits_at_a_table_knows_nothing_of_the_learning_layer() -> None:
    for role in ("chair", "parent", "project_team"):
        assert not policy.visible(RegionProfile(id="region"), viewer(role))
