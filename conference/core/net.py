"""Addresses on the net, for counting."""

import contextlib
import ipaddress


def whose(address: str) -> str:
    """What counts as one visitor's address: of the long addresses everybody has as many as they like, so of these
    their net (/64) counts. What is no address counts as it is written."""
    with contextlib.suppress(ValueError):
        if ipaddress.ip_address(address).version == 6:
            return str(ipaddress.ip_network(f"{address}/64", strict=False))
    return address
