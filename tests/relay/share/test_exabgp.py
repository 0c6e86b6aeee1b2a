"""ExaBGP: what its API is told. `test_gobgp.py` has the real ExaBGP announce the list."""

import re

from hypothesis import given

from noroshi.relay.share import FORMATS, Edition
from noroshi.relay.share.exabgp import say_flowspec, say_rtbh
from noroshi.spine.model import Endpoint, Subject
from noroshi.testing.findings import HOUR
from noroshi.testing.hostile import handmade_lists

FLOWSPEC = re.compile(
    r"announce flow route \{ match \{ destination [0-9a-f.:]+/[0-9]+;"
    r"(?: (?:protocol|next-header) =[0-9]+;)?(?: destination-port =[0-9]+;)? \} then \{ discard; \} \}"
)
RTBH = re.compile(
    r"announce route [0-9a-f.:]+/[0-9]+ next-hop (?:192\.0\.2\.1|100::1) community \[65535:666\]"
)


@given(handmade_lists())
def test_every_line_is_a_comment_or_one_command(made):
    for name, grammar in (("flowspec-exabgp", FLOWSPEC), ("rtbh-exabgp", RTBH)):
        edition = Edition(producer="x\ny", at=HOUR.end)
        first, *lines = b"".join(FORMATS[name].render(made, edition)).decode().splitlines()
        assert first.startswith("# ")
        assert all(map(grammar.fullmatch, lines))


def test_ipv6_has_its_own_words():
    flow = say_flowspec(Subject.endpoint(Endpoint("2001:db8::2", 53, "udp")))
    assert "next-header =17; destination-port =53;" in flow
    assert " next-hop 100::1 " in say_rtbh(Subject.ip("2001:db8::2"))
