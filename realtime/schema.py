"""The messages of the socket as one JSON schema: the protocol for whoever writes another client.

`python -m realtime.schema` writes it, `--check` fails when the file is stale. `static/messages.mjs` makes the types of
the browser from it.
"""

import json
import sys
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from conference.core.settings import ROOT
from conference.records import commands
from conference.records.commands import Sender
from realtime.messages import ANSWERS, FROM_BROWSER, TO_BROWSER, Done, Hello, Refusal

FILE = ROOT / "static" / "src" / "messages.schema.json"
Schema = dict[str, Any]
Shapes = Mapping[str, type[BaseModel]]


def schema() -> Schema:
    """Every message by its name, with all fields: commands, the other messages both ways, and the answers."""
    said: Shapes = {"hello": Hello, **FROM_BROWSER}
    heard: Shapes = TO_BROWSER
    answers: Shapes = {**ANSWERS, "done": Done, "refused": Refusal}
    asked: list[tuple[type[BaseModel], JsonSchemaMode]] = [(shape, "validation") for shape in said.values()]
    asked += [(shape, "serialization") for shape in dict.fromkeys([*heard.values(), *answers.values()])]
    made, definitions = models_json_schema(asked)
    known = {shape: reference for (shape, _), reference in made.items()}

    def named(shapes: Shapes) -> Schema:
        return {name: known[shape] for name, shape in shapes.items()}

    (words, table), (others, learning) = _commands(Sender.TABLE), _commands(Sender.LEARNER)
    definitions["$defs"] |= (
        words
        | others
        | {
            "Commands": _object("Changes something at a table, on the socket or as a form.", table),
            "LearningCommands": _object(
                "Changes something in the learning of a region, as a form.", learning
            ),
            "FromBrowser": _object("The other messages of a browser.", named(said)),
            "ToBrowser": _object("What the server says.", named(heard)),
            "Answers": _object(
                "What is answered when a message is taken; a command gets `done`, what is refused `refused`.",
                named(answers),
            ),
        }
    )
    sides = ("Commands", "LearningCommands", "FromBrowser", "ToBrowser", "Answers")
    whole = _object(
        "Made from realtime/messages.py and the commands of each subject by `make messages`.",
        {side: {"$ref": f"#/$defs/{side}"} for side in sides},
    )
    cleaned: Schema = _untitled(whole | definitions)
    return {"title": "Messages", **cleaned}


def _commands(sender: Sender) -> tuple[Schema, Schema]:
    """The lists of words they use, and the fields of each command of one kind of visitor, without names of classes."""
    shapes = {
        name: one.shape.model_json_schema()
        for (of, name), one in sorted(commands.COMMANDS.items())
        if of == sender and (one.on_wire or of != Sender.TABLE)
    }
    # Closed lists of words stand with all other definitions, not in each command again.
    lists: Schema = {}
    for shape in shapes.values():
        lists |= shape.pop("$defs", {})
    return lists, {
        name: {key: value for key, value in shape.items() if key != "description"}
        for name, shape in shapes.items()
    }


def _object(why: str, properties: Schema) -> Schema:
    return {
        "description": why,
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
        "required": sorted(properties),
    }


def _untitled(value: Any) -> Any:
    """Without titles: they would become a name for each field in the types of the browser."""
    if isinstance(value, dict):
        kept = {key: inner for key, inner in value.items() if key != "title" or isinstance(inner, dict)}
        return {key: _untitled(inner) for key, inner in kept.items()}
    return [_untitled(inner) for inner in value] if isinstance(value, list) else value


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
