"""Who wears a hat in tests."""

from conference.case import frame, hats
from tests.cast import Cast


def wear(cast: Cast, name: str, hat: str, *, by: str = "lotte") -> None:
    """Somebody of the cast gets a hat from who directs."""
    wish = hats.NewHat(hat, "Bureau Maas" if hat else "", "Waarover deze pet gaat" if hat else "")
    getattr(cast, by).do(hats.give, getattr(cast, name).id, wish)


def mark(cast: Cast, kind: str, since: str = "01-05-2026", words: str = "Voor Sam, door de rechter.") -> None:
    """How the family gets help, as who directs writes it down."""
    cast.lotte.do(frame.set_frame, frame.NewFrame(kind, since, words))
