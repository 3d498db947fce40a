"""Measure Rondom and a peer on the same work, in turns, on this machine, and write down what came out.

`make bench` runs this; see README.md in this folder for what the numbers mean and what they do not say.
"""

import argparse
import json
import os
import platform
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
HERE = ROOT / "benchmarks"
WORK = (
    HERE / ".work"
)  # on the disk of the repository: a temporary folder may lie in memory, where syncing costs nothing
sys.path.insert(0, str(ROOT))

from benchmarks.seed import Place, fill, first_words  # noqa: E402
from conference.core import schema  # noqa: E402
from conference.core.runtime import Runtime, build  # noqa: E402
from tests.conftest import settings_for  # noqa: E402
from tests.live.people import bundled  # noqa: E402
from tests.live.server import Server, free_port  # noqa: E402

TICK = os.sysconf("SC_CLK_TCK")
WHOLE_RUN_WITHIN = 180  # seconds; a load that hangs is ended
SPANS = ("editor", "reader", "screen", "acknowledged", "kept")
Result = dict[str, Any]


@dataclass(frozen=True)
class Load:
    """The work: `tables` with `people` each, of whom `writers` type and `editors` have the text open. Milliseconds.

    `shared_screen`: the last of a table is the shared screen.
    """

    tables: int
    people: int = 12
    writers: int = 5
    editors: int = 2
    shared_screen: bool = True
    settle: int = 1_500
    warm: int = 3_000
    measure: int = 15_000

    @property
    def name(self) -> str:
        """How the report calls it."""
        return f"{self.tables} x {self.people}, {self.told}"

    @property
    def told(self) -> str:
        """What a table does."""
        rest = self.people - self.writers - self.editors
        reading = f"{rest} read along" if rest > 0 else "all have the text open"
        return f"{self.writers} type, {reading}"


#: What a table does: what a meeting looks like, and writing together at its busiest (nobody only reads).
WORKS: dict[str, dict[str, Any]] = {
    "readers": {"people": 12, "writers": 5, "editors": 2, "shared_screen": True},
    "open": {"people": 10, "writers": 3, "editors": 7, "shared_screen": False},
}


@dataclass
class Running:
    """A server under load: where it answers, its process, and what is known only when it is over."""

    url: str
    pid: int
    places: list[Result]
    kept: Any = field(
        default=lambda _done: []
    )  # the spans until a key was in the file, when the server tells itself


@contextmanager
def rondom(load: Load, folder: Path) -> Iterator[Running]:
    """The program as `make run` serves it, with a fresh SQLite file."""
    url = f"sqlite:///{folder}/rondom.sqlite"
    schema.upgrade(url)
    house = build(settings_for(url))
    places = [place.as_json() for place in made(house, load)]
    house.database.engine.dispose()
    # All come from one address here; how many lines one address may have is measured elsewhere (`tests/live`).
    lines = str(2 * load.tables * load.people + 100)
    with Server(url, folder, RONDOM_LINES=lines, RONDOM_LINES_PER_ADDRESS=lines) as server:
        # Committed before it is acknowledged: kept and acknowledged are one.
        yield Running(server.url, server.pid, places, lambda done: done["spans"]["acknowledged"])


def made(house: Runtime, load: Load) -> list[Place]:
    """The tables of a load."""
    return fill(house, load.tables, load.people, load.writers, screen=load.shared_screen)


@contextmanager
def hocuspocus(load: Load, folder: Path, debounce: int) -> Iterator[Running]:
    """The peer with its SQLite extension; `debounce` in milliseconds, 0 stores after every change."""
    port, file = free_port(), folder / "peer.sqlite"
    with (folder / "peer.log").open("wb") as log:
        process = subprocess.Popen(
            ["node", HERE / "peer/server.mjs", str(port), file, str(debounce)],
            stdout=subprocess.PIPE,
            stderr=log,
        )
        assert process.stdout is not None
        try:
            assert process.stdout.readline() == b"ready\n", (folder / "peer.log").read_text()
            seats = [{"name": f"visitor {number}"} for number in range(load.people)]
            words = first_words(load.writers)
            places = [
                {"text": f"table-{number}", "words": words, "seats": seats} for number in range(load.tables)
            ]
            url = f"http://127.0.0.1:{port}"
            yield Running(url, process.pid, places, lambda done: _kept_by_peer(process, file, done))
        finally:
            process.kill()
            process.wait()
            process.stdout.close()


def _kept_by_peer(process: subprocess.Popen[bytes], file: Path, done: Result) -> list[float]:
    """Milliseconds from each key to the first store of the peer that held it."""
    written = file.with_name(f"{file.name}.stored")
    process.send_signal(signal.SIGUSR2)
    while not written.exists() or not written.stat().st_size:
        time.sleep(0.05)
    time.sleep(0.2)
    stores = [(store["at"], dict(store["clocks"])) for store in json.loads(written.read_text())]
    spans = []
    for writer in done["kept"]:
        place = 0
        for press in writer["presses"]:
            while place < len(stores) and stores[place][1].get(writer["client"], 0) <= press["clock"]:
                place += 1
            inside = done["window"]["from"] <= press["at"] < done["window"]["to"]
            if inside and place < len(stores):
                spans.append(stores[place][0] - press["at"])
    return spans


SYSTEMS = {
    "rondom": (rondom, "run-rondom.mjs"),
    "hocuspocus": (lambda load, folder: hocuspocus(load, folder, 2_000), "run-hocuspocus.mjs"),
    "hocuspocus, stores at once": (lambda load, folder: hocuspocus(load, folder, 0), "run-hocuspocus.mjs"),
}


def measure(system: str, load: Load, seed: int) -> Result:
    """One round of one system."""
    serve, client = SYSTEMS[system]
    script = bundled(HERE / "load" / client) if system == "rondom" else HERE / "load" / client
    WORK.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=WORK))
    try:
        with serve(load, folder) as server:
            return _under_load(server, script, load, seed)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _under_load(server: Running, script: Path, load: Load, seed: int) -> Result:
    empty = _memory(server.pid)
    plan = {**asdict(load), "url": server.url, "places": server.places, "seed": seed}
    process = subprocess.Popen(["node", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin is not None
    assert process.stdout is not None
    watchdog = threading.Timer(WHOLE_RUN_WITHIN, process.kill)
    watchdog.start()
    seen: Result = {}
    try:
        process.stdin.write(json.dumps(plan) + "\n")
        process.stdin.flush()
        for line in process.stdout:
            said = json.loads(line)
            seen[said["at"]] = {"cpu": _cpu(server.pid), "memory": _memory(server.pid), **said}
            if said["at"] == "joined":
                process.stdin.write("go\n")
                process.stdin.flush()
            if said["at"] == "done":
                break
        assert "done" in seen, f"the load ended early, after {list(seen)}"
        return _result(server, load, seen, empty)
    finally:
        watchdog.cancel()
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()


def _result(server: Running, load: Load, seen: Result, empty: int) -> Result:
    done = seen["done"]
    cpu = seen["to"]["cpu"] - seen["from"]["cpu"]
    spans = {**done["spans"], "kept": server.kept(done)}
    return {
        "keys": done["keys"],
        "delivered": done["delivered"],
        "expected": done["keys"] * (load.people - 1),
        "quiet": done["quiet"],
        "sends": done["sends"],
        "resends": done["resends"],
        "cpu_seconds": cpu,
        "cpu_per_1000": 1000 * cpu / max(1, done["delivered"]),
        "memory_kb_per_connection": (seen["joined"]["memory"] - empty) / seen["joined"]["connections"],
        "generator": done["generator"],
        **{name: _percentiles(values) for name, values in spans.items()},
    }


def _percentiles(values: list[float]) -> Result:
    if not values:
        return {"count": 0}
    ordered = sorted(values)
    at = {share: ordered[min(len(ordered) - 1, int(len(ordered) * share / 100))] for share in (50, 95, 99)}
    return {"count": len(ordered), "p50": at[50], "p95": at[95], "p99": at[99], "most": ordered[-1]}


def _cpu(pid: int) -> float:
    """Seconds this process has computed, all its threads together."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def _memory(pid: int) -> int:
    """Kilobytes of this process in memory."""
    status = Path(f"/proc/{pid}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))


# --- writing it down


def facts() -> Result:
    """The machine and the versions."""
    locked = json.loads((HERE / "package-lock.json").read_text())["packages"]
    page = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    return {
        "at": datetime.now(UTC).isoformat(timespec="minutes"),
        "cores": os.cpu_count(),
        "processor": _processor(),
        "system": platform.platform(),
        "load_before": os.getloadavg()[0],
        "sync_ms": _sync_costs(),
        "python": platform.python_version(),
        "node": subprocess.run(
            ["node", "--version"], capture_output=True, text=True, check=True
        ).stdout.strip(),
        "rondom": subprocess.run(
            ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
        ).stdout.strip(),
        **{
            name: version(name)
            for name in ("flask-socketio", "python-engineio", "simple-websocket", "sqlalchemy")
        },
        **{
            name: page[f"node_modules/{name}"]["version"]
            for name in ("socket.io-client", "@codemirror/state")
        },
        **{
            name: locked[f"node_modules/{name}"]["version"]
            for name in ("@hocuspocus/server", "@hocuspocus/extension-sqlite", "@hocuspocus/provider", "yjs")
        },
    }


def _processor() -> str:
    names = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    return names[0].partition(":")[2].strip() if names else platform.processor()


def _sync_costs() -> float:
    """Milliseconds to write a little and sync it to this disk: no committed acknowledgement can be faster."""
    WORK.mkdir(exist_ok=True)
    spans = []
    with (WORK / "sync").open("wb") as file:
        for _ in range(100):
            started = time.perf_counter()
            file.write(b"x" * 4096)
            file.flush()
            os.fdatasync(file.fileno())
            spans.append(1000 * (time.perf_counter() - started))
    return statistics.median(spans)


ROWS = (
    ("to an editor who has the text open", "editor"),
    ("to a reader (rendered text)", "reader"),
    ("to the shared screen (rendered text)", "screen"),
    ("acknowledged", "acknowledged"),
    ("kept in the file", "kept"),
)


def report(rounds: list[Result], machine: Result) -> str:
    """The page for people."""
    lines = [
        f"# Measured {machine['at']}",
        "",
        f"{machine['cores']} cores ({machine['processor']}), {machine['system']}. The servers and the load share them.",
        f"Load of the machine before the first round: {machine['load_before']:.1f}. "
        f"A small write and its sync on this disk take {machine['sync_ms']:.1f} ms (median).",
        "",
        ", ".join(f"{name} {machine[name]}" for name in machine if name not in _ABOUT_MACHINE) + ".",
    ]
    for load in dict.fromkeys(one["load"] for one in rounds):
        lines += ["", *_table([one for one in rounds if one["load"] == load], load)]
    return "\n".join(lines) + "\n"


_ABOUT_MACHINE = {"at", "cores", "processor", "system", "load_before", "sync_ms"}


def _table(rounds: list[Result], load: str) -> list[str]:
    systems = [name for name in SYSTEMS if any(one["system"] == name for one in rounds)]
    of = {name: [one for one in rounds if one["system"] == name] for name in systems}
    head = f"## {load}: {len(of[systems[0]])} rounds"
    lines = [
        head,
        "",
        "Median of the rounds (least to most). Milliseconds from the key, unless it says otherwise.",
        "",
    ]
    lines += [f"| | {' | '.join(systems)} | peer / rondom |", f"|---|{'---|' * len(systems)}---|"]
    for words, name in ROWS:
        for share in ("p50", "p95", "p99"):
            lines.append(
                _row(f"{words}, {share}", systems, {one: _pick(of[one], name, share) for one in systems})
            )
    for words, name in (
        ("CPU seconds of the server per 1,000 delivered", "cpu_per_1000"),
        ("memory of the server per connection, kB", "memory_kb_per_connection"),
        ("keys a second", "keys_a_second"),
        ("delivered, share of expected", "share"),
        ("changes sent again, share", "again"),
    ):
        lines.append(_row(words, systems, {one: [each[name] for each in of[one]] for one in systems}))
    return lines


def _pick(rounds: list[Result], name: str, share: str) -> list[float]:
    return [one[name][share] for one in rounds if one[name].get("count")]


def _row(words: str, systems: list[str], values: dict[str, list[float]]) -> str:
    cells = [_cell(values[name]) for name in systems]
    own, peers = values["rondom"], [values[name] for name in systems if name != "rondom"]
    ratios = [
        f"{statistics.median(peer) / statistics.median(own):.2f}"
        if peer and own and statistics.median(own)
        else "-"
        for peer in peers
    ]
    return f"| {words} | {' | '.join(cells)} | {', '.join(ratios)} |"


def _cell(values: list[float]) -> str:
    if not values:
        return "-"
    return f"{_short(statistics.median(values))} ({_short(min(values))} to {_short(max(values))})"


def _short(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 1 else f"{value:.3f}"


def main() -> int:
    """Measure what the command line asks for and write both files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", type=int, nargs="+", default=[1, 5, 10], help="how many tables at once")
    parser.add_argument("--work", nargs="+", default=list(WORKS), choices=WORKS, help="what a table does")
    parser.add_argument("--people", type=int, help="at each table, instead of what the work says")
    parser.add_argument("--writers", type=int, help="who type")
    parser.add_argument("--editors", type=int, help="who have the text open without typing")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=15, help="how long each round is measured")
    parser.add_argument("--systems", nargs="+", default=list(SYSTEMS), choices=SYSTEMS)
    parser.add_argument("--out", type=Path, default=HERE / "results", help="folder for the results")
    chosen = parser.parse_args()
    machine, rounds = facts(), []
    for tables, work in ((tables, work) for work in chosen.work for tables in chosen.tables):
        load = _load(tables, work, chosen)
        for number in range(chosen.rounds):
            for system in chosen.systems:
                result = measure(system, load, seed=1_000 * number + 7)
                result |= {"system": system, "load": load.name, "round": number, **asdict(load)}
                result["keys_a_second"] = 1000 * result["keys"] / load.measure
                result["again"] = result["resends"] / max(1, result["sends"])
                result["share"] = result["delivered"] / max(1, result["expected"])
                rounds.append(result)
                print(_progress(result), flush=True)
    chosen.out.mkdir(parents=True, exist_ok=True)
    name = datetime.now(UTC).strftime("%Y-%m-%d-%H%M")
    (chosen.out / f"{name}.json").write_text(
        json.dumps({"machine": machine, "rounds": rounds}, indent=1) + "\n"
    )
    page = report(rounds, machine)
    (chosen.out / f"{name}.md").write_text(page)
    print(page)
    return 0


def _load(tables: int, work: str, chosen: argparse.Namespace) -> Load:
    """A work of `WORKS`, with what was said instead."""
    said = {name: getattr(chosen, name) for name in ("people", "writers", "editors")}
    load = {**WORKS[work], **{name: count for name, count in said.items() if count is not None}}
    load["editors"] = min(load["editors"], load["people"] - load["writers"] - load["shared_screen"])
    return Load(tables, measure=1_000 * min(chosen.seconds, 120), **load)


def _progress(result: Result) -> str:
    spans = " ".join(
        f"{name} {result[name].get('p50', 0):.0f}/{result[name].get('p95', 0):.0f}" for name in SPANS
    )
    return f"{result['load']} {result['system']}: {spans} ms, {1000 * result['cpu_per_1000']:.0f} ms CPU per 1,000"


if __name__ == "__main__":
    sys.exit(main())
