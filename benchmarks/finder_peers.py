"""One of the two peers over texts: JSON texts in, JSON places out. Runs in an environment of its own (`finder.txt`)."""

import json
import logging
import sys


def main() -> None:
    """Argument: `deduce` or `belgian-deduce`."""
    logging.disable(logging.CRITICAL)
    if sys.argv[1] == "deduce":
        from deduce import Deduce as Peer
    else:
        from belgian_deduce import Deduce as Peer
    peer = Peer()
    places = []
    for words in json.load(sys.stdin):
        found = peer.deidentify(words).annotations
        places.append([[int(one.start_char), int(one.end_char), one.tag] for one in found])
    json.dump(places, sys.stdout)


if __name__ == "__main__":
    main()
