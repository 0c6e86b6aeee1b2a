"""TCP flags from the words that log writers use for a connection's state."""

from collections.abc import Callable

import numpy as np

from noroshi.spine.flows.address import I64
from noroshi.spine.flows.arrow import Column, distinct_words
from noroshi.spine.flows.draft import MISSING

FIN, SYN, RST, PSH, ACK, URG, ECE, CWR = 1, 2, 4, 8, 16, 32, 64, 128
"""Header bits (RFC 9293 section 3.1)."""

Pair = tuple[int, int]
UNKNOWN: Pair = (MISSING, MISSING)

_LETTERS = {"F": FIN, "S": SYN, "R": RST, "P": PSH, "A": ACK, "U": URG, "E": ECE, "C": CWR}

ARGUS_WORDS: dict[str, Pair] = {
    "REQ": (SYN, MISSING),
    "ACC": (SYN, SYN | ACK),
}
"""Argus transaction states that tell which segments were seen (ra(1), field `state`)."""

ZEEK_STATES: dict[str, Pair] = {
    "S0": (SYN, 0),
    "S1": (SYN | ACK, SYN | ACK),
    "SF": (SYN | ACK | FIN, SYN | ACK | FIN),
    "REJ": (SYN, RST | ACK),
    "S2": (SYN | ACK | FIN, SYN | ACK),
    "S3": (SYN | ACK, SYN | ACK | FIN),
    "RSTO": (SYN | ACK | RST, SYN | ACK),
    "RSTR": (SYN | ACK, SYN | ACK | RST),
    "RSTOS0": (SYN | RST, 0),
    "RSTRH": (0, SYN | ACK | RST),
    "SH": (SYN | FIN, 0),
    "SHR": (0, SYN | ACK | FIN),
}
"""What each `conn_state` implies (Zeek, base/protocols/conn/main.zeek)."""

_HISTORY = {"S": SYN, "H": SYN | ACK, "A": ACK, "D": ACK, "F": FIN, "R": RST}
"""Zeek's history letters; capitals are the originator's. `D` is data, which carries ACK."""


def letters(text: str) -> int:
    """Flags of `FSPA` and the like; `MISSING` where another letter stands."""
    bits = 0
    for letter in text:
        if letter not in _LETTERS:
            return MISSING
        bits |= _LETTERS[letter]
    return bits


def argus_state(state: str) -> Pair:
    """Flags of `S_SA` (source_destination), or of a transaction word."""
    forward, mark, reverse = state.partition("_")
    if mark:
        pair = letters(forward), letters(reverse)
        return UNKNOWN if MISSING in pair else pair
    return ARGUS_WORDS.get(state, UNKNOWN)


def zeek_state(state: str, history: str = "") -> Pair:
    """Flags from Zeek's history, or from `conn_state` where there is none."""
    forward = reverse = 0
    for letter in history:
        bits = _HISTORY.get(letter.upper(), 0)
        if letter.isupper():
            forward |= bits
        else:
            reverse |= bits
    if forward or reverse:
        return forward, reverse
    return ZEEK_STATES.get(state, UNKNOWN)


def any_state(state: str) -> Pair:
    """Flags from either spelling."""
    return zeek_state(state) if state in ZEEK_STATES else argus_state(state)


def state_flags(states: Column, read: Callable[[str], Pair]) -> tuple[I64, I64]:
    """Flags of both directions for a column of states; each distinct one is read once."""
    values, places = distinct_words(states)
    table = np.array([read(text) for text in values], np.int64)
    return table[places, 0], table[places, 1]
