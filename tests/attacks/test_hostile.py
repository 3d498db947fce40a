"""A hostile client for every role: it sends everything there is, with every id, while honest people work.

After each message the whole database is laid beside what it was before: nothing changed that the table of rights and
the rows themselves do not give to this very person (`may.py`); what was refused changed nothing, stands in the log and
was told to nobody; and no word that is kept from them ever reached them, by page, line or answer.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, ClassVar

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from limits import RateLimitItemPerSecond

from conference.core.runtime import build
from conference.records.commands import Sender
from models.base import Base
from realtime import handlers
from tests.attacks import hostile
from tests.attacks.hostile import CANARY, HONEST, ROLES, Arms, Fields, Secrets, Stage
from tests.attacks.may import NOBODYS, RULES, Model
from tests.cast import START, Cast, Clock, Script
from tests.conftest import Files, Places, settings_for

#: A try that ends in one of these was no mistake in a form: it stands in the log.
RIGHTS = frozenset({"not_allowed", "not_found", "words_of_another", "not_yours", "op_reused"})
SEEDS = st.integers(0, 2**32)
Sent = tuple[str, Sender, str, Fields]


@dataclass(frozen=True)
class Furnished:
    """A house that every run begins in: its file, who is there, and what is secret."""

    path: Path
    script: Script
    secrets: Secrets
    region: str


@pytest.fixture(scope="module")
def furnished(sqlite_cast: tuple[Path, Script], tmp_path_factory: pytest.TempPathFactory) -> Furnished:
    """Made once."""
    path = shutil.copy(sqlite_cast[0], tmp_path_factory.mktemp("hostile") / "hostile.sqlite")
    house = build(settings_for(f"sqlite:///{path}"))
    house.clock = Clock()
    try:
        return Furnished(path, sqlite_cast[1], *hostile.furnish(Cast(house, sqlite_cast[1])))
    finally:
        house.database.engine.dispose()


@pytest.fixture
def stages(
    furnished: Furnished,
    app: Flask,
    files: Files,
    places: Places,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[[str], Stage]:
    """Lays down a fresh copy of the house, with a hostile client of some role in it."""
    for limit in ("COMMANDS", "CHANGES"):  # how fast somebody may be is tried elsewhere
        monkeypatch.setattr(handlers, limit, RateLimitItemPerSecond(10**6))
    bare = app.wsgi_app

    def lay(role: str) -> Stage:
        places.leave()
        app.wsgi_app = bare  # type: ignore[method-assign]
        clock.moment = START
        house = places.house(files.lay(furnished.path), clock)
        app.extensions["house"] = house
        return Stage(house, app, Cast(house, furnished.script), furnished.secrets, role, furnished.region)

    return lay


class Hostile(RuleBasedStateMachine):
    """The machine. `lay` and `role` are given to a class of its own for each run."""

    lay: ClassVar[Callable[[str], Stage]]
    role: ClassVar[str]
    done: ClassVar[dict[str, set[str]]]

    def __init__(self) -> None:
        super().__init__()
        self.stage = type(self).lay(self.role)
        self.sent: list[Sent] = []
        self.step = 0
        self.editors: dict[str, Fields] = {}
        self.told = len(self.stage.received)

    # --- what it does

    def arms(self, seed: int) -> Arms:
        """What to send, by chance; another thing at every step also for one seed."""
        self.step += 1
        return Arms(self.stage, self.stage.rows(), Random(f"{seed} {self.step}"))

    @rule(seed=SEEDS)
    def command(self, seed: int) -> None:
        """Any command of the one road, on any way in."""
        arms = self.arms(seed)
        sender = arms.one_of(self.stage.senders())
        name, way = arms.one_of(self.stage.names(sender)), arms.one_of(self.stage.ways())
        self.say((way, sender, name, arms.fields(sender, name)))

    @precondition(lambda self: bool(self.sent))
    @rule(seed=SEEDS)
    def again(self, seed: int) -> None:
        """Something that was sent before, once more: doubled, late, or before what it followed."""
        self.say(self.arms(seed).one_of(self.sent[-6:]))

    @rule(seed=SEEDS)
    def open_text(self, seed: int) -> None:
        """Open an editor of any text."""
        text = self.arms(seed).ref("text")
        answer = self.say(("socket", Sender.TABLE, "text:open", {"text": text}))
        if answer.get("ok"):
            self.editors[text] = {"client": answer["client"], "epoch": answer["epoch"], "seq": 0}

    @rule(seed=SEEDS)
    def change_text(self, seed: int) -> None:
        """Type: in an own editor or under the name of another one's, on the newest version or an older one."""
        arms = self.arms(seed)
        text = arms.one_of([*self.editors, arms.ref("text")])
        row = arms.rows.one("text", text)
        version = row["version"] if row is not None else 0
        others = [one["client"] for one in arms.rows.where("change", text_id=text)]
        mine = self.editors.get(text, {"client": "x.y", "epoch": 0, "seq": 0})
        length = len(self.stage.cast.words(text).encode("utf-16-le")) // 2 if row is not None else 0
        fields = {
            "text": text,
            "epoch": mine["epoch"],
            "version": max(0, version - arms.one_of([0, 0, 1])),
            "client": arms.one_of([mine["client"], mine["client"], *others[-2:]]),
            "seq": mine["seq"],
            "changes": [length, [0, " Iets erbij."]] if length else [[0, "Iets erbij."]],
        }
        answer = self.say(("socket", Sender.TABLE, "text:change", fields))
        if answer.get("ok") and text in self.editors:
            self.editors[text]["seq"] += 1

    @rule(seed=SEEDS)
    def small_talk(self, seed: int) -> None:
        """What an editor says besides."""
        arms = self.arms(seed)
        text = arms.ref("text")
        secret = arms.one_of(sorted(self.stage.forbidden & hostile.APART) or ["niets"])
        told, fields = arms.one_of([
            ("text:check", {"text": text, "words": f"{secret} in een brief"}),
            ("text:cursor", {"text": text, "version": 0, "anchor": 0, "head": 0}),
            ("text:close", {"text": text}),
            ("view:show", {"view": "table"}),
            ("second:mine", {"mine": True}),
        ])  # fmt: skip
        answer = self.say(("socket", Sender.TABLE, told, fields))
        if told == "text:check" and answer.get("ok"):
            assert (answer["hint"], answer["words"]) == ("", ""), (
                "an oracle: words that are kept from this client"
            )

    @rule(seed=SEEDS)
    def look(self, seed: int) -> None:
        """Open a page, of one's own or by the ids of others."""
        arms, cast = self.arms(seed), self.stage.cast
        path = arms.one_of([
            "/nu", "/nu/afspraken", "/nu/vertellen", "/nu/wie", "/nu/apart", "/nu/mij", "/nu/verslag", "/scherm", "/",
            f"/overleg/{cast.meeting_id}", f"/overleg/{cast.meeting_id}/verslag", f"/gezin/{cast.case_id}",
            f"/gezin/{cast.case_id}/apart", f"/gezin/{cast.case_id}/reflectie", f"/gezin/{cast.case_id}/mij",
            f"/overleg/{cast.script.other_meeting}", f"/gezin/{arms.ref('family_case')}",
            "/zoek?q=KANARI", "/zoek?q=Anna", f"/leren/{self.stage.region}",
        ])  # fmt: skip
        self.stage.received.append(self.stage.browser.get(path).text)

    @rule(which=st.integers(0, len(HONEST) - 1))
    def others_work(self, which: int) -> None:
        """Somebody honest goes on."""
        hostile.honest(self.stage, which)

    # --- what holds

    def say(self, sent: Sent) -> Fields:
        """Send something, and look what came of it."""
        way, sender, name, fields = sent
        stage = self.stage
        if way == "socket" and (stage.line is None or not stage.line.socket.is_connected()):
            if name.startswith(("text:o", "text:ch", "text:cu", "text:cl", "view:", "second:")):
                return {"ok": False}
            way = "road"
        before = stage.rows()
        stage.witness.heard()
        answer = stage.send(way, sender, name, fields)
        self.sent.append(sent)
        stage.heard()
        after = stage.rows()
        refused = answer.get("ok") is not True
        model = Model(stage.who, before, after, stage.witness_name)
        told = f"{self.role} by {way}: {name} {fields} -> {answer.get('code', 'ok')}"
        assert model.wrong(refused=refused) == "", f"{told}\nchanged {model.wrong(refused=refused)}"
        if refused:
            assert not stage.witness.heard(), f"{told}\na try that was refused was told to others"
            if answer["code"] in RIGHTS:
                # Under the name of the command, or of the page that turned them away before it.
                kept = [(one["deed"], one["outcome"]) for one in model.logged]
                assert answer["code"] in {outcome for _, outcome in kept}, (
                    f"{told}\nstands not in the log: {kept}"
                )
        type(self).done.setdefault(name, set()).add(str(answer.get("code", "ok")))
        return answer

    @invariant()
    def nothing_is_seen(self) -> None:
        """No word that is kept from this client reached it."""
        self.stage.heard()
        fresh = "\n".join(self.stage.received[self.told :])
        self.told = len(self.stage.received)
        seen = set(CANARY.findall(fresh)) & self.stage.forbidden
        where = [fresh[max(0, one.start() - 300) : one.end() + 100] for one in CANARY.finditer(fresh)]
        leaked = [words for words in where if any(one in words for one in seen)]
        assert not seen, f"{self.role} received {seen}, after {self.sent}:\n{leaked[:1]}"


def play(lay: Callable[[str], Stage], role: str, **how: Any) -> dict[str, set[str]]:
    """Let one loose. Returns which commands were answered with what."""
    # Not made shorter when it fails: each step lays the whole database beside itself, and the last message says it all.
    how |= {"phases": [Phase.explicit, Phase.reuse, Phase.generate], "report_multiple_bugs": False}
    machine = type("Hostile_" + role, (Hostile,), {"lay": staticmethod(lay), "role": role, "done": {}})
    quiet = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    run_state_machine_as_test(machine, settings=settings(deadline=None, suppress_health_check=quiet, **how))
    return machine.done  # type: ignore[attr-defined,no-any-return]


def test_the_model_names_every_table() -> None:
    assert {table.name for table in Base.metadata.sorted_tables} == set(RULES) | NOBODYS


@pytest.mark.parametrize("role", ROLES)
def test_a_hostile_client_changes_and_sees_nothing_that_is_not_theirs(
    stages: Callable[[str], Stage], role: str
) -> None:
    """A short run that is the same every day."""
    play(stages, role, max_examples=2, stateful_step_count=20, derandomize=True, database=None)


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
def test_a_hostile_client_that_goes_on_and_on(stages: Callable[[str], Stage], role: str) -> None:
    """The long run, another one each time."""
    assert play(stages, role, max_examples=6, stateful_step_count=50)
