"""Closed sets of words. Their Dutch labels live in the region profile or in the catalogue, never here."""

from enum import StrEnum


class Role(StrEnum):
    """What somebody is at this table. One person has one role of their own, and may chair on top of it."""

    CHAIR = "chair"  # voorzitter
    CASE_DIRECTOR = "case_director"  # casusregisseur
    LOCAL_TEAM = "local_team"  # lokaal team, met het vast gezicht
    SAFETY_PARTNER = "safety_partner"  # Veilig Thuis, GI, Raad
    SPECIALIST = "specialist"  # specialist
    EXPERIENCE = "experience"  # ervaringsdeskundige
    PARENT = "parent"  # ouder of verzorger
    CHILD = "child"  # kind of jongere
    NETWORK = "network"  # eigen netwerk
    SUPPORTER = "supporter"  # cliëntondersteuner, advocaat
    INTERPRETER = "interpreter"  # tolk
    PROJECT_TEAM = "project_team"  # projectteam: leert, ziet geen gezinnen


FAMILY = frozenset({Role.PARENT, Role.CHILD})
AROUND_FAMILY = FAMILY | {Role.NETWORK, Role.SUPPORTER}


class Side(StrEnum):
    """Which ring around the family somebody stands in (domain paper 5.1, *hoort bij*)."""

    FAMILY = "family"
    NETWORK = "network"
    SUPPORT = "support"
    EXPERIENCE = "experience"
    PROFESSIONAL = "professional"


class Face(StrEnum):
    """Who stays with a family: a change asks a reason and is told to them (domain paper MT-03)."""

    FIXED = "fixed_face"  # vast gezicht
    SECOND = "second_face"  # tweede gezicht
    DIRECTOR = "case_director"  # casusregisseur


class MeetingState(StrEnum):
    """The life of a meeting (*overleg*)."""

    PREPARED = "prepared"
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"
    CANCELLED = "cancelled"  # afgezegd: it never began


LIVE = frozenset({MeetingState.OPEN, MeetingState.PAUSED})
OVER = frozenset({MeetingState.CLOSED, MeetingState.CANCELLED})


class ActionState(StrEnum):
    """*Stand* of an action (domain paper 5.6)."""

    PLANNED = "planned"
    STARTED = "started"
    WAITING = "waiting"
    DONE = "done"
    NOT_DONE = "not_done"
    CANCELLED = "cancelled"


class GuestState(StrEnum):
    """Where a phone without an account is: in the waiting room, at the table, or out."""

    WAITING = "waiting"
    SEATED = "seated"
    GONE = "gone"


class GoneReason(StrEnum):
    """Why a phone is no longer at the table."""

    LEFT = "left"
    REFUSED = "refused"
    REMOVED = "removed"
    REPLACED = "replaced"
    ENDED = "ended"


class Door(StrEnum):
    """How somebody came in: with the code in the room, or with a personal link from home."""

    ROOM = "room"
    HOME = "home"


class ShieldCategory(StrEnum):
    """Why something is for named people only (*afscherming*)."""

    SAFETY = "safety"
    ADDRESS = "address"
    CHILD = "child"
    MEDICAL = "medical"
    SOURCE = "source"
    JUSTICE = "justice"


class TextKind(StrEnum):
    """What a co-edited text is part of; it decides which right is asked."""

    SECTION = "section"  # a part of the explanatory analysis
    OWN_WORDS = "own_words"  # eigen woorden: only the owner writes
    ACTION = "action"  # wat er gebeurt
    SEEN_WHEN = "seen_when"  # hoe zien we dat het werkt
