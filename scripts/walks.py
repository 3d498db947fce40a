"""Which files three things pass on their way: a letter, an agreement, a reflection. Written out in order of first call.

Everything of ours is counted in which a line runs: modules and templates, not the scripts of the browser.
Run it as: python -m scripts.walks
"""

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType
from typing import Any, Self

from tests.cast import PASSED
from tests.fence.world import World, build, steady

ROOT = Path(__file__).resolve().parents[1]
PLACES = ("conference/", "realtime/", "models/", "templates/")


class Walk:
    """Watches what runs while it is open: `files` in order of first call; `jumps` from one file to another."""

    def __init__(self) -> None:
        self.files: list[str] = []
        self.jumps = 0
        self._last = ""

    def __enter__(self) -> Self:
        sys.setprofile(self._see)
        return self

    def __exit__(self, *fault: object) -> None:
        sys.setprofile(None)

    def _see(self, frame: FrameType, event: str, argument: Any) -> None:
        code = frame.f_code
        if event != "call" or code.co_name == "<module>" or not code.co_filename.startswith(str(ROOT)):
            return
        name = os.path.relpath(code.co_filename, ROOT)
        if not name.startswith(PLACES):
            return
        if name not in self.files:
            self.files.append(name)
        if name != self._last:
            self.jumps, self._last = self.jumps + 1, name


def sure(held: bool, said: object) -> None:
    """Stop when a walk did not go where it should."""
    if not held:
        raise SystemExit(f"this went wrong: {said}")


def letter(world: World) -> list[Walk]:
    """Anna types on her phone; a laptop and the shared screen look on."""
    phone, _laptop, _screen = (world.lines(name) for name in ("anna", "noor", "screen"))
    text = world.cast.text_id()
    opened = phone.wish("text:open", text=text)
    length = len(opened["words"].encode("utf-16-le")) // 2
    changes = [length, [0, "x"]] if length else [[0, "x"]]
    with Walk() as walk:
        answer = phone.wish(
            "text:change",
            text=text,
            epoch=opened["epoch"],
            version=opened["version"],
            client=opened["client"],
            seq=0,
            changes=changes,
        )
    sure(answer["ok"], answer)
    return [walk]


def agreement(world: World) -> list[Walk]:
    """Noor adds an agreement that three screens show; the meeting closes; somebody reads the report."""
    world.wish("yusuf", "meeting:move", part=world.part("agreements"), anyway="yes", why="Nu de afspraken.")
    chair, laptop, _phone, _screen = (world.lines(name) for name in ("yusuf", "noor", "anna", "screen"))
    with Walk() as added:
        answer = laptop.wish("action:add", what="Sam fietst naar school")
    sure(answer["ok"], answer)
    with Walk() as closing:
        answer = chair.wish("meeting:close", **PASSED)
    sure(answer["ok"], answer)
    with Walk() as report:
        page = world.browser("yusuf").get(f"/overleg/{world.cast.meeting_id}/verslag")
    sure("Sam fietst naar school" in page.text, page.status)
    return [added, closing, report]


def reflection(world: World) -> list[Walk]:
    """Anna writes one, sees what others would read, shares it; the project team opens its log."""
    phone, desk = world.browser("anna"), world.browser("karim")
    with Walk() as written:
        answer = phone.send("/nu/reflectie", words="Ik mocht eerst praten.", layer="learning")
    share = answer.headers["Location"]
    with Walk() as shown:
        page = phone.get(share)
    with Walk() as shared:
        answer = phone.send(share, words="Ik mocht eerst praten.")
    sure((page.status_code, answer.status_code) == (200, 302), answer.status)
    with Walk() as read:
        page = desk.get(f"/leren/{world.region}")
    sure(page.status_code == 200, page.status)
    return [written, shown, shared, read]


def main() -> None:
    """Print the files of each walk, and how many."""
    with TemporaryDirectory() as folder, steady():
        world = build(Path(folder) / "house.sqlite")
        for walk in (letter, reflection, agreement):  # after the last one the meeting is over
            steps = walk(world)
            files = dict.fromkeys(name for step in steps for name in step.files)
            print(f"\n{walk.__name__}: {len(files)} files, {sum(step.jumps for step in steps)} jumps")
            print("  steps: " + ", ".join(str(len(step.files)) for step in steps))
            for number, name in enumerate(files, 1):
                print(f"  {number:3} {name}")
        world.close()


if __name__ == "__main__":
    main()
