"""Where the name of a line stands at its end, so that names never write over each other."""

from collections.abc import Sequence

#: Names need so much room above each other.
LABEL_HEIGHT = 18
#: So far from where it belongs a name is looked a place for.
FARTHEST = 480


def free_height(wanted: int, taken: Sequence[int]) -> int:
    """The height nearest to the wanted one at which a name fits."""
    for distance in range(FARTHEST):
        for height in (wanted + distance, wanted - distance):
            if all(abs(height - other) >= LABEL_HEIGHT for other in taken):
                return height
    return wanted
