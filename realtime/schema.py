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
from realtime.messages import ANSWERS, FROM_BROWSER, TO_BROWSER, Done, Hello, Refusal

FILE = ROOT / "static" / "src" / "messages.schema.json"
Schema = dict[str, Any]
Shapes = Mapping[str, type[BaseModel]]


def schema() -> Schema:
    """Every message by its name, with all fields: commands, the other messages both ways, and the answers."""
    written = {"Commands": commands.on_wire(), **forms()}
    said: Shapes = {"hello": Hello, **FROM_BROWSER}
    answers: Shapes = {**ANSWERS, "done": Done, "refused": Refusal}
    asked: list[tuple[type[BaseModel], JsonSchemaMode]] = [
        *_each("validation", said, *written.values()),
        *_each("serialization", TO_BROWSER, answers),
    ]
    made, found = models_json_schema(asked)
    known, definitions = {shape: reference for (shape, _), reference in made.items()}, found["$defs"]
    fields = {name: _fields(shapes, known, definitions) for name, shapes in written.items()}
    for shape in {one for shapes in written.values() for one in shapes.values()}:
        definitions.pop(_name(known[shape]), None)  # two classes of the same fields are one
    sides = {
        "Commands": _object(
            "Changes something at a table, on the socket or as a form.", fields.pop("Commands")
        ),
        **{name: _object("As a form only.", one) for name, one in fields.items()},
        "FromBrowser": _object("The other messages of a browser.", _named(said, known)),
        "ToBrowser": _object("What the server says.", _named(TO_BROWSER, known)),
        "Answers": _object(
            "What is answered when a message is taken; a command gets `done`, what is refused `refused`.",
            _named(answers, known),
        ),
    }
    whole = _object(
        "Made from realtime/messages.py and the commands of each subject by `make messages`.",
        {side: {"$ref": f"#/$defs/{side}"} for side in sides},
    )
    cleaned: Schema = _untitled({**whole, "$defs": {**sides, **definitions}})
    return {"title": "Messages", **cleaned}


def _each(mode: JsonSchemaMode, *all_shapes: Shapes) -> list[tuple[type[BaseModel], JsonSchemaMode]]:
    """Each class once, to be written as it is read or as it is sent."""
    return [(shape, mode) for shape in dict.fromkeys(one for shapes in all_shapes for one in shapes.values())]


def _named(shapes: Shapes, known: Mapping[Any, Schema]) -> Schema:
    """Messages by their class, which gives the type in the browser its name."""
    return {name: known[shape] for name, shape in shapes.items()}


def _fields(shapes: Shapes, known: Mapping[Any, Schema], definitions: Schema) -> Schema:
    """The fields of each command in its place; the name of its class is nobody's business."""
    made = {name: definitions[_name(known[shapes[name]])] for name in sorted(shapes)}
    return {
        name: {key: value for key, value in shape.items() if key != "description"}
        for name, shape in made.items()
    }


def _name(reference: Schema) -> str:
    return str(reference["$ref"]).rpartition("/")[2]


def forms() -> dict[str, Shapes]:
    """The commands that come as a form only, by who sends them: `DoorForms`, `LearnerForms`."""
    return {
        f"{sender.title()}Forms": {
            name: found.shape
            for (of, name), found in commands.COMMANDS.items()
            if of == sender and not found.on_wire
        }
        for sender in commands.Sender
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
