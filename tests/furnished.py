"""A table with something of everything on it, made of records: what a report is written of."""

from conference.case import use_cases as cases
from conference.core.unit_of_work import UnitOfWork
from conference.records import texts
from models.actions import Action, ActionFactor
from models.decisions import (
    ChildMeaning,
    Decision,
    DecisionOption,
    DecisionStatement,
    Stand,
)
from models.enums import (
    Basis,
    Certainty,
    DecisionStance,
    DecisionState,
    FactorNature,
    Precision,
    ProposalState,
    Relation,
    ResponseStance,
    StatementKind,
    TextKind,
)
from models.factors import Factor, FactorNamedBy, FactorStatement, Link
from models.gathering import Expertise, Explanation
from models.people import Person
from models.plans import Goal, PlanCheck
from models.risks import NamedRisk, Risk, RiskAnswer, RiskRound
from models.safety import SafetyNumber, SafetyRound
from models.shields import Shield
from models.statements import Response, Statement, StatementAbout
from models.texts import Text
from models.wording import Proposal
from tests.cast import Cast, in_days

FACT = "Op 12 maart kwam de politie na een ruzie."
REPLY = "Er was ruzie. Ik heb niemand geslagen."
BESIDE = "Op 12 maart belde ik zelf de politie."
DISSENT = "Ik ben het er niet mee eens, want Sam wil thuis slapen."
AGREEMENT = "Noor belt elke week met Anna"
HANDLED = "Sam slaapt twee nachten thuis."
SECRET_FACT = "CANARIEFEIT"
SECRET_ACTION = "CANARIEAFSPRAAK"


def furnish(cast: Cast, secret: str = SECRET_FACT) -> dict[str, str]:
    """A fact with answers, two factors and an arrow, a goal, a decision with dissent, agreements, a secret of each.

    The secrets are for Noor and Lotte. Returns the ids by name, as a report names them (`statement:...`).
    """
    with cast.house.database.work() as work:
        return _Furniture(cast, work, secret).ids


class _Furniture:
    """Makes the records; `ids` are those of the report."""

    def __init__(self, cast: Cast, work: UnitOfWork, secret: str) -> None:
        self.cast, self.work, self.ids = cast, work, dict[str, str]()
        self.at = cast.house.clock()
        self._rewrite("our_story", "Wij willen rust in huis.", owner="anna")
        self._rewrite("explanation", "De ruzies gaan vaak over geld.")
        self.shield = cases.new_shield(work, cast.noor.viewer, cast.shield_of("noor", "lotte"), self.at)
        self._facts(secret)
        self._map()
        self._plans()
        self._decision()
        self._actions()
        self._safety()
        self._risks()
        self._proposals(secret)

    def _rewrite(self, key: str, words: str, owner: str | None = None) -> None:
        text = self.work.load(Text, self.cast.text_id(key, owner=owner))
        text.words = words

    def _text(self, kind: TextKind, words: str) -> str:
        text = texts.new_text(self.work, self.cast.case_id, kind)
        text.words = words
        return text.id

    def _facts(self, secret: str) -> None:
        fact = self._statement("fact", FACT)
        hidden = self._statement("hidden_fact", secret, self.shield)
        self._statement("opinion", "Anna is vaak moe.", kind=StatementKind.OPINION)
        for statement, words in ((fact, REPLY), (hidden, f"ANTWOORD OP {secret}")):
            self.work.add(
                Response(
                    statement_id=statement.id,
                    person_id=self.cast.anna.id,
                    stance=ResponseStance.PARTLY,
                    words=words,
                    said=statement.said(),
                    given_by_id=self.cast.anna.id,
                    at=self.at,
                )
            )

    def _statement(
        self,
        name: str,
        words: str,
        shield: Shield | None = None,
        kind: StatementKind = StatementKind.FACT,
    ) -> Statement:
        made = self.work.add(
            Statement(
                case_id=self.cast.case_id,
                meeting_id=self.cast.meeting_id,
                kind=kind,
                text_id=self._text(TextKind.STATEMENT, words),
                happened_on=in_days(-60),
                precision=Precision.DAY,
                source_id=self.cast.noor.id,
                source_words="Melding politie",
                basis=Basis.DOCUMENT,
                position=float(len(self.ids)),
                shield_id=shield.id if shield else None,
                added_by_id=self.cast.noor.id,
                added_at=self.at,
            )
        )
        self.work.add(StatementAbout(statement_id=made.id, person_id=self.cast.anna.id))
        self.work.session.refresh(made)
        self.ids[name] = f"statement:{made.id}"
        return made

    def _map(self) -> None:
        for place, (name, words, nature, shield) in enumerate(
            [
                ("risk", "Ruzie over geld", FactorNature.RISK, None),
                ("strength", "Oma Rie helpt", FactorNature.PROTECTIVE, None),
                ("hidden_factor", "CANARIEFACTOR", FactorNature.RISK, self.shield),
            ]
        ):
            factor = self.work.add(
                Factor(
                    case_id=self.cast.case_id,
                    text_id=self._text(TextKind.FACTOR, words),
                    nature=nature,
                    x=100,
                    y=100,
                    position=place,
                    shield_id=shield.id if shield else None,
                    added_by_id=self.cast.anna.id,
                )
            )
            self.work.add(FactorNamedBy(factor_id=factor.id, person_id=self.cast.anna.id))
            self.ids[name] = f"factor:{factor.id}"
        for fact in ("fact", "hidden_fact"):
            self.work.add(FactorStatement(factor_id=self.key("risk"), statement_id=self.key(fact)))
        for source in ("strength", "hidden_factor"):
            self.work.add(
                Link(
                    case_id=self.cast.case_id,
                    from_id=self.key(source),
                    to_id=self.key("risk"),
                    relation=Relation.REDUCES,
                    certainty=Certainty.DISPUTED,
                    added_by_id=self.cast.anna.id,
                )
            )

    def _plans(self) -> None:
        goal = self.work.add(
            Goal(
                case_id=self.cast.case_id,
                phase="immediate_safety",
                text_id=self._text(TextKind.GOAL, "Sam slaapt veilig"),
                seen_when_id=self._text(TextKind.GOAL, "Sam zegt het zelf"),
                position=0,
                added_by_id=self.cast.anna.id,
            )
        )
        self.ids["goal"] = f"goal:{goal.id}"
        self.work.add(
            PlanCheck(
                case_id=self.cast.case_id, phase="immediate_safety", by_id=self.cast.yusuf.id, at=self.at
            )
        )
        self.work.add(
            Expertise(
                case_id=self.cast.case_id,
                meeting_id=self.cast.meeting_id,
                who="Schuldhulp",
                question="Wat kan er met de schulden?",
                until=in_days(30),
                asked_by_id=self.cast.yusuf.id,
                asked_at=self.at,
            )
        )
        for name in ("fact", "hidden_fact"):
            self.work.add(
                Explanation(
                    case_id=self.cast.case_id,
                    meeting_id=self.cast.meeting_id,
                    thing=self.ids[name],
                    words=f"Vraag bij {name}",
                    asked_by_id=self.cast.sam.id,
                    asked_at=self.at,
                )
            )

    def _decision(self) -> None:
        words = {
            "question": "Waar slaapt Sam?",
            "text": "Sam slaapt door de week bij oma.",
            "reason": "Daar is het nu rustig.",
            "handled": HANDLED,
            "wrong_if": "Sam slaapt slecht.",
        }
        decision = self.work.add(
            Decision(
                case_id=self.cast.case_id,
                meeting_id=self.cast.meeting_id,
                state=DecisionState.DECIDED,
                review_on=in_days(28),
                decided_at=self.at,
                decided_by_id=self.cast.yusuf.id,
                position=0,
                added_by_id=self.cast.yusuf.id,
                **{f"{name}_id": self._text(TextKind.DECISION, said) for name, said in words.items()},
            )
        )
        self.ids["decision"] = f"decision:{decision.id}"
        for place, said in enumerate(("Bij oma", "Thuis")):
            self.work.add(
                DecisionOption(
                    decision_id=decision.id, text_id=self._text(TextKind.DECISION, said), position=place
                )
            )
        meaning = self._text(TextKind.DECISION, "Sam ziet zijn vrienden minder")
        self.work.add(ChildMeaning(decision_id=decision.id, person_id=self.cast.sam.id, text_id=meaning))
        self.work.add(
            Stand(
                decision_id=decision.id,
                person_id=self.cast.anna.id,
                stance=DecisionStance.OBJECTS,
                words=DISSENT,
                said="",
                given_by_id=self.cast.anna.id,
                at=self.at,
            )
        )
        decision.asked = [self.work.load(Person, getattr(self.cast, name).id) for name in ("anna", "sam")]
        for fact in ("fact", "hidden_fact"):
            self.work.add(DecisionStatement(decision_id=decision.id, statement_id=self.key(fact)))

    def _actions(self) -> None:
        for place, (name, words, shield) in enumerate(
            [("action", AGREEMENT, None), ("hidden_action", SECRET_ACTION, self.shield)]
        ):
            action = self.work.add(
                Action(
                    case_id=self.cast.case_id,
                    text_id=self._text(TextKind.ACTION, words),
                    seen_when_id=self._text(TextKind.SEEN_WHEN, "Zij spreken elkaar"),
                    owner_id=self.cast.noor.id,
                    phase="immediate_safety",
                    due=in_days(7),
                    position=place,
                    decision_id=self.key("decision"),
                    shield_id=shield.id if shield else None,
                    added_by_id=self.cast.noor.id,
                )
            )
            self.ids[name] = f"action:{action.id}"
            for factor in ("risk", "hidden_factor"):
                self.work.add(ActionFactor(action_id=action.id, factor_id=self.key(factor)))

    def _safety(self) -> None:
        found = self.work.add(
            SafetyRound(
                case_id=self.cast.case_id,
                meeting_id=self.cast.meeting_id,
                opened_at=self.at,
                revealed_at=self.at,
            )
        )
        self.work.add(
            SafetyNumber(
                round_id=found.id,
                person_id=self.cast.sam.id,
                score=6,
                why="Het is rustiger",
                given_by_id=self.cast.sam.id,
                at=self.at,
            )
        )

    def _risks(self) -> None:
        found = self.work.add(
            RiskRound(
                case_id=self.cast.case_id,
                meeting_id=self.cast.meeting_id,
                opened_at=self.at,
                revealed_at=self.at,
            )
        )
        for name, by, words in (
            ("sam", "sam", ["Ruzie in de nacht", "Geen geld"]),
            ("anna", "noor", ["Ruzie om geld"]),
        ):
            answer = RiskAnswer(
                round=found,
                person_id=getattr(self.cast, name).id,
                given_by_id=getattr(self.cast, by).id,
                at=self.at,
                off_screen=name == "anna",
            )
            answer.named = [NamedRisk(place=place, words=said) for place, said in enumerate(words, start=1)]
            self.work.add(answer)
        self.work.session.flush()
        for place, (name, words, shield) in enumerate(
            [("first_risk", "Ruzie over geld in de nacht", None), ("hidden_risk", "CANARIEZORG", self.shield)]
        ):
            risk = self.work.add(
                Risk(
                    case_id=self.cast.case_id,
                    meeting_id=self.cast.meeting_id,
                    text_id=self._text(TextKind.RISK, words),
                    position=place,
                    action_id=self.key("hidden_action" if shield else "action"),
                    goal_id=self.key("goal"),
                    shield_id=shield.id if shield else None,
                    added_by_id=self.cast.noor.id,
                    added_at=self.at,
                )
            )
            self.ids[name] = f"risk:{risk.id}"
        for answer in found.answers:
            answer.named[0].risk_id = self.key("first_risk")

    def _proposals(self, secret: str) -> None:
        """Other words beside a fact, for Noor as its owner; and one beside the hidden fact, as hidden."""
        for name, model, words in (
            ("fact", Statement, BESIDE),
            ("hidden_fact", Statement, f"VOORSTEL BIJ {secret}"),
        ):
            text_id = self.work.session.get_one(model, self.key(name)).text_id
            made = self.work.add(
                Proposal(
                    case_id=self.cast.case_id,
                    text_id=text_id,
                    base_epoch=0,
                    base_version=0,
                    words=words,
                    state=ProposalState.BESIDE,
                    by_id=(self.cast.anna if name == "fact" else self.cast.lotte).id,
                    at=self.at,
                    answered_by_id=self.cast.noor.id,
                    answered_at=self.at,
                )
            )
            self.ids["proposal" if name == "fact" else "hidden_proposal"] = f"proposal:{made.id}"

    def key(self, name: str) -> str:
        """The bare id behind a name."""
        return self.ids[name].partition(":")[2]
