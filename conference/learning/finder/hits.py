"""What the finder hands back: marks on a text, each with what others would read instead."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a mark is about."""

    PERSON = "person"  # persoon
    PLACE = "place"  # plaats of regio
    STREET = "street"  # straat
    SCHOOL = "school"  # school of opvang
    ORGANISATION = "organisation"  # instelling
    DATE = "date"  # dag of feestdag; a month or a year alone may stay
    TIME = "time"  # tijdstip op de minuut; "om tien uur" may stay
    PHONE = "phone"  # telefoonnummer
    POSTCODE = "postcode"
    BSN = "bsn"  # burgerservicenummer: refused, never replaced
    EMAIL = "email"
    LINK = "link"  # webadres
    PLATE = "plate"  # kenteken
    IBAN = "iban"
    NUMBER = "number"  # zaaknummer of een ander lang nummer
    AMOUNT = "amount"  # bedrag vanaf duizend euro; a smaller one may stay
    CLUB = "club"  # vereniging, koor, team
    CHURCH = "church"  # kerk of moskee
    PAPER = "paper"  # krant of omroep
    VEHICLE = "vehicle"  # auto of motor met zijn merk
    PROFESSION = "profession"  # beroep dat in een dorp één mens is
    ORIGIN = "origin"  # land, afkomst of taal
    DIAGNOSIS = "diagnosis"  # ziekte of stoornis met een naam
    AGE = "age"  # leeftijd op het jaar
    HANDLE = "handle"  # naam op internet


@dataclass(frozen=True)
class Hit:
    """One mark: `words[start:end]` is `shown`, and `proposal` is what would stand there instead.

    `ask`: it is an ordinary word too (*Wil*, *Lot*). Its writer is asked; it is never replaced by itself.
    """

    start: int
    end: int
    kind: Kind
    shown: str
    proposal: str
    ask: bool = False


@dataclass(frozen=True)
class Mark:
    """Somewhere that one of the searches found something, before marks that touch are made into one hit."""

    start: int
    end: int
    kind: Kind
    proposal: str
    known: bool = False
    ask: bool = False
