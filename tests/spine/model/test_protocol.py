"""Protocol numbers and keywords name each other."""

from hypothesis import given
from hypothesis import strategies as st

from noroshi.spine.model.protocol import ICMPV6, KEYWORDS, NUMBERS, TCP, protocol_keyword


@given(st.integers(0, 255))
def test_every_number_has_a_text_that_names_it_again(number: int) -> None:
    text = protocol_keyword(number)
    assert NUMBERS.get(text, int(text) if text.isdecimal() else None) == number


def test_spellings_of_tools_are_known() -> None:
    assert NUMBERS["icmp6"] == NUMBERS["icmpv6"] == NUMBERS["ipv6-icmp"] == ICMPV6
    assert KEYWORDS[TCP] == "tcp"
