"""The seal of a report: SHA-256 over its canonical JSON. Anybody can compute it again from the export."""

import hashlib
import json
from typing import Any

#: The field of an export that holds its own fingerprint; it is left out when that is computed.
FIELD = "fingerprint"


def canonical(data: Any) -> bytes:
    """JSON in UTF-8 with sorted keys and no spaces: equal data gives equal bytes."""
    return json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def fingerprint(data: dict[str, Any]) -> str:
    """The fingerprint of a document, without the field that holds it."""
    bare = {name: value for name, value in data.items() if name != FIELD}
    return hashlib.sha256(canonical(bare)).hexdigest()


def sealed(data: dict[str, Any]) -> dict[str, Any]:
    """The document with its fingerprint in it."""
    return {**data, FIELD: fingerprint(data)}


def is_whole(data: dict[str, Any]) -> bool:
    """Whether a document still is what its fingerprint says."""
    return data.get(FIELD) == fingerprint(data)
