"""Other words that were proposed, beside the words they are about."""

from collections import defaultdict
from functools import cached_property

from flask_babel import gettext, ngettext

from conference.access import policy
from conference.core import rendering
from conference.records import labels
from conference.table.context import ViewContext, on_table
from conference.table.wording import use_cases as wording
from conference.table.wording.kind import about
from models.enums import ProposalState
from models.people import Person
from models.texts import Text
from models.wording import Proposal

#: What stands beside the words: what waits for an answer, what was put beside, and what was declined with a reason.
STANDING = (ProposalState.OPEN, ProposalState.BESIDE, ProposalState.DECLINED)


@on_table("wording", place=25)
class Wording:
    """Other words that were proposed, beside the words they are about."""

    def __init__(self, look: ViewContext) -> None:
        self._look = look
        self._viewer = look.viewer

    @cached_property
    def _by_text(self) -> dict[str, list[Proposal]]:
        found = defaultdict(list)
        for one in wording.readable(self._look.session, self._viewer):
            if one.state in STANDING:
                found[one.text_id].append(one)
        return found

    def of(self, text: Text) -> list[Proposal]:
        """The proposals that stand beside a text, oldest first."""
        return self._by_text.get(text.id, [])

    def beside(self, text: Text) -> list[Proposal]:
        """Those that the owner of the words put beside them: both stand, as large."""
        return [one for one in self.of(text) if one.state == ProposalState.BESIDE]

    def may_propose(self, text: Text) -> bool:
        """Whether the viewer may propose other words here, as somebody whose words these are not."""
        return wording.may_propose(self._viewer, text)

    def may_answer(self, proposal: Proposal) -> bool:
        """Whether these are the viewer's own words, and nobody answered yet."""
        return proposal.state == ProposalState.OPEN and policy.may_write(self._viewer, proposal.text)

    def may_withdraw(self, proposal: Proposal) -> bool:
        """Whether it is the viewer's own proposal, without an answer yet."""
        return (
            proposal.state == ProposalState.OPEN
            and proposal.by_id == self._viewer.person_id
            and policy.may(self._viewer, policy.Permission.WORDS_PROPOSE, proposal)
        )

    def mine(self, text: Text) -> Proposal | None:
        """The viewer's own proposal for a text that waits for an answer."""
        mine = (one for one in self.of(text) if one.by_id == self._viewer.person_id)
        return next((one for one in mine if one.state == ProposalState.OPEN), None)

    def owners(self, text: Text) -> list[Person]:
        """Whose words these are; nobody for what the table writes together."""
        found = policy.keepers(text) or frozenset()
        return [one for one in self._look.meeting.case.people if one.id in found]

    @cached_property
    def waiting(self) -> list[Proposal]:
        """What waits for the viewer's answer: proposals for their own words.

        One about a shielded thing stands at that thing only: at a table it is never shown unasked.
        """
        everything = (one for found in self._by_text.values() for one in found)
        return [one for one in everything if self.may_answer(one) and not policy.shields(about(one))]

    def state(self, proposal: Proposal) -> str:
        """What became of it, in words."""
        return str(gettext(labels.PROPOSALS[proposal.state].label))

    def excerpt(self, proposal: Proposal) -> str:
        """The words it is about, in short."""
        return rendering.excerpt(proposal.text.words, 80)

    def open_points(self) -> list[str]:
        """Proposals that nobody answered yet, over what the chair may know of."""
        number = sum(one.state == ProposalState.OPEN for found in self._by_text.values() for one in found)
        if not number:
            return []
        return [
            ngettext(
                "%(num)s voorstel voor andere woorden heeft nog geen antwoord.",
                "%(num)s voorstellen voor andere woorden hebben nog geen antwoord.",
                number,
            )
        ]
