"""Other words that were proposed, beside the words they are about."""

from collections import defaultdict
from datetime import datetime
from functools import cached_property
from itertools import groupby

from flask_babel import gettext, ngettext

from conference.access import policy
from conference.access.kinds import ref
from conference.core import rendering
from conference.records import authorship, labels, restoring, texts
from conference.records import fields as records
from conference.table.context import ViewContext, on_table
from conference.table.wording import use_cases as wording
from conference.table.wording.kind import about
from models.enums import ProposalState, Role
from models.people import Person
from models.shields import Shield
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

    def all_of(self, text: Text) -> list[Proposal]:
        """Every proposal for a text, newest first, also what was taken over or taken back."""
        found = wording.readable(self._look.session, self._viewer)
        return [one for one in reversed(found) if one.text_id == text.id]

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


class History:
    """Who wrote a text, for one viewer who may read it: whose each passage is, and the words of before.

    The words of before are for who may read now and could then: under a shield, and for who sees a part of the case
    only, for whose words these are and for who wrote in it, from when they were let in; where one reads only what is
    one's own, from the day it became so. A child's letters are the table's.
    """

    def __init__(self, look: ViewContext, text: Text) -> None:
        self._look, self.text = look, text
        self._people = {one.id: one for one in look.meeting.case.people}
        self._changes = texts.log_since(look.session, text.id, 0)

    @cached_property
    def runs(self) -> list[tuple[Person | None, str]]:
        """The passages as they stand now with whose they are; None for the table."""
        found = ((self._writer(one.author_id), one.words) for one in authorship.runs(self._changes))
        return [
            (who, "".join(words for _, words in some)) for who, some in groupby(found, lambda one: one[0])
        ]

    @cached_property
    def steps(self) -> list[authorship.Step]:
        """The earlier words, newest first, as far back as this viewer could read."""
        if not self._could_read:
            return []
        moments = filter(None, (self._since, self._let_in))
        return authorship.steps(self._changes, max(moments, default=None))[::-1]

    def writer(self, person_id: str | None) -> str:
        """The first name of who wrote; the table for a child."""
        person = self._writer(person_id or "")
        return person.first_name if person else gettext("de tafel")

    @property
    def may_restore(self) -> bool:
        """Whether the viewer may put back what stood there before."""
        return restoring.may(self._look.viewer, self.text)

    @property
    def is_shared(self) -> bool:
        """Whether the table writes it together."""
        return policy.keepers(self.text) is None and self.text.owner_id is None

    def _writer(self, person_id: str) -> Person | None:
        """Somebody, unless it is a child other than the viewer themselves: their letters are the table's."""
        person = self._people.get(person_id)
        hidden = person is not None and person.role == Role.CHILD and person.id != self._look.viewer.person_id
        return None if hidden else person

    @property
    def _could_read(self) -> bool:
        viewer = self._look.viewer
        if not self._shields and not viewer.narrow:
            return True
        wrote = {one.author_id for one in self._changes} | (policy.keepers(self.text) or frozenset())
        return not viewer.knows_as.isdisjoint(wrote)

    @property
    def _shields(self) -> list[Shield]:
        found = policy.shields(policy.carrier(self.text))
        return found if self.text.shield is None else [*found, self.text.shield]

    @property
    def _let_in(self) -> datetime | None:
        """When the viewer was let in behind a shield of it; None for who was there when it was set."""
        me, things = self._look.viewer.person_id, [ref(one) for one in self._shields]
        wider = [
            one.at
            for one in records.history(self._look.session, *things)
            if one.field == "audience"
            and me in str(one.after["value"]).split()
            and me not in str(one.before).split()
        ]
        return max(wider, default=None)

    @property
    def _since(self) -> datetime | None:
        """From when on the viewer reads it at all, where one reads only what is one's own; None from the start."""
        record, viewer = policy.carrier(self.text), self._look.viewer
        cells = {policy.MATRIX[policy.reading(record)].get(role, "-") for role in viewer.roles}
        if "yes" in cells:
            return None
        became = [
            one.at
            for one in records.history(self._look.session, ref(record))
            if viewer.person_id in str(one.after).split() and viewer.person_id not in str(one.before).split()
        ]
        return max(became, default=None)
