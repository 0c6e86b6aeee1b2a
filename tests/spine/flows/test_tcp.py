import pytest

from noroshi.spine.flows.draft import MISSING
from noroshi.spine.flows.tcp import (
    ACK,
    ECE,
    FIN,
    PSH,
    RST,
    SYN,
    UNKNOWN,
    any_state,
    argus_state,
    zeek_state,
)

ALL = FIN | SYN | PSH | ACK


@pytest.mark.parametrize(
    ("state", "flags"),
    [
        ("S_SA", (SYN, SYN | ACK)),
        ("FSPA_FSPA", (ALL, ALL)),
        ("S_", (SYN, 0)),
        ("_RA", (0, RST | ACK)),
        ("SPAE_SA", (SYN | PSH | ACK | ECE, SYN | ACK)),
        ("REQ", (SYN, MISSING)),
        ("CON", UNKNOWN),
        ("INT", UNKNOWN),
        ("X_S", UNKNOWN),
        ("", UNKNOWN),
    ],
)
def test_argus_states(state, flags):
    assert argus_state(state) == flags


@pytest.mark.parametrize(
    ("state", "history", "flags"),
    [
        ("SF", "ShADadFf", (SYN | ACK | FIN, SYN | ACK | FIN)),
        ("S0", "S", (SYN, 0)),
        ("REJ", "Sr", (SYN, RST)),
        ("SHR", "^hadf", (0, SYN | ACK | FIN)),
        ("OTH", "C", UNKNOWN),
        ("RSTO", "", (SYN | ACK | RST, SYN | ACK)),
        ("OTH", "", UNKNOWN),
    ],
)
def test_zeek_history_first_then_state(state, history, flags):
    assert zeek_state(state, history) == flags


def test_either_spelling_is_known():
    assert any_state("S0") == (SYN, 0)
    assert any_state("S_") == (SYN, 0)
