"""Where every look over a line goes into the log: once for each part and thing as long as the line is open."""

from conference.access.policy import Viewer
from conference.core.look_log import Row
from conference.core.looks import Look
from conference.core.runtime import Runtime
from realtime.connections import Connection


def note(house: Runtime, connection: Connection, viewer: Viewer, look: Look, *, wait: bool = True) -> None:
    """Write what this line got to see for the first time. What is for named people waits for its row.

    Raises LogDown: then it may not be sent.
    """
    part = [f"part:{look.part}"] if look.part else []
    new = [one for one in (*part, *look.apart) if one not in connection.looked]
    if not new:
        return
    rows: list[Row] = [
        {
            "actor": viewer.actor,
            "deed": "see.apart" if one in look.apart else "see.part",
            "thing": one,
            "outcome": "ok",
            "case_id": viewer.case_id,
            "at": house.clock(),
        }
        for one in new
    ]
    house.looks.put(rows, wait=wait and any(one in look.apart for one in new))
    connection.looked.update(new)
