"""Each code in words, once. Where the table and a report say it differently, both stand side by side.

Only the sentences: a view says them in the reader's language (`gettext`), an icon is the view's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from models.enums import (
    ActionState,
    Attainment,
    Basis,
    Certainty,
    Changeable,
    DecisionRule,
    DecisionStance,
    DecisionState,
    ErasureGround,
    ErasureState,
    FactorNature,
    LegalBasis,
    LegalFrame,
    NotDoneReason,
    NoteKind,
    Precision,
    ProposalState,
    ReportState,
    RequestOutcome,
    ResponseStance,
    ShieldCategory,
    StatementKind,
    WaitingReason,
)
from models.translation import N_


@dataclass(frozen=True)
class Words:
    """A code in words: `label` on a page of the table, `told` in a report, `button` where somebody chooses it."""

    label: str
    told: str = ""
    button: str = ""

    @property
    def in_report(self) -> str:
        """As a report says it: the same, unless that has words of its own."""
        return self.told or self.label


Labels = Mapping[Any, Words]


# --- what is asked of the privacy officer

REQUEST_OUTCOMES = {
    RequestOutcome.GIVEN: Words(N_("U kreeg inzage"), button=N_("Inzage is gegeven")),
    RequestOutcome.PARTLY: Words(N_("U kreeg een deel te zien"), button=N_("Een deel is gegeven")),
    RequestOutcome.REFUSED: Words(N_("U kreeg geen inzage"), button=N_("Geen inzage")),
}


# --- what is for named people only

SHIELD_CATEGORIES = {
    ShieldCategory.SAFETY: Words(N_("Veiligheid")),
    ShieldCategory.ADDRESS: Words(N_("Adres of telefoon")),
    ShieldCategory.CHILD: Words(N_("Een kind vroeg dit")),
    ShieldCategory.MEDICAL: Words(N_("Beroepsgeheim")),
    ShieldCategory.SOURCE: Words(N_("Van iemand anders gehoord")),
    ShieldCategory.JUSTICE: Words(N_("Politie en justitie")),
}
ERASURE_GROUNDS = {
    ErasureGround.ASKED: Words(
        N_("Het gezin, of wie het aangaat, vroeg dit"), N_("omdat het gezin, of wie het aangaat, dit vroeg")
    ),
    ErasureGround.TERM: Words(N_("De bewaartermijn is voorbij"), N_("omdat de bewaartermijn voorbij was")),
    ErasureGround.RULING: Words(
        N_("Een besluit van de rechter of van de privacyfunctionaris"),
        N_("na een besluit van de rechter of van de privacyfunctionaris"),
    ),
    ErasureGround.MISTAKE: Words(
        N_("Dit had hier nooit mogen staan"), N_("omdat dit hier nooit had mogen staan")
    ),
}
ERASURE_STATES = {
    ErasureState.ASKED: Words(N_("Wacht op een tweede")),
    ErasureState.APPROVED: Words(N_("Wordt gewist")),
    ErasureState.DONE: Words(N_("Gewist")),
    ErasureState.REFUSED: Words(N_("Niet goedgekeurd")),
    ErasureState.WITHDRAWN: Words(N_("Teruggenomen")),
}
#: What an item of a report is, one by one, where items of several kinds stand below each other.
ITEMS = {
    "section": N_("Tekst"),
    "statement": N_("Uitspraak"),
    "factor": N_("Wat meespeelt"),
    "link": N_("Pijl op de kaart"),
    "goal": N_("Doel"),
    "decision": N_("Besluit"),
    "action": N_("Afspraak"),
    "risk": N_("Zorg"),
    "explanation": N_("Vraag om uitleg"),
}

# --- what we know

STATEMENT_KINDS = {
    StatementKind.FACT: Words(N_("feit")),
    StatementKind.OBSERVATION: Words(N_("waarneming")),
    StatementKind.STATEMENT: Words(N_("verklaring")),
    StatementKind.OPINION: Words(N_("mening")),
    StatementKind.ASSUMPTION: Words(N_("vermoeden")),
}
BASES = {
    Basis.SEEN_SELF: Words(N_("zelf gezien")),
    Basis.HEARD_SELF: Words(N_("zelf gehoord")),
    Basis.TOLD_BY_PERSON: Words(N_("iemand vertelde het"), told=N_("verteld door iemand")),
    Basis.DOCUMENT: Words(N_("het staat op papier"), told=N_("staat op papier")),
    Basis.MEASUREMENT: Words(N_("gemeten of geteld"), told=N_("gemeten")),
    Basis.UNKNOWN: Words(N_("onbekend"), told=N_("nog niet bekend")),
}
PRECISIONS = {
    Precision.DAY: Words(N_("op deze dag")),
    Precision.MONTH: Words(N_("in deze maand")),
    Precision.YEAR: Words(N_("in dit jaar")),
    Precision.PERIOD: Words(N_("een periode")),
    Precision.UNKNOWN: Words(N_("onbekend")),
}
RESPONSES = {
    ResponseStance.AGREES: Words(N_("klopt"), button=N_("Ja, dit klopt")),
    ResponseStance.PARTLY: Words(N_("klopt deels"), button=N_("Dit klopt deels")),
    ResponseStance.DISAGREES: Words(N_("klopt niet"), button=N_("Ik zie het anders")),
    ResponseStance.UNKNOWN: Words(N_("weet ik niet"), button=N_("Ik weet het niet")),
    ResponseStance.NO_ANSWER: Words(
        N_("ik reageer niet"), told=N_("geen antwoord"), button=N_("Ik reageer niet")
    ),
}

PROPOSALS = {
    ProposalState.OPEN: Words(N_("wacht op antwoord")),
    ProposalState.TAKEN: Words(N_("overgenomen")),
    ProposalState.BESIDE: Words(N_("staat ernaast")),
    ProposalState.DECLINED: Words(N_("niet overgenomen")),
    ProposalState.WITHDRAWN: Words(N_("teruggenomen")),
}

# --- what plays a part

NATURES = {
    FactorNature.RISK: Words(N_("Maakt het moeilijker"), told=N_("Dit maakt het moeilijker")),
    FactorNature.PROTECTIVE: Words(N_("Helpt"), told=N_("Dit helpt")),
    FactorNature.CIRCUMSTANCE: Words(N_("Omstandigheid"), told=N_("Omstandigheden")),
    FactorNature.EVENT: Words(N_("Gebeurtenis"), told=N_("Gebeurtenissen")),
}
CHANGEABLE = {
    Changeable.YES: Words(N_("Ja, dat kan")),
    Changeable.SLOWLY: Words(N_("Langzaam")),
    Changeable.NO: Words(N_("Nee")),
}
CERTAINTIES = {
    Certainty.SHARED_VIEW: Words(N_("dat vinden we samen")),
    Certainty.SOME_THINK: Words(N_("sommigen denken dit")),
    Certainty.HYPOTHESIS: Words(N_("misschien")),
    Certainty.DISPUTED: Words(N_("hier denken we anders over")),
}

# --- decisions

STANCES = {
    DecisionStance.SUPPORTS: Words(N_("steun ik"), told=N_("steunt dit"), button=N_("Dit steun ik")),
    DecisionStance.CAN_LIVE_WITH: Words(
        N_("kan ermee leven"), told=N_("kan hiermee leven"), button=N_("Ik kan ermee leven")
    ),
    DecisionStance.OBJECTS: Words(N_("bezwaar"), told=N_("heeft bezwaar"), button=N_("Ik heb bezwaar")),
    DecisionStance.ABSTAINS: Words(
        N_("geen mening"), told=N_("heeft geen mening"), button=N_("Ik heb geen mening")
    ),
    DecisionStance.UNSURE: Words(
        N_("weet het nog niet"), told=N_("weet het nog niet"), button=N_("Ik weet het nog niet")
    ),
    DecisionStance.NO_ANSWER: Words(
        N_("hardop gevraagd, geen antwoord"), told=N_("hardop gevraagd, gaf geen antwoord")
    ),
}
#: What the chair writes down that somebody said when asked aloud.
HEARD = {
    DecisionStance.SUPPORTS: N_("zegt: dit steun ik"),
    DecisionStance.CAN_LIVE_WITH: N_("zegt: ik kan ermee leven"),
    DecisionStance.OBJECTS: N_("zegt: ik heb bezwaar"),
    DecisionStance.ABSTAINS: N_("zegt: ik heb geen mening"),
    DecisionStance.UNSURE: N_("zegt: ik weet het nog niet"),
    DecisionStance.NO_ANSWER: N_("gaf geen antwoord"),
}
DECISION_STATES = {
    DecisionState.OPEN: Words(N_("nog niet besloten"), told=N_("Nog niet besloten")),
    DecisionState.DECIDED: Words(N_("besloten"), told=N_("Besloten")),
    DecisionState.STUCK: Words(N_("nog niet eens geworden"), told=N_("De tafel komt er niet uit")),
}
RULES = {
    # Whether it was of everybody is never the rule's to say: `standing.by_everybody` looks at who answered.
    DecisionRule.CONSENT: Words(N_("samen: niemand heeft nog bezwaar")),
    DecisionRule.FAMILY_CHOICE: Words(N_("het gezin kiest"), told=N_("door het gezin zelf")),
    DecisionRule.STATUTORY: Words(
        N_("iemand besluit omdat de wet dat zegt"), told=N_("door wie daar volgens de wet over gaat")
    ),
    DecisionRule.URGENT_SAFETY: Words(
        N_("spoed: het moet nu veilig worden"), told=N_("meteen, omdat het anders niet veilig is")
    ),
}
LEGAL_BASES = {
    LegalBasis.VOLUNTARY: Words(N_("vrijwillig")),
    LegalBasis.WRITTEN_CONSENT: Words(N_("schriftelijke toestemming"), told=N_("met toestemming op papier")),
    LegalBasis.STATUTORY_POWER: Words(
        N_("een taak die in de wet staat"), told=N_("omdat de wet dat mag of moet")
    ),
    LegalBasis.COURT_ORDER: Words(N_("uitspraak van de rechter"), told=N_("omdat de rechter dat besliste")),
    LegalBasis.MAYOR_ORDER: Words(
        N_("besluit van de burgemeester"), told=N_("omdat de burgemeester dat besliste")
    ),
}
#: How a family gets help: voluntary, or with a measure.
FRAMES = {
    LegalFrame.NOT_SAID: Words(N_("nog niet opgeschreven")),
    LegalFrame.VOLUNTARY: Words(N_("vrijwillig")),
    LegalFrame.PRESSURE: Words(N_("vrijwillig, met drang")),
    LegalFrame.RESTRAINING_ORDER: Words(N_("huisverbod van de burgemeester")),
    LegalFrame.SUPERVISION_ORDER: Words(N_("ondertoezichtstelling")),
    LegalFrame.PLACEMENT_ORDER: Words(N_("uithuisplaatsing door de rechter")),
    LegalFrame.CRIMINAL_MEASURE: Words(N_("maatregel van de strafrechter")),
}
#: What one can do who does not agree, for each way of deciding; own words of the table come before these.
OBJECTING = {
    DecisionRule.CONSENT: N_(
        "Zeg het tegen de voorzitter of uw vaste gezicht. Dan staat dit besluit weer op tafel in het volgende overleg."
    ),
    DecisionRule.FAMILY_CHOICE: N_(
        "Het gezin kan deze keuze altijd veranderen. Zeg het tegen uw vaste gezicht. U hoeft niet te zeggen waarom."
    ),
    DecisionRule.STATUTORY: N_(
        "Vraag wie dit besloot om uitleg op papier. Daarin staat waar en tot wanneer u bezwaar kunt maken. Een"
        " cliëntondersteuner helpt u daar gratis bij."
    ),
    DecisionRule.URGENT_SAFETY: N_(
        "Dit gold meteen, omdat het nu veilig moest worden. U kunt bezwaar maken bij wie dit besloot. Een"
        " cliëntondersteuner of advocaat helpt u daarbij."
    ),
}

# --- goals and agreements

ATTAINMENTS = {
    Attainment.YES: Words(N_("Ja, gehaald"), told=N_("gehaald")),
    Attainment.PARTLY: Words(N_("Deels"), told=N_("deels gehaald")),
    Attainment.NO: Words(N_("Nee, nog niet"), told=N_("niet gehaald")),
    Attainment.TOO_EARLY: Words(N_("Te vroeg om te zeggen"), told=N_("te vroeg om te zeggen")),
}
ACTION_STATES = {
    ActionState.PLANNED: Words(N_("gepland")),
    ActionState.STARTED: Words(N_("begonnen")),
    ActionState.WAITING: Words(N_("wacht")),
    ActionState.DONE: Words(N_("gedaan")),
    ActionState.NOT_DONE: Words(N_("niet gedaan")),
    ActionState.CANCELLED: Words(N_("vervallen")),
}
WAITING = {
    WaitingReason.WAITING_LIST: Words(N_("wachtlijst"), told=N_("er is een wachtlijst")),
    WaitingReason.CONSENT: Words(N_("toestemming"), told=N_("er is nog geen toestemming")),
    WaitingReason.MONEY: Words(N_("geld"), told=N_("er is nog geen geld")),
    WaitingReason.OTHER_ORGANISATION: Words(
        N_("een andere organisatie"), told=N_("een andere organisatie is aan zet")
    ),
    WaitingReason.OTHER: Words(N_("iets anders")),
}
NOT_DONE = {
    NotDoneReason.CIRCUMSTANCES_CHANGED: Words(
        N_("de situatie is veranderd"), told=N_("de omstandigheden zijn veranderd")
    ),
    NotDoneReason.NOT_CARRIED_OUT: Words(N_("het is er niet van gekomen"), told=N_("het is niet uitgevoerd")),
    NotDoneReason.NO_LONGER_WANTED: Words(N_("we willen het niet meer"), told=N_("het is niet meer gewenst")),
    NotDoneReason.NOT_POSSIBLE: Words(N_("het kon niet")),
}

# --- what a meeting asks before it closes

#: What was passed over, by its key in the profile (`conference.region.profile.Asked`).
PASSED: Labels = {
    "own_words": Words(N_("Eigen woorden van het gezin")),
    "safety": Words(N_("Hoe veilig het nu is")),
    "explanation": Words(N_("Wat wij denken dat er speelt")),
    "other_explanation": Words(N_("Wat het nog meer kan zijn")),
    "meaning": Words(N_("Wat het betekent voor elk kind")),
    "protection": Words(N_("Wat helpt of beschermt")),
}

# --- reports and notes

REPORT_STATES = {
    ReportState.FAMILY_FIRST: Words(N_("Het gezin leest eerst")),
    ReportState.REVIEW: Words(N_("Iedereen kan aanvullen")),
    ReportState.FROZEN: Words(N_("Vastgelegd")),
}
NOTE_KINDS = {
    NoteKind.WORKS: Words(N_("Dit werkt")),
    NoteKind.OBSTACLE: Words(N_("Dit houdt ons tegen")),
    NoteKind.DILEMMA: Words(N_("Dit is een dilemma")),
    NoteKind.QUESTION: Words(N_("Dit is een vraag")),
}

#: Under which name a report asks for the words of a code.
IN_REPORT: Mapping[str, Labels] = {
    "type": STATEMENT_KINDS,
    "basis": BASES,
    "response": RESPONSES,
    "nature": NATURES,
    "certainty": CERTAINTIES,
    "decision": DECISION_STATES,
    "rule": RULES,
    "legal_basis": LEGAL_BASES,
    "frame": FRAMES,
    "stance": STANCES,
    "action": ACTION_STATES,
    "reason": {**WAITING, **NOT_DONE},
    "attainment": ATTAINMENTS,
    "state": REPORT_STATES,
    "passed": PASSED,
}
