"""People in Node: the product's text client with real CodeMirror states, led from a test."""

import json
import queue
import shutil
import subprocess
import tempfile
import threading
from functools import cache
from pathlib import Path
from typing import Any, Self

from tests.live.server import ROOT

CLIENTS = Path(__file__).with_name("clients")
PATIENCE = 60.0
Said = dict[str, Any]


@cache
def bundled(entry: Path) -> Path:
    """One file for Node out of a client script, the product's TypeScript and the packages; made once a process."""
    folder = Path(tempfile.mkdtemp(prefix="rondom-clients-"))
    made = folder / f"{entry.stem}.mjs"
    subprocess.run(
        [
            ROOT / "node_modules/.bin/esbuild",
            entry,
            "--bundle",
            "--platform=node",
            "--format=esm",
            "--target=node20",
            "--log-level=warning",
            # Some packages are not modules and ask for Node's own parts the old way.
            "--banner:js=import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
            f"--outfile={made}",
        ],
        cwd=ROOT,
        check=True,
    )
    return made


class People:
    """Some people in one Node process. Every method waits until they did what was asked."""

    def __init__(self) -> None:
        node = shutil.which("node")
        assert node is not None, "these tests need Node; see package.json for the version"
        self._answers: queue.Queue[str] = queue.Queue()
        self._process = subprocess.Popen(
            [node, bundled(CLIENTS / "people.mjs")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *fault: object) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.kill()
        self._process.wait()
        self._listener.join()
        self._process.stdin.close()
        self._process.stdout.close()

    def join(self, people: list[Said], seed: int) -> None:
        """Everybody opens a line and the text."""
        assert self._do("join", people=people, seed=seed)["all"], f"not everybody got in: {self.report()}"

    def storm(self, *who: str) -> None:
        """Start typing at random; without names everybody."""
        self._do("storm", **({"who": who} if who else {}))

    def calm(self) -> None:
        """Stop typing."""
        self._do("calm")

    def type(self, who: str, words: str, pause: int = 0) -> None:
        """Type at the end of the text, letter by letter, `pause` milliseconds apart."""
        self._do("type", who=who, words=words, pause=pause)

    def paste(self, who: str, words: str) -> None:
        """Put words at the end of the text, as one deed."""
        self._do("paste", who=who, words=words)

    def forget(self) -> None:
        """Let go of what came down the lines until now."""
        self._do("forget")

    def heard(self, words: str) -> list[str]:
        """Who received these words since then."""
        return list(self._do("heard", words=words)["names"])

    def undo(self, who: str) -> int:
        """Take back everything that can be taken back. Returns how many steps."""
        return int(self._do("undo", who=who)["steps"])

    def settle(self) -> None:
        """Wait until nothing is unsaved and everybody holds the same version."""
        answer = self._do("settle")
        assert answer["alike"], f"not everybody came to rest: {answer['missing']}"

    def report(self) -> dict[str, Said]:
        """What each of them has: words, version, acknowledged, refusals, drops, told, doubles, wrong."""
        return {person["name"]: person for person in self._do("report")["people"]}

    def _do(self, name: str, **given: Any) -> Said:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"do": name, **given}) + "\n")
        self._process.stdin.flush()
        answer = self._answers.get(timeout=PATIENCE)
        assert answer, f"the people in Node fell over while they did: {name}"
        said: Said = json.loads(answer)
        return said

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._answers.put(line)
        self._answers.put("")
