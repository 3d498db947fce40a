"""The messages of the socket as one JSON schema: the protocol for whoever writes another client.

`python -m realtime.schema` writes it, `--check` fails when the file is stale.
"""

import json
import sys
from typing import Any

from conference.core.settings import ROOT
from conference.records import commands
from realtime.messages import MESSAGES, Hello

FILE = ROOT / "static" / "src" / "messages.schema.json"


def schema() -> dict[str, Any]:
    """Every message by its name, with all fields."""
    shapes = {**MESSAGES, **commands.on_wire()}
    properties = {name: shape.model_json_schema() for name, shape in sorted(shapes.items())}
    properties["hello"] = Hello.model_json_schema(by_alias=True)
    return {
        "title": "Messages",
        "description": "Made from realtime/messages.py and conference/wishes.py by `make messages`.",
        "type": "object",
        "additionalProperties": False,
        "properties": {name: _untitled(shape) for name, shape in properties.items()},
        "required": sorted(properties),
    }


def _untitled(shape: dict[str, Any]) -> dict[str, Any]:
    """Without titles: they would become a name for each field in the browser's types."""
    cleaned = {key: value for key, value in shape.items() if key not in ("title", "description")}
    return {key: _clean(value) for key, value in cleaned.items()}


def _clean(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: _clean(inner) for key, inner in value.items() if key != "title" or isinstance(inner, dict)
        }
    return [_clean(inner) for inner in value] if isinstance(value, list) else value


def main(arguments: list[str]) -> int:
    """Write or check the file; the exit code is for `make`."""
    made = json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"
    if "--check" not in arguments:
        FILE.write_text(made, encoding="utf-8")
        return 0
    if FILE.exists() and FILE.read_text(encoding="utf-8") == made:
        return 0
    sys.stderr.write(f"{FILE.relative_to(ROOT)} is stale: run `make messages`.\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
