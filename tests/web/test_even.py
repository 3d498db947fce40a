"""*This is not here* leaves at a whole tick: something hidden and something that is none are waited for alike."""

from typing import Any

import pytest

from conference.core import even
from conference.core.settings import TICK, Settings
from tests.cast import Cast
from tests.lines import Lines

NOWHERE = "bestaatniet12345"


@pytest.mark.parametrize(
    ("taken", "left"), [(0.0, 0.0), (0.004, 0.096), (0.099, 0.001), (0.1, 0.0), (0.130, 0.070)]
)
def test_what_is_left_of_a_tick(taken: float, left: float) -> None:
    assert even.rest(taken, 0.1) == pytest.approx(left)
    assert even.rest(taken, 0.0) == 0.0


def test_an_installation_has_a_tick(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert Settings.from_environment({"RONDOM_SECRET_KEY": "x"}).tick == TICK > 0


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Every wait for a tick from here on."""
    found: list[float] = []
    monkeypatch.setattr(even, "wait", lambda begun, tick: found.append(tick))
    return found


def test_a_hidden_thing_and_none_are_waited_for_and_nothing_else_is(
    cast: Cast, lines: Lines, waits: list[float]
) -> None:
    hidden = cast.action(cast.add_action("Dit is apart", by="noor", shared_with="lotte"))
    karim, lotte, bas = lines("karim"), lines("lotte"), lines.as_("bas")

    def waited(deed: Any) -> int:
        waits.clear()
        deed()
        return len(waits)

    for text in (hidden.text_id, NOWHERE):
        assert waited(lambda text=text: karim.socket.emit("text:open", {"text": text}, callback=True)) == 1
        form = {"text": text, "seen": "0", "words": "x"}
        assert waited(lambda form=form: karim.wish("text:rewrite", **form)) == 1
    for key in (cast.case_id, NOWHERE):
        assert waited(lambda key=key: bas.get(f"/gezin/{key}")) == 1
    assert waited(lambda: lotte.socket.emit("text:open", {"text": hidden.text_id}, callback=True)) == 0
    assert waited(lambda: lotte.browser.get(lotte.home)) == 0
