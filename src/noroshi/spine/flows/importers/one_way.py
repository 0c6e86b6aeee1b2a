"""One way: rows without their reverse columns, for sources that are unidirectional."""

from dataclasses import replace

from noroshi.spine.flows.draft import Draft, counters


def one_way(draft: Draft) -> Draft:
    """The same rows with the reverse columns missing."""
    nothing = counters(len(draft))
    return replace(draft, reverse_octets=nothing, reverse_packets=nothing, reverse_flags=nothing)
