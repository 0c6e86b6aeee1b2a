"""Port sets: RFC 7597's own example, blocks, and texts that are neither."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.iot.match import PortSet, parse_port_set
from noroshi.spine.model import InputError


def test_nothing_is_the_whole_address():
    assert all(parse_port_set(" ").holds(port) for port in (0, 1, 80, 65535))


def test_a_block_holds_its_ends():
    block = parse_port_set("1024-2047")
    assert [block.holds(port) for port in (1023, 1024, 2047, 2048)] == [False, True, True, False]


def test_a_map_set_is_that_of_the_standard():
    # RFC 7597 appendix A, example 1: offset 6, PSID length 8, PSID 0x34: 1232-1235, 2256-2259, …
    ports = [port for port in range(65536) if parse_port_set("psid:6/8/52").holds(port)]
    assert ports[:8] == [1232, 1233, 1234, 1235, 2256, 2257, 2258, 2259]
    assert ports[-4:] == [64720, 64721, 64722, 64723]


@given(offset=st.integers(0, 8), length=st.integers(1, 8))
def test_sets_of_one_address_share_no_port(offset, length):
    sets = [PortSet(offset=offset, length=length, psid=psid) for psid in range(1 << length)]
    for port in range(0, 65536, 97):
        owners = sum(one.holds(port) for one in sets)
        assert owners == (0 if offset and port >> (16 - offset) == 0 else 1)


@pytest.mark.parametrize(
    "text", ["80", "2000-1000", "1-70000", "psid:9/8/1", "psid:4/0/0", "psid:4/8/256", "all"]
)
def test_other_texts_are_refused_with_what_to_write(text):
    with pytest.raises(InputError, match="write 1024-2047 or psid"):
        parse_port_set(text)
