"""Every reason for which the table says no: a stable code for programs, a plain Dutch sentence for people.

The sentence is a key of the language catalogue. It says what to do, and it blames nobody.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar


def N_(sentence: str) -> str:  # noqa: N802 - the name gettext tools look for
    """Mark a sentence for the catalogue without translating it here."""
    return sentence


class Refused(Exception):
    """A clear no. `values` fill the sentence; `field` names the input it is about, if there is one."""

    code: ClassVar[str] = "refused"
    sentence: ClassVar[str] = N_("Dit kan nu niet. Probeer het nog een keer.")
    status: ClassVar[int] = 400
    field: str | None = None

    def __init__(self, field: str | None = None, **values: Any) -> None:
        super().__init__(self.code)
        self.field = field or self.field
        self.values = values


class NotFound(Refused):
    """It does not exist, or this viewer may not know that it does: the two look the same."""

    code = "not_found"
    sentence = N_("Dit bestaat niet, of u kunt er niet bij.")
    status = 404


class NotAllowed(Refused):
    """The viewer may see it, and may not do this."""

    code = "not_allowed"
    sentence = N_("Dit kunt u hier niet doen. Vraag het aan de voorzitter.")
    status = 403


class SignInNeeded(Refused):
    code = "sign_in"
    sentence = N_("Meld u eerst aan.")
    status = 401


class SeatGone(Refused):
    code = "seat_gone"
    sentence = N_("U doet niet meer mee aan dit overleg.")
    status = 401


class WrongPassword(Refused):
    code = "wrong_password"
    sentence = N_("Dit e-mailadres en dit wachtwoord horen niet bij elkaar. Probeer het opnieuw.")
    status = 401


class TooMany(Refused):
    code = "rate_limited"
    sentence = N_("Dit gaat heel snel. Wacht even en probeer het dan opnieuw.")
    status = 429


class TooManyTries(TooMany):
    """The same for an account that does not exist: nobody learns here which ones do."""

    code = "too_many_tries"
    sentence = N_(
        "Er is te vaak een verkeerd wachtwoord ingevuld. Wacht 15 minuten en probeer het dan opnieuw."
    )


class CsrfFailed(Refused):
    code = "csrf_failed"
    sentence = N_("Deze pagina is te lang open geweest. Laad de pagina opnieuw en probeer het nog een keer.")
    status = 403


# --- at the door


class CodeUnknown(Refused):
    code = "code_unknown"
    sentence = N_("Deze code kennen we niet. Kijk nog eens op het scherm of vraag het aan de voorzitter.")
    field = "code"


class CodeShape(Refused):
    code = "code_shape"
    sentence = N_("Vul 6 cijfers in. U vulde er %(count)s in.")
    field = "code"


class CodeWrong(Refused):
    code = "code_wrong"
    sentence = N_("Deze code klopt niet. U kunt het nog %(left)s keer proberen.")
    field = "code"


class CodeExpired(Refused):
    code = "code_expired"
    sentence = N_("Deze code is verlopen. Vraag de voorzitter om een nieuwe code.")
    field = "code"


class CodeUsed(Refused):
    code = "code_used"
    sentence = N_("Deze code is al gebruikt. Vraag de voorzitter om een nieuwe code.")
    field = "code"


class InvitationLocked(Refused):
    code = "invitation_locked"
    sentence = N_("Te vaak een verkeerde code. Vraag de voorzitter om een nieuwe link.")
    field = "code"


class InvitationGone(Refused):
    code = "invitation_gone"
    sentence = N_("Deze link werkt niet meer. Vraag de voorzitter om een nieuwe link.")


class NameInvalid(Refused):
    code = "name_invalid"
    sentence = N_(
        "Schrijf een naam van 1 tot 60 letters. Gebruik alleen letters, spaties, punten en streepjes."
    )
    field = "name"


class WrongMatch(Refused):
    code = "wrong_match"
    sentence = N_("Dit getal staat niet op de telefoon. Vraag de persoon om het getal nog eens te zeggen.")
    field = "match"


class SeatNeeded(Refused):
    code = "seat_needed"
    sentence = N_("Kies eerst wie dit is.")
    field = "person"


class AlreadyAnswered(Refused):
    code = "already_answered"
    sentence = N_("Iemand anders heeft dit net gedaan.")


# --- the meeting


class MeetingClosed(Refused):
    code = "closed"
    sentence = N_("Dit overleg is voorbij. U kunt hier niets meer veranderen.")
    status = 409


class MeetingCancelled(MeetingClosed):
    code = "cancelled"
    sentence = N_("Dit overleg gaat niet door. U kunt hier niets meer veranderen.")


class MeetingStarted(Refused):
    code = "started"
    sentence = N_("Dit overleg is al begonnen. U kunt nu alleen nog mensen uitnodigen.")
    status = 409


class ManyPeople(Refused):
    """More people than the region thinks wise; whoever plans may say that it is meant so."""

    code = "many_people"
    sentence = N_(
        "U nodigt %(count)s mensen uit. Meer dan %(most)s is veel voor een gezin. Zet een vinkje als u dit zo wilt."
    )
    field = "many_ok"


class MeetingNotOpen(Refused):
    code = "not_open"
    sentence = N_("Het overleg is nog niet begonnen. Dat doet de voorzitter.")
    status = 409


class ReportFrozen(Refused):
    code = "report_frozen"
    sentence = N_(
        "Dit verslag staat vast. Er kan niets meer bij of af. Bel de voorzitter als er iets niet klopt."
    )
    status = 409


class ReportNotShared(Refused):
    code = "report_not_shared"
    sentence = N_("Dit verslag is nog niet gedeeld. Eerst leest het gezin het.")
    status = 409


class WindowOpen(Refused):
    code = "window_open"
    sentence = N_("Iedereen kan nog iets toevoegen, tot en met %(until)s. Daarna kan het verslag vast.")
    status = 409


class PdfMissing(Refused):
    code = "pdf_missing"
    sentence = N_(
        "Een pdf maken lukt nu niet: er ontbreekt een programma op de server. Print de pagina, dat kan wel."
    )
    status = 503


class FamilyMissing(Refused):
    code = "family_missing"
    sentence = N_(
        "Bij dit soort overleg hoort het gezin aan tafel. Nodig het gezin uit, of schrijf waarom niet."
    )
    field = "why_no_family"


class ChairInvited(Refused):
    code = "chair_invited"
    sentence = N_("De voorzitter moet zelf ook uitgenodigd zijn.")
    field = "chair"


class ProfileInUse(Refused):
    """A profile without the sections or phases that families have."""

    code = "profile_in_use"
    sentence = N_("Gezinnen gebruiken nog wat in dit profiel ontbreekt: %(keys)s.")
    status = 409


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong in a file or form: where, and what to do. `values` fill the sentence."""

    place: str
    sentence: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.place}: {self.sentence % self.values}"


class Faults(tuple[Fault, ...]):
    """All that is wrong; as words in Dutch, with the places as the file has them."""

    __slots__ = ()

    def __str__(self) -> str:
        return "; ".join(map(str, self))


class ProfileWrong(Refused):
    """A profile that cannot be used. `faults` are Faults: which key, and what to do."""

    code = "profile_wrong"
    sentence = N_("Dit profiel kan zo niet. Er is niets veranderd. %(faults)s.")


class ProfileUnreadable(Refused):
    code = "profile_unreadable"
    sentence = N_(
        "Dit bestand is geen profiel dat we kunnen lezen. Er is niets veranderd. Kies een YAML-bestand."
    )
    field = "file"


class ProfileChanged(Refused):
    """Somebody else saved the same group of settings in the meantime."""

    code = "profile_changed"
    sentence = N_(
        "Iemand anders heeft dit net veranderd. Uw woorden staan er nog. Kijk wat er nu geldt, en bewaar dan opnieuw."
    )
    status = 409


# --- input


class TextNeeded(Refused):
    code = "text_required"
    sentence = N_("Vul dit in.")


class TextTooLong(Refused):
    code = "text_too_long"
    sentence = N_("Dit is te lang. Er passen %(limit)s tekens.")


class CharNotAllowed(Refused):
    code = "char"
    sentence = N_("Er staat een teken in dat we niet kunnen bewaren. Haal het weg en probeer het opnieuw.")


class BsnNotAllowed(Refused):
    code = "bsn"
    sentence = N_("Zet hier geen burgerservicenummer (BSN).")


class DateInvalid(Refused):
    code = "date_invalid"
    sentence = N_("Deze datum bestaat niet. Schrijf de datum zo: 14-05-2026.")


class DateOutOfRange(Refused):
    code = "date_range"
    sentence = N_("Kies een datum tussen %(first)s en %(last)s.")


class TimeInvalid(Refused):
    code = "time_invalid"
    sentence = N_("Deze tijd bestaat niet. Schrijf de tijd zo: 13:30.")


class NumberInvalid(Refused):
    code = "number_invalid"
    sentence = N_("Vul een getal in tussen %(first)s en %(last)s.")


class ChoiceUnknown(Refused):
    code = "choice_unknown"
    sentence = N_("Kies een van de mogelijkheden in de lijst.")


class FieldUnknown(Refused):
    code = "unknown_field"
    sentence = N_("Dit veld kennen we niet. Laad de pagina opnieuw.")


class FieldMissing(Refused):
    code = "field_missing"
    sentence = N_("Hier ontbreekt iets. Vul dit veld in.")


class CommandUnknown(Refused):
    code = "unknown_event"
    sentence = N_("Deze opdracht kennen we niet. Laad de pagina opnieuw.")


class Conflict(Refused):
    """Somebody else changed the same field first. `theirs` and `yours` are both shown."""

    code = "conflict"
    sentence = N_("Iemand anders veranderde dit net ook. Kies samen wat het wordt.")
    status = 409


class ReasonNeeded(Refused):
    code = "reason_required"
    sentence = N_("Schrijf waarom (minstens 15 tekens).")
    field = "reason"


# --- statements


class FactNeedsSource(Refused):
    code = "fact_source"
    sentence = N_(
        "Een uitspraak zonder bron en datum is geen feit. Schrijf erbij wie dit zegt of waar het staat."
    )
    field = "source_words"


class FactNeedsDate(Refused):
    code = "fact_date"
    sentence = N_("Een uitspraak zonder bron en datum is geen feit. Vul de datum in, of kies ‘onbekend’.")
    field = "happened"


class PeriodIncomplete(Refused):
    code = "period_incomplete"
    sentence = N_("Vul van een periode de eerste en de laatste dag in.")
    field = "happened"


class StatementSettled(Refused):
    """Replaced by a correction, or taken back: it is read and not written any more."""

    code = "statement_settled"
    sentence = N_("Deze zin is al verbeterd of teruggenomen. U kunt hem nog wel lezen.")
    status = 409


# --- the map


class LabelTooLong(Refused):
    code = "label_too_long"
    sentence = N_("Schrijf dit in hoogstens %(limit)s woorden. Het waren er %(count)s. Wat is de kern?")
    field = "label"


class LinkToItself(Refused):
    code = "link_to_itself"
    sentence = N_("Een pijl gaat van het een naar het ander. Kies twee verschillende dingen.")
    field = "target"


class LinkTwice(Refused):
    code = "link_twice"
    sentence = N_("Deze pijl staat er al.")
    status = 409


class LinkWasRemoved(Refused):
    code = "link_was_removed"
    sentence = N_("Deze pijl stond er eerder en is weggehaald. U kunt hem onderaan terugzetten.")
    status = 409


class WasRemoved(Refused):
    code = "was_removed"
    sentence = N_("Iemand haalde dit net weg. Zet het eerst terug.")
    status = 409


# --- safety numbers


class NumbersShown(Refused):
    code = "numbers_shown"
    sentence = N_("De cijfers zijn al samen getoond. Zeg aan tafel wat er voor u anders is.")
    status = 409


class NothingToReveal(Refused):
    code = "nothing_to_reveal"
    sentence = N_("Er is nog geen cijfer gegeven. Vraag iedereen om een cijfer op het eigen toestel.")


# --- agreements


class WaitingReasonNeeded(Refused):
    code = "waiting_reason_required"
    sentence = N_("Kies waarop we wachten.")
    field = "waiting_reason"


class BridgeNeeded(Refused):
    code = "bridge_required"
    sentence = N_("Schrijf wat we doen zolang we wachten.")
    field = "bridge"


class NotDoneReasonNeeded(Refused):
    code = "not_done_reason_required"
    sentence = N_("Kies waarom het niet is gedaan.")
    field = "not_done_reason"


# --- decisions


class DecisionFixed(Refused):
    code = "decision_fixed"
    sentence = N_("Dit besluit staat vast. De voorzitter kan het in dit overleg weer openen.")
    status = 409


class DecisionEarlier(Refused):
    code = "decision_earlier"
    sentence = N_("Dit besluit is van een eerder overleg en blijft staan. Maak een nieuw besluit.")
    status = 409


class QuestionNeeded(Refused):
    code = "question_needed"
    sentence = N_("Schrijf op over welke vraag u besluit.")
    field = "question"


class OptionsNeeded(Refused):
    code = "options_needed"
    sentence = N_("Schrijf minstens twee mogelijkheden op die u samen hebt bekeken.")
    field = "options"


class DecisionNeeded(Refused):
    code = "decision_needed"
    sentence = N_("Schrijf op wat u besluit.")
    field = "text"


class WhyNeeded(Refused):
    code = "why_needed"
    sentence = N_("Schrijf op waarom u dit besluit.")
    field = "why"


class MeaningNeeded(Refused):
    code = "meaning_needed"
    sentence = N_("Schrijf op wat dit betekent voor %(name)s.")
    field = "meanings"


class WrongIfNeeded(Refused):
    code = "wrong_if_needed"
    sentence = N_("Schrijf op waaraan u zou merken dat u het mis hebt.")
    field = "wrong_if"


class ReviewNeeded(Refused):
    code = "review_needed"
    sentence = N_("Kies een dag waarop u opnieuw naar dit besluit kijkt.")
    field = "review_on"


class HatNeeded(Refused):
    code = "hat_needed"
    sentence = N_("Kies met welke pet op iemand dit besluit mag nemen.")
    field = "hat"


class ReservedAct(Refused):
    code = "reserved_act"
    sentence = N_("Met deze pet op mag u dit niet besluiten. De wet geeft dat aan een ander: %(law)s.")
    field = "reserved_act"


class ObjectionOpen(Refused):
    code = "objection_open"
    sentence = N_("Er is een bezwaar. Schrijf eerst op wat u ermee deed.")
    field = "handled"


class ObjectionStands(Refused):
    code = "objection_stands"
    sentence = N_(
        "Er staat nog een bezwaar. Praat verder tot iedereen ermee kan leven, of leg vast dat u er nog niet uit bent."
    )
    field = "stances"


# --- shared texts


class TextRefused(Refused):
    """A change that cannot be taken; the writer keeps the words on the own screen."""

    code = "text_refused"


class TextMalformed(TextRefused):
    code = "malformed"
    sentence = N_("Deze wijziging is niet leesbaar. Uw woorden staan hieronder. Laad de pagina opnieuw.")


class TextLength(TextRefused):
    code = "length"
    sentence = N_("Deze wijziging past niet op de tekst. Uw woorden staan hieronder.")


class TextSurrogate(TextRefused):
    code = "surrogate"
    sentence = N_("Deze wijziging knipt een teken doormidden. Uw woorden staan hieronder.")


class TextTooLarge(TextRefused):
    code = "too_large"
    sentence = N_("Dit is te veel tekst in één keer. Uw woorden staan hieronder. Plak het in stukken.")
    status = 413


class TextFull(TextRefused):
    code = "full"
    sentence = N_("Dit blok is vol. Er passen %(limit)s tekens in. Uw woorden staan hieronder.")


class TextChar(TextRefused):
    code = "char"
    sentence = N_("Er staat een teken in dat we niet kunnen bewaren. Uw woorden staan hieronder.")


class TextNotYours(TextRefused):
    code = "not_yours"
    sentence = N_("Deze tekst is van iemand anders. Uw woorden staan hieronder.")
    status = 403


class TextRenewed(TextRefused):
    code = "renewed"
    sentence = N_("Deze tekst is vernieuwd. Kijk nog eens naar uw woorden.")
    status = 409


class TextGap(TextRefused):
    code = "gap"
    sentence = N_("Er mist een stukje. We halen de tekst opnieuw op.")
    status = 409


class TextBehind(TextRefused):
    code = "behind"
    sentence = N_("Uw tekst liep achter. We halen de tekst opnieuw op.")
    status = 409


class TextAhead(TextRefused):
    code = "again"
    sentence = N_("Deze wijziging komt te vroeg. We halen de tekst opnieuw op.")
    status = 409


class Broken(Refused):
    """Something failed on our side. The reference stands in the server's log, the words do not."""

    code = "internal"
    sentence = N_(
        "Er ging bij ons iets mis. Uw woorden staan er nog. Probeer het zo nog eens. (%(reference)s)"
    )
    status = 500


class NamesLeft(Refused):
    """Something in the words could tell who the family is; the author looks once more and decides."""

    code = "names_left"
    sentence = N_(
        "Hier staat nog iets wat het gezin kan verraden: %(shown)s. Haal het weg, of zeg dat het zo mag."
    )


class AlreadyShared(Refused):
    code = "already_shared"
    sentence = N_("Deze reflectie is al gedeeld. Trek haar eerst terug als u iets wilt veranderen.")
    status = 409


class ReflectionWithdrawn(Refused):
    code = "withdrawn"
    sentence = N_("Deze reflectie is intussen teruggetrokken. De rest staat er nog.")
    status = 409


# --- cycles


class CycleClosed(Refused):
    code = "cycle_closed"
    sentence = N_("Deze leerronde is afgesloten. U kunt haar nog wel lezen.")
    status = 409


class CycleStillOpen(Refused):
    code = "cycle_open"
    sentence = N_("Deze leerronde loopt nog. Sluit haar eerst af. Daarna begint u de volgende.")
    status = 409


class EndsBeforeStart(Refused):
    code = "ends_before_start"
    sentence = N_("De laatste dag moet na de eerste dag liggen. Kies een latere dag.")
    field = "ends_on"


class OutcomeNeeded(Refused):
    code = "outcome_needed"
    sentence = N_("Leg eerst vast wat u houdt, verandert of stopt. Eén kaart is genoeg.")
    field = "keep"


class EvidenceTooFew(Refused):
    """What a card would rest on is of too few families to be shown."""

    code = "evidence_too_few"
    sentence = N_("Hierover zijn te weinig reflecties om te tonen. Kies iets anders.")
    field = "evidence_of"


class SessionOver(Refused):
    code = "session_over"
    sentence = N_("Deze sessie is voorbij. De kaarten staan er nog.")
    status = 409


class NotLeading(Refused):
    code = "not_leading"
    sentence = N_("Iemand anders leidt deze sessie. Neem eerst de leiding over.")
    status = 403


class WrongStep(Refused):
    code = "wrong_step"
    sentence = N_("Dat hoort bij een andere stap van de sessie.")
    status = 409


class DotsUsed(Refused):
    code = "dots_used"
    sentence = N_("U hebt al uw %(most)s stippen gebruikt. Haal er eerst een weg.")


# --- upwards and back: obstacles, indicators, reports for the boards


class OwnerNeeded(Refused):
    code = "owner_needed"
    sentence = N_("Schrijf op wie dit oppakt.")
    field = "owner"


class AnswerDateNeeded(Refused):
    code = "answer_date_needed"
    sentence = N_("Kies de dag waarop er een antwoord is.")
    field = "answer_before"


class AnswerDatePast(Refused):
    code = "answer_date_past"
    sentence = N_("Deze dag is al voorbij. Kies een dag vanaf vandaag.")
    field = "answer_before"


class ObstacleAnswered(Refused):
    code = "obstacle_answered"
    sentence = N_("Dit knelpunt heeft al een antwoord. Laad de pagina opnieuw om het te lezen.")
    status = 409


class IndicatorQuestionNeeded(Refused):
    code = "indicator_question_needed"
    sentence = N_("Dit cijfer kan nog niet aan. Schrijf op wat u wilt weten.")
    field = "question"


class IndicatorUserNeeded(Refused):
    code = "indicator_user_needed"
    sentence = N_("Dit cijfer kan nog niet aan. Schrijf op wie het gebruikt.")
    field = "used_by"


class IndicatorDecisionNeeded(Refused):
    code = "indicator_decision_needed"
    sentence = N_("Dit cijfer kan nog niet aan. Schrijf op welk besluit u ermee neemt.")
    field = "decision"


class IndicatorOn(Refused):
    code = "indicator_on"
    sentence = N_("Dit cijfer staat al aan. Laad de pagina opnieuw.")
    status = 409


class StoryChanged(Refused):
    code = "story_changed"
    sentence = N_(
        "Iemand anders veranderde dit net ook. Lees wat er nu staat. Uw woorden staan er nog: bewaar ze dan opnieuw."
    )
    status = 409


class BlockNeeded(Refused):
    code = "block_needed"
    sentence = N_("Kies minstens één onderdeel voor het verslag, of schrijf een inleiding.")
    field = "intro"


# --- lesson cards and development hours


class LessonChanged(Refused):
    """Somebody else changed the same card first; what they wrote is shown beside what was typed."""

    code = "lesson_changed"
    sentence = N_("Iemand anders veranderde deze kaart net ook. Vergelijk, en bewaar dan nog een keer.")
    status = 409


class PackWrong(Refused):
    """A file that is no pack of lesson cards, or one that cannot be read."""

    code = "pack_wrong"
    sentence = N_("Dit bestand kunnen we niet lezen. Kies een pakket met leskaarten uit Rondom.")
    field = "file"


class HoursLater(Refused):
    code = "hours_later"
    sentence = N_("Schrijf uw uren op als het overleg voorbij is.")
    status = 409


class HoursFixed(Refused):
    """The month is over, and its totals may have been used already."""

    code = "hours_fixed"
    sentence = N_("Die maand is afgesloten. Deze uren kunt u niet meer veranderen.")
    status = 409
