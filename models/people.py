"""The people around a family."""

from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import Account
from models.base import Base, Key, Moment
from models.enums import FAMILY, Role, Sees, Side
from models.sealed import Scope, Sealed

if TYPE_CHECKING:
    from models.case import Case


#: Words before a surname (*tussenvoegsels*) and forms of address: nobody is called by one of these alone.
PARTICLES = frozenset(
    "van von de der den het ’t 't te ten ter el bin vd mw mevr mevrouw dhr heer meneer drs dr ir mr ing prof".split()
)
#: The same, where they are written small: with a capital they are first names as well.
SMALL_PARTICLES = frozenset("in op aan bij al ben da di du la le".split())


def is_particle(word: str) -> bool:
    """Whether a word of a name is none of the names itself: `van`, `’t`, `mw.`."""
    return word.rstrip(".").casefold() in PARTICLES or word in SMALL_PARTICLES


class Named:
    """Somebody with a name, as small places show it."""

    if TYPE_CHECKING:
        name: Any  # a column, or words

    @property
    def first_name(self) -> str:
        """The name on a small place: the whole of it when it does not begin with a first name (`mw. Jansen`)."""
        name = str(self.name)
        first = name.split(" ", 1)[0]
        return name if is_particle(first) or first.endswith(".") else first

    @property
    def initials(self) -> str:
        """One or two letters for an avatar."""
        names = [part for part in self.name.split() if not is_particle(part)] or self.name.split()
        letters = [next((sign for sign in part if sign.isalpha()), "") for part in names]
        return "".join(letters if len(letters) < 2 else [letters[0], letters[-1]]).upper()


class Person(Named, Base):
    """Somebody around this family, in this case (*persoon*). Professionals have an account, others do not.

    `purpose` says what they are here for (*waarvoor*), `sees` how much they may see, `sees_parts` which parts on top
    of their own (`section:KEY`, `block:KEY`, `area:KEY`), `until` the last day of it. A supporter stands beside
    somebody (`supports_id`), and sees what that person sees. Who was taken off has `left_at`: what they said stays.

    `hat` is in which capacity a professional acts here (*pet*, a key of the profile), for their `organisation`, and
    `mandate` what they may decide on (*mag beslissen over*).
    """

    __tablename__ = "person"
    __table_args__ = (
        UniqueConstraint("case_id", "account_id"),
        CheckConstraint("age IS NULL OR (age >= 0 AND age <= 120)", name="age_possible"),
        CheckConstraint("supports_id IS NULL OR supports_id <> id", name="supports_another"),
    )

    id: Mapped[Key]
    case_id: Mapped[str] = mapped_column(ForeignKey("family_case.id"), index=True)
    account_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"), index=True)
    name = Sealed[str]()
    age: Mapped[int | None]
    side: Mapped[Side] = mapped_column(String(20))
    role: Mapped[Role] = mapped_column(String(20))
    role_words = Sealed[str]("")
    organisation: Mapped[str] = mapped_column(String(120), default="")
    at_table: Mapped[bool] = mapped_column(default=True)
    voice_via_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    purpose = Sealed[str]("")
    sees: Mapped[Sees] = mapped_column(
        String(20), default=Sees.EVERYTHING, server_default=Sees.EVERYTHING.value
    )
    sees_parts: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    until: Mapped[date | None]
    supports_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"), index=True)
    left_at: Mapped[Moment | None]
    hat: Mapped[str] = mapped_column(String(40), default="")
    mandate = Sealed[str]("")

    case: Mapped["Case"] = relationship(back_populates="people", foreign_keys=[case_id])
    account: Mapped[Account | None] = relationship()
    voice_via: Mapped["Person | None"] = relationship(remote_side="Person.id", foreign_keys=[voice_via_id])
    supports: Mapped["Person | None"] = relationship(remote_side="Person.id", foreign_keys=[supports_id])

    def locked_under(self) -> Scope:
        """The person themselves."""
        return "person", self.id

    @property
    def voices(self) -> frozenset[str]:
        """Who may speak for this person: they themselves, and for somebody not at the table the one they asked."""
        if self.at_table or self.voice_via_id is None:
            return frozenset({self.id})
        return frozenset({self.id, self.voice_via_id})

    def around(self, today: date) -> bool:
        """Whether they still stand around this family: not taken off, and their last day has not passed."""
        return self.left_at is None and (self.until is None or today <= self.until)

    @property
    def number(self) -> str:
        """How the privacy officer calls them: it says nothing of who they are."""
        return f"P-{self.id[:6].upper()}"

    @property
    def in_family(self) -> bool:
        """A parent or a child: their words come first and are theirs alone."""
        return self.role in FAMILY


class Departure(Base):
    """Somebody was taken off a family (*eraf gehaald*): why, by whom, and when they came back. Never taken back."""

    __tablename__ = "departure"

    id: Mapped[Key]
    case_id: Mapped[str] = mapped_column(ForeignKey("family_case.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    why = Sealed[str]()
    by_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[Moment]
    back_at: Mapped[Moment | None]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    by: Mapped[Person] = relationship(foreign_keys=[by_id])


class HatChange(Base):
    """Somebody got another hat (*pet*), or laid one off (`hat` empty): from whom, and with which mandate.

    Never taken back: what was decided with a hat can be held against it.
    """

    __tablename__ = "hat_change"

    id: Mapped[Key]
    case_id: Mapped[str] = mapped_column(ForeignKey("family_case.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    hat: Mapped[str] = mapped_column(String(40))
    organisation: Mapped[str] = mapped_column(String(120), default="")
    mandate = Sealed[str]("")
    by_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[Moment]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    by: Mapped[Person] = relationship(foreign_keys=[by_id])


class ColleagueInvitation(Base):
    """A colleague is asked to stand beside a family (*gevraagd*), and says yes before anything of it opens.

    It does not know whether anybody signs in with the `address`: whoever proves to be at it (`address_mark`, made with
    the key of the house) finds it. `called`, `organisation` and `role_words` are what the one who asks wrote; they are
    nobody's name. `sees`, `sees_parts`, `until` and `supports_id` are what the yes gives, as with a person; `meetings`
    are planned ones at which a place is kept. The day after `ends_on` it is over. `said_yes` is None until the answer;
    `words` may come with it, `person` is who they became.
    """

    __tablename__ = "colleague_invitation"

    id: Mapped[Key]
    case_id: Mapped[str] = mapped_column(ForeignKey("family_case.id"), index=True)
    asked_by_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    asked_at: Mapped[Moment]
    ends_on: Mapped[date]
    address = Sealed[str]()
    address_mark: Mapped[str] = mapped_column(String(64), index=True)
    called = Sealed[str]()
    role: Mapped[Role] = mapped_column(String(20))
    role_words = Sealed[str]("")
    organisation = Sealed[str]("")
    purpose = Sealed[str]("")
    sees: Mapped[Sees] = mapped_column(String(20))
    sees_parts: Mapped[list[str]] = mapped_column(JSON)
    until: Mapped[date | None]
    supports_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"), index=True)
    meetings: Mapped[list[str]] = mapped_column(JSON)
    withdrawn_at: Mapped[Moment | None]
    answered_at: Mapped[Moment | None]
    said_yes: Mapped[bool | None]
    words = Sealed[str]("")
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"), index=True)

    asked_by: Mapped[Person] = relationship(foreign_keys=[asked_by_id])
    supports: Mapped[Person | None] = relationship(foreign_keys=[supports_id])
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])

    @property
    def unanswered(self) -> bool:
        """Neither answered nor taken back; perhaps its last day has passed."""
        return self.answered_at is None and self.withdrawn_at is None

    def waits(self, today: date) -> bool:
        """Whether it can still be answered: its last day has not passed, and who asked still stands there, and whom
        they would stand beside."""
        beside = self.supports is None or self.supports.around(today)
        return self.unanswered and today <= self.ends_on and self.asked_by.around(today) and beside


class AccessRequest(Base):
    """Somebody of the family asks to change what another may see, or until when; who directs answers with a reason."""

    __tablename__ = "access_request"

    id: Mapped[Key]
    case_id: Mapped[str] = mapped_column(ForeignKey("family_case.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    asked_by_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    words = Sealed[str]()
    asked_at: Mapped[Moment]
    answer = Sealed[str]("")
    answered_by_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"), index=True)
    answered_at: Mapped[Moment | None]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    asked_by: Mapped[Person] = relationship(foreign_keys=[asked_by_id])
    answered_by: Mapped[Person | None] = relationship(foreign_keys=[answered_by_id])
