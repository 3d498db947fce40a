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


class Sees(StrEnum):
    """How much of a family's case somebody may see (domain paper T4: the part that fits their task)."""

    EVERYTHING = "everything"  # alles op tafel
    OWN_PART = "own_part"  # eigen deel: eigen feiten, antwoorden en afspraken, en het veiligheidsplan
    CHOSEN = "chosen"  # eigen deel, en gekozen onderdelen


class Side(StrEnum):
    """Which ring around the family somebody stands in (domain paper 5.1, *hoort bij*)."""

    FAMILY = "family"
    NETWORK = "network"
    SUPPORT = "support"
    EXPERIENCE = "experience"
    PROFESSIONAL = "professional"


class LegalFrame(StrEnum):
    """How a family gets help (*vrijwillig of met maatregel*, domain paper 5.1 and LP-04)."""

    NOT_SAID = "not_said"  # nog niet opgeschreven
    VOLUNTARY = "voluntary"  # vrijwillig
    PRESSURE = "pressure"  # vrijwillig, met drang
    RESTRAINING_ORDER = "restraining_order"  # huisverbod van de burgemeester
    SUPERVISION_ORDER = "supervision_order"  # ondertoezichtstelling
    PLACEMENT_ORDER = "placement_order"  # uithuisplaatsing door de rechter
    CRIMINAL_MEASURE = "criminal_measure"  # maatregel van de strafrechter


#: Frames that a judge or a mayor decided on (*met maatregel*).
MEASURES = frozenset(
    {
        LegalFrame.RESTRAINING_ORDER,
        LegalFrame.SUPERVISION_ORDER,
        LegalFrame.PLACEMENT_ORDER,
        LegalFrame.CRIMINAL_MEASURE,
    }
)


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


class SessionKind(StrEnum):
    """What a browser is in as (*sessie*); how long each may last: `conference.access.sessions`."""

    ACCOUNT = "account"
    KEEPER = "keeper"  # beheerder, functionaris gegevensbescherming
    HALF = "half"  # the password was right, and something more is asked; opens nothing else
    WAITING = "waiting"
    SEAT = "seat"
    SCREEN = "screen"


class GoneReason(StrEnum):
    """Why a phone is no longer at the table."""

    LEFT = "left"
    REFUSED = "refused"
    REMOVED = "removed"
    REPLACED = "replaced"
    COPIED = "copied"  # iemand anders gebruikte dezelfde plek
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


class ShieldDeed(StrEnum):
    """What asks a yes of the person a shield protects."""

    WIDEN = "widen"
    LIFT = "lift"


class TextKind(StrEnum):
    """What a co-edited text is part of; it decides which right is asked."""

    SECTION = "section"  # a part of the explanatory analysis
    OWN_WORDS = "own_words"  # eigen woorden: only the owner writes
    ACTION = "action"  # wat er gebeurt
    SEEN_WHEN = "seen_when"  # hoe zien we dat het werkt
    STATEMENT = "statement"  # wat er staat: een feit, waarneming, verklaring, mening of vermoeden
    FACTOR = "factor"  # wat meespeelt, in hoogstens acht woorden
    GOAL = "goal"  # een doel, en hoe we het zien
    RISK = "risk"  # een zorg op de lijst van de drie grootste
    DECISION = "decision"  # vraag, mogelijkheid, besluit, reden: alle teksten van een besluit


#: The longest a text of each kind can be, in UTF-16 units.
MAX_WORDS = {
    TextKind.SECTION: 20_000,
    TextKind.OWN_WORDS: 20_000,
    TextKind.ACTION: 200,
    TextKind.SEEN_WHEN: 200,
    TextKind.STATEMENT: 600,
    TextKind.FACTOR: 80,
    TextKind.GOAL: 200,
    TextKind.RISK: 200,
    TextKind.DECISION: 2_000,
}
#: Texts of one line: plain words, no Markdown.
SINGLE = frozenset(
    {
        TextKind.ACTION,
        TextKind.SEEN_WHEN,
        TextKind.STATEMENT,
        TextKind.FACTOR,
        TextKind.GOAL,
        TextKind.RISK,
    }
)


class StatementKind(StrEnum):
    """What a statement is (*soort*, domain paper 5.3)."""

    FACT = "fact"  # feit
    OBSERVATION = "observation"  # waarneming
    STATEMENT = "statement"  # verklaring: "... zegt dat ..."
    OPINION = "opinion"  # mening
    ASSUMPTION = "assumption"  # vermoeden


#: *Wat weten we zeker?* The others are *wat we denken of vinden*.
CERTAIN = frozenset({StatementKind.FACT, StatementKind.OBSERVATION, StatementKind.STATEMENT})


class Precision(StrEnum):
    """How exactly we know when something happened."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    PERIOD = "period"
    UNKNOWN = "unknown"


class Basis(StrEnum):
    """How we know it (*hoe weten we het*)."""

    SEEN_SELF = "seen_self"
    HEARD_SELF = "heard_self"
    TOLD_BY_PERSON = "told_by_person"
    DOCUMENT = "document"
    MEASUREMENT = "measurement"
    UNKNOWN = "unknown"


#: What somebody saw or heard themselves: who that is, is who wrote it down.
OWN_EYES = frozenset({Basis.SEEN_SELF, Basis.HEARD_SELF})


class ResponseStance(StrEnum):
    """The answer of a person a statement is about (*reactie*). Nobody asked yet is no response at all."""

    AGREES = "agrees"  # klopt
    PARTLY = "partly"  # klopt deels
    DISAGREES = "disagrees"  # klopt niet
    UNKNOWN = "unknown"  # weet ik niet
    NO_ANSWER = "no_answer"  # ik reageer niet


class ProposalState(StrEnum):
    """What became of another wording (*voorstel*)."""

    OPEN = "open"
    TAKEN = "taken"  # overgenomen
    BESIDE = "beside"  # ernaast gezet: allebei blijven staan
    DECLINED = "declined"  # niet overgenomen, met de reden
    WITHDRAWN = "withdrawn"  # teruggenomen door wie het deed


class FactorNature(StrEnum):
    """What a factor does (*soort*, domain paper 5.4)."""

    RISK = "risk"  # maakt het moeilijker
    PROTECTIVE = "protective"  # helpt
    CIRCUMSTANCE = "circumstance"  # omstandigheid
    EVENT = "event"  # gebeurtenis


class Changeable(StrEnum):
    """Whether a factor can be changed (*kunnen we dit veranderen*)."""

    YES = "yes"
    SLOWLY = "slowly"
    NO = "no"


class Relation(StrEnum):
    """How one factor works on another (*pijl*); the words for it come from the region profile."""

    TRIGGERS = "triggers"  # lokt uit
    CONTRIBUTES_TO = "contributes_to"  # draagt bij aan
    MAINTAINS = "maintains"  # houdt in stand
    WORSENS = "worsens"  # maakt erger
    HIDES = "hides"  # verbergt
    BLOCKS = "blocks"  # staat in de weg van
    PROTECTS_AGAINST = "protects_against"  # beschermt tegen
    REDUCES = "reduces"  # maakt kleiner


class Certainty(StrEnum):
    """How much the table agrees about an arrow."""

    SHARED_VIEW = "shared_view"  # dat vinden we samen
    SOME_THINK = "some_think"  # sommigen denken dit
    HYPOTHESIS = "hypothesis"  # misschien
    DISPUTED = "disputed"  # hier denken we anders over


class DecisionState(StrEnum):
    """The life of a decision (*besluit*)."""

    OPEN = "open"
    DECIDED = "decided"
    STUCK = "stuck"  # de tafel komt er niet uit


class DecisionRule(StrEnum):
    """How it is decided (*hoe beslist*)."""

    CONSENT = "consent"
    FAMILY_CHOICE = "family_choice"
    STATUTORY = "statutory"
    URGENT_SAFETY = "urgent_safety"


class LegalBasis(StrEnum):
    """The reason in the law (*reden in de wet*)."""

    VOLUNTARY = "voluntary"
    WRITTEN_CONSENT = "written_consent"
    STATUTORY_POWER = "statutory_power"
    COURT_ORDER = "court_order"
    MAYOR_ORDER = "mayor_order"


class DecisionStance(StrEnum):
    """Where somebody stands (*wie staat waar*)."""

    SUPPORTS = "supports"  # steun ik
    CAN_LIVE_WITH = "can_live_with"  # kan ermee leven
    OBJECTS = "objects"  # bezwaar
    ABSTAINS = "abstains"  # geen mening
    UNSURE = "unsure"  # weet ik nog niet
    NO_ANSWER = "no_answer"  # hardop gevraagd, geen antwoord: only written down, never chosen


#: *Met instemming*: only these, of everybody who was asked.
AGREEING = frozenset({DecisionStance.SUPPORTS, DecisionStance.CAN_LIVE_WITH})


class WaitingReason(StrEnum):
    """What an action waits for (*waarop wachten we*)."""

    WAITING_LIST = "waiting_list"
    CONSENT = "consent"
    MONEY = "money"
    OTHER_ORGANISATION = "other_organisation"
    OTHER = "other"


class NotDoneReason(StrEnum):
    """Why an action was not done (*waarom niet*)."""

    CIRCUMSTANCES_CHANGED = "circumstances_changed"
    NOT_CARRIED_OUT = "not_carried_out"
    NO_LONGER_WANTED = "no_longer_wanted"
    NOT_POSSIBLE = "not_possible"


class Attainment(StrEnum):
    """Whether a goal was reached, asked of the one whose goal it is (*gehaald*)."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    TOO_EARLY = "too_early"


class ReportState(StrEnum):
    """The life of a report (*verslag*): the family first, then everybody, then fixed for good."""

    FAMILY_FIRST = "family_first"
    REVIEW = "review"
    FROZEN = "frozen"


class NoteKind(StrEnum):
    """What a reflection mostly is (*het is vooral een*)."""

    WORKS = "works"  # werkzaam element
    OBSTACLE = "obstacle"  # knelpunt
    DILEMMA = "dilemma"  # dilemma
    QUESTION = "question"  # vraag


class NoteLayer(StrEnum):
    """Who may read a reflection (*wie mag dit lezen*)."""

    PRIVATE = "private"  # alleen ik
    TEAM = "team"  # mijn team
    LEARNING = "learning"  # leerronde, zonder namen


class Answer(StrEnum):
    """An answer to a test question."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    UNSURE = "unsure"


class Principle(StrEnum):
    """The four national principles."""

    FAMILY = "family"  # gezinsgericht
    LEARNING = "learning"  # lerend
    SIMPLE = "simple"  # eenvoudig
    RIGHTS = "rights"  # rechtsbeschermend en transparant


class LearningRole(StrEnum):
    """A part in the learning of a region."""

    PROJECT_TEAM = "project_team"
    STEERING_GROUP = "steering_group"
    ADMINISTRATOR = "administrator"


class OfficeRole(StrEnum):
    """What an account, or everybody of an organisation, is in a region beside every case."""

    PRIVACY_OFFICER = "privacy_officer"  # functionaris gegevensbescherming: nooit de woorden van een gezin
    TEAM_LEADER = "team_leader"  # teamleider: namen van gezinnen van het eigen team, verder niets
    OPENER = "opener"  # mag een gezin openen


class RequestOutcome(StrEnum):
    """What became of a request to see one's data (*inzage*)."""

    GIVEN = "given"  # gegeven
    PARTLY = "partly"  # deels
    REFUSED = "refused"  # niet, met de reden


class CardColumn(StrEnum):
    """Where a card stands on the board of a cycle."""

    OBSERVATION = "observation"  # wat zagen we
    INSIGHT = "insight"  # inzicht
    EXPERIMENT = "experiment"  # proefje
    KEEP = "keep"  # houden
    CHANGE = "change"  # veranderen
    STOP = "stop"  # stoppen
    PUSH_BACK = "push_back"  # terugduwen
    OPEN = "open"  # vraag blijft staan
    SESSION = "session"  # op tafel bij een begeleide sessie, nog niet op het bord


class ObstacleLevel(StrEnum):
    """How far up an obstacle went."""

    TEAM = "team"
    PROJECT = "project"
    STEERING = "steering"
    NATIONAL = "national"


class HourKind(StrEnum):
    """What development hours went into (*soort*)."""

    REFLECTION = "reflection"  # stilstaan en terugkijken
    LEARNING_TABLE = "learning_table"  # leertafel
    LEARNING_TABLE_PREP = "learning_table_prep"  # leertafel voorbereiden
    CASE_EXTRA_TIME = "case_extra_time"  # extra tijd voor een gezin
    KNOWLEDGE_MEETING = "knowledge_meeting"  # kennisbijeenkomst
    PROJECT = "project"  # werk voor het project


class ErasureGround(StrEnum):
    """Why a family, or somebody of it, is erased (*grond*)."""

    ASKED = "asked"  # wie het aangaat vroeg het
    TERM = "term"  # de bewaartermijn van de regio is voorbij
    RULING = "ruling"  # een besluit van de rechter, of van de functionaris gegevensbescherming
    MISTAKE = "mistake"  # had hier nooit mogen staan


class ErasureState(StrEnum):
    """How far an erasure is."""

    ASKED = "asked"
    APPROVED = "approved"
    DONE = "done"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class MailKind(StrEnum):
    """What a mail is about; its words are made when it is sent."""

    PASSWORD = "password"  # noqa: S105 - the kind of a mail
    NEW_DEVICE = "new_device"


class MailState(StrEnum):
    """How far a mail is. `unsure`: nobody knows whether it went, so it does not go again."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    UNSURE = "unsure"
    GIVEN_UP = "given_up"
